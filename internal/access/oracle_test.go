package access_test

import (
	"encoding/csv"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/policies"
)

// oracle answers from the rows of the world and from the sentences of scopes.sql, the slow and obvious way. It shares
// nothing with the code under test: it reads policy.csv by itself and never sees a fragment.
type oracle struct {
	lines  [][]string // role, kind, action, scope
	groups map[string][]string
}

func newOracle(t testing.TB) *oracle {
	t.Helper()
	b, err := fs.ReadFile(policies.FS(), "access/policy.csv")
	if err != nil {
		t.Fatal(err)
	}
	o := &oracle{groups: map[string][]string{}}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		cells, err := csv.NewReader(strings.NewReader(strings.ReplaceAll(line, ", ", ","))).Read()
		if err != nil {
			t.Fatal(err)
		}
		if cells[0] == "g" {
			for _, m := range strings.Split(cells[1], "|") {
				o.groups[m] = append(o.groups[m], cells[2])
			}
			continue
		}
		o.lines = append(o.lines, cells[1:])
	}
	return o
}

func has(cell, word string) bool { return slices.Contains(strings.Split(cell, "|"), word) }

func (o *oracle) scopes(role string, kind access.Kind, action access.Action) []string {
	var out []string
	for _, l := range o.lines {
		if has(l[0], role) && has(l[1], string(kind)) && has(l[2], string(action)) {
			out = append(out, strings.Split(l[3], "|")...)
		}
	}
	for _, g := range o.groups[role] {
		out = append(out, o.scopes(g, kind, action)...)
	}
	return out
}

// may says whether the actor may do this to the row.
func (o *oracle) may(w *world, who actor.Actor, kind access.Kind, action access.Action, r row) bool {
	outside := []access.Kind{access.Report, access.User, access.Audit, access.Admin, access.PublicRecord}
	if who.AgencyKind == actor.Coordination && !slices.Contains(outside, kind) {
		return false
	}
	for _, role := range who.Roles {
		for _, s := range o.scopes(string(role), kind, action) {
			if w.holds(who, kind, s, r) {
				return true
			}
		}
	}
	return false
}

// home is the case that a thing belongs to; for an item, the one that has it in custody, else where it was collected.
func (w *world) home(kind access.Kind, r row) row {
	switch kind {
	case access.Case:
		return r
	case access.Evidence:
		if c := w.find("cases", r["custody_case_id"]); c != nil {
			return c
		}
	}
	return w.find("cases", r["case_id"])
}

func cleared(who actor.Actor, r row) bool { return r["marking"].(int16) <= int16(who.Clearance) }
func open(r row) bool                     { return !r["compartmented"].(bool) }

// named finds a running membership of the actor in a case.
func (w *world) named(who actor.Actor, caseID any, good func(row) bool) bool {
	for _, m := range w.rows["case_members"] {
		if m["case_id"] == caseID && m["user_id"] == who.UserID && !isAfter(m["from_at"], clock()) && isAfter(m["to_at"], clock()) && good(m) {
			return true
		}
	}
	return false
}

func anyPart(row) bool                 { return true }
func worker(m row) bool                { return m["part"] != "reader" }
func leader(m row) bool                { return m["part"] == "handler" && m["lead"].(bool) }
func mine(a row, who actor.Actor) bool { return a["agency_id"] == who.AgencyID }

func addressedTo(a row, who actor.Actor) bool {
	for _, r := range who.Roles {
		if slices.Contains(a["decider_roles"].([]string), string(r)) {
			return mine(a, who)
		}
	}
	return false
}

// waitsFor tells whether a decision is asked of the actor now: nobody decides what he proposed.
func waitsFor(a row, who actor.Actor) bool {
	return a["state"] == "OPEN" && addressedTo(a, who) && a["proposer_id"] != who.UserID
}

// asked finds an approval that waits for the actor.
func (w *world) asked(who actor.Actor, about func(a row) bool) bool {
	return slices.ContainsFunc(w.rows["approvals"], func(a row) bool { return waitsFor(a, who) && about(a) })
}

// behind: a paper on a pointer to state security or on a classified matter stands behind a proposal that is made on the same
// thing or that names it; every other part of the file stands behind every proposal.
func behind(a row, kind access.Kind, r row) bool {
	if kind != access.Document || r["target_kind"] != "mss" && !strings.HasPrefix(r["code"].(string), "DOC-S") {
		return true
	}
	on := func(at string) bool { return a[at+"_kind"] == r["target_kind"] && a[at+"_id"] == r["target_id"] }
	return on("root") || on("target") || strings.Contains(a["input"].(string), `"`+r["ref"].(string)+`"`)
}

