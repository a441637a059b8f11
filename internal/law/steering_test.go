package law_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"touchstone/internal/law"
)

// TestActs_SteerAsIsWrittenDownTwice: who may do an act, from which states, what it moves, asks for, makes and causes stands in
// testdata/acts.txt a second time. Guards, clocks that start and stop, and papers that are made name their acts in their own tables;
// roles, states, required papers and what follows have no other side: a word lost from a row would be no error of the tables. Who
// changes the law says it in both places, in one commit.
func TestActs_SteerAsIsWrittenDownTwice(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/acts.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(string(text)), "\n")
	acts := load(t).Acts
	if len(acts) != len(want) {
		t.Fatalf("%d acts, %d written down", len(acts), len(want))
	}
	for i, a := range acts {
		if got := steering(a); got != want[i] {
			t.Errorf("the tables say\n%s\nwritten down is\n%s", got, want[i])
		}
	}
}

// steering is an act in a line, without what has nothing.
func steering(a *law.Act) string {
	out := fmt.Sprintf("%s %s", a.ID, a.Event)
	for _, part := range []struct {
		name string
		what any
	}{{"from", a.From}, {"to", a.To}, {"proposed by", a.ProposerRoles}, {"by", a.DeciderRoles}, {"starts", a.Starts}, {"stops", a.Stops}, {"extends", a.Extends}, {"checks", a.Checks},
		{"pauses", a.Pauses}, {"resumes", a.Resumes}, {"causes", a.Emits}, {"asks for", a.DocsRequired}, {"makes", a.DocsIssued}} {
		if text := fmt.Sprint(part.what); text != "[]" && text != "" {
			out += "; " + part.name + " " + text
		}
	}
	return out
}
