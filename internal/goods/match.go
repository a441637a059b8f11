package goods

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"touchstone/internal/law"
)

// match is a row of the list that may describe the goods, with what is still to be asked before it does: GapThreshold,
// GapFullCode, or nothing.
type match struct {
	law.ItemOn
	open string
}

// fitting are the rows of the list that describe the goods; known are those of their elements. Name and customs code are
// asked together: an item that is not listed yet hides none that is. The words of the name speak where neither names an
// item in force.
func (d Desk) fitting(name, hs string, known []law.ItemOn, on time.Time) []match {
	key := law.ItemKey(name)
	byName := filtered(d.Book.Items(on, ""), func(h law.ItemOn) bool { return h.Called(key) })
	if both := filtered(byName, func(h law.ItemOn) bool { return h.State == law.ItemInForce && h.Fits(hs) && h.Whole(hs) }); len(both) > 0 {
		return certain(both) // another item under the same customs code is not what it is called
	}
	hits := append(certain(byName), byCode(hs, known)...)
	if slices.ContainsFunc(hits, func(m match) bool { return m.open == "" && m.State == law.ItemInForce }) {
		return hits
	}
	spoken := byWords(name, known)
	if slices.ContainsFunc(hits, func(m match) bool { return m.open == GapFullCode }) && !slices.ContainsFunc(spoken, func(m match) bool { return m.Fits(hs) }) {
		return hits // a heading of other items than the words say: the metal does not stand among the compounds
	}
	return append(hits, spoken...)
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

// ofElement are the rows of the elements that the mineral or the name of the goods speak of: those under the element,
// and those under another one whose name speaks of it too, as indium antimonide does of indium. Where only the kind of
// elements is named, as rare earths are, each of them may be meant.
func (d Desk) ofElement(name, mineral string, on time.Time) []law.ItemOn {
	all := d.Book.Items(on, "")
	named := elements(name, mineral, all)
	return filtered(all, func(h law.ItemOn) bool {
		return slices.ContainsFunc(named, func(n law.ItemOn) bool {
			return n.ElementZH == h.ElementZH || mentions(h.NameZH, n) || mentions(h.NameEN, n)
		})
	})
}

// elements is one row of each element that the mineral or the name of the goods speak of.
func elements(name, mineral string, all []law.ItemOn) []law.ItemOn {
	out := oneEach(all, func(h law.ItemOn) bool { return mentions(mineral, h) || mentions(name, h) })
	if ofAGroup(out) {
		return out
	}
	return append(out, oneEach(all, func(h law.ItemOn) bool { return inGroup(mineral+" "+name, h) })...)
}

// whichElement tells whether only the kind of elements is named, and not which of them.
func whichElement(name, mineral string, all []law.ItemOn) bool {
	return !ofAGroup(oneEach(all, func(h law.ItemOn) bool { return mentions(mineral, h) || mentions(name, h) })) && ofAGroup(elements(name, mineral, all))
}

func ofAGroup(rows []law.ItemOn) bool {
	return slices.ContainsFunc(rows, func(h law.ItemOn) bool { return len(h.Group) > 0 })
}

// inGroup tells whether a text speaks of the kind of elements that the one of an item belongs to.
func inGroup(text string, h law.ItemOn) bool {
	return slices.ContainsFunc(h.Group, func(word string) bool { return called(text, word) })
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

// mentions tells whether a text speaks of the element of an item.
func mentions(text string, h law.ItemOn) bool {
	zh, _, _ := strings.Cut(h.ElementZH, "(")
	return strings.Contains(text, zh) || says(text, h.ElementEN)
}

// named are the rows of the list under that name, however it is written; several customs codes and announcements may bear it. An item that was
// renamed keeps its old name among its others.
func (d Desk) named(name string, on time.Time) []law.ItemOn {
	key := law.ItemKey(name)
	return filtered(d.Book.Items(on, ""), func(h law.ItemOn) bool {
		return h.CalledZH(key) || slices.ContainsFunc(h.Also, func(other string) bool { return law.ItemKey(other) == key })
	})
}

// nameToday is how the list calls today what was picked under an older name.
func (d Desk) nameToday(listed string) string {
	if rows := d.named(listed, time.Time{}); listed != "" && len(rows) > 0 {
		return rows[0].NameZH
	}
	return listed
}

// byWords finds the rows whose name stands in the name of the goods, or the other way round; the longest such name says
// most. An element in a form of the trade, an ingot say, is the metal. Of a threshold words say nothing.
func byWords(name string, known []law.ItemOn) []match {
	var out []match
	longest := 0
	for _, h := range known {
		n := likeness(name, h)
		if n > longest {
			out, longest = nil, n
		}
		if n > 0 && n == longest {
			m := match{ItemOn: h}
			if h.ThresholdZH != "" {
				m.open = GapThreshold
			}
			out = append(out, m)
		}
	}
	return out
}

// likeness is how much of a name a row of the list says under its own name or another one; 0: nothing.
func likeness(name string, h law.ItemOn) int {
	n := ownLikeness(name, h)
	for _, other := range h.Also {
		if called(name, other) {
			n = max(n, len(other))
		}
	}
	return n
}

// called tells whether a text says a word, and not that it is without it or made otherwise. A Latin word, as a formula is,
// stands as a whole.
func called(text, word string) bool {
	if strings.IndexFunc(word, isHan) < 0 {
		return says(text, word)
	}
	before, _, found := strings.Cut(plain(text), plain(word))
	return found && !slices.ContainsFunc(otherwise, func(s string) bool { return strings.HasSuffix(before, s) })
}

// otherwise are words that make another thing of what follows them.
var otherwise = []string{"非", "不含", "除", "人造", "人工"}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func ownLikeness(name string, h law.ItemOn) int {
	typed, listed := plain(name), plain(h.NameZH)
	switch {
	case strings.Contains(typed, listed):
		return len(listed)
	case utf8.RuneCountInString(typed) > 1 && typed != h.ElementZH && strings.Contains(typed, h.ElementZH) && strings.Contains(listed, typed):
		return len(typed)
	case h.ThresholdZH == "" && core(listed) != "" && strings.Contains(typed, core(listed)):
		return len(core(listed))
	case isMetal(typed, h) && strings.HasPrefix(listed, "金属"+h.ElementZH):
		return 1
	}
	return likenessEN(name, h)
}

// core is what a listed name says before "and its products": 氧化镝及其混合物 is 氧化镝. Empty: it says no more.
func core(listed string) string {
	before, _, more := strings.Cut(listed, "及")
	if !more || utf8.RuneCountInString(before) < 2 {
		return ""
	}
	return before
}

// likenessEN is the same for an English name. Where a threshold applies, English words alone are too loose.
func likenessEN(name string, h law.ItemOn) int {
	listed := bare(h.NameEN)
	switch {
	case h.ThresholdEN != "" || !says(listed, h.ElementEN) || !says(name, h.ElementEN) || len(words(bare(name))) < 2:
		return 0
	case says(name, listed):
		return len(listed)
	case says(listed, bare(name)):
		return len(bare(name))
	}
	return 0
}

// says tells whether Latin words occur in others as whole words: terbium is not in ytterbium.
func says(text, what string) bool {
	what = bare(what)
	if !begins(text, what) {
		return false
	}
	p := strings.Join(words(what), " ")
	return p != "" && strings.Contains(" "+strings.Join(words(text), " ")+" ", " "+p+" ")
}

// begins tells whether the first word of what occurs in a text at all: of the whole list few rows are read further.
func begins(text, what string) bool {
	if i := strings.IndexFunc(what, func(r rune) bool { return !inWord(r) }); i > 0 {
		what = what[:i]
	}
	for i := 0; i+len(what) <= len(text); i++ {
		if strings.EqualFold(text[i:i+len(what)], what) {
			return true
		}
	}
	return false
}

func inWord(r rune) bool { return unicode.Is(unicode.Latin, r) || unicode.IsDigit(r) }

// words are the Latin words of a text in small letters.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !inWord(r) })
}

// bare is an English name up to its first bracket or comma.
func bare(name string) string {
	if i := strings.IndexAny(name, "(,"); i >= 0 {
		name = name[:i]
	}
	return strings.TrimSpace(name)
}

var brackets = strings.NewReplacer("(", "（", ")", "）")

// plain is a name without what stands in brackets, without spaces and capitals.
func plain(name string) string {
	before, after, open := strings.Cut(brackets.Replace(name), "（")
	if _, rest, closed := strings.Cut(after, "）"); open && closed {
		before += rest
	}
	return strings.ToLower(strings.Join(strings.Fields(before), ""))
}

// metalForms are the forms in which an unwrought metal is traded, and words for its purity.
var metalForms = strings.NewReplacer("金属", "", "单质", "", "高纯", "", "精", "", "锭", "", "块", "", "粒", "", "片", "", "粉", "", "棒", "", "条", "", "板", "",
	"液态", "", "样品", "", "一瓶", "", "瓶装", "", "瓶", "", "罐", "", "桶", "", // and the vessel in which a little of it is carried
	"onebottleof", "", "abottleof", "", "bottleof", "", "bottles", "", "bottle", "", "liquid", "", "sample", "",
	"metal", "", "ingots", "", "ingot", "", "powder", "", "granules", "", "pellets", "", "lumps", "")

// isMetal tells whether a name says the element and a form of the metal, nothing else.
func isMetal(typed string, h law.ItemOn) bool {
	rest := typed
	for _, element := range []string{h.ElementZH, strings.ToLower(h.ElementEN)} {
		rest = strings.Replace(rest, element, "", 1)
	}
	if rest == typed {
		return false
	}
	return strings.Trim(metalForms.Replace(rest), "0123456789.%％n≥") == ""
}
