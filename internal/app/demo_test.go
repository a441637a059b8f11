package app_test

import (
	"testing"
	"time"

	"touchstone/internal/database"
	"touchstone/internal/testkit"
)

// The demonstration is true: what contract.md §4 asks for is there, made by acts, and the ledger verifies.
func TestDemo_Loads(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ctx, n := database.Count(t.Context())
	began := time.Now()
	if err := s.app.LoadDemo(ctx); err != nil {
		t.Fatal(err)
	}
	super := testkit.Super(t, s.db)
	count := func(sql string, args ...any) (n int) {
		t.Helper()
		if err := super.QueryRow(t.Context(), sql, args...).Scan(&n); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		return n
	}
	t.Logf("loaded in %v: %d statements, %d round trips, %d acts, %d cases", time.Since(began), n.Statements(), n.RoundTrips(), count("SELECT count(*) FROM acts"), count("SELECT count(*) FROM cases"))
	now := s.clock.Now()
	for _, x := range []struct {
		what, sql string
		least     int
		args      []any
	}{
		{"tips not yet triaged", "SELECT count(*) FROM tips WHERE state = 'NEW'", 2, nil},
		{"current administrative cases", "SELECT count(*) FROM cases WHERE machine = 'admin_case' AND registered_at > $1", 6, []any{now.AddDate(0, -4, 0)}},
		{"near ADM-020", "SELECT count(*) FROM clocks WHERE code = 'ADM-020' AND state = 'RUNNING' AND due_at BETWEEN $1 AND $2", 1, []any{now, now.AddDate(0, 0, 7)}},
		{"near ADM-040", "SELECT count(*) FROM clocks k JOIN evidence_items e ON e.id = k.target_id WHERE k.code = 'ADM-040' AND k.state = 'RUNNING' AND e.measure = 'admin' AND k.due_at BETWEEN $1 AND $2", 1,
			[]any{now, now.AddDate(0, 0, 5)}},
		{"compartmented", "SELECT count(*) FROM cases WHERE compartmented", 1, nil},
		{"ready to decide", "SELECT count(*) FROM cases WHERE state = 'READY_TO_DECIDE'", 1, nil},
		{"decided", "SELECT count(*) FROM cases c JOIN decisions d ON d.case_id = c.id WHERE c.state = 'SERVED' AND d.kind = 'PENALTY'", 1, nil},
		{"referral draft", "SELECT count(*) FROM referrals WHERE state = 'DRAFT'", 1, nil},
		{"waiting with REF-010", "SELECT count(*) FROM referrals r JOIN clocks k ON k.target_kind = 'referral' AND k.target_id = r.id WHERE r.state = 'REPORT_SUBMITTED' AND k.code = 'REF-010' AND k.state = 'RUNNING' AND k.due_at > $1", 1, []any{now}},
		{"sent and not received", "SELECT count(*) FROM referrals WHERE state = 'SENT'", 1, nil},
		{"filed and investigated", "SELECT count(*) FROM referrals r JOIN cases c ON c.id = r.to_case_id WHERE c.machine = 'criminal_case' AND c.state = 'INVESTIGATING'", 1, nil},
		{"criminal cases", "SELECT count(*) FROM cases WHERE machine = 'criminal_case'", 2, nil},
		{"pointer to state security", "SELECT count(*) FROM mss_handovers WHERE state IN ('SENT','ACKNOWLEDGED')", 1, nil},
		{"files of evidence", "SELECT count(*) FROM evidence_files", 10, nil},
		{"sourced links", "SELECT count(*) FROM party_links WHERE source <> ''", 10, nil},
		{"goods with a control code", "SELECT count(*) FROM goods_items WHERE control_state = 'controlled'", 8, nil},
		{"routes through a third place", "SELECT count(*) FROM goods_routes WHERE transit <> ''", 8, nil},
		{"months of history", "SELECT count(DISTINCT date_trunc('month', registered_on)) FROM case_facts", 20, nil},
	} {
		if got := count(x.sql, x.args...); got < x.least {
			t.Errorf("%s: %d, wanted %d", x.what, got, x.least)
		}
	}
	if n := count("SELECT count(*) FROM audit_events WHERE at > $1", now); n > 0 {
		t.Errorf("%d events after now", n)
	}
	if n := count(`SELECT count(*) FROM evidence_items e WHERE NOT EXISTS (SELECT FROM custody_entries c WHERE c.evidence_id = e.id)`); n > 0 {
		t.Errorf("%d items without custody", n)
	}
	report, err := s.app.Verify(t.Context())
	if err != nil || !report.OK {
		t.Errorf("the ledger does not verify: %+v %v", report, err)
	}
	before := count("SELECT count(*) FROM cases")
	if err := s.app.LoadDemo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after := count("SELECT count(*) FROM cases"); after != before {
		t.Errorf("a second load made %d cases", after-before)
	}
}
