package app_test

import (
	"strings"
	"testing"

	"touchstone/internal/database"
	"touchstone/internal/procedure"
)

// budget is what an act asks of the database: how often it waits, and how many statements it runs, begin and commit among them.
type budget struct{ trips, statements int }

// TestTrips_Acts: an act reads its matter once, and waits for the database no more often than stands here. The receipt opens the
// case of the receiving organ, with a chain and a member of its own: it runs more statements than sixty. The filing decision moves that
// case by a twin and issues two papers, each with a number that others wait for.
func TestTrips_Acts(t *testing.T) {
	t.Parallel()
	w := play(t, toFiling)
	w.parts.Rechecks = false
	w.engine = procedure.New(w.parts)
	for _, x := range []struct {
		before, event string
		most          budget
	}{
		{"", "evidence.collected[track=administrative] ch", budget{12, 46}},
		{toReport, "referral.approved ph", budget{7, 42}},
		{"referral.sent ch", "referral.received pi", budget{14, 64}},
		{"referral.review_started pv", "referral.filing_decided[outcome=file] pv>pc", budget{13, 60}},
	} {
		if x.before != "" {
			w.proceed(x.before)
		}
		var got budget
		w.each = func(_ string, c *database.Counter) {
			got = budget{c.RoundTrips(), c.Statements()}
			loads := 0
			for _, sql := range c.Texts() {
				if strings.Contains(sql, "FROM agencies ORDER BY id") { // of every load, and of nothing else
					loads++
				}
			}
			if loads != 1 {
				t.Errorf("%s reads its matter %d times", x.event, loads)
			}
		}
		w.proceed(x.event)
		w.each = nil
		if got != x.most { // of two acts the second, which decides
			t.Errorf("%s: %+v, want %+v", x.event, got, x.most)
		}
	}
}
