package goods

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"touchstone/internal/law"
)

// fitting are the rows of the list that describe the goods; known are those of their elements.
func (d Desk) fitting(name, hs string, known []law.ItemOn, on time.Time) []law.ItemOn {
	key := law.ItemKey(name)
	byName := filtered(d.Book.Items(on, ""), func(h law.ItemOn) bool { return h.Called(key) })
	byCode := filtered(known, func(h law.ItemOn) bool { return h.Fits(hs) })
	switch {
	case len(byName) > 0:
		return byName
	case len(byCode) > 0:
		return byCode
	}
	return byWords(name, known)
}

// ofElement are the rows of the elements that the mineral or the name of the goods speak of: those under the element,
// and those under another one whose name speaks of it too, as indium antimonide does of indium.
func (d Desk) ofElement(name, mineral string, on time.Time) []law.ItemOn {
	all := d.Book.Items(on, "")
	var named []law.ItemOn // one row of each element
	for _, h := range all {
		if !slices.ContainsFunc(named, func(n law.ItemOn) bool { return n.ElementZH == h.ElementZH }) && (mentions(mineral, h) || mentions(name, h)) {
			named = append(named, h)
		}
	}
	return filtered(all, func(h law.ItemOn) bool {
		return slices.ContainsFunc(named, func(n law.ItemOn) bool {
			return n.ElementZH == h.ElementZH || mentions(h.NameZH, n) || mentions(h.NameEN, n)
		})
	})
}

// mentions tells whether a text speaks of the element of an item.
func mentions(text string, h law.ItemOn) bool {
	zh, _, _ := strings.Cut(h.ElementZH, "(")
	return strings.Contains(text, zh) || says(text, h.ElementEN)
}

// named are the rows of the list under that name, however it is written; several customs codes and announcements may bear it.
func (d Desk) named(name string, on time.Time) []law.ItemOn {
	key := law.ItemKey(name)
	return filtered(d.Book.Items(on, ""), func(h law.ItemOn) bool { return h.CalledZH(key) })
}

// byWords finds the rows whose name stands in the name of the goods, or the other way round; the longest such name says
// most. An element in a form of the trade, an ingot say, is the metal.
func byWords(name string, known []law.ItemOn) []law.ItemOn {
	var out []law.ItemOn
	longest := 0
	for _, h := range known {
		n := likeness(name, h)
		if n > longest {
			out, longest = nil, n
		}
		if n > 0 && n == longest {
			out = append(out, h)
		}
	}
	return out
}

// likeness is how much of a name a row of the list says; 0: nothing.
func likeness(name string, h law.ItemOn) int {
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
	p := strings.Join(words(bare(what)), " ")
	return p != "" && strings.Contains(" "+strings.Join(words(text), " ")+" ", " "+p+" ")
}

// words are the Latin words of a text in small letters.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.Is(unicode.Latin, r) && !unicode.IsDigit(r) })
}

// bare is an English name up to its first bracket or comma.
func bare(name string) string {
	if i := strings.IndexAny(name, "(,"); i >= 0 {
		name = name[:i]
	}
	return strings.TrimSpace(name)
}

// plain is a name without what stands in brackets, without spaces and capitals.
func plain(name string) string {
	before, after, open := strings.Cut(strings.NewReplacer("(", "（", ")", "）").Replace(name), "（")
	if _, rest, closed := strings.Cut(after, "）"); open && closed {
		before += rest
	}
	return strings.ToLower(strings.Join(strings.Fields(before), ""))
}

// metalForms are the forms in which an unwrought metal is traded, and words for its purity.
var metalForms = strings.NewReplacer("金属", "", "单质", "", "高纯", "", "精", "", "锭", "", "块", "", "粒", "", "片", "", "粉", "", "棒", "", "条", "", "板", "",
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
