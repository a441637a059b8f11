package planted

import "testing"

func TestOrders(t *testing.T) {
	all := Order{Amount: 2, Limit: 1, Signed: true, Paid: true}
	none := Order{Amount: 1, Limit: 2}
	if !Over(all) || Over(none) || Within(all) || !Within(none) || !Done(all) || Done(none) || !Either(all) || Either(none) || !Note(&none) {
		t.Error("not as it should be")
	}
}
