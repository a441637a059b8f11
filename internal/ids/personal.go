package ids

import (
	"strings"

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
