package ids

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"touchstone/internal/written"
)

// Personal is a number in a text that identifies a person.
type Personal struct {
	Signs []int // the places of its signs among the runes of the text
	Sure  bool  // it identifies a person by itself and is nothing else: a resident identity number or a mobile number
}

// PersonalNumbers finds what identifies a person inside a text, however it is written: with wide digits, in the usual groups,
// over lines, with marks between that nobody sees, with letters before or behind (Tel139…), in Chinese figures. Resident identity
// numbers, mobile numbers, passports, bank cards; numbers of declarations, goods of the tariff, amounts, moments, addresses of
// machines and digests are left alone.
func PersonalNumbers(text []rune) (out []Personal) {
	if len(text) < passportLeast {
		return nil
	}
	plain := plainly(text)
	add := func(in []byte, from, to int, sure bool) {
		p := Personal{Sure: sure}
		for i := from; i < to; i++ {
			if word(in[i]) {
				p.Signs = append(p.Signs, i)
			}
		}
		out = append(out, p)
	}
	for _, line := range runs(plain) {
		for i := 0; i < len(line); i++ {
			n, sure := identifier(line[i:])
			if n == 0 {
				continue
			}
			if x := (found{text: text, line: line, at: i, n: n, mobile: sure && digitsOf(line[i:i+n]) < places}); !x.another() {
				add(plain, line[i].from, line[i+n-1].to, sure)
			}
			i += n - 1
		}
	}
	for _, at := range passport.FindAllStringIndex(string(plain), -1) { // a sign a byte: see plainly
		if permit(text, plain, at[0], at[1]) {
			add(plain, at[0], at[1], false)
		}
	}
	spelt := inFigures(text)
	for _, line := range runs(spelt) {
		for _, g := range line {
			if _, sure := identifier([]group{g}); sure {
				add(spelt, g.from, g.to, true)
			}
		}
	}
	return out
}

// PersonalIn tells whether a text contains what identifies a person by itself, a resident identity number or a mobile number.
func PersonalIn(s string) bool {
	return slices.ContainsFunc(PersonalNumbers([]rune(s)), func(p Personal) bool { return p.Sure })
}

// Signs that a text is reduced to before numbers are looked for in it: one byte for each of its runes. Blanks, dashes and points
// stay what they are, for they group numbers of many kinds; the other signs that group telephone numbers are one.
const (
	unseen = '\x01' // stands inside without being seen
	other  = '\x02' // stands in no number
	odd    = '/'
)

// plainly reads a text as numbers are read: digits and letters of any width, what groups them, and the rest.
func plainly(text []rune) []byte {
	out := make([]byte, len(text))
	for i, r := range text {
		if r >= '一' && r <= '鿿' { // most of a text, and none of it stands in a number
			out[i] = other
			continue
		}
		switch p := written.Legible(string(r)); {
		case unicode.IsSpace(r):
			out[i] = ' '
		case p == "":
			out[i] = unseen
		case len(p) == 1 && (word(p[0]) || p == "-" || p == "."):
			out[i] = p[0]
		case p == "。":
			out[i] = '.'
		case strings.Contains(`()[]【】/\|~+_·・•‧∙⋅`, p):
			out[i] = odd
		default:
			out[i] = other
		}
	}
	return out
}

// inFigures reads the Chinese figures of a text, and nothing else in it.
func inFigures(text []rune) []byte {
	figures := map[rune]byte{'〇': '0', '零': '0', '一': '1', '幺': '1', '二': '2', '三': '3', '四': '4', '五': '5', '六': '6', '七': '7', '八': '8', '九': '9', 'X': 'X',
		'x': 'X'}
	out, n := make([]byte, len(text)), 0
	for i, r := range text {
		switch f := figures[r]; {
		case f != 0:
			out[i] = f
			n++
		case written.Unseen(r):
			out[i] = unseen
		default:
			out[i] = other
		}
	}
	if n < mobilePlaces {
		return nil
	}
	return out
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func word(b byte) bool { return digit(b) || letter(b) }

func letter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }

// group is a row of digits without a gap, perhaps with the X of an identity number behind it, and the gap before it.
type group struct {
	from, to int
	sign     byte // of the gap: ' ', '-', '.' or odd; 0 where they are mixed, or it is the first
	loose    bool // it is held together by less than numbers of every kind are: by a sign of telephone numbers, or it touches letters
	lettered bool
	digits   string
}

// runs are the rows of digits of a text, those together that stand apart by no more than a gap.
func runs(plain []byte) (out [][]group) {
	const gap = 4
	last := -1
	for i := 0; i < len(plain); {
		if !word(plain[i]) {
			if plain[i] == other {
				last = -1
			}
			i++
			continue
		}
		from := i
		for i < len(plain) && (word(plain[i]) || plain[i] == unseen) {
			i++
		}
		g, before, behind, ok := rowOf(plain[from:i])
		g.from, g.to = from+g.from, from+g.to
		if !ok {
			last = -1
			continue
		}
		signs := ""
		if last >= 0 {
			signs = strings.ReplaceAll(string(plain[last:g.from]), string(rune(unseen)), "")
		}
		if last < 0 || before || len(signs) > gap {
			out = append(out, nil)
		} else {
			g.sign, g.loose = between(signs), g.loose || strings.Contains(signs, string(rune(odd)))
		}
		out[len(out)-1] = append(out[len(out)-1], g)
		if last = g.to; behind {
			last = -1
		}
	}
	return out
}

