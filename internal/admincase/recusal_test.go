package admincase_test

import (
	"testing"

	"touchstone/internal/admincase"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// TestRecusal_StandsUntilItIsDecided: APL 43; MPS 35. A request that waits stands on the file; the decision on it takes it off.
func TestRecusal_StandsUntilItIsDecided(t *testing.T) {
	t.Parallel()
	guard := admincase.Track(law.Fixed(book(t))).Guards["no_open_recusal"]
	asked := past(1, "recusal.requested", "", law.Values{"person": "甲"})
	decided := past(2, "recusal.decided", "", law.Values{"recused_person": "甲"})
	other := past(2, "recusal.decided", "", law.Values{"recused_person": "乙"})
	for i, x := range []struct {
		acts  []matter.Past
		fails bool
	}{{nil, false}, {[]matter.Past{asked}, true}, {[]matter.Past{asked, decided}, false}, {[]matter.Past{asked, other}, true}} {
		f := base("INVESTIGATING")
		f.Acts = x.acts
		if got := guard(&procedure.Act{Row: &law.Act{}, Target: matter.Target{Entity: law.AdminCase, ID: 1}}, &f).Failed; got != x.fails {
			t.Errorf("%d: refused %t", i, got)
		}
	}
}
