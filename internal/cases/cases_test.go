package cases_test

import (
	"crypto/rand"
	"testing"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/admincase"
	"touchstone/internal/audit"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/penalty"
	"touchstone/internal/procedure"
	"touchstone/internal/testkit"
	"touchstone/policies"
)

// house is one database with the people of a commerce unit, one of another agency, and a registered case.
type house struct {
	t      *testing.T
	db     *database.DB
	super  *pgx.Conn
	clock  *testkit.Clock
	policy *access.Policy
	engine *procedure.Engine
	desk   cases.Desk
	people map[string]actor.Actor
}

func build(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, db: testkit.DB(t), clock: testkit.NewClock("2026-03-02T09:00:00+08:00"), people: map[string]actor.Actor{}}
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
	reg, err := procedure.Register(law.Fixed(book), procedure.ByAct(law.Fixed(book)), cases.Track(cases.Deps{Book: law.Fixed(book), Random: rand.Reader}),
		admincase.Track(law.Fixed(book)), penalty.Track(law.Fixed(book)))
	if err != nil {
		t.Fatal(err)
	}
	h.engine = procedure.New(procedure.Parts{Book: law.Fixed(book), Registry: reg, Log: log, Access: h.policy, Project: cases.Project(law.Fixed(book)),
		Random: rand.Reader, Reader: h.db.Read(), Now: h.clock.Now})
	h.desk = cases.Desk{Log: log, Access: h.policy, Book: law.Fixed(book)}
	for _, p := range []struct{ name, agency, role string }{{"intake", "mofcom", "intake_officer"}, {"officer", "mofcom", "case_handler"},
		{"officer2", "mofcom", "case_handler"},
		{"officer3", "mofcom", "case_handler"}, {"unithead", "mofcom", "unit_head"}, {"auditor", "mofcom", "auditor"}, {"gd.officer", "gdcom", "case_handler"}} {
		h.person(p.name, p.agency, actor.Role(p.role))
	}
	return h
}

func (h *house) scan(sql string, args []any, into ...any) {
	h.t.Helper()
	if err := h.super.QueryRow(h.t.Context(), sql, args...).Scan(into...); err != nil {
		h.t.Fatalf("%s: %v", sql, err)
	}
}

func (h *house) person(name, agency string, role actor.Role) {
	h.t.Helper()
	a := actor.Actor{Username: name, Name: "虚构" + name, AgencyCode: agency, AgencyKind: "commerce", UnitName: "u", Clearance: 1, Roles: []actor.Role{role}}
	h.scan(`INSERT INTO agencies (code, kind, name_zh, name_en, short_zh) VALUES ($1,'commerce',$1,$1,$1) ON CONFLICT (code) DO UPDATE
		SET name_zh = excluded.name_zh RETURNING id`, []any{agency}, &a.AgencyID)
	h.scan(`INSERT INTO org_units (agency_id, code, name_zh, name_en) VALUES ($1,'u','u','u') ON CONFLICT (agency_id, code) DO UPDATE SET name_zh = 'u'
		RETURNING id`, []any{a.AgencyID}, &a.UnitID)
	h.scan(`INSERT INTO users (ref, agency_id, unit_id, username, name_zh, name_en, certificate_no, certificate_to, clearance, created_at)
		VALUES ($1,$2,$3,$1,$4,$1,$1,'2030-01-01',1,$5) RETURNING id`,
		[]any{name, a.AgencyID, a.UnitID, a.Name, h.clock.Now()}, &a.UserID)
	var id int64
	h.scan(`INSERT INTO role_grants (user_id, role, agency_id, valid_from, valid_to) VALUES ($1,$2,$3,$4,$5) RETURNING id`,
		[]any{a.UserID, string(role), a.AgencyID, h.clock.Now().AddDate(-1, 0, 0), h.clock.Now().AddDate(5, 0, 0)}, &id)
	h.people[name] = a
}

