package enginetest_test

import (
	"os"
	"strings"
	"testing"

	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/procedure/enginetest"
)

// written says a list as text, one fact a line. Marks of what is sealed are left out, for they are of a key.
func written(s procedure.Seen) string {
	var out strings.Builder
	for _, x := range s {
		values := x.Values
		if x.Kind == procedure.KindSealed {
			values = values[:1]
		}
		line := x.Key + " | " + string(x.Kind) + " | " + strings.Join(values, ", ")
		if x.ZH+x.Others != "" {
			line += " | " + x.ZH + " | " + x.Others
		}
		out.WriteString(strings.TrimRight(strings.ReplaceAll(line, "\n", "/"), " ") + "\n")
	}
	return out.String()
}

// TestSeen_ShowsTheWholeFile: who signs is shown every fact on which his decision rests, in the order of the page: of the file of
// his own organ all of it, of another organ's what the referral carries and about whom and how much it is; of one kind of thing,
// that thing. What is shown of a sealed number is its mask. The lists were written down from the file: key, kind, values, words.
func TestSeen_ShowsTheWholeFile(t *testing.T) {
	e := pure(t)
	for _, x := range []struct {
		list string
		p    *procedure.Approval
		only []string // the parts that are compared; none: all
	}{
		{"own", enginetest.Asking(law.AdminCase, 11, 11, 7, "TAC-05"), nil},
		{"referral", enginetest.Asking(law.Referral, 51, 11, 7, "TAC-05"), []string{"referral", "package"}},
		{"police", enginetest.Asking(law.Referral, 51, 11, 8, "TAC-05"), nil},
		{"mss", enginetest.Asking(law.MSSHandover, 61, 11, 7, "TAC-05"), []string{"mss"}},
		{"person", enginetest.Asking(law.Person, 71, 12, 8, "TAC-05"), nil},
		{"record", enginetest.Asking("request", 81, 11, 7, "TAC-05"), []string{"record"}},
		{"evidence", enginetest.Asking(law.Evidence, 31, 11, 8, "TAC-05"), nil},
	} {
		want, err := os.ReadFile("testdata/seen/" + x.list + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		got := e.Seen(t.Context(), x.p, enginetest.WholeFile())
		if x.only != nil {
			var part procedure.Seen
			for _, f := range got {
				for _, group := range x.only {
					if procedure.Group(f.Key) == group {
						part = append(part, f)
					}
				}
			}
			got = part
		}
		compare(t, x.list, written(got), string(want))
	}
}

// compare names the first line in which two texts differ.
func compare(t *testing.T, what, got, want string) {
	t.Helper()
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		var a, b string
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			t.Errorf("%s, line %d: %q, want %q", what, i+1, a, b)
			return
		}
	}
}
