package goods

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"touchstone/internal/law"
)

// match is a row of the list that may describe the goods, with what is still to be asked before it does: GapThreshold,
// GapFullCode, GapDescription, or nothing.
type match struct {
	law.ItemOn
	open string
}

// question is what the list is asked about goods.
type question struct {
	Desk
	said        reading
	mineral, hs string
	on          time.Time
	all         []law.ItemOn // the whole list, as it stood on the day
	elements    []law.ItemOn // one row of each element that the mineral or the name speak of
	which       bool         // of which only the kind is named, and not which of them
	known       []law.ItemOn // the rows of these elements
	hits        []hit
}

func (d Desk) question(name, mineral, hs string, on time.Time) *question {
	q := &question{Desk: d, said: read(d.Book().Trade, name), mineral: d.Book().Trade.Fold(mineral), hs: law.Heading(hs), on: on, all: d.Book().Items(on, "")}
	q.said.technology = q.said.technology && (q.hs == "" || law.Carries(q.hs)) // goods with a customs code are goods
	q.known = q.ofElement()
	q.hits = q.named(law.ItemKey(name))
	return q
}

// fitting are the rows of the list that describe the goods, those of each state by themselves: an item that is not listed yet,
// or suspended, hides none in force. Name and customs code are asked together. What the name says in so many words is what the
// goods are; another item under the same customs code is not. Where words leave something to ask, the code answers.
func (q *question) fitting() []match {
	coded := byCode(q.hs, q.known)
	var out []match
	for _, state := range []string{law.ItemInForce, law.ItemSuspended, law.ItemUnverified} {
		words := widest(q.hits, state)
		named, coded := sure(words), ofState(coded, state)
		found, heading := sure(coded), slices.ContainsFunc(coded, func(m match) bool { return m.open == GapFullCode })
		switch {
		case heading && len(found) == 0 && !slices.ContainsFunc(words, func(m match) bool { return m.Fits(q.hs) }):
			out = append(out, coded...) // a heading of other items than the words say: the metal does not stand among the compounds
		case len(named) > 0:
			out = append(out, named...)
		case len(found) > 0:
			out = append(out, q.among(found, words)...)
		default:
			out = append(append(out, coded...), words...)
		}
	}
	return out
}

// among are, of the rows whose customs code was found, those that the words mean, else those that they do not exclude.
func (q *question) among(found, words []match) []match {
	meant := kept(found, func(m match) bool {
		return slices.ContainsFunc(words, func(w match) bool { return w.NameZH == m.NameZH })
	})
	if len(meant) == 0 {
		meant = kept(found, func(m match) bool { return !q.Book().Trade.Contrary(q.said.whole, m.NameZH) })
	}
	if len(meant) == 0 {
		return found
	}
	return meant
}

// sure are the rows of which nothing is left to ask.
func sure(rows []match) []match {
	return kept(rows, func(m match) bool { return m.open == "" })
}

func ofState(rows []match, state string) []match {
	return kept(rows, func(m match) bool { return m.State == state })
}

func kept(rows []match, keep func(match) bool) []match {
	var out []match
	for _, m := range rows {
		if keep(m) {
			out = append(out, m)
		}
	}
	return out
}

// certain are rows of which nothing is left to ask.
func certain(rows []law.ItemOn) []match {
	out := make([]match, len(rows))
	for i, h := range rows {
		out[i].ItemOn = h
	}
	return out
}

// byCode are the rows of a customs code. One that is shorter than the printed code names a heading, not the item.
func byCode(hs string, known []law.ItemOn) []match {
	var out []match
	for _, h := range known {
		switch {
		case h.Fits(hs) && h.Whole(hs):
			out = append(out, match{h, ""})
		case h.Fits(hs):
			out = append(out, match{h, GapFullCode})
		}
	}
	return out
}

