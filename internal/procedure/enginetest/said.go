package enginetest

import (
	"os"
	"strings"
	"testing"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/policies"
)

// Said is what a track says of a file to whoever decides on a proposal: the list with it, without what the engine says by itself.
func Said(t testing.TB, track procedure.Track, p *procedure.Approval, f *matter.File) (said procedure.Seen) {
	t.Helper()
	engine := func(seen []procedure.SeenPart) *procedure.Engine {
		book, err := law.Newest(policies.FS())
		if err != nil {
			t.Fatal(err)
		}
		reg, err := procedure.Register(law.Fixed(book), procedure.Track{Seen: seen})
		if err != nil {
			t.Fatal(err)
		}
		return procedure.New(procedure.Parts{Book: law.Fixed(book), Registry: reg, Secret: []byte("a key of this test alone, in memory")})
	}
	without := engine(nil).Seen(t.Context(), p, f)
	for _, x := range engine(track.Seen).Seen(t.Context(), p, f) {
		if without.Find(x.Key) == nil {
			said = append(said, x)
		}
	}
	return said
}

// Shows checks what a track says of the whole file against testdata/seen of its package, where the list is written down: key, kind,
// values, words.
func Shows(t *testing.T, track procedure.Track, list string, p *procedure.Approval) {
	t.Helper()
	want, err := os.ReadFile("testdata/seen/" + list + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	Same(t, list, Written(Said(t, track, p, WholeFile())), string(want))
}

// Written says a list as text, one fact a line. Marks of what is sealed are left out, for they are of a key.
func Written(s procedure.Seen) string {
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

// Keys are those of a list under a prefix, without it.
func Keys(s procedure.Seen, prefix string) string {
	var out []string
	for _, x := range s.Under(prefix) {
		out = append(out, strings.TrimPrefix(x.Key, prefix))
	}
	return strings.Join(out, " ")
}

// Same names the first line in which two texts differ.
func Same(t *testing.T, what, got, want string) {
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
