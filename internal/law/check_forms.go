package law

import (
	"regexp"
	"slices"
	"strings"

	"touchstone/internal/i18n"
)

var clockInput = regexp.MustCompile(`^clock\.[A-Z]`)

// checkGuards: a guard's sentence exists, its inputs exist, and the acts that it names name it.
func (c *checker) checkGuards() {
	fields := map[string]bool{}
	for _, r := range c.t.forms.rows {
		fields[r["field"]] = true
	}
	invariants := 0
	for _, r := range c.t.guards.rows {
		where := "guard " + r["id"]
		c.oneOf(where, "scope", r["scope"], "act", "invariant")
		if r["scope"] == "invariant" {
			invariants++
		}
		if r["scope"] == "act" && r["used_by"] == "" {
			c.bad(where, "used by nothing")
		}
		for _, x := range list(r["used_by"], ";") {
			if x == "*" {
				continue
			}
			if a, ok := c.byID[x]; !ok {
				c.bad(where, "used_by %s does not exist", x)
			} else if !slices.Contains(list(a.row["guards"], ";"), r["id"]) {
				c.bad(where, "used_by %s, which does not name it", x)
			}
		}
		c.oneOf(where, "kind", r["kind"], "block", "warn", "needs_reason")
		c.checkGuardFields(where, r)
		c.oneOf(where, "standing", r["standing"], "", string(ByRound), string(ByFile))
		if r["standing"] != "" && r["kind"] != "block" {
			c.bad(where, "standing, and blocks nothing")
		}
		if !hanText.MatchString(r["rule_zh"]) {
			c.bad(where, "sentence missing")
		}
		if r["inputs"] == "" || r["legal_basis"] == "" {
			c.bad(where, "inputs or legal basis missing")
		}
		c.checkGuardInputs(r, fields)
	}
	if invariants != 9 {
		c.bad("guards", "%d invariants instead of 9", invariants)
	}
}

func (c *checker) checkGuardInputs(r row, fields map[string]bool) {
	where := "guard " + r["id"]
	var own []string
	others := false // an input that is neither in the form nor about the officer who acts
	for _, x := range list(r["inputs"], ";") {
		f, inForm := strings.CutPrefix(x, "form.")
		if inForm {
			own = append(own, f)
			if !fields[f] {
				c.bad(where, "input %s is in no form", x)
			}
		} else if !strings.HasPrefix(x, "officer.") {
			others = true
		}
		if clockInput.MatchString(x) && c.clocks[x[len("clock."):]] == nil {
			c.bad(where, "input %s: no such clock", x)
		}
		if d, ok := strings.CutPrefix(x, "document."); ok && strings.HasPrefix(d, "DOC") && c.docs[d] == nil {
			c.bad(where, "input %s: no such document", x)
		}
	}
	if len(own) == 0 || others {
		return
	}
	// What can be judged from the form alone must be in the form of each act that runs it.
	for _, id := range list(r["used_by"], ";") {
		a, ok := c.byID[id]
		if !ok {
			continue
		}
		if !slices.ContainsFunc(c.forms[a.row["form"]], func(f row) bool { return slices.Contains(own, f["field"]) }) {
			c.bad(where, "act %s: form %s has none of its fields %s", id, a.row["form"], strings.Join(own, ", "))
		}
	}
}

// fieldTypes are the types that Decode reads; enum:X besides. A choice is one of what the page offers: the page looks at it.
var fieldTypes = []string{"text", "longtext", "date", "datetime", "money", "integer", "decimal", "quantity", "mass", "person", "officer", "officers2", "org",
	"evidence_items", "documents", "file", "yesno", "legal_basis", "place", "reason", "choice", "hs", "control_code"}

func (c *checker) checkForms() {
	done := map[string]bool{}
	for _, first := range c.t.forms.rows {
		f := first["form"]
		if done[f] {
			continue
		}
		done[f] = true
		switch page := first["events"] == ""; {
		case page && c.used["form"][f]:
			c.bad("form "+f, "the form of a page, used by an act")
		case !page && !c.used["form"][f]:
			c.bad("form "+f, "used by no act")
		}
		names, variantKeys := map[string]bool{}, map[string]bool{}
		for _, r := range c.forms[f] {
			names[r["field"]] = true
			if r["events"] != c.forms[f][0]["events"] {
				c.bad("form "+f+"."+r["field"], "events differ from the first field's")
			}
		}
		for _, a := range c.acts {
			if k, _, ok := strings.Cut(a.row["variant"], "="); ok && a.row["form"] == f {
				variantKeys[k] = true
			}
		}
		for _, ev := range list(c.forms[f][0]["events"], ";") {
			if !slices.ContainsFunc(c.acts, func(a actRow) bool { return a.row["form"] == f && a.row["event"] == ev }) {
				c.bad("form "+f, "lists event %s that does not use it", ev)
			}
		}
		for _, r := range c.forms[f] {
			c.checkField("form "+f, r, names, variantKeys)
		}
	}
}

