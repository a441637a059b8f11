package law

import (
	"slices"
	"strconv"
)

// checkAnswers: a condition that an answer settles names a field of a form and what it then says.
func (c *checker) checkAnswers() {
	fields := map[string]bool{}
	for _, r := range c.t.forms.rows {
		fields[r["field"]] = true
	}
	for _, r := range c.t.conditions.rows {
		where := "condition " + r["id"]
		if (r["field"] == "") != (r["values"] == "") {
			c.bad(where, "a field and its values stand together")
		}
		if r["field"] != "" && !fields[r["field"]] {
			c.bad(where, "no form has the field %s", r["field"])
		}
	}
}

// checkOrgans: every kind of organ has a mark for the numbers of its papers, those without a row of their own that of "*"; sides
// and rounds are said in the words that the program knows.
func (c *checker) checkOrgans() {
	rest := false
	for _, r := range c.t.organs.rows {
		rest = rest || r["kind"] == anyKind
		if r["number_mark"] == "" {
			c.bad("organ "+r["kind"], "no number mark")
		}
	}
	if !rest {
		c.bad("organs.csv", "no row %s for every other kind", anyKind)
	}
	for _, r := range c.t.roles.rows {
		c.oneOf("role "+r["code"], "side", r["side"], "", "receiving")
	}
	methods := map[string]bool{}
	for _, r := range c.t.enums.rows {
		if r["list"] == "collection_method" {
			methods[r["code"]] = true
		}
	}
	for _, r := range c.t.documents.rows {
		c.oneOf(r["code"], "per_round", r["per_round"], "", "yes")
		for _, m := range list(r["methods"], ";") {
			if len(methods) > 0 && !methods[m] {
				c.bad(r["code"], "no such way of collecting: %s", m)
			}
		}
	}
}

// checkStamps: the dates that states set are dates of a case.
func (c *checker) checkStamps(where string, r row) {
	c.oneOf(where, "stamps", r["stamps"], "", "filed_at", "decided_at", "closed_at")
	if m := Machine(r["machine"]); r["stamps"] != "" && m != AdminCase && m != CriminalCase {
		c.bad(where, "stamps a date that %s has not", m)
	}
}

// checkCountedFrom: a period counts from a day that a form asks for, or from an event that starts it.
func (c *checker) checkCountedFrom(k row) {
	days := map[string]bool{}
	for _, r := range c.t.forms.rows {
		if r["type"] == "date" || r["type"] == "datetime" {
			days[r["field"]] = true
		}
	}
	for _, from := range list(k["counted_from"], "|") {
		if !days[from] && !slices.Contains(list(k["start_events"], "|"), from) {
			c.bad(k["code"], "counted from %s, which is no day of a form and does not start it", from)
		}
	}
}

// checkClosing: the papers of a closing are asked for by the kind of its decision, and what does as well is another paper.
func (c *checker) checkClosing() {
	kinds := []string{anyKind}
	for _, r := range c.t.enums.rows {
		if r["list"] == "decision_kind" {
			kinds = append(kinds, r["code"])
		}
	}
	for _, r := range c.t.documents.rows {
		for _, kind := range list(r["at_closing"], ";") {
			c.oneOf(r["code"], "at_closing", kind, kinds...)
		}
		if or := r["or_paper"]; or != "" && (r["at_closing"] == "" || or == r["code"] || c.docs[or] == nil) {
			c.bad(r["code"], "%s does as well at no closing", or)
		}
	}
}

// checkPackage: the items of the package are numbered from one on, each is one paper, and nothing but a referral makes it.
func (c *checker) checkPackage() {
	papers := map[string]string{}
	for _, r := range c.t.documents.rows {
		no := r["package_item"]
		c.oneOf(r["code"], "may_be_absent", r["may_be_absent"], "", "yes")
		switch {
		case no == "" && r["may_be_absent"] != "":
			c.bad(r["code"], "may be absent from a package of which it is no item")
		case no == "":
			continue
		case r["machine"] != string(Referral):
			c.bad(r["code"], "an item of the package that %s makes", r["machine"])
		case papers[no] != "":
			c.bad(r["code"], "package_item %s is %s", no, papers[no])
		}
		papers[no] = r["code"]
	}
	for n := range len(papers) {
		if papers[strconv.Itoa(n+1)] == "" {
			c.bad("documents.csv", "no paper is item %d of the package", n+1)
		}
	}
}
