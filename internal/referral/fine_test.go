package referral

import (
	"testing"
	"time"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
)

// TestFine_ReplacesNoReferral: D310 11. A fine of the same file from the day of the referral on, in money or by name; an earlier one, and
// one of another file, is no substitute. Of no referral nothing can be said.
func TestFine_ReplacesNoReferral(t *testing.T) {
	t.Parallel()
	opened := now.AddDate(0, 0, -9)
	for i, x := range []struct {
		file  int64
		fine  int64
		named []string
		made  time.Time
		fails bool
	}{{1, 500, nil, opened, true}, {1, 0, []string{"fine"}, now, true}, {1, 0, []string{"warning"}, now, false}, {1, 500, nil, opened.Add(-time.Second), false},
		{2, 500, nil, now, false}} {
		f := world()
		f.Decisions = []matter.Decision{{CaseID: x.file, Fine: quantity.Fens(x.fine), Sanctions: x.named, MadeAt: x.made}}
		if got := NoFineSubstituted(on(nil), f).Failed; got != x.fails {
			t.Errorf("%d: refused %t", i, got)
		}
	}
	if !NoFineSubstituted(&procedure.Act{Row: &law.Act{}, Target: matter.Target{Entity: law.Referral, ID: 99}}, world()).Failed {
		t.Error("of no referral")
	}
}
