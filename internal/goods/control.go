package goods

import (
	"slices"
	"strings"
	"time"

	"touchstone/internal/law"
)

// Finding is what the list says of goods on the day of the act.
type Finding struct {
	State, Basis string
	Codes        []string     // control codes
	Items        []law.ItemOn // the rows that describe the goods and decide the state
	Gaps         []Gap        // what is missing to say more; only where the state is Undetermined
	Beside       []Gap        // rules that may apply beside the list, or instead of what is suspended
}

// controlOf is what the list says of goods as the form describes them. A declared customs code may show that goods are
// controlled; that it is none of the list shows nothing, for to declare another one is how goods are smuggled.
func (d Desk) controlOf(in Input) Finding {
	switch {
	case in.ActOn.IsZero():
		return undetermined(Gap{Kind: GapActOn})
	case in.Listed != "":
		return d.picked(in.Listed, in.HSFound, in.ActOn)
	case in.HSFound != "":
		return d.find(in.Name, in.Mineral, in.HSFound, in.ActOn)
	}
	f, undeclared := d.find(in.Name, in.Mineral, in.HSDeclared, in.ActOn), d.find(in.Name, in.Mineral, "", in.ActOn)
	if f.State == Controlled || undeclared.State != Controlled && (len(f.Items) > 0 || undeclared.State != Undetermined) {
		return f
	}
	if undeclared.State == Controlled { // another code that is declared does not make the goods another thing
		return undeclared
	}
	for _, g := range f.Gaps {
		if g.HS != "" {
			undeclared.Gaps = append(undeclared.Gaps, g)
		}
	}
	return undeclared
}

// Control looks an item up as the list stood on the day of the act: by the exact name of the goods and by element and
// customs code; where neither names an item in force, by the words of the name, as people in the trade say it. It returns
// control codes, the basis and the state.
func (d Desk) Control(name, mineral, hs string, on time.Time) (code, basis, state string) {
	f := d.find(name, mineral, hs, on)
	return strings.Join(f.Codes, ";"), f.Basis, f.State
}

func (d Desk) find(name, mineral, hs string, on time.Time) Finding {
	if on.IsZero() {
		return undetermined(Gap{Kind: GapActOn})
	}
	q := d.question(name, mineral, hs, on)
	f := verdict(q.fitting(), q.hs, on)
	switch f.State {
	case Controlled:
		return f
	case NotControlled:
		f = silence(q.missing())
	case Suspended:
		f = q.unlessInForce(f)
	case Undetermined:
		if len(f.Gaps) == 1 && f.Gaps[0].Kind == GapAfterSuspension {
			f = q.unlessInForce(f)
		}
	}
	if len(f.Items) > 0 {
		return q.beside(f, f.Items)
	}
	return q.beside(f, q.known)
}

// unlessInForce leaves open what a row that is not in force describes, where one that is may describe it too.
func (q *question) unlessInForce(f Finding) Finding {
	if gaps := q.inForce(); len(gaps) > 0 {
		return undetermined(append(f.Gaps, gaps...)...)
	}
	return f
}

// picked is what holds for the item that an officer picked from the list: which item it is needs no customs code. Where
// it was not in force, a code that was found may show another item that was.
func (d Desk) picked(name, hs string, on time.Time) Finding {
	rows := d.bearing(name, on)
	if len(rows) == 0 { // the list of today does not name it
		return undetermined(Gap{Kind: GapLookUp})
	}
	q := d.question(rows[0].NameZH, rows[0].ElementZH, hs, on)
	f := verdict(certain(rows), q.hs, on)
	switch f.State {
	case Controlled:
		return f
	case NotControlled:
		f = q.beforeListing(rows)
	default:
		if gaps := q.other(); len(gaps) > 0 {
			f = undetermined(gaps...)
		}
	}
	return q.beside(f, rows)
}

// beforeListing is what holds for an item that an officer picked and that was not listed yet: the others of its kind
// decide, and the rule that stood before.
func (q *question) beforeListing(rows []law.ItemOn) Finding {
	if f := verdict(byCode(q.hs, q.known), q.hs, q.on); f.State != NotControlled {
		return f
	}
	return silence(append(q.gaps(), q.earlier(rows)...))
}

// silence is what it means that no item in force describes the goods: they are not listed where nothing is missing to
// say so, else that is still to be determined.
func silence(gaps []Gap) Finding {
	if len(gaps) > 0 {
		return undetermined(gaps...)
	}
	return Finding{State: NotControlled}
}

func undetermined(gaps ...Gap) Finding { return Finding{State: Undetermined, Gaps: gaps} }

// verdict sums up the rows that describe the goods: in force goes before suspended, suspended before unverified. Of a row
// of which something is left to ask it says what.
func verdict(hits []match, hs string, on time.Time) Finding {
	for _, v := range []struct{ item, state string }{{law.ItemInForce, Controlled}, {law.ItemSuspended, Suspended}, {law.ItemUnverified, Undetermined}} {
		f := Finding{State: v.state}
		var asked []match
		for _, h := range hits {
			switch {
			case h.State == v.item && h.open == "":
				f.Items = append(f.Items, h.ItemOn)
			case h.State == v.item:
				asked = append(asked, h)
			}
		}
		switch {
		case len(f.Items) == 0 && len(asked) == 0:
			continue
		case len(f.Items) == 0:
			return undetermined(open(asked, hs)...)
		case v.state == Controlled:
			f.Codes = codes(f.Items)
		case v.state == Undetermined:
			f.Gaps = unverified(f.Items)
		}
		if v.state != Undetermined || f.Gaps[0].Kind != GapUnread || len(f.Gaps) > 1 { // nobody rests on what was not read
			f.Basis = bases(f.Items, on)
		}
		return f
	}
	return Finding{State: NotControlled}
}

// unverified says of rows whose state is open why: the entry was not read, or what follows a suspension is not known.
func unverified(items []law.ItemOn) []Gap {
	var out []Gap
	if rows := filtered(items, func(h law.ItemOn) bool { return h.Unread() }); len(rows) > 0 {
		out = append(out, Gap{Kind: GapUnread, Items: rows})
	}
	if rows := filtered(items, func(h law.ItemOn) bool { return !h.Unread() }); len(rows) > 0 {
		out = append(out, Gap{Kind: GapAfterSuspension, Items: rows})
	}
	return out
}

// bases are what the control of the items rests on on a day, each once and in their order.
func bases(items []law.ItemOn, on time.Time) string {
	var out []string
	for _, h := range items {
		out = once(out, h.BasisOn(on))
	}
	return strings.Join(out, "; ")
}

func codes(items []law.ItemOn) []string {
	var out []string
	for _, h := range items {
		for _, c := range h.Codes() {
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}
