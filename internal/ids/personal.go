package ids

import (
	"slices"
	"strings"
	"time"

	"touchstone/internal/written"
)

// Lengths of numbers.
const (
	mobilePlaces                    = 11
	passportLeast, passportMost     = 6, 12 // passports of all countries, numbers of their machine-readable zones
	phoneLeast, phoneMost           = 5, 15 // from a hotline to what ITU-T E.164 admits
	documentMost                    = 40
	chinaPrefix, chinaPrefixDialled = "86", "0086"
)

// Passport reads a passport's number as people paste it: letters and digits, some of them digits.
func Passport(s string) (string, Fault) {
	s = written.Identifier(s)
	switch {
	case strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" || !digits(s):
		return s, NotSigns
	case len(s) < passportLeast || len(s) > passportMost:
		return s, NotLength
	}
	return s, ""
}

// OtherNumber reads the number of a document of a kind that has no rule of its own: a foreign registration, a permit.
func OtherNumber(s string) (string, Fault) {
	s = written.Identifier(s)
	switch n := len([]rune(s)); {
	case !digits(s):
		return s, NotSigns
	case n > documentMost:
		return s, NotLength
	}
	return s, ""
}

// Resident tells whether a number can be meant for a resident identity number: eighteen places, digits but for the last.
func Resident(s string) bool {
	s = written.Identifier(s)
	return len(s) == places && strings.Trim(s[:places-1], "0123456789") == ""
}

// Phone reads a telephone number as people paste it; told is false where a text is no number at all but words, an address of
// mail, a name in a messenger.
func Phone(s string) (number string, fault Fault, told bool) {
	number = written.Phone(s)
	local, abroad := strings.CutPrefix(number, "+")
	if local == "" || strings.Trim(local, "0123456789") != "" {
		return s, "", false
	}
	home := strings.TrimPrefix(local, chinaPrefixDialled)
	if abroad {
		home = strings.TrimPrefix(local, chinaPrefix)
	}
	switch {
	case len(local) < phoneLeast || len(local) > phoneMost:
		return number, NotLength, true
	case len(home) == mobilePlaces && home[0] == '1' && home[1] < '3' && (!abroad || home != local):
		return number, NotPrefix, true
	}
	return number, "", true
}

func digits(s string) bool { return strings.ContainsAny(s, "0123456789") }

// PersonalIn tells whether a text contains what identifies a person by itself, a resident identity number or a mobile number,
// however it is written: full-width, grouped by spaces, dashes or points, with marks that nobody sees between.
func PersonalIn(s string, today time.Time) bool {
	s = written.Legible(s)
	for i := range len(s) {
		if digit(s[i]) && (i == 0 || !digit(s[i-1]) || dialled(s[:i])) && personalAt(s[i:], today) {
			return true
		}
	}
	return false
}

// dialled tells whether a text ends with the prefix of China, which people write before a number without anything between.
func dialled(before string) bool {
	digits := before[len(strings.TrimRight(before, "0123456789")):]
	return digits == chinaPrefix || digits == chinaPrefixDialled
}

// personalAt tells whether a text begins with such a number; one sign may stand between any two digits.
func personalAt(s string, today time.Time) bool {
	var number []byte
	for i := 0; i < len(s); i++ {
		switch last := len(number) == places-1 && strings.ContainsRune("Xx", rune(s[i])); {
		case digit(s[i]), last:
			number = append(number, s[i])
		case strings.ContainsRune(" -.", rune(s[i])) && digit(s[i-1]):
			continue
		default:
			return false
		}
		more := i+1 < len(s) && digit(s[i+1])
		switch {
		case len(number) == mobilePlaces && !more && mobile(s[:i+1]):
			return true
		case len(number) == places:
			_, fault := ResidentID(string(number), today)
			return !more && fault == ""
		}
	}
	return false
}

// mobile tells a mobile number that one kind of sign groups, from amounts (groups of three) and what is numbered by points.
func mobile(s string) bool {
	for _, sign := range []string{" ", "-", "."} {
		groups := strings.Split(s, sign)
		number := strings.Join(groups, "")
		if strings.Trim(number, "0123456789") != "" {
			continue
		}
		pointed := sign == "." && len(groups) > 1
		return number[0] == '1' && number[1] >= '3' && !(sign == " " && thousands(groups)) && (!pointed || len(groups) == 3 && len(groups[0]) == 3 && len(groups[1]) == 4)
	}
	return false
}

// thousands tells the groups of an amount: of three digits each after the first.
func thousands(groups []string) bool {
	return len(groups) > 1 && len(groups[0]) <= 3 && !slices.ContainsFunc(groups[1:], func(g string) bool { return len(g) != 3 })
}

func digit(c byte) bool { return c >= '0' && c <= '9' }
