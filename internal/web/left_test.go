package web_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/errs"
	"touchstone/internal/identity"
	"touchstone/internal/testkit"
	"touchstone/internal/web"
)

// A client that leaves while its answer is made is no fault of the program, whatever breaks off with it: the log has a line
// of its own and no error, also where the answer had begun. Seen to fail with an error 500, one 503 and one without a status
// in the log.
func TestLog_AClientThatLeavesIsNoError(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		kind  errs.Kind
		begun bool
	}{{errs.Internal, false}, {errs.Unavailable, false}, {errs.Internal, true}} {
		r := newRig(t)
		id := identity.NewPages(r.desk, nil)
		came := make(chan struct{})
		r.server = web.New(web.Options{Log: slog.New(slog.NewJSONHandler(r.log, nil)), Clock: r.clock.Now, Wall: time.Now, Random: rand.Reader, Sessions: r.desk.Sessions(), Demo: true, Lang: "zh", UploadLimit: uploadLimit, Ready: r.db.Ready})
		r.server.Mount(append([]web.Route{
			{Method: "GET", Path: "/login", Handler: id.LoginForm, Class: web.ClassPublic, Page: "P01"},
			{Method: "GET", Path: "/t/slow", Class: web.ClassPublic, Handler: func(c echo.Context) error {
				if x.begun { // the page is on its way
					c.Response().WriteHeader(http.StatusOK)
				}
				close(came)
				<-c.Request().Context().Done()
				return errs.Wrap(x.kind, "database.failed", context.Canceled)
			}}}, web.Assets()...)...)
		r.origin = testkit.Serve(t, r.server.Handler())
		ctx, leave := context.WithCancel(t.Context())
		q, err := http.NewRequestWithContext(ctx, http.MethodGet, r.origin+"/t/slow", nil)
		if err != nil {
			t.Fatal(err)
		}
		go func() { <-came; leave() }()
		if resp, err := http.DefaultTransport.RoundTrip(q); err == nil {
			_ = resp.Body.Close()
			t.Fatal("there was an answer")
		}
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for !strings.Contains(r.log.String(), `"route":"/t/slow","status"`) {
			<-tick.C
		}
		if log := r.log.String(); strings.Contains(log, `"level":"ERROR"`) || !strings.Contains(log, "the client has left") || !strings.Contains(log, `"status":499`) {
			t.Errorf("%+v: %s", x, log)
		}
	}
}