func (h *house) lead() law.Values {
	return law.Values{"source_kind": "tip", "received_at": h.clock.Now(), "summary": "某公司涉嫌无证出口锑锭。", "party": "虚构贸易有限公司", "mineral": "antimony",
		"co_handler": "officer2",
		"marking":    "INTERNAL", "lead_basis": "ECL-34-1"}
}

func (h *house) register(in law.Values) (procedure.Receipt, error) {
	return h.engine.Do(h.t.Context(), h.people["officer"], procedure.Command{Target: matter.Target{Entity: law.AdminCase}, Event: "admin_lead.registered",
		Input: in, Version: -1})
}

func (h *house) tip(state, agency string) string {
	h.t.Helper()
	ref, err := ids.NewRef(ids.Tip, rand.Reader)
	if err != nil {
		h.t.Fatal(err)
	}
	who := h.people["intake"]
	h.scan(`INSERT INTO tips (ref, agency_id, unit_id, channel, source_kind, received_at, subject, summary, state, created_by)
SELECT $1, a.id, $4, 'phone', 'tip', $5, 's', 's', $2, $6 FROM agencies a WHERE a.code = $3 RETURNING ref`,
		[]any{ref, state, agency, who.UnitID, h.clock.Now(), who.UserID}, &ref)
	return ref
}

func TestRegister_MakesTheCaseOfATip(t *testing.T) {
	t.Parallel()
	h := build(t)
	in := h.lead()
	in[cases.FieldTip] = h.tip("TRIAGED", "mofcom")
	got, err := h.register(in)
	if err != nil {
		t.Fatal(err)
	}
	var tip, part1, part2, party string
	var members, goods, facts int
	h.scan("SELECT state FROM tips", nil, &tip)
	h.scan("SELECT count(*) FROM case_members WHERE case_id = $1", []any{got.Target.ID}, &members)
	h.scan("SELECT part FROM case_members WHERE user_id = $1 AND lead", []any{h.people["officer"].UserID}, &part1)
	h.scan("SELECT part FROM case_members WHERE user_id = $1 AND NOT lead", []any{h.people["officer2"].UserID}, &part2)
	h.scan("SELECT name FROM parties WHERE case_id = $1 AND subject", []any{got.Target.ID}, &party)
	h.scan("SELECT count(*) FROM goods_items WHERE case_id = $1 AND net_mg IS NULL", []any{got.Target.ID}, &goods)
	h.scan("SELECT count(*) FROM case_facts f JOIN cases c ON c.id = f.case_id WHERE c.id = $1 AND f.stage <> '' AND c.quantity_mg IS NULL", []any{got.Target.ID},
		&facts)
	if tip != "USED" || members != 2 || part1 != "handler" || part2 != "handler" || party != "虚构贸易有限公司" || goods != 1 || facts != 1 {
		t.Errorf("tip %s, %d members %s %s, party %s, %d goods, %d facts", tip, members, part1, part2, party, goods, facts)
	}
	if got.Location != "/cases/"+got.Ref+"?done=admin_lead.registered" {
		t.Errorf("location %q", got.Location)
	}
	if _, err := h.register(in); errs.KindOf(err) != errs.Conflict {
		t.Errorf("the tip a second time: %v", err)
	}
}

