package admincase

import (
	"slices"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/quantity"
)

// Indicator is one test of the referral screen that fired.
type Indicator struct {
	Code  string // quantity, value, licence_trade, state_security
	Basis string
}

// Limits of 2014 Interp. art. 11(1)(6), basic offence.
func screenMass() quantity.Mg   { return quantity.Milligrams(20_000_000_000) } // 20 t
func screenMoney() quantity.Fen { return quantity.Fens(200_000_00) }           // 200,000 yuan

// Screen is the advisory referral screen of procedure.md §6.2 over what is on file: quantity and value of the goods, a
// traded or forged licence, an indicator for state security. A person answers what it shows; below the line is no
// reason to close. Earlier penalties and the part in a group are no facts of one matter: the handler answers for them.
func Screen(f *file, c *matter.Case) []Indicator {
	if c == nil {
		return nil
	}
	var mass quantity.Mg
	var money quantity.Fen
	for _, g := range f.Goods {
		if g.CaseID == c.ID {
			mass, money = mass.Plus(known(g.Net)), money.Plus(known(g.Value))
		}
	}
	var out []Indicator
	if mass.Cmp(screenMass()) >= 0 {
		out = append(out, Indicator{"quantity", "2014 Interp. 11(1)(6); CL 151(3)"})
	}
	if money.Cmp(screenMoney()) >= 0 {
		out = append(out, Indicator{"value", "2014 Interp. 11(1)(6); CL 151(3)"})
	}
	lead := f.LastOn(matter.Target{Entity: law.AdminCase, ID: c.ID}, "admin_lead.registered")
	if lead != nil && slices.Contains(lead.Input.List("typology"), "licence_trade") {
		out = append(out, Indicator{Code: "licence_trade", Basis: "CL 225(1)(2), 280"})
	}
	if slices.ContainsFunc(f.Handovers, func(h matter.Handover) bool { return h.CaseID == c.ID }) {
		out = append(out, Indicator{Code: "state_security", Basis: "CL 110, 111; NSL 52"})
	}
	return out
}

// known is what is on file; what is not known adds nothing.
func known[T any](x *T) (none T) {
	if x == nil {
		return none
	}
	return *x
}

// Answer is the last answer to the screen in the case's present round; empty means unanswered.
func Answer(f *file, c *matter.Case) string {
	if p := f.LastIn(c, "investigation_report.submitted"); p != nil {
		return p.Input.Str("referral_screen")
	}
	return ""
}

// OwesReferral: the screen of this round said "refer" and no referral was opened from the case (D310 3).
func OwesReferral(f *file, c *matter.Case) bool {
	return Answer(f, c) == "refer" && !referredSince(f, c)
}
