package law

import (
	"regexp"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"touchstone/internal/errs"
	"touchstone/internal/quantity"
	"touchstone/internal/written"
)

// Typed reads what was typed into one text field of a page's form, and leaves it in s the way it is kept. The error names the
// field.
func (f *Form) Typed(field string, s *string) error {
	x := f.Field(field)
	v, bad := x.read([]string{*s}, time.Time{})
	if bad == nil && v == nil && x.Required.Always {
		bad = &errs.Field{Key: "form.required"}
	}
	if bad != nil {
		return at(field, bad)
	}
	*s, _ = v.(string)
	return nil
}

// Mass is so much of a unit as a mass; nil where the unit is none of mass. The error names the field.
func Mass(field string, n decimal.Decimal, unit string) (*quantity.Mg, error) {
	m, bad := quantity.Mass(n, unit)
	return m, at(field, bad)
}

// Money is so many yuan as an amount. The error names the field.
func Money(field string, yuan decimal.Decimal) (*quantity.Fen, error) {
	f, bad := quantity.Money(yuan)
	return f, at(field, bad)
}

// at is a problem at a field as an error; nil where there is none.
func at(field string, bad *errs.Field) error {
	if bad == nil {
		return nil
	}
	bad.Name = field
	return errs.Invalid(*bad)
}

// Reason reads a reason that no form asks for: what the command line is given. Ten characters at least that can be seen.
func Reason(field string, s *string) error {
	return taken(field, s, written.Block, func(clean string) *errs.Field { return block(clean, minReason, maxReason) })
}

func taken(field string, s *string, read func(string) (string, error), judge func(string) *errs.Field) error {
	clean, err := read(*s)
	bad := character(err)
	switch {
	case !utf8.ValidString(*s):
		bad = &errs.Field{Key: "form.encoding"}
	case bad == nil:
		bad = judge(clean)
	}
	if bad != nil {
		bad.Name = field
		return errs.Invalid(*bad)
	}
	*s = clean
	return nil
}

// block bounds text of several lines; only what can be seen counts towards the least.
func block(s string, least, most int) *errs.Field {
	switch {
	case utf8.RuneCountInString(s) > most:
		return &errs.Field{Key: "form.too_long", Args: []any{"max", most}}
	case written.Visible(s) < least:
		return &errs.Field{Key: "form.too_short", Args: []any{"min", least}}
	}
	return nil
}

func matchedDecimal(s string, shape *regexp.Regexp, key string) (decimal.Decimal, *errs.Field) {
	switch {
	case !shape.MatchString(s) && key == "form.decimal":
		return decimal.Decimal{}, quantity.NoNumber(s)
	case !shape.MatchString(s):
		return decimal.Decimal{}, &errs.Field{Key: key}
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return decimal.Decimal{}, &errs.Field{Key: key}
	}
	return d, nil
}
