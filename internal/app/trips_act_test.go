package app_test

import (
	"fmt"
	"strings"
	"testing"

	"touchstone/internal/database"
	"touchstone/internal/procedure"
)

// TestTrips_Acts: what four acts ask of the database.
func TestTrips_Acts(t *testing.T) {
	t.Parallel()
	w := play(t, toFiling)
	w.parts.Rechecks = false
	w.engine = procedure.New(w.parts)
	for _, x := range []struct{ before, event string }{
		{"", "evidence.collected[track=administrative] ch"},
		{toReport, "referral.approved ph"},
		{"referral.sent ch", "referral.received pi"},
		{"referral.review_started pv", "referral.filing_decided[outcome=file] pv>pc"},
	} {
		if x.before != "" {
			w.proceed(x.before)
		}
		w.each = func(event string, c *database.Counter) {
			t.Logf("%s: %d round trips, %d statements", event, c.RoundTrips(), c.Statements())
			for i, s := range c.Texts() {
				fmt.Printf("   %d %.150s\n", i, strings.Join(strings.Fields(s), " "))
			}
		}
		w.proceed(x.event)
		w.each = nil
	}
}
