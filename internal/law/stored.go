package law

import (
	"encoding/json"
	"net/url"
)

// Plain writes the values of a form as the form's own fields, the way they are stored, hashed and printed. What is no field of the
// form (a twin carries its origin's input) is left out; a row without a form has none.
func (f *Form) Plain(v Values) map[string]any {
	out := map[string]any{}
	if f == nil {
		return out
	}
	for name, vs := range f.Encode(v) {
		if x := f.Field(name); x != nil && x.Multiple() {
			out[name] = vs
		} else if len(vs) > 0 {
			out[name] = vs[0]
		}
	}
	return out
}

// Stored reads back what Plain wrote, without judging it.
func (f *Form) Stored(raw []byte) (Values, error) {
	if f == nil {
		return Values{}, nil
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
	return f.Read(in), nil
}

// FormOf is the form of a row; nil for a row that has none.
func (b *Edition) FormOf(rowID string) *Form {
	if row := b.Act(rowID); row != nil {
		return row.Form
	}
	return nil
}
