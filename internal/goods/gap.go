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
	GapOtherElement    = "other_element"    // the customs code is one of another element
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
// every item of the element that day prints its customs codes, and the code that was found is none of them.
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
		add(GapReprinted, hs, filtered(live, func(h law.ItemOn) bool { return slices.Contains(h.OtherHS, hs) }))
	}
	add(GapItemCodes, "", filtered(live, func(h law.ItemOn) bool { return h.Covers != law.CodesAll }))
	return append(out, earlier(known)...)
}

// earlier says of rows that did not apply yet under which rule the goods stood before.
func earlier(rows []law.ItemOn) []Gap {
	items := filtered(rows, func(h law.ItemOn) bool { return h.State == law.ItemNotYet && h.EarlierBasis != "" })
	if len(items) == 0 {
		return nil
	}
	return []Gap{{Kind: GapEarlierRule, Items: items}}
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
