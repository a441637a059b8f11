package law

import (
	"slices"

	"touchstone/internal/actor"
)

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

// RecordOf is the paper among some that is the record of a way of collecting evidence; else the first.
func (b *Edition) RecordOf(codes []string, method string) string {
	for _, c := range codes {
		if d := b.Document(c); d != nil && slices.Contains(d.Methods, method) {
			return c
		}
	}
	return codes[0]
}

// Package are the papers that are an item of the package of a referral by themselves, in the order of the items: the first is the
// letter that is made of the referral's own facts (D310 6).
func (b *Edition) Package() []*Document {
	var out []*Document
	for _, d := range b.Documents {
		if d.PackageItem > 0 {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(x, y *Document) int { return x.PackageItem - y.PackageItem })
	return out
}

// PackageItem is the paper that is one item of the package, or nil.
func (b *Edition) PackageItem(no int) *Document {
	for _, d := range b.Documents {
		if no > 0 && d.PackageItem == no {
			return d
		}
	}
	return nil
}
