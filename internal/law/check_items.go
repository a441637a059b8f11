package law

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

var (
	announcementText = regexp.MustCompile(`^MOFCOM(/GACC)? Announcement (\d{4}) No\. \d+$`)
	customsCode      = regexp.MustCompile(`^\d{8}(\d{2})?$`)
	controlCode      = regexp.MustCompile(`^\d[A-E]\d{3}(\.[a-z](\.\d+)?)?$`)
	figure           = regexp.MustCompile(`\d+(\.\d+)?`)
	compared         = regexp.MustCompile(`[<>≤≥]=?\s*(\d+(?:\.\d+)?)`)
	elsewhere        = regexp.MustCompile(`not covered by (\d[A-E]\d{3})`)
)

// checkItems: the list of controlled items says of each row what it rests on, from when, and how far its customs codes go.
func (c *checker) checkItems() {
	first := map[string]row{}
	seen := map[string]bool{}
	elements, also := map[string]string{}, map[string]string{}
	for _, r := range c.t.items.rows {
		where := "controlled_minerals " + r["item_en"] + " " + r["hs_code"]
		c.checkItemNames(where, r, elements)
		c.checkItemDates(where, r)
		c.checkItemBasis(where, r)
		c.checkItemCodes(where, r)
		c.checkItemThreshold(where, r)
		c.checkItemElsewhere(where, r)
		c.checkItemAlso(where, r, also)
		item := r["announcement"] + "|" + r["item_zh"]
		if seen[item+r["hs_code"]] {
			c.bad(where, "the same item and customs code twice")
		}
		seen[item+r["hs_code"]] = true
		if first[item] == nil {
			first[item] = r
		}
		for _, col := range []string{"item_en", "mineral_zh", "control_code", "announced_on", "effective_on", "suspended_from", "suspended_until", "status",
			"hs_covers", "hs_other",
			"threshold_en", "later_basis", "earlier_basis", "extension_reported", "also", "akin"} {
			if r[col] != first[item][col] {
				c.bad(where, "%s differs between the rows of the item", col)
			}
		}
	}
}

func (c *checker) checkItemNames(where string, r row, elements map[string]string) {
	if r["item_en"] == "" || !hanText.MatchString(r["item_zh"]) {
		c.bad(where, "name missing")
	}
	if w := doubled(r["item_zh"]); w != "" {
		c.bad(where, "item_zh says %s twice", w)
	}
	if r["mineral_en"] == "" || !hanText.MatchString(r["mineral_zh"]) {
		c.bad(where, "element missing")
	}
	for _, pair := range [][2]string{{r["mineral_zh"], r["mineral_en"]}, {r["mineral_en"], r["mineral_zh"]}} {
		if was, ok := elements[pair[0]]; ok && was != pair[1] {
			c.bad(where, "element %s has two names", pair[0])
		}
		elements[pair[0]] = pair[1]
	}
	if was, ok := elements["group of "+r["mineral_zh"]]; ok && was != r["element_group"] {
		c.bad(where, "element %s is in two groups", r["mineral_zh"])
	}
	elements["group of "+r["mineral_zh"]] = r["element_group"]
}

// checkItemAlso: another name names one item, and is none of the list's own.
func (c *checker) checkItemAlso(where string, r row, also map[string]string) {
	for _, name := range append(list(r["also"], ";"), list(r["akin"], ";")...) {
		if was, ok := also[name]; ok && was != r["item_zh"] {
			c.bad(where, "also %s names two items", name)
		}
		also[name] = r["item_zh"]
		if slices.ContainsFunc(c.t.items.rows, func(x row) bool { return x["item_zh"] == name || strings.EqualFold(x["item_en"], name) }) {
			c.bad(where, "also %s is an item itself", name)
		}
	}
}

// checkItemElsewhere: an item that leaves goods to another entry has that entry in the list.
func (c *checker) checkItemElsewhere(where string, r row) {
	for _, m := range elsewhere.FindAllStringSubmatch(r["item_en"], -1) {
		if !slices.ContainsFunc(c.t.items.rows, func(x row) bool { return slices.Contains(list(x["control_code"], ";"), m[1]) }) {
			c.bad(where, "%s, to which it leaves goods, is in no row", m[1])
		}
	}
}

// doubled is a word of at least two characters that a name says twice running.
func doubled(name string) string {
	r := []rune(name)
	for n := 2; n <= len(r)/2; n++ {
		for i := 0; i+2*n <= len(r); i++ {
			if slices.Equal(r[i:i+n], r[i+n:i+2*n]) {
				return string(r[i : i+n])
			}
		}
	}
	return ""
}

