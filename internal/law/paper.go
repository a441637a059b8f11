package law

import "slices"

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

// PapersAtClosing are the papers without one of which a case with a decision of that kind is not closed; "" is no decision.
func (b *Edition) PapersAtClosing(kind string) [][]string {
	var out [][]string
	for _, d := range b.Documents {
		switch {
		case !slices.Contains(d.AtClosing, anyKind) && !slices.Contains(d.AtClosing, kind):
		case d.OrPaper != "":
			out = append(out, []string{d.Code, d.OrPaper})
		default:
			out = append(out, []string{d.Code})
		}
	}
	return out
}
