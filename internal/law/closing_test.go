package law_test

import (
	"slices"
	"testing"

	"touchstone/internal/law"
)

// D310 3, 11: the administrative file outlives its referrals. Only the judgment closes with one, and it concludes that
// referral itself.
func TestAdminCase_ClosesOnlyWithoutAnOpenReferral(t *testing.T) {
	t.Parallel()
	b := load(t)
	n := 0
	for _, a := range b.Acts {
		if a.Entity != law.AdminCase || a.To == "" || !b.State(law.AdminCase, a.To).Terminal || a.Event == "criminal_judgment.effective" {
			continue
		}
		n++
		if !slices.ContainsFunc(a.Guards, func(g *law.Guard) bool { return g.ID == "no_open_referral" }) {
			t.Errorf("%s (%s to %s) leaves a referral open", a.ID, a.Event, a.To)
		}
	}
	if n != 8 {
		t.Errorf("%d rows close an administrative case", n)
	}
}
