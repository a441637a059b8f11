package law

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/quantity"
)

// Form is what an act asks for, or a page: that one has no events.
type Form struct {
	ID     string
	Events []string
	Fields []*Field
}

// Field returns a field by name, or nil.
func (f *Form) Field(name string) *Field {
	for _, x := range f.Fields {
		if x.Name == name {
			return x
		}
	}
	return nil
}

// Field is one row of forms.csv.
type Field struct {
	Name, Type, Enum string
	Options          []*EnumValue // values of an enum, else nil
	Meaning          Meaning      // of a time: what it is for the periods
	Several          bool         // of an enum or a file: more than one may be given
	Required         Need
	Default          string // actor | now | prior | server | value:x
	Bounds           Bounds
	Label, Hint      i18n.Label
	Basis            string
}

// Need says when a field must be given.
type Need struct {
	Always bool
	Cond   string // a condition of conditions.csv
	Key    string // or: a field, a variant key, "from", or a fact …
	Value  string // … that has this value
}

func parseNeed(s string) Need {
	q, ok := strings.CutPrefix(s, "if:")
	if !ok {
		return Need{Always: s == "yes"}
	}
	if key, value, ok := strings.Cut(q, "="); ok {
		return Need{Key: key, Value: value}
	}
	return Need{Cond: q}
}

// Sometimes tells whether the field is needed only under a condition.
func (n Need) Sometimes() bool { return n.Cond != "" || n.Key != "" }

// Multiple tells whether the field may be repeated.
func (f *Field) Multiple() bool {
	switch {
	case f.Type == "officers2", f.Type == "documents", f.Type == "evidence_items":
		return true
	case f.Enum != "", f.Type == "file":
		return f.Several
	}
	return false
}

// Officers tells whether the field names people by their accounts.
func (f *Field) Officers() bool { return f.Type == "officer" || f.Type == "officers2" }

// Referring tells whether a reference may stand in the field: of a paper, an item, a party.
func (f *Field) Referring() bool {
	return slices.Contains([]string{"documents", "evidence_items", "org", "person"}, f.Type)
}

// DefaultValue returns x of "value:x".
func (f *Field) DefaultValue() string {
	x, _ := strings.CutPrefix(f.Default, "value:")
	if x == f.Default {
		return ""
	}
	return x
}

// Papers returns the documents of "paper:DOC-X|DOC-Y": the field starts from the first of them that is on file.
func (f *Field) Papers() []string {
	codes, ok := strings.CutPrefix(f.Default, "paper:")
	if !ok {
		return nil
	}
	return list(codes, "|")
}

// filledLater: the engine knows the value (the actor, the moment, the earlier record, a paper on file, the server's own
// computation).
func (f *Field) filledLater() bool {
	return slices.Contains([]string{"actor", "now", "prior", "server"}, f.Default) || f.Papers() != nil
}

// Values is a decoded form: string | []string | bool | decimal.Decimal | time.Time | int64 by field name. What was
// not given is absent.
type Values map[string]any

// Has tells whether the field was given.
func (v Values) Has(name string) bool { _, ok := v[name]; return ok }

// Str returns the text of a field; of a list its first entry.
func (v Values) Str(name string) string {
	switch x := v[name].(type) {
	case string:
		return x
	case []string:
		if len(x) > 0 {
			return x[0]
		}
	}
	return ""
}

// List returns the entries of a field, one for a single value.
func (v Values) List(name string) []string {
	switch x := v[name].(type) {
	case string:
		return []string{x}
	case []string:
		return x
	}
	return nil
}

// Bool returns a yes or no; what was not given is no.
func (v Values) Bool(name string) bool { x, _ := v[name].(bool); return x }

// Money returns an amount (money, decimal), or zero.
func (v Values) Money(name string) decimal.Decimal {
	switch x := v[name].(type) {
	case decimal.Decimal:
		return x
	case int64:
		return decimal.NewFromInt(x)
	}
	return decimal.Decimal{}
}

// Time returns a date (its midnight in legal time) or a moment, or the zero time.
func (v Values) Time(name string) time.Time { x, _ := v[name].(time.Time); return x }

