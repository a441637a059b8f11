package page

import (
	"testing"

	"touchstone/internal/evidence"
)

// TestRemark_TellsSamplesApart: the number of a sample and of a receipt stands in the chain as it is, words are masked. Seen to fail
// with everything masked.
func TestRemark_TellsSamplesApart(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ action, note, want string }{
		{"sampled", "CA1234501", "CA1234501"}, {"disposed", "C12345678", "C12345678"}, {"transfer_refused", "电话13912345678", "电话139******78"},
		{"released", "护照E12345678", "护照E12****78"},
	} {
		if got := remark(evidence.Step{Action: x.action, Note: x.note}); got != x.want {
			t.Errorf("%s %q reads %q, want %q", x.action, x.note, got, x.want)
		}
	}
}
