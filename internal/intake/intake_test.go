package intake_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/intake"
	"touchstone/internal/law"
	"touchstone/internal/testkit"
	"touchstone/policies"
)

// house is one database with two commerce agencies.
type house struct {
	db     *database.DB
	super  *pgx.Conn
	clock  *testkit.Clock
	policy *access.Policy
	desk   intake.Desk
	vault  *intake.Vault
	people map[string]actor.Actor
}

func build(t *testing.T) *house {
	t.Helper()
	h := &house{db: testkit.DB(t), clock: testkit.NewClock("2026-03-02T09:00:00+08:00"), people: map[string]actor.Actor{}}
	h.super = testkit.Super(t, h.db)
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	var codes []actor.Role
	for _, r := range book.Roles {
		codes = append(codes, r.Code)
	}
	if h.policy, err = access.Load(policies.FS(), codes, h.clock.Now); err != nil {
		t.Fatal(err)
	}
	log := audit.New(h.db, h.clock.Now)
	key, err := intake.Key(filepath.Join(t.TempDir(), "keys"), true, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if h.vault, err = intake.NewVault(h.db.Informant, h.db.Read(), key, rand.Reader, log, h.policy, law.Fixed(book)); err != nil {
		t.Fatal(err)
	}
	h.desk = intake.Desk{Log: log, Access: h.policy, Book: law.Fixed(book), Vault: h.vault, Random: rand.Reader}
	for _, p := range []struct{ name, agency, role string }{{"intake", "mofcom", "intake_officer"}, {"officer", "mofcom", "case_handler"},
		{"gd.intake", "gdcom", "intake_officer"}} {
		h.person(t, p.name, p.agency, actor.Role(p.role))
	}
	return h
}

func (h *house) person(t *testing.T, name, agency string, role actor.Role) {
	t.Helper()
	a := actor.Actor{Username: name, Name: "虚构" + name, AgencyCode: agency, AgencyKind: "commerce", UnitName: "u", Clearance: 2, Roles: []actor.Role{role}}
	for _, s := range []struct {
		sql  string
		args []any
		into *int64
	}{
		{`INSERT INTO agencies (code, kind, name_zh, name_en, short_zh) VALUES ($1,'commerce',$1,$1,$1) ON CONFLICT (code) DO UPDATE SET name_zh = excluded.name_zh
			RETURNING id`, []any{agency}, &a.AgencyID},
		{`INSERT INTO org_units (agency_id, code, name_zh, name_en) VALUES ((SELECT id FROM agencies WHERE code = $1),'u','u','u')
			ON CONFLICT (agency_id, code) DO UPDATE SET name_zh = 'u' RETURNING id`, []any{agency}, &a.UnitID},
		{`INSERT INTO users (ref, agency_id, unit_id, username, name_zh, name_en, clearance, created_at) SELECT $1, o.agency_id, o.id, $1, $1, $1, 2, now()
FROM org_units o JOIN agencies g ON g.id = o.agency_id WHERE g.code = $2 RETURNING id`, []any{name, agency}, &a.UserID},
	} {
		if err := h.super.QueryRow(t.Context(), s.sql, s.args...).Scan(s.into); err != nil {
			t.Fatal(err)
		}
	}
	h.people[name] = a
}

func tip(h *house) intake.TipInput {
	return intake.TipInput{Channel: "phone", SourceKind: "tip", ReceivedAt: h.clock.Now(), Subject: "涉嫌无证出口锑锭", Summary: "举报称某公司夹藏出口。", Mineral: "antimony",
		Marking: actor.Internal, Informant: &intake.Identity{Name: "虚构举报人PLANTED", Contact: "planted@example.org"}}
}

func (h *house) count(t *testing.T, sql string, args ...any) (n int) {
	t.Helper()
	if err := h.super.QueryRow(t.Context(), sql, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestVault_ShowsTheInformantToIntakeOfTheAgencyOnly(t *testing.T) {
	t.Parallel()
	h := build(t)
	r, err := h.desk.Register(t.Context(), h.people["intake"], tip(h))
	if err != nil {
		t.Fatal(err)
	}
	got, err := h.vault.Reveal(t.Context(), h.people["intake"], r.ID, "核实举报人是否愿意作证", audit.Key{}, h.clock.Now())
	if err != nil || got.Name != "虚构举报人PLANTED" || got.Contact != "planted@example.org" {
		t.Fatalf("%+v, %v", got, err)
	}
	if n := h.count(t, "SELECT count(*) FROM audit_events WHERE action = 'informant.read' AND target_id = $1", r.ID); n != 1 {
		t.Errorf("%d events of the reading", n)
	}
	if n := h.count(t, "SELECT count(*) FROM informant.accesses WHERE tip_id = $1 AND action = 'get'", r.ID); n != 1 {
		t.Errorf("%d rows of the reading", n)
	}
	for name, kind := range map[string]errs.Kind{"officer": errs.NotFound, "gd.intake": errs.NotFound} {
		if _, err := h.vault.Reveal(t.Context(), h.people[name], r.ID, "核实举报人是否愿意作证", audit.Key{}, h.clock.Now()); errs.KindOf(err) != kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := h.desk.Triage(t.Context(), h.people["intake"], r.ID, 1, audit.Key{}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.vault.Reveal(t.Context(), h.people["officer"], r.ID, "核实举报人是否愿意作证", audit.Key{}, h.clock.Now()); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("a handler who sees the triaged tip: %v", err)
	}
	if n := h.count(t, "SELECT count(*) FROM informant.accesses WHERE action = 'get'"); n != 1 {
		t.Errorf("a refused reading reached the vault: %d", n)
	}
}

// TestVault_LeavesNothingInTheClear looks for planted values in every table there is.
func TestVault_LeavesNothingInTheClear(t *testing.T) {
	t.Parallel()
	h := build(t)
	if _, err := h.desk.Register(t.Context(), h.people["intake"], tip(h)); err != nil {
		t.Fatal(err)
	}
	rows, err := h.super.Query(t.Context(), `SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_schema IN ('public','informant')
		AND table_type = 'BASE TABLE'`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range tables {
		if n := h.count(t, "SELECT count(*) FROM "+name+" x WHERE x::text ILIKE '%PLANTED%' OR x::text ILIKE '%"+strings.ToLower(hexOf("PLANTED"))+"%'"); n > 0 {
			t.Errorf("%s holds the informant", name)
		}
	}
}

func hexOf(s string) string {
	var b bytes.Buffer
	for _, c := range []byte(s) {
		b.WriteString("0123456789abcdef"[c>>4 : c>>4+1])
		b.WriteString("0123456789abcdef"[c&15 : c&15+1])
	}
	return b.String()
}

func TestVault_RefusesAnotherKeyAndAMovedRow(t *testing.T) {
	t.Parallel()
	h := build(t)
	who := h.people["intake"]
	first, err := h.desk.Register(t.Context(), who, tip(h))
	if err != nil {
		t.Fatal(err)
	}
	second, err := h.desk.Register(t.Context(), who, intake.TipInput{Channel: "phone", SourceKind: "tip", ReceivedAt: h.clock.Now(), Subject: "x", Summary: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.super.Exec(t.Context(), "UPDATE informant.identities SET tip_id = $1", second.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := h.vault.Reveal(t.Context(), who, second.ID, "核实举报人是否愿意作证", audit.Key{}, h.clock.Now()); errs.KindOf(err) != errs.Internal {
		t.Errorf("a moved row opened: %v", err)
	}
	if _, err := h.vault.Reveal(t.Context(), who, first.ID, "核实举报人是否愿意作证", audit.Key{}, h.clock.Now()); errs.KindOf(err) != errs.NotFound {
		t.Errorf("nothing there: %v", err)
	}
	other, err := intake.NewVault(h.db.Informant, h.db.Read(), bytes.Repeat([]byte{7}, 32), rand.Reader, audit.New(h.db, h.clock.Now), h.policy, h.desk.Book)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Reveal(t.Context(), who, second.ID, "核实举报人是否愿意作证", audit.Key{}, h.clock.Now()); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("another key: %v", err)
	}
}

func TestVault_TheProgramsOwnRoleCannotReadTheSchema(t *testing.T) {
	t.Parallel()
	h := build(t)
	var n int
	for what, sql := range map[string]string{"table": "SELECT count(*) FROM informant.identities", "function": "SELECT count(*) FROM informant.get(1,1,1,now())"} {
		if err := h.db.Read().QueryRow(t.Context(), sql).Scan(&n); err == nil {
			t.Errorf("ts_app reads the %s", what)
		}
	}
	q, err := h.db.Informant(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := q.QueryRow(t.Context(), "SELECT count(*) FROM informant.identities").Scan(&n); err == nil {
		t.Error("ts_informant lists")
	}
}

func TestTip_IsTriagedOnceAndDismissedWithAReason(t *testing.T) {
	t.Parallel()
	h := build(t)
	who := h.people["intake"]
	r, err := h.desk.Register(t.Context(), who, tip(h))
	if err != nil {
		t.Fatal(err)
	}
	if err := h.desk.Triage(t.Context(), h.people["gd.intake"], r.ID, 1, audit.Key{}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("another agency: %v", err)
	}
	if err := h.desk.Triage(t.Context(), who, r.ID, 7, audit.Key{}); errs.KindOf(err) != errs.Conflict {
		t.Errorf("stale: %v", err)
	}
	if err := h.desk.Triage(t.Context(), who, r.ID, 1, audit.Key{}); err != nil {
		t.Fatal(err)
	}
	if err := h.desk.Triage(t.Context(), who, r.ID, 2, audit.Key{}); errs.KindOf(err) != errs.Conflict {
		t.Errorf("twice: %v", err)
	}
	if err := h.desk.Dismiss(t.Context(), who, r.ID, 2, "短", audit.Key{}); errs.KindOf(err) != errs.InvalidInput {
		t.Errorf("no reason: %v", err)
	}
	if err := h.desk.Dismiss(t.Context(), who, r.ID, 2, "经核查与另一线索重复，不再处理。", audit.Key{}); err != nil {
		t.Fatal(err)
	}
	if n := h.count(t, "SELECT count(*) FROM audit_events WHERE kind = 'tip' AND target_id = $1", r.ID); n != 3 {
		t.Errorf("%d events instead of 3", n)
	}
}

func TestTip_WrongInputNamesEveryField(t *testing.T) {
	t.Parallel()
	h := build(t)
	_, err := h.desk.Register(t.Context(), h.people["intake"], intake.TipInput{Channel: "pigeon", Marking: actor.PointerOnly, Informant: &intake.Identity{},
		ReceivedAt: h.clock.Now()})
	var e *errs.E
	if errs.KindOf(err) != errs.InvalidInput || !errors.As(err, &e) || len(e.Fields) != 6 {
		t.Fatalf("%v", err)
	}
	if _, err := h.desk.Register(t.Context(), h.people["officer"], tip(h)); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("a handler: %v", err)
	}
	late := tip(h)
	late.ReceivedAt = h.clock.Now().Add(time.Hour)
	if _, err := h.desk.Register(t.Context(), h.people["intake"], late); errs.KindOf(err) != errs.InvalidInput {
		t.Errorf("tomorrow's tip: %v", err)
	}
	if n := h.count(t, "SELECT (SELECT count(*) FROM tips) + (SELECT count(*) FROM informant.identities)"); n != 0 {
		t.Errorf("left %d rows", n)
	}
}

func TestTips_ShowWhetherThereIsAnInformantToIntakeOnly(t *testing.T) {
	t.Parallel()
	h := build(t)
	r, err := h.desk.Register(t.Context(), h.people["intake"], tip(h))
	if err != nil {
		t.Fatal(err)
	}
	if err := h.desk.Triage(t.Context(), h.people["intake"], r.ID, 1, audit.Key{}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"intake": true, "officer": false} {
		var list, one []intake.Tip
		err := h.db.Batch(t.Context(), func(b *pgx.Batch) {
			intake.Tips(b, h.policy, h.people[name], nil, nil, 10, &list)
			intake.TipByRef(b, h.policy, h.people[name], r.Ref, &one)
		})
		if err != nil || len(list) != 1 || len(one) != 1 || list[0].HasInformant != want || one[0].HasInformant != want {
			t.Errorf("%s: %+v %+v %v", name, list, one, err)
		}
	}
	var none []intake.Tip
	if err := h.db.Batch(t.Context(), func(b *pgx.Batch) { intake.TipByRef(b, h.policy, h.people["gd.intake"], r.Ref, &none) }); err != nil || len(none) != 0 {
		t.Errorf("another agency sees %+v, %v", none, err)
	}
}

func TestKey_IsMadeOnceAndGuarded(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "keys")
	if _, err := intake.Key(dir, false, rand.Reader); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("made up: %v", err)
	}
	first, err := intake.Key(dir, true, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	again, err := intake.Key(dir, true, rand.Reader)
	if err != nil || !bytes.Equal(first, again) {
		t.Errorf("another key on the second start: %v", err)
	}
	path := filepath.Join(dir, "informant.key")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o400 {
		t.Errorf("%v %v", info, err)
	}
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	if _, err := intake.Key(dir, true, rand.Reader); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("a key that all may read: %v", err)
	}
}

func TestPublicRecord_OpensATip(t *testing.T) {
	t.Parallel()
	record, err := intake.LoadPublic(policies.FS())
	if err != nil || len(record.All()) != 31 {
		t.Fatalf("%d entries, %v", len(record.All()), err)
	}
	h := build(t)
	for _, p := range record.All() {
		in := intake.OpenFrom(p)
		in.ReceivedAt = h.clock.Now()
		if _, err := h.desk.Register(context.WithoutCancel(t.Context()), h.people["intake"], in); err != nil {
			t.Errorf("%s: %v", p.Code, err)
		}
		if len(p.URLs()) > 0 && !strings.Contains(in.Summary, p.URLs()[0]) {
			t.Errorf("%s: the source is not named", p.Code)
		}
	}
}
