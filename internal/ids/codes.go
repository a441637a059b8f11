package ids

import (
	"strings"
	"time"
)

// creditAlphabet has 31 letters: I, O, S, V and Z are not used (GB 32100).
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// CreditCode reads a unified social credit code (GB 32100-2015) and tells whether its check character fits.
func CreditCode(s string) (string, bool) {
	s = strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(s), " ", ""))
	if len(s) != 18 {
		return s, false
	}
	sum, weight := 0, 1
	for i := range 17 {
		v := strings.IndexByte(creditAlphabet, s[i])
		if v < 0 || i >= 2 && i < 8 && v > 9 { // places 3 to 8: the administrative division, digits only
			return s, false
		}
		sum += v * weight
		weight = weight * 3 % 31
	}
	return s, s[17] == creditAlphabet[(31-sum%31)%31]
}

// ResidentID reads an 18-place identity number (GB 11643-1999): date of birth and check character must fit.
func ResidentID(s string) (string, bool) {
	s = strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(s), " ", ""))
	if len(s) != 18 || strings.Trim(s[:17], "0123456789") != "" || s[0] == '0' {
		return s, false
	}
	born, err := time.Parse("20060102", s[6:14])
	if err != nil || born.Year() < 1850 {
		return s, false
	}
	sum := 0
	for i := range 17 {
		sum += int(s[i]-'0') * (1 << (17 - i) % 11)
	}
	return s, s[17] == "10X98765432"[sum%11]
}

// Born returns the date of birth in a valid identity number.
func Born(residentID string) (time.Time, bool) {
	s, ok := ResidentID(residentID)
	if !ok {
		return time.Time{}, false
	}
	t, err := time.Parse("20060102", s[6:14])
	return t, err == nil
}

// HSCode reads a customs commodity code: 4, 6, 8 or 10 digits, points and spaces left out. The chapters are 1 to 97
// and the national 98, 99; chapter 77 is reserved. No check digit exists.
func HSCode(s string) (string, bool) {
	s = strings.NewReplacer(".", "", " ", "").Replace(strings.TrimSpace(s))
	switch len(s) {
	case 4, 6, 8, 10:
	default:
		return s, false
	}
	if strings.Trim(s, "0123456789") != "" || s[:2] == "00" || s[:2] == "77" {
		return s, false
	}
	return s, true
}
