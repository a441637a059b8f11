package web_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
	"pgregory.net/rapid"

	"touchstone/internal/testkit"
)

func raw(c *testkit.Client, path, contentType string, body io.Reader) *testkit.Page {
	q := c.Request(http.MethodPost, path, body)
	if contentType != "" {
		q.Header.Set("Content-Type", contentType)
	}
	return c.Do(q)
}

const urlencoded = "application/x-www-form-urlencoded"

// TestForm_RefusesWhatNoBrowserSends: each with its status, and the handler is not reached.
func TestForm_RefusesWhatNoBrowserSends(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.signedIn("officer")
	c.Follow = false
	for name, x := range map[string]struct {
		contentType, body string
		want              int
	}{
		"malformed UTF-8":     {urlencoded, "title=%ff%fe", 400},
		"malformed name":      {urlencoded, "%ff=1", 400},
		"NUL":                 {urlencoded, "title=a%00b", 400},
		"broken escape":       {urlencoded, "title=%zz", 400},
		"semicolon":           {urlencoded, "a=1;b=2", 400},
		"10 MB field":         {urlencoded, "title=" + strings.Repeat("x", 10<<20), 413},
		"1 MB and one":        {urlencoded, "t=" + strings.Repeat("x", 1<<20), 413},
		"1001 fields":         {urlencoded, strings.Repeat("a=1&", 1000) + "a=1", 413},
		"version twice":       {urlencoded, "version=1&version=2", 400},
		"key twice":           {urlencoded, "key=1&key=2", 400},
		"any field twice":     {urlencoded, "name=1&name=1", 400},
		"JSON":                {"application/json", "{}", 415},
		"no type":             {"", "a=1", 415},
		"multipart elsewhere": {"multipart/form-data; boundary=x", "--x--", 415},
	} {
		before := r.hits.Load()
		p := raw(c, "/t/act", x.contentType, strings.NewReader(x.body))
		if p.Status != x.want || r.hits.Load() != before {
			t.Errorf("%s: status %d, want %d", name, p.Status, x.want)
		}
	}
	if p := raw(c, "/t/act", urlencoded, strings.NewReader("key="+c.Key("/t/act")+"&"+strings.Repeat("a=1&", 998)+"a=1")); p.Status != http.StatusSeeOther {
		t.Errorf("1000 fields: %d", p.Status)
	}
}

// TestForm_KeepsEveryText: what was typed arrives unchanged, repeated fields in their order.
func TestForm_KeepsEveryText(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.signedIn("officer")
	c.Follow = false
	var got url.Values
	r.seen = func(_ echo.Context, v url.Values) { got = v }
	rapid.Check(t, func(rt *rapid.T) {
		texts := rapid.SliceOfN(rapid.StringOfN(rapid.Rune().Filter(func(r rune) bool { return r != 0 }), 0, 40, -1), 1, 5).Draw(rt, "texts")
		if p := c.Post("/t/act", url.Values{"title": texts}); p.Status != http.StatusSeeOther {
			rt.Fatalf("status %d", p.Status)
		}
		if strings.Join(got["title"], "\x00") != strings.Join(texts, "\x00") {
			rt.Fatalf("%q became %q", texts, got["title"])
		}
	})
}

type part struct{ name, file, body string }

// body is an upload with the key of the form it comes from.
func body(c *testkit.Client, parts ...part) (string, string) {
	parts = append([]part{{"key", "", c.Key("/t/upload")}}, parts...)
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for _, p := range parts {
		create := m.CreateFormField
		if p.file != "" {
			create = func(name string) (io.Writer, error) { return m.CreateFormFile(name, p.file) }
		}
		w, err := create(p.name)
		if err == nil {
			_, err = io.WriteString(w, p.body)
		}
		if err != nil {
			panic(err) // a buffer takes everything
		}
	}
	_ = m.Close()
	return m.FormDataContentType(), b.String()
}

