package main

import (
	"slices"
	"testing"
	"time"
)

// TestMutate_FindsWhatIsPlanted: ten breaks that the tests of a package do not notice are found, and no other.
func TestMutate_FindsWhatIsPlanted(t *testing.T) {
	t.Chdir("../..")
	const dir = "tools/mutate/testdata/planted"
	s := suite{name: "planted", breaks: dir, tests: dir, took: map[string]time.Duration{}, sources: map[string][]byte{}}
	all, err := s.mutants()
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, what := range []string{"bound Note o.Amount < 0", "bound Over o.Amount > o.Limit", "bound Within o.Amount <= o.Limit", `drop Note o.Log = append(o.Log, "refused")`,
		"negate Same a.Amount == b.Amount", "never Note o.Amount < 0", "without Done o.Paid", "without Done o.Signed", "without Either o.Paid", "without Either o.Signed"} {
		want = append(want, "survived: planted planted.go "+what+"\n")
	}
	if got := s.survivors(all); len(all) != 11 || !slices.Equal(got, want) {
		t.Errorf("of %d: %q", len(all), got)
	}
}

// TestRows_Without: an entry of a column that steers is dropped, and no other; of a scope one condition.
func TestRows_Without(t *testing.T) {
	t.Parallel()
	const text = "id,guards,label,from_states\nX-1,a;b,\"c,d\",S|T\nX-2,a,,S\n"
	var got []string
	for _, m := range rowsWithout("procedure/x.csv", text) {
		got = append(got, m.env[2])
	}
	if want := []string{"MUTANT_NEW=X-1,b,\"c,d\",S|T\n", "MUTANT_NEW=X-1,a,\"c,d\",S|T\n", "MUTANT_NEW=X-1,a;b,\"c,d\",T\n", "MUTANT_NEW=X-1,a;b,\"c,d\",S\n", "MUTANT_NEW=X-2,,,S\n"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	scopes := rowsWithout("access/scopes.sql", "-- name: own AND other\nc.unit = @unit AND c.marking <= @clearance\n")
	if len(scopes) != 2 || scopes[0].env[2] != "MUTANT_NEW=c.marking <= @clearance\n" {
		t.Errorf("%+v", scopes)
	}
}
