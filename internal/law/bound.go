package law

import (
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"touchstone/internal/errs"
	"touchstone/internal/written"
)

// Bounds are the least and the most that a field of forms.csv takes: characters of a text, a file's name in characters,
// the value of a number, days. The zero value bounds nothing.
type Bounds struct {
	Least, Most decimal.Decimal // of texts and numbers
	First, Last time.Time       // of days and moments: the first and the last day, both included
	Past        bool            // "now": what happened did not happen later than now
	Planned     bool            // "planned": what is to come lies no more than a year back, be it entered late
	set         bool
}

// ahead is how much a clock on somebody's desk may be ahead of ours.
const ahead = 5 * time.Minute

// BoundsOf reads the columns least and most as the type needs them; false where they do not fit it.
func BoundsOf(kind, least, most string) (Bounds, bool) {
	b := Bounds{set: least != "" || most != ""}
	switch kind {
	case "date", "datetime":
		var first, last error
		if b.Planned = least == "planned"; !b.Planned {
			b.First, first = time.ParseInLocation(time.DateOnly, least, Zone())
		}
		if b.Past = most == "now"; !b.Past {
			b.Last, last = time.ParseInLocation(time.DateOnly, most, Zone())
		}
		return b, first == nil && last == nil
	case "money", "decimal", "quantity", "mass", "integer":
		var low, high error
		b.Least, low = decimal.NewFromString(least)
		b.Most, high = decimal.NewFromString(most)
		return b, low == nil && high == nil && b.Least.LessThanOrEqual(b.Most)
	case "text", "longtext", "reason", "place", "person", "org", "legal_basis", "file":
		var low, high error
		if least != "" {
			b.Least, low = decimal.NewFromString(least)
		}
		b.Most, high = decimal.NewFromString(most)
		return b, low == nil && high == nil && b.Most.IsPositive()
	}
	return b, !b.set
}

// text bounds a text in characters; only what can be seen counts towards the least.
func (b Bounds) text(s string) *errs.Field {
	switch {
	case !b.set:
	case int64(utf8.RuneCountInString(s)) > b.Most.IntPart():
		return &errs.Field{Key: "form.too_long", Args: []any{"max", b.Most.IntPart()}}
	case int64(written.Visible(s)) < b.Least.IntPart():
		return &errs.Field{Key: "form.too_short", Args: []any{"min", b.Least.IntPart()}}
	}
	return nil
}

// number bounds a value.
func (b Bounds) number(d decimal.Decimal) *errs.Field {
	if b.set && (d.LessThan(b.Least) || d.GreaterThan(b.Most)) {
		return &errs.Field{Key: "form.range", Args: []any{"from", b.Least.String(), "to", b.Most.String()}}
	}
	return nil
}

// Day bounds a day or a moment. now is the time of the act; a zero now asks nothing of the present.
func (b Bounds) Day(t, now time.Time) *errs.Field {
	first := b.First
	if b.Planned && !now.IsZero() {
		first = midnight(now.AddDate(-1, 0, 0))
	}
	switch {
	case !b.set:
	case t.Before(first):
		return &errs.Field{Key: "form.too_early", Args: []any{"from", first.In(Zone()).Format(time.DateOnly)}}
	case b.Past && !now.IsZero() && t.After(now.Add(ahead)):
		return &errs.Field{Key: "form.future"}
	case !b.Past && !b.Last.IsZero() && !t.Before(b.Last.AddDate(0, 0, 1)):
		return &errs.Field{Key: "form.too_late", Args: []any{"to", b.Last.Format(time.DateOnly)}}
	}
	return nil
}
