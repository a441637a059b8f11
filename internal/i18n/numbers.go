package i18n

import "strings"

// Unknown stands where a figure is not known; it differs from 0.
const Unknown = "—"

// Thousands puts commas into a decimal written as digits: 2976000.5 → 2,976,000.5.
// What is not a number comes back unchanged.
func Thousands(decimal string) string {
	if decimal == "" {
		return Unknown
	}
	sign, rest := "", decimal
	if strings.HasPrefix(rest, "-") {
		sign, rest = "-", rest[1:]
	}
	whole, frac, hasFrac := strings.Cut(rest, ".")
	if whole == "" || strings.Trim(whole+frac, "0123456789") != "" {
		return decimal
	}
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	if hasFrac {
		b.WriteString("." + frac)
	}
	return sign + b.String()
}

// Money is an amount in yuan, always with two places: CNY 2,976,000.00.
func Money(decimal string) string {
	if decimal == "" {
		return Unknown
	}
	return "CNY " + Thousands(Places(decimal, 2))
}

// Places pads a decimal to n places. It cuts only zeros: a figure is never rounded on the screen.
func Places(decimal string, n int) string {
	whole, frac, _ := strings.Cut(decimal, ".")
	for len(frac) < n {
		frac += "0"
	}
	for len(frac) > n && strings.HasSuffix(frac, "0") {
		frac = frac[:len(frac)-1]
	}
	if frac == "" {
		return whole
	}
	return whole + "." + frac
}
