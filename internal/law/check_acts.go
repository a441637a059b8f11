package law

import (
	"slices"
	"strings"
)

// collectEvents learns what each act fires: its event, the event with its variant, and its self: names.
func (c *checker) collectEvents() {
	for _, a := range c.acts {
		ev, variant := a.row["event"], a.row["variant"]
		if !eventName.MatchString(ev) {
			c.bad(a.id(), "event name %q", ev)
		}
		if c.events[a.entity()] == nil {
			c.events[a.entity()] = map[[2]string]bool{}
		}
		c.events[a.entity()][[2]string{ev, variant}] = true
		f := map[string]bool{ev: true}
		if variant != "" {
			if !variantName.MatchString(variant) {
				c.bad(a.id(), "variant %q", variant)
			}
			f[ev+"["+variant+"]"] = true
		}
		for _, tok := range list(a.row["emits"], ";") {
			body, _ := cut(tok)
			if _, m, e, _ := target(body); m == "self" {
				f[e] = true
			}
		}
		for name := range f {
			c.firedBy[name] = append(c.firedBy[name], a.id())
		}
	}
}

func (c *checker) checkAct(a actRow) {
	if a.transition {
		if _, ok := c.states[a.entity()]; !ok {
			c.bad(a.id(), "unknown machine %s", a.entity())
			return
		}
		c.checkTransition(a)
	} else if a.row["allowed_states"] != "*" {
		for _, s := range list(a.row["allowed_states"], "|") {
			if _, ok := c.states[a.entity()][s]; !ok {
				c.bad(a.id(), "unknown allowed state %s", s)
			}
		}
	}
	c.checkActRoles(a)
	c.checkActGuardsAndForm(a)
	c.checkActClocks(a)
	c.checkActDocuments(a)
	c.checkActEmits(a)
	if a.row["legal_basis"] == "" {
		c.bad(a.id(), "no legal basis")
	}
	if s := a.row["source_status"]; !strings.HasPrefix(s, "verified") && s != "recalled" && s != "product rule (no statute)" {
		c.bad(a.id(), "source_status %q", s)
	}
	if !a.transition && !hanText.MatchString(a.row["label_zh"]) {
		c.bad(a.id(), "label missing")
	}
}

func (c *checker) checkTransition(a actRow) {
	r, id := a.row, a.id()
	named := append(list(r["except"], "|"), r["to_state"])
	if r["from_states"] != "*" {
		named = append(named, list(r["from_states"], "|")...)
	}
	for _, s := range named {
		if _, ok := c.states[a.entity()][s]; !ok && s != New {
			c.bad(id, "unknown state %s", s)
		}
	}
	c.oneOf(id, "new_round", r["new_round"], "", "yes")
	if len(c.froms(r)) == 0 {
		c.bad(id, "no from_states")
	}
	if r["except"] != "" && r["from_states"] != "*" {
		c.bad(id, "except without *")
	}
	if r["from_states"] == "*" && !slices.Contains(list(r["except"], "|"), New) {
		c.bad(id, "* must except (new)")
	}
	if r["to_state"] == New || r["to_state"] == "" || strings.Contains(r["to_state"], "|") {
		c.bad(id, "to_state must be one state")
	}
	c.oneOf(id, "collective_discussion", r["collective_discussion"], "yes", "no", "if_major")
	if p := r["proposal_act"]; p != "" {
		if _, ok := c.byID[p]; !ok {
			c.bad(id, "proposal_act %s", p)
		}
	}
	if r["collective_discussion"] != "no" && !slices.Contains(list(r["guards"], ";"), "collective_discussion_recorded") {
		c.bad(id, "collective discussion without its guard")
	}
}

func (c *checker) checkActRoles(a actRow) {
	r, id := a.row, a.id()
	if r["decider_roles"] == "" {
		c.bad(id, "no decider")
	}
	for _, x := range append(list(r["proposer_roles"], "|"), list(r["decider_roles"], "|")...) {
		c.use("role", x)
		if _, ok := c.roles[x]; !ok {
			c.bad(id, "unknown role %s", x)
		}
	}
	c.oneOf(id, "four_eyes", r["four_eyes"], "yes", "no")
	if (r["four_eyes"] == "yes") != (r["proposer_roles"] != "") {
		c.bad(id, "four_eyes does not fit proposer_roles")
	}
	if r["four_eyes"] == "yes" && !slices.Contains(list(r["guards"], ";"), "approver_is_not_proposer") {
		c.bad(id, "four eyes without guard approver_is_not_proposer")
	}
	c.oneOf(id, "binding", r["binding"], "yes", "no")
	for _, x := range list(r["external_party"], "|") {
		if _, ok := c.enums["external_party"][x]; !ok {
			c.bad(id, "unknown external party %s", x)
		}
	}
}

