package admincase

import (
	"slices"

	"touchstone/internal/procedure"
)

func (t tables) conditions() map[string]procedure.Cond {
	ordered := func(sanction string) procedure.Cond {
		return func(a *act, f *file) bool {
			d := f.DecisionOf(a.Target.ID)
			return d != nil && slices.Contains(d.Sanctions, sanction)
		}
	}
	return map[string]procedure.Cond{
		"collective_discussion_required": func(a *act, f *file) bool { c := f.CaseOf(a.Target); return c != nil && c.ComplexOrMajor },
		"legal_review_required": func(a *act, f *file) bool {
			c := f.Case(a.Target.ID)
			return len(ReviewGrounds(f, c, intended(a, f, c))) > 0
		},
		"fine_imposed":         ordered("fine"),
		"fine_settled":         fineSettled,
		"goods_confiscated":    ordered("confiscate_goods"),
		"licence_ban_ordered":  ordered("licence_ban"),
		"person_ban_ordered":   ordered("person_ban"),
		"sanction_unperformed": func(a *act, f *file) bool { return len(Unperformed(t.book(), f, a.Target.ID)) > 0 },
		"decision_published":   published,
		"mss_decision":         func(*act, *file) bool { return false }, // the act reconsidered on an administrative case is the agency's own decision
		"late":                 late,
	}
}

// published: the closing of the case decided to publish (APL 48).
func published(a *act, f *file) bool {
	p := f.LastOn(a.Target, "admin_case.closed")
	return p != nil && p.Input.Str("publication") == "publish"
}

// late: the act comes after the end of a period it had to be done in: one that it stops. A right that lapsed by itself
// is late too.
func late(a *act, f *file) bool {
	for _, ref := range a.Row.Stops {
		for i := len(f.Clocks) - 1; i >= 0; i-- {
			k := f.Clocks[i]
			if k.Code != ref.Code || k.TargetID != a.Target.ID {
				continue
			}
			if !k.Minimum && (k.Running() || k.State == "LAPSED") && a.Now.After(k.DueAt) {
				return true
			}
			break
		}
	}
	return false
}
