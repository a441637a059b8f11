package law

import (
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
)

// Problem is one place where the tables do not meet.
type Problem struct{ Where, What string }

// String is the line that procedure check prints.
func (p Problem) String() string { return p.Where + ": " + p.What }

// TableError lists every problem of the tables: a lawyer mends all of them at once.
type TableError struct{ Problems []Problem }

// Error names the first problems.
func (e *TableError) Error() string {
	var lines []string
	for i, p := range e.Problems {
		if i == 20 {
			lines = append(lines, "…")
			break
		}
		lines = append(lines, p.String())
	}
	return fmt.Sprintf("law: %d problem(s) in the tables: %s", len(e.Problems), strings.Join(lines, "; "))
}

// actRow is a row of either table of acts.
type actRow struct {
	row
	transition bool
}

func (a actRow) id() string { return a.row["id"] }
func (a actRow) table() string {
	if a.transition {
		return "transitions"
	}
	return "recorded_events"
}
func (a actRow) entity() string {
	if a.transition {
		return a.row["machine"]
	}
	return a.row["entity"]
}

// checker holds what several checks need: names that exist, names that are used, and the problems found.
type checker struct {
	t                                         *tables
	problems                                  []Problem
	acts                                      []actRow
	byID                                      map[string]actRow
	states                                    map[string]map[string]row
	guards, clocks, docs, roles, conds, rules map[string]row
	forms                                     map[string][]row
	enums                                     map[string]map[string]row
	firedBy                                   map[string][]string           // name → ids of the acts that fire it
	events                                    map[string]map[[2]string]bool // entity → (event, variant)
	used                                      map[string]map[string]bool    // kind → names
}

func (c *checker) bad(where, format string, args ...any) {
	c.problems = append(c.problems, Problem{where, fmt.Sprintf(format, args...)})
}

func (c *checker) use(kind, name string) { c.used[kind][name] = true }

// check runs every cross-check; the problems are sorted by place.
func check(t *tables) []Problem {
	c := newChecker(t)
	c.uniqueKeys()
	c.checkStates()
	c.checkCounts()
	c.collectEvents()
	for _, a := range c.acts {
		c.checkAct(a)
	}
	c.checkAmbiguity()
	c.checkReachability()
	c.checkClocks()
	c.checkClosability()
	c.checkGuards()
	c.checkForms()
	c.checkEnums()
	c.checkDocuments()
	c.checkUse()
	c.checkAnswers()
	c.checkOrgans()
	c.checkPackage()
	c.checkClosing()
	c.checkRoles()
	c.checkAppointments()
	c.checkLabels()
	c.checkCalendar()
	c.checkPenalties()
	c.checkThresholds()
	c.checkLimits()
	c.checkItems()
	c.checkTrade()
	c.checkEarlierRules()
	c.checkTexts()
	sort.SliceStable(c.problems, func(i, j int) bool {
		a, b := c.problems[i], c.problems[j]
		return a.Where < b.Where || a.Where == b.Where && a.What < b.What
	})
	return c.problems
}

func newChecker(t *tables) *checker {
	c := &checker{t: t, byID: map[string]actRow{}, states: map[string]map[string]row{}, forms: map[string][]row{},
		enums: map[string]map[string]row{}, firedBy: map[string][]string{},
		events: map[string]map[[2]string]bool{}, used: map[string]map[string]bool{}}
	for _, k := range []string{"role", "guard", "form", "cond", "clock", "doc", "enum", "rule"} {
		c.used[k] = map[string]bool{}
	}
	for _, r := range t.transitions.rows {
		c.acts = append(c.acts, actRow{r, true})
	}
	for _, r := range t.recorded.rows {
		c.acts = append(c.acts, actRow{r, false})
	}
	for _, a := range c.acts {
		c.byID[a.id()] = a
	}
	for _, r := range t.states.rows {
		put(c.states, r["machine"], r["state"], r)
	}
	for _, r := range t.enums.rows {
		put(c.enums, r["list"], r["code"], r)
	}
	for _, r := range t.forms.rows {
		c.forms[r["form"]] = append(c.forms[r["form"]], r)
	}
	c.guards, c.clocks, c.docs = keyed(t.guards, "id"), keyed(t.clocks, "code"), keyed(t.documents, "code")
	c.roles, c.conds, c.rules = keyed(t.roles, "code"), keyed(t.conditions, "id"), keyed(t.dayRules, "code")
	return c
}

