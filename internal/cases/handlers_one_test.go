package cases_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"touchstone/internal/access"
)

// TestHandlers_CountedAlikeInBothPlaces: who handles a case now is said in SQL twice, where the naming becomes owed and in the
// scope that opens the naming (policies/access/scopes.sql: owing), because a scope is a whole condition. Over random places,
// roles, offices and accounts, with ends before, at and after this moment, the two never differ. Seen to fail with each of the
// ten conditions of the scope changed.
func TestHandlers_CountedAlikeInBothPlaces(t *testing.T) {
	t.Parallel()
	h := build(t)
	got, err := h.register(h.lead())
	if err != nil {
		t.Fatal(err)
	}
	h.clock.Advance(time.Hour)
	id, head, now := got.Target.ID, h.people["unithead"], h.clock.Now()
	exec := func(sql string, args ...any) {
		t.Helper()
		if _, err := h.super.Exec(t.Context(), sql, args...); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	exec("UPDATE cases SET compartmented = true")
	draw := rand.New(rand.NewPCG(8, 4)) //nolint:gosec // the same world in every run
	one := func(of ...any) any { return of[draw.IntN(len(of))] }
	often := func(usual any, of ...any) any {
		if draw.IntN(9) > 0 {
			return usual
		}
		return one(of...)
	}
	past, soon, never := now.Add(-time.Minute), now.Add(time.Minute), now.AddDate(9, 0, 0)
	us, them := h.people["officer"].AgencyID, h.people["gd.officer"].AgencyID
	seen := map[bool]int{}
	for round := range 300 {
		exec("DELETE FROM case_members")
		exec("DELETE FROM role_grants WHERE role IN ('case_handler', 'ps_investigator')")
		exec("UPDATE cases SET machine = $1, state = CASE $1 WHEN 'admin_case' THEN 'LEAD_REGISTERED' ELSE 'RECEIVED' END, handlers_owed_at = NULL",
			often("admin_case", "criminal_case"))
		for _, name := range []string{"officer", "officer2", "officer3"} {
			user := h.people[name].UserID
			exec("UPDATE users SET disabled_at = $2, agency_id = $3 WHERE id = $1", user, often(nil, past, now), often(us, them))
			exec(`INSERT INTO case_members (case_id, user_id, part, handled, from_at, to_at, granted_by) VALUES ($1, $2, $3, 'handler', $4, $5, $2)`,
				id, user, often("handler", "support", "reader"), often(past.Add(-time.Hour), past, now, soon), often(never, past, now, soon))
			for range 1 + draw.IntN(2) {
				exec("INSERT INTO role_grants (user_id, role, agency_id, valid_from, valid_to, revoked_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
					user, often("case_handler", "ps_investigator"), often(us, them), often(past.Add(-time.Hour), past, now, soon), often(never, soon.Add(time.Hour)),
					often(nil, past, now))
			}
			exec("UPDATE role_grants SET valid_to = $2 WHERE user_id = $1 AND valid_from < $2", user, often(never, past, now))
		}
		if _, err := h.desk.Recount(t.Context(), h.db.Read(), now); err != nil {
			t.Fatal(err)
		}
		var counted bool
		h.scan("SELECT handlers_owed_at IS NOT NULL FROM cases WHERE id = $1", []any{id}, &counted)
		exec("UPDATE cases SET handlers_owed_at = $1", now)
		opened, err := h.policy.May(t.Context(), h.db.Read(), head, access.Assign, access.Target{Kind: access.Case, ID: id})
		if err != nil || opened != counted {
			t.Fatalf("round %d: the naming is owed: %v; the scope opens: %v, %v", round, counted, opened, err)
		}
		seen[counted]++
	}
	if seen[true] < 40 || seen[false] < 40 {
		t.Errorf("owed %d times, not owed %d: the draw shows too little", seen[true], seen[false])
	}
}
