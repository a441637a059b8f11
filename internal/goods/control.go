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
	if len(f.Items) > 0 || undeclared.State != Undetermined {
		return f
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
	known := d.ofElement(name, mineral, on)
	if f := verdict(d.fitting(name, hs, known, on), hs, on); f.State != NotControlled {
		return f
	}
	var missing []Gap
	if whichElement(name, mineral, d.Book.Items(on, "")) {
		missing = []Gap{{Kind: GapWhichElement}}
	}
	missing = append(missing, d.gaps(known, hs, on)...)
	return silence(append(missing, earlier(filtered(known, func(h law.ItemOn) bool { return h.Concerns(hs) }))...))
}

// picked is what holds for the item that an officer picked from the list: which item it is needs no customs code. Where
// it was not in force, a code that was found may show another item that was.
func (d Desk) picked(name, hs string, on time.Time) Finding {
	rows := d.named(name, on)
	if len(rows) == 0 { // the list of today does not name it
		return undetermined(Gap{Kind: GapLookUp})
	}
	f := verdict(certain(rows), hs, on)
	switch f.State {
	case Controlled:
		return f
	case NotControlled:
		return d.beforeListing(rows, hs, on)
	}
	others := filtered(d.Book.Items(on, ""), func(h law.ItemOn) bool { return h.State == law.ItemInForce && h.Fits(hs) && h.Whole(hs) })
	if len(others) > 0 {
		return undetermined(Gap{GapOtherElement, hs, others})
	}
	return f
}

// beforeListing is what holds for an item that an officer picked and that was not listed yet: the others of its kind
// decide, and the rule that stood before.
func (d Desk) beforeListing(rows []law.ItemOn, hs string, on time.Time) Finding {
	all, own := d.Book.Items(on, ""), rows[0]
	kin := oneEach(all, func(h law.ItemOn) bool { return h.ElementZH == own.ElementZH || mentions(own.NameZH, h) })
	known := filtered(all, func(h law.ItemOn) bool {
		return slices.ContainsFunc(kin, func(n law.ItemOn) bool { return n.ElementZH == h.ElementZH })
	})
	if f := verdict(byCode(hs, known), hs, on); f.State != NotControlled {
		return f
	}
	return silence(append(d.gaps(known, hs, on), earlier(rows)...))
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
				f.Items, f.Basis = append(f.Items, h.ItemOn), h.BasisOn(on)
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
			if len(f.Gaps) == 1 && f.Gaps[0].Kind == GapUnread { // nobody rests on what was not read
				f.Basis = ""
			}
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
