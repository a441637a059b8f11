package matter

import (
	"regexp"
	"slices"
	"testing"

	"touchstone/internal/law"
	"touchstone/policies"
)

// TestStates_OfTheIndexes: what stands in SQL for the sake of an index is what the table of states says. Seen to fail with a state of
// the table that counts as unsent and stands in no SQL.
func TestStates_OfTheIndexes(t *testing.T) {
	t.Parallel()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	for word, sql := range map[string]string{law.Unsent: SQLUnsent, law.Unsigned: SQLUnsigned} {
		var named []string
		for _, m := range regexp.MustCompile(`'(\w+)'`).FindAllStringSubmatch(sql, -1) {
			named = append(named, m[1])
		}
		if want := book.StatesThat(law.Referral, word); !slices.Equal(named, want) {
			t.Errorf("%s: %q in SQL, %q in the table", word, named, want)
		}
	}
}
