package procedure

import (
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/policies"
)

// Whoever receives a copy does not approve it; he may ask for it, and whoever else holds the office decides. Seen to fail with
// the guard always met.
func TestConcerned_DoesNotDecide(t *testing.T) {
	t.Parallel()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	copyReceiverDoesNotApprove := copyReceiverDoesNotApprove(law.Fixed(book))
	who := actor.Actor{UserID: 7, Username: "head", Name: "示例 甲", NameEN: "Example A"}
	for typed, stops := range map[string]bool{"示例 甲": true, "示例甲": true, "EXAMPLE A": true, "head": true, "PY-1": true, "PY-2": true, "PY-3": false,
		"PY-4": true,
		"示例乙":  false, "": false} {
		f := &matter.File{}
		f.Parties = []matter.Party{
			{Ref: "PY-1", Name: "示例甲"}, {Ref: "PY-2", Name: "示例丙", NameLatin: "Example A"}, {Ref: "PY-3", Name: "示例丙", NameLatin: "Example B"},
			{Ref: "PY-4", Name: "示例丁", FormerNames: "示例戊；示例 甲"}}
		for _, proposing := range []bool{false, true} {
			v := copyReceiverDoesNotApprove(&Act{Who: who, Proposing: proposing, Input: law.Values{"receiver": typed}}, f)
			if v.Failed != (stops && !proposing) {
				t.Errorf("%q, proposing %t: %+v", typed, proposing, v)
			}
		}
	}
}