// checkItemDates: what is announced takes effect afterwards, and a suspension has a beginning, an end and a status.
func (c *checker) checkItemDates(where string, r row) {
	optional := []string{"suspended_from", "suspended_until", "later_basis_from", "extension_reported"}
	for _, col := range append([]string{"announced_on", "effective_on"}, optional...) {
		if _, err := time.Parse(time.DateOnly, r[col]); err != nil && (r[col] != "" || !slices.Contains(optional, col)) {
			c.bad(where, "%s %q", col, r[col])
		}
	}
	switch { // dates as text stand in their order
	case (r["suspended_from"] == "") != (r["suspended_until"] == ""):
		c.bad(where, "half a suspension")
	case r["suspended_from"] > r["suspended_until"]:
		c.bad(where, "the suspension ends before it begins")
	case r["extension_reported"] != "" && r["extension_reported"] <= r["suspended_until"]:
		c.bad(where, "extension_reported is no extension")
	}
	if r["effective_on"] < r["announced_on"] {
		c.bad(where, "effective_on is before announced_on")
	}
	if strings.HasPrefix(r["status"], "suspended") != (r["suspended_from"] != "") {
		c.bad(where, "status and suspended_from do not fit")
	}
}

// checkItemBasis: every status rests on an announcement of its year, and says how far it was verified.
func (c *checker) checkItemBasis(where string, r row) {
	if m := announcementText.FindStringSubmatch(r["announcement"]); m == nil || !strings.HasPrefix(r["announced_on"], m[2]) {
		c.bad(where, "announcement %q", r["announcement"])
	}
	if !strings.HasPrefix(r["status"], "in force") && !strings.HasPrefix(r["status"], "not read (") && !strings.HasPrefix(r["status"],
		"suspended until "+r["suspended_until"]) {
		c.bad(where, "status %q", r["status"])
	}
	if !strings.HasPrefix(r["source_status"], "verified (") && !strings.HasPrefix(r["source_status"], "not verified (") {
		c.bad(where, "source_status %q", r["source_status"])
	}
	m := announcementText.FindStringSubmatch(r["later_basis"])
	switch {
	case (r["later_basis"] == "") != (r["later_basis_from"] == ""):
		c.bad(where, "half a later basis")
	case r["later_basis"] != "" && (m == nil || !strings.HasPrefix(r["later_basis_from"], m[2]) || r["later_basis_from"] <= r["effective_on"]):
		c.bad(where, "later_basis %q from %s", r["later_basis"], r["later_basis_from"])
	case strings.Contains(r["status"], "repealed") != (r["later_basis"] != ""):
		c.bad(where, "status and later_basis do not fit")
	}
	if r["earlier_basis"] != "" && !slices.ContainsFunc(c.t.citations.rows, func(x row) bool { return x["short"] == r["earlier_basis"] }) {
		c.bad(where, "earlier_basis %q is no row of citations", r["earlier_basis"])
	}
}

// checkItemCodes: a row without a customs code says why, for what is not listed is answered by the codes alone.
func (c *checker) checkItemCodes(where string, r row) {
	c.oneOf(where, "hs_covers", r["hs_covers"], CodesAll, CodesPart, CodesNone, CodesTechnology, CodesLine, CodesUnread)
	if (r["hs_code"] == "") != slices.Contains([]string{CodesNone, CodesTechnology, CodesUnread}, r["hs_covers"]) {
		c.bad(where, "hs_code and hs_covers do not fit")
	}
	if r["hs_covers"] != CodesAll && r["notes"] == "" {
		c.bad(where, "hs_covers %s without a note why", r["hs_covers"])
	}
	if r["hs_covers"] == CodesTechnology && r["earlier_basis"] == "" {
		c.bad(where, "technology without earlier_basis: what could be exported before the announcement is another list")
	}
	if r["hs_covers"] == CodesLine && !strings.HasPrefix(r["status"], "not read (") {
		c.bad(where, "hs_covers line is for an entry that nobody has read")
	}
	for _, code := range append(list(r["hs_other"], ";"), r["hs_code"]) {
		if code != "" && !customsCode.MatchString(code) {
			c.bad(where, "customs code %q", code)
		}
	}
	for _, code := range list(r["control_code"], ";") {
		if !controlCode.MatchString(code) {
			c.bad(where, "control_code %q", code)
		}
	}
}

// checkItemThreshold: a threshold stands in both languages with the same figures, and none in the English name only.
func (c *checker) checkItemThreshold(where string, r row) {
	en, zh := figure.FindAllString(r["threshold_en"], -1), figure.FindAllString(r["threshold_zh"], -1)
	if (r["threshold_en"] == "") != (r["threshold_zh"] == "") || r["threshold_zh"] != "" && !hanText.MatchString(r["threshold_zh"]) {
		c.bad(where, "threshold in one language only")
	} else if !slices.Equal(en, zh) {
		c.bad(where, "the figures of threshold_en and threshold_zh differ")
	}
	for _, m := range compared.FindAllStringSubmatch(r["item_en"], -1) {
		if !slices.Contains(zh, m[1]) {
			c.bad(where, "threshold %s of the English name is not in threshold_zh", m[1])
		}
	}
}
