package quantity

import (
	"database/sql/driver"
	"regexp"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/written"
)

// Mg is a mass in milligrams, of one thing or of many together.
type Mg struct{ whole }

// MostMg is the most that one thing can weigh: a million tonnes.
const MostMg int64 = 1_000_000_000_000_000

// finest are the places of a milligram after the point, by unit of mass (enums.csv, unit).
var finest = map[string]int32{"t": 9, "kg": 6, "g": 3}

// signs are the ways in which people write a unit of mass behind a number.
var signs = map[string]string{"t": "t", "吨": "t", "公吨": "t", "kg": "kg", "㎏": "kg", "千克": "kg", "公斤": "kg", "g": "g", "克": "g", "公克": "g"}

// Milligrams is a mass of n milligrams.
func Milligrams(n int64) Mg { return Mg{whole{n: decimal.NewFromInt(n)}} }

// Units lists the units of mass.
func Units() []string { return []string{"t", "kg", "g"} }

// Word is what a unit of mass is called; nobody reads its code.
func Word(unit string) i18n.Sayer { return i18n.Sentence("quantity.unit." + unit) }

// IsMass tells whether a unit is one of mass; pieces, volumes and files are none.
func IsMass(unit string) bool { _, ok := finest[unit]; return ok }

// Mass is so much of a unit as a mass; nil where the unit is none of mass.
func Mass(n decimal.Decimal, unit string) (*Mg, *errs.Field) {
	places, ok := finest[unit]
	if !ok {
		return nil, counted(n)
	}
	mg := n.Shift(places)
	switch {
	case n.IsNegative():
		return nil, &errs.Field{Key: "form.negative"}
	case !mg.IsInteger():
		return nil, &errs.Field{Key: "quantity.finer", Args: []any{"places", int(places), "unit", Word(unit)}}
	case mg.GreaterThan(decimal.NewFromInt(MostMg)):
		return nil, &errs.Field{Key: "quantity.too_much", Args: []any{"most", text(decimal.NewFromInt(MostMg).Shift(-places)), "unit", Word(unit)}}
	}
	return &Mg{whole{n: mg.Truncate(0)}}, nil
}

// countPlaces are the places of a quantity of anything else: cubic metres, pieces.
const countPlaces = 6

func counted(n decimal.Decimal) *errs.Field {
	switch {
	case n.IsNegative():
		return &errs.Field{Key: "form.negative"}
	case !n.Shift(countPlaces).IsInteger():
		return &errs.Field{Key: "quantity.places", Args: []any{"places", countPlaces}}
	}
	return nil
}

// numberText bounds what is a number at all: nine places are a milligram of a tonne, of which more are named as such.
var numberText = regexp.MustCompile(`^\d{1,15}(\.\d{1,15})?$`)

// Number reads a decimal number as people type it. A unit of mass may stand behind it, where it is the one that is meant.
func Number(s, unit string) (decimal.Decimal, *errs.Field) {
	number, sign := split(s)
	switch said := signs[sign]; {
	case !numberText.MatchString(number), sign != "" && said == "":
		return decimal.Decimal{}, NoNumber(number)
	case sign != "" && said != unit:
		return decimal.Decimal{}, &errs.Field{Key: "quantity.other_unit", Args: []any{"unit", Word(said)}}
	}
	d, err := decimal.NewFromString(number)
	if err != nil {
		return decimal.Decimal{}, &errs.Field{Key: "form.decimal"}
	}
	return d, nil
}

// Unit is the unit of mass that somebody wrote behind a number; empty where there is none.
func Unit(s string) string {
	_, sign := split(s)
	return signs[sign]
}

// Kilograms reads a mass in kilograms as people type it; with the sign of another unit behind it, it is converted.
func Kilograms(s string) (decimal.Decimal, *errs.Field) {
	_, sign := split(s)
	unit := signs[sign]
	if unit == "" {
		unit = "kg"
	}
	n, bad := Number(s, unit)
	if bad != nil {
		return n, bad
	}
	mg, bad := Mass(n, unit)
	if bad != nil {
		return decimal.Decimal{}, bad
	}
	return mg.Kilograms(), nil
}

// split parts a number from what stands behind it.
func split(s string) (number, sign string) {
	at := strings.LastIndexFunc(s, unicode.IsDigit)
	if at < 0 {
		return s, ""
	}
	for at++; at < len(s) && s[at]&0xC0 == 0x80; at++ { // the rest of a wide digit
	}
	return written.Number(s[:at]), strings.ToLower(written.Plain(s[at:]))
}

// Plus adds another mass.
func (m Mg) Plus(o Mg) Mg { return Mg{whole{n: m.n.Add(o.n)}} }

// Minus takes a mass away.
func (m Mg) Minus(o Mg) Mg { return Mg{whole{n: m.n.Sub(o.n)}} }

// Max is the greater of two masses.
func (m Mg) Max(o Mg) Mg {
	if m.Cmp(o) < 0 {
		return o
	}
	return m
}

// Cmp is -1, 0 or 1 where the mass is less than, equal to or more than another.
func (m Mg) Cmp(o Mg) int { return m.n.Cmp(o.n) }

// Kilograms is the mass as a number of kilograms.
func (m Mg) Kilograms() decimal.Decimal { return m.n.Shift(-finest["kg"]) }

// Kg prints the mass in kilograms, with all its places.
func (m Mg) Kg() string { return text(m.Kilograms()) }

// Tonnes prints the mass in tonnes, with all its places.
func (m Mg) Tonnes() string { return text(m.n.Shift(-finest["t"])) }

// Grams prints the mass in grams: the spelling of the ledger, of signed lists and of JSON since masses were kept in grams.
func (m Mg) Grams() string { return text(m.n.Shift(-finest["g"])) }

var gramText = regexp.MustCompile(`^-?\d{1,40}(\.\d{1,3})?$`)

// ReadGrams reads that spelling; false where it is none.
func ReadGrams(s string) (Mg, bool) {
	if !gramText.MatchString(s) {
		return Mg{}, false
	}
	d, err := decimal.NewFromString(s)
	return Mg{whole{n: d.Shift(finest["g"])}}, err == nil
}

// Value writes the mass of one thing.
func (m Mg) Value() (driver.Value, error) { return m.whole64() }
