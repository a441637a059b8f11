package penalty

import (
	"github.com/shopspring/decimal"

	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// PaymentPeriod is the period in which a fine is paid (APL 67, 72): a day late costs.
const PaymentPeriod = "ADM-070"

// Payments are the payments to the bank since the decision in force was served, oldest first (APL 67).
func Payments(f *matter.File, caseID int64) []matter.Past {
	served := f.LastOn(matter.Target{Entity: law.AdminCase, ID: caseID}, "admin_decision.served")
	var out []matter.Past
	for _, p := range f.Acts {
		if p.Event == "fine.paid" && p.TargetID == caseID && p.Entity == law.AdminCase && served != nil && p.ID > served.ID {
			out = append(out, p)
		}
	}
	return out
}

// Paid sums them, in CNY.
func Paid(f *matter.File, caseID int64) decimal.Decimal {
	sum := decimal.Zero
	for _, p := range Payments(f, caseID) {
		sum = sum.Add(p.Input.Money("amount"))
	}
	return sum
}

// Left is what is left of a served fine, in CNY, beside what was paid; ok is false before the service and without a fine.
func Left(f *matter.File, caseID int64) (paid, left decimal.Decimal, ok bool) {
	d := f.DecisionOf(caseID)
	if d == nil || !d.Fine.IsPositive() || f.LastOn(matter.Target{Entity: law.AdminCase, ID: caseID}, "admin_decision.served") == nil {
		return paid, left, false
	}
	paid = Paid(f, caseID)
	return paid, decimal.Max(decimal.Zero, d.Fine.Yuan().Sub(paid)), true
}
