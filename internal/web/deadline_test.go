package web_test

import (
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"touchstone/internal/web"
)

// pieces is a body that comes in pieces of 4 KiB, each long after the one before; its last one brings its end.
type pieces struct {
	rest string
	wall time.Time
	over bool
}

func (p *pieces) Read(b []byte) (int, error) {
	const piece = 4 << 10
	n := len(p.rest) % piece
	if n == 0 {
		n = min(piece, len(p.rest))
	}
	n = copy(b, p.rest[:min(n, len(b))])
	p.rest, p.wall = p.rest[n:], p.wall.Add(29*time.Second)
	if p.over = p.rest == ""; p.over {
		return n, io.EOF
	}
	return n, nil
}

// dated is a connection that notes until when it is read.
type dated struct {
	*httptest.ResponseRecorder
	body  *pieces
	until time.Time
	after bool // the time was set when everything had come
}

func (d *dated) SetReadDeadline(t time.Time) error {
	d.until, d.after = t, d.after || d.body.over
	return nil
}

func (d *dated) SetWriteDeadline(time.Time) error { return nil }

// TestUpload_Deadlines: whoever sends slowly goes on as long as he is known, while a stranger has minutes, whatever he says of
// where he comes from; and when all has come, no time is set any more by which the connection would break off while the work
// goes on. Seen to fail with the time prolonged for everybody (2 hours for a field of 1 MiB), and behind the end.
func TestUpload_Deadlines(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.signedIn("officer")
	begin := time.Now()
	in := &pieces{}
	r.server = web.New(web.Options{Log: slog.New(slog.NewJSONHandler(r.log, nil)), Clock: r.clock.Now, Wall: func() time.Time { return in.wall },
		Random: rand.Reader, Sessions: r.desk.Sessions(), Demo: true, Lang: "zh", UploadLimit: 64 << 20, Ready: r.db.Ready})
	r.server.Mount(r.routes()...)
	ct, right := body(c, part{"title", "", "标题"}, part{"file", "a", strings.Repeat("x", 2<<20)})
	field := "--B\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n" + strings.Repeat("x", 1<<20-4096) + "\r\n--B--\r\n"
	for _, x := range []struct {
		what, ct, body string
		known          bool
		status         int
		least, most    time.Duration
	}{
		{"an officer", ct, right, true, http.StatusOK, 4 * time.Hour, 5 * time.Hour},
		{"an officer without a key", "multipart/form-data; boundary=B", field, true, http.StatusForbidden, 2 * time.Hour, 3 * time.Hour},
		{"a stranger", "multipart/form-data; boundary=B", field, false, http.StatusSeeOther, 0, 6 * time.Minute},
		{"a stranger before the first part", "multipart/form-data; boundary=B", strings.Repeat("x", 1<<20), false, http.StatusSeeOther, 0, 6 * time.Minute},
	} {
		*in = pieces{rest: x.body, wall: begin}
		q := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/t/upload", in)
		q.Host, q.ContentLength = "127.0.0.1", int64(len(x.body))
		q.Header.Set("Content-Type", x.ct)
		q.Header.Set("Sec-Fetch-Site", "same-origin")
		if x.known {
			for _, k := range c.Cookies("/t/upload") {
				q.AddCookie(k)
			}
		}
		d := &dated{ResponseRecorder: httptest.NewRecorder(), body: in}
		r.server.Handler().ServeHTTP(d, q)
		if took := d.until.Sub(begin); d.Code != x.status || took < x.least || took > x.most || d.after {
			t.Errorf("%s: %d, read for %v, time set behind the end %v", x.what, d.Code, took, d.after)
		}
	}
}
