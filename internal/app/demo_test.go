package app_test

import (
	"testing"

	"touchstone/internal/testkit"
)

// demo is a site with its demonstration, and a vault for whoever gave a tip.
type demo struct {
	*site
	query func(sql string, args ...any) int
}

// newDemo is a site with its demonstration, and what counts in it.
func newDemo(t *testing.T) demo {
	t.Helper()
	s := newDemoSite(t)
	super := testkit.Super(t, s.db)
	return demo{s, func(sql string, args ...any) (n int) {
		t.Helper()
		if err := super.QueryRow(t.Context(), sql, args...).Scan(&n); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		return n
	}}
}

// The demonstration is true: what contract.md §4 asks for is there, made by acts, and the ledger verifies.
func TestDemo_Loads(t *testing.T) {
	t.Parallel()
	d := newDemo(t)
	t.Logf("%d acts, %d cases", d.query("SELECT count(*) FROM acts"), d.query("SELECT count(*) FROM cases"))
	d.holdsTheMinimum()
	d.keepsItsPeriods()
	d.leavesWork()
	d.leadsSomewhere()
	now := d.clock.Now()
	for _, x := range []struct{ what, sql string }{
		{"events after now", "SELECT count(*) FROM audit_events WHERE at > $1"},
		{"acts that go back in time", "SELECT count(*) FROM acts a JOIN acts b ON b.case_id = a.case_id AND b.id > a.id AND b.at < a.at WHERE a.at <= $1"},
		{"items without custody",
			"SELECT count(*) FROM evidence_items e WHERE e.created_at <= $1 AND NOT EXISTS (SELECT FROM custody_entries c WHERE c.evidence_id = e.id)"},
		{"events with words in the ledger",
			`SELECT count(*) FROM audit_events WHERE at <= $1 AND ((details - 'proposer')::text ~ '[^ -~]' OR kind <> ALL ('{account,access_request}')
				AND target_name ~ '[^ -~]' OR target_ref ~ '[^ -~]')`},
		{"places that call themselves enterprises",
			"SELECT count(*) FROM goods_routes WHERE created_at <= $1 AND origin || exit_port || transit || destination LIKE '%企业%'"},
	} {
		if n := d.query(x.sql, now); n > 0 {
			t.Errorf("%s: %d", x.what, n)
		}
	}
	report, err := d.app.Verify(t.Context())
	if err != nil || !report.OK {
		t.Errorf("the ledger does not verify: %+v %v", report, err)
	}
	before := d.query("SELECT count(*) FROM cases")
	if err := d.app.LoadDemo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after := d.query("SELECT count(*) FROM cases"); after != before {
		t.Errorf("a second load made %d cases", after-before)
	}
}

