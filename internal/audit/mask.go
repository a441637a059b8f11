package audit

import "touchstone/internal/ids"

// MaskNumber hides the middle of an identifier: enough stays to tell two apart, not enough to use it.
func MaskNumber(s string) string {
	r := []rune(s)
	all := make([]int, len(r))
	for i := range all {
		all[i] = i
	}
	veil(r, all)
	return string(r)
}

// MaskNumbers masks every identifier of a person inside a text (ids.PersonalNumbers).
func MaskNumbers(s string) string {
	text := []rune(s)
	found := ids.PersonalNumbers(text)
	if len(found) == 0 {
		return s
	}
	for _, p := range found {
		veil(text, p.Signs)
	}
	return string(text)
}

// veil hides the signs at these places of a text, but for the first three and the last two.
func veil(text []rune, at []int) {
	const head, tail = 3, 2
	if len(at) > head+tail {
		at = at[head : len(at)-tail]
	}
	for _, i := range at {
		text[i] = '*'
	}
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
