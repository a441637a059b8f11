package procedure

import (
	"context"

	"touchstone/internal/audit"
)

// notify leaves word of an act (待阅) for those whom it concerns and who had no part in it: whoever proposed it, and
// where a referral moves, the handlers at both of its ends. A notice names the object and the event only; what it says
// is read later through its reader's own access (security K16).
func (e *Engine) notify(ctx context.Context, tx *audit.Tx, a *Act, f *File) error {
	told := map[int64]bool{a.Who.UserID: true}
	tell := func(user int64) error {
		if user == 0 || told[user] {
			return nil
		}
		told[user] = true
		return insertNotice(ctx, tx, user, a.Row.Event, a.Target, f.CaseOf(a.Target))
	}
	if a.Proposer != nil {
		if err := tell(a.Proposer.ID); err != nil {
			return err
		}
	}
	for _, m := range f.ends(a.Target) {
		if err := tell(m.UserID); err != nil {
			return err
		}
	}
	return nil
}

// turned leaves word for whoever proposed that the proposal came back, or was refused, without an act.
func turned(ctx context.Context, tx *audit.Tx, p *Approval, decision string, f *File) error {
	if p.ProposerID == tx.Who.UserID {
		return nil
	}
	return insertNotice(ctx, tx, p.ProposerID, "approval."+decision, p.Target(), f.CaseOf(p.Target()))
}

// ends are the handlers of the cases at both ends of a referral; nobody for another object.
func (f *File) ends(t Target) []Member {
	r := f.Referral(t.ID)
	if t.Entity != "referral" || r == nil {
		return nil
	}
	out := f.Handlers(r.FromCaseID)
	if c := f.CriminalOf(r.ID); c != nil {
		out = append(out, f.Handlers(c.ID)...)
	}
	return out
}
