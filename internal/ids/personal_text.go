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

// PersonalNumbers finds what identifies a person inside a text, however it is written: with wide digits, in groups, over lines,
// with marks between that nobody sees. Resident identity numbers, mobile numbers, passports, bank cards; numbers of
// declarations, amounts, moments, addresses of machines and digests are left alone.
func PersonalNumbers(text []rune) (out []Personal) {
	if len(text) < passportLeast {
		return nil
	}
	plain := plainly(text)
	add := func(from, to int, sure bool) {
		p := Personal{Sure: sure}
		for i := from; i < to; i++ {
			if word(plain[i]) {
				p.Signs = append(p.Signs, i)
			}
		}
		out = append(out, p)
	}
	for _, line := range runs(plain) {
		for i := 0; i < len(line); i++ {
			if n, sure := identifier(line[i:]); n > 0 {
				add(line[i].from, line[i+n-1].to, sure)
				i += n - 1
			}
		}
	}
	for _, at := range passport.FindAllStringIndex(string(plain), -1) { // a sign a byte: see plainly
		if !dated(string(plain[at[0]:at[1]])) {
			add(at[0], at[1], false)
		}
	}
	return out
}

// PersonalIn tells whether a text contains what identifies a person by itself, a resident identity number or a mobile number.
func PersonalIn(s string) bool {
	return slices.ContainsFunc(PersonalNumbers([]rune(s)), func(p Personal) bool { return p.Sure })
}

// Signs that a text is reduced to before numbers are looked for in it: one byte for each of its runes. Blanks, dashes, strokes,
// brackets and points stay what they are, for they group numbers.
const (
	unseen = '\x01' // stands inside without being seen
	other  = '\x02' // stands in no number
)

// plainly reads a text as numbers are read: digits and letters of any width, what groups them, and the rest.
func plainly(text []rune) []byte {
	out := make([]byte, len(text))
	for i, r := range text {
		switch p := written.Legible(string(r)); {
		case unicode.IsSpace(r):
			out[i] = ' '
		case p == "":
			out[i] = unseen
		case len(p) == 1 && (word(p[0]) || strings.ContainsAny(p, "-./()")):
			out[i] = p[0]
		default:
			out[i] = other
		}
	}
	return out
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func word(b byte) bool {
	return digit(b) || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_'
}

// group is a row of digits without a gap, perhaps with the X of an identity number behind it, and the sign before it.
type group struct {
	from, to int
	sign     byte // ' ', '-', '/', ')' or '.'; 0 where they are mixed, or it is the first
	loose    bool // there is a stroke or a bracket before it, as they stand between different numbers, too
	digits   string
}

// runs are the rows of digits of a text, those together that stand apart by no more than a gap. A row that touches a letter
// is none: a digest in hexadecimal is never cut.
func runs(plain []byte) (out [][]group) {
	const gap = 3
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
		var signs []byte
		for i < len(plain) && (word(plain[i]) || plain[i] == unseen) {
			if plain[i] != unseen {
				signs = append(signs, plain[i])
			}
			i++
		}
		g := group{from: from, to: i, digits: strings.ToUpper(string(signs))}
		digits := strings.TrimRight(g.digits, "X")
		if strings.Trim(digits, "0123456789") != "" || len(signs)-len(digits) > 1 {
			last = -1
			continue
		}
		if last < 0 || from-last > gap {
			out = append(out, nil)
		} else {
			g.sign = between(plain[last:from])
			g.loose = strings.ContainsAny(string(plain[last:from]), "/()")
		}
		out[len(out)-1] = append(out[len(out)-1], g)
		last = i
	}
	return out
}

// between is the one sign of a gap, or 0.
func between(gap []byte) byte {
	signs := strings.ReplaceAll(string(gap), string(rune(unseen)), "")
	if signs == "" || strings.Trim(signs, signs[:1]) != "" {
		return 0
	}
	return signs[0]
}

