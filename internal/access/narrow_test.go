package access_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"touchstone/internal/access"
	"touchstone/internal/actor"
)

func isAfter(a any, b time.Time) bool { return a.(time.Time).After(b) }

// dice throws a world: few agencies, units and people, so that every relation is hit often.
type dice struct {
	*rand.Rand
	w *world
}

func (d dice) of(n int64) int64        { return d.Int64N(n) + 1 }
func (d dice) chance(percent int) bool { return d.IntN(100) < percent }
func (d dice) marking() int16          { return int16(d.IntN(4)) }
func (d dice) maybe(p int, v any) any {
	if d.chance(p) {
		return v
	}
	return nil
}
func (d dice) some(ids int64) []int64 {
	out := []int64{}
	for i := int64(1); i <= ids; i++ {
		if d.chance(35) {
			out = append(out, i)
		}
	}
	return out
}

const (
	agencies, units, people, files = 4, 6, 6, 6
)

// A unit belongs to an agency; 1 and 2 have two units each.
func agencyOf(unit int64) int64 { return []int64{0, 1, 1, 2, 2, 3, 4}[unit] }

func (d dice) roll(roles []actor.Role) []actor.Actor {
	w := d.w
	w.clear()
	for i := range int64(agencies) {
		w.add("agencies", row{"kind": []string{"commerce", "public_security", "coordination", "system"}[i]})
	}
	var who []actor.Actor
	for i := int64(1); i <= people; i++ {
		unit := d.of(units)
		w.add("users", row{"agency_id": agencyOf(unit), "unit_id": unit, "disabled_at": d.maybe(15, clock()),
			"posted_at": []time.Time{clock().AddDate(-1, 0, 0), clock().Add(-time.Hour), clock()}[d.IntN(3)]})
		held := []actor.Role{roles[d.IntN(len(roles))]}
		if second := roles[d.IntN(len(roles))]; d.chance(40) && second != held[0] {
			held = append(held, second)
		}
		if i == 1 { // administrators are few among the roles and have their own conditions
			held = []actor.Role{[]actor.Role{actor.Sysadmin, actor.Secadmin, actor.Auditor}[d.IntN(3)]}
		}
		a := as(i, unit, agencyOf(unit), actor.Marking(d.IntN(4)), held...)
		a.AgencyKind = w.find("agencies", a.AgencyID)["kind"].(string)
		who = append(who, a)
		if d.chance(70) { // handlers are few among the roles, and counted
			w.add("role_grants", row{"user_id": i, "role": []string{"case_handler", "ps_investigator"}[d.IntN(5)/4], "agency_id": a.AgencyID,
				"revoked_at": d.maybe(10, clock()), "valid_from": clock().Add(-time.Hour),
				"valid_to": []time.Time{far, clock()}[d.IntN(10)/9]})
		}
		if d.chance(25) { // a grant whose role he does not act in
			w.add("role_grants", row{"user_id": i, "role": []string{"sysadmin", "secadmin", "auditor"}[d.IntN(3)], "agency_id": d.of(agencies)})
		}
		for _, r := range held {
			if d.chance(85) {
				g := w.add("role_grants", row{"user_id": i, "role": string(r), "agency_id": d.of(agencies), "revoked_at": d.maybe(25, clock()), "valid_from": clock()})
				switch d.IntN(8) {
				case 0: // ended this moment
					g["valid_from"], g["valid_to"] = clock().Add(-time.Hour), clock()
				case 1: // not begun
					g["valid_from"] = clock().Add(time.Minute)
				}
			}
		}
	}
	d.files()
	d.tracks(roles)
	d.rest()
	return who
}

