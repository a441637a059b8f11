package admincase

import (
	"slices"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

func (t tables) investigation() map[string]procedure.Guard {
	return map[string]procedure.Guard{
		"case_is_filed":                       t.caseIsFiled,
		"no_open_recusal":                     noOpenRecusal,
		"recusal_concerned_does_not_decide":   recusalConcernedDoesNotDecide,
		"report_complete":                     reportComplete,
		"preserved_items_disposed":            t.preservedItemsDisposed,
		"referral_screen_answered":            referralScreenAnswered,
		"no_unanswered_referral_screen":       t.noUnansweredScreen,
		"identification_attached_if_disputed": identificationAttached,
		"mss_handover_sent":                   t.handoverSent,
	}
}

// caseIsFiled: APL 54, ACL 16. Before filing there is verification, but no inquiry by notice and no coercive measure.
func (t tables) caseIsFiled(a *act, f *file) verdict {
	c := admin(a, f)
	return when(c != nil && c.State != law.New && !t.book().Is(law.AdminCase, c.State, law.Unfiled))
}

// admin is the administrative case that an act is about: its own, or that of the item, referral or new object.
func admin(a *act, f *file) *matter.Case {
	for _, t := range []matter.Target{a.Target, a.Parent} {
		if c := f.CaseOf(t); c != nil {
			return c
		}
	}
	return nil
}

// noOpenRecusal: APL 43; MPS 35-40. On the criminal track a request stands on the file until it is decided. An
// administrative request is the proposal of admin_recusal.decided, which the approver sees in the inbox; on file stands
// only its decision, so there is nothing pending here. A warning either way: the investigation goes on meanwhile.
func noOpenRecusal(_ *act, f *file) verdict {
	return when(len(OpenRecusals(f)) == 0)
}

// reportComplete: APL 57. The report itself, the evidence it rests on, and the state of the turnover, without which no
// proposal can be made. Every item named is on the file.
func reportComplete(a *act, f *file) verdict {
	if len(a.Input.List("report")) == 0 || !a.Input.Has("turnover_state") {
		return procedure.Fail("")
	}
	if a.Input.Str("turnover_state") == law.Established && !a.Input.Money("turnover").IsPositive() {
		return procedure.Fail("admincase.guard.turnover_missing")
	}
	return onFile(a, f)
}

// onFile: every item of the list "evidence" belongs to the matter, and there is at least one.
func onFile(a *act, f *file) verdict {
	refs := a.Input.List("evidence")
	for _, ref := range refs {
		if itemNamed(f, ref) == nil {
			return procedure.Fail("admincase.guard.evidence_unknown", "ref", ref)
		}
	}
	return when(len(refs) > 0)
}

func itemNamed(f *file, ref string) *matter.Evidence {
	for i := range f.Evidence {
		if f.Evidence[i].Ref == ref {
			return &f.Evidence[i]
		}
	}
	return nil
}

// preservedItemsDisposed: APL 56. What was preserved by registration is decided on before the report.
func (t tables) preservedItemsDisposed(a *act, f *file) verdict {
	return when(!slices.ContainsFunc(f.ItemsOf(a.Target.ID), func(e matter.Evidence) bool {
		return t.book().Is(law.Evidence, e.State, law.Preserved)
	}))
}

// referralScreenAnswered: APL 27; D310 3. The report answers the screen. Where no penalty is proposed, the report of
// this round must have answered it, and an answer "refer" must have led to a referral.
func referralScreenAnswered(a *act, f *file) verdict {
	c := f.Case(a.Target.ID)
	if a.Row.Event == "investigation_report.submitted" {
		return when(a.Input.Has("referral_screen"))
	}
	switch Answer(f, c) {
	case "":
		return procedure.Fail("")
	case "refer":
		return when(referredSince(f, c))
	}
	return procedure.Pass()
}

// referredSince: a referral of this case exists, open or ended.
func referredSince(f *file, c *matter.Case) bool { return c != nil && len(f.ReferralsOf(c.ID)) > 0 }

// noUnansweredScreen: D310 3. A lead on which an indicator fired is not closed in silence: it was referred, or handed
// over to state security, or the report answered.
func (t tables) noUnansweredScreen(a *act, f *file) verdict {
	c := f.Case(a.Target.ID)
	for _, i := range Screen(f, c) {
		answered := referredSince(f, c) || f.LastIn(c, "investigation_report.submitted") != nil
		if i.Code == "state_security" {
			answered = answered ||
				!slices.ContainsFunc(f.Handovers, func(h matter.Handover) bool { return h.CaseID == c.ID && !t.sentBack(h) && h.SentAt == nil })
		}
		if !answered {
			return procedure.Fail("admincase.guard.indicator", "indicator", i.Code, "basis", i.Basis)
		}
	}
	return procedure.Pass()
}

// identificationAttached: DUR 22, 33. An identification that was asked for, or goods whose control is disputed, wait
// for the result.
func identificationAttached(a *act, f *file) verdict {
	asked, concluded := f.LastOn(a.Target, "identification.requested"), f.LastOn(a.Target, "identification.concluded")
	if asked != nil && (concluded == nil || concluded.ID < asked.ID) {
		return procedure.Fail("")
	}
	disputed := slices.ContainsFunc(f.Goods, func(g matter.Goods) bool { return g.CaseID == a.Target.ID && g.ControlState == "disputed" })
	return when(!disputed || concluded != nil)
}

// handoverSent: NSL 52. The lead goes to state security by its own machine; here only the pointer stays.
func (t tables) handoverSent(a *act, f *file) verdict {
	return when(slices.ContainsFunc(f.Handovers, func(h matter.Handover) bool {
		return h.CaseID == a.Target.ID && h.SentAt != nil && !t.sentBack(h)
	}))
}

// sentBack: state security did not take the pointer.
func (t tables) sentBack(h matter.Handover) bool {
	return t.book().Is(law.MSSHandover, h.State, law.SentBack)
}
