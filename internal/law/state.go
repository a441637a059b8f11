package law

import "slices"

// Standing words of states: what rules ask of a state without naming it. Which states are so stands in states.csv, counts_as.
const (
	Unfiled    = "unfiled"    // of a case: not filed, or not any more, so that no coercive measure is lawful
	Unverified = "unverified" // of a case: nothing is verified yet
	Concluded  = "concluded"  // of a case: the investigation came to its end
	ToRefer    = "to_refer"   // of a case: it was decided to transfer it

	Draft      = "draft"        // of a referral: it may still be changed
	Unsent     = "unsent"       // it is still with the organ that refers
	ToSend     = "to_send"      // approved and not sent
	Approved   = "approved"     // the principal head approved it, and nothing undid that
	Refused    = "not_approved" // the principal head did not
	Unsigned   = "unsigned"     // nobody on the other side signed for it
	Filed      = "filed"        // the other side files with it
	ToHandOver = "to_hand_over" // the other side filed: the things follow
	Reversed   = "reversed"     // the matter came back

	Free    = "free"    // of a person: nobody holds him
	Settled = "settled" // nothing about him is open
	Coerced = "coerced" // a coercive measure lies on him

	Held        = "held"        // of an item: an organ holds it, so that it must still be returned, handed on or disposed of
	DueStill    = "due"         // it lies with the organ that collected it, or is on its way
	Property    = "property"    // a measure lies or lay on it
	Preserved   = "preserved"   // by registration, until somebody decides on it
	Stored      = "stored"      // it lies in the store
	InTransit   = "in_transit"  // between two sides
	Confiscated = "confiscated" // by the decision
	Barred      = "excluded"    // from the evidence

	SentBack = "returned" // of a pointer to state security
)

// stateWords are the words that rules ask of the states of each machine.
func stateWords() map[Machine][]string {
	return map[Machine][]string{
		AdminCase:    {Unfiled, Unverified, Concluded, ToRefer},
		CriminalCase: {Unfiled},
		Referral:     {Draft, Unsent, ToSend, Approved, Refused, Unsigned, Filed, ToHandOver, Reversed},
		Person:       {Free, Settled, Coerced},
		Evidence:     {Held, DueStill, Property, Preserved, Stored, InTransit, Confiscated, Barred},
		MSSHandover:  {SentBack},
	}
}

// Is tells whether a state of a machine counts as what a rule asks; what is no state of it counts as nothing.
func (b *Edition) Is(m Machine, state, word string) bool {
	s := b.State(m, state)
	return s != nil && slices.Contains(s.CountsAs, word)
}

// StatesThat are the states of a machine that count so, in the order of the table.
func (b *Edition) StatesThat(m Machine, word string) []string {
	var out []string
	for _, s := range b.States {
		if s.Machine == m && slices.Contains(s.CountsAs, word) {
			out = append(out, s.Code)
		}
	}
	return out
}

// checkCounts: states count as what rules ask of their machine, and whatever is asked of a machine that the tables have, some state is:
// a rule would pass in silence otherwise.
func (c *checker) checkCounts() {
	found := map[Machine][]string{}
	for _, r := range c.t.states.rows {
		m := Machine(r["machine"])
		for _, word := range list(r["counts_as"], ";") {
			if !slices.Contains(stateWords()[m], word) {
				c.bad("states "+r["state"], "counts_as %q, which no rule asks of %s", word, m)
			}
			found[m] = append(found[m], word)
		}
	}
	for m, words := range stateWords() {
		for _, word := range words {
			if c.states[string(m)] != nil && !slices.Contains(found[m], word) {
				c.bad("states.csv", "no state of %s counts as %s", m, word)
			}
		}
	}
}