func put(m map[string]map[string]row, a, b string, r row) {
	if m[a] == nil {
		m[a] = map[string]row{}
	}
	m[a][b] = r
}

func keyed(t table, col string) map[string]row {
	m := make(map[string]row, len(t.rows))
	for _, r := range t.rows {
		m[r[col]] = r
	}
	return m
}

func (c *checker) uniqueKeys() {
	for _, k := range []struct {
		t    table
		cols []string
	}{
		{c.t.transitions, []string{"id"}}, {c.t.recorded, []string{"id"}}, {c.t.states, []string{"machine", "state"}},
		{c.t.guards, []string{"id"}}, {c.t.forms, []string{"form", "field"}}, {c.t.enums, []string{"list", "code"}},
		{c.t.clocks, []string{"code"}}, {c.t.documents, []string{"code"}}, {c.t.roles, []string{"code"}},
		{c.t.conditions, []string{"id"}}, {c.t.organs, []string{"kind"}}, {c.t.limits, []string{"code"}},
		{c.t.dayRules, []string{"code"}}, {c.t.labels, []string{"machine", "event"}},
		{c.t.variants, []string{"key", "value"}}, {c.t.penalties, []string{"violation_code", "valid_from"}}, {c.t.holidays, []string{"date"}},
	} {
		seen := map[string]bool{}
		for _, r := range k.t.rows {
			var parts []string
			for _, col := range k.cols {
				parts = append(parts, r[col])
			}
			key := strings.Join(parts, "/")
			if slices.Contains(parts, "") {
				c.bad(k.t.name, "empty key in %q", key)
			}
			if seen[key] {
				c.bad(k.t.name, "duplicate %s", key)
			}
			seen[key] = true
		}
	}
	for _, r := range c.t.recorded.rows {
		if a := c.byID[r["id"]]; a.transition {
			c.bad(r["id"], "id of a transition and of a recorded event")
		}
	}
}

var (
	hanText     = regexp.MustCompile(`[\x{4e00}-\x{9fff}]`)
	anyHan      = regexp.MustCompile(`[\p{Han}\x{3000}-\x{303f}\x{ff00}-\x{ffef}]`) // Chinese marks too
	eventName   = regexp.MustCompile(`^[a-z_]+\.[a-z_0-9]+$`)
	variantName = regexp.MustCompile(`^[a-z_]+=[A-Za-z0-9_]+$`)
	fieldName   = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	dataPath    = regexp.MustCompile(`^[a-z0-9_]+(\.[a-z0-9_]+)+$`)
	docCode     = regexp.MustCompile(`DOC-[A-Z]\d\d`)
	wholeNumber = regexp.MustCompile(`^\d+$`)
)

func (c *checker) checkStates() {
	for _, r := range c.t.states.rows {
		where := "states " + r["state"]
		c.oneOf(where, "terminal", r["terminal"], "yes", "no")
		c.checkStamps(where, r)
		c.oneOf(where, "colour_hint", r["colour_hint"], "neutral", "info", "warn", "ok", "err")
		c.oneOf(where, "stage", r["stage"], "intake", "investigation", "hearing-and-review", "decision", "execution", "referral", "criminal", "closed")
		if !hanText.MatchString(r["label_zh"]) {
			c.bad(where, "label missing")
		}
	}
}

func (c *checker) oneOf(where, col, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		c.bad(where, "%s %q", col, value)
	}
}

// froms are the states of a transition, "*" spelled out.
func (c *checker) froms(r row) []string {
	if r["from_states"] != "*" {
		return list(r["from_states"], "|")
	}
	except := list(r["except"], "|")
	var out []string
	for s := range c.states[r["machine"]] {
		if !slices.Contains(except, s) {
			out = append(out, s)
		}
	}
	if !slices.Contains(except, New) {
		out = append(out, New)
	}
	sort.Strings(out)
	return out
}
