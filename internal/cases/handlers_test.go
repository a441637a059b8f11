package cases_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"touchstone/internal/cases"
	"touchstone/internal/errs"
	"touchstone/internal/testkit"
)

const because = "因案件需要，请予以调整。"

// TestHandlers_NoChangeTakesThemBelowTwo: each way by which one of two handlers would go is refused with its sentence and
// changes nothing; with a third, or with who takes over named in the same act, it goes.
func TestHandlers_NoChangeTakesThemBelowTwo(t *testing.T) {
	t.Parallel()
	h := build(t)
	got, err := h.register(h.lead())
	if err != nil {
		t.Fatal(err)
	}
	ctx, head, id, until := t.Context(), h.people["unithead"], got.Target.ID, h.clock.Now().AddDate(0, 1, 0)
	grant := func(user, part string, until *time.Time) func() error {
		return func() error {
			return h.desk.Grant(ctx, head, id, cases.GrantInput{Username: user, Part: part, Until: until, Reason: because})
		}
	}
	revoke := func(user string) func() error {
		return func() error {
			return h.desk.Revoke(ctx, head, id, cases.RevokeInput{UserID: h.people[user].UserID, Reason: because})
		}
	}
	assign := func(users ...string) func() error {
		return func() error {
			return h.desk.Assign(ctx, head, id, cases.AssignInput{Handlers: users, Reason: because})
		}
	}
	ways := map[string]func() error{
		"taken away": revoke("officer2"), "made a reader": grant("officer2", "reader", nil), "made to support": grant("officer2", "support", nil),
		"made a reader with an end": grant("officer2", "reader", &until), "alone": assign("officer"), "one twice": assign("officer", "officer"),
	}
	handlers := func() (names string) {
		h.scan("SELECT string_agg(u.username, ' ' ORDER BY u.username) FROM case_members m JOIN users u ON u.id = m.user_id WHERE m.case_id = $1 "+
			"AND m.part = 'handler' AND m.to_at > $2", []any{id, h.clock.Now()}, &names)
		return names
	}
	for name, way := range ways {
		if err := way(); errs.KindOf(err) != errs.InvalidInput || !strings.Contains(err.Error(), "two") {
			t.Errorf("%s: %v", name, err)
		}
		if got := handlers(); got != "officer officer2" {
			t.Fatalf("%s: handled by %s", name, got)
		}
	}
	for _, step := range []func() error{grant("officer3", "reader", nil), revoke("officer3"), assign("officer", "officer2", "officer3"), revoke("officer2"),
		assign("officer2", "officer3")} {
		if err := step(); err != nil {
			t.Error(err)
		}
	}
	if got := handlers(); got != "officer2 officer3" {
		t.Errorf("handled by %s", got)
	}
	if _, err := h.super.Exec(ctx, "UPDATE role_grants SET revoked_at = $1 WHERE user_id = $2", h.clock.Now(), h.people["officer2"].UserID); err != nil {
		t.Fatal(err)
	}
	if err := revoke("officer2")(); err != nil { // without the role he handled it no more: nothing is lost by his going
		t.Error(err)
	}
}

// TestHandlers_OwedWhateverPartTheLastOneGets: a case that has lost one of its two handlers owes the naming also when the
// other one gets another part, for which nobody is refused any more. Seen to owe nothing where only parts were counted.
func TestHandlers_OwedWhateverPartTheLastOneGets(t *testing.T) {
	t.Parallel()
	for _, part := range []string{"reader", "support"} {
		h := build(t)
		got, err := h.register(h.lead())
		if err != nil {
			t.Fatal(err)
		}
		id, head := got.Target.ID, h.people["unithead"]
		if _, err := h.super.Exec(t.Context(), "UPDATE users SET disabled_at = $1 WHERE username = 'officer2'", h.clock.Now()); err != nil {
			t.Fatal(err)
		}
		if err := h.desk.Grant(t.Context(), head, id, cases.GrantInput{Username: "officer", Part: part, Reason: because}); err != nil {
			t.Fatal(err)
		}
		var owed bool
		if h.scan("SELECT handlers_owed_at IS NOT NULL FROM cases WHERE id = $1", []any{id}, &owed); !owed {
			t.Errorf("made a %s: nobody owes the naming", part)
		}
		if err := h.desk.Assign(t.Context(), head, id, cases.AssignInput{Handlers: []string{"officer", "officer3"}, Reason: because}); err != nil {
			t.Fatal(err)
		}
		if h.scan("SELECT handlers_owed_at IS NOT NULL FROM cases WHERE id = $1", []any{id}, &owed); owed {
			t.Errorf("made a %s: two are named again, and it is owed", part)
		}
	}
}

// TestHandlers_TwoAtOnce: of three handlers two are taken away at the same moment by two people; one of them is refused.
func TestHandlers_TwoAtOnce(t *testing.T) {
	t.Parallel()
	h := build(t)
	got, err := h.register(h.lead())
	if err != nil {
		t.Fatal(err)
	}
	id, head := got.Target.ID, h.people["unithead"]
	for range 5 {
		h.clock.Advance(time.Second)
		if err := h.desk.Assign(t.Context(), head, id, cases.AssignInput{Handlers: []string{"officer", "officer2", "officer3"}, Reason: because}); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(time.Second)
		var wait sync.WaitGroup
		failed := make([]error, 2)
		for i, user := range []string{"officer2", "officer3"} {
			wait.Go(func() {
				failed[i] = h.desk.Revoke(t.Context(), head, id, cases.RevokeInput{UserID: h.people[user].UserID, Reason: because})
			})
		}
		wait.Wait()
		if (failed[0] == nil) == (failed[1] == nil) {
			t.Errorf("two at once: %v", failed)
		}
	}
}

