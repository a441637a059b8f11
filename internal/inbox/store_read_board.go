package inbox

import (
	"context"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/deadline/badge"
	"touchstone/internal/entity"
	"touchstone/internal/law"
)

// clockLine is a period on the board.
type clockLine struct {
	badge.Row
	ID             int64
	Ref, Title     string
	Machine        law.Machine
	CaseState      string
	OwnerZHName    string
	OwnerENName    string
	OwnerID        string // user name
	Mine, OwnUnit  bool
	Target, Entity string
	Marking        actor.Marking
}

// boardColumns read the page's rows only.
var boardColumns = `k.id, k.code, k.state, k.entity, k.started_at, k.due_at, k.minimum, k.provisional, k.pause_basis, k.extensions, k.paused_at, k.edition,
  c.ref, c.title, c.machine, c.state,
  coalesce(own.username, ''), coalesce(own.name_zh, ''), coalesce(own.name_en, ''), coalesce(own.mine, false), c.org_unit_id = @unit,
  ` + entity.RefSQL("k.target_kind", "k.target_id", "referral", "evidence") + `, ` + access.MarkHere(access.Clock)

func (h *HTTP) board(b *pgx.Batch, who actor.Actor, where string, named map[string]any, limit int, into *[]clockLine) {
	args := map[string]any{"own_roles": h.ownRoles(), "sees_pointers": h.Access.Can(who, access.MSS, access.Read)}
	for k, v := range named {
		args[k] = v
	}
	sql, list := h.Access.List(who, access.Clock, access.Read, access.ListSpec{Columns: boardColumns, Joins: boardJoins, Where: owed + where, Args: args,
		Limit: limit})
	b.Queue(sql, list...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, scanClock)
		*into = got
		return err
	})
}

func scanClock(r pgx.CollectableRow) (l clockLine, err error) {
	k := &l.Row
	err = r.Scan(&l.ID, &k.Code, &k.State, &k.Entity, &k.StartedAt, &k.DueAt, &k.Minimum, &k.Provisional, &k.PauseBasis, &k.Extensions, &k.PausedAt, &k.Edition,
		&l.Ref, &l.Title, &l.Machine, &l.CaseState, &l.OwnerID, &l.OwnerZHName, &l.OwnerENName, &l.Mine, &l.OwnUnit, &l.Target, &l.Marking)
	return l, err
}

// queryBoard reads the deadline board.
func (h *HTTP) queryBoard(ctx context.Context, who actor.Actor, where string, named map[string]any, into *[]clockLine) error {
	return database.Batch(ctx, h.DB.Read(), func(b *pgx.Batch) { h.board(b, who, where, named, boardLimit+1, into) })
}
