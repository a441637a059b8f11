package audit_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/testkit"
)

// loose are the columns that no event binds, each with its reason.
var loose = map[string]string{
	// copies of the case's: audit_copies, and approval_scopes once it is decided
	"approvals": "case_due case_marking case_agency_id",
	// copies of the case's: audit_copies
	"case_members": "next_due marking",
	// counters; the next of the clocks, which are bound; what the members say
	"cases":          "version updated_at next_due next_clock handlers_owed_at",
	"evidence_items": "version", // counter
	// only how a difference between name and content is worded
	"evidence_files": "looked_inside",
	"parties":        "version", // counter
	"goods_items":    "version", // counter
	"persons":        "version", // counter
	"records":        "version", // counter
	"tips":           "version", // counter
	// counter; the next of the clocks
	"referrals": "version next_due",
	// counter; the next of the clocks
	"mss_handovers": "version next_due",
	// how somebody signs in and likes the pages
	"users": "failures locked_until sign_failures sign_locked_until lang theme density shortcuts last_sign_in_at case_view",
}

// unbound are the tables of which no row is bound, each with its reason.
var unbound = map[string]string{
	"audit_heads":          "the ledger itself: compared with the events",
	"audit_events":         "the ledger itself: the chains",
	"audit_texts":          "the ledger itself: digests in the events",
	"audit_requests":       "the ledger itself: each names its event (audit_copies); otherwise says only that a form is not to be sent twice",
	"audit_tree":           "the ledger itself: recomputed",
	"audit_checkpoints":    "the ledger itself: compared with the tree",
	"matters":              "a name and a time: which files hang together stands in each file",
	"reverifications":      "how far a reading of all files is: what it found stands in evidence_checks and in its events",
	"attachment_readings":  "which file of an act is to be read next: what a reading found is an event",
	"case_facts":           "the figures of reports: counted from what is bound, again every night",
	"case_views":           "how somebody filters his lists: a question, no answer",
	"document_series":      "counters: the numbers that were given stand in the documents",
	"notices":              "that there is something to read: what, is decided by access when it is read",
	"kept_texts":           "what was typed and not sent: encrypted, for a day at most",
	"user_sessions":        "who is signed in, for hours: changes with every page; a session made by hand is what doc.go says of a superuser",
	"goose_db_version":     "which migrations ran: the program refuses another version",
	"river_job":            "work to be done: every job judges anew what it finds",
	"river_leader":         "which program runs the queue",
	"river_migration":      "which version of the queue",
	"river_notification":   "the queue's own",
	"river_queue":          "the queue's own",
	"informant.accesses":   "nobody but four functions reaches it; the ledger holds each use as an event",
	"informant.identities": "nobody but four functions reaches it: encrypted with a key outside, and erased where the law asks for it",
}

// Every table is a table of facts or has a reason, and so has every column of one. A new table fails here.
func TestFacts_CoverEveryColumn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rows, err := testkit.Super(t, w.db).Query(t.Context(), `SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname, a.attname,
  coalesce(pg_get_viewdef(CASE n.nspname WHEN 'public' THEN to_regclass('audit_facts_' || c.relname) END), '')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, a.attnum`)
	if err != nil {
		t.Fatal(err)
	}
	columns, tables := 0, map[string]bool{}
	var table, column, view string
	if _, err := pgx.ForEachRow(rows, []any{&table, &column, &view}, func() error {
		first := !tables[table]
		tables[table] = true
		if (view == "") != (unbound[table] != "") && first {
			t.Errorf("%s: view %t, reason %q", table, view != "", unbound[table])
		}
		if view == "" || column == "id" {
			return nil
		}
		columns++
		digested := strings.Contains(view, "'"+column+"'") || strings.Contains(view, "t."+column+",") || strings.Contains(view, "t."+column+")")
		if excepted := slices.Contains(strings.Fields(loose[table]), column); digested == excepted {
			t.Errorf("%s.%s: digested %v, excepted %v", table, column, digested, excepted)
		}
		return nil
	}); err != nil || columns < 300 || len(tables) < 50 {
		t.Errorf("%d columns of %d tables, %v", columns, len(tables), err)
	}
	for _, list := range []map[string]string{loose, unbound} {
		for table := range list {
			if !tables[table] {
				t.Errorf("%s is excepted and not there", table)
			}
		}
	}
}

// The auditor's role verifies with views alone: facts without words, and no table behind them.
func TestFacts_WhatTheAuditorReads(t *testing.T) {
	t.Parallel()
	w := populated(t)
	q, err := w.db.As(t.Context(), database.RoleAudit)
	if err != nil {
		t.Fatal(err)
	}
	var fields string
	if err := q.QueryRow(t.Context(), `SELECT string_agg(fields::text, ' ') FROM audit_facts`).Scan(&fields); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"演示", "理由", "仓库", "事实", "hash\"", "words\": \"w"} {
		if strings.Contains(fields, word) {
			t.Errorf("%q stands in what the auditor reads", word)
		}
	}
	for _, table := range []string{"acts", "users", "decisions", "parties", "approvals", "goose_db_version", "settings"} {
		if _, err := q.Exec(t.Context(), "SELECT FROM "+table); err == nil {
			t.Errorf("the auditor reads %s", table)
		}
	}
	who := actor.Automatic("x")
	if _, err := w.log.Write(t.Context(), who, audit.Key{},
		func(tx *audit.Tx) error { return tx.Record(t.Context(), event(audit.CaseStream(1), "later")) }); err != nil {
		t.Fatal(err)
	}
}

// Facts are read back in every act by plans that are kept: whoever replaces one of these functions must say so again.
func TestFacts_ReadByKeptPlans(t *testing.T) {
	rows, err := testkit.DB(t).Read().Query(t.Context(), `SELECT proname FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND 'plan_cache_mode=force_generic_plan' = ANY(proconfig) ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || !slices.Equal(kept, []string{"audit_fact", "audit_touched"}) {
		t.Errorf("kept plans: %v, %v", kept, err)
	}
}
