package ids

import (
	"strings"
	"time"

	"touchstone/internal/written"
)

// Fault says why an identifier cannot be one; empty where it can. The sentences stand in the catalogue as ids.<fault>.
type Fault string

// The faults.
const (
	NotLength   Fault = "length"   // too many or too few places
	NotSigns    Fault = "signs"    // a letter or sign that such a number does not have
	NotPrefix   Fault = "prefix"   // registered by no kind of authority
	NotDivision Fault = "division" // of no province
	NotBorn     Fault = "born"     // a day of birth that does not exist, lies before 1900 or ahead
	NotChecked  Fault = "check"    // the check character does not fit: a place is mistyped
	NotChapter  Fault = "chapter"  // of no chapter of the tariff
)

// creditAlphabet has 31 letters: I, O, S, V and Z are not used (GB 32100).
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

const places = 18 // of a credit code and of an identity number

// CreditCode reads a unified social credit code (GB 32100-2015) as people paste it and says what is wrong with it: the
// kind of authority, the administrative division (places 3 to 8), the check character.
func CreditCode(s string) (string, Fault) {
	s = written.Identifier(s)
	switch {
	case strings.Trim(s, creditAlphabet) != "":
		return s, NotSigns
	case len(s) != places:
		return s, NotLength
	}
	sum, weight := 0, 1
	for i := range places - 1 {
		v := strings.IndexByte(creditAlphabet, s[i])
		if i >= 2 && i < 8 && v > 9 {
			return s, NotSigns
		}
		sum += v * weight
		weight = weight * 3 % 31
	}
	switch {
	case !strings.Contains("123456789ANY", s[:1]):
		return s, NotPrefix
	case !Division(s[2:4]) && s[2:4] != "10": // 10: registered with a central authority
		return s, NotDivision
	case s[places-1] != creditAlphabet[(31-sum%31)%31]:
		return s, NotChecked
	}
	return s, ""
}

// ResidentID reads an 18-place identity number (GB 11643-1999) as people paste it and says what is wrong with it. Nobody is
// born after today; a zero today sets no bound.
func ResidentID(s string, today time.Time) (string, Fault) {
	s = written.Identifier(s)
	switch { // of other signs nobody counts the places
	case strings.Trim(strings.TrimSuffix(s, "X"), "0123456789") != "":
		return s, NotSigns
	case len(s) != places:
		return s, NotLength
	}
	born, err := time.Parse("20060102", s[6:14])
	sum := 0
	for i := range places - 1 {
		sum += int(s[i]-'0') * (1 << (places - 1 - i) % 11)
	}
	switch {
	case !Division(s[:2]):
		return s, NotDivision
	case err != nil, born.Year() < 1900, !today.IsZero() && born.After(today):
		return s, NotBorn
	case s[places-1] != "10X98765432"[sum%11]:
		return s, NotChecked
	}
	return s, ""
}

// Division tells the first two digits of provinces, autonomous regions and municipalities, Taiwan, Hong Kong, Macao and of
// foreign permanent residents (GB/T 2260).
func Division(two string) bool {
	switch two[0] {
	case '1':
		return two[1] >= '1' && two[1] <= '5'
	case '2':
		return two[1] >= '1' && two[1] <= '3'
	case '3':
		return two[1] >= '1' && two[1] <= '7'
	case '4':
		return two[1] >= '1' && two[1] <= '6'
	case '5':
		return two[1] >= '0' && two[1] <= '4'
	case '6':
		return two[1] >= '1' && two[1] <= '5'
	case '8':
		return two[1] >= '1' && two[1] <= '3'
	}
	return two == "71" || two == "91"
}

// Born returns the date of birth in a valid identity number.
func Born(residentID string) (time.Time, bool) {
	s, fault := ResidentID(residentID, time.Time{})
	if fault != "" {
		return time.Time{}, false
	}
	t, err := time.Parse("20060102", s[6:14])
	return t, err == nil
}

// hsFull is the length of a customs code, hsWithInspection with the digits of inspection behind it.
const hsFull, hsWithInspection = 10, 13

// HSCode reads a customs commodity code: 4, 6, 8 or 10 digits, points and spaces left out; of 13, as declarations print them,
// the last three are those of inspection and no part of it. The chapters are 1 to 97
// and the national 98, 99; chapter 77 is reserved. No check digit exists.
func HSCode(s string) (string, Fault) {
	s = written.Identifier(s)
	if strings.Trim(s, "0123456789") != "" {
		return s, NotSigns
	}
	switch len(s) {
	case 4, 6, 8, 10:
	case hsWithInspection:
		s = s[:hsFull]
	default:
		return s, NotLength
	}
	if s[:2] == "00" || s[:2] == "77" {
		return s, NotChapter
	}
	return s, ""
}
