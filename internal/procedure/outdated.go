package procedure

import (
	"context"
	"errors"
	"fmt"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// Outdated is the reason code of a proposal that was given back because what it showed was stored in an older form.
const Outdated = "outdated"

// OutdatedLaw is that of one that was made under an edition of the law which is no longer in force.
const OutdatedLaw = "outdated_law"

// superseded tells a stored proposal that was made under another edition than the one in force. The law of the day of an act applies
// to it, and what was typed answers the questions of the other one: it is proposed anew. A proposal that is itself an act stands.
func (e *Engine) superseded(p *Approval, book *law.Edition) bool {
	return p.OpeningActID == 0 && book.Under(p.Edition) != book
}

// GiveBack ends what waits under an older form of what is signed (seenFormat), or under a law that is no longer in force. A stored
// proposal goes back to whoever proposed it, with its text: it is proposed anew from there. A proposal that is itself an act cannot be
// made a second time, and nobody has signed it yet: its list is written anew from the file, on record. Each stands in a transaction of
// its own and is judged again under its lock, so that a second run, or a second replica, finds nothing left to do.
func (e *Engine) GiveBack(ctx context.Context) error {
	list, err := outdatedApprovals(ctx, e.reader, e.book())
	if err != nil {
		return err
	}
	var failed []error
	for _, id := range list {
		if err := e.giveBack(ctx, id); err != nil {
			failed = append(failed, fmt.Errorf("procedure: give back proposal %d: %w", id, err))
		}
	}
	return errors.Join(failed...)
}

// errDone rolls back a transaction in which nothing was left to do: somebody was faster.
var errDone = errors.New("procedure: nothing left to do")

func (e *Engine) giveBack(ctx context.Context, id int64) error {
	who := actor.Automatic("approval")
	_, err := e.log.Write(ctx, who, audit.Key{}, func(tx *audit.Tx) error {
		p, err := e.approvalByID(ctx, tx, id)
		if err != nil {
			return err
		}
		matterID, err := e.lock(ctx, tx, who, p.Target())
		if err != nil {
			return err
		}
		if p, err = e.approvalByID(ctx, tx, id); err != nil {
			return err
		}
		superseded := e.superseded(p, e.book().On(tx.Now))
		if p.State != "OPEN" || !p.Outdated && !superseded {
			return errDone
		}
		f, err := e.load(ctx, tx, matterID, tx.Now)
		if err != nil {
			return err
		}
		if p.OpeningActID != 0 {
			return e.restate(ctx, tx, p, f)
		}
		if superseded {
			return e.returnOutdated(ctx, tx, p, f, OutdatedLaw)
		}
		return e.returnOutdated(ctx, tx, p, f, Outdated)
	})
	if errors.Is(err, errDone) {
		return nil
	}
	return err
}

func (e *Engine) returnOutdated(ctx context.Context, tx *audit.Tx, p *Approval, f *matter.File, why string) error {
	returnApproval(tx, p.ID, why)
	turned(tx, p, "return", f)
	return recordApproval(ctx, tx, p, "approval.return", map[string]any{"event": p.Event, "reason_code": why, "digest": p.Digest})
}

// restate writes the list of a proposal anew.
func (e *Engine) restate(ctx context.Context, tx *audit.Tx, p *Approval, f *matter.File) error {
	var err error
	if _, p.Earlier, err = earlierOf(ctx, tx, p); err != nil {
		return err
	}
	list := e.Seen(ctx, p, f)
	shown, err := list.Stored()
	if err != nil {
		return err
	}
	restateApproval(tx, p.ID, shown, list.Digest())
	return recordApproval(ctx, tx, p, "approval.restated", map[string]any{"event": p.Event, "reason_code": Outdated, "digest": list.Digest()})
}

// recordApproval writes what became of a proposal into the chain of its root.
func recordApproval(ctx context.Context, tx *audit.Tx, p *Approval, action string, details map[string]any) error {
	return tx.Record(ctx, audit.Event{Stream: audit.Stream(fmt.Sprintf("%s:%d", p.RootKind, p.RootID)), Action: action, Kind: "approval", TargetID: p.ID,
		TargetRef: p.Ref, TargetName: p.Event, CaseID: p.CaseID, Details: details})
}
