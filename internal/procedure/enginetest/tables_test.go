package enginetest_test

import "testing"

// TestTables_AreReadAsTheProgramReadsIts: the tiny set passes every cross-check; what has no function is refused, not missed.
func TestTables_AreReadAsTheProgramReadsIts(t *testing.T) {
	book := tables(t)
	if got := registry(t, book).NotBuilt(); len(got) != 1 || got[0] != "TCR-01" {
		t.Errorf("not built: %q, want the row without a way to make its object", got)
	}
}
