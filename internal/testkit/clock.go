package testkit

import (
	"sync"
	"time"
)

// Clock stands still until told to move. Pass c.Now where the program takes a clock.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock starts at an RFC 3339 time and panics on any other: it is a constant of the test.
func NewClock(rfc3339 string) *Clock {
	t, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		panic(err)
	}
	return &Clock{now: t.UTC()}
}

// Now is the time on the clock, in UTC.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Set puts the clock to an RFC 3339 time.
func (c *Clock) Set(rfc3339 string) {
	n := NewClock(rfc3339)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = n.now
}
