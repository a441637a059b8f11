package app_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/testkit"
)

// problems is what a refused form says.
func problems(p *testkit.Page) string {
	var out []string
	out = append(out, p.Attrs("[data-guard]", "data-guard")...)
	for _, n := range p.All("[data-error-for]") {
		out = append(out, n.Attr("data-error-for")+": "+n.Text())
	}
	if len(out) == 0 {
		text := p.Text()
		return text[:min(len(text), 600)]
	}
	return strings.Join(out, "; ")
}

// ends compares what is there at the end with what was reported.
func (r *replay) ends(o outcome) {
	r.t.Helper()
	holds(r.t, r.db)
	column := func(sql string) []string {
		r.t.Helper()
		rows, err := r.super.Query(r.t.Context(), sql)
		if err != nil {
			r.t.Fatal(err)
		}
		out, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			r.t.Fatal(err)
		}
		return out
	}
	got := column(`SELECT machine || '=' || state FROM cases UNION ALL SELECT 'referral=' || state FROM referrals UNION ALL SELECT 'evidence_item=' || state
		FROM evidence_items ORDER BY 1`)
	for kind, state := range o.states {
		if !slices.Contains(got, kind+"="+state) {
			r.t.Errorf("%s is not %s: %q", kind, state, got)
		}
	}
	if running := column(`SELECT code || '=' || to_char(due_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') FROM clocks WHERE state = 'RUNNING'
		ORDER BY code`); !slices.Equal(running, o.clocks) {
		r.t.Errorf("running clocks %q, wanted %q", running, o.clocks)
	}
	papers := column(`SELECT DISTINCT code FROM documents ORDER BY code`)
	for _, code := range o.papers {
		if !slices.Contains(papers, code) {
			r.t.Errorf("no %s on file: %q", code, papers)
		}
	}
	if o.kind != "" {
		r.decision(o)
	}
	if public := column(`SELECT DISTINCT public_case FROM cases WHERE machine = 'admin_case'`); !slices.Equal(public, []string{r.entry.Code}) {
		r.t.Errorf("the case does not name its source: %q", public)
	}
}

// holds: every row that says who did, may or owns what is bound by an event, and is as that event says; rows apart that a
// test put into those tables by hand.
func holds(t *testing.T, db *database.DB, byHand ...string) {
	t.Helper()
	q, err := db.Snapshot(t.Context(), database.RoleAudit)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = q.Rollback() }()
	report, err := audit.Verify(t.Context(), q, audit.Checks{})
	if err != nil || report.Unbound != 0 || report.Facts == 0 {
		t.Errorf("the ledger: %v, %+v", err, report)
	}
	for _, b := range report.Bad {
		if b.Kind != audit.Added || !slices.Contains(byHand, b.Table) {
			t.Errorf("the ledger does not hold: %+v", b)
		}
	}
}

func (r *replay) decision(o outcome) {
	r.t.Helper()
	var kind, violation, ground, reasons, calculation, sanctions string
	var fen int64
	r.scan(nil, `SELECT kind, violation, deviation, reasons, calculation::text, array_to_string(sanctions, ' '), fine_fen FROM decisions ORDER BY id DESC LIMIT 1`,
		&kind, &violation, &ground, &reasons, &calculation, &sanctions, &fen)
	if kind != o.kind || fen != o.fine*100 {
		r.t.Errorf("decision %s with a fine of %d fen, wanted %s and %d yuan", kind, fen, o.kind, o.fine)
	}
	all := strings.Join([]string{violation, ground, reasons, calculation, sanctions}, " · ")
	for _, want := range o.reasons {
		if !strings.Contains(all, want) {
			r.t.Errorf("the decision does not carry %q: %s", want, all)
		}
	}
}
