package procedure

import (
	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/entity"
	"touchstone/internal/law"
)

// OpenProposal is an open proposal on an object: which event it is for, or which row proposed it.
type OpenProposal struct {
	Ref, Event, RowID string
	ByAct             bool
}

// QueueProposals asks for the open proposals on an object that the reader may see, newest first.
func (e *Engine) QueueProposals(b *pgx.Batch, who actor.Actor, kind, ref string, into *[]OpenProposal) {
	sql, args := e.access.Scoped(who, `SELECT a.ref, a.event, a.row_id, a.opening_act_id IS NOT NULL FROM approvals a JOIN cases c ON c.id = a.case_id
WHERE a.target_kind = @kind AND a.target_id = (SELECT id FROM `+entity.ByPath(kind).Table+
		` WHERE ref = @ref) AND a.state = 'OPEN' AND {approval.read} ORDER BY a.id DESC`,
		map[string]any{"kind": entity.ByPath(kind).Kind, "ref": ref})
	database.Many(b, into, sql, pgx.RowToStructByPos[OpenProposal], args...)
}

// QueueWaiting queues the open proposals of one case that the reader may see.
func (e *Engine) QueueWaiting(b *pgx.Batch, who actor.Actor, caseRef string, into *[]Waiting) {
	e.queueWaiting(b, who, "c.ref = @ref", map[string]any{"ref": caseRef}, into)
}

// QueueWaitingOn is QueueWaiting for one object.
func (e *Engine) QueueWaitingOn(b *pgx.Batch, who actor.Actor, kind, ref string, into *[]Waiting) {
	e.queueWaiting(b, who, "a.target_kind = @kind AND a.target_id = (SELECT id FROM "+entity.ByPath(kind).Table+" WHERE ref = @ref)",
		map[string]any{"kind": entity.ByPath(kind).Kind, "ref": ref}, into)
}

func (e *Engine) queueWaiting(b *pgx.Batch, who actor.Actor, where string, named map[string]any, into *[]Waiting) {
	sql, args := e.access.Scoped(who, `SELECT a.ref, a.event, a.row_id, a.entity, a.target_id, u.name_zh, u.name_en, a.decider_roles
FROM approvals a JOIN cases c ON c.id = a.case_id JOIN users u ON u.id = a.proposer_id WHERE `+where+` AND a.state = 'OPEN' AND {approval.read} ORDER BY a.id`,
		named)
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Waiting])
		*into = got
		return err
	})
}

// Waiting is a proposal that waits for its decision.
type Waiting struct {
	Ref, Event, RowID      string
	Entity                 law.Machine
	TargetID               int64
	ProposerZH, ProposerEN string
	Roles                  []actor.Role
}