// TestHandlers_NoneWithADutyThatExcludesIt: who reviewed, heard or decided in the matter is named neither to handle nor to support
// it: the naming is refused with its sentence and changes nothing. He may be named to read; and who did none of that is named.
func TestHandlers_NoneWithADutyThatExcludesIt(t *testing.T) {
	t.Parallel()
	for _, role := range []string{"legal_reviewer", "hearing_officer", "agency_head", "principal_head", "evidence_custodian", "secrecy_officer"} {
		h := build(t)
		got, err := h.register(h.lead())
		if err != nil {
			t.Fatal(err)
		}
		ctx, head, id := t.Context(), h.people["unithead"], got.Target.ID
		if _, err := h.super.Exec(ctx,
			`INSERT INTO acts OVERRIDING SYSTEM VALUE
				SELECT (jsonb_populate_record(a, jsonb_build_object('id', 900001, 'actor_id', $1::bigint, 'actor_role', $2::text))).* FROM acts a WHERE a.case_id = $3
				  LIMIT 1`,
			h.people["officer3"].UserID, role, id); err != nil {
			t.Fatal(err)
		}
		grant := func(part string) error {
			return h.desk.Grant(ctx, head, id, cases.GrantInput{Username: "officer3", Part: part, Reason: because})
		}
		assign := func(other string) error {
			return h.desk.Assign(ctx, head, id, cases.AssignInput{Handlers: []string{"officer", other}, Reason: because})
		}
		for name, err := range map[string]error{"assigned": assign("officer3"), "supporting": grant("support")} {
			if errs.KindOf(err) != errs.InvalidInput || !strings.Contains(err.Error(), "procedure.field.person_duty") {
				t.Errorf("%s, who acted as %s: %v", name, role, err)
			}
		}
		var named int
		if h.scan("SELECT count(*) FROM case_members WHERE case_id = $1 AND user_id = $2", []any{id, h.people["officer3"].UserID}, &named); named != 0 {
			t.Errorf("%s: he is named all the same", role)
		}
		for name, err := range map[string]error{"reading": grant("reader"), "another one": assign("officer2")} {
			if err != nil {
				t.Errorf("%s, beside a %s: %v", name, role, err)
			}
		}
	}
}

// TestHandlers_NobodyWaitsForAnAccountOfAnotherOrgan: whoever types the name of an account of another organ is told at once
// that it is no colleague's, also while somebody moves it, as of a name that nobody has. Seen to wait where the account was
// locked before its organ was looked at.
func TestHandlers_NobodyWaitsForAnAccountOfAnotherOrgan(t *testing.T) {
	t.Parallel()
	h := build(t)
	got, err := h.register(h.lead())
	if err != nil {
		t.Fatal(err)
	}
	ctx, head, id := t.Context(), h.people["unithead"], got.Target.ID
	hold, err := testkit.Super(t, h.db).Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := hold.Exec(ctx, "SELECT 1 FROM users WHERE username = 'gd.officer' FOR NO KEY UPDATE"); err != nil {
		t.Fatal(err)
	}
	for _, user := range []string{"gd.officer", "nobody"} {
		lead := h.lead()
		lead["co_handler"] = user
		_, registering := h.register(lead)
		for name, err := range map[string]error{
			"granted":    h.desk.Grant(ctx, head, id, cases.GrantInput{Username: user, Part: "reader", Reason: because}),
			"assigned":   h.desk.Assign(ctx, head, id, cases.AssignInput{Handlers: []string{"officer", user}, Reason: because}),
			"registered": registering,
		} {
			if errs.KindOf(err) != errs.InvalidInput {
				t.Errorf("%s %s: %v", name, user, err)
			}
		}
	}
}

// TestHandlers_NobodyOpensAFileToHimself: the head who owes the naming on a compartmented file on which he is not named does
// not name himself, though he may handle files; he names others, and on a file that he reads he may name himself too.
func TestHandlers_NobodyOpensAFileToHimself(t *testing.T) {
	t.Parallel()
	h := build(t)
	got, err := h.register(h.lead())
	if err != nil {
		t.Fatal(err)
	}
	ctx, id, head := t.Context(), got.Target.ID, h.people["unithead"]
	exec := func(sql string, args ...any) {
		t.Helper()
		if _, err := h.super.Exec(ctx, sql, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec("INSERT INTO role_grants (user_id, role, agency_id, valid_from, valid_to) VALUES ($1, 'case_handler', $2, $3, $4)", head.UserID, head.AgencyID,
		h.clock.Now().AddDate(-1, 0, 0), h.clock.Now().AddDate(1, 0, 0))
	exec("UPDATE cases SET compartmented = true, handlers_owed_at = $1", h.clock.Now())
	exec("UPDATE users SET disabled_at = $1 WHERE username = 'officer2'", h.clock.Now())
	head.Roles = append(head.Roles, "case_handler")
	assign := func(users ...string) error {
		return h.desk.Assign(ctx, head, id, cases.AssignInput{Handlers: users, Reason: because})
	}
	for _, himself := range []string{"unithead", " UnitHead"} {
		if err := assign("officer", himself); errs.KindOf(err) != errs.InvalidInput || !strings.Contains(err.Error(), "not_yourself") {
			t.Errorf("%q: %v", himself, err)
		}
	}
	if err := assign("officer", "officer3"); err != nil {
		t.Errorf("others: %v", err)
	}
	exec("UPDATE cases SET compartmented = false")
	if err := assign("officer", "unithead"); err != nil {
		t.Errorf("an open file: %v", err)
	}
}
