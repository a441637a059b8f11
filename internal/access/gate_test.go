package access_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/internal/access"
	"touchstone/internal/actor"
)

// triple is what a line of the policy is about, and the scope it gives.
type triple struct {
	role   actor.Role
	kind   access.Kind
	action access.Action
	scope  string
}

// line is one of policy.csv, cut at its commas and "|".
type line struct {
	text  string
	words [][]string
}

func linesOf(policy string) []line {
	var out []line
	for _, text := range strings.Split(policy, "\n") {
		if text == "" || text[0] == '#' {
			continue
		}
		l := line{text: text}
		for _, cell := range strings.Split(text, ",") {
			l.words = append(l.words, strings.Split(strings.TrimSpace(cell), "|"))
		}
		out = append(out, l)
	}
	return out
}

// granted is what lines give, read by hand: an oracle that knows neither casbin nor what is compiled.
func granted(lines []line, roles []actor.Role) map[triple]bool {
	members := map[string][]string{}
	for _, l := range lines {
		if l.words[0][0] == "g" {
			for _, group := range l.words[2] {
				members[group] = append(members[group], l.words[1]...)
			}
		}
	}
	var under func(name string) []string
	under = func(name string) []string {
		out := []string{name}
		for _, m := range members[name] {
			out = append(out, under(m)...)
		}
		return out
	}
	out := map[triple]bool{}
	for _, l := range lines {
		if l.words[0][0] != "p" {
			continue
		}
		for _, name := range l.words[1] {
			for _, role := range under(name) {
				for _, kind := range l.words[2] {
					for _, action := range l.words[3] {
						for _, scope := range l.words[4] {
							if slices.Contains(roles, actor.Role(role)) {
								out[triple{actor.Role(role), access.Kind(kind), access.Action(action), scope}] = true
							}
						}
					}
				}
			}
		}
	}
	return out
}

// openGates are the triples that gates let through.
func openGates(p *access.Policy, roles []actor.Role) map[triple]bool {
	out := map[triple]bool{}
	for _, role := range roles {
		for _, kind := range access.Kinds() {
			for _, action := range access.Actions() {
				for _, scope := range p.GateNames(role, kind, action) {
					out[triple{role, kind, action, scope}] = true
				}
			}
		}
	}
	return out
}

var unused = regexp.MustCompile(`scope "(\w+)" for (\w+) is used nowhere`)

// without compiles the policy without some of its lines; scopes that nothing uses any more are taken out with them.
func without(t *testing.T, modelText, scopes string, roles []actor.Role, rest []line) *access.Policy {
	t.Helper()
	policy := ""
	for _, l := range rest {
		policy += l.text + "\n"
	}
	roles = append(slices.Clone(roles), "nobody")
	p, err := access.Compile(modelText, policy, scopes, roles, clock)
	if err == nil {
		return p
	}
	for _, m := range unused.FindAllStringSubmatch(err.Error(), -1) {
		alone := regexp.MustCompile(`(?ms)^-- name: ` + m[1] + ` +kinds: ` + m[2] + `$.*?(\n\n|\z)`)
		among := regexp.MustCompile(`(?m)^(-- name: ` + m[1] + ` +kinds:.*) ` + m[2] + `\b`)
		scopes = among.ReplaceAllString(alone.ReplaceAllString(scopes, ""), "$1")
	}
	if p, err = access.Compile(modelText, policy, scopes, roles, clock); err != nil {
		t.Fatal(err)
	}
	return p
}

// A line that is removed closes just the gates that it alone opened: those of its roles, kinds and actions, in its scopes.
func TestGates_ALineClosesJustItsOwn(t *testing.T) {
	t.Parallel()
	modelText, policy, scopes := texts(t)
	all, lines := roles(t), linesOf(policy)
	whole := granted(lines, all)
	if got := openGates(load(t), all); !maps.Equal(got, whole) {
		t.Fatalf("%d gates are open, the lines open %d", len(got), len(whole))
	}
	closed := 0
	for i, l := range lines {
		rest := slices.Delete(slices.Clone(lines), i, i+1)
		if l.words[0][0] == "g" { // its group stays known, with nobody in it
			rest = append(rest, linesOf("g, nobody, "+l.words[2][0])...)
		}
		got, want := openGates(without(t, modelText, scopes, all, rest), all), granted(rest, all)
		for x := range whole {
			if got[x] != want[x] {
				t.Errorf("without %q: %v is open: %v, want %v", l.text, x, got[x], want[x])
			}
			if !got[x] {
				closed++
			}
		}
		if len(got) > len(want) {
			t.Errorf("without %q more is open", l.text)
		}
	}
	if closed < 200 {
		t.Errorf("only %d gates closed in all", closed)
	}
}

// What lists are composed of is what casbin says; where they differ the program does not start.
func TestProve_CompiledIsWhatCasbinEnforces(t *testing.T) {
	t.Parallel()
	p := load(t)
	began := time.Now()
	if err := p.Prove(); err != nil {
		t.Error(err)
	}
	before := p.Evaluations()
	for _, role := range roles(t) {
		for _, kind := range access.Kinds() {
			for _, action := range access.Actions() {
				p.GateNames(role, kind, action)
			}
		}
	}
	if n := p.Evaluations() - before; n != 0 {
		t.Errorf("what was proved is asked again, %d times", n)
	}
	t.Logf("proved in %v by %d evaluations", time.Since(began), p.Evaluations())
	p = load(t)
	role, kind, action, scope := actor.Role("case_handler"), access.Tip, access.Act, "triaged"
	if ok, err := p.Forget(role, kind, action, scope); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if err := p.Prove(); err == nil || !strings.Contains(err.Error(), "case_handler tip act triaged: compiled true, casbin false") {
		t.Errorf("a line that only lists have: %v", err)
	}
}

// A gate asks casbin, not what was compiled for lists: each grant once.
func TestGates_AskCasbin(t *testing.T) {
	t.Parallel()
	p := load(t)
	handler := actor.Actor{UserID: 1, Roles: []actor.Role{"case_handler"}}
	if ok, err := p.Forget("case_handler", access.Tip, access.Act, "triaged"); !ok || err != nil {
		t.Fatal(ok, err)
	}
	tip := access.Target{Kind: access.Tip, ID: 1}
	for name, text := range map[string]string{"lock": first(p.LockStatement(handler, access.Act, tip)), "one": first(p.One(handler, access.Act, tip)),
		"button": first(p.MayStatement(handler, []access.Check{{Action: access.Act, Target: tip}})),
		"page":   first(p.Scoped(handler, "SELECT {tip.act?}", nil))} {
		if !strings.Contains(text, "1 = 0") {
			t.Errorf("%s: casbin says no, and the gate asks\n%s", name, text)
		}
	}
	if p.Can(handler, access.Tip, access.Act) {
		t.Error("casbin says no, and the gate is open")
	}
	if text := first(p.Scoped(handler, "SELECT {tip.act}", nil)); strings.Contains(text, "1 = 0") {
		t.Error("lists are composed of what was compiled at start")
	}
	before := p.Evaluations()
	for range 3 {
		if !p.Can(handler, access.Tip, access.Read) {
			t.Error("he reads tips")
		}
	}
	if n := p.Evaluations() - before; n != 1 {
		t.Errorf("casbin was asked %d times of one grant", n)
	}
}

func first(sql string, _ []any) string { return sql }
