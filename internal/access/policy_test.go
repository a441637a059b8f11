package access_test

import (
	"encoding/csv"
	"io/fs"
	"strings"
	"testing"
	"time"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/policies"
)

func clock() time.Time { return time.Date(2026, 5, 12, 1, 0, 0, 0, time.UTC) }

func table(t testing.TB, name string) []map[string]string {
	t.Helper()
	f, err := policies.FS().Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range rows[1:] {
		m := map[string]string{}
		for i, c := range r {
			m[strings.TrimPrefix(rows[0][i], "\ufeff")] = c
		}
		out = append(out, m)
	}
	return out
}

func roles(t testing.TB) []actor.Role {
	t.Helper()
	var out []actor.Role
	for _, r := range table(t, "procedure/2004-11-01/roles.csv") {
		out = append(out, actor.Role(r["code"]))
	}
	if len(out) < 20 {
		t.Fatalf("only %d roles", len(out))
	}
	return out
}

func load(t testing.TB) *access.Policy {
	t.Helper()
	p, err := access.Load(policies.FS(), roles(t), clock)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// texts are the three files of the policy.
func texts(t testing.TB) (model, policy, scopes string) {
	t.Helper()
	read := func(name string) string {
		b, err := fs.ReadFile(policies.FS(), "access/"+name)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	return read("model.conf"), read("policy.csv"), read("scopes.sql")
}

func TestCompile_RefusesUnknownWords(t *testing.T) {
	t.Parallel()
	model, policy, scopes := texts(t)
	for name, c := range map[string]struct{ policy, scopes, want string }{
		"role":                {policy + "\np, case_handlr, case, read, own_unit\n", scopes, `unknown role "case_handlr"`},
		"group":               {policy + "\np, group:nobody, case, read, own_unit\n", scopes, `unknown role "group:nobody"`},
		"role in group":       {policy + "\ng, somebody, group:staff\n", scopes, `unknown role "somebody"`},
		"no group":            {policy + "\ng, case_handler, unit_head\n", scopes, "unit_head is no group"},
		"kind":                {policy + "\np, case_handler, cases, read, own_unit\n", scopes, `unknown kind "cases"`},
		"action":              {policy + "\np, case_handler, case, raed, own_unit\n", scopes, `unknown action "raed"`},
		"scope":               {policy + "\np, case_handler, case, read, own_unti\n", scopes, `scope "own_unti" is not written for case`},
		"scope of another":    {policy + "\np, case_handler, tip, read, own_unit\n", scopes, `scope "own_unit" is not written for tip`},
		"the system's scope":  {policy + "\np, sysadmin, case, read, everything\n", scopes, "must not have the scope of the system"},
		"twice":               {policy + "\np, unit_head, case, assign, own_unit\n", scopes, "stands twice"},
		"short line":          {policy + "\np, unit_head, case, assign\n", scopes, "neither p with 4"},
		"unused scope":        {policy, scopes + "\n-- name: idle kinds: case\n-- zh: 甲\n-- en: b\nTRUE\n", `scope "idle" for case is used nowhere`},
		"parameter":           {policy, strings.Replace(scopes, "= @unit", "= @unti", 1), "unknown parameter @unti"},
		"scope kind":          {policy, strings.Replace(scopes, "kinds: tip", "kinds: tpi", 1), `unknown kind "tpi"`},
		"sentence":            {policy, strings.Replace(scopes, "-- en: the public record\n", "", 1), "lacks its condition or a sentence"},
		"scope twice":         {policy, scopes + "\n-- name: triaged kinds: tip\n-- zh: 甲\n-- en: b\nTRUE\n", "scope triaged for tip stands twice"},
		"no kinds":            {policy, scopes + "\n-- name: idle\n-- zh: 甲\n-- en: b\nTRUE\n", "a scope without kinds"},
		"no condition":        {policy, scopes + "\n-- name: idle kinds: case\n-- zh: 甲\n-- en: b\n", "lacks its condition or a sentence"},
		"no zh":               {policy, scopes + "\n-- name: idle kinds: case\n-- en: b\nTRUE\n", "lacks its condition or a sentence"},
		"no sentence at last": {policy, scopes + "\n-- name: idle kinds: case\n-- zh: 甲\nTRUE\n", "lacks its condition or a sentence"},
		"via":                 {policy, strings.Replace(scopes, "via: case_members m ON", "via: case_members m AT", 1), "via without ON"},
		"heading":             {policy, strings.Replace(scopes, "-- many: yes", "-- mnay: yes", 1), `unknown heading "mnay"`},
	} {
		_, err := access.Compile(model, c.policy, c.scopes, roles(t), clock)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// A role that the law lets propose or decide something must reach the rows it happens on.
func TestPolicy_ReachesEveryRoleOfTheLaw(t *testing.T) {
	t.Parallel()
	kinds := map[string]access.Kind{
		"admin_case": access.Case, "criminal_case": access.Case, "referral": access.Referral, "evidence_item": access.Evidence,
		"person_in_criminal_case": access.Person, "mss_handover": access.MSS, "trade_record": access.Record, "customs_matter": access.Record,
		"frozen_asset": access.Record, "classified_matter": access.Record, "coordination_report": access.Report,
	}
	p, seen := load(t), 0
	for _, name := range []string{"procedure/2004-11-01/transitions.csv", "procedure/2004-11-01/recorded_events.csv"} {
		for _, row := range table(t, name) {
			entity := row["machine"]
			if entity == "" {
				entity = row["entity"]
			}
			kind, ok := kinds[entity]
			if !ok {
				continue
			}
			for _, role := range strings.FieldsFunc(row["proposer_roles"]+"|"+row["decider_roles"], func(r rune) bool { return r == '|' }) {
				seen++
				if !p.Can(actor.Actor{Roles: []actor.Role{actor.Role(role)}}, kind, access.Act) && !(kind == access.Report && role == "system") {
					t.Errorf("%s: %s cannot act on any %s", row["id"], role, kind)
				}
			}
		}
	}
	if seen < 300 {
		t.Errorf("only %d roles of rows seen", seen)
	}
}
