package app_test

import (
	"context"
	"testing"
	"time"

	"touchstone/internal/testkit"
)

// TestHandlers_ToldAsSoonAsARoleRanOut: a role or a place on a case that ends by itself is told to the head of the unit by the
// work of every minute, once, and is owed no more when it is prolonged; what is still to end is not told. Seen to fail with
// the nightly count alone.
func TestHandlers_ToldAsSoonAsARoleRanOut(t *testing.T) {
	t.Parallel()
	for name, ends := range map[string]string{
		"role":  "UPDATE role_grants SET valid_to = $1 WHERE user_id = (SELECT id FROM users WHERE username = 'officer2')",
		"place": "UPDATE case_members SET to_at = $1 WHERE user_id = (SELECT id FROM users WHERE username = 'officer2')",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			s.matter(toFiling)
			s.set(ends, s.clock.Now().Add(time.Minute))
			told := func() int { return s.number("SELECT count(*) FROM notices WHERE kind = 'handlers.owed'") }
			s.everyMinute()
			if told() != 0 {
				t.Error("told before it is in force")
			}
			s.clock.Advance(time.Minute)
			s.everyMinute()
			if n := told(); n != 1 {
				t.Errorf("%d heads told", n)
			}
			s.clock.Advance(time.Minute)
			s.everyMinute()
			if n := told(); n != 1 {
				t.Errorf("told %d times", n)
			}
			s.set(ends, s.clock.Now().AddDate(1, 0, 0))
			s.everyMinute()
			if n := s.number("SELECT count(*) FROM cases WHERE handlers_owed_at IS NOT NULL"); n != 0 {
				t.Error("prolonged, and owed all the same")
			}
		})
	}
}

// everyMinute starts the background work as the program does, and ends it when the count of handlers was made once.
func (s *site) everyMinute() {
	s.t.Helper()
	super := testkit.Super(s.t, s.db)
	done := func() (n int) {
		if err := super.QueryRow(s.t.Context(), "SELECT count(*) FROM river_job WHERE kind = 'cases.count_handlers' AND state = 'completed'").Scan(&n); err != nil {
			s.t.Fatal(err)
		}
		return n
	}
	before := done()
	ctx, end := context.WithTimeout(s.t.Context(), time.Minute)
	defer end()
	jobs, err := s.app.Jobs(ctx)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := jobs.Start(ctx); err != nil {
		s.t.Fatal(err)
	}
	for done() == before && ctx.Err() == nil {
	}
	if err := jobs.Stop(context.Background()); err != nil || done() == before {
		s.t.Fatalf("the count was not made: %v", err)
	}
}
