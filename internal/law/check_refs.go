package law

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// checkClocks compares the clock's side (start_events, stop_events) with the acts' side (starts, stops).
func (c *checker) checkClocks() {
	for _, k := range c.t.clocks.rows {
		code := k["code"]
		for col, actCol := range map[string]string{"start_events": "starts", "stop_events": "stops"} {
			names := list(k[col], "|")
			if len(names) == 0 {
				c.bad(code, "no %s", col)
			}
			for _, n := range names {
				if c.firedBy[n] == nil {
					c.bad(code, "%s %s is fired by no act", col, n)
				}
			}
			hits := map[string]bool{}
			for _, n := range names {
				for _, id := range c.firedBy[n] {
					hits[id] = true
				}
			}
			for _, a := range c.acts {
				has, hit := namesClock(a.row[actCol], code), hits[a.id()]
				if has && !hit {
					c.bad(code, "%s in %s of %s, but that act fires none of %s", code, actCol, a.id(), strings.Join(names, ", "))
				}
				if hit && !has && a.entity() == k["entity"] {
					c.bad(code, "%s fires one of %s, but lacks the clock in %s", a.id(), strings.Join(names, ", "), actCol)
				}
			}
		}
		if y, ok := c.rules[k["day_rule"]]; !ok {
			c.bad(code, "unknown day rule %s", k["day_rule"])
		} else {
			c.use("rule", k["day_rule"])
			for _, col := range []string{"unit", "first_unit_counted", "rolls_over_holiday"} {
				if y[col] != k[col] {
					c.bad(code, "%s differs from its day rule", col)
				}
			}
		}
		c.checkCountedFrom(k)
		c.checkClockCells(k)
		if !c.used["clock"][code] {
			c.bad(code, "clock used by no act")
		}
	}
}

func (c *checker) checkClockCells(k row) {
	code := k["code"]
	if !wholeNumber.MatchString(k["amount"]) || k["amount"] == "0" || len(k["amount"]) > 4 {
		c.bad(code, "amount %q", k["amount"])
	}
	for _, col := range []string{"max_extension_amount", "max_extensions"} {
		if k[col] != "" && (!wholeNumber.MatchString(k[col]) || len(k[col]) > 4) {
			c.bad(code, "%s %q", col, k[col])
		}
	}
	c.oneOf(code, "unit", k["unit"], Hours, WorkingDays, CalendarDays, Months)
	if k["max_extension_amount"] != "" {
		c.oneOf(code, "max_extension_unit", k["max_extension_unit"], Hours, WorkingDays, CalendarDays, Months)
	}
	c.oneOf(code, "minimum_interval", k["minimum_interval"], "yes", "no")
	c.oneOf(code, "on_expiry", k["on_expiry"], Overdue, UnlawfullyHeld, AutoEscalate, Lapses)
	c.oneOf(code, "extendable", k["extendable"], "yes", "no")
	if (k["extendable"] == "yes") != (k["extension_approver_role"] != "") {
		c.bad(code, "extendable and extension_approver_role do not fit")
	}
	for _, x := range []string{k["owner_role"], k["extension_approver_role"]} {
		if x == "" {
			continue
		}
		c.use("role", x)
		_, role := c.roles[x]
		if _, ext := c.enums["external_party"][x]; !role && !ext {
			c.bad(code, "unknown role %s", x)
		}
	}
	if !hanText.MatchString(k["name_zh"]) {
		c.bad(code, "name missing")
	}
}

// checkClosability: at each state at which an act may leave a clock of its entity running, some act can still close it.
func (c *checker) checkClosability() {
	for _, k := range c.t.clocks.rows {
		if k["on_expiry"] == Lapses { // closes itself at its end
			continue
		}
		code, machine := k["code"], k["entity"]
		for _, r := range c.t.transitions.rows {
			if r["machine"] != machine || !namesClock(r["starts"], code) || namesClock(r["stops"], code) {
				continue
			}
			if !c.closable(code, machine, r["to_state"]) {
				c.bad(code, "started by %s, but nothing can stop it at %s or later", r["id"], r["to_state"])
			}
		}
	}
}

