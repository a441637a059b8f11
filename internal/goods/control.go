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
		return d.picked(in.Listed, in.ActOn)
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

// Control looks an item up as the list stood on the day of the act: by the exact name of the goods; where that names
// nothing, by element and customs code; else by the words of the name, as people in the trade say it. It returns control
// codes, the basis and the state.
func (d Desk) Control(name, mineral, hs string, on time.Time) (code, basis, state string) {
	f := d.find(name, mineral, hs, on)
	return strings.Join(f.Codes, ";"), f.Basis, f.State
}

func (d Desk) find(name, mineral, hs string, on time.Time) Finding {
	if on.IsZero() {
		return undetermined(Gap{Kind: GapActOn})
	}
	known := d.ofElement(name, mineral, on)
	if f := verdict(d.fitting(name, hs, known, on), on); f.State != NotControlled {
		return f
	}
	return silence(d.gaps(known, hs, on))
}

// picked is what holds for the item that an officer picked from the list: which item it is needs no customs code.
func (d Desk) picked(name string, on time.Time) Finding {
	hits := d.named(name, on)
	if f := verdict(hits, on); f.State != NotControlled {
		return f
	}
	return silence(earlier(hits))
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

// verdict sums up the rows that describe the goods: in force goes before suspended, suspended before unverified.
func verdict(hits []law.ItemOn, on time.Time) Finding {
	for _, v := range []struct{ item, state string }{{law.ItemInForce, Controlled}, {law.ItemSuspended, Suspended}, {law.ItemUnverified, Undetermined}} {
		f := Finding{State: v.state}
		for _, h := range hits {
			if h.State == v.item {
				f.Items, f.Basis = append(f.Items, h), h.BasisOn(on)
			}
		}
		switch {
		case len(f.Items) == 0:
			continue
		case v.state == Controlled:
			f.Codes = codes(f.Items)
		case v.state == Undetermined:
			f.Gaps = []Gap{{Kind: GapAfterSuspension, Items: f.Items}}
		}
		return f
	}
	return Finding{State: NotControlled}
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
