package law

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"touchstone/internal/errs"
	"touchstone/internal/ids"
)

// Limits of one field, in characters and entries.
const (
	maxLine    = 300
	maxText    = 20000
	maxReason  = 4000
	minReason  = 10
	maxEntries = 200
	maxMoney   = 16 // digits before the point: numeric(18,2)
)

// Decode reads a form as its table describes it and names every field that cannot be accepted. cond answers the named
// conditions and facts ("late", "evidence_kind=physical") on which a field depends; from is the state before the act
// and variant the chosen variant. Fields that the engine fills itself (default actor, now, prior, server) may be
// missing: call Fill and then Missing. A file field holds the names that the upload was stored under. Names that are no
// field of the form are left alone.
func (f *Form) Decode(in url.Values, cond func(id string) bool, from, variant string) (Values, []errs.Field) {
	v, bad := Values{}, []errs.Field(nil)
	for _, x := range f.Fields {
		val, problem := x.read(in[x.Name])
		switch {
		case problem != nil:
			problem.Name = x.Name
			bad = append(bad, *problem)
		case val != nil:
			v[x.Name] = val
		}
	}
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
func (x *Field) read(raw []string) (any, *errs.Field) {
	given := make([]string, 0, len(raw))
	for _, s := range raw {
		if !utf8.ValidString(s) {
			return nil, &errs.Field{Key: "form.encoding"}
		}
		if s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")); s != "" {
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
		return x.single(given[0])
	}
	return x.several(given)
}

func (x *Field) several(given []string) (any, *errs.Field) {
	if len(given) > maxEntries {
		return nil, &errs.Field{Key: "form.too_many", Args: []any{"max", maxEntries}}
	}
	out := make([]string, 0, len(given))
	for _, s := range given {
		val, bad := x.single(s)
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
	moneyText   = regexp.MustCompile(`^\d+(\.\d{1,2})?$`)
	decimalText = regexp.MustCompile(`^\d{1,12}(\.\d{1,6})?$`)
	integerText = regexp.MustCompile(`^-?\d{1,15}$`)
	officerText = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)
)

// single reads one value. The text is trimmed and valid UTF-8 already.
func (x *Field) single(s string) (any, *errs.Field) {
	switch x.Type {
	case "longtext":
		return block(s, 0, maxText)
	case "reason":
		return block(s, minReason, maxReason)
	}
	if bad := line(s); bad != nil {
		return nil, bad
	}
	if x.Enum != "" {
		if !slices.ContainsFunc(x.Options, func(o *EnumValue) bool { return o.Code == s }) {
			return nil, &errs.Field{Key: "form.choice"}
		}
		return s, nil
	}
	switch x.Type {
	case "date":
		return day(s)
	case "datetime":
		return moment(s)
	case "money":
		return money(s)
	case "decimal":
		return matchedDecimal(s, decimalText, "form.decimal")
	case "integer":
		if !integerText.MatchString(s) {
			return nil, &errs.Field{Key: "form.integer"}
		}
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return nil, &errs.Field{Key: "form.integer"}
		}
		return n, nil
	case "yesno":
		if s != "yes" && s != "no" {
			return nil, &errs.Field{Key: "form.yesno"}
		}
		return s == "yes", nil
	case "officer", "officers2":
		if !officerText.MatchString(s) {
			return nil, &errs.Field{Key: "form.officer"}
		}
		return strings.ToLower(s), nil // as accounts are kept: one person typed in two ways is one
	case "documents", "org", "person": // a reference as it is kept, else words
		if ref, ok := ids.Normal(s); ok {
			return ref, nil
		}
	case "evidence_items":
		ref, ok := ids.Normal(s)
		if !ok || ids.PrefixOf(ref) != ids.Evidence {
			return nil, &errs.Field{Key: "form.reference"}
		}
		return ref, nil
	}
	return s, nil
}

// line refuses what does not belong in one line: control characters, and the marks that turn text around on a page.
func line(s string) *errs.Field {
	if utf8.RuneCountInString(s) > maxLine {
		return &errs.Field{Key: "form.too_long", Args: []any{"max", maxLine}}
	}
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || turns(r) }) {
		return &errs.Field{Key: "form.control"}
	}
	return nil
}

// CheckLine is the rule of one line of text for a name that belongs to no form of the tables. The error names the field.
func CheckLine(field, s string, most int) error {
	bad := line(s)
	switch n := utf8.RuneCountInString(s); {
	case bad != nil:
	case strings.TrimSpace(s) == "":
		bad = &errs.Field{Key: "form.required"}
	case n > most:
		bad = &errs.Field{Key: "form.too_long", Args: []any{"max", most}}
	default:
		return nil
	}
	bad.Name = field
	return errs.Invalid(*bad)
}

// CheckReason is the rule of the type "reason" for a text that belongs to no form of the tables: ten written characters at
// least. The error names the field.
func CheckReason(field, s string) error {
	_, bad := block(strings.TrimSpace(s), minReason, maxReason)
	if bad == nil {
		return nil
	}
	bad.Name = field
	return errs.Invalid(*bad)
}

// block reads text of several lines.
func block(s string, least, most int) (any, *errs.Field) {
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' || turns(r) }) {
		return nil, &errs.Field{Key: "form.control"}
	}
	if utf8.RuneCountInString(s) > most {
		return nil, &errs.Field{Key: "form.too_long", Args: []any{"max", most}}
	}
	written := 0
	for _, r := range s {
		if !unicode.IsSpace(r) {
			written++
		}
	}
	if written < least {
		return nil, &errs.Field{Key: "form.too_short", Args: []any{"min", least}}
	}
	return s, nil
}

func turns(r rune) bool { return r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' }

func day(s string) (any, *errs.Field) {
	t, err := time.ParseInLocation(time.DateOnly, s, Zone())
	if err != nil || !sensible(t) {
		return nil, &errs.Field{Key: "form.date"}
	}
	return t, nil
}

// moment reads what browsers send (local, legal time) and RFC 3339.
func moment(s string) (any, *errs.Field) {
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02 15:04:05", time.RFC3339Nano} {
		if t, err := time.ParseInLocation(layout, s, Zone()); err == nil && sensible(t) {
			return t, nil
		}
	}
	return nil, &errs.Field{Key: "form.datetime"}
}

func sensible(t time.Time) bool { return t.Year() >= 1900 && t.Year() <= 2200 }

// money reads an amount in yuan with at most two places. Thousands may be set apart by commas.
func money(s string) (any, *errs.Field) {
	d, bad := Yuan(s)
	if bad != nil {
		return nil, bad
	}
	return d, nil
}

var grouped = regexp.MustCompile(`^\d{1,3}(,\d{3})+(\.\d{1,2})?$`)

// Yuan reads an amount as people write it.
func Yuan(s string) (decimal.Decimal, *errs.Field) {
	if grouped.MatchString(s) {
		s = strings.ReplaceAll(s, ",", "")
	}
	whole, _, _ := strings.Cut(s, ".")
	if !moneyText.MatchString(s) || len(whole) > maxMoney {
		return decimal.Decimal{}, &errs.Field{Key: "form.money"}
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return decimal.Decimal{}, &errs.Field{Key: "form.money"}
	}
	return d, nil
}

func matchedDecimal(s string, shape *regexp.Regexp, key string) (any, *errs.Field) {
	if !shape.MatchString(s) {
		return nil, &errs.Field{Key: key}
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return nil, &errs.Field{Key: key}
	}
	return d, nil
}
