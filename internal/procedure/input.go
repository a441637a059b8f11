package procedure

import (
	"encoding/json"
	"net/url"

	"touchstone/internal/law"
)

// plain writes an act's input as the form's own field values, the way it is stored, hashed and printed. What is
// no field of the form (a twin carries its origin's input) is left out.
func plain(form *law.Form, v law.Values) map[string]any {
	out := map[string]any{}
	if form == nil {
		return out
	}
	for name, vs := range form.Encode(v) {
		if f := form.Field(name); f != nil && f.Multiple() {
			out[name] = vs
		} else if len(vs) > 0 {
			out[name] = vs[0]
		}
	}
	return out
}

// typed reads stored input back.
func typed(form *law.Form, raw []byte) (law.Values, error) {
	if form == nil {
		return law.Values{}, nil
	}
	var stored map[string]any
	if err := json.Unmarshal(raw, &stored); err != nil {
		return nil, err
	}
	in := url.Values{}
	for name, x := range stored {
		switch x := x.(type) {
		case string:
			in.Set(name, x)
		case []any:
			for _, s := range x {
				if text, ok := s.(string); ok {
					in.Add(name, text)
				}
			}
		}
	}
	return form.Read(in), nil
}
