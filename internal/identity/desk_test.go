package identity_test

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/identity"
	"touchstone/internal/testkit"
)

const password = "correct horse battery staple"

// desk is the sign-in desk over a real database.
type desk struct {
	*identity.Identity
	t     *testing.T
	db    *database.DB
	clock *testkit.Clock
}

func newDesk(t *testing.T, demo bool) *desk {
	t.Helper()
	return openDesk(t, testkit.DB(t), demo)
}

func openDesk(t *testing.T, db *database.DB, demo bool) *desk {
	t.Helper()
	clock := testkit.NewClock("2026-05-12T02:00:00Z")
	return &desk{t: t, db: db, clock: clock, Identity: identity.New(identity.Options{
		DB: db, Log: audit.New(db, clock.Now), Clock: clock.Now, Random: rand.Reader, Logger: slog.New(slog.DiscardHandler), Demo: demo, Secure: !demo,
	})}
}

// person writes an account past the program, as an operator's command will make it one day.
func (d *desk) person(username, kind string, roles ...string) int64 {
	d.t.Helper()
	// Weaker parameters than the program's own: the stored hash names them, and twenty guesses cost a second less each.
	hash, err := argon2id.CreateHash(password, &argon2id.Params{Memory: 1 << 10, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		d.t.Fatal(err)
	}
	var id int64
	err = testkit.Super(d.t, d.db).QueryRow(d.t.Context(), `WITH a AS (INSERT INTO agencies (code, kind, name_zh, name_en, short_zh)
			VALUES ('ag-' || $1, 'commerce', 'a', 'a', 'a') RETURNING id),
		o AS (INSERT INTO org_units (agency_id, code, name_zh, name_en) SELECT id, 'u', 'u', 'u' FROM a RETURNING id),
		u AS (INSERT INTO users (ref, agency_id, unit_id, username, name_zh, name_en, credential_kind, password_hash, created_at)
			SELECT 'US-' || $1, a.id, o.id, $1, 'n', 'n', $2, $3, now() FROM a, o RETURNING id, agency_id),
		g AS (INSERT INTO role_grants (user_id, role, agency_id, valid_from, valid_to)
			SELECT u.id, r, u.agency_id, '2000-01-01', '2100-01-01' FROM u, unnest($4::text[]) r RETURNING id)
		SELECT id FROM u`, username, kind, hash, roles).Scan(&id)
	if err != nil {
		d.t.Fatal(err)
	}
	return id
}

// try signs in and gives the key of the refusal; empty: let in.
func (d *desk) try(username, password string) string {
	d.t.Helper()
	_, err := d.SignIn(d.t.Context(), identity.SignInInput{Username: username, Password: password, Address: "192.0.2.1"})
	return keyOf(d.t, err)
}

func keyOf(t *testing.T, err error) string {
	t.Helper()
	var e *errs.E
	switch {
	case err == nil:
		return ""
	case !errors.As(err, &e):
		t.Fatalf("not classified: %v", err)
	case len(e.Fields) == 1:
		return e.Fields[0].Key
	}
	return e.Key
}

func (d *desk) want(what, got, want string) {
	d.t.Helper()
	if got != want {
		d.t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// wait lets the counter of the address start anew.
func (d *desk) wait() { d.clock.Advance(time.Minute) }

// TestDemoCredentials: copied into a production database they open nothing, and neither does a session of theirs.
func TestDemoCredentials(t *testing.T) {
	t.Parallel()
	d := newDesk(t, false)
	d.person("copied", identity.KindDemo, "case_handler")
	d.want("a demo credential in production", d.try("copied", password), "identity.refused")
	demo := newDesk(t, true)
	demo.person("real", identity.KindPassword, "case_handler")
	demo.want("a production credential in a demo", demo.try("real", password), "identity.refused")
}

func TestClaim(t *testing.T) {
	t.Parallel()
	const refused = "identity.not_a_demo_database"
	production := testkit.DB(t)
	if err := openDesk(t, production, false).Claim(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := keyOf(t, openDesk(t, production, true).Claim(t.Context())); got != refused {
		t.Errorf("demo on production: %q", got)
	}
	peopled := newDesk(t, true)
	peopled.person("real", identity.KindPassword, "case_handler")
	if got := keyOf(t, peopled.Claim(t.Context())); got != refused {
		t.Errorf("demo where real people are: %q", got)
	}
	demo := testkit.DB(t)
	first := openDesk(t, demo, true)
	for range 2 {
		if err := errors.Join(first.Claim(t.Context()), first.EnsureDemo(t.Context())); err != nil {
			t.Fatal(err)
		}
	}
	if got := keyOf(t, openDesk(t, demo, false).EnsureDemo(t.Context())); got != refused {
		t.Errorf("demo people without demo: %q", got)
	}
	second := openDesk(t, demo, false)
	if err := second.Claim(t.Context()); err != nil {
		t.Errorf("production on a demo database: %v", err)
	}
	second.want("a demo account without demo", second.try("officer", identity.DemoPassword), "identity.refused")
	tx, err := demo.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `UPDATE settings SET value = 'production' WHERE key = 'kind'`); err == nil {
		t.Error("the program may change the kind")
	}
	_ = tx.Rollback()
}

// TestDemo_IsTheContract: contract §4, accounts and roles; the record of every account exists.
func TestDemo_IsTheContract(t *testing.T) {
	t.Parallel()
	d := newDesk(t, true)
	if err := d.EnsureDemo(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.want("the demo password", d.try("officer", identity.DemoPassword), "")
	want := map[string]string{
		"officer": "mofcom case_handler", "officer2": "mofcom case_handler", "intake": "mofcom intake_officer", "unithead": "mofcom unit_head",
		"legal": "mofcom legal_reviewer", "hearing": "mofcom hearing_officer", "head": "mofcom agency_head", "principal": "mofcom principal_head",
		"custodian": "mofcom evidence_custodian", "secrecy": "mofcom secrecy_officer",
		"gd.officer": "gdcom case_handler", "gd.officer2": "gdcom case_handler", "gd.unithead": "gdcom unit_head", "gd.head": "gdcom agency_head",
		"gd.principal": "gdcom principal_head",
		"ps.intake":    "szpsb ps_intake", "ps.officer": "szpsb ps_investigator", "ps.officer2": "szpsb ps_investigator", "ps.unithead": "szpsb ps_unit_head",
		"ps.head": "szpsb ps_county_head", "ps.higher": "szpsb ps_higher_head", "ps.legal": "szpsb ps_legal_office", "ps.custodian": "szpsb evidence_custodian",
		"cus.handler": "hpcus case_handler", "cus.handler2": "hpcus case_handler", "cus.unithead": "hpcus unit_head", "cus.reviewer": "hpcus legal_reviewer",
		"cus.chief": "hpcus agency_head", "cus.principal": "hpcus principal_head", "cus.store": "hpcus evidence_custodian", "cus.secrecy": "hpcus secrecy_officer",
		"cus.intake": "hpasb ps_intake", "cus.officer": "hpasb ps_investigator", "cus.officer2": "hpasb ps_investigator", "cus.head": "hpasb ps_county_head",
		"cus.custodian": "hpasb evidence_custodian", "ss.liaison": "gdss mss_liaison", "ss.head": "gdss mss_unit_head",
		"coord": "coord coord_office_reader", "coord2": "coord coord_issuer", "coord.secrecy": "coord secrecy_officer",
		"sysadmin": "system sysadmin", "secadmin": "system secadmin", "secadmin2": "system secadmin", "auditor": "system auditor",
	}
	users, err := d.Users(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range users {
		if len(u.Grants) != 1 || want[u.Username] != u.AgencyCode+" "+u.Grants[0].Role {
			t.Errorf("%s: %s %v, want %s", u.Username, u.AgencyCode, u.Grants, want[u.Username])
		}
		if u.Grants[0].Presiding != (u.Grants[0].Role == "principal_head") {
			t.Errorf("%s presides: %v", u.Username, u.Grants[0].Presiding)
		}
		if handler := u.Grants[0].Role == "case_handler" || u.Grants[0].Role == "ps_investigator"; handler && u.Certificate == "" {
			t.Errorf("%s has no certificate", u.Username)
		}
		delete(want, u.Username)
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
	var events int
	if err := d.db.Read().QueryRow(t.Context(), `SELECT count(*) FROM audit_events WHERE action = 'account.created'`).Scan(&events); err != nil ||
		events != len(users) {
		t.Errorf("%d events for %d accounts, %v", events, len(users), err)
	}
}

// TestAdministrators: three that exclude each other and every other role.
func TestAdministrators(t *testing.T) {
	t.Parallel()
	three := []actor.Role{actor.Sysadmin, actor.Secadmin, actor.Auditor}
	for _, r := range three {
		if err := identity.CheckRoles([]actor.Role{r}); err != nil {
			t.Errorf("%s alone: %v", r, err)
		}
		for _, o := range append(slices.Clone(three), actor.CaseHandler, actor.PrincipalHead) {
			if err := identity.CheckRoles([]actor.Role{o, r}); (err == nil) != (o == r) {
				t.Errorf("%s with %s: %v", o, r, err)
			}
		}
	}
	if err := identity.CheckRoles([]actor.Role{actor.CaseHandler, actor.IntakeOfficer}); err != nil {
		t.Errorf("two case roles: %v", err)
	}
}

// TestCheckCredential: the same steps as signing in, on a counter of its own, and what is wrong leaves a record.
func TestCheckCredential(t *testing.T) {
	t.Parallel()
	d := newDesk(t, false)
	id := d.person("known", identity.KindPassword, "principal_head")
	who := actor.Actor{UserID: id, Name: "n", UnitID: 1}
	check := func(credential string) string {
		t.Helper()
		return keyOf(t, d.CheckCredential(t.Context(), who, credential))
	}
	d.want("missing", check(""), "identity.credential_missing")
	for range 4 {
		d.want("wrong", check("wrong"), "identity.credential_wrong")
	}
	d.want("right", check(password), "")
	for range 4 {
		d.want("wrong again", check("wrong"), "identity.credential_wrong")
	}
	d.want("the fifth in a row", check("wrong"), "identity.sign_locked")
	d.want("right, but locked", check(password), "identity.sign_locked")
	d.want("not locked for signing in", d.try("known", password), "")
	d.want("signing in opens nothing", check(password), "identity.sign_locked")
	d.clock.Advance(10*time.Minute + time.Second)
	d.want("after the lock", check(password), "")
	var refused int
	err := d.db.Read().QueryRow(t.Context(), `SELECT count(*) FROM audit_events WHERE action = 'credential.refused'`).Scan(&refused)
	if err != nil || refused != 9 {
		t.Errorf("%d refusals on record, %v", refused, err)
	}
	d.want("somebody who does not exist", keyOf(t, d.CheckCredential(context.WithoutCancel(t.Context()), actor.Actor{UserID: 999}, "x")), "errors.text.forbidden")
}

// TestSigning_IsNotLockedByStrangers: who guesses at a head's sign-in, until it is closed for good, does not stop the
// head who is signed in from signing; the head's own mistakes close signing by the same steps, and neither success
// forgives the other.
func TestSigning_IsNotLockedByStrangers(t *testing.T) {
	t.Parallel()
	d := newDesk(t, false)
	who := actor.Actor{UserID: d.person("head", identity.KindPassword, "agency_head"), Name: "n", UnitID: 1}
	check := func(credential string) string { return keyOf(t, d.CheckCredential(t.Context(), who, credential)) }
	guess := func(attempt func(string) string, closed string) {
		t.Helper()
		for range 200 {
			if attempt("wrong") == closed {
				return
			}
			d.clock.Advance(time.Hour + time.Second)
		}
		t.Fatalf("never %s", closed)
	}
	signIn := func(password string) string { return d.try("head", password) }
	for range 5 {
		signIn("wrong")
	}
	d.want("locked at the sign-in", signIn(password), "identity.locked")
	d.want("signs all the same", check(password), "")
	d.want("signing opens no sign-in", signIn(password), "identity.locked")
	guess(signIn, "identity.closed")
	d.want("closed at the sign-in", signIn(password), "identity.closed")
	d.want("signs all the same", check(password), "")
	guess(check, "identity.sign_closed")
	d.want("too many mistakes of his own", check(password), "identity.sign_closed")
}
