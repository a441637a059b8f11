package web

import (
	"context"
	"io"
	"time"

	"github.com/labstack/echo/v4"
)

// linger is how long the work of a request goes on when the reader has closed his side of the connection. That looks the same
// whether he has left or has only nothing more to send and waits: only what is written to him shows it. So an answer is made,
// but not for long.
const linger = 10 * time.Second

// statusLeft stands in the log for an answer that nobody waited for.
const statusLeft = 499

// outliving is a context that ends a while after its parent, or when it is let go.
func outliving(parent context.Context, by time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(parent))
	stop := context.AfterFunc(parent, func() {
		late := time.NewTimer(by)
		defer late.Stop()
		select {
		case <-late.C:
			cancel()
		case <-ctx.Done():
		}
	})
	return ctx, func() { stop(); cancel() }
}

// How a refused body is read to its end. A browser that is still sending when the connection is closed shows its own page and
// not ours; but whoever sends nothing more waits for our answer.
const (
	quiet        = 10 * time.Second // that nothing comes
	mostDrained  = 256 << 20        // bytes of somebody whom we do not know, or who does not say how much it is
	timeOfDrains = 5 * time.Minute  // … and time, since his request began
	timeOfOurs   = 10 * time.Hour   // time of somebody whom we know: no session lasts longer
)

// takeIn reads the rest of a form that was refused before its end: first the text, where nobody has read it yet, which
// the page gives back.
func (s *Server) takeIn(c echo.Context, p problem) {
	st := stateOf(c)
	if st.left {
		return
	}
	if s.sends(c) && st.form == nil && p.e.Key != "web.cross_site" {
		_, _ = readText(c) // what was read of it comes back
	}
	s.drain(c)
}

// sends tells whether somebody who uses our pages is still sending a form. Who has asked first whether he may send has sent
// nothing.
func (s *Server) sends(c echo.Context) bool {
	st := stateOf(c)
	return (st.route.Class == ClassUpload || st.route.Class == ClassAct) && (st.known || s.fromUs(c)) && c.Request().Header.Get("Expect") == ""
}

// drain reads what a refused form still sends, as long as it goes on coming. What is by its declared length more than any
// form may have is not waited for: it is answered at once. The connection ends with the answer unless all was read.
func (s *Server) drain(c echo.Context) {
	st, most := stateOf(c), s.o.formLimit()
	if !s.sends(c) || c.Response().Header().Get("Connection") != "" {
		return
	}
	if !st.known || c.Request().ContentLength < 0 {
		most = mostDrained
	}
	if c.Request().ContentLength <= s.o.formLimit() && s.allRead(c, most) {
		return
	}
	c.Response().Header().Set("Connection", "close")
}

// allRead reads a body to its end, and tells whether it came there.
func (s *Server) allRead(c echo.Context, most int64) bool {
	st, wait := stateOf(c), min(s.o.Patience, quiet)
	began, end := s.o.Wall(), st.began.Add(timeOfDrains)
	if st.known {
		end = began.Add(timeOfOurs)
	}
	more := func() {
		if s.o.Wall().Before(end) {
			extend(c, wait)
		}
	}
	if st.body.err == nil { // else nothing more comes, and the connection is being watched for the reader's leaving
		more()
		_, _ = io.CopyN(io.Discard, &arriving{body: st.body, after: wait / 2, at: began, wall: s.o.Wall, extend: more}, most+1)
	}
	return st.body.err == io.EOF
}

// incoming is the body of a request as it comes from the connection, and how it ended.
type incoming struct {
	io.ReadCloser
	err error
}

func (b *incoming) Read(p []byte) (n int, err error) {
	n, err = b.ReadCloser.Read(p)
	if err != nil {
		b.err = err
	}
	return n, err
}