func (c *checker) closable(code, machine, state string) bool {
	edges := map[string][]string{}
	for _, r := range c.t.transitions.rows {
		if r["machine"] == machine {
			for _, s := range c.froms(r) {
				edges[s] = append(edges[s], r["to_state"])
			}
		}
	}
	later := reach(edges, state)
	later[state] = true
	return slices.ContainsFunc(c.acts, func(a actRow) bool {
		if !namesClock(a.row["stops"], code) {
			return false
		}
		if a.entity() != machine || !a.transition && a.row["allowed_states"] == "*" {
			return true
		}
		states := list(a.row["allowed_states"], "|")
		if a.transition {
			states = c.froms(a.row)
		}
		return slices.ContainsFunc(states, func(s string) bool { return later[s] })
	})
}

func namesClock(cell, code string) bool {
	return strings.Contains(cell, code) && slices.ContainsFunc(list(cell, ";"), func(tok string) bool { b, _ := cut(tok); return b == code })
}

// checkDocuments compares a document's issued_at_event with the acts that issue it.
func (c *checker) checkDocuments() {
	for _, r := range c.t.documents.rows {
		d, evs := r["code"], list(r["issued_at_event"], "|")
		if !c.used["doc"][d] {
			c.bad(d, "document used by no act")
		}
		if len(evs) == 0 {
			c.bad(d, "issued at no event")
		}
		want := map[string]bool{}
		for _, a := range c.acts {
			if strings.Contains(a.row["documents_issued"], d) && slices.Contains(docCode.FindAllString(a.row["documents_issued"], -1), d) {
				name := a.row["event"]
				if v := a.row["variant"]; v != "" {
					name += "[" + v + "]"
				}
				want[name] = true
			}
		}
		got := map[string]bool{}
		for _, e := range evs {
			got[e] = true
			if c.firedBy[e] == nil {
				c.bad(d, "issued_at_event %s is fired by no act", e)
			}
			if !want[e] {
				c.bad(d, "issued_at_event %s does not issue it", e)
			}
		}
		for e := range want {
			if !got[e] {
				c.bad(d, "is issued at %s, which issued_at_event does not name", e)
			}
		}
		_, role := c.roles[r["issued_by"]]
		if _, ext := c.enums["external_party"][r["issued_by"]]; !role && !ext && r["issued_by"] != "institution" {
			c.bad(d, "issued_by %s", r["issued_by"])
		}
		c.use("role", r["issued_by"])
		c.oneOf(d, "direction", r["direction"], "in", "out")
		if r["required_fields"] == "" {
			c.bad(d, "no required fields")
		}
		for _, x := range list(r["required_fields"], ";") {
			if !dataPath.MatchString(x) {
				c.bad(d, "field path %q", x)
			}
		}
		if !hanText.MatchString(r["name_zh"]) {
			c.bad(d, "name missing")
		}
	}
}

// checkUse: nothing stands in the tables that nobody uses.
func (c *checker) checkUse() {
	for _, x := range []struct {
		kind string
		t    table
		col  string
	}{{"cond", c.t.conditions, "id"}, {"rule", c.t.dayRules, "code"}, {"role", c.t.roles, "code"}} {
		for _, r := range x.t.rows {
			if !c.used[x.kind][r[x.col]] {
				c.bad(x.t.name+" "+r[x.col], "unused")
			}
		}
	}
}