// holdsTheMinimum: the list of contract.md §4.
func (d demo) holdsTheMinimum() {
	d.t.Helper()
	now := d.clock.Now()
	recent := now.AddDate(0, -4, 0)
	for _, x := range []struct {
		what, sql string
		least     int
		args      []any
	}{
		{"tips not yet triaged", "SELECT count(*) FROM tips WHERE state = 'NEW'", 2, nil},
		{"a tip whose informant is protected", "SELECT count(*) FROM tips t JOIN informant.identities i ON i.tip_id = t.id WHERE t.has_informant", 1, nil},
		{"current administrative cases", "SELECT count(*) FROM cases WHERE machine = 'admin_case' AND registered_at > $1", 6, []any{recent}},
		{"their stages", "SELECT count(DISTINCT state) FROM cases WHERE machine = 'admin_case' AND registered_at > $1", 6, []any{recent}},
		{"near ADM-020", "SELECT count(*) FROM clocks WHERE code = 'ADM-020' AND state = 'RUNNING' AND due_at BETWEEN $1 AND $2", 1,
			[]any{now, now.AddDate(0, 0, 7)}},
		{"near ADM-040",
			"SELECT count(*) FROM clocks k JOIN evidence_items e ON e.id = k.target_id WHERE k.code = 'ADM-040' AND k.state = 'RUNNING' AND e.measure = 'admin' " +
				"AND k.due_at BETWEEN $1 AND $2", 1,
			[]any{now, now.AddDate(0, 0, 5)}},
		{"compartmented", "SELECT count(*) FROM cases WHERE compartmented", 1, nil},
		{"ready to decide", "SELECT count(*) FROM cases WHERE state = 'READY_TO_DECIDE'", 1, nil},
		{"decided", "SELECT count(*) FROM cases c JOIN decisions d ON d.case_id = c.id WHERE c.state = 'SERVED' AND d.kind = 'PENALTY'", 1, nil},
		{"referral draft", "SELECT count(*) FROM referrals WHERE state = 'DRAFT'", 1, nil},
		{"waiting with REF-010",
			"SELECT count(*) FROM referrals r JOIN clocks k ON k.target_kind = 'referral' AND k.target_id = r.id WHERE r.state = 'REPORT_SUBMITTED' " +
				"AND k.code = 'REF-010' AND k.state = 'RUNNING' AND k.due_at > $1", 1, []any{now}},
		{"sent and not received, with things on its list",
			"SELECT count(*) FROM referrals r JOIN referral_items i ON i.referral_id = r.id AND i.item_no = 3 AND i.evidence_ids <> '{}' WHERE r.state = 'SENT' " +
				"AND r.received_at IS NULL", 1, nil},
		{"filed, its things to be handed over",
			"SELECT count(*) FROM referrals r JOIN clocks k ON k.target_kind = 'referral' AND k.target_id = r.id WHERE r.state = 'FILED' AND k.code = 'REF-050' " +
				"AND k.state = 'RUNNING' AND k.due_at > $1", 1, []any{now}},
		{"filed and investigated",
			"SELECT count(*) FROM referrals r JOIN cases c ON c.id = r.to_case_id WHERE c.machine = 'criminal_case' AND c.state = 'INVESTIGATING'", 1, nil},
		{"criminal cases", "SELECT count(*) FROM cases WHERE machine = 'criminal_case'", 2, nil},
		{"pointer to state security", "SELECT count(*) FROM mss_handovers WHERE state IN ('SENT','ACKNOWLEDGED')", 1, nil},
		{"a filter that a unit keeps", "SELECT count(*) FROM case_views WHERE shared", 1, nil},
		{"files of evidence", "SELECT count(*) FROM evidence_files", 10, nil},
		{"sourced links", "SELECT count(*) FROM party_links WHERE source <> ''", 10, nil},
		{"goods with a control code", "SELECT count(*) FROM goods_items WHERE control_state = 'controlled'", 8, nil},
		{"routes through a third place", "SELECT count(*) FROM goods_routes WHERE transit <> ''", 8, nil},
		{"months of history", "SELECT count(DISTINCT date_trunc('month', registered_on)) FROM case_facts", 24, nil},
		{"minerals that a report shows",
			"SELECT count(*) FROM (SELECT FROM case_facts f JOIN cases c ON c.id = f.case_id WHERE NOT f.terminal AND NOT c.compartmented GROUP BY f.mineral " +
				"HAVING count(*) >= 5) z", 6, nil},
		{"agencies with files", "SELECT count(DISTINCT lead_agency_id) FROM cases", 5, nil},
		{"ways out of a referral", "SELECT count(DISTINCT state) FROM referrals WHERE state IN ('CONCLUDED','REVERSED','CLOSED_NOT_FILED')", 3, nil},
	} {
		if got := d.query(x.sql, x.args...); got < x.least {
			d.t.Errorf("%s: %d, wanted %d", x.what, got, x.least)
		}
	}
	const bare = `SELECT count(*) FROM cases c WHERE c.machine = 'admin_case' AND c.filed_at > $1 AND NOT EXISTS (SELECT FROM evidence_items e
  WHERE e.case_id = c.id AND EXISTS (SELECT FROM evidence_files f WHERE f.evidence_id = e.id)
    AND (SELECT count(*) FROM custody_entries x WHERE x.evidence_id = e.id) >= $2)`
	if n := d.query(bare, recent, 1); n > 0 {
		d.t.Errorf("%d current cases without a file of evidence", n)
	}
	if n := d.query(bare+" AND EXISTS (SELECT FROM referrals r WHERE r.from_case_id = c.id)", recent, 2); n > 0 {
		d.t.Errorf("%d current cases with a referral without a chain of custody", n)
	}
}

// keepsItsPeriods: old matters came to their end. Two periods are overdue on purpose: one that an officer owes, and a
// fine that a party has not paid.
func (d demo) keepsItsPeriods() {
	d.t.Helper()
	now := d.clock.Now()
	const overdue = "SELECT count(*) FROM clocks k JOIN cases c ON c.id = k.case_id WHERE k.state = 'RUNNING' AND NOT k.minimum AND k.due_at < $1 "
	for code, want := range map[string]int{"ADM-020": 1, "ADM-070": 1} {
		if n := d.query(overdue+"AND k.code = $2", now, code); n != want {
			d.t.Errorf("%d overdue %s, wanted %d", n, code, want)
		}
	}
	if n := d.query(overdue, now); n > 3 {
		d.t.Errorf("%d periods are overdue", n)
	}
	if n := d.query(overdue+"AND c.registered_at < $2", now, now.AddDate(0, -5, 0)); n > 0 {
		d.t.Errorf("%d periods of old matters are overdue", n)
	}
	if n := d.query("SELECT count(*) FROM clocks WHERE state = 'RUNNING' AND NOT minimum AND owner_role <> 'party' AND due_at BETWEEN $1 AND $2", now,
		now.AddDate(0, 0, 7)); n < 4 {
		d.t.Errorf("only %d periods end within a week", n)
	}
}

// leavesWork: everybody's inbox is a day's work, and those who decide have something to decide.
func (d demo) leavesWork() {
	d.t.Helper()
	const most = 12
	for _, who := range []string{"officer", "officer2", "unithead", "legal", "head", "principal", "custodian", "gd.officer", "gd.unithead", "gd.head",
		"gd.principal", "ps.intake", "ps.officer", "ps.head", "ps.legal",
		"cus.handler", "cus.unithead", "cus.reviewer", "cus.chief", "cus.principal", "cus.store", "cus.intake", "cus.officer", "cus.head", "ss.liaison", "ss.head",
		"secrecy"} {
		if n := d.as(who).Get("/inbox").Count("main tbody tr"); n > most {
			d.t.Errorf("%s finds %d things in the inbox", who, n)
		}
	}
	for who, what := range map[string]string{"officer": "returned", "unithead": "an assignment", "legal": "a review", "head": "a decision",
		"principal": "a referral", "custodian": "an item", "gd.head": "a preservation",
		"ps.intake": "a referral to sign for", "ps.head": "a conclusion", "cus.unithead": "a report"} {
		if d.as(who).Get("/inbox").Count("main tbody tr") == 0 {
			d.t.Errorf("%s: nothing waits, wanted %s", who, what)
		}
	}
}