func (c *checker) checkActGuardsAndForm(a actRow) {
	r, id := a.row, a.id()
	for _, g := range list(r["guards"], ";") {
		c.use("guard", g)
		if _, ok := c.guards[g]; !ok {
			c.bad(id, "unknown guard %s", g)
		} else if !slices.Contains(list(c.guards[g]["used_by"], ";"), id) {
			c.bad(id, "guard %s does not list this act in used_by", g)
		}
	}
	c.use("form", r["form"])
	if rows, ok := c.forms[r["form"]]; !ok {
		c.bad(id, "unknown form %s", r["form"])
	} else if !slices.Contains(list(rows[0]["events"], ";"), r["event"]) {
		c.bad(id, "form %s does not list event %s", r["form"], r["event"])
	}
}

func (c *checker) condition(where, q string) {
	if q == "" {
		return
	}
	c.use("cond", q)
	if _, ok := c.conds[q]; !ok {
		c.bad(where, "unknown condition %s", q)
	}
}

func (c *checker) checkActClocks(a actRow) {
	cols := []string{"starts", "stops", "extends", "pauses", "resumes"}
	if a.transition {
		cols = append(cols, "checks")
	}
	for _, col := range cols {
		for _, tok := range list(a.row[col], ";") {
			code, q := cut(tok)
			c.condition(a.id(), q)
			if code == "*" && col == "extends" {
				continue
			}
			c.use("clock", code)
			if k, ok := c.clocks[code]; !ok {
				c.bad(a.id(), "unknown clock %s in %s", code, col)
			} else if col == "extends" && k["extendable"] != "yes" {
				c.bad(a.id(), "clock %s is not extendable", code)
			}
		}
	}
}

func (c *checker) checkActDocuments(a actRow) {
	for _, col := range []string{"documents_required", "documents_issued"} {
		for _, tok := range list(a.row[col], ";") {
			body, q := cut(tok)
			c.condition(a.id(), q)
			for _, d := range list(body, "|") {
				c.use("doc", d)
				if _, ok := c.docs[d]; !ok {
					c.bad(a.id(), "unknown document %s", d)
				}
			}
		}
	}
}

func (c *checker) checkActEmits(a actRow) {
	for _, tok := range list(a.row["emits"], ";") {
		body, q := cut(tok)
		c.condition(a.id(), q)
		_, machine, e, v := target(body)
		if machine == "self" {
			continue
		}
		if _, ok := c.states[machine]; !ok {
			c.bad(a.id(), "emits to unknown machine %s", machine)
			continue
		}
		known := false
		for k := range c.events[machine] {
			known = known || k[0] == e
		}
		switch {
		case v != "" && !c.events[machine][[2]string{e, v}]:
			c.bad(a.id(), "emits %s[%s] unknown on %s", e, v, machine)
		case !known:
			c.bad(a.id(), "emits %s unknown on %s", e, machine)
		}
	}
}

// checkAmbiguity: event, variant and state lead to exactly one row.
func (c *checker) checkAmbiguity() {
	seen, kinds := map[[4]string]string{}, map[[3]string]map[string]bool{}
	transitions := map[[2]string]bool{}
	for _, r := range c.t.transitions.rows {
		transitions[[2]string{r["machine"], r["event"]}] = true
		for _, s := range c.froms(r) {
			key := [4]string{r["machine"], r["event"], r["variant"], s}
			if other, ok := seen[key]; ok {
				c.bad(r["id"], "ambiguous with %s at %s", other, s)
			}
			seen[key] = r["id"]
			at := [3]string{r["machine"], r["event"], s}
			if kinds[at] == nil {
				kinds[at] = map[string]bool{}
			}
			kinds[at][r["variant"]] = true
			if kinds[at][""] && len(kinds[at]) > 1 {
				c.bad(r["id"], "mixes rows with and without variant at %s", s)
			}
		}
	}
	recorded := map[[3]string]string{}
	for _, r := range c.t.recorded.rows {
		key := [3]string{r["entity"], r["event"], r["variant"]}
		if other, ok := recorded[key]; ok {
			c.bad(r["id"], "duplicate of %s", other)
		}
		recorded[key] = r["id"]
		if transitions[[2]string{r["entity"], r["event"]}] {
			c.bad(r["id"], "%s is a transition of %s already", r["event"], r["entity"])
		}
	}
}

// checkReachability: every state can be reached, left, and brought to an end.
func (c *checker) checkReachability() {
	for machine, states := range c.states {
		edges := map[string][]string{}
		for _, r := range c.t.transitions.rows {
			if r["machine"] == machine {
				for _, s := range c.froms(r) {
					edges[s] = append(edges[s], r["to_state"])
				}
			}
		}
		reached := reach(edges, New)
		for s, r := range states {
			if !reached[s] {
				c.bad(machine+"."+s, "not reachable from (new)")
			}
			if r["terminal"] != "no" {
				continue
			}
			if !slices.ContainsFunc(edges[s], func(t string) bool { return t != s }) {
				c.bad(machine+"."+s, "no way out")
			}
			ends := false
			for t := range reach(edges, s) {
				ends = ends || states[t]["terminal"] == "yes"
			}
			if !ends {
				c.bad(machine+"."+s, "leads to no terminal state")
			}
		}
	}
}

func reach(edges map[string][]string, from string) map[string]bool {
	got, todo := map[string]bool{}, []string{from}
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, t := range edges[s] {
			if !got[t] {
				got[t] = true
				todo = append(todo, t)
			}
		}
	}
	return got
}