// widest are the rows of a state that the words name. One whose words lie within longer words of another is not meant: an
// oxide of a metal is not the metal. Several things that stand beside each other are all meant.
func widest(hits []hit, state string) []match {
	var out []match
	for _, h := range hits {
		if h.State != state || h.denied || h.made {
			continue
		}
		within := slices.ContainsFunc(hits, func(x hit) bool {
			return x.State == state && !x.denied && x.piece == h.piece && x.from <= h.from && h.to <= x.to && x.to-x.from > h.to-h.from
		})
		same := func(m match) bool { return m.Item == h.Item }
		switch i := slices.IndexFunc(out, same); {
		case within:
		case i < 0:
			out = append(out, h.match)
		case h.open == "":
			out[i] = h.match
		}
	}
	return out
}

// named are the places where the name says a row of the list: the whole name as the list writes it; a name of the list or of
// the trade; an element in a form of the trade, an ingot say, which is the metal.
func (q *question) named(key string) []hit {
	var out []hit
	var last *law.Item
	n := 0
	for _, h := range q.all {
		if last != nil && len(h.Terms()) > 0 && len(last.Terms()) > 0 && &h.Terms()[0] == &last.Terms()[0] { // another code of the same item
			for _, x := range out[n:] {
				if x.Item == last {
					x.ItemOn = h
					out = append(out, x)
				}
			}
			n, last = lastOf(out, h.Item), h.Item
			continue
		}
		n, last = len(out), h.Item
		if h.Called(key) {
			out = append(out, hit{match: match{ItemOn: h}, piece: whole, to: len(q.said.whole)})
			continue
		}
		out = append(out, q.inPieces(h)...)
	}
	return q.asked(out)
}

// whole is the piece that is the name as it stands.
const whole = -1

func lastOf(hits []hit, item *law.Item) int {
	n := len(hits)
	for n > 0 && hits[n-1].Item == item {
		n--
	}
	return n
}

func (q *question) inPieces(h law.ItemOn) []hit {
	var out []hit
	add := func(at int, p place, akin bool) {
		if p.open == "" && h.ThresholdZH != "" {
			p.open = GapThreshold
		}
		if akin {
			p.open = GapDescription
		}
		out = append(out, hit{match{h, p.open}, at, p.from, p.to, p.denied, p.made, p.held})
	}
	for at, p := range q.said.pieces {
		for _, t := range h.Terms() {
			for _, x := range q.said.places(p, t.Text, h.NameZH, h.Takes()) {
				explained := t.As == "" || q.said.explained(p, x, h.NameZH)
				if t.As == "" || q.means(h) || explained && q.said.writes(t.As) {
					add(at, x, t.Akin || !explained)
				}
			}
		}
		if h.Metal() && q.said.metal(p, h, q.means(h)) {
			x := place{from: 0, to: len(p.text)}
			if p.without || p.aside {
				x.open = GapDescription
			}
			add(at, x, false)
		}
	}
	if len(out) == 0 && q.fragment(h) {
		add(whole, place{to: len(q.said.outside), open: map[bool]string{true: GapThreshold, false: GapDescription}[h.ThresholdZH != ""]}, false)
	}
	return out
}

// fragment tells whether the name is a piece of a listed one, its element and something else.
func (q *question) fragment(h law.ItemOn) bool {
	typed, element := q.said.outside, h.Mentions()[0]
	if utf8.RuneCountInString(typed) < 2 || typed == element || !strings.Contains(typed, element) {
		return false
	}
	return slices.ContainsFunc(h.Terms(), func(t law.Term) bool { return !t.Akin && strings.Contains(t.Text, typed) })
}