// identifier tells how many of the first groups of a line are one identifier of a person, 0 where none are, and whether it is
// surely one.
func identifier(line []group) (groups int, sure bool) {
	const most = 19
	number := ""
	loose := false
	for n, g := range line {
		loose = loose || n > 0 && g.loose
		if number += g.digits; len(number) > most {
			break
		}
		_, fault := ResidentID(number, time.Time{})
		switch written := line[:n+1]; {
		case len(number) == places && fault == "", mobile(number, written):
			return n + 1, true
		case !loose && (maybeResident(number, fault) || card(number, written)):
			return n + 1, false
		case strings.HasSuffix(number, "X"):
			return 0, false
		}
	}
	return 0, false
}

// maybeResident tells identity numbers that are mistyped at one place, for nothing else ends in an X, and those before 1999, of
// 15 places, by the province and the day of birth, of which they leave out the century.
func maybeResident(number string, fault Fault) bool {
	closed := strings.HasSuffix(number, "X")
	switch len(number) {
	case places:
		return closed && fault == NotChecked
	case places - 3:
		_, err := time.Parse("20060102", "19"+number[6:12])
		return !closed && Division(number[:2]) && err == nil
	}
	return false
}

// card tells bank cards: of a network that issues them, with their check digit, in one piece or in fours. Of 18 places, as
// declarations have, there are none.
func card(number string, groups []group) bool {
	if !slices.Contains([]int{15, 16, 17, 19}, len(number)) || number[0] < '3' || number[0] > '6' || len(number) == 15 && number[:2] != "34" && number[:2] != "37" {
		return false
	}
	fours := !slices.ContainsFunc(groups[:len(groups)-1], func(g group) bool { return len(g.digits) != 4 })
	return fours && luhn(number)
}

// mobile tells a mobile number, in one piece or grouped by one kind of sign, perhaps with the country before it, from amounts
// (groups of three) and what is numbered by points.
func mobile(number string, groups []group) bool {
	if len(groups) == 1 {
		for _, country := range []string{chinaPrefixDialled, chinaPrefix} {
			if rest, with := strings.CutPrefix(number, country); with && len(rest) == mobilePlaces {
				number = rest
			}
		}
	}
	if len(number) != mobilePlaces || number[0] != '1' || number[1] < '3' || strings.HasSuffix(number, "X") {
		return false
	}
	return len(groups) == 1 || dictated(groups)
}

// dictated tells groups of a telephone number.
func dictated(groups []group) bool {
	sign := groups[1].sign
	usual := len(groups) == 3 && len(groups[0].digits) == 3 && len(groups[1].digits) == 4
	if slices.ContainsFunc(groups[1:], func(g group) bool { return g.loose }) { // as telephones are grouped and nothing else
		return usual || len(groups) == 2 && len(groups[0].digits) == 3
	}
	if sign == 0 || slices.ContainsFunc(groups[1:], func(g group) bool { return g.sign != sign }) {
		return false
	}
	amount := len(groups[0].digits) <= 3 && !slices.ContainsFunc(groups[1:], func(g group) bool { return len(g.digits) != 3 })
	return usual || sign != '.' && !(sign == ' ' && amount)
}

// luhn is the check of bank cards (ISO/IEC 7812-1).
func luhn(s string) bool {
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		if d < 0 || d > 9 {
			return false
		}
		sum += d
	}
	return sum%10 == 0
}

// passport matches passports: ordinary ones, then diplomatic, service and official ones; and the permits by which residents of
// Hong Kong and Macao come, and those by which one goes there.
var passport = regexp.MustCompile(`(?i)\b(?:[CEG][ \-\x01]*(?:\d\x01*){8}|[HM][ \-\x01]*(?:\d\x01*){8}(?:(?:\d\x01*){2})?|C[A-Z][ \-\x01]*(?:\d\x01*){7}|E[A-Z][ \-\x01]*(?:\d\x01*){7}|[PSD]E?[ \-\x01]*(?:\d\x01*){7})\b`)

// dated tells numbers that are made of a letter and a day: contracts are called so.
func dated(number string) bool {
	t, err := time.Parse("20060102", strings.Trim(strings.ToUpper(number), "ABCDEFGHIJKLMNOPQRSTUVWXYZ -\x01"))
	return err == nil && t.Year() >= 1990 && t.Year() < 2050
}