func (d dice) files() {
	w := d.w
	for range files {
		unit := d.of(units)
		c := w.add("cases", row{"org_unit_id": unit, "lead_agency_id": agencyOf(unit), "marking": d.marking(), "compartmented": d.chance(35),
			"next_due": clock().AddDate(0, 0, d.IntN(3)), "handlers_owed_at": d.maybe(50, clock()), "machine": []string{"admin_case", "criminal_case"}[d.IntN(5)/4]})
		w.add("case_facts", row{"case_id": c["id"], "id": c["id"], "agency_id": c["lead_agency_id"]})
		for u := int64(1); u <= people; u++ {
			if d.chance(30) {
				w.add("case_members", row{"case_id": c["id"], "user_id": u, "marking": c["marking"], "next_due": c["next_due"], "lead": d.chance(40),
					"part":    []string{"handler", "support", "reader"}[d.IntN(3)],
					"from_at": []time.Time{clock(), clock().Add(time.Second)}[d.IntN(6)/5], "to_at": []time.Time{far, clock()}[d.IntN(5)/4]})
			}
		}
	}
	caseID := func() int64 { return d.of(files) }
	for range 6 {
		w.add("evidence_items", row{"case_id": caseID(), "custody_case_id": d.maybe(40, caseID()), "holder_agency_id": d.of(agencies),
			"to_agency_id": d.maybe(60, d.of(agencies)), "state": []string{"IN_STORAGE", "IN_TRANSIT"}[d.IntN(2)]})
	}
	for i := range 3 {
		w.add("persons", row{"case_id": caseID()})
		w.add("records", row{"case_id": caseID(), "entity": []string{"trade_record", "classified_matter", "classified_matter"}[i]})
		w.add("clocks", row{"case_id": caseID()})
		w.add("handovers", row{"case_id": caseID(), "from_agency_id": d.of(agencies), "to_agency_id": d.maybe(80, d.of(agencies))})
		w.add("access_requests", row{"case_id": d.maybe(80, caseID()), "requester_id": d.of(people)})
	}
}

func (d dice) tracks(roles []actor.Role) {
	w := d.w
	for range 5 {
		c := w.find("cases", d.of(files))
		r := w.add("referrals", row{"from_case_id": c["id"], "from_agency_id": c["lead_agency_id"], "from_unit_id": c["org_unit_id"],
			"to_agency_id": d.maybe(80, d.of(agencies)),
			"to_case_id":   d.maybe(60, d.of(files)), "sent_at": d.maybe(70, clock()), "marking": d.marking(), "compartmented": d.chance(30), "team": d.some(people),
			"state": []string{"DRAFT", "SENT", "FILED", "HANDED_OVER"}[d.IntN(4)]})
		w.add("referral_items", row{"referral_id": r["id"], "item_no": 1, "document_id": d.maybe(70, d.of(6)), "evidence_ids": d.some(6)})
		w.add("referral_items", row{"referral_id": r["id"], "item_no": 2, "evidence_ids": d.some(6)})
	}
	for range 3 {
		c := w.find("cases", d.of(files))
		w.add("mss_handovers", row{"case_id": c["id"], "from_agency_id": c["lead_agency_id"], "to_agency_id": d.maybe(80, d.of(agencies)),
			"sent_at": d.maybe(60, clock()), "marking": d.marking(), "compartmented": d.chance(60)})
	}
	for range 6 {
		w.add("documents", row{"case_id": d.of(files), "agency_id": d.of(agencies),
			"code": []string{"DOC-R11", "DOC-R05", "DOC-A01", "DOC-S02", "DOC-S05"}[d.IntN(5)], "direction": []string{"out", "internal"}[d.IntN(3)/2],
			"target_kind": []string{"referral", "case", "evidence", "mss", "record"}[d.IntN(5)], "target_id": d.of(6)})
	}
	for range 9 {
		asked := []string{}
		for _, r := range roles {
			if d.chance(40) {
				asked = append(asked, string(r))
			}
		}
		unit := d.of(units)
		agency := []int64{agencyOf(unit), d.of(agencies)}[d.IntN(4)/3] // or the unit has another agency since
		w.add("approvals", row{"case_id": d.of(files), "agency_id": agency, "unit_id": unit, "decider_roles": asked,
			"state":       []string{"OPEN", "OPEN", "OPEN", "DECIDED", "RETURNED"}[d.IntN(5)],
			"target_kind": []string{"case", "evidence", "record"}[d.IntN(3)], "target_id": d.of(6),
			"input":     []string{"{}", fmt.Sprintf(`{"document": ["DO-%d"]}`, d.of(6))}[d.IntN(4)/3],
			"root_kind": []string{"case", "referral", "mss"}[d.IntN(3)], "root_id": d.of(5), "proposer_id": d.of(people), "decided_by": d.maybe(60, d.of(people))})
	}
}

