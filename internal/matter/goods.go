package matter

import (
	"time"

	"touchstone/internal/quantity"
)

// Goods is one row of the goods table.
type Goods struct {
	ID, CaseID                 int64
	Name, Mineral              string
	ControlCode                string
	ControlState               string
	Net                        *quantity.Mg
	Value                      *quantity.Fen
	Ref, ListedItem            string
	Form, Purity, ControlBasis string
	ActOn                      *time.Time
	HSDeclared, HSFound        string
	Quantity, Unit             string
	ValueMethod                string
	LicenceState, LicenceNote  string
}
