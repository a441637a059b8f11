package law

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"touchstone/internal/written"
)

// The kinds of words by which goods are named in the trade, beside the names of the list.
const (
	TradeForm       = "form"       // in which an element is traded as itself: an ingot, a powder
	TradeShape      = "shape"      // in which a compound is traded too: a wafer, a target
	TradeMeasure    = "measure"    // a vessel, a number, a unit, a colour: it says nothing of what the goods are
	TradeWaste      = "waste"      // waste, which has lines of its own
	TradeAnother    = "another"    // other goods that bear the name of an element
	TradeBase       = "base"       // a common metal: what holds a little of an element is an alloy of it
	TradeFinished   = "finished"   // goods made with an element or its compounds
	TradeTechnology = "technology" // no goods at all
	tradeJoint      = "joint"      // stands between two things
	TradeWithout    = "without"    // what follows is not there
	TradeMade       = "made"       // what follows is another thing than the natural one
	TradeHolding    = "holding"    // what follows is a part only
	tradeContrary   = "contrary"   // an item with this word does not describe goods of the other word
	tradeCharacter  = "character"  // a character as it is written elsewhere
	tradeSymbol     = "symbol"     // of an element
)

// tellingKinds are those whose words say what goods are, so that a word has one of them only.
var tellingKinds = []string{TradeForm, TradeShape, TradeMeasure, TradeWaste, TradeAnother, TradeBase, TradeFinished, TradeTechnology}

// Trade is trade_words.csv: how goods are named in the trade. It reads what was typed as one text, in which names are compared.
type Trade struct {
	characters map[rune]rune
	symbols    map[string]string    // by the symbol: the element
	telling    map[rune][]tradeWord // by the first rune, the longest first
	plain      map[string][]string  // the words of the other kinds, the longest first
	contrary   map[string][]string  // words that exclude each other
	joints     *strings.Replacer
}

type tradeWord struct{ text, kind, of string }

func buildTrade(rows []row) *Trade {
	t := &Trade{characters: map[rune]rune{}, symbols: map[string]string{}, telling: map[rune][]tradeWord{}, plain: map[string][]string{},
		contrary: map[string][]string{}}
	for _, r := range rows {
		switch kind := r["kind"]; {
		case kind == tradeCharacter:
			t.characters[first(r["word"])] = first(r["means"])
		case kind == tradeSymbol:
			t.symbols[r["word"]] = r["means"]
		}
	}
	for _, r := range rows {
		word := t.Fold(r["word"])
		switch kind := r["kind"]; {
		case slices.Contains(tellingKinds, kind):
			t.telling[first(word)] = append(t.telling[first(word)], tradeWord{word, kind, t.Fold(r["means"])})
		case kind == tradeContrary:
			t.contrary[word] = append(t.contrary[word], t.Fold(r["means"]))
		default:
			t.plain[kind] = append(t.plain[kind], word)
		}
	}
	for _, words := range t.telling {
		slices.SortStableFunc(words, func(a, b tradeWord) int { return len(b.text) - len(a.text) })
	}
	var joints []string
	for _, words := range t.plain {
		slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	}
	for _, w := range t.plain[tradeJoint] {
		if letter(first(w)) {
			w = " " + w + " "
		}
		joints = append(joints, w, jointMark)
	}
	t.joints = strings.NewReplacer(joints...)
	return t
}

const jointMark = "\n"

// Fold is a name as names are compared: compatibility form (full-width letters, subscripts), small letters, the characters of
// the list for those that are written elsewhere, no spaces but between Latin words; a chemical formula as the elements in it,
// in whichever order.
func (t *Trade) Fold(name string) string {
	return t.folded(t.formulas(written.Legible(name)))
}

// Letters is the same with formulas left as they are typed: who writes gaas means GaAs.
func (t *Trade) Letters(name string) string { return t.folded(written.Legible(name)) }