// rowOf is the row of digits of a word, and whether letters stand before and behind it. A letter inside makes it none: a digest
// in hexadecimal is never cut. Nor are letters that say what is counted part of anybody's number.
func rowOf(signs []byte) (g group, before, behind, ok bool) {
	var letters, digits, rest []byte
	for i, c := range signs {
		switch {
		case c == unseen:
			continue
		case digit(c) && len(rest) > 0:
			return g, false, false, false
		case digit(c):
			if len(digits) == 0 {
				g.from = i
			}
			digits, g.to = append(digits, c), i+1
		case len(digits) == 0:
			letters = append(letters, c)
		default:
			if len(rest) == 0 && (c == 'X' || c == 'x') {
				g.to = i + 1
			}
			rest = append(rest, c)
		}
	}
	before, behind = len(letters) > 0, len(rest) > 0
	closed := behind && (rest[0] == 'X' || rest[0] == 'x')
	if closed {
		rest = rest[1:]
		behind = len(rest) > 0
	}
	g.digits = string(digits)
	switch {
	case len(digits) == 0 && strings.EqualFold(string(letters), "X"): // that of an identity number, apart
		g.digits, g.to, before = "X", len(signs), false
	case len(digits) == 0, currency.Match(letters), currency.Match(rest), unit.Match(rest):
		return g, false, false, false
	case closed:
		g.digits += "X"
	}
	g.lettered = before || behind
	g.loose = g.lettered
	return g, before, behind, true
}

// Currencies stand on either side of what is counted, units behind it: before it, T and M say that it is a telephone.
var (
	currency = regexp.MustCompile(`(?i)^(?:us|usd|cny|rmb|eur|hkd|jpy|gbp|krw)$`)
	unit     = regexp.MustCompile(`(?i)^(?:[kmu]?g|t|[ckm]?m|pcs|kwh)$`)
)

// between is the one sign of a gap, or 0.
func between(signs string) byte {
	if signs == "" || strings.Trim(signs, signs[:1]) != "" {
		return 0
	}
	return signs[0]
}

// identifier tells how many of the first groups of a line are one identifier of a person, 0 where none are, and whether it is
// surely one.
func identifier(line []group) (groups int, sure bool) {
	const most = 19
	number, loose := "", false
	for n, g := range line {
		if number += g.digits; len(number) > most {
			break
		}
		loose = loose || g.loose
		_, fault := ResidentID(number, time.Time{})
		switch written := line[:n+1]; {
		case len(number) == places && fault == "", mobile(number, written):
			return n + 1, true
		case !loose && (maybeResident(number, fault) || card(number, written)):
			if hides(line, n+1, number) {
				return 0, false
			}
			return n + 1, false
		case strings.HasSuffix(number, "X"):
			return 0, false
		}
	}
	return 0, false
}

// hides tells whether in the first n groups of a line, which may be an identifier, one begins that surely is: a room and a
// telephone. The last fours of a card are its own, and so is the end of a number that is closed by an X.
func hides(line []group, n int, number string) bool {
	fours := card(number, line[:n]) && !slices.ContainsFunc(line[:n], func(g group) bool { return len(g.digits) > 4 })
	if fours || strings.HasSuffix(number, "X") {
		return false
	}
	for k := 1; k < n; k++ {
		if surely(line[k:]) {
			return true
		}
	}
	return false
}

// surely tells whether a line begins with what identifies a person by itself.
func surely(line []group) bool {
	number := ""
	for n, g := range line {
		if number += g.digits; len(number) > places {
			return false
		}
		if _, fault := ResidentID(number, time.Time{}); len(number) == places && fault == "" || mobile(number, line[:n+1]) {
			return true
		}
	}
	return false
}

// digitsOf is how many digits groups have.
func digitsOf(groups []group) (n int) {
	for _, g := range groups {
		n += len(g.digits)
	}
	return n
}

// passport matches passports: ordinary ones, then diplomatic, service and official ones; and the permits by which residents of
// Hong Kong and Macao come, and those by which one goes there.
var passport = regexp.MustCompile(
	`(?i)\b(?:[CEG][ \-\x01]*(?:\d\x01*){4}[ \-]?(?:\d\x01*){4}|[HM][ \-\x01]*(?:\d\x01*){8}(?:(?:\d\x01*){2})?|` +
		`C[A-Z][ \-\x01]*(?:\d\x01*){7}|E[A-Z][ \-\x01]*(?:\d\x01*){7}|[PSD]E?[ \-\x01]*(?:\d\x01*){7})\b`)

var (
	passports = regexp.MustCompile(`(?i)(?:护照|通行证|回乡证|旅行证|证件|passport|permit)(?:号码?|No\.?|是|为|[ :.,(#_-])*$`)
	// serial are a year and a number, a day and a number, a letter and a code of the tariff of ten places.
	serial = regexp.MustCompile(
		`(?i)^[A-Z]{1,2}[ -]*(?:(?:199\d|20[0-4]\d)(?:\d{3}|[ -]\d{4})|(?:199\d|20[0-4]\d)(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d\d)$|^[HM][ -]+\d{10}$`)
)
