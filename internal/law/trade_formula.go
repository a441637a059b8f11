package law

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// formulas writes each chemical formula of a text as the elements in it: GaInAs is InGaAs, and Ga2O3 an oxide of gallium.
func (t *Trade) formulas(text string) string {
	var b strings.Builder
	before := rune(0)
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsUpper(r) && !letter(before) {
			if elements, length := t.formula(text[i:]); length > 0 {
				b.WriteString("⟨." + strings.Join(elements, ".") + ".⟩")
				i, before = i+length, ')'
				continue
			}
		}
		b.WriteString(text[i : i+n])
		i, before = i+n, r
	}
	return b.String()
}

// InFormula is how an element stands in a formula of a folded text.
func InFormula(symbol string) string { return "." + symbol + "." }

// formula reads the formula at the beginning of a text: at least two elements, and a small letter or a figure, for words in
// capitals are none. Charges in brackets, as in (III), belong to it.
func (t *Trade) formula(text string) (elements []string, length int) {
	telling, depth := false, 0
	for i := 0; i < len(text); {
		c := text[i]
		symbol := t.symbolAt(text[i:])
		switch {
		case symbol != "":
			elements, telling = append(elements, strings.ToLower(symbol)), telling || len(symbol) > 1
			i += len(symbol)
		case c >= '0' && c <= '9':
			telling = true
			i++
		case i > 0 && strings.IndexByte("xyz.-+", c) >= 0:
			i++
		case i > 0 && c == '(' && charge(text[i:]) > 0:
			i += charge(text[i:])
		case i > 0 && c == '(' && t.symbolAt(text[i+1:]) != "":
			depth++
			i++
		case c == ')' && depth > 0:
			depth--
			i++
		default:
			return ended(elements, text, i, telling && depth == 0)
		}
	}
	return ended(elements, text, len(text), telling && depth == 0)
}

// ended is a formula that ends here, if it is one.
func ended(elements []string, text string, length int, sure bool) ([]string, int) {
	slices.Sort(elements)
	elements = slices.Compact(elements)
	after, _ := utf8.DecodeRuneInString(text[length:])
	if !sure || len(elements) < 2 || letter(after) {
		return nil, 0
	}
	return elements, len(strings.TrimRight(text[:length], ".-+"))
}

func (t *Trade) symbolAt(text string) string {
	for _, n := range []int{2, 1} {
		if len(text) >= n && t.symbols[text[:n]] != "" {
			return text[:n]
		}
	}
	return ""
}

// charge is the length of a charge in brackets, or of the face of a crystal.
func charge(text string) int {
	end := strings.IndexByte(text, ')')
	if end < 2 || strings.Trim(text[1:end], "IV") != "" && strings.Trim(text[1:end], "0123456789") != "" {
		return 0
	}
	return end + 1
}
