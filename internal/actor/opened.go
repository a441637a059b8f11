package actor

import (
	"context"
	"sync"
)

// opened is the highest marking of what one request has opened.
type opened struct {
	mu   sync.Mutex
	any  bool
	mark Marking
}

type openedKey struct{}

// Opening returns a context that remembers the markings of what is opened under it: web makes one for each request.
func Opening(ctx context.Context) context.Context {
	return context.WithValue(ctx, openedKey{}, &opened{})
}

// Opened says that the reader is shown something of that marking. Whoever reads a thing under access says it where it is
// read, after what is hidden was left out (security K33); the bars of the page show the highest.
func Opened(ctx context.Context, m Marking) {
	o, ok := ctx.Value(openedKey{}).(*opened)
	if !ok {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.any || m > o.mark {
		o.any, o.mark = true, m
	}
}

// Highest is the highest marking of what was opened; false where nothing was.
func Highest(ctx context.Context) (Marking, bool) {
	o, ok := ctx.Value(openedKey{}).(*opened)
	if !ok {
		return Internal, false
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.mark, o.any
}
