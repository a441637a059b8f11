package law

import "touchstone/internal/actor"

// anyKind stands in organs.csv for every kind of organ that has no row of its own.
const anyKind = "*"

// NumberMark is the mark of an organ in the numbers of its papers, by its kind.
func (b *Edition) NumberMark(kind string) string {
	if mark, ok := b.marks[kind]; ok {
		return mark
	}
	return b.marks[anyKind]
}

// Receiving tells whether a role is one of the organ to which a suspected crime is transferred.
func (b *Edition) Receiving(role string) bool {
	r := b.Role(actor.Role(role))
	return r != nil && r.Receiving
}
