package law

import "strings"

// ClockOf is the period by which a guard judges, the first that its inputs name; "" where there is none.
func (b *Edition) ClockOf(guard string) string { return leading(b.ClocksOf(guard)) }

// ClocksOf are the periods by which a guard judges.
func (b *Edition) ClocksOf(guard string) []string { return b.inputs(guard, "clock.") }

// PapersOf are the documents for which a guard looks.
func (b *Edition) PapersOf(guard string) []string { return b.inputs(guard, "document.") }

// PaperOf is the first of them; "" where there is none.
func (b *Edition) PaperOf(guard string) string { return leading(b.PapersOf(guard)) }

// FieldOf is the answer that a guard judges, the first that its inputs name.
func (b *Edition) FieldOf(guard string) string { return leading(b.inputs(guard, "form.")) }

// inputs are what stands behind a word in the inputs of a guard.
func (b *Edition) inputs(guard, word string) []string {
	g := b.Guard(guard)
	if g == nil {
		return nil
	}
	var out []string
	for _, in := range g.Inputs {
		if name, ok := strings.CutPrefix(in, word); ok {
			out = append(out, name)
		}
	}
	return out
}

func leading(of []string) string {
	if len(of) == 0 {
		return ""
	}
	return of[0]
}
