package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"touchstone/internal/testkit"
)

const longText = "经核查，申报品名与货物不符，建议立案 <b>。"

// sent posts a form as a browser does.
func sent(c *testkit.Client, path, kind, body string, headers ...string) *testkit.Page {
	r := c.Request(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	for i := 0; i+1 < len(headers); i += 2 {
		if r.Header.Del(headers[i]); headers[i+1] != "" {
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	return c.Do(r)
}

// A form that was sent after the session ended does nothing and loses nothing: its text comes back to be copied, without
// what is secret.
func TestEnded_TextComesBack(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.signedIn("officer")
	c.Follow = false
	key, _ := r.keys(c)
	r.clock.Advance(48 * time.Hour)
	body := url.Values{"key": {key}, "reason": {longText}, "do": {"grant"}, "credential": {"touchstone-demo"}}.Encode()
	p := sent(c, "/t/act", "application/x-www-form-urlencoded", body)
	if p.Status != http.StatusUnauthorized || r.hits.Load() != 0 {
		t.Fatalf("status %d, handler reached %d times", p.Status, r.hits.Load())
	}
	if !strings.Contains(p.Text(), longText) || strings.Contains(p.Body, "touchstone-demo") || strings.Contains(p.Body, key) ||
		strings.Contains(p.Text(), "grant") {
		t.Errorf("the page gives back: %s", p.Text())
	}
	if a := p.One("main a.btn-1"); a.Attr("href") != "/login" || a.Attr("target") != "_blank" {
		t.Errorf("no way to sign in beside the page: %s", p.Body)
	}
	if p.Has("a[hreflang]") {
		t.Error("a link to the other language would lose the text")
	}
	if got := p.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("kept by the browser: %q", got)
	}
	if p := sent(c, "/t/act", "application/x-www-form-urlencoded", "key="+key+"&do=grant"); p.Status != http.StatusSeeOther {
		t.Errorf("nothing written: status %d", p.Status)
	}
}

// The words of a stranger's page never stand on one of ours.
func TestEnded_NotForStrangers(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.client()
	c.Follow = false
	for name, headers := range map[string][]string{
		"another site":       {"Sec-Fetch-Site", "cross-site"},
		"a sister site":      {"Sec-Fetch-Site", "same-site"},
		"says nothing":       {"Sec-Fetch-Site", "", "Origin", ""},
		"old, another site":  {"Sec-Fetch-Site", "", "Origin", "https://example.org"},
		"old, says no where": {"Sec-Fetch-Site", "", "Origin", "null"},
	} {
		p := sent(c, "/t/act", "application/x-www-form-urlencoded", url.Values{"reason": {longText}}.Encode(), headers...)
		if p.Status != http.StatusForbidden || strings.Contains(p.Body, "经核查") {
			t.Errorf("%s: status %d, %s", name, p.Status, p.Text())
		}
	}
}

// Of an upload the text comes back; its files are not read, and the page says so.
func TestEnded_Upload(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.client()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, f := range [][2]string{{"key", "k"}, {"reason", longText}} {
		if err := w.WriteField(f[0], f[1]); err != nil {
			t.Fatal(err)
		}
	}
	f, err := w.CreateFormFile("files", "报关单.pdf")
	if err == nil {
		_, err = f.Write([]byte("%PDF-"))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	p := sent(c, "/t/upload", w.FormDataContentType(), b.String())
	if p.Status != http.StatusUnauthorized || !strings.Contains(p.Text(), longText) || !strings.Contains(p.Text(), "文件需要重新选择") || r.hits.Load() != 0 {
		t.Errorf("status %d: %s", p.Status, p.Text())
	}
}
