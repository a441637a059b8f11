package goods

import (
	"slices"

	"touchstone/internal/law"
)

// What may be missing to say whether goods are on the list.
const (
	GapActOn           = "act_on"           // the day of the act
	GapElement         = "element"          // the list knows no such element
	GapHSFound         = "hs_found"         // the customs code that was found, not declared
	GapItemCodes       = "item_codes"       // items whose printed customs codes do not cover them: the description governs
	GapOtherElement    = "other_element"    // the customs code is one of another element, or of another item than the one picked
	GapSameLine        = "same_line"        // the customs code stands in the same line of the tariff as one of the list, with other last digits
	GapFullCode        = "full_code"        // the customs code is a heading above those of the list
	GapThreshold       = "threshold"        // whether the goods reach the figures of the item
	GapUnread          = "unread"           // an entry of the list that nobody has read
	GapWhichElement    = "which_element"    // only a kind of elements is named
	GapReprinted       = "reprinted"        // a later list prints the customs code for the item
	GapEarlierRule     = "earlier_rule"     // the act is before the item was listed, when another rule applied
	GapAfterSuspension = "after_suspension" // what holds after a suspension
	GapDescription     = "description"      // whether the description of an item covers the goods: their name leaves it open
	GapMeanwhile       = "meanwhile"        // beside the answer: the rule that holds while an item is suspended or not read
	GapBeside          = "beside"           // beside the answer: the rule that the list did not replace
	GapLookUp          = "look_up"          // nobody looked the goods up since they were entered, or the list says more today
)

// Gap is one thing that is missing, with the customs code and the rows of the list that it is about.
type Gap struct {
	Kind, HS string
	Items    []law.ItemOn
	Unsure   bool // nobody read whether the rule was in force on the day
}

// missing is what is missing to say of goods that no item describes that they are not listed. That is right only where every
// item of the element that day prints its customs codes, the code that was found is none of them, nor beside one of them in
// the tariff, and the name leaves no room for the element.
func (q *question) missing() []Gap {
	var out []Gap
	if q.which && !q.said.technology {
		out = append(out, Gap{Kind: GapWhichElement})
	}
	out = append(out, q.gaps()...)
	if len(out) == 0 {
		out = q.undescribed()
	}
	return append(out, q.earlier(q.concerned())...)
}

// gaps are what is missing by the customs codes.
func (q *question) gaps() []Gap {
	live := filtered(q.concerned(), law.ItemOn.Live)
	var out []Gap
	switch {
	case len(q.known) == 0:
		out = append(out, Gap{Kind: GapElement})
	case q.hs == "" && len(live) > 0 && !q.said.technology:
		out = append(out, Gap{Kind: GapHSFound})
	}
	if q.hs != "" {
		out = of(out, GapOtherElement, q.hs, filtered(q.all, func(h law.ItemOn) bool { return h.Live() && h.Fits(q.hs) && !q.knows(h) }))
	}
	return append(out, q.around(live)...)
}

// inForce are the gaps by which an item in force may describe goods that one not in force describes. Of a whole group of
// elements, as an ore is, the description of each says nothing.
func (q *question) inForce() []Gap {
	return append(q.other(), q.around(filtered(q.concerned(), func(h law.ItemOn) bool { return isInForce(h) && (!q.which || h.Line(q.hs)) }))...)
}

// other are the items in force whose customs code was found.
func (q *question) other() []Gap {
	return of(nil, GapOtherElement, q.hs, filtered(q.all, func(h law.ItemOn) bool { return isInForce(h) && h.Fits(q.hs) && h.Whole(q.hs) }))
}

func isInForce(h law.ItemOn) bool { return h.State == law.ItemInForce }

// around are rows of the element whose codes do not cover them, or stand beside the one that was found.
func (q *question) around(rows []law.ItemOn) []Gap {
	var out []Gap
	if q.hs != "" {
		reprinted := func(h law.ItemOn) bool { return slices.Contains(h.OtherHS, q.hs) }
		out = of(out, GapReprinted, q.hs, filtered(rows, reprinted))
		out = of(out, GapSameLine, q.hs, filtered(rows, func(h law.ItemOn) bool { return h.Line(q.hs) && !h.Fits(q.hs) && !reprinted(h) }))
	}
	return of(out, GapItemCodes, "", filtered(rows, func(h law.ItemOn) bool { return h.Covers != law.CodesAll && h.Covers != law.CodesLine }))
}

func of(out []Gap, kind, hs string, items []law.ItemOn) []Gap {
	if len(items) == 0 {
		return out
	}
	return append(out, Gap{Kind: kind, HS: hs, Items: items})
}

