package goods

import (
	"slices"
	"time"

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
	GapLookUp          = "look_up"          // nobody looked the goods up since they were entered, or the list says more today
)

// Gap is one thing that is missing, with the customs code and the rows of the list that it is about.
type Gap struct {
	Kind, HS string
	Items    []law.ItemOn
}

// gaps are what is missing to say of goods that no item describes that they are not listed. That is right only where
// every item of the element that day prints its customs codes, and the code that was found is none of them, nor beside
// one of them in the tariff.
func (d Desk) gaps(known []law.ItemOn, hs string, on time.Time) []Gap {
	live := filtered(known, law.ItemOn.Live)
	var out []Gap
	add := func(kind, hs string, items []law.ItemOn) {
		if len(items) > 0 {
			out = append(out, Gap{kind, hs, items})
		}
	}
	switch {
	case len(known) == 0:
		out = append(out, Gap{Kind: GapElement})
	case hs == "" && len(live) > 0:
		out = append(out, Gap{Kind: GapHSFound})
	}
	if hs != "" {
		add(GapOtherElement, hs, filtered(d.Book.Items(on, ""), func(h law.ItemOn) bool {
			return h.Live() && h.Fits(hs) && !slices.ContainsFunc(known, func(k law.ItemOn) bool { return k.Item == h.Item })
		}))
		reprinted := func(h law.ItemOn) bool { return slices.Contains(h.OtherHS, hs) }
		add(GapReprinted, hs, filtered(live, reprinted))
		add(GapSameLine, hs, filtered(live, func(h law.ItemOn) bool { return h.Line(hs) && !h.Fits(hs) && !reprinted(h) }))
	}
	add(GapItemCodes, "", filtered(live, func(h law.ItemOn) bool { return h.Covers != law.CodesAll && h.Covers != law.CodesLine }))
	return out
}

// earlier says of rows that did not apply yet under which rules the goods stood before, each once.
func earlier(rows []law.ItemOn) []Gap {
	var out []Gap
	for _, h := range rows {
		if h.State != law.ItemNotYet || h.EarlierBasis == "" {
			continue
		}
		i := slices.IndexFunc(out, func(g Gap) bool { return g.Items[0].EarlierBasis == h.EarlierBasis })
		if i < 0 {
			i, out = len(out), append(out, Gap{Kind: GapEarlierRule})
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
