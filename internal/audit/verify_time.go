package audit

import "time"

// BadTime is an entry that is earlier than the one before it.
const BadTime Problem = "time"

// taken is the event by which a chain of an older version is taken up: from then on it keeps the order of time too.
const taken = "record.baselined"

// hours watches the times of one chain. What was written before the chain was taken up was written when nothing kept
// the order, and is no finding.
type hours struct {
	last time.Time
	bad  *Bad
}

func (h *hours) see(e *entry) {
	switch {
	case e.action == taken:
		h.bad = nil
	case e.unreadable: // said already; its time is no measure
		return
	case h.bad == nil && e.n > 1 && e.at.Before(h.last):
		h.bad = &Bad{What: "event", Stream: Stream(e.stream), N: e.n, Ref: e.targetRef, At: e.told(), Action: e.action, Problem: BadTime}
	}
	h.last = e.at
}

// leave tells of the chain that ends.
func (h *hours) leave(v *verifier) {
	if h.bad != nil {
		v.tell(*h.bad)
	}
}
