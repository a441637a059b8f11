package law

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Term is a folded text that names an item in the name of goods. Of what is akin only the description decides. As is how it has
// to be typed where nothing else speaks of the element: an abbreviation, or a formula in small letters, is another word elsewhere.
type Term struct {
	Text string
	Akin bool
	As   string
}

// Terms are the names by which goods are found to be the item: those of the list with their parts, and those of the trade.
func (i *Item) Terms() []Term { return i.terms }

// element is how the element of an item stands in a folded text.
type element struct {
	zh, en, symbol string
	mentions       []string
}

func elementOf(i *Item, t *Trade) element {
	zh, _, _ := strings.Cut(i.ElementZH, "(")
	e := element{zh: t.Fold(zh), en: strings.ToLower(i.ElementEN), symbol: t.Symbol(zh)}
	e.mentions = []string{e.zh, e.en}
	if e.symbol != "" {
		e.mentions = append(e.mentions, InFormula(e.symbol))
	}
	return e
}

// Mentions are the ways in which a folded text speaks of the element: its names, and its symbol in a formula.
func (i *Item) Mentions() []string { return i.element.mentions }

// Names tells whether the listed name of the item speaks of the element of another one, as indium antimonide does of indium.
func (i *Item) Names(other *Item) bool {
	return Finds(i.listed, other.element.zh) >= 0 || Finds(i.listed, other.element.en) >= 0
}

// Symbol is that of its element in small letters, alone it may be another word.
func (i *Item) Symbol() string { return i.element.symbol }

// Metal tells whether the item is the element itself.
func (i *Item) Metal() bool { return strings.HasPrefix(i.NameZH, "金属"+i.ElementZH) }

// Takes tells whether the item takes goods of which it is a part only: products, mixtures, whatever contains the element.
func (i *Item) Takes() bool {
	return strings.Contains(i.NameZH, "含") || strings.Contains(i.NameZH, "制品") || strings.Contains(i.NameZH, "混合物")
}

// Technology tells whether the item is no goods.
func (i *Item) Technology() bool { return i.Covers == CodesTechnology }

func termsOf(i *Item, t *Trade) []Term {
	var out []Term
	add := func(x Term) {
		if x.Text != "" && !slices.ContainsFunc(out, func(o Term) bool { return o.Text == x.Text }) {
			out = append(out, x)
		}
	}
	for _, s := range append(termsZH(Outside(t.Fold(i.NameZH))), termsEN(strings.ToLower(i.NameEN), i.element.en)...) {
		add(Term{Text: s})
	}
	for n, s := range slices.Concat(i.Also, i.Akin) {
		s, akin := strings.TrimSpace(s), n >= len(i.Also)
		x := Term{Text: t.Fold(s), Akin: akin}
		if abbreviated(s) && x.Text == t.Letters(s) {
			x.As = s
		}
		add(x)
		add(Term{t.Letters(s), akin, s})
	}
	return out
}

// abbreviated tells what is written in capitals for longer words.
func abbreviated(s string) bool {
	capitals := 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case !unicode.IsLower(r):
			return false
		}
	}
	return capitals > 1
}

// termsZH are a listed name, and each of the goods that it lists, without what it says of their products and mixtures:
// 氧化镝及其混合物 is 氧化镝.
func termsZH(name string) []string {
	out := []string{name}
	for _, s := range strings.Split(name, "、") {
		s = strings.TrimSuffix(s, "等")
		if before, _, more := strings.Cut(s, "及"); more {
			s = before
		}
		if utf8.RuneCountInString(s) > 1 {
			out = append(out, s)
		}
	}
	return out
}

// termsEN are the same for an English name up to its first bracket or comma; one word is a name only where it says the element.
func termsEN(name, element string) []string {
	if n := strings.IndexAny(name, "(,"); n >= 0 {
		name = name[:n]
	}
	name = strings.TrimSpace(name)
	if Finds(name, element) < 0 && strings.IndexFunc(name, unicode.IsSpace) < 0 {
		return nil
	}
	out := []string{name}
	if before, _, more := strings.Cut(name, " and "); more && Finds(before, element) >= 0 && strings.IndexFunc(before, unicode.IsSpace) > 0 {
		out = append(out, before)
	}
	return out
}
