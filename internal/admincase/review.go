package admincase

import (
	"context"
	"slices"

	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

func (t tables) review() map[string]procedure.Guard {
	return map[string]procedure.Guard{
		"reviewer_not_investigator":       t.reviewerNotInvestigator,
		"reviewer_qualified":              reviewerNamed,
		"no_legal_review_ground":          noLegalReviewGround,
		"legal_review_passed_if_required": reviewPassedIfRequired,
		"collective_discussion_recorded":  t.collectiveDiscussionRecorded,
	}
}

// ReviewGrounds are the grounds of APL 58 that the file itself shows, by the codes of review_ground: a hearing took
// place, the case is marked complex or major, or a fine is intended (default of this product for ECL and DUR fines).
// Major public interest is judged by a person, who then asks for the review.
func ReviewGrounds(f *file, c *matter.Case, sanctions []string) []string {
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
func intended(a *act, f *file, c *matter.Case) []string {
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

// reviewerNotInvestigator: APL 58. The person named is not on the case and never investigated it, nor did the person who
// reviews.
func (t tables) reviewerNotInvestigator(a *act, f *file) verdict {
	if a.Row.Event == "admin_case.legal_review_requested" {
		return when(t.standsApart(a, f, "reviewer"))
	}
	return when(a.Proposing || !t.investigated(f, a.Who.UserID))
}

// standsApart: somebody is named in the field who is not on the case and, by his account, never investigated it.
func (t tables) standsApart(a *act, f *file, field string) bool {
	name := a.Input.Str(field)
	onCase := slices.ContainsFunc(f.Members, func(m matter.Member) bool { return m.Username == name && m.Part != "reader" })
	u := procedure.Named(f, name, agencyOf(f, a))
	return name != "" && !onCase && (u == nil || !t.investigated(f, u.ID))
}

// reviewerNamed: APL 58. Whoever is named is qualified by his account; whoever reviews is asked for it by the effect, which
// refuses in the same transaction.
func reviewerNamed(a *act, f *file) verdict {
	if a.Row.Event != "admin_case.legal_review_requested" {
		return procedure.Pass()
	}
	u := procedure.Named(f, a.Input.Str("reviewer"), agencyOf(f, a))
	return when(u != nil && u.Qualified)
}

// reviewPassed refuses a reviewer without the qualification, whoever was named when the review was asked for.
func (t tables) reviewPassed(ctx context.Context, tx *audit.Tx, a *act, _ *file) error {
	qualified, err := reviews(ctx, tx, a.Who.UserID)
	if err == nil && !qualified {
		err = t.refuse("reviewer_qualified")
	}
	return err
}

func agencyOf(f *file, a *act) int64 {
	if c := f.CaseOf(a.Target); c != nil {
		return c.AgencyID
	}
	return 0
}

// refuse answers with the sentence of a guard.
func (t tables) refuse(id string) error {
	g := t.book().Guard(id)
	return errs.Refused(errs.Guard{ID: g.ID, Sentence: g.Refusal, Basis: g.Basis})
}

// collectiveDiscussionRecorded: APL 57; MPS 286. Asked of cases marked complex or major; the record counts in its round.
func (t tables) collectiveDiscussionRecorded(a *act, f *file) verdict {
	c := f.CaseOf(a.Target)
	if c == nil || !c.ComplexOrMajor {
		return procedure.Pass()
	}
	if law.Machine(c.Machine) == law.AdminCase {
		return when(f.LastIn(c, "collective_discussion.recorded") != nil && f.Document(t.book().PaperOf("collective_discussion_recorded")) != nil)
	}
	return when(f.LastOn(a.Target, "collective_discussion.recorded") != nil)
}
