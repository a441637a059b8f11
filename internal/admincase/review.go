package admincase

import (
	"context"
	"slices"

	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
)

func (t tables) review() map[string]procedure.Guard {
	return map[string]procedure.Guard{
		"reviewer_not_investigator":       reviewerNotInvestigator,
		"reviewer_qualified":              reviewerNamed,
		"no_legal_review_ground":          noLegalReviewGround,
		"legal_review_passed_if_required": reviewPassedIfRequired,
		"collective_discussion_recorded":  collectiveDiscussionRecorded,
	}
}

// ReviewGrounds are the grounds of APL 58 that the file itself shows, by the codes of review_ground: a hearing took
// place, the case is marked complex or major, or a fine is intended (default of this product for ECL and DUR fines).
// Major public interest is judged by a person, who then asks for the review.
func ReviewGrounds(f *file, c *procedure.Case, sanctions []string) []string {
	var out []string
	if f.LastIn(c, "hearing.held") != nil || f.LastIn(c, "hearing.terminated") != nil {
		out = append(out, "after_hearing")
	}
	if c != nil && c.ComplexOrMajor {
		out = append(out, "complex")
	}
	if slices.Contains(sanctions, "fine") {
		out = append(out, "product_default")
	}
	return out
}

// intended are the sanctions of the decision in hand, else of the notice.
func intended(a *act, f *file, c *procedure.Case) []string {
	if a.Input.Has("sanctions") {
		return a.Input.List("sanctions")
	}
	if p := notice(f, c); p != nil {
		return p.Input.List("sanctions")
	}
	return nil
}

// noLegalReviewGround: APL 58. Without review only where the file shows no ground for one.
func noLegalReviewGround(a *act, f *file) verdict {
	c := f.Case(a.Target.ID)
	return when(len(ReviewGrounds(f, c, intended(a, f, c))) == 0)
}

// reviewPassedIfRequired: APL 58. The review passed in this round; one of an earlier round carries no new penalty.
func reviewPassedIfRequired(a *act, f *file) verdict {
	c := f.Case(a.Target.ID)
	return when(len(ReviewGrounds(f, c, intended(a, f, c))) == 0 || f.LastIn(c, "legal_review.passed") != nil)
}

// reviewerNotInvestigator: APL 58. The person named is not on the case; the person who reviews never investigated it.
func reviewerNotInvestigator(a *act, f *file) verdict {
	if a.Row.Event == "admin_case.legal_review_requested" {
		name := a.Input.Str("reviewer")
		return when(name != "" && !slices.ContainsFunc(f.Members, func(m procedure.Member) bool { return m.Username == name && m.Part != "reader" }))
	}
	return when(a.Proposing || !investigated(f, a.Who.UserID))
}

// reviewerNamed is the part of reviewer_qualified (APL 58) that the file can answer: somebody is named or reviews. The
// qualification stands on the account and is asked by the effects, which refuse in the same transaction.
func reviewerNamed(a *act, _ *file) verdict {
	return when(a.Row.Event != "admin_case.legal_review_requested" || a.Input.Has("reviewer"))
}

// reviewRequested refuses a reviewer who does not hold the role and the qualification.
func (t tables) reviewRequested(ctx context.Context, tx *audit.Tx, a *act, f *file) error {
	u, err := accountNamed(ctx, tx, a.Input.Str("reviewer"))
	if err != nil {
		return err
	}
	if !u.holds("legal_reviewer") || u.AgencyID != agencyOf(f, a) {
		return errs.Invalid(errs.Field{Name: "reviewer", Key: "admincase.field.not_a_reviewer"})
	}
	if investigated(f, u.ID) {
		return t.refuse("reviewer_not_investigator")
	}
	if !u.ReviewerQualified {
		return t.refuse("reviewer_qualified")
	}
	return nil
}

// reviewPassed refuses a reviewer without the qualification, whoever was named when the review was asked for.
func (t tables) reviewPassed(ctx context.Context, tx *audit.Tx, a *act, _ *file) error {
	u, err := accountByID(ctx, tx, a.Who.UserID)
	if err != nil {
		return err
	}
	if !u.ReviewerQualified {
		return t.refuse("reviewer_qualified")
	}
	return nil
}

// hearingRequested refuses a hearing officer who does not hold the role or investigated the case.
func (t tables) hearingRequested(ctx context.Context, tx *audit.Tx, a *act, f *file) error {
	u, err := accountNamed(ctx, tx, a.Input.Str("hearing_officer"))
	if err != nil {
		return err
	}
	if !u.holds("hearing_officer") || u.AgencyID != agencyOf(f, a) {
		return errs.Invalid(errs.Field{Name: "hearing_officer", Key: "admincase.field.not_a_hearing_officer"})
	}
	if investigated(f, u.ID) {
		return t.refuse("hearing_officer_not_investigator")
	}
	return nil
}

func agencyOf(f *file, a *act) int64 {
	if c := f.CaseOf(a.Target); c != nil {
		return c.AgencyID
	}
	return 0
}

// refuse answers with the sentence of a guard.
func (t tables) refuse(id string) error {
	g := t.book.Guard(id)
	return errs.Refused(errs.Guard{ID: g.ID, SentenceZH: g.SentenceZH, SentenceEN: g.SentenceEN, Basis: g.Basis})
}

// collectiveDiscussionRecorded: APL 57; MPS 286. Asked of cases marked complex or major; the record counts in its round.
func collectiveDiscussionRecorded(a *act, f *file) verdict {
	c := f.CaseOf(a.Target)
	if c == nil || !c.ComplexOrMajor {
		return procedure.Pass()
	}
	if law.Machine(c.Machine) == law.AdminCase {
		return when(f.LastIn(c, "collective_discussion.recorded") != nil && f.Document("DOC-A30") != nil)
	}
	return when(f.LastOn(a.Target, "collective_discussion.recorded") != nil)
}
