package ids

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"touchstone/internal/written"
)

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
	if !slices.Contains([]int{15, 16, 17, 19}, len(number)) || number[0] < '3' || number[0] > '6' ||
		len(number) == 15 && number[:2] != "34" && number[:2] != "37" {
		return false
	}
	fours := !slices.ContainsFunc(groups[:len(groups)-1], func(g group) bool { return len(g.digits) != 4 })
	return fours && luhn(number)
}

// mobile tells a mobile number, in one piece or in groups, perhaps with the country before it.
func mobile(number string, groups []group) bool {
	number = strings.TrimSuffix(number, "X")
	sizes := make([]int, len(groups))
	for i, g := range groups {
		sizes[i] = len(strings.TrimSuffix(g.digits, "X"))
	}
	for _, country := range []string{chinaPrefixDialled, chinaPrefix} {
		// else it is a group of its own, and not hidden
		if rest, with := strings.CutPrefix(number, country); with && len(rest) == mobilePlaces && sizes[0] > len(country) {
			number = rest
			sizes[0] -= len(country)
		}
	}
	switch {
	case len(number) != mobilePlaces || number[0] != '1' || number[1] < '3':
		return false
	case len(groups) == 1:
		return !groups[0].lettered || !dated(number[:8]) // contracts are called by letters, a day and a number
	}
	return dictated(number, sizes, groups)
}

// spoken are the sizes of the groups in which people write mobile numbers with blanks or dashes; amounts, days and codes of the
// tariff beside them are grouped otherwise.
var spoken = []string{"344", "38", "74", "335", "443", "434", "353", "3422", "32222", "22223", "222221", "122222", "11111111111"}

// dictated tells groups of a telephone number: with one kind of blank or dash in any usual way, with other signs, or several, only
// as everybody writes them.
func dictated(number string, sizes []int, groups []group) bool {
	pattern := ""
	for _, n := range sizes {
		pattern += strconv.Itoa(n)
	}
	sign := groups[1].sign
	one := !slices.ContainsFunc(groups[1:], func(g group) bool { return g.sign != sign })
	switch {
	case pattern == "344":
		return true
	case pattern == "38":
		return sign != '.' && !dated(number[3:])
	case pattern == "443" && number[:2] == "19" && number[2] > '3': // years
		return false
	}
	return one && (sign == ' ' || sign == '-') && slices.Contains(spoken, pattern)
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

// permit tells whether what is written as a passport or a permit is one, and not the number of a contract, a sample or a seal: those
// have a year or a day in them, or are called what they are. A code of the tariff behind a letter is none.
func permit(text []rune, plain []byte, from, to int) bool {
	const near = 16
	before := written.Legible(string(text[max(0, from-near):from]))
	if passports.MatchString(before) {
		return true
	}
	signs := strings.ReplaceAll(string(plain[from:to]), string(rune(unseen)), "")
	return !labelled.MatchString(before) && !dated(signs) && !serial.MatchString(signs)
}

// dated tells numbers that are made of a day, perhaps with a letter: contracts are called so.
func dated(number string) bool {
	number = strings.NewReplacer(" ", "", "-", "", "\x01", "").Replace(number)
	t, err := time.Parse("20060102", strings.Trim(strings.ToUpper(number), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	return err == nil && t.Year() >= 1990 && t.Year() < 2050
}
