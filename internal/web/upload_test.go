package web_test

import (
	"bufio"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"touchstone/internal/testkit"
	"touchstone/internal/web"
)

// TestUpload_Names: a name is taken as it was sent, whatever its backslashes are; one that is too long or cannot be read is
// named at its field, nothing else of the form is wrong, and no file of it is taken. Seen to fail before: 400 without a
// field; a name that ends in a backslash was no name, and one with two of them lost one; with a control character in a name
// the form had "broken off".
func TestUpload_Names(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.signedIn("officer")
	long := strings.Repeat("证", 256)
	for _, x := range []struct {
		name, agent string
		status      int
		says        string
	}{
		{`a\`, "", 200, `file:a\:1;`}, {`夹\a\`, "Mozilla/5.0 (X11)", 200, `file:夹\a\:1;`}, {`a\\b`, "Mozilla/5.0 (X11)", 200, `file:a\\b:1;`},
		{`a\\b`, "", 200, `file:a\b:1;`},
		{`C:\目录\b.txt`, "", 200, `file:C:\目录\b.txt:1;`}, {`\\server\b`, "", 200, `file:\\server\b:1;`}, {long[3:], "", 200, "file:" + long[3:] + ":1;"},
		{"a\x01\x0b\x1b\x7f\u0085b", "Mozilla/5.0 (X11)", 200, "file:a\x01\x0b\x1b\x7f\u0085b:1;"}, {"a\x01\\", "", 200, "file:a\x01\\:1;"},
		{long, "", 422, "255"}, {"a\xff\xfeb", "", 422, "无法识别"},
		{"a\x00b", "", 422, "U+0000"}, {"a\tb", "", 200, "file:a\tb:1;"},
	} {
		ct, b := body(c, part{"title", "", "标题"}, part{"file", "good", "x"}, part{"file", "b", "x"}, part{"file", "good too", "x"})
		q := c.Request(http.MethodPost, "/t/upload", strings.NewReader(strings.Replace(b, `filename="b"`, `filename="`+x.name+`"`, 1)))
		q.Header.Set("Content-Type", ct)
		if x.agent != "" {
			q.Header.Set("User-Agent", x.agent)
		}
		if p := c.Do(q); p.Status != x.status || !strings.Contains(p.Body, x.says) || x.status == 422 && !strings.Contains(p.Body, "标题") {
			t.Errorf("%q: %d %.300s", x.name, p.Status, p.Text())
		}
	}
}

// TestUpload_Heads: the head of a part is bounded like the head of a request, wherever the part stands and whatever is long
// in it; the text that came before comes back. Seen to fail without the bound: the file was taken.
func TestUpload_Heads(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.signedIn("officer")
	for what, head := range map[string]string{
		"a file's":        "Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\nX-Long: ",
		"a field's":       "Content-Disposition: form-data; name=\"a\"\r\nX-Long: ",
		"many lines":      "Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n" + strings.Repeat("X-A: b\r\n", 4000) + "X-Long: ",
		"before the name": "X-Long: ",
	} {
		for n, want := range map[int]int{2 << 10: 200, 1 << 20: 413} {
			if n == 2<<10 && (what == "many lines" || what == "before the name") {
				continue
			}
			b := "--B\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n" + c.Key("/t/upload") +
				"\r\n--B\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n标题\r\n" +
				"--B\r\n" + head + strings.Repeat("n", n) + "\r\n\r\nx\r\n--B--\r\n"
			before := r.hits.Load()
			p := raw(c, "/t/upload", "multipart/form-data; boundary=B", strings.NewReader(b))
			if p.Status != want || want == 413 && (r.hits.Load() != before || !strings.Contains(p.Text(), "标题") || !strings.Contains(p.Text(), "过长")) {
				t.Errorf("%s head of %d: %d %.300s", what, n, p.Status, p.Text())
			}
		}
	}
}

// TestUpload_TooMuchTogether: files that are too large only together are refused with that limit, whether or not their length
// was said before. Seen to fail with the words for a single text.
func TestUpload_TooMuchTogether(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.signedIn("officer")
	ct, b := body(c, part{"title", "", "标题"}, part{"file", "a", strings.Repeat("x", uploadLimit-1)}, part{"file", "b", strings.Repeat("x", uploadLimit-1)},
		part{"file", "c", strings.Repeat("x", uploadLimit-1)})
	for what, in := range map[string]io.Reader{"said": strings.NewReader(b), "not said": io.MultiReader(strings.NewReader(b))} {
		if p := raw(c, "/t/upload", ct, in); p.Status != 413 || !strings.Contains(p.Text(), "2 MiB") || !strings.Contains(p.Text(), "标题") {
			t.Errorf("%s: %d %.300s", what, p.Status, p.Text())
		}
	}
}

// TestUpload_SlowButSteady: whoever goes on sending is not cut off, however little comes at a time, in a field or in a file;
// whoever sends nothing more is. Seen to fail with more time for each mebibyte alone.
func TestUpload_SlowButSteady(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	const patience = 2 * time.Second
	r.server = web.New(web.Options{Log: slog.New(slog.NewJSONHandler(r.log, nil)), Clock: r.clock.Now, Wall: time.Now, Random: rand.Reader,
		Sessions: r.desk.Sessions(), Demo: true, Lang: "zh", UploadLimit: uploadLimit, Ready: r.db.Ready, Patience: patience})
	r.server.Mount(r.routes()...)
	r.origin = testkit.Serve(t, r.server.Handler())
	c := r.signedIn("officer")
	at, err := url.Parse(r.origin)
	if err != nil {
		t.Fatal(err)
	}
	var cookies []string
	for _, k := range c.Cookies("/t/upload") {
		cookies = append(cookies, k.Name+"="+k.Value)
	}
	send := func(sent string, silent bool) int {
		ct, b := body(c, part{"title", "", strings.Repeat("题", 20<<10)}, part{"file", "a", strings.Repeat("x", 60<<10)})
		conn, err := net.Dial("tcp", at.Host)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		if _, err := fmt.Fprintf(conn,
			"POST /t/upload HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nSec-Fetch-Site: same-origin\r\nCookie: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", at.Host,
			r.origin, strings.Join(cookies, "; "), ct, len(b)); err != nil {
			t.Fatal(err)
		}
		pace := time.NewTicker(patience / 20)
		defer pace.Stop()
		for len(b) > 0 && !(silent && len(b) < 40<<10) {
			n := min(2<<10, len(b))
			if _, err := io.WriteString(conn, b[:n]); err != nil {
				t.Fatalf("%s: cut off with %d bytes to come: %v", sent, len(b), err)
			}
			b = b[n:]
			<-pace.C
		}
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatalf("%s: %v", sent, err)
		}
		defer func() { _ = resp.Body.Close() }()
		return resp.StatusCode
	}
	if got := send("slowly", false); got != http.StatusOK {
		t.Errorf("slowly: %d", got)
	}
	if got := send("then nothing more", true); got != http.StatusBadRequest {
		t.Errorf("then nothing more: %d", got)
	}
}
