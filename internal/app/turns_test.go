package app_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/testkit"
)

// hold takes rows in a transaction of its own until the test ends.
func (s *site) hold(sql string, args ...any) pgx.Tx {
	s.t.Helper()
	tx, err := testkit.Super(s.t, s.db).Begin(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := tx.Exec(s.t.Context(), sql, args...); err != nil {
		s.t.Fatal(err)
	}
	return tx
}

// family is a matter with files of two organs, one of them closed, a pointer to state security that was not sent, and a
// second referral that was not either.
func (s *site) family() *world {
	w := s.matter(toFiling, withEvidence, toReport, toReceived, toFiled, "criminal_investigation.started pv;mss_handover.proposed ch")
	s.set("UPDATE cases SET compartmented = true WHERE machine = 'admin_case'")
	s.set("UPDATE referrals SET compartmented = true")
	w.proceed("recusal.requested pv") // keeps the copies of what was written past the program
	return w
}

// TestTurns_NobodyWaitsForWhatIsHidden: security D10. Somebody holds every row of the matter that is hidden from who acts,
// and his act goes on: the file of the other organ, its copies and members, the pointer, the referral. Seen to fail with
// the rows of the family locked after the root, and with copies that are written though nothing changed.
func TestTurns_NobodyWaitsForWhatIsHidden(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		mine string
		step law.ScenarioStep
	}{
		"the police": {"criminal_case", law.ScenarioStep{Event: "recusal.requested", Who: "pv"}},
		"commerce":   {"admin_case", law.ScenarioStep{Event: "violation.ended", Who: "ch"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			w := s.family()
			for table, sql := range map[string]string{
				"cases":         "SELECT 1 FROM cases WHERE machine <> $1 FOR UPDATE",
				"case_facts":    "SELECT 1 FROM case_facts f JOIN cases c ON c.id = f.case_id WHERE c.machine <> $1 FOR UPDATE OF f",
				"case_members":  "SELECT 1 FROM case_members m JOIN cases c ON c.id = m.case_id WHERE c.machine <> $1 FOR UPDATE OF m",
				"clocks":        "SELECT 1 FROM clocks k JOIN cases c ON c.id = k.case_id WHERE c.machine <> $1 FOR UPDATE OF k",
				"referrals":     "SELECT 1 FROM referrals WHERE $1 <> '' FOR UPDATE",
				"mss_handovers": "SELECT 1 FROM mss_handovers WHERE $1 <> '' FOR UPDATE",
				"approvals":     "SELECT 1 FROM approvals a JOIN cases c ON c.id = a.case_id WHERE c.machine <> $1 FOR UPDATE OF a",
				"heads of chains": "SELECT 1 FROM audit_heads WHERE stream !~ ('^(unit|user|system)') AND stream <> 'case:' || (SELECT id FROM cases WHERE machine = $1) " +
					"FOR UPDATE",
			} {
				tx := s.hold(sql, x.mine)
				if err := w.step(x.step); err != nil {
					t.Errorf("%s: %v", table, explain(err))
				}
				if err := tx.Rollback(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if bad := w.verify(); bad != "" {
				t.Error(bad)
			}
		})
	}
}

// TestTurns_TheActsOfAMatterAreOneAfterTheOther: an act on the file of one organ and one on that of the other, which neither
// may see, do not run at the same time, and neither waits for the other for ever; nor do they while an officer leaves. Seen
// to fail without the turn.
func TestTurns_TheActsOfAMatterAreOneAfterTheOther(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.family()
	police := func() error { return w.step(law.ScenarioStep{Event: "recusal.requested", Who: "pv"}) }
	commerce := func() error { return w.step(law.ScenarioStep{Event: "violation.ended", Who: "ch"}) }
	leaves := func() error { return s.app.Disable(t.Context(), byOperator, "officer2") }
	for name, x := range map[string][2]func() error{"two organs": {police, commerce}, "and back": {commerce, police}, "an officer leaves": {police, leaves}} {
		super := testkit.Super(t, s.db)
		tx := s.hold("LOCK TABLE audit_events IN SHARE MODE")
		a := s.held(super, 1, x[0])
		b := s.held(super, 2, x[1])
		if n := s.number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"); n != 1 {
			t.Errorf("%s: %d wait for their turn", name, n)
		}
		if err := tx.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
		if one, two := <-a, <-b; one != nil || two != nil {
			t.Errorf("%s: %v, %v", name, one, two)
		}
	}
	if bad := w.verify(); bad != "" {
		t.Error(bad)
	}
}

// TestTurns_TakenBeforeTheRow: who waits for his turn holds no row of the matter yet, so that two acts never wait for each
// other.
func TestTurns_TakenBeforeTheRow(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(toFiling)
	turn := s.hold("SELECT pg_advisory_xact_lock(hashtextextended('matter:' || matter_id, 0)) FROM cases")
	done := s.held(testkit.Super(t, s.db), 1, func() error { return w.step(law.ScenarioStep{Event: "violation.ended", Who: "ch"}) })
	row := s.hold("SELECT 1 FROM cases, audit_heads WHERE stream = 'case:' || cases.id FOR UPDATE NOWAIT")
	for _, tx := range []pgx.Tx{row, turn} {
		if err := tx.Rollback(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-done; err != nil {
		t.Errorf("%v", explain(err))
	}
	s.hold("SELECT pg_advisory_xact_lock(hashtextextended('matter:' || matter_id, 0)) FROM cases")
	if err := w.step(law.ScenarioStep{Event: "violation.ended", Who: "ch"}); !errs.Is(err, errs.Busy) {
		t.Errorf("whose turn it is not is told so: %v", err)
	}
}
