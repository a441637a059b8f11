package audit

import (
	"regexp"
	"strings"
)

// personal matches what identifies a person by number: resident identity numbers (15 or 18 places), mobile numbers,
// passports, bank cards. It stands alone, so that a digest in hexadecimal is never cut.
var personal = regexp.MustCompile(`\b(?:\d{17}[\dXx]|\d{15,19}|1[3-9]\d{9}|[EGPSDegpsd][A-Za-z]?\d{7,8})\b`)

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
	return personal.ReplaceAllStringFunc(s, MaskNumber)
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