func (d dice) rest() {
	for range 4 {
		d.w.add("tips", row{"agency_id": d.of(agencies), "marking": d.marking(), "state": []string{"NEW", "TRIAGED", "USED", "DISMISSED"}[d.IntN(4)]})
		agency := d.w.find("agencies", d.of(agencies))
		d.w.add("audit_events", row{"agency": agency["code"], "case_id": d.of(files + 2)})
	}
}

// The one property: whatever the world, every way of asking gives what the spec table says: the derived table, the
// pages of the list one after the other, the count, the single questions, the derived table of one.
func TestEveryWayOfAsking_AgreesWithTheSpecTable(t *testing.T) {
	t.Parallel()
	w, o, everyRole := newWorld(t), newOracle(t), roles(t)
	questions, visible := 0, 0
	check := func(rt *rapid.T) {
		d := dice{rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "world"), 1)), w}
		who := d.roll(everyRole)
		w.store()
		for _, a := range []actor.Actor{who[0], who[1+d.IntN(people-1)], who[1+d.IntN(people-1)]} {
			for _, kind := range access.Kinds() {
				administration := kind == access.User || kind == access.Audit
				if !access.HasRows(kind) || a.UserID == 1 && !administration {
					continue
				}
				actions := slices.DeleteFunc(access.Actions(), func(x access.Action) bool { return !w.p.Can(a, kind, x) })
				if len(actions) == 0 {
					actions = []access.Action{access.Read}
				}
				n := w.agrees(rt, o, a, kind, actions[d.IntN(len(actions))])
				questions, visible = questions+1, visible+n
			}
		}
	}
	rapid.Check(t, check)
	t.Logf("%d questions, %d things visible", questions, visible)
	if visible < questions/20 {
		t.Error("the worlds show hardly anything: the property says nothing")
	}
}

func (w *world) agrees(rt *rapid.T, o *oracle, who actor.Actor, kind access.Kind, action access.Action) int {
	name := fmt.Sprintf("%v of %d in unit %d of %d, clearance %d: %s %s", who.Roles, who.UserID, who.UnitID, who.AgencyID, who.Clearance, kind, action)
	if kind == access.Audit {
		return w.agreesOnEvents(rt, o, who, action, name)
	}
	var want []int64
	all := w.rows[tableOf(kind)]
	for _, r := range all {
		if o.may(w, who, kind, action, r) {
			want = append(want, r.id())
		}
	}
	from, args := w.p.From(who, kind, action)
	if got := w.ids("SELECT id FROM "+from+" f ORDER BY id", args); !slices.Equal(got, want) {
		rt.Fatalf("%s: From gives %v, the table says %v", name, got, want)
	}
	var checks []access.Check
	for _, r := range all {
		checks = append(checks, access.Check{Action: action, Target: access.Target{Kind: kind, ID: r.id()}})
	}
	yes, err := w.p.MayMany(context.Background(), w.db.Read(), who, checks)
	if err != nil {
		rt.Fatal(err)
	}
	for i, r := range all {
		if yes[i] != slices.Contains(want, r.id()) {
			rt.Fatalf("%s: May says %v about %d, the table %v", name, yes[i], r.id(), want)
		}
	}
	if len(all) > 0 {
		one, args := w.p.One(who, action, checks[0].Target)
		if got := w.ids("SELECT id FROM "+one+" o", args); len(got) == 1 != yes[0] {
			rt.Fatalf("%s: One gives %v", name, got)
		}
	}
	if access.Listable(kind) {
		w.agreesInOrder(rt, who, kind, action, want, name)
	}
	if kind == access.Case && len(all) > 0 {
		w.agreesNarrowed(rt, who, action, want, all[0]["next_due"].(time.Time), name)
	}
	return len(want)
}