func (q *question) knows(h law.ItemOn) bool {
	return slices.ContainsFunc(q.known, func(k law.ItemOn) bool { return k.Item == h.Item })
}

// concerned are the rows of the elements of which the goods may be one at all: technology is no goods.
func (q *question) concerned() []law.ItemOn {
	return filtered(q.known, func(h law.ItemOn) bool {
		return h.Concerns(q.hs) && (q.said.technology == h.Technology() ||
			q.said.technology && !slices.ContainsFunc(q.known, func(k law.ItemOn) bool { return k.Technology() }))
	})
}

// undescribed are the goods of the list of each element that the name speaks of without saying which goods they are.
func (q *question) undescribed() []Gap {
	settled := slices.DeleteFunc(slices.Clone(q.hits), func(h hit) bool { return !h.denied && (h.State != law.ItemNotYet || h.open == GapDescription) })
	var items []law.ItemOn
	for _, e := range q.elements {
		live := filtered(q.known, func(h law.ItemOn) bool {
			return h.Live() && h.ElementZH == e.ElementZH && !h.Technology() && h.Concerns(q.hs)
		})
		if len(live) > 0 && !q.said.clears(e, settled, q.scrap(live)) {
			items = append(items, live...)
		}
	}
	return of(nil, GapDescription, "", items)
}

// scrap tells whether one of the rows is waste too, by the names of what may be the item.
func (q *question) scrap(rows []law.ItemOn) bool {
	return slices.ContainsFunc(rows, func(h law.ItemOn) bool {
		return slices.ContainsFunc(h.Akin, func(name string) bool { return q.said.has(q.Book().Trade.Fold(name), law.TradeWaste) })
	})
}

// earlier says of rows that did not apply yet under which rules the goods may have stood before, each once. A rule that was
// not in force either is none.
func (q *question) earlier(rows []law.ItemOn) []Gap {
	return q.rules(GapEarlierRule, filtered(rows, func(h law.ItemOn) bool { return h.State == law.ItemNotYet }))
}

// beside adds the rules that may apply beside the list on the day, unless they are missing already.
func (q *question) beside(f Finding, rows []law.ItemOn) Finding {
	rows = filtered(rows, func(h law.ItemOn) bool {
		return h.Live() && (h.Technology() == q.said.technology || h.Technology() && h.Called(law.ItemKey(q.said.whole)))
	})
	said := func(g Gap) bool {
		return slices.ContainsFunc(append(slices.Clone(f.Gaps), f.Beside...), func(x Gap) bool {
			return (x.Kind == GapEarlierRule || x.Kind == GapMeanwhile) && x.Items[0].EarlierBasis == g.Items[0].EarlierBasis
		})
	}
	halted := q.rules(GapMeanwhile, filtered(rows, func(h law.ItemOn) bool { return !isInForce(h) }))
	for _, g := range append(halted, q.rules(GapBeside, filtered(rows, isInForce))...) {
		if !said(g) {
			f.Beside = append(f.Beside, g)
		}
	}
	return f
}

// rules are the rules beside the list of rows, each once, that may have been in force on the day.
func (q *question) rules(kind string, rows []law.ItemOn) []Gap {
	var out []Gap
	for _, h := range rows {
		may, known := h.EarlierRule.On(q.on)
		if h.EarlierBasis == "" || !may {
			continue
		}
		i := slices.IndexFunc(out, func(g Gap) bool { return g.Items[0].EarlierBasis == h.EarlierBasis })
		if i < 0 {
			i, out = len(out), append(out, Gap{Kind: kind, Unsure: !known})
		}
		out[i].Items = append(out[i].Items, h)
	}
	return out
}

// open says of rows that may describe the goods what is still to be asked, item by item.
func open(rows []match, hs string) []Gap {
	var out []Gap
	for _, m := range rows {
		g := Gap{Kind: m.open, Items: []law.ItemOn{m.ItemOn}}
		if m.open == GapFullCode {
			g.HS = hs
		}
		i := slices.IndexFunc(out, func(x Gap) bool {
			return x.Kind == g.Kind && (g.Kind == GapFullCode || x.Items[0].NameZH == m.NameZH)
		})
		if i < 0 {
			out = append(out, g)
			continue
		}
		out[i].Items = append(out[i].Items, m.ItemOn)
	}
	return out
}

func filtered(rows []law.ItemOn, keep func(law.ItemOn) bool) []law.ItemOn {
	var out []law.ItemOn
	for _, h := range rows {
		if keep(h) {
			out = append(out, h)
		}
	}
	return out
}