func TestUpload(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.signedIn("officer")
	ct, b := body(c, part{"title", "", "标题"}, part{"file", "证据 1.bin", "abc"}, part{"file", "b", ""})
	if p := raw(c, "/t/upload", ct, strings.NewReader(b)); p.Status != 200 || p.Body != "标题|file:证据 1.bin:3;file:b:0;" {
		t.Errorf("%d %s", p.Status, p.Body)
	}
	empty := strings.Replace(b, `filename="b"`, `filename=""`, 1)
	if p := raw(c, "/t/upload", ct, strings.NewReader(empty)); p.Status != 200 || p.Body != "标题|file:证据 1.bin:3;" {
		t.Errorf("empty file box: %d %s", p.Status, p.Body)
	}
	if p := c.Post("/t/upload", url.Values{"title": {"x"}}); p.Status != 415 {
		t.Errorf("plain form where files are read: %d", p.Status)
	}
	many := make([]part, 1100)
	for i := range many {
		many[i] = part{"a", "", "1"}
	}
	manyType, manyBody := body(c, many...)
	lateType, late := body(c, part{"file", "a", "x"}, part{"title", "", "late"})
	bigType, big := body(c, part{"file", "a", strings.Repeat("x", uploadLimit+1)})
	wordyType, wordy := body(c, part{"title", "", strings.Repeat("x", 1<<20)}, part{"more", "", "x"})
	twiceType, twice := body(c, part{"version", "", "1"}, part{"version", "", "2"}, part{"file", "a", "x"})
	boxType, box := body(c, part{"proof", "a", "x"}, part{"proof", "b", "x"})
	nameType, name := body(c, part{"file", "a\xff\xfeb", "x"})
	for what, head := range map[string]string{
		"open quotation": `form-data; name="file"; filename="a`, "two names": `form-data; name="file"; filename="a"; filename="b"`,
		"no name":     `form-data; filename="a"`,
		"bad percent": `form-data; name="file"; filename*=UTF-8''%zz`, "attachment": `attachment; name="file"; filename="a"`, "no head": "",
		"a slash": `form-data; name="file"; filename="a"b"`,
	} {
		before := r.hits.Load()
		bad := strings.Replace(b, `form-data; name="file"; filename="b"`, head, 1)
		if bad == b {
			t.Fatal("the body is not the one that is changed")
		}
		if p := raw(c, "/t/upload", ct, strings.NewReader(bad)); p.Status != 400 || r.hits.Load() != before || !strings.Contains(p.Text(), "无法识别") {
			t.Errorf("%s: %d %.200s", what, p.Status, p.Text())
		}
	}
	for what, x := range map[string]struct {
		contentType, body string
		want              int
	}{
		"cut short":          {ct, b[:len(b)-10], 400},
		"cut inside a file":  {bigType, big[:2000], 400},
		"no boundary":        {"multipart/form-data", b, 400},
		"long boundary":      {"multipart/form-data; boundary=" + strings.Repeat("b", 71), b, 400},
		"other boundary":     {"multipart/form-data; boundary=other", b, 400},
		"no type":            {"", b, 415},
		"1100 parts":         {manyType, manyBody, 413},
		"field after a file": {lateType, late, 400},
		"file too large":     {bigType, big, 413},
		"fields too large":   {wordyType, wordy, 413},
		"version twice":      {twiceType, twice, 400},
		"a file twice":       {boxType, box, 400},
		"malformed name":     {nameType, name, 422},
	} {
		before := r.hits.Load()
		if p := raw(c, "/t/upload", x.contentType, strings.NewReader(x.body)); p.Status != x.want || r.hits.Load() != before {
			t.Errorf("%s: %d, want %d: %s", what, p.Status, x.want, p.Text())
		}
	}
}

func TestMerge_ShowsThreeColumns(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	p := r.signedIn("officer").Get("/t/conflict").Want(http.StatusConflict)
	f := p.Form("form.act")
	if p.One("body").Attr("data-page") != "P40" || f.Value("version") != "4" || f.Value("key") == "" || p.Count("table th[scope=col]") != 4 {
		t.Errorf("%s", p.Text())
	}
}