// agreesInOrder reads the list page by page and counts it.
func (w *world) agreesInOrder(rt *rapid.T, who actor.Actor, kind access.Kind, action access.Action, want []int64, name string) {
	const page = 2
	var got []int64
	var after *access.Mark
	for range len(want) + 2 {
		sql, args := w.p.List(who, kind, action, access.ListSpec{Columns: "page.id, page.due", After: after, Limit: page})
		rows, err := w.db.Read().Query(context.Background(), sql, args...)
		if err != nil {
			rt.Fatal(sql, err)
		}
		n := 0
		for rows.Next() {
			var m access.Mark
			if err := rows.Scan(&m.ID, &m.Due); err != nil {
				rt.Fatal(err)
			}
			if after != nil && (m.Due.Before(after.Due) != newest(kind) && !m.Due.Equal(after.Due) || m.Due.Equal(after.Due) && (m.ID < after.ID) != newest(kind)) {
				rt.Fatalf("%s: %v comes after %v", name, m, *after)
			}
			after, n = &m, n+1
			got = append(got, m.ID)
		}
		if err := rows.Err(); err != nil {
			rt.Fatal(sql, err)
		}
		if n < page {
			break
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		rt.Fatalf("%s: the pages give %v, the table says %v", name, got, want)
	}
	for _, limit := range []int{1000, 1}[len(want)%2:] {
		sql, args := w.p.Count(who, kind, action, access.ListSpec{}, limit)
		if n := w.number(sql, args); n != min(len(want), limit+1) {
			rt.Fatalf("%s: counted %d of %d up to %d", name, n, len(want), limit)
		}
	}
}

// agreesNarrowed lists and counts the cases up to a day, by whichever table a scope reads the day from, and those on which
// the actor is named to work. Each count of one statement has its own day.
func (w *world) agreesNarrowed(rt *rapid.T, who actor.Actor, action access.Action, visible []int64, until time.Time, name string) {
	upTo := func(day time.Time) access.ListSpec {
		return access.ListSpec{Where: "{due} <= @until", Args: map[string]any{"until": day}}
	}
	due := slices.DeleteFunc(slices.Clone(visible), func(id int64) bool { return w.find("cases", id)["next_due"].(time.Time).After(until) })
	working := slices.DeleteFunc(slices.Clone(visible), func(id int64) bool { return !w.named(who, id, worker) })
	// nothing is theirs by name alone; the system sees past clearance, and works by no name
	if action != access.Read || who.Has(actor.SystemRole) || !who.HasAny(actor.CaseHandler, actor.PSInvestigator, actor.UnitHead, actor.LegalReviewer,
		actor.AgencyHead) {
		working = nil
	}
	specs, counted := []access.ListSpec{upTo(until), upTo(time.Time{}), upTo(far)}, []int64{int64(len(due)), 0, int64(len(visible))}
	for i, want := range [][]int64{due, nil, visible} {
		sql, args := w.p.List(who, access.Case, action, specs[i])
		if got := w.ids(sql, args); !sameIDs(got, want) {
			rt.Fatalf("%s: up to day %d the list gives %v, the table says %v", name, i, got, want)
		}
	}
	if working != nil {
		sql, args := w.p.List(who, access.Case, action, access.ListSpec{Member: "m.part <> 'reader'"})
		if got := w.ids(sql, args); !sameIDs(got, working) {
			rt.Fatalf("%s: works on %v, the table says %v", name, got, working)
		}
		specs, counted = append(specs, access.ListSpec{Member: "m.part <> 'reader'"}), append(counted, int64(len(working)))
	}
	sql, args := w.p.Counts(who, access.Case, action, specs)
	var got []int64
	if err := w.db.Read().QueryRow(context.Background(), sql, args...).Scan(&got); err != nil {
		rt.Fatal(sql, err)
	}
	if !slices.Equal(got, counted) {
		rt.Fatalf("%s: counted %v, the table says %v", name, got, counted)
	}
}

func sameIDs(got, want []int64) bool {
	slices.Sort(got)
	return slices.Equal(got, want)
}

func newest(k access.Kind) bool {
	return slices.Contains([]access.Kind{access.Tip, access.Document, access.Handover, access.AccessRequest}, k)
}

func (w *world) agreesOnEvents(rt *rapid.T, o *oracle, who actor.Actor, action access.Action, name string) int {
	var want []int64
	for _, r := range w.rows["audit_events"] {
		if o.may(w, who, access.Audit, action, r) {
			want = append(want, r["n"].(int64))
		}
	}
	from, args := w.p.From(who, access.Audit, action)
	if got := w.ids("SELECT n FROM "+from+" f ORDER BY n", args); !slices.Equal(got, want) {
		rt.Fatalf("%s: From gives %v, the table says %v", name, got, want)
	}
	return len(want)
}
