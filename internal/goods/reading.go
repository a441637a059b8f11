package goods

import (
	"slices"
	"strconv"
	"strings"

	"touchstone/internal/law"
	"touchstone/internal/written"
)

// reading is what the name of goods says, read once for the whole list.
type reading struct {
	trade      *law.Trade
	typed      string // as it is written, in compatibility form
	whole      string // folded
	outside    string // without what stands in brackets
	pieces     []piece
	technology bool // it names no goods but how they are made
}

// piece is one of the things that a name speaks of.
type piece struct {
	text    string
	aside   bool // in brackets behind the name of something
	without bool // a word before it said that this is not there, and perhaps still says so
	part    bool // a word before it said that this is a part of other goods: 含钬、镝
}

func read(t *law.Trade, name string) reading {
	r := reading{trade: t, typed: written.Legible(name), whole: t.Fold(name)}
	r.outside = law.Outside(r.whole)
	outside, inside := t.Parts(r.whole)
	aside := false
	without := false
	for _, s := range outside {
		kinds, rest := t.Explain(s)
		aside = aside || rest != "" || slices.ContainsFunc(kinds, func(k string) bool {
			return k == law.TradeFinished || k == law.TradeAnother ||
				k == law.TradeBase
		})
		r.technology = r.technology || slices.Contains(kinds, law.TradeTechnology)
		r.pieces = append(r.pieces, piece{text: s, without: without && !t.Says(s, law.TradeHolding)})
		without = r.pieces[len(r.pieces)-1].without || t.Denies(s) && !strings.HasPrefix(s, "非")
	}
	part := false
	for _, s := range inside {
		if s != "" {
			r.pieces = append(r.pieces, piece{text: s, aside: aside, part: part})
			part = part || t.Says(s, law.TradeHolding)
		}
	}
	return r
}

// hit is a place of a name where a row of the list is named.
type hit struct {
	match
	piece, from, to int
	denied          bool // it says that this is not there
	made            bool // or is another, made thing
	held            string
}

// place is where a word stands in a piece, with what is to be asked because of the words before it.
type place struct {
	from, to     int
	open         string
	denied, made bool
	held         string // the word before it that says that it is a part
}

// places are where a word stands in a piece. An item takes goods of which it is a part, or does not.
func (r reading) places(p piece, word, item string, takes bool) (out []place) {
	for i := law.FindsFrom(p.text, word, 0); i >= 0; i = law.FindsFrom(p.text, word, i+len(word)) {
		x := place{from: i, to: i + len(word)}
		before, denied := r.trade.Ends(p.text[:i], law.TradeWithout)
		host, holds := r.trade.Ends(p.text[:i], law.TradeHolding)
		if holds {
			x.held = p.text[len(host):i]
		}
		other, made := r.trade.Ends(p.text[:i], law.TradeMade)
		x.made = made && r.trade.Another(p.text[len(other):i], item)
		switch {
		case denied:
			x.denied, x.from = true, len(before)
		case p.without || p.aside || (holds || p.part) && !takes:
			x.open = GapDescription
		}
		out = append(out, x)
	}
	return out
}

// masked is the text of a piece without what hits name in it.
func (r reading) masked(at int, hits []hit) string {
	text := []byte(r.pieces[at].text)
	for _, h := range hits {
		if h.piece == at {
			law.Hide(text, h.from, h.to)
		}
	}
	return string(text)
}

// metal tells whether a piece says the element of an item and a form of the metal, nothing else; then the symbol says it too,
// where the mineral means the element or it is written as a symbol, and no figure counts it: 1TB is none of terbium.
func (r reading) metal(p piece, h law.ItemOn, meant bool) bool {
	if p.part {
		return false
	}
	text, said := []byte(p.text), false
	hide := func(word string, counted bool) {
		for i := law.FindsFrom(p.text, word, 0); i >= 0; i = law.FindsFrom(p.text, word, i+len(word)) {
			if !counted || i == 0 || p.text[i-1] < '0' || p.text[i-1] > '9' {
				law.Hide(text, i, i+len(word))
				said = true
			}
		}
	}
	for _, word := range h.Mentions() {
		hide(word, false)
	}
	if symbol := h.Symbol(); symbol != "" && (meant || len(symbol) > 1 && r.writes(strings.ToUpper(symbol[:1])+symbol[1:])) {
		hide(symbol, true)
	}
	return said && r.only(string(text), law.TradeForm, law.TradeMeasure) && !little(p.text)
}

// writes tells whether a word stands in the name with these capitals.
func (r reading) writes(word string) bool { return law.Finds(r.typed, word) >= 0 }

// explained tells whether words of the trade, or those of the item itself, explain the rest of a piece.
func (r reading) explained(p piece, x place, item string) bool {
	text := []byte(p.text)
	law.Hide(text, x.from, x.to)
	return r.only(string(text), law.TradeForm, law.TradeShape, law.TradeMeasure, law.TradeWaste) ||
		strings.Contains(r.trade.Fold(item), strings.ReplaceAll(string(text), string(rune(law.Masked)), ""))
}

// little tells whether a text says a share below a half, or a bare number below one: an impurity in a specification.
func little(text string) bool {
	if strings.ContainsAny(text, "%‰") {
		return !mostly(text)
	}
	end := strings.TrimRight(text, "0123456789")
	return end != text && strings.HasSuffix(end, "0.") && !strings.HasSuffix(end, "00.")
}