func (c *checker) checkRoles() {
	for _, r := range c.t.roles.rows {
		for _, col := range []string{"incompatible_same_case", "incompatible_globally"} {
			for _, x := range list(r[col], ";") {
				if x == "*" {
					continue
				}
				name, _, at := strings.Cut(x, "@")
				other, ok := c.roles[name]
				if !ok {
					c.bad("role "+r["code"], "incompatible with unknown %s", x)
				} else if back := list(other[col], ";"); !at && !slices.Contains(back, r["code"]) && !slices.Contains(back, "*") {
					c.bad("role "+r["code"], "%s with %s is not mutual", col, x)
				}
			}
		}
		for _, x := range list(r["named_as"], ";") {
			if x != Officer && !c.hasField(x, "officer") {
				c.bad("role "+r["code"], "named as %s, which no form asks for", x)
			}
		}
		if !hanText.MatchString(r["label_zh"]) {
			c.bad("role "+r["code"], "label missing")
		}
	}
}

// hasField tells whether a form has a field of that name and type.
func (c *checker) hasField(name, kind string) bool {
	return slices.ContainsFunc(c.t.forms.rows, func(r row) bool { return r["field"] == name && r["type"] == kind })
}

func (c *checker) checkCalendar() {
	for _, r := range c.t.holidays.rows {
		d, err := time.Parse(time.DateOnly, r["date"])
		if err != nil {
			c.bad("holidays_cn "+r["date"], "no date")
			continue
		}
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		c.oneOf("holidays_cn "+r["date"], "kind", r["kind"], "holiday", "workday")
		if r["kind"] == "workday" && !weekend {
			c.bad("holidays_cn "+r["date"], "a make-up workday that is no weekend")
		}
	}
}

func (c *checker) checkPenalties() {
	for _, r := range c.t.penalties.rows {
		where := "penalties " + r["violation_code"]
		for _, col := range []string{"threshold_cny", "at_or_above_min_multiple", "at_or_above_max_multiple", "below_or_none_min_cny", "below_or_none_max_cny"} {
			if r[col] == "" {
				continue
			}
			if d, err := decimal.NewFromString(r[col]); err != nil || d.IsNegative() {
				c.bad(where, "%s %q", col, r[col])
			}
		}
		for _, pair := range [][2]string{{"at_or_above_min_multiple", "at_or_above_max_multiple"}, {"below_or_none_min_cny", "below_or_none_max_cny"}} {
			if (r[pair[0]] == "") != (r[pair[1]] == "") {
				c.bad(where, "half a range")
			}
		}
		if (r["threshold_cny"] == "") != (r["at_or_above_min_multiple"] == "") {
			c.bad(where, "threshold and multiples do not fit")
		}
		c.oneOf(where, "base", r["base"], BaseTurnover, BaseIncome, BaseGoods, BaseNone)
		c.oneOf(where, "gravity", r["gravity"], "any", "ordinary", "serious", "especially_serious")
		c.oneOf(where, "fine_mandatory", r["fine_mandatory"], "yes", "no")
		c.oneOf(where, "party", r["party"], "any", "person", "entity")
		if _, err := time.Parse(time.DateOnly, r["valid_from"]); err != nil {
			c.bad(where, "valid_from %q", r["valid_from"])
		}
		if !hanText.MatchString(r["violation_zh"]) || r["legal_basis"] == "" {
			c.bad(where, "name or basis missing")
		}
	}
}

func (c *checker) checkThresholds() {
	for _, r := range c.t.thresholds.rows {
		where := "thresholds " + r["clock"] + " " + r["unit"]
		if _, ok := c.clocks[r["clock"]]; !ok && r["clock"] != "*" {
			c.bad(where, "unknown clock")
		}
		c.oneOf(where, "unit", r["unit"], Hours, WorkingDays, CalendarDays, Months)
		for _, col := range []string{"min_amount", "max_amount", "near_percent", "near_working_days", "near_hours", "urgent_hours"} {
			if r[col] != "" && (!wholeNumber.MatchString(r[col]) || len(r[col]) > 4) {
				c.bad(where, "%s %q", col, r[col])
			}
		}
	}
	for _, k := range c.t.clocks.rows {
		if _, ok := threshold(c.t.thresholds.rows, k["code"], k["unit"], k["amount"]); !ok {
			c.bad(k["code"], "no threshold fits")
		}
	}
}
