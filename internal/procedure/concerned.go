package procedure

import (
	"slices"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/names"
)

// copyReceiverDoesNotApprove: SSL 26; SSL Regs 27. Nobody lets himself have a copy of a secret.
func copyReceiverDoesNotApprove(book law.Current) Guard {
	return func(a *Act, f *matter.File) Verdict {
		receiver := a.Input.Str(book().FieldOf("copy_receiver_does_not_approve"))
		return When(a.Proposing || !anyCalled(a.Who, f.PersonNames(receiver)))
	}
}

// Called tells whether a name is that of the actor, in either language, or his account.
func Called(who actor.Actor, name string) bool {
	return names.Among(name, who.Name, who.NameEN, who.Username)
}

func anyCalled(who actor.Actor, all []string) bool {
	return slices.ContainsFunc(all, func(name string) bool { return Called(who, name) })
}

// actorID is the input of the guards that are about who acts.
const actorID = "actor.id"

// BarsPerson is the refusal of the first guard about who acts by which a row is not this person's to decide, or nil: he who may
// not decide may not send back or refuse either, and is offered no form.
func (e *Engine) BarsPerson(a *Act, f *matter.File) error {
	for _, g := range a.Row.Guards {
		guard, built := e.reg.guards[g.ID]
		if g.Kind != "block" || !built || !slices.Contains(g.Inputs, actorID) {
			continue
		}
		if v := guard(a, f); v.Failed {
			return errs.Refused(e.failed(g, v))
		}
	}
	return nil
}

// Deciding is the act by which a person would decide a proposal.
func Deciding(p *Approval, row *law.Act, who actor.Actor, f *matter.File) *Act {
	a := &Act{Row: row, Target: p.Target(), From: f.State(p.Target()), To: row.To, Who: who, Input: law.Values{},
		Proposer: &Signer{ID: p.ProposerID, Name: p.ProposerName, Role: p.ProposerRole}}
	if p.OpeningActID == 0 {
		a.Input = p.Input
	}
	return a
}
