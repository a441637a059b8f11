package ids_test

import (
	"testing"
	"time"

	"touchstone/internal/ids"
)

// TestPlaces: what has the places of an identity number and other signs is told about its signs, and the X of a Chinese keyboard is
// one. Seen to fail with places counted in bytes.
func TestPlaces(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]ids.Fault{
		"11010519491231002X": "", "11010519491231002Ⅹ": "", "11010519491231002ⅹ": "", "１１０１０５１９４９１２３１００２Ｘ": "", "11010519491231002×": ids.NotSigns,
		"11010519491231002х": ids.NotSigns, "11010519491231002张": ids.NotSigns, "𝟏10105194912310021": ids.NotSigns,
		"1101051949123100": ids.NotLength, "1101051949123100211": ids.NotLength, "X10105194912310021": ids.NotSigns, "110105X94912310021": ids.NotSigns,
		"": ids.NotLength, "X": ids.NotLength,
	} {
		if _, fault := ids.ResidentID(in, time.Time{}); fault != want {
			t.Errorf("%q: %q, not %q", in, fault, want)
		}
	}
}
