package audit

import "time"

// BadTime is an entry that is earlier than the one before it.
const BadTime Problem = "time"

// baselined is the event from which on a chain of an older version keeps the order of time.
const baselined = "record.baselined"

// hours watches the times of one chain. What was written before the chain was baselined was written when nothing kept
// the order, and is no finding.
type hours struct {
	last time.Time
	bad  *Bad
}

func (h *hours) see(e *entry) {
	switch {
	case e.action == baselined:
		h.bad = nil
	case h.bad == nil && e.n > 1 && e.at.Before(h.last):
		h.bad = e.bad(BadTime, Head{N: e.n - 1})
	}
	h.last = e.at
}
