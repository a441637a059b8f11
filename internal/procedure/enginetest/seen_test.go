package enginetest_test

import (
	"os"
	"testing"

	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/procedure/enginetest"
)

// TestSeen_ShowsTheWholeFile: who signs is shown every fact on which his decision rests, in the order of the page: of the file of
// his own organ all of it, of another organ's what the referral carries and about whom and how much it is. What tracks say stands in
// its three places. What is shown of a sealed number is its mask. The lists were written down from the file: key, kind, values, words.
func TestSeen_ShowsTheWholeFile(t *testing.T) {
	e := pure(t)
	for list, p := range map[string]*procedure.Approval{
		"own":      enginetest.Asking(law.AdminCase, 11, 11, 7, "TAC-05"),
		"police":   enginetest.Asking(law.Referral, 51, 11, 8, "TAC-05"),
		"person":   enginetest.Asking(law.Person, 71, 12, 8, "TAC-05"),
		"record":   enginetest.Asking("request", 81, 11, 7, "TAC-05"),
		"evidence": enginetest.Asking(law.Evidence, 31, 11, 8, "TAC-05"),
	} {
		want, err := os.ReadFile("testdata/seen/" + list + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		got := e.Seen(t.Context(), p, enginetest.WholeFile())
		if list == "record" {
			got = got.Under("record:")
		}
		enginetest.Same(t, list, enginetest.Written(got), string(want))
	}
}
