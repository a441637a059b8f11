package admincase

import (
	"slices"
	"time"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

func (t tables) defence() map[string]procedure.Guard {
	return map[string]procedure.Guard{
		"prior_notice_approved":               priorNoticeApproved,
		"prior_notice_complete":               priorNoticeComplete,
		"hearing_right_stated":                t.hearingRightStated,
		"hearing_not_required":                hearingNotRequired,
		"hearing_request_in_time_or_accepted": t.hearingRequestInTime,
		"hearing_officer_not_investigator":    t.hearingOfficerNotInvestigator,
		"hearing_notice_lead_time":            t.hearingNoticeLeadTime,
		"hearing_period_over":                 t.hearingPeriodOver,
		"defence_heard_or_waived":             t.defenceHeardOrWaived,
	}
}

// notice is the approved prior notice that counts now: the last of this round.
func notice(f *file, c *matter.Case) *matter.Past {
	return f.LastIn(c, "penalty_prior_notice.approved")
}

// priorNoticeApproved: APL 44. Approved in this round and not yet served: a second notice needs a second approval.
func priorNoticeApproved(a *act, f *file) verdict {
	c := f.Case(a.Target.ID)
	approved, served := notice(f, c), f.LastIn(c, "penalty_prior_notice.served")
	return when(approved != nil && (served == nil || approved.ID > served.ID))
}

// priorNoticeComplete: APL 44, 62. The notice names the sanctions (with the amount of a fine), the provision and the
// paper that states facts, reasons and rights. At service the approved notice is judged.
func priorNoticeComplete(a *act, f *file) verdict {
	v := a.Input
	if a.Row.Event != "penalty_prior_notice.approved" {
		p := notice(f, f.Case(a.Target.ID))
		if p == nil {
			return procedure.Fail("")
		}
		v = p.Input
	}
	if len(v.List("sanctions")) == 0 || !v.Has("legal_basis") || len(v.List("document")) == 0 {
		return procedure.Fail("")
	}
	return when(!fines(v) || v.Money("fine").IsPositive())
}

func fines(v law.Values) bool { return slices.Contains(v.List("sanctions"), "fine") }

// hearingRightStated: APL 63, 64. The row offers the hearing; the notice that says so must have been issued.
func (t tables) hearingRightStated(a *act, f *file) verdict {
	return when(a.Row.VariantValue == "offered" && f.Document(t.book().PaperOf("hearing_right_stated")) != nil)
}

// heavy are the sanctions for which APL 63 or the product's default gives a right to be heard. What is a "large" fine or
// confiscation is not fixed for this agency: every one counts.
func heavy() []string {
	return []string{"fine", "confiscate_income", "confiscate_goods", "suspend_business", "revoke_licence", "revoke_qualification", "licence_ban", "person_ban"}
}

// hearingNotRequired: APL 63. Only for what is neither a fine nor another heavy sanction.
func hearingNotRequired(a *act, f *file) verdict {
	p := notice(f, f.Case(a.Target.ID))
	if p == nil {
		return procedure.Fail("")
	}
	return when(!slices.ContainsFunc(p.Input.List("sanctions"), func(s string) bool { return slices.Contains(heavy(), s) }))
}

// hearingRequestInTime: APL 64(1). Five working days (ADM-050); later only with a reason.
func (t tables) hearingRequestInTime(a *act, f *file) verdict {
	k := f.Clock("case", a.Target.ID, t.book().ClockOf("hearing_request_in_time_or_accepted"))
	if k == nil {
		return procedure.Fail("")
	}
	at := a.Input.Time("received_at")
	if at.IsZero() {
		at = a.Now
	}
	return when(!at.After(k.DueAt))
}

// hearingOfficerNotInvestigator: APL 64(4). Whoever runs the hearing did not investigate, nor whoever is named to run it.
func (t tables) hearingOfficerNotInvestigator(a *act, f *file) verdict {
	if a.Row.Event == "hearing.requested" {
		return when(t.standsApart(a, f, "hearing_officer"))
	}
	return when(a.Proposing || !t.investigated(f, a.Who.UserID))
}

// investigated: a person who handles or supports a case of the matter, or ever acted as handler or investigator in it.
func (t tables) investigated(f *file, user int64) bool {
	if slices.ContainsFunc(f.Members, func(m matter.Member) bool { return m.UserID == user && m.Part == "handler" }) {
		return true
	}
	return slices.ContainsFunc(f.Acts, func(p matter.Past) bool {
		return !p.Twin && (p.ActorID == user && t.book().Investigates(p.ActorRole) || p.ProposerID == user && t.book().Investigates(p.ProposerRole))
	})
}

// hearingNoticeLeadTime: APL 64(2). Seven whole working days lie between notice and hearing (ADM-051, a "not before").
func (t tables) hearingNoticeLeadTime(a *act, f *file) verdict {
	k := f.Clock("case", a.Target.ID, t.book().ClockOf("hearing_notice_lead_time"))
	if k == nil || f.LastIn(f.Case(a.Target.ID), "hearing.notice_served") == nil {
		return procedure.Fail("")
	}
	held := a.Input.Time("held_at")
	if held.IsZero() {
		if p := f.LastIn(f.Case(a.Target.ID), "hearing.requested"); p != nil {
			held = p.Input.Time("held_at")
		}
	}
	return when(!held.Before(k.DueAt) && !held.After(a.Now))
}

// hearingPeriodOver: APL 64. The five working days have passed, or were waived in writing, or no right was offered.
func (t tables) hearingPeriodOver(a *act, f *file) verdict {
	served := f.LastIn(f.Case(a.Target.ID), "penalty_prior_notice.served")
	if served == nil {
		return procedure.Fail("")
	}
	if a.Input.Str("defence_outcome") == "waived" || served.Variant != "hearing=offered" {
		return procedure.Pass()
	}
	k := f.Clock("case", a.Target.ID, t.book().ClockOf("hearing_period_over"))
	return when(k != nil && a.Now.After(k.DueAt))
}

// defenceHeardOrWaived: APL 45, 62. A waiver on paper, or every statement reviewed with a result, or the period over
// without a statement. The statute fixes no period for the statement (tables README, decision 1): the length of ADM-050
// is used, from the service of the notice.
func (t tables) defenceHeardOrWaived(a *act, f *file) verdict {
	c := f.Case(a.Target.ID)
	served := f.LastIn(c, "penalty_prior_notice.served")
	if served == nil {
		return procedure.Fail("")
	}
	statement := f.LastIn(c, "statement.received")
	switch a.Input.Str("defence_outcome") {
	case "waived":
		return when(len(a.Input.List("document")) > 0)
	case "reviewed":
		return when(statement != nil && a.Input.Has("review_result"))
	case "period_over":
		return when(statement == nil && a.Now.After(t.statementEnd(served)))
	}
	return procedure.Fail("")
}

func (t tables) statementEnd(served *matter.Past) time.Time {
	at := served.Input.Time("served_at")
	if at.IsZero() {
		at = served.At
	}
	due, err := t.book().Due(t.book().ClockOf("defence_heard_or_waived"), at, nil)
	if err != nil {
		return served.At.AddDate(1, 0, 0)
	}
	return due.Due
}
