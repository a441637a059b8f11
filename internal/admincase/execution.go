package admincase

import (
	"slices"

	"touchstone/internal/evidence"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/penalty"
	"touchstone/internal/procedure"
)

func (t tables) execution() map[string]procedure.Guard {
	return map[string]procedure.Guard{
		"electronic_service_consented": electronicServiceConsented,
		"decision_is_penalty":          func(a *act, f *file) verdict { return when(decided(a, f, "PENALTY")) },
		"decision_is_no_penalty": func(a *act, f *file) verdict {
			return when(decided(a, f, "NO_PENALTY_MINOR", "NO_PENALTY_NOT_ESTABLISHED"))
		},
		"remedy_periods_over":            remedyPeriodsOver,
		"enforcement_demand_period_over": t.demandPeriodOver,
		"all_sanctions_executed":         t.allSanctionsExecuted,
		"fine_collected_by_bank":         fineCollectedByBank,
		"decider_is_not_collector":       deciderIsNotCollector,
	}
}

// electronicServiceConsented: APL 61; CivPL 90. Electronic service only with the signed consent, which comes as a file
// beside the proof.
func electronicServiceConsented(a *act, _ *file) verdict {
	if a.Input.Str("service_method") != "electronic" {
		return procedure.Pass()
	}
	return when(a.Input.Has("consent"))
}

func decided(a *act, f *file, kinds ...string) bool {
	d := f.DecisionOf(a.Target.ID)
	return d != nil && slices.Contains(kinds, d.Kind)
}

// remedyPeriodsOver: ACL 53. The end of the periods is on file, after the service of the decision, and the party has
// used no remedy.
func remedyPeriodsOver(a *act, f *file) verdict {
	served, over := f.LastOn(a.Target, "admin_decision.served"), f.LastOn(a.Target, "remedy_periods.expired")
	if served == nil || over == nil || over.ID < served.ID {
		return procedure.Fail("")
	}
	for _, event := range []string{"reconsideration.applied", "litigation.filed"} {
		if p := f.LastOn(a.Target, event); p != nil && p.ID > served.ID {
			return procedure.Fail("")
		}
	}
	return procedure.Pass()
}

// demandPeriodOver: ACL 54. Ten working days after the demand (ADM-071, a "not before").
func (t tables) demandPeriodOver(a *act, f *file) verdict {
	k := f.Clock("case", a.Target.ID, t.book().ClockOf("enforcement_demand_period_over"))
	return when(k != nil && !a.Now.Before(k.DueAt))
}

// Unperformed lists the sanctions of the decision in force that the file does not show as performed: a fine by what was
// paid, goods by their disposal. The other sanctions take effect by the decision itself or are proven by the papers of
// the act that completes the execution.
func Unperformed(book *law.Edition, f *file, caseID int64) []string {
	d := f.DecisionOf(caseID)
	if d == nil {
		return nil
	}
	var out []string
	for _, s := range d.Sanctions {
		switch {
		case s == "fine" && penalty.Paid(f, caseID).LessThan(d.Fine.Yuan()):
			out = append(out, s)
		case s == "confiscate_goods" && slices.ContainsFunc(f.ItemsOf(caseID),
			func(e matter.Evidence) bool {
				return book.Is(law.Evidence, e.State, law.Confiscated) || e.Measure == evidence.MeasureAdmin
			}):
			out = append(out, s)
		}
	}
	return out
}

// fineSettled: APL 67. The period for payment ends with the last payment, not with the first: this one and those before
// it reach the fine.
func fineSettled(a *act, f *file) bool {
	d := f.DecisionOf(a.Target.ID)
	if d == nil {
		return false
	}
	sum := a.Input.Money("amount")
	for _, p := range penalty.Payments(f, a.Target.ID) {
		if p.ID != a.ID { // the file may be read again with this act in it
			sum = sum.Add(p.Input.Money("amount"))
		}
	}
	return !sum.LessThan(d.Fine.Yuan())
}

// allSanctionsExecuted: APL 74. What the file can show is shown; for the rest the act brings its proof.
func (t tables) allSanctionsExecuted(a *act, f *file) verdict {
	for _, s := range Unperformed(t.book(), f, a.Target.ID) {
		return procedure.Fail("admincase.guard.sanction_unperformed", "sanction", s)
	}
	return when(f.DecisionOf(a.Target.ID) != nil && len(a.Input.List("execution_proof")) > 0)
}

// fineCollectedByBank: APL 67. By a bank or electronic payment and with its receipt; never by the agency.
func fineCollectedByBank(a *act, f *file) verdict {
	if a.Row.Event == "fine.paid" {
		return when(toBank(a.Input))
	}
	return when(!slices.ContainsFunc(penalty.Payments(f, a.Target.ID), func(p matter.Past) bool { return !toBank(p.Input) }))
}

func toBank(v law.Values) bool {
	return (v.Str("payment_channel") == "bank" || v.Str("payment_channel") == "electronic") && v.Has("receipt_no")
}

// deciderIsNotCollector: APL 67. Every payment went to a bank, so nobody who decided or handled took money; and whoever
// decided does not confirm the execution.
func deciderIsNotCollector(a *act, f *file) verdict {
	if v := fineCollectedByBank(a, f); v.Failed {
		return v
	}
	made := f.LastOn(a.Target, "admin_decision.made")
	return when(made == nil || made.ActorID != a.Who.UserID)
}