// handlers counts who handles a case now: named so, with an account and the role of the case's own agency.
func (w *world) handlers(c row) (n int) {
	role := map[string]string{"criminal_case": "ps_investigator"}[c["machine"].(string)]
	if role == "" {
		role = "case_handler"
	}
	for _, m := range w.rows["case_members"] {
		u := w.find("users", m["user_id"])
		if m["case_id"] != c["id"] || m["part"] != "handler" || isAfter(m["from_at"], clock()) || !isAfter(m["to_at"], clock()) ||
			u == nil || u["disabled_at"] != nil || u["agency_id"] != c["lead_agency_id"] {
			continue
		}
		if slices.ContainsFunc(w.rows["role_grants"], func(g row) bool {
			return g["user_id"] == m["user_id"] && g["role"] == role && g["agency_id"] == c["lead_agency_id"] && !isAfter(g["valid_from"], clock()) &&
				isAfter(g["valid_to"], clock()) && g["revoked_at"] == nil
		}) {
			n++
		}
	}
	return n
}

// stillNamed: on the file that an approval stands on, or on the file that arose from its referral.
func (w *world) stillNamed(who actor.Actor, a row) bool {
	if w.named(who, a["case_id"], anyPart) {
		return true
	}
	r := w.find("referrals", a["root_id"])
	return a["root_kind"] == "referral" && r != nil && r["to_case_id"] != nil && w.named(who, r["to_case_id"], anyPart)
}

// receivedRoot: the referral or pointer that an approval stands on was sent to the actor's agency.
func (w *world) receivedRoot(who actor.Actor, a row) bool {
	table := map[string]string{"referral": "referrals", "mss": "mss_handovers"}[a["root_kind"].(string)]
	r := w.find(table, a["root_id"])
	return r != nil && r["to_agency_id"] == who.AgencyID && sent(r) && cleared(who, r)
}

// keeps: the item that an approval is about is with the actor's agency or on its way there, or it is about a record of
// the agency's own file.
func (w *world) keeps(who actor.Actor, a, c row) bool {
	switch a["target_kind"] {
	case "record":
		return c["lead_agency_id"] == who.AgencyID
	case "evidence":
		e := w.find("evidence_items", a["target_id"])
		return e != nil && (e["holder_agency_id"] == who.AgencyID || comingTo(who, e))
	}
	return false
}

// inPost: the request was made since the actor took up his present post.
func (w *world) inPost(who actor.Actor, q row) bool {
	u := w.find("users", who.UserID)
	return u != nil && !isAfter(u["posted_at"], q["created_at"].(time.Time))
}

// ourPointer: a pointer from the actor's agency, for which he is cleared.
func (w *world) ourPointer(who actor.Actor, id any) bool {
	mh := w.find("mss_handovers", id)
	return mh != nil && mh["from_agency_id"] == who.AgencyID && cleared(who, mh)
}

func sent(r row) bool { return r["sent_at"] != nil }

// administers: a running administrator's grant of the actor covers the agency, by name or as the whole installation.
func (w *world) administers(who actor.Actor, agency int64, roles ...string) bool {
	for _, g := range w.rows["role_grants"] {
		running := g["user_id"] == who.UserID && !isAfter(g["valid_from"], clock()) && isAfter(g["valid_to"], clock()) && g["revoked_at"] == nil
		if running && slices.Contains(roles, g["role"].(string)) && who.Has(actor.Role(g["role"].(string))) &&
			(g["agency_id"] == agency || w.find("agencies", g["agency_id"])["kind"] == "system") {
			return true
		}
	}
	return false
}

func (w *world) covered(who actor.Actor, ev row) bool {
	if c := w.find("cases", ev["case_id"]); c != nil && !open(c) || strings.HasPrefix(ev["stream"].(string), "mss:") {
		return false
	}
	for _, a := range w.rows["agencies"] {
		if a["code"] == ev["agency"] {
			who.Roles = []actor.Role{actor.Auditor} // the grant counts: who does not act in its role has no such scope
			return w.administers(who, a.id(), "auditor")
		}
	}
	return false
}
