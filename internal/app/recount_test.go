package app_test

import (
	"testing"
)

// TestRecount_PutsStaleCopiesRight: what lists read of a case is counted anew; a difference is put right once and is on
// record, and there is nothing to do where there is none.
func TestRecount_PutsStaleCopiesRight(t *testing.T) {
	t.Parallel()
	w := play(t, toFiling, toReport)
	ctx := t.Context()
	recount := func() int {
		t.Helper()
		n, err := w.desk.Recount(ctx, w.db.Read(), w.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := recount(); n != 0 {
		t.Errorf("%d cases are stale after acts alone", n)
	}
	for _, spoil := range []string{
		"UPDATE cases SET next_due = '2030-01-01'", "UPDATE case_members SET marking = 0", "UPDATE approvals SET case_due = '2030-01-01' WHERE state = 'OPEN'",
		"UPDATE referrals SET marking = 0", "UPDATE case_facts SET next_due = '2030-01-01'",
	} {
		if _, err := w.super.Exec(ctx, spoil); err != nil {
			t.Fatal(err)
		}
		if n := recount(); n != 1 {
			t.Errorf("%s: %d cases found", spoil, n)
		}
		if n := recount(); n != 0 {
			t.Errorf("%s: %d cases are still stale", spoil, n)
		}
	}
	var recorded int
	w.scan("SELECT count(*) FROM audit_events WHERE action = 'copies.recounted'", nil, &recorded)
	if recorded != 5 {
		t.Errorf("%d recounts on record", recorded)
	}
}
