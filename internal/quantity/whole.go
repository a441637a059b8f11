package quantity

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"
)

// whole is a whole number of units without an upper end. It is compared by Cmp; == does not compile.
type whole struct {
	_ [0]func()
	n decimal.Decimal
}

// Scan reads a bigint or a numeric of the database.
func (w *whole) Scan(src any) error {
	var d decimal.Decimal
	if err := d.Scan(src); err != nil {
		return fmt.Errorf("quantity: %w", err)
	}
	if !d.IsInteger() {
		return fmt.Errorf("quantity: %s is no whole number", d)
	}
	w.n = d
	return nil
}

// whole64 is the number as a bigint of the database takes it.
func (w whole) whole64() (int64, error) {
	i := w.n.BigInt()
	if !i.IsInt64() {
		return 0, fmt.Errorf("quantity: %s is more than one row holds", w.n)
	}
	return i.Int64(), nil
}

// UnmarshalJSON reads the number from rows that the database gives as JSON.
func (w *whole) UnmarshalJSON(raw []byte) error {
	i, ok := new(big.Int).SetString(string(bytes.TrimSpace(raw)), 10)
	if !ok {
		return fmt.Errorf("quantity: %.40q is no whole number", raw)
	}
	w.n = decimal.NewFromBigInt(i, 0)
	return nil
}

// MarshalJSON refuses: who answers in JSON says in which unit.
func (w whole) MarshalJSON() ([]byte, error) {
	return nil, errors.New("quantity: a number without its unit")
}

// IsPositive tells whether there is anything.
func (w whole) IsPositive() bool { return w.n.IsPositive() }

// Trimmed is a decimal as people write it, without zeros at its end.
func Trimmed(s string) string {
	if !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

// text prints a decimal with all its places and no more.
func text(d decimal.Decimal) string { return d.String() }
