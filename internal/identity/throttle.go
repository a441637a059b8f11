package identity

import (
	"crypto/sha256"
	"sync"
	"time"
)

// throttle counts in memory what has no row: attempts per address, and failures of user names that do not exist. The
// second makes an unknown name lock like a known one, so that a lock tells nothing.
type throttle struct {
	mu        sync.Mutex
	factor    int
	addresses map[string]*window
	strangers map[[32]byte]*unknownName
}

type window struct {
	start time.Time
	n     int
}

type unknownName struct {
	failures int
	until    time.Time
	last     time.Time
}

const throttleSize = 20_000 // entries kept; more are an attack, and the oldest go

func newThrottle(factor int) *throttle {
	return &throttle{factor: factor, addresses: map[string]*window{}, strangers: map[[32]byte]*unknownName{}}
}

// admit counts one attempt of an address and tells whether it may go on.
func (t *throttle) admit(address string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	w := t.addresses[address]
	if w == nil || now.Sub(w.start) >= time.Minute {
		if len(t.addresses) >= throttleSize {
			for a, o := range t.addresses {
				if now.Sub(o.start) >= time.Minute {
					delete(t.addresses, a)
				}
			}
		}
		w = &window{start: now}
		t.addresses[address] = w
	}
	w.n++
	return w.n <= addressPerMin*t.factor
}

// lockOf is the lock of a name that does not exist.
func (t *throttle) lockOf(name string, now time.Time) lock {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.strangers[sha256.Sum256([]byte(name))]
	if s == nil {
		return lock{}
	}
	return lock{failures: s.failures, until: s.until, factor: t.factor}.at(now)
}

// failed counts a failure of a name that does not exist.
func (t *throttle) failed(name string, now time.Time) lock {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := sha256.Sum256([]byte(name))
	s := t.strangers[key]
	if s == nil {
		if len(t.strangers) >= throttleSize {
			t.forget(now)
		}
		s = &unknownName{}
		t.strangers[key] = s
	}
	s.failures, s.last = s.failures+1, now
	if d := lockFor(s.failures, t.factor); d > 0 {
		s.until = now.Add(d)
	}
	return lock{failures: s.failures, until: s.until, factor: t.factor}.at(now)
}

func (t *throttle) forget(now time.Time) {
	for k, s := range t.strangers {
		if now.Sub(s.last) > lockLongest || len(t.strangers) >= throttleSize {
			delete(t.strangers, k)
		}
	}
}

// lock is whether and until when an account answers nobody.
type lock struct {
	failures int
	until    time.Time
	factor   int
	on       bool
}

func (l lock) at(now time.Time) lock {
	l.on = now.Before(l.until) || closed(l.failures, l.factor)
	return l
}
