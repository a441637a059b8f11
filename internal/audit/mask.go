package audit

import (
	"regexp"
	"strings"
	"time"
)

// personal matches what could identify a person by number: resident identity numbers (15 or 18 places), mobile numbers,
// passports, bank cards. It stands alone, so that a digest in hexadecimal is never cut.
var personal = regexp.MustCompile(`\b(?:\d{17}[\dXx]|\d{15,19}|1[3-9]\d{9}|[EGPSDegpsd][A-Za-z]?\d{7,8})\b`)

// identifies tells whether a number that could be a person's is one: an identity number has a day of birth, a bank card its
// check digit. A number of a declaration has neither and is left alone.
func identifies(s string) bool {
	switch len(s) {
	case 15: // the identity numbers before 1999 leave out the century
		return born("19"+s[6:12]) || luhn(s)
	case 18:
		return born(s[6:14]) || luhn(s)
	case 16, 17, 19:
		return luhn(s)
	}
	return true
}

func born(day string) bool {
	t, err := time.Parse("20060102", day)
	return err == nil && t.Year() >= 1900 && t.Year() < 2100
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

// MaskNumber hides the middle of an identifier: enough stays to tell two apart, not enough to use it.
func MaskNumber(s string) string {
	const head, tail = 3, 2
	r := []rune(s)
	if len(r) <= head+tail {
		return strings.Repeat("*", len(r))
	}
	return string(r[:head]) + strings.Repeat("*", len(r)-head-tail) + string(r[len(r)-tail:])
}

// MaskNumbers masks every identifier of a person inside a text.
func MaskNumbers(s string) string {
	if len(s) < 8 {
		return s
	}
	return personal.ReplaceAllStringFunc(s, func(number string) string {
		if identifies(number) {
			return MaskNumber(number)
		}
		return number
	})
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
