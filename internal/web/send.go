package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/errs"
)

const (
	stillEvery   = 5 * time.Second  // while a file is sent: how often it is asked whether the reader still may
	sendDeadline = 60 * time.Second // a piece that nobody takes for so long is given up
)

// Stands tells whether the session, the account and the roles by which the request began still hold: what came slowly is
// not judged by a man who is gone.
func Stands(c echo.Context) error {
	return stateOf(c).stands(Context(c))
}

func (s *state) stands(ctx context.Context) error {
	if s.server.o.Stands == nil {
		return nil
	}
	return s.server.o.Stands(ctx, s.actor)
}

// Send writes a file to the reader. At least every five seconds it asks whether the session, the account and the roles
// still hold by which the file was opened, and, by may, whether they still open it; where not it ends with the error. The
// caller breaks the connection off then.
func Send(c echo.Context, body io.Reader, may func(context.Context) error) error {
	s := stateOf(c)
	w := &watched{c: c, body: body, asked: s.server.o.Wall(), still: func() error {
		// Who has closed his side still reads, for as long as he takes what is sent.
		ctx, end := context.WithTimeout(context.WithoutCancel(Context(c)), workTimeout)
		defer end()
		if err := s.stands(ctx); err != nil {
			return err
		}
		return may(ctx)
	}}
	w.extend()
	_, err := io.Copy(onlyWriter{c.Response()}, w)
	return err
}

// beyond is how long reading may go on when the request has ended.
const beyond = 30 * time.Minute

// Beyond is a context that ends a while after that of the request, or when it is let go: what was begun for a reader is
// compared to its end although he has gone.
func Beyond(c echo.Context) (context.Context, context.CancelFunc) {
	return outliving(Context(c), beyond)
}

// Left tells whether what was sent ended because nobody takes it any more.
func Left(c echo.Context, err error) bool {
	var e *errs.E
	return err != nil && (!errors.As(err, &e) || stateOf(c).closed())
}

// onlyWriter keeps the copy going piece by piece: a writer that reads for itself would ask for the whole file at once.
type onlyWriter struct{ io.Writer }

// watched hands over a body piece by piece and asks in between.
type watched struct {
	c     echo.Context
	body  io.Reader
	asked time.Time
	still func() error
}

func (w *watched) Read(b []byte) (int, error) {
	if now := stateOf(w.c).server.o.Wall(); now.Sub(w.asked) >= stillEvery {
		if err := w.still(); err != nil {
			return 0, err
		}
		w.asked = now
		stateOf(w.c).server.o.Sessions.Touch(context.WithoutCancel(Context(w.c)))
		w.extend()
	}
	return w.body.Read(b)
}

// extend gives the next pieces their own time; the server's limit for a whole answer is meant for pages.
func (w *watched) extend() {
	// A connection without deadlines (a test's recorder) keeps none.
	_ = http.NewResponseController(w.c.Response()).SetWriteDeadline(w.asked.Add(sendDeadline))
}
