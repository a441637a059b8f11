package admincase

import (
	"slices"

	"touchstone/internal/law"
	"touchstone/internal/procedure"
)

// Indicator is one test of the referral screen that fired.
type Indicator struct {
	Code  string // quantity, value, licence_trade, state_security
	Basis string
	// Amount is what was found and Limit what fires the test; grams or fen, 0 where the test is no number.
	Amount, Limit int64
}

// Limits of 2014 Interp. art. 11(1)(6), basic offence.
const (
	screenGrams int64 = 20_000_000 // 20 t
	screenFen   int64 = 200_000_00 // 200,000 yuan
)

// Screen is the advisory referral screen of procedure.md §6.2 over what is on file: quantity and value of the goods, a
// traded or forged licence, an indicator for state security. A person answers what it shows; below the line is no
// reason to close. Earlier penalties and the part in a group are no facts of one matter: the handler answers for them.
func Screen(f *file, c *procedure.Case) []Indicator {
	if c == nil {
		return nil
	}
	var grams, fen int64
	for _, g := range f.Goods {
		if g.CaseID == c.ID {
			grams, fen = grams+known(g.NetG), fen+known(g.ValueFen)
		}
	}
	var out []Indicator
	if grams >= screenGrams {
		out = append(out, Indicator{"quantity", "2014 Interp. 11(1)(6); CL 151(3)", grams, screenGrams})
	}
	if fen >= screenFen {
		out = append(out, Indicator{"value", "2014 Interp. 11(1)(6); CL 151(3)", fen, screenFen})
	}
	lead := f.LastOn(procedure.Target{Entity: law.AdminCase, ID: c.ID}, "admin_lead.registered")
	if lead != nil && slices.Contains(lead.Input.List("typology"), "licence_trade") {
		out = append(out, Indicator{Code: "licence_trade", Basis: "CL 225(1)(2), 280"})
	}
	if slices.ContainsFunc(f.Handovers, func(h procedure.Handover) bool { return h.CaseID == c.ID }) {
		out = append(out, Indicator{Code: "state_security", Basis: "CL 110, 111; NSL 52"})
	}
	return out
}

func known(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}

// Answer is the last answer to the screen in the case's present round; empty means unanswered.
func Answer(f *file, c *procedure.Case) string {
	if p := f.LastIn(c, "investigation_report.submitted"); p != nil {
		return p.Input.Str("referral_screen")
	}
	return ""
}

// owesReferral: the screen of this round said "refer" and no referral was opened from the case (D310 3).
func owesReferral(f *file, c *procedure.Case) bool {
	return Answer(f, c) == "refer" && !referredSince(f, c)
}