// Int returns a whole number, or zero.
func (v Values) Int(name string) int64 { x, _ := v[name].(int64); return x }

// equals compares a field with the value in "if:field=value"; a list equals what it contains.
func (v Values) equals(name, value string) bool {
	switch x := v[name].(type) {
	case bool:
		return x == (value == "yes") && (value == "yes" || value == "no")
	case int64:
		return strconv.FormatInt(x, 10) == value
	case decimal.Decimal:
		return x.String() == value
	}
	return slices.Contains(v.List(name), value)
}

// Fill sets what the engine knows and the form left open: the actor, now, the earlier record of the same field name.
func (f *Form) Fill(v, prior Values, username string, now time.Time) {
	for _, x := range f.Fields {
		if v.Has(x.Name) {
			continue
		}
		switch {
		case x.Default == "actor":
			v[x.Name] = x.one(username)
		case x.Default == "now":
			v[x.Name] = now
			if x.Type == "date" {
				v[x.Name] = midnight(now)
			}
		case x.Default == "prior", x.Papers() != nil:
			if p, ok := prior[x.Name]; ok {
				v[x.Name] = p
			}
		}
	}
}

func (f *Field) one(s string) any {
	if f.Multiple() {
		return []string{s}
	}
	return s
}

// Clean reads the form of a page as it reads that of an act, and gives the values back the way they are kept: without what
// nobody sees, numbers and days as they are meant. What cannot be accepted is named and left out.
func (f *Form) Clean(in url.Values, now time.Time) (url.Values, []errs.Field) {
	v, bad := f.Decode(in, now, nil, "", "")
	return f.Encode(v), bad
}

// Read takes stored input back as it is: nobody judges again what was accepted once, and nothing of it gets lost because
// more would be asked of it today. What cannot be read as its type any more stays the text that it is.
func (f *Form) Read(in url.Values) Values {
	v := Values{}
	for _, x := range f.Fields {
		given := slices.DeleteFunc(slices.Clone(in[x.Name]), func(s string) bool { return s == "" })
		if d := x.DefaultValue(); len(given) == 0 && d != "" {
			given = []string{d}
		}
		switch {
		case len(given) == 0:
		case x.Multiple() || len(given) > 1:
			if x.Officers() { // as accounts are kept
				for i := range given {
					given[i] = strings.ToLower(given[i])
				}
			}
			v[x.Name] = given
		default:
			v[x.Name] = x.stored(given[0])
		}
	}
	return v
}

// storedNumber is how Encode writes numbers.
var storedNumber = regexp.MustCompile(`^-?\d{1,40}(\.\d{1,40})?$`)

// stored is one value as Encode wrote it.
func (x *Field) stored(s string) any {
	switch x.Type {
	case "date":
		if t, bad := quantity.Day(s); bad == nil {
			return t
		}
	case "datetime":
		if t, bad := quantity.Moment(s); bad == nil {
			return t
		}
	case "money", "decimal", "quantity", "mass", "integer":
		if d, err := decimal.NewFromString(s); err == nil && storedNumber.MatchString(s) {
			if x.Type == "integer" && d.IsInteger() {
				return d.IntPart()
			}
			return d
		}
	case "yesno":
		if s == "yes" || s == "no" {
			return s == "yes"
		}
	case "officer":
		return strings.ToLower(s)
	}
	return s
}

// Encode writes decoded values as form values again: what a stored proposal keeps. Read takes them back.
func (f *Form) Encode(v Values) url.Values {
	out := url.Values{}
	for _, x := range f.Fields {
		switch val := v[x.Name].(type) {
		case string:
			out.Set(x.Name, val)
		case []string:
			out[x.Name] = slices.Clone(val)
		case bool:
			out.Set(x.Name, map[bool]string{true: "yes", false: "no"}[val])
		case decimal.Decimal:
			out.Set(x.Name, val.String())
		case int64:
			out.Set(x.Name, strconv.FormatInt(val, 10))
		case time.Time:
			layout := time.RFC3339Nano
			if x.Type == "date" {
				layout = time.DateOnly
			}
			out.Set(x.Name, val.In(Zone()).Format(layout))
		}
	}
	return out
}
