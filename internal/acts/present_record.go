package acts

import (
	"slices"
	"strings"

	"touchstone/internal/procedure"
	"touchstone/views/act"
	"touchstone/views/ui"
)

// record is the rest of the list, thing by thing: what is signed and stands nowhere else on the page. Entries under the
// prefixes belong to other decisions than the one on the page.
func (t *teller) record(without ...string) []act.Entry {
	var out []act.Entry
	at := ""
	for _, x := range t.list {
		if t.printed[x.Key] || slices.ContainsFunc(without, func(p string) bool { return strings.HasPrefix(x.Key, p) }) {
			continue
		}
		if thing := t.thing(x.Key); thing != at || len(out) == 0 {
			at = thing
			out = append(out, act.Entry{Label: t.t("act.group." + procedure.Group(x.Key)), Name: t.nameOf(thing)})
		}
		last := &out[len(out)-1]
		last.Facts = append(last.Facts, t.say(x))
	}
	return out
}

// thing is what an entry is about: one party, one item; else the whole group.
func (t *teller) thing(key string) string {
	parts := strings.SplitN(key, ":", 3)
	if len(parts) == 3 && slices.Contains([]string{"party", "goods", "evidence"}, parts[0]) {
		return parts[0] + ":" + parts[1] + ":"
	}
	return parts[0]
}

// nameOf is the name of a thing among its like.
func (t *teller) nameOf(thing string) ui.Piece {
	if !strings.HasSuffix(thing, ":") {
		return ui.Piece{}
	}
	p, _ := t.part(thing + "name")
	return p
}