func TestRegister_RefusesAndLeavesNothing(t *testing.T) {
	t.Parallel()
	h := build(t)
	for name, change := range map[string]struct {
		field string
		value any
		kind  errs.Kind
	}{
		"oneself as second officer":  {"co_handler", "officer", errs.InvalidInput},
		"an officer of another":      {"co_handler", "gd.officer", errs.InvalidInput},
		"the head as second officer": {"co_handler", "unithead", errs.InvalidInput},
		"marked above one's own":     {"marking", "WORK_SECRET", errs.InvalidInput},
		"a tip not triaged":          {cases.FieldTip, h.tip("NEW", "mofcom"), errs.NotFound},
		"a tip of another agency":    {cases.FieldTip, h.tip("TRIAGED", "gdcom"), errs.NotFound},
		"no tip":                     {cases.FieldTip, "TP-9", errs.InvalidInput},
	} {
		in := h.lead()
		in[change.field] = change.value
		if _, err := h.register(in); errs.KindOf(err) != change.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	var n int
	h.scan("SELECT (SELECT count(*) FROM cases) + (SELECT count(*) FROM matters) + (SELECT count(*) FROM acts) + (SELECT count(*) FROM parties)", nil, &n)
	if n != 0 {
		t.Errorf("%d rows left behind", n)
	}
}

func TestDesk_GrantRevokeAssign(t *testing.T) {
	t.Parallel()
	h := build(t)
	got, err := h.register(h.lead())
	if err != nil {
		t.Fatal(err)
	}
	id, ctx := got.Target.ID, t.Context()
	reason := "因案件需要，请予以协助。"
	for name, kind := range map[string]errs.Kind{"auditor": errs.InvalidInput, "gd.officer": errs.InvalidInput, "nobody": errs.InvalidInput} {
		if err := h.desk.Grant(ctx, h.people["unithead"], id, cases.GrantInput{Username: name, Part: "reader", Reason: reason}); errs.KindOf(err) != kind {
			t.Errorf("grant to %s: %v", name, err)
		}
	}
	if err := h.desk.Grant(ctx, h.people["gd.officer"], id, cases.GrantInput{Username: "gd.officer", Part: "reader",
		Reason: reason}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a stranger grants himself: %v", err)
	}
	if err := h.desk.Grant(ctx, h.people["unithead"], id, cases.GrantInput{Username: "officer3", Part: "support", Reason: reason}); err != nil {
		t.Fatal(err)
	}
	// on the same page, with its text
	if err := h.desk.Revoke(ctx, h.people["unithead"], id, cases.RevokeInput{UserID: h.people["officer2"].UserID,
		Reason: reason}); errs.KindOf(err) != errs.InvalidInput {
		t.Errorf("the second handler was taken away: %v", err)
	}
	if err := h.desk.Assign(ctx, h.people["unithead"], id, cases.AssignInput{Handlers: []string{"officer"},
		Reason: reason}); errs.KindOf(err) != errs.InvalidInput {
		t.Errorf("one handler: %v", err)
	}
	if err := h.desk.Assign(ctx, h.people["unithead"], id, cases.AssignInput{Handlers: []string{"officer3", "officer"}, Reason: reason}); err != nil {
		t.Fatal(err)
	}
	var names string
	h.scan("SELECT string_agg(u.username, ' ' ORDER BY m.lead DESC, u.username) FROM case_members m JOIN users u ON u.id = m.user_id WHERE m.part = 'handler' "+
		"AND m.to_at > $1", []any{h.clock.Now()}, &names)
	if names != "officer3 officer" {
		t.Errorf("handlers %q", names)
	}
	var events int
	h.scan("SELECT count(*) FROM audit_events WHERE action IN ('member.granted','case.assigned') AND case_id = $1", []any{id}, &events)
	if events != 2 {
		t.Errorf("%d events", events)
	}
}

func TestMark_ClosesTheCompartment(t *testing.T) {
	t.Parallel()
	h := build(t)
	got, err := h.register(h.lead())
	if err != nil {
		t.Fatal(err)
	}
	yes := true
	if err := h.desk.Mark(t.Context(), h.people["unithead"], got.Target.ID, cases.MarkInput{Compartmented: &yes, Reason: "案情敏感，限定知悉范围。"}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"officer": true, "officer3": false} {
		may, err := h.policy.May(t.Context(), h.db.Read(), h.people[name], access.Read, access.Target{Kind: access.Case, ID: got.Target.ID})
		if err != nil || may != want {
			t.Errorf("%s reads: %v, %v", name, may, err)
		}
	}
	secret := actor.WorkSecret
	if err := h.desk.Mark(t.Context(), h.people["officer"], got.Target.ID,
		cases.MarkInput{Marking: &secret, Reason: "案情敏感，限定知悉范围。"}); errs.KindOf(err) != errs.InvalidInput {
		t.Errorf("marked above his own clearance: %v", err)
	}
}
