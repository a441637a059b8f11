package law

import (
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/quantity"
	"touchstone/internal/written"
)

// Limits of one field, in characters and entries.
const (
	maxLine    = 300 // of what is no text: a code, a reference, an account
	maxReason  = 4000
	minReason  = 10
	maxEntries = 200
)

// Decode reads a form as its table describes it and names every field that cannot be accepted. cond answers the named
// conditions and facts ("late", "evidence_kind=physical") on which a field depends; from is the state before the act
// and variant the chosen variant. Fields that the engine fills itself (default actor, now, prior, server) may be
// missing: call Fill and then Missing. A file field holds the names that the upload was stored under. Names that are no
// field of the form are left alone. now is the time of the act, zero where nobody acts.
func (f *Form) Decode(in url.Values, now time.Time, cond func(id string) bool, from, variant string) (Values, []errs.Field) {
	v, bad := Values{}, []errs.Field(nil)
	for _, x := range f.Fields {
		val, problem := x.read(in[x.Name], now)
		switch {
		case problem != nil:
			problem.Name = x.Name
			bad = append(bad, *problem)
		case val != nil:
			v[x.Name] = val
		}
	}
	unit := f.knownUnit(cond)
	bad = append(bad, f.units(in, v, unit)...)
	bad = append(bad, f.masses(v, unit)...)
	wrong := map[string]bool{}
	for _, b := range bad {
		wrong[b.Name] = true
	}
	for _, m := range f.missing(v, cond, from, variant, (*Field).filledLater) {
		if !wrong[m.Name] {
			bad = append(bad, m)
		}
	}
	return v, bad
}

// unitField names the unit of the quantity in the same form.
const unitField = "unit"

// knownUnit is the unit of mass that the thing of the act has, where the form does not ask for it; "" where it has none.
func (f *Form) knownUnit(cond func(id string) bool) string {
	if cond == nil || f.Field(unitField) != nil || !slices.ContainsFunc(f.Fields, func(x *Field) bool { return x.Type == "quantity" }) {
		return ""
	}
	for _, unit := range quantity.Units() {
		if cond("evidence_unit=" + unit) {
			return unit
		}
	}
	return ""
}

// unit is the one that was chosen, else the one that is known of the thing.
func (v Values) unit(known string) string {
	if s := v.Str(unitField); s != "" {
		return s
	}
	return known
}

// units takes the unit that is written behind a quantity for the one that is meant, where none was chosen; where another
// one was, nobody knows which of the two it is.
func (f *Form) units(in url.Values, v Values, known string) []errs.Field {
	var bad []errs.Field
	for _, x := range f.Fields {
		said := quantity.Unit(in.Get(x.Name))
		if x.Type != "quantity" || !v.Has(x.Name) || said == "" {
			continue
		}
		if f.Field(unitField) != nil && !v.Has(unitField) {
			v[unitField] = said
		}
		switch v.unit(known) {
		case said:
			continue
		case "": // what is counted has no unit of mass
			bad = append(bad, errs.Field{Name: x.Name, Key: "form.decimal"})
		default:
			bad = append(bad, errs.Field{Name: x.Name, Key: "quantity.other_unit", Args: []any{"unit", quantity.Word(said)}})
		}
		delete(v, x.Name)
	}
	return bad
}

// masses names the quantities that are too fine or too much for a mass, and leaves them out.
func (f *Form) masses(v Values, known string) []errs.Field {
	var bad []errs.Field
	for _, x := range f.Fields {
		if x.Type != "quantity" || !v.Has(x.Name) {
			continue
		}
		if _, problem := quantity.Mass(v.Money(x.Name), v.unit(known)); problem != nil {
			problem.Name = x.Name
			bad = append(bad, *problem)
			delete(v, x.Name)
		}
	}
	return bad
}

// Missing names the required fields that are still absent after Fill.
func (f *Form) Missing(v Values, cond func(id string) bool, from, variant string) []errs.Field {
	return f.missing(v, cond, from, variant, func(x *Field) bool { return x.Default == "server" })
}

func (f *Form) missing(v Values, cond func(id string) bool, from, variant string, later func(*Field) bool) []errs.Field {
	var bad []errs.Field
	for _, x := range f.Fields {
		if !v.Has(x.Name) && !later(x) && f.Needs(x, v, cond, from, variant) {
			bad = append(bad, errs.Field{Name: x.Name, Key: "form.required"})
		}
	}
	return bad
}

// Needs tells whether a field must be given, the other values being what they are.
func (f *Form) Needs(x *Field, v Values, cond func(id string) bool, from, variant string) bool {
	n := x.Required
	ask := func(id string) bool { return cond != nil && cond(id) }
	switch {
	case n.Always:
		return true
	case n.Cond != "":
		return ask(n.Cond)
	case n.Key == "":
		return false
	case n.Key == "from":
		return from == n.Value
	case f.Field(n.Key) != nil:
		return v.equals(n.Key, n.Value)
	}
	if key, value := splitVariant(variant); key == n.Key {
		return value == n.Value
	}
	return ask(n.Key + "=" + n.Value)
}

// read turns the raw values of one field into its type; nil if nothing was given.
func (x *Field) read(raw []string, now time.Time) (any, *errs.Field) {
	given := make([]string, 0, len(raw))
	for _, s := range raw {
		s, bad := x.clean(s)
		if bad != nil {
			return nil, bad
		}
		if s != "" {
			given = append(given, s)
		}
	}
	if len(given) == 0 {
		if d := x.DefaultValue(); d != "" {
			given = append(given, d)
		} else {
			return nil, nil
		}
	}
	if !x.Multiple() {
		if len(given) > 1 {
			return nil, &errs.Field{Key: "form.repeated"}
		}
		return x.single(given[0], now)
	}
	return x.several(given, now)
}

