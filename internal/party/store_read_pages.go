package party

import (
	"fmt"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/views/ui"
)

// The pages find their case by its reference, in the batch of its head; a case that the reader may not see gives no
// rows.

// sheet is the list with its drawing, and whether the reader may unmask a number.
type sheet struct {
	Network
	MayUnmask bool
}

func (h *HTTP) queueSheet(b *pgx.Batch, who actor.Actor, ref string, s *sheet) {
	queue(b, h.Access, who, partiesOf(cases.Here), map[string]any{"ref": ref}, &s.Parties, pgx.RowToStructByPos[Party])
	queue(b, h.Access, who, linksOf(cases.Here), map[string]any{"ref": ref}, &s.Links, pgx.RowToStructByPos[Link])
	h.queueUnmask(b, who, ref, &s.MayUnmask)
}

// queueUnmask asks whether the reader may see whole identity numbers of the case.
func (h *HTTP) queueUnmask(b *pgx.Batch, who actor.Actor, ref string, into *bool) {
	sql, args := h.Access.MayStatement(who, []access.Check{{Action: access.Unmask, Target: access.Target{Kind: access.Case, Ref: ref}}})
	b.Queue(sql, args...).QueryRow(func(row pgx.Row) error {
		var may []bool
		if err := row.Scan(&may); err != nil {
			return err
		}
		*into = may[0]
		return nil
	})
}

// queueParty asks for one party of the case; without a reference for none.
func (h *HTTP) queueParty(b *pgx.Batch, who actor.Actor, ref, party string, into **Party) {
	if party == "" {
		return
	}
	sql, args := h.Access.Scoped(who, sqlParty+"WHERE ref = @party AND case_id = "+cases.Here+" AND removed_at IS NULL",
		map[string]any{"ref": ref, "party": party})
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, pgx.RowToAddrOfStructByPos[Party])
		if len(got) == 1 {
			*into = got[0]
		}
		return err
	})
}

// linkEnds is what a new link may join, and the evidence that the reader may point to as its source.
type linkEnds struct {
	Parties []Party
	Items   []ui.Option
}

func (h *HTTP) queueEnds(b *pgx.Batch, who actor.Actor, ref string, ends *linkEnds) {
	named := map[string]any{"ref": ref}
	queue(b, h.Access, who, partiesOf(cases.Here), named, &ends.Parties, pgx.RowToStructByPos[Party])
	queue(b, h.Access, who,
		`WITH f AS `+cases.Here+` SELECT e.ref, e.no, e.name FROM f, evidence_items e JOIN cases c ON c.id = COALESCE(e.custody_case_id, e.case_id)
			JOIN cases o ON o.id = e.case_id
WHERE (e.case_id = f.id OR e.custody_case_id = f.id) AND {evidence.read} ORDER BY e.case_id, e.no LIMIT 500`, named, &ends.Items,
		func(r pgx.CollectableRow) (o ui.Option, err error) {
			var no int
			err = r.Scan(&o.Value, &no, &o.Label)
			o.Label = fmt.Sprintf("%03d %s", no, o.Label)
			return o, err
		})
}

// queue asks for several rows under the reader's scopes.
func queue[T any](b *pgx.Batch, p *access.Policy, who actor.Actor, text string, named map[string]any, into *[]T, scan pgx.RowToFunc[T]) {
	sql, args := p.Scoped(who, text, named)
	database.Many(b, into, sql, scan, args...)
}
