package admincase

import (
	"slices"

	"touchstone/internal/evidence"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

func (t tables) decision() map[string]procedure.Guard {
	return map[string]procedure.Guard{
		"decider_not_investigator":         t.deciderNotInvestigator,
		"no_excluded_evidence_in_basis":    t.noExcludedEvidence,
		"one_act_one_fine":                 oneActOneFine,
		"prior_notice_and_defence_done":    noticeAndDefenceDone,
		"no_heavier_penalty_after_defence": noHeavierPenalty,
		"no_fine_while_referral_open":      t.noFineWhileReferralOpen,
		"no_fine_after_criminal_fine":      noFineAfterCriminalFine,
		"decision_elements_complete":       decisionElementsComplete,
		"education_recorded":               func(a *act, _ *file) verdict { return when(a.Input.Has("education")) },
		"approved_referral_exists":         t.approvedReferralExists,
		"no_open_referral":                 t.noOpenReferral,
		"filing_notice_recorded":           func(a *act, f *file) verdict { return when(a.Input.Has("document_no")) },
		"judgment_recorded":                t.judgmentRecorded,
	}
}

// deciderNotInvestigator: APL 40, 57, 58. Who investigated does not decide; nor does a head who handles the file judge what
// its handlers submit, also where he does so in one act. Who supports or reads the file did not.
func (t tables) deciderNotInvestigator(a *act, f *file) verdict {
	return when(a.Proposing || !t.investigated(f, a.Who.UserID))
}

// noExcludedEvidence: APL 46; CPL 56. Every item the decision (or the package of a referral) rests on is on the file
// and has not been excluded.
func (t tables) noExcludedEvidence(a *act, f *file) verdict {
	if r := f.Referral(a.Target.ID); a.Target.Entity == law.Referral && r != nil {
		for _, i := range r.Items {
			for _, id := range i.EvidenceIDs {
				if e := f.Item(id); e == nil || t.excluded(e) {
					return procedure.Fail("")
				}
			}
		}
		return procedure.Pass()
	}
	for _, ref := range a.Input.List("evidence") {
		e := itemNamed(f, ref)
		if e == nil {
			return procedure.Fail("admincase.guard.evidence_unknown", "ref", ref)
		}
		if t.excluded(e) {
			return procedure.Fail("admincase.guard.evidence_excluded", "ref", ref)
		}
	}
	return procedure.Pass()
}

func (t tables) excluded(e *matter.Evidence) bool {
	return t.book().Is(law.Evidence, e.State, law.Barred) || e.Finding == evidence.Excluded
}

// oneActOneFine: APL 29. Within the matter no other file carries a fine; an annulled decision of this case does not
// count. Fines of organs outside this system are found by the handler (search by party).
func oneActOneFine(a *act, f *file) verdict {
	if !fines(a.Input) {
		return procedure.Pass()
	}
	for _, d := range f.Decisions {
		if !d.Fine.IsPositive() {
			continue
		}
		if d.CaseID != a.Target.ID {
			return procedure.Fail("admincase.guard.fined_elsewhere")
		}
		if !f.Undone(&d) {
			return procedure.Fail("")
		}
	}
	return procedure.Pass()
}

// noticeAndDefenceDone: APL 44, 45, 62. In this round a notice was served and after it the defence was closed or the
// hearing ended.
func noticeAndDefenceDone(a *act, f *file) verdict {
	c := f.Case(a.Target.ID)
	served := f.LastIn(c, "penalty_prior_notice.served")
	if served == nil {
		return procedure.Fail("")
	}
	for _, event := range []string{"defence.closed", "hearing.held", "hearing.terminated"} {
		if p := f.LastIn(c, event); p != nil && p.ID > served.ID {
			return procedure.Pass()
		}
	}
	return procedure.Fail("")
}

// noHeavierPenalty: APL 45. Nothing that the notice of this round did not name, and no higher fine: a defence never
// makes it worse, and new facts need a new notice.
func noHeavierPenalty(a *act, f *file) verdict {
	p := notice(f, f.Case(a.Target.ID))
	if p == nil {
		return procedure.Fail("")
	}
	for _, s := range a.Input.List("sanctions") {
		if !slices.Contains(p.Input.List("sanctions"), s) {
			return procedure.Fail("admincase.guard.sanction_not_noticed", "sanction", s)
		}
	}
	return when(!a.Input.Money("fine").GreaterThan(p.Input.Money("fine")))
}

// noFineWhileReferralOpen: APL 8, 27; D310 11. No fine instead of a referral: none while one is open in this matter,
// and none when the report of this round answered "refer" and nobody referred.
func (t tables) noFineWhileReferralOpen(a *act, f *file) verdict {
	if !fines(a.Input) {
		return procedure.Pass()
	}
	for _, r := range f.Referrals {
		if t.open(r) {
			return procedure.Fail("admincase.guard.referral_open", "ref", r.Ref)
		}
	}
	c := f.Case(a.Target.ID)
	return when(!OwesReferral(f, c))
}

// open: a referral in any state that is not terminal (tables README, decision 12).
func (t tables) open(r matter.Referral) bool {
	s := t.book().State(law.Referral, r.State)
	return s == nil || !s.Terminal
}

// noOpenReferral: D310 3, 11.
func (t tables) noOpenReferral(a *act, f *file) verdict {
	for _, r := range f.ReferralsOf(a.Target.ID) {
		if t.open(r) {
			return procedure.Fail("admincase.guard.referral_open", "ref", r.Ref)
		}
	}
	return procedure.Pass()
}

// noFineAfterCriminalFine: APL 35. Once the court fined, no new administrative fine; when the judgment is being
// recorded, no fine may be named as a further sanction.
func noFineAfterCriminalFine(a *act, f *file) verdict {
	if a.Row.Event == "criminal_judgment.effective" {
		return when(!a.Input.Bool("criminal_fine") || !slices.Contains(a.Input.List("further_sanctions"), "fine"))
	}
	p := f.LastOn(a.Target, "criminal_judgment.effective")
	return when(!fines(a.Input) || p == nil || !p.Input.Bool("criminal_fine"))
}

// decisionElementsComplete: APL 59. The party, the facts and evidence, the kind and basis of the penalty, how it is to
// be performed. Remedies, organ and date are printed by the form of the document itself. The amount goes with a fine and
// only with it.
func decisionElementsComplete(a *act, f *file) verdict {
	v := a.Input
	party := slices.ContainsFunc(f.Parties, func(p matter.Party) bool { return p.CaseID == a.Target.ID && p.Subject })
	if !party || len(v.List("sanctions")) == 0 || !v.Has("legal_basis") || !v.Has("performance") {
		return procedure.Fail("")
	}
	if fines(v) != v.Money("fine").IsPositive() {
		return procedure.Fail("")
	}
	return onFile(a, f)
}

// approvedReferralExists: D310 5. The decision to transfer rests on a referral that the principal head approved; it may
// have been sent already.
func (t tables) approvedReferralExists(a *act, f *file) verdict {
	return when(slices.ContainsFunc(f.ReferralsOf(a.Target.ID), func(r matter.Referral) bool {
		return t.book().Is(law.Referral, r.State, law.Approved)
	}))
}

// judgmentRecorded: APL 35; CPL 259. The judgment, or the paper that ended the criminal case, is on file.
func (t tables) judgmentRecorded(a *act, f *file) verdict {
	if len(a.Input.List("document")) > 0 {
		return procedure.Pass()
	}
	return when(issued(f, t.book().PapersOf("judgment_recorded")))
}