func (c *checker) checkField(form string, r row, names, variantKeys map[string]bool) {
	where := form + "." + r["field"]
	if d := r["default"]; d != "" && !slices.Contains([]string{"actor", "now", "prior", "server"}, d) && !strings.HasPrefix(d, "value:") && !strings.HasPrefix(d,
		"paper:") {
		c.bad(where, "default %q", d)
	}
	for _, code := range (&Field{Default: r["default"]}).Papers() {
		if c.docs[code] == nil || r["type"] != "documents" {
			c.bad(where, "default paper %s", code)
		}
	}
	if l, ok := strings.CutPrefix(r["type"], "enum:"); ok {
		c.use("enum", l)
		if c.enums[l] == nil {
			c.bad(where, "unknown list %s", l)
		}
	} else if !slices.Contains(fieldTypes, r["type"]) {
		c.bad(where, "unknown type %s", r["type"])
	}
	if _, ok := BoundsOf(r["type"], r["least"], r["most"]); !ok {
		c.bad(where, "bounds %q and %q do not fit %s", r["least"], r["most"], r["type"])
	}
	if !fieldName.MatchString(r["field"]) {
		c.bad(form, "field name %q", r["field"])
	}
	if !hanText.MatchString(r["label_zh"]) {
		c.bad(where, "label missing")
	}
	c.oneOf(where, "several", r["several"], "", "yes")
	if r["several"] != "" && !strings.HasPrefix(r["type"], "enum:") && r["type"] != "file" {
		c.bad(where, "several, and its type says how many")
	}
	c.oneOf(where, "meaning", r["meaning"], "", string(Occurred), string(EndsOn))
	if r["meaning"] != "" && r["type"] != "date" && r["type"] != "datetime" {
		c.bad(where, "%s is no time", r["type"])
	}
	q, conditional := strings.CutPrefix(r["required"], "if:")
	if !conditional {
		c.oneOf(where, "required", r["required"], "yes", "no")
		return
	}
	key, _, compares := strings.Cut(q, "=")
	if !compares {
		c.condition(where, q)
	} else if !names[key] && !variantKeys[key] && key != "from" && key != "evidence_kind" {
		c.bad(where, "condition on unknown field %s", key)
	}
}

func (c *checker) checkEnums() {
	for _, r := range c.t.enums.rows {
		where := "enum " + r["list"] + "." + r["code"]
		if !hanText.MatchString(r["label_zh"]) && !c.sameEverywhere(r) {
			c.bad(where, "label missing")
		}
		c.oneOf(where, "track", r["track"], "", "criminal")
		if r["used_by"] == "forms" && !c.used["enum"][r["list"]] {
			c.bad(where, "used by no form")
		}
	}
	for _, a := range c.acts {
		if a.row["event"] != "admin_decision.made" {
			continue
		}
		_, kind, _ := strings.Cut(a.row["variant"], "=")
		if _, ok := c.enums["decision_kind"][kind]; !ok {
			c.bad(a.id(), "decision kind not in enums")
		}
	}
}

// sameEverywhere tells whether a label is a sign that no language writes otherwise, as that of a unit.
func (c *checker) sameEverywhere(r row) bool {
	k := textKey{"enums", c.t.words["enums"].code(r), "label"}
	for _, lang := range i18n.Own().Complete()[1:] {
		if r["label_zh"] == "" || c.t.texts[lang][k] != r["label_zh"] {
			return false
		}
	}
	return true
}

// checkGuardFields: what a guard asks for by its column can be given in the form of every act that names it.
func (c *checker) checkGuardFields(where string, r row) {
	for _, name := range list(r["fields"], ";") {
		for _, id := range list(r["used_by"], ";") {
			a, ok := c.byID[id]
			if ok && !slices.ContainsFunc(c.forms[a.row["form"]], func(f row) bool { return f["field"] == name }) {
				c.bad(where, "field %s is not in the form of %s", name, id)
			}
		}
	}
}
