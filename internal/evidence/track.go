package evidence

import (
	"io"

	"github.com/shopspring/decimal"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// Deps is what the track needs from outside.
type Deps struct {
	Book law.Current
	// Random draws references.
	Random io.Reader
	// Later puts the copying of bytes that a handover causes into the queue; nil leaves it to Missing.
	Later Later
}

// Track is the machine evidence_item.
func Track(d Deps) procedure.Track {
	t := tables{d.Book}
	return procedure.Track{Guards: t.guards(), Conds: t.conditions(), Effects: effects(d),
		Creates: map[string]procedure.Create{"evidence.collected": collect(d)}, Prior: prior,
		Seen: []procedure.SeenPart{{At: procedure.OfThings, Say: seen}}}
}

// prior is what is known of the item itself; another item's seal or weight is none of its business.
func prior(_ int64, t matter.Target, f *matter.File, out law.Values) {
	item := f.Item(t.ID)
	if t.Entity != law.Evidence || item == nil {
		return
	}
	if item.SealNo != "" {
		out["seal_no"] = item.SealNo
	}
	if item.StoragePlace != "" {
		out["storage_place"] = item.StoragePlace
	}
	if q, err := decimal.NewFromString(item.Quantity); err == nil {
		out["quantity"] = q
	}
	if item.Gross != nil {
		out["weight"] = item.Gross.Kilograms()
	}
}
