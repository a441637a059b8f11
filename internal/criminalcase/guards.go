package criminalcase

import (
	"slices"

	"touchstone/internal/evidence"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

type (
	act     = procedure.Act
	file    = matter.File
	verdict = procedure.Verdict
)

// tables are the law as the guards need it.
type tables struct{ book law.Current }

func (t tables) guards() map[string]procedure.Guard {
	return map[string]procedure.Guard{
		"criminal_case_is_filed":   t.isFiled,
		"suspects_released":        t.suspectsReleased,
		"property_released":        t.propertyReleased,
		"statements_recollected":   statementsRecollected,
		"supplement_rounds_left":   supplementRoundsLeft,
		"within_appeal_period":     t.withinAppealPeriod,
		"no_appeal_in_time":        t.noAppealInTime,
		"agency_told":              t.agencyTold,
		"reverse_transfer_settled": t.reverseTransferSettled,
		"persons_settled":          t.personsSettled,
	}
}

// isFiled: MPS 174. For an item the criminal case that has it in its keeping.
func (t tables) isFiled(a *act, f *file) verdict {
	c := f.CaseOf(a.Target)
	if c == nil {
		c = f.CaseOf(a.Parent)
	}
	return procedure.When(c != nil && c.Machine == string(law.CriminalCase) && c.State != law.New &&
		!t.book().Is(law.CriminalCase, c.State, law.Unfiled))
}

// suspectsReleased: MPS 187.
func (t tables) suspectsReleased(a *act, f *file) verdict { return t.personsAre(a, f, law.Free) }

// personsSettled: CPL 264. Released, delivered for execution, or never held.
func (t tables) personsSettled(a *act, f *file) verdict {
	return t.personsAre(a, f, law.Settled)
}

func (t tables) personsAre(a *act, f *file, word string) verdict {
	for _, p := range f.Persons {
		if p.CaseID == a.Target.ID && !t.book().Is(law.Person, p.State, word) {
			return procedure.Fail("criminalcase.guard.person", "ref", p.Ref)
		}
	}
	return procedure.Pass()
}

// propertyReleased: MPS 187. Nothing is held in the case and no freeze runs on it.
func (t tables) propertyReleased(a *act, f *file) verdict {
	if held := evidence.HeldBy(t.book(), f, a.Target.ID); len(held) > 0 {
		return procedure.Fail("criminalcase.guard.property", "ref", held[0].Ref)
	}
	freezes := t.book().ClocksOf("property_released")
	for _, k := range f.Clocks {
		if k.CaseID == a.Target.ID && k.Running() && slices.Contains(freezes, k.Code) {
			return procedure.Fail("criminalcase.guard.frozen")
		}
	}
	return procedure.Pass()
}

// statements are the kinds that do not travel (CPL 54; MPS 63): they are taken again.
var statements = []string{"witness_testimony", "party_statement", "suspect_statement", "victim_statement"}

// statementsRecollected: CPL 54; MPS 63. Where the agency took statements, the criminal file has its own.
func statementsRecollected(a *act, f *file) verdict {
	c := f.Case(a.Target.ID)
	if c == nil {
		return procedure.Fail("")
	}
	r := f.Referral(c.SourceReferralID)
	if r == nil {
		return procedure.Pass()
	}
	there := slices.ContainsFunc(f.ItemsOf(r.FromCaseID), isStatement)
	here := slices.ContainsFunc(f.ItemsOf(c.ID), isStatement)
	return procedure.When(!there || here)
}

func isStatement(e matter.Evidence) bool { return slices.Contains(statements, e.Kind) }

// supplementRoundsLeft: CPL 175. Two rounds at most.
func supplementRoundsLeft(a *act, f *file) verdict {
	n := 0
	for i := range f.Acts {
		if p := &f.Acts[i]; p.Entity == law.CriminalCase && p.TargetID == a.Target.ID && p.Event == "prosecution.returned_for_supplement" {
			n++
		}
	}
	return procedure.When(n < 2)
}

// withinAppealPeriod: CPL 230; kind needs_reason.
func (t tables) withinAppealPeriod(a *act, f *file) verdict {
	k := f.Clock("case", a.Target.ID, t.book().ClockOf("within_appeal_period"))
	return procedure.When(k == nil || !a.Now.After(k.DueAt))
}

// noAppealInTime: CPL 259. The period began with the recorded receipt of the judgment and has run out.
func (t tables) noAppealInTime(a *act, f *file) verdict {
	k := f.Clock("case", a.Target.ID, t.book().ClockOf("no_appeal_in_time"))
	return procedure.When(k != nil && a.Now.After(k.DueAt))
}

// agencyTold: D310 13; MPS 189. The duty to tell the referrer of a withdrawal is no longer open.
func (t tables) agencyTold(a *act, f *file) verdict {
	c := f.Case(a.Target.ID)
	if c == nil {
		return procedure.Fail("")
	}
	for _, k := range f.Clocks {
		onCase := k.TargetKind == "case" && k.TargetID == c.ID
		onReferral := k.TargetKind == "referral" && k.TargetID == c.SourceReferralID
		if k.Code == t.book().ClockOf("agency_told") && k.Running() && (onCase || onReferral) {
			return procedure.Fail("")
		}
	}
	return procedure.Pass()
}

// reverseTransferSettled: CPL 177; D310 13. Done means that the referrer recorded it; not needed is believed unless the
// end of the criminal track said that a penalty is due.
func (t tables) reverseTransferSettled(a *act, f *file) verdict {
	c := f.Case(a.Target.ID)
	if c == nil {
		return procedure.Fail("")
	}
	r := f.Referral(c.SourceReferralID)
	if a.Input.Str("reverse_transfer") == "done" {
		return procedure.When(r == nil || t.reversed(r))
	}
	due := lastAnswer(f, c.ID)
	return procedure.When(a.Input.Has("reverse_transfer") && (!due || r != nil && t.reversed(r)))
}

// reversed: the referrer took the matter back.
func (t tables) reversed(r *matter.Referral) bool {
	return t.book().Is(law.Referral, r.State, law.Reversed)
}

// lastAnswer is whether the last ending without judgment said that an administrative penalty is due.
func lastAnswer(f *file, caseID int64) bool {
	for i := len(f.Acts) - 1; i >= 0; i-- {
		p := &f.Acts[i]
		if p.Entity == law.CriminalCase && p.TargetID == caseID &&
			slices.Contains([]string{"criminal_case.withdrawn", "non_prosecution.decided", "criminal_judgment.effective"}, p.Event) {
			return p.Input.Bool("penalty_due")
		}
	}
	return false
}

func conditions() map[string]procedure.Cond {
	return map[string]procedure.Cond{
		"from_referral":            func(a *act, f *file) bool { c := f.Case(a.Target.ID); return c != nil && c.SourceReferralID != 0 },
		"transferred_after_filing": func(a *act, f *file) bool { c := f.Case(a.Target.ID); return c != nil && c.FiledAt != nil },
		"agency_to_be_told":        agencyToBeTold,
	}
}

// agencyToBeTold: MPS 184. A transfer of jurisdiction by itself leaves the referrer to be told; the re-route and the
// return, whose twin it may be, tell it in the same act.
func agencyToBeTold(a *act, f *file) bool {
	c := f.Case(a.Target.ID)
	return c != nil && c.SourceReferralID != 0 && a.Origin == nil
}
