package audit

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"touchstone/internal/ids"
	"touchstone/internal/written"
)

// MaskNumber hides the middle of an identifier: enough stays to tell two apart, not enough to use it.
func MaskNumber(s string) string {
	r := []rune(s)
	veil(r, 0, len(r), func(int) bool { return true })
	return string(r)
}

// veil hides those of the signs between two places of a text that are one identifier, but for the first three and the last two.
func veil(text []rune, from, to int, of func(i int) bool) {
	const head, tail = 3, 2
	var at []int
	for i := from; i < to; i++ {
		if of(i) {
			at = append(at, i)
		}
	}
	if len(at) > head+tail {
		at = at[head : len(at)-tail]
	}
	for _, i := range at {
		text[i] = '*'
	}
}

// MaskNumbers masks every identifier of a person inside a text: resident identity numbers, mobile numbers, passports, bank
// cards, however they are written: with wide digits, in groups, with marks in them that nobody sees.
func MaskNumbers(s string) string {
	if len(s) < 8 {
		return s
	}
	text := []rune(s)
	plain := plainly(text)
	masked := false
	mask := func(from, to int) {
		masked = true
		veil(text, from, to, func(i int) bool { return word(plain[i]) })
	}
	for _, line := range runs(plain) {
		for i := 0; i < len(line); i++ {
			if n := identifier(line[i:]); n > 0 {
				mask(line[i].from, line[i+n-1].to)
				i += n - 1
			}
		}
	}
	for _, at := range passport.FindAllStringIndex(string(plain), -1) { // a sign a byte: see plainly
		if !dated(string(plain[at[0]:at[1]])) {
			mask(at[0], at[1])
		}
	}
	if !masked {
		return s
	}
	return string(text)
}

// Signs that a text is reduced to before numbers are looked for in it: one byte for each of its runes.
const (
	apart  = ' '    // may stand inside a number
	unseen = '\x01' // stands inside without being seen
	other  = '\x02' // stands in no number
)

// plainly reads a text as numbers are read: digits and letters of any width, what groups them, and the rest.
func plainly(text []rune) []byte {
	out := make([]byte, len(text))
	for i, r := range text {
		switch p := written.Plain(string(r)); {
		case r == '\n' || r == '\r' || r == '\t' || r == '\v' || r == '\f' || r == '\u2028' || r == '\u2029':
			out[i] = other
		case p == "" && (unicode.IsSpace(r) || unicode.Is(unicode.Zs, r)), p == "-":
			out[i] = apart
		case p == "":
			out[i] = unseen
		case len(p) == 1 && word(p[0]):
			out[i] = p[0]
		default:
			out[i] = other
		}
	}
	return out
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

func word(b byte) bool {
	return digit(b) || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_'
}

// group is a row of digits without a gap, perhaps with the X of an identity number behind it.
type group struct {
	from, to int
	digits   string
}

// runs are the rows of digits of a text, those together that stand apart by no more than a gap. A row that touches a letter
// is none: a digest in hexadecimal is never cut.
func runs(plain []byte) (out [][]group) {
	const gap = 3
	var line []group
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
		digits := strings.TrimRight(strings.ToUpper(string(signs)), "X")
		if strings.Trim(digits, "0123456789") != "" || len(signs)-len(digits) > 1 {
			last = -1
			continue
		}
		if last < 0 || from-last > gap {
			out = append(out, nil)
			line = nil
		}
		line = append(line, group{from, i, strings.ToUpper(string(signs))})
		out[len(out)-1] = line
		last = i
	}
	return out
}

// identifier tells how many of the first groups of a line are one identifier of a person; 0 where none are.
func identifier(line []group) int {
	const most = 19
	number := ""
	for n, g := range line {
		if number += g.digits; len(number) > most {
			break
		}
		if resident(number) || card(number, line[:n+1]) || mobile(number, line[:n+1]) {
			return n + 1
		}
		if strings.HasSuffix(number, "X") {
			break
		}
	}
	return 0
}

// resident tells identity numbers: those of 18 places by their check character, those before 1999, of 15 places, by the
// province and the day of birth, of which they leave out the century. The number of a declaration has neither; nothing else
// ends in an X, so that such a one may be mistyped.
func resident(number string) bool {
	closed := strings.HasSuffix(number, "X")
	switch len(number) {
	case 18:
		_, fault := ids.ResidentID(number, time.Time{})
		return fault == "" || closed && fault == ids.NotChecked
	case 15:
		_, err := time.Parse("20060102", "19"+number[6:12])
		return !closed && ids.Division(number[:2]) && err == nil
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

// mobile tells mobile numbers, in one piece or as they are dictated, perhaps with the country before them.
func mobile(number string, groups []group) bool {
	switch {
	case len(number) == 13 && number[:2] == "86" && len(groups) == 1:
		number = number[2:]
	case len(groups) == 3 && (len(groups[0].digits) != 3 || len(groups[1].digits) != 4), len(groups) != 1 && len(groups) != 3:
		return false
	}
	return len(number) == 11 && number[0] == '1' && number[1] >= '3' && !strings.HasSuffix(number, "X")
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

// passport matches passports: ordinary ones, then diplomatic, service and official ones.
var passport = regexp.MustCompile(`(?i)\b(?:[EG][ \x01]*(?:\d\x01*){8}|E[A-Z][ \x01]*(?:\d\x01*){7}|[PSD]E?[ \x01]*(?:\d\x01*){7})\b`)

// dated tells numbers that are made of a letter and a day: contracts are called so.
func dated(number string) bool {
	t, err := time.Parse("20060102", strings.Trim(strings.ToUpper(number), "EGPSD \x01"))
	return err == nil && t.Year() >= 1990 && t.Year() < 2050
}

// maskMap copies details with every text in it masked; the caller's map stays as it is.
func maskMap(m map[string]any) map[string]any {
	if m == nil {
		return nil
	}
	out := make(map[string]any, len(m))
	for k, v := range m {
		out[k] = maskValue(v)
	}
	return out
}

func maskValue(v any) any {
	switch v := v.(type) {
	case string:
		return MaskNumbers(v)
	case []string:
		out := make([]string, len(v))
		for i, s := range v {
			out[i] = MaskNumbers(s)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = maskValue(x)
		}
		return out
	case map[string]any:
		return maskMap(v)
	case map[string]string:
		out := make(map[string]any, len(v))
		for k, s := range v {
			out[k] = MaskNumbers(s)
		}
		return out
	}
	return v
}
