package goods

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"touchstone/internal/law"
)

// controlOf is what the list says of goods as the form describes them. A declared customs code may show that goods are
// controlled; that it is none of the list shows nothing, for to declare another one is how goods are smuggled.
func (d Desk) controlOf(in Input) (code, basis, state string) {
	switch {
	case in.ActOn.IsZero():
		return "", "", Undetermined
	case in.Listed != "":
		return verdict(d.named(in.Listed, in.ActOn))
	case in.HSFound != "":
		return d.Control(in.Name, in.Mineral, in.HSFound, in.ActOn)
	}
	code, basis, state = d.Control(in.Name, in.Mineral, in.HSDeclared, in.ActOn)
	if state == NotControlled && in.HSDeclared != "" {
		return d.Control(in.Name, in.Mineral, "", in.ActOn)
	}
	return code, basis, state
}

// Control looks an item up as the list stood on the day of the act: by the exact name of the goods; where that names
// nothing, by element and customs code; else by the words of the name, as people in the trade say it. It returns control
// codes, the announcement and the state.
func (d Desk) Control(name, mineral, hs string, on time.Time) (code, basis, state string) {
	if on.IsZero() {
		return "", "", Undetermined
	}
	if hits := d.fitting(name, mineral, hs, on); len(hits) > 0 {
		return verdict(hits)
	}
	return "", "", silence(d.ofElement(name, mineral, on), hs)
}

// silence is what it means that no item of the element fits. Without a customs code only the words differ, which decides
// nothing while the list holds the element under another name.
func silence(known []law.ItemOn, hs string) string {
	switch {
	case len(known) == 0:
		return Undetermined // the list does not know the element at all: nothing is said about it
	case hs == "" && slices.ContainsFunc(known, func(h law.ItemOn) bool { return h.State != law.ItemNotYet }):
		return Undetermined
	}
	return NotControlled
}

// verdict sums up the rows that describe the goods: in force goes before suspended, suspended before unverified.
func verdict(hits []law.ItemOn) (code, basis, state string) {
	var codes []string
	state = NotControlled
	for _, h := range hits {
		switch h.State {
		case law.ItemInForce:
			state, basis = Controlled, h.Announcement
			for _, c := range h.Codes() {
				if !slices.Contains(codes, c) {
					codes = append(codes, c)
				}
			}
		case law.ItemSuspended:
			if state == NotControlled {
				state, basis = Suspended, h.Announcement
			}
		case law.ItemUnverified:
			if state == NotControlled {
				state, basis = Undetermined, h.Announcement
			}
		}
	}
	return strings.Join(codes, ";"), basis, state
}

// fitting are the rows of the list that describe the goods.
func (d Desk) fitting(name, mineral, hs string, on time.Time) []law.ItemOn {
	var byName, byCode []law.ItemOn
	known := d.ofElement(name, mineral, on)
	for _, h := range known {
		if strings.EqualFold(h.NameZH, name) || strings.EqualFold(h.NameEN, name) {
			byName = append(byName, h)
		}
		if hs != "" && h.HS != "" && (strings.HasPrefix(hs, h.HS) || strings.HasPrefix(h.HS, hs)) {
			byCode = append(byCode, h)
		}
	}
	switch {
	case len(byName) > 0:
		return byName
	case len(byCode) > 0:
		return byCode
	}
	return byWords(name, known)
}

// ofElement are the rows of the elements that are named: as the mineral, within its words (several minerals of one case,
// an ore, a metal), else within the name of the goods.
func (d Desk) ofElement(name, mineral string, on time.Time) []law.ItemOn {
	for _, names := range []func(h law.ItemOn) bool{
		func(h law.ItemOn) bool {
			return strings.EqualFold(h.ElementZH, mineral) || strings.EqualFold(h.ElementEN, mineral)
		},
		func(h law.ItemOn) bool { return mentions(mineral, h) },
		func(h law.ItemOn) bool { return mentions(name, h) },
	} {
		var out []law.ItemOn
		for _, h := range d.Book.Items(on, "") {
			if names(h) {
				out = append(out, h)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// mentions tells whether words speak of the element of an item.
func mentions(words string, h law.ItemOn) bool {
	return strings.Contains(words, h.ElementZH) || slices.Contains(strings.Fields(strings.ToLower(words)), strings.ToLower(h.ElementEN))
}

// named are the rows of the list under that name; several customs codes and announcements may bear it.
func (d Desk) named(name string, on time.Time) []law.ItemOn {
	var out []law.ItemOn
	for _, h := range d.Book.Items(on, "") {
		if h.NameZH == name {
			out = append(out, h)
		}
	}
	return out
}

// byWords finds the rows whose name stands in the name of the goods, or the other way round; the longest such name says
// most. An element in a form of the trade, an ingot say, is the metal.
func byWords(name string, known []law.ItemOn) []law.ItemOn {
	typed := plain(name)
	var out []law.ItemOn
	longest := 0
	for _, h := range known {
		listed := plain(h.NameZH)
		n := 0
		switch {
		case strings.Contains(typed, listed):
			n = len(listed)
		case utf8.RuneCountInString(typed) > 1 && typed != h.ElementZH && strings.Contains(typed, h.ElementZH) && strings.Contains(listed, typed):
			n = len(typed)
		case isMetal(typed, h) && strings.HasPrefix(listed, "金属"+h.ElementZH):
			n = 1
		}
		if n > longest {
			out, longest = nil, n
		}
		if n > 0 && n == longest {
			out = append(out, h)
		}
	}
	return out
}

// plain is a name without what stands in brackets, without spaces and capitals.
func plain(name string) string {
	before, after, open := strings.Cut(strings.NewReplacer("(", "（", ")", "）").Replace(name), "（")
	if _, rest, closed := strings.Cut(after, "）"); open && closed {
		before += rest
	}
	return strings.ToLower(strings.Join(strings.Fields(before), ""))
}

// metalForms are the forms in which an unwrought metal is traded, and words for its purity.
var metalForms = strings.NewReplacer("金属", "", "单质", "", "高纯", "", "精", "", "锭", "", "块", "", "粒", "", "片", "", "粉", "", "棒", "", "条", "", "板", "",
	"metal", "", "ingots", "", "ingot", "", "powder", "", "granules", "", "pellets", "", "lumps", "")

// isMetal tells whether a name says the element and a form of the metal, nothing else.
func isMetal(typed string, h law.ItemOn) bool {
	rest := typed
	for _, element := range []string{h.ElementZH, strings.ToLower(h.ElementEN)} {
		rest = strings.Replace(rest, element, "", 1)
	}
	if rest == typed {
		return false
	}
	return strings.Trim(metalForms.Replace(rest), "0123456789.%％n≥") == ""
}