// only tells whether words of some kinds explain the whole of a text.
func (r reading) only(text string, kinds ...string) bool {
	is, rest := r.trade.Explain(text)
	return rest == "" && !slices.ContainsFunc(is, func(k string) bool { return !slices.Contains(kinds, k) })
}

// has tells whether a text says a word of one of some kinds.
func (r reading) has(text string, kinds ...string) bool {
	is, _ := r.trade.Explain(text)
	return slices.ContainsFunc(is, func(k string) bool { return slices.Contains(kinds, k) })
}

// mentions tells whether the name speaks of the element of an item.
func (r reading) mentions(h law.ItemOn) bool {
	return says(r.whole, h) || h.Metal() && slices.ContainsFunc(r.pieces, func(p piece) bool { return r.metal(p, h, false) })
}

// says tells whether a folded text speaks of the element of an item.
func says(text string, h law.ItemOn) bool {
	return slices.ContainsFunc(h.Mentions(), func(w string) bool { return law.Finds(text, w) >= 0 })
}

// clears tells whether a name leaves no room for the element of an item: it says that this is not there, or is a small part
// of other goods, or waste, unless the scrap of it is listed. Hits are the places that need no more asking: what is denied, and
// what was not listed yet.
func (r reading) clears(h law.ItemOn, hits []hit, scrap bool) bool {
	said := false
	if slices.ContainsFunc(hits, func(x hit) bool { return x.piece == whole && x.open == "" }) {
		return true
	}
	for at, p := range r.pieces {
		text := r.trade.Mask(r.masked(at, hits), law.TradeAnother)
		known := says(p.text, h)
		said = said || known
		denied := slices.ContainsFunc(hits, func(x hit) bool { return x.piece == at && x.denied })
		for _, word := range h.Mentions() {
			for i := law.Finds(text, word); i >= 0; i = law.Finds(text, word) {
				before, after := text[:i], text[i+len(word):]
				if without, no := r.trade.Ends(before, law.TradeWithout); no {
					before, denied = without, true
				} else if !r.part(p, before, after) {
					return false
				}
				text = before + string(rune(law.Masked)) + after
			}
		}
		if known && denied && !r.only(text, law.TradeForm, law.TradeShape, law.TradeMeasure) && !r.has(text, law.TradeWaste, law.TradeFinished, law.TradeAnother) {
			return false // without one thing it may be another
		}
	}
	return said || slices.ContainsFunc(r.pieces, func(p piece) bool {
		return !scrap && r.has(p.text, law.TradeWaste) || r.trade.Bears(p.text, h.ElementZH)
	})
}

// part tells whether the words around an element say that it is a small part of other goods, or waste.
func (r reading) part(p piece, before, after string) bool {
	rest := before + string(rune(law.Masked)) + after
	if r.wasted(before, after) {
		return true
	}
	host, holds := r.trade.Ends(before, law.TradeHolding)
	switch {
	case !holds && !p.part || mostly(rest):
		return false
	case r.share(host, after): // whatever holds it then, it is not a vessel
		return p.aside || !r.only(host+string(rune(law.Masked))+after, law.TradeForm, law.TradeShape, law.TradeMeasure)
	}
	return r.alloyed(after)
}

// wasted tells whether an element is one of a waste, which stands behind it or holds it: 镓废料, 含镓废料. Before it, it may be
// what the element was won from: 粉煤灰提取的镓.
func (r reading) wasted(before, after string) bool {
	host, holds := r.trade.Ends(before, law.TradeHolding)
	kinds := []string{law.TradeWaste, law.TradeBase, law.TradeShape, law.TradeMeasure}
	return r.has(after, law.TradeWaste) && r.only(host+after, kinds...) ||
		holds && r.has(host, law.TradeWaste) && r.only(host, kinds...) && r.only(after, law.TradeMeasure)
}

// share tells whether the words beside an element say how much of it there is: 含镓0.02%.
func (r reading) share(before, after string) bool {
	for _, sign := range []string{"%", "‰", "ppm", "ppb"} {
		if told, _, ok := strings.Cut(after, sign); ok && strings.ContainsAny(told, "0123456789") && r.only(told, law.TradeMeasure) {
			return true
		}
		if i := strings.LastIndex(before, sign); i > 0 && r.only(before[i+len(sign):], law.TradeMeasure) {
			return true
		}
	}
	return false
}

// alloyed tells whether what holds an element is a common metal, as in 含镓铝合金. Anything else may be a vessel of it, or a
// compound, and so may what stands before: 玻璃小瓶内含镓.
func (r reading) alloyed(after string) bool {
	host, amount := strings.TrimPrefix(after, "的"), ""
	if i := strings.IndexAny(host, "0123456789"); i >= 0 {
		host, amount = host[:i], host[i:]
	}
	return r.has(host, law.TradeBase) && r.only(host, law.TradeBase, law.TradeForm, law.TradeShape) && r.only(amount, law.TradeForm, law.TradeMeasure)
}

// half is the share from which on goods are what they hold.
const half = 50

// mostly tells whether a text says a share of at least a half.
func mostly(text string) bool {
	for i, r := range text {
		if r != '%' {
			continue
		}
		start := i
		for start > 0 && strings.IndexByte("0123456789.", text[start-1]) >= 0 {
			start--
		}
		if share, err := strconv.ParseFloat(text[start:i], 64); err == nil && share >= half {
			return true
		}
	}
	return false
}
