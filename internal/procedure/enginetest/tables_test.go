package enginetest_test

import (
	"slices"
	"testing"
)

// TestTables_AreReadAsTheProgramReadsIts: the tiny set passes every cross-check; what has no function is refused, not missed.
func TestTables_AreReadAsTheProgramReadsIts(t *testing.T) {
	book := tables(t)
	if got := registry(t, book).NotBuilt(); !slices.Equal(got, []string{"TCR-01", "TR-09"}) {
		t.Errorf("not built: %q, want the row without a way to make its object and the one without its guard", got)
	}
}