// asked leaves something to ask of a place where the words around it speak of other goods: of technology, which is none; of
// goods that are made with the item; under a chapter of finished goods, of anything that no word of the trade explains.
func (q *question) asked(hits []hit) []hit {
	goods := q.hs >= "84" && q.hs < "96"
	for i := range hits {
		h := &hits[i]
		if h.open != "" || h.piece == whole {
			continue
		}
		rest := q.said.masked(h.piece, hits)
		if !h.Technology() && (q.said.technology || q.said.has(rest, law.TradeTechnology)) || q.said.has(rest, law.TradeFinished, law.TradeAnother) ||
			q.said.has(q.said.pieces[h.piece].text, law.TradeFinished) ||
			h.held != "" && !q.said.only(strings.Replace(rest, h.held, "", 1), law.TradeForm, law.TradeShape, law.TradeMeasure, law.TradeWaste) ||
			goods && !q.said.only(rest, law.TradeForm, law.TradeShape, law.TradeMeasure, law.TradeWaste) {
			h.open = GapDescription
		}
	}
	return hits
}

// ofElement are the rows of the elements that the mineral or the name of the goods speak of: those under the element,
// and those under another one whose name speaks of it too, as indium antimonide does of indium. Where only the kind of
// elements is named, as rare earths are, each of them may be meant.
func (q *question) ofElement() []law.ItemOn {
	said := oneEach(q.all, func(h law.ItemOn) bool { return q.mined(h) || q.said.mentions(h) })
	q.elements = said
	if !ofAGroup(said) {
		text := q.mineral + " " + q.said.whole
		q.elements = append(said, oneEach(q.all, func(h law.ItemOn) bool {
			return slices.ContainsFunc(h.Group, func(w string) bool { return law.Finds(text, w) >= 0 })
		})...)
		q.which = ofAGroup(q.elements)
	}
	return filtered(q.all, func(h law.ItemOn) bool {
		return slices.ContainsFunc(q.elements, func(n law.ItemOn) bool { return n.ElementZH == h.ElementZH || h.Names(n.Item) })
	})
}

// mined tells whether the mineral of the goods is the element of an item.
func (q *question) mined(h law.ItemOn) bool {
	minerals, _ := q.Book().Trade.Parts(q.mineral)
	return says(q.mineral, h) || h.Symbol() != "" && slices.Contains(minerals, h.Symbol())
}

// means tells whether the mineral of the goods speaks of an item: of its element, of another one in its name, of its kind.
func (q *question) means(h law.ItemOn) bool {
	return slices.ContainsFunc(q.elements, func(n law.ItemOn) bool {
		return (n.ElementZH == h.ElementZH || h.Names(n.Item)) && q.mined(n)
	}) || slices.ContainsFunc(h.Group, func(w string) bool { return law.Finds(q.mineral, w) >= 0 })
}

func ofAGroup(rows []law.ItemOn) bool {
	return slices.ContainsFunc(rows, func(h law.ItemOn) bool { return len(h.Group) > 0 })
}

// oneEach is the first row of each element that is to be kept.
func oneEach(rows []law.ItemOn, keep func(law.ItemOn) bool) []law.ItemOn {
	var out []law.ItemOn
	for _, h := range rows {
		if !slices.ContainsFunc(out, func(n law.ItemOn) bool { return n.ElementZH == h.ElementZH }) && keep(h) {
			out = append(out, h)
		}
	}
	return out
}

// bearing are the rows of the list under that name, however it is written; several customs codes and announcements may bear
// it. An item that was renamed keeps its old name among its others.
func (d Desk) bearing(name string, on time.Time) []law.ItemOn {
	key := law.ItemKey(name)
	return filtered(d.Book().Items(on, ""), func(h law.ItemOn) bool {
		return h.CalledZH(key) || slices.ContainsFunc(h.Also, func(other string) bool { return law.ItemKey(other) == key })
	})
}

// Near are the items of the control list of the element that a mineral names, or that the name of goods does.
func (d Desk) Near(name, mineral string, on time.Time) []law.ItemOn {
	return d.question(name, mineral, "", on).known
}

// NameToday is how the list calls today what was picked under an older name.
func (d Desk) NameToday(listed string) string {
	if rows := d.bearing(listed, time.Time{}); listed != "" && len(rows) > 0 {
		return rows[0].NameZH
	}
	return listed
}