// clean is the text as it is kept; empty where nothing can be seen of it.
func (x *Field) clean(s string) (string, *errs.Field) {
	if !utf8.ValidString(s) {
		return "", &errs.Field{Key: "form.encoding"}
	}
	if x.Type == "file" { // the name of a file is evidence too: nobody typed it, and it is kept as it is, in one line
		if i := strings.IndexAny(s, "\x00\r\n"); i >= 0 {
			return "", character(written.Refused{Rune: rune(s[i])})
		}
		return s, nil
	}
	read := written.Line
	if x.Type == "longtext" || x.Type == "reason" {
		read = written.Block
	}
	s, err := read(s)
	return s, character(err)
}

// character names the character for which a text is refused.
func character(err error) *errs.Field {
	var r written.Refused
	switch {
	case !errors.As(err, &r):
		return nil
	case r.Broken():
		return &errs.Field{Key: "form.encoding"}
	}
	return &errs.Field{Key: "form.control", Args: []any{"point", r.CodePoint()}}
}

func (x *Field) several(given []string, now time.Time) (any, *errs.Field) {
	if len(given) > maxEntries {
		return nil, &errs.Field{Key: "form.too_many", Args: []any{"max", maxEntries}}
	}
	out := make([]string, 0, len(given))
	for _, s := range given {
		val, bad := x.single(s, now)
		if bad != nil {
			return nil, bad
		}
		if s, ok := val.(string); ok && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if x.Type == "officers2" && len(out) < 2 {
		return nil, &errs.Field{Key: "form.two_officers"}
	}
	return out, nil
}

var (
	decimalText = regexp.MustCompile(`^\d{1,15}(\.\d{1,6})?$`)
	integerText = regexp.MustCompile(`^-?\d{1,15}$`)
	choiceText  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.=-]{0,63}$`)
	officerText = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)
)

// single reads one value and asks whether it is within the bounds of the field. The text is trimmed and valid UTF-8 already.
func (x *Field) single(s string, now time.Time) (any, *errs.Field) {
	if bad := x.length(s); bad != nil {
		return nil, bad
	}
	if x.Enum != "" {
		if !slices.ContainsFunc(x.Options, func(o *EnumValue) bool { return o.Code == s }) {
			return nil, &errs.Field{Key: "form.choice"}
		}
		return s, nil
	}
	switch x.Type {
	case "date", "datetime":
		return x.time(s, now)
	case "money", "decimal", "quantity", "mass", "integer":
		return x.number(s)
	case "yesno":
		if s != "yes" && s != "no" {
			return nil, &errs.Field{Key: "form.yesno"}
		}
		return s == "yes", nil
	case "choice":
		if !choiceText.MatchString(s) {
			return nil, &errs.Field{Key: "form.choice"}
		}
	case "officer", "officers2":
		if s = written.Account(s); !officerText.MatchString(s) {
			return nil, &errs.Field{Key: "form.officer"}
		}
		return s, nil // as accounts are kept: one person typed in two ways is one
	case "documents", "org", "person": // a reference as it is kept, else words
		if ref, ok := ids.Normal(s); ok {
			return ref, nil
		}
	case "hs":
		code, fault := ids.HSCode(s)
		if fault != "" {
			return nil, &errs.Field{Key: "ids.hs_code." + string(fault)}
		}
		return code, nil
	case "control_code":
		return written.Plain(s), nil
	case "evidence_items":
		ref, ok := ids.Normal(s)
		if !ok || ids.PrefixOf(ref) != ids.Evidence {
			return nil, &errs.Field{Key: "form.reference"}
		}
		return ref, nil
	}
	return s, nil
}

// length bounds a text by its row, and what is no text by what a line takes.
func (x *Field) length(s string) *errs.Field {
	switch x.Type {
	case "text", "longtext", "reason", "place", "person", "org", "legal_basis", "file":
		return x.Bounds.text(s)
	}
	if utf8.RuneCountInString(s) > maxLine {
		return &errs.Field{Key: "form.too_long", Args: []any{"max", maxLine}}
	}
	return nil
}

// time reads a day or a moment.
func (x *Field) time(s string, now time.Time) (any, *errs.Field) {
	read := quantity.Day
	if x.Type == "datetime" {
		read = quantity.Moment
	}
	t, bad := read(s)
	if bad == nil {
		bad = x.Bounds.Day(t, now)
	}
	if bad != nil {
		return nil, bad
	}
	return t, nil
}

// number reads an amount, a quantity or a count.
func (x *Field) number(s string) (any, *errs.Field) {
	d, bad := x.numeral(s)
	if bad == nil {
		bad = x.Bounds.number(d)
	}
	switch {
	case bad != nil:
		return nil, bad
	case x.Type == "integer":
		return d.IntPart(), nil
	}
	return d, nil
}

func (x *Field) numeral(s string) (decimal.Decimal, *errs.Field) {
	switch x.Type {
	case "money":
		return quantity.Yuan(s)
	case "mass":
		return quantity.Kilograms(s)
	case "quantity":
		return quantity.Number(s, quantity.Unit(s))
	case "integer":
		return matchedDecimal(written.Number(s), integerText, "form.integer")
	}
	return matchedDecimal(written.Number(s), decimalText, "form.decimal")
}
