package quantity

import (
	"database/sql/driver"
	"regexp"

	"github.com/shopspring/decimal"

	"touchstone/internal/errs"
	"touchstone/internal/written"
)

// Fen is an amount of money in fen, a hundredth of a yuan; of one thing or of many together.
type Fen struct{ whole }

// MostFen is the most that one amount can be: what a bigint holds of it, in full yuan.
const MostFen int64 = 9_000_000_000_000_000_00

// maxYuan are the digits of an amount before the point.
const maxYuan = 16

var yuanText = regexp.MustCompile(`^\d+(\.\d{1,2})?$`)

// Fens is an amount of n fen.
func Fens(n int64) Fen { return Fen{whole{n: decimal.NewFromInt(n)}} }

// Money is so many yuan as an amount.
func Money(yuan decimal.Decimal) (*Fen, *errs.Field) {
	fen := yuan.Shift(2)
	switch {
	case yuan.IsNegative():
		return nil, &errs.Field{Key: "form.negative"}
	case !fen.IsInteger():
		return nil, &errs.Field{Key: "form.money"}
	case fen.GreaterThan(decimal.NewFromInt(MostFen)):
		return nil, tooDear()
	}
	return &Fen{whole{n: fen.Truncate(0)}}, nil
}

// Yuan reads an amount in yuan with at most two places, as people write it. Thousands may be set apart by commas.
func Yuan(s string) (decimal.Decimal, *errs.Field) {
	s = written.Amount(s)
	number := plainNumber.FindStringSubmatch(s)
	switch {
	case number == nil:
		return decimal.Decimal{}, &errs.Field{Key: "form.amount"}
	case number[1] != "":
		return decimal.Decimal{}, &errs.Field{Key: "form.negative"}
	case !yuanText.MatchString(s):
		return decimal.Decimal{}, &errs.Field{Key: "form.money"}
	case len(number[2]) > maxYuan:
		return decimal.Decimal{}, tooDear()
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return decimal.Decimal{}, &errs.Field{Key: "form.amount"}
	}
	return d, nil
}

func tooDear() *errs.Field {
	return &errs.Field{Key: "quantity.too_dear", Args: []any{"most", text(decimal.NewFromInt(MostFen).Shift(-2))}}
}

// plainNumber is a number in digits, whatever it counts: its sign, what stands before the point and behind it.
var plainNumber = regexp.MustCompile(`^(-?)(\d+)(?:\.(\d+))?$`)

// NoNumber is what is wrong with a text that is no number of a field: that it is less than nothing, or that it is none.
func NoNumber(s string) *errs.Field {
	if m := plainNumber.FindStringSubmatch(s); m != nil && m[1] != "" {
		return &errs.Field{Key: "form.negative"}
	}
	return &errs.Field{Key: "form.decimal"}
}

// Plus adds another amount.
func (f Fen) Plus(o Fen) Fen { return Fen{whole{n: f.n.Add(o.n)}} }

// Cmp is -1, 0 or 1 where the amount is less than, equal to or more than another.
func (f Fen) Cmp(o Fen) int { return f.n.Cmp(o.n) }

// Yuan is the amount as a number of yuan.
func (f Fen) Yuan() decimal.Decimal { return f.n.Shift(-2) }

// Fixed prints the amount in yuan with two places.
func (f Fen) Fixed() string { return f.Yuan().StringFixed(2) }

// Plain prints the number of fen: the spelling of the ledger and of signed lists.
func (f Fen) Plain() string { return text(f.n) }

var fenText = regexp.MustCompile(`^-?\d{1,40}$`)

// ReadFen reads that spelling; false where it is none.
func ReadFen(s string) (Fen, bool) {
	if !fenText.MatchString(s) {
		return Fen{}, false
	}
	d, err := decimal.NewFromString(s)
	return Fen{whole{n: d}}, err == nil
}

// Value writes one amount.
func (f Fen) Value() (driver.Value, error) { return f.whole64() }