func (t *Trade) folded(s string) string {
	runes := []rune(strings.ToLower(s))
	var b strings.Builder
	for i, r := range runes {
		if plain, ok := t.characters[r]; ok {
			r = plain
		}
		switch {
		case r == ' ' && (i == 0 || i == len(runes)-1 || !inLatin(runes[i-1]) || !inLatin(next(runes[i+1:]))):
		case r == '·' || r == '•' || r == '・':
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Contrary tells whether a name says one word and an item its contrary, artificial of what is natural.
func (t *Trade) Contrary(name, item string) bool {
	for word, others := range t.contrary {
		if !strings.Contains(item, word) || strings.Contains(name, word) {
			continue
		}
		if slices.ContainsFunc(others, func(o string) bool { return strings.Contains(name, o) && !strings.Contains(item, o) }) {
			return true
		}
	}
	return false
}

// Another tells whether what is made is another thing than an item: an imitation of any, an artificial one of a natural one.
func (t *Trade) Another(made, item string) bool {
	known := false
	for word, others := range t.contrary {
		if slices.Contains(others, strings.TrimRight(made, " -")) {
			if known = true; strings.Contains(item, word) {
				return true
			}
		}
	}
	return !known
}

// Ends tells whether a text ends with a word of some kinds, as of what follows being without it or a part only, and what
// stands before that word.
func (t *Trade) Ends(text string, kinds ...string) (before string, ends bool) {
	text = strings.TrimRight(text, " -")
	for _, k := range kinds {
		for _, w := range t.plain[k] {
			if strings.HasSuffix(text, w) && apart(text, len(text)-len(w), len(text)) && !t.ends(text, len(text)-len(w)) {
				return text[:len(text)-len(w)], true
			}
		}
	}
	return text, false
}

// ends tells whether a longer word of the trade ends a text than the one from there on: 南非 is a country.
func (t *Trade) ends(text string, from int) bool {
	for from > 0 {
		_, n := utf8.DecodeLastRuneInString(text[:from])
		from -= n
		if w := t.at(text, from); w.text != "" && from+len(w.text) == len(text) {
			return true
		}
	}
	return false
}

// Denies tells whether a text says of an element, or of what follows the text, that it is not there; a word of the trade in which
// such a word stands says nothing of the kind: 无锡, 无人机.
func (t *Trade) Denies(text string) bool {
	plain := text
	for _, kind := range tellingKinds {
		plain = t.Mask(plain, kind)
	}
	return slices.ContainsFunc(t.plain[TradeWithout], func(w string) bool {
		i := Finds(plain, w)
		return i >= 0 && (i+len(w) == len(text) || t.elemental(text[i+len(w):]))
	})
}

func (t *Trade) elemental(text string) bool {
	for _, element := range t.symbols {
		if strings.Contains(text, element) {
			return true
		}
	}
	return false
}

// Says tells whether a text says a word of a kind anywhere.
func (t *Trade) Says(text, kind string) bool {
	return slices.ContainsFunc(t.plain[kind], func(w string) bool { return Finds(text, w) >= 0 })
}

// Parts are the things of which a folded text speaks one after the other, without what stands in brackets, and what stands
// there.
func (t *Trade) Parts(text string) (outside, inside []string) {
	out, in := brackets(text)
	return strings.Split(t.joints.Replace(out), jointMark), strings.Split(t.joints.Replace(in), jointMark)
}

const opening, closing = "([{【〔《", ")]}】〕》"

// Masked stands in a text where a name of the list has explained it.
const Masked = '\x00'

// Explain tells of which kinds the words of a text are, and what of it no word of the trade explains. Numbers and signs
// explain themselves.
func (t *Trade) Explain(text string) (kinds []string, rest string) {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch w := t.at(text, i); {
		case w.text != "":
			if !slices.Contains(kinds, w.kind) {
				kinds = append(kinds, w.kind)
			}
			i += len(w.text)
		case r == Masked || !letter(r) && !unicode.Is(unicode.Han, r) && r != '⟨':
			i += n
		default:
			end := i + n
			for letter(r) && end < len(text) { // a Latin word is one
				x, m := utf8.DecodeRuneInString(text[end:])
				if !letter(x) {
					break
				}
				end += m
			}
			rest += text[i:end]
			i = end
		}
	}
	return kinds, rest
}

// Mask is a text without the words of a kind.
func (t *Trade) Mask(text, kind string) string {
	out := []byte(text)
	for i := 0; i < len(text); {
		_, n := utf8.DecodeRuneInString(text[i:])
		if w := t.at(text, i); w.kind == kind {
			n = len(w.text)
			Hide(out, i, i+n)
		} else if w.text != "" {
			n = len(w.text)
		}
		i += n
	}
	return string(out)
}

// Bears tells whether a text says other goods that bear the name of an element.
func (t *Trade) Bears(text, element string) bool {
	for i := 0; i < len(text); {
		_, n := utf8.DecodeRuneInString(text[i:])
		w := t.at(text, i)
		if w.kind == TradeAnother && w.of == element {
			return true
		}
		i += max(n, len(w.text))
	}
	return false
}

func (t *Trade) at(text string, i int) tradeWord {
	r, _ := utf8.DecodeRuneInString(text[i:])
	for _, w := range t.telling[r] {
		if strings.HasPrefix(text[i:], w.text) && apart(text, i, i+len(w.text)) {
			return w
		}
	}
	return tradeWord{}
}

// Symbol is the symbol of an element in small letters; empty: none is known.
func (t *Trade) Symbol(element string) string {
	for s, means := range t.symbols {
		if means == element {
			return strings.ToLower(s)
		}
	}
	return ""
}
