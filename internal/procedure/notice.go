package procedure

import (
	"context"
	"slices"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/matter"
)

// Keeps tells whether somebody answers for the installation: he keeps its machines or its ledger.
func Keeps(p *access.Policy, who actor.Actor) bool {
	return p.Can(who, access.Admin, access.Act) || p.Can(who, access.Audit, access.Act)
}

// FilesMissing is the event of items whose files are missing, and the notice to those who keep the installation; so many
// files that are not there are no accident of one.
const (
	FilesMissing = "evidence.files_missing"
	fewMissing   = 3
)

// TellMissing raises the alarm where too many files of evidence and of acts are missing, by the last reading of each, whoever
// read it.
func TellMissing(ctx context.Context, tx *audit.Tx, p *access.Policy) error {
	n, err := countMissing(ctx, tx, fewMissing)
	if err != nil || n < fewMissing {
		return err
	}
	return Alarm(ctx, tx, p, FilesMissing)
}

// Alarm leaves word of what befalls the installation for all who answer for it, once until they have read it.
func Alarm(ctx context.Context, tx *audit.Tx, p *access.Policy, kind string) error {
	var roles []string
	for _, r := range p.Roles() {
		if Keeps(p, actor.Actor{Roles: []actor.Role{r}}) {
			roles = append(roles, string(r))
		}
	}
	return insertAlarm(ctx, tx, roles, kind)
}

// notify leaves word of an act (待阅) for those whom it concerns and who had no part in it: whoever proposed it, and
// where a referral moves, the handlers at both of its ends. A notice names the object and the event only; what it says
// is read later through its reader's own access (security K16).
func notify(tx *audit.Tx, a *Act, f *matter.File) {
	var tell []int64
	if a.Proposer != nil {
		tell = append(tell, a.Proposer.ID)
	}
	for _, m := range f.Ends(a.Target) {
		tell = append(tell, m.UserID)
	}
	tell = slices.DeleteFunc(tell, func(id int64) bool { return id == 0 || id == a.Who.UserID })
	if len(tell) > 0 {
		insertNotice(tx, tell, a.Row.Event, a.Target, f.CaseOf(a.Target))
	}
}

// turned leaves word for whoever proposed that the proposal came back, or was refused, without an act.
func turned(tx *audit.Tx, p *Approval, decision string, f *matter.File) {
	if p.ProposerID != tx.Who.UserID {
		insertNotice(tx, []int64{p.ProposerID}, "approval."+decision, p.Target(), f.CaseOf(p.Target()))
	}
}
