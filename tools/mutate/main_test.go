package main

import (
	"slices"
	"strings"
	"testing"
)

// TestMutate_FindsWhatIsPlanted: ten breaks that the tests of a package do not notice are found, and no other.
func TestMutate_FindsWhatIsPlanted(t *testing.T) {
	t.Chdir("../..")
	const dir = "tools/mutate/testdata/planted"
	s := plant([]string{dir + "/*.go"}, []string{"./" + dir}, nil, nil)
	s.learn()
	each(s.mutants, s.try)
	var got []string
	for _, m := range s.mutants {
		if m.survived {
			got = append(got, strings.TrimPrefix(m.key, "planted planted.go "))
		}
	}
	slices.Sort(got)
	want := []string{"bound Note o.Amount < 0", "bound Over o.Amount > o.Limit", "bound Within o.Amount <= o.Limit", `drop Note o.Log = append(o.Log, "refused")`,
		"negate Same a.Amount == b.Amount", "never Note o.Amount < 0", "without Done o.Paid", "without Done o.Signed", "without Either o.Paid",
		"without Either o.Signed"}
	if len(s.mutants) != 11 || !slices.Equal(got, want) {
		t.Errorf("of %d: %q", len(s.mutants), got)
	}
}

// TestWithout: an entry of a column that steers is dropped, and no other; of a scope one condition.
func TestWithout(t *testing.T) {
	t.Parallel()
	got := ""
	for _, m := range append(without("x.csv", [][]string{{"id", "guards", "label", "from_states"}, {"X-1", "a;b", "c", "S|T"}, {"X-2", "a", "", "S"}}),
		without("x.sql", [][]string{{"scope"}, {"c.unit = @unit AND (x AND y)"}})...) {
		got += m.env[1] + m.env[2] + "\n"
	}
	const want = "MUTANT_CELL=1 1 a;bMUTANT_LESS=b\nMUTANT_CELL=1 1 a;bMUTANT_LESS=a\nMUTANT_CELL=1 3 S|TMUTANT_LESS=T\nMUTANT_CELL=1 3 " +
		"S|TMUTANT_LESS=S\nMUTANT_CELL=2 1 aMUTANT_LESS=\n" +
		"MUTANT_CELL=1 0 c.unit = @unit AND (x AND y)MUTANT_LESS=(x AND y)\n"
	if got != want {
		t.Errorf("%s", got)
	}
}

// TestChosen_AreNoticed: of a hundred breaks, the same ones each time, the tests of the quick suites notice 95. The others are named above.
func TestChosen_AreNoticed(t *testing.T) {
	t.Chdir("../..")
	if killed, tried, _ := trial(100, ""); tried < 90 || killed*100 < 95*tried {
		t.Errorf("%d of %d noticed", killed, tried)
	}
}
