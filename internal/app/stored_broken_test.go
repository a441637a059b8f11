package app_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"touchstone/internal/blob"
)

// fullDisk has, while it is full, room for a few bytes.
type fullDisk struct {
	blob.Store
	full *atomic.Bool
}

func (f fullDisk) Stage(ctx context.Context, agency, file int64, r io.Reader) (*blob.Staged, error) {
	if !f.full.Load() {
		return f.Store.Stage(ctx, agency, file, r)
	}
	return f.Store.Stage(ctx, agency, file, io.MultiReader(io.LimitReader(r, 64<<10), iotest.ErrReader(syscall.ENOSPC)))
}

// wire sends bytes as they are and reads the answer; end says what happens when they are sent.
func (v vault) wire(who, path, head, body string, end func(*net.TCPConn) error) (int, string) {
	v.t.Helper()
	at, err := url.Parse(v.origin)
	if err != nil {
		v.t.Fatal(err)
	}
	conn, err := net.Dial("tcp", at.Host)
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	var cookies []string
	for _, k := range v.as(who).Cookies(path) {
		cookies = append(cookies, k.Name+"="+k.Value)
	}
	if _, err = fmt.Fprintf(conn,
		"POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nSec-Fetch-Site: same-origin\r\nCookie: %s\r\nContent-Type: multipart/form-data; boundary=B\r\n%s\r\n\r\n",
		path, at.Host, v.origin, strings.Join(cookies, "; "), head); err == nil {
		_, err = io.WriteString(conn, body)
	}
	if err != nil {
		v.t.Fatalf("the server closed while it was sent to: %v", err)
	}
	if tcp := conn.(*net.TCPConn); end != nil {
		if err := end(tcp); err != nil {
			v.t.Fatal(err)
		}
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, ""
	}
	defer func() { _ = resp.Body.Close() }()
	b, _ := io.ReadAll(resp.Body) // what came is looked at
	return resp.StatusCode, string(b)
}

// TestStored_WhatGoesWrongLeavesNothing: a disk that is full, heads of parts of a mebibyte, lengths that do not fit the body
// and senders who leave: the page that says so comes whole, also where eight mebibytes were still to be sent, and nothing is
// stored; and so it is where the sender has closed his sending side, or waits for the answer with less sent than he declared.
// Seen to fail without the drain (no answer came), with what is staged kept, and without the bound of heads (the item
// was registered: the row that had a long head before passed because its disk was full).
func TestStored_WhatGoesWrongLeavesNothing(t *testing.T) {
	t.Parallel()
	var full atomic.Bool
	v := newVaultOn(t, func(s blob.Store) blob.Store { return fullDisk{s, &full} })
	ref := v.registered("officer", "officer2", "示例巳贸易有限公司（虚构）", "锗片")
	path := "/cases/" + ref + "/evidence"
	part := func(name, value string) string {
		return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
	}
	fields := func() string {
		return part("key", v.as("officer").Key(path)) + part("name", "海关报关单（虚构）") + part("evidence_kind", "documentary") + part("collected_at",
			"2026-05-12T10:30") + part("place", "口岸") +
			part("collection_method", "copied") + part("co_collector", "officer2") + part("original_or_copy", "original")
	}
	file := func(head string, size int) string {
		return "--B\r\nContent-Disposition: form-data; name=\"files\"; " + head + "\r\n\r\n" + strings.Repeat("x", size) + "\r\n--B--\r\n"
	}
	const large = 8 << 20
	plain, long := `filename="a.bin"`, strings.Repeat("n", 1<<20)
	gone := func(c *net.TCPConn) error { return c.Close() }
	for _, x := range []struct {
		what, body string
		length     int // what is declared beyond the body
		end        func(*net.TCPConn) error
		status     int
		says       string
	}{
		{"a full disk", fields() + file(plain, large), 0, nil, http.StatusServiceUnavailable, "存储空间不足"},
		{"a file name of a mebibyte", fields() + file(`filename="`+long+`"`, large), 0, nil, http.StatusRequestEntityTooLarge, "过长"},
		{"a head of a mebibyte", fields() + file(plain+"\r\nX-Long: "+long, large), 0, nil, http.StatusRequestEntityTooLarge, "过长"},
		{"a field with a head of a mebibyte", strings.Replace(fields(), "\"place\"", "\"place\"\r\nX-Long: "+long, 1) + file(plain, large), 0, nil,
			http.StatusRequestEntityTooLarge, "过长"},
		{"a field nobody asked for", fields() + strings.Replace(file(plain, large), `"files"`, `"record"`, 1), 0, nil, http.StatusBadRequest, "<html"},
		{"a body shorter than declared", fields() + file(plain, 100), 1000, (*net.TCPConn).CloseWrite, http.StatusBadRequest, "<html"},
		{"a body longer than declared", fields() + file(plain, 100), -50, nil, http.StatusBadRequest, "<html"},
		{"a sender who leaves", fields() + file(plain, 10_000)[:9000], 1000, gone, 0, ""},
		{"a full disk, half-closed", fields() + file(plain, large), 0, (*net.TCPConn).CloseWrite, http.StatusServiceUnavailable, "存储空间不足"},
		{"a head of a mebibyte, half-closed", fields() + file(plain+"\r\nX-Long: "+long, large), 0, (*net.TCPConn).CloseWrite, http.StatusRequestEntityTooLarge,
			"过长"},
		{"a head of a mebibyte, cut", fields() + file(plain+"\r\nX-Long: "+long, large), 1000, (*net.TCPConn).CloseWrite, http.StatusRequestEntityTooLarge, "过长"},
		{"a head of a mebibyte, left open", fields() + file(plain+"\r\nX-Long: "+long, large), 1000, nil, http.StatusRequestEntityTooLarge, "过长"},
		{"far too much, left open", fields() + file(plain, 100_000), 9 << 30, nil, http.StatusRequestEntityTooLarge, "8 GiB"},
		{"more than a day's, left open", fields() + file(plain, 100_000), 60 << 30, nil, http.StatusRequestEntityTooLarge, "GiB"},
		{"a long name, half-closed", fields() + file(`filename="`+strings.Repeat("n", 300)+`"`, 100), 0, (*net.TCPConn).CloseWrite, http.StatusUnprocessableEntity,
			"255"},
		{"a missing field, half-closed", strings.Replace(fields(), "口岸", "", 1) + file(plain, 100), 0, (*net.TCPConn).CloseWrite, http.StatusUnprocessableEntity,
			"</html>"},
	} {
		full.Store(x.status == http.StatusServiceUnavailable)
		status, page := v.wire("officer", path, fmt.Sprint("Content-Length: ", len(x.body)+x.length), x.body, x.end)
		if status != x.status || !strings.Contains(page, x.says) || status != 0 && !strings.HasSuffix(strings.TrimSpace(page), "</html>") {
			t.Errorf("%s: %d, want %d: %.300s", x.what, status, x.status, page)
		}
		if x.status > http.StatusBadRequest && !strings.Contains(page, "海关报关单（虚构）") {
			t.Errorf("%s: what was typed is lost: %s", x.what, page)
		}
	}
	v.as("officer").Get(path).Want(http.StatusOK)
	for _, name := range v.stored() {
		t.Errorf("left %s", name)
	}
	if n := v.count("SELECT count(*) FROM evidence_items"); n != 0 {
		t.Errorf("%d items", n)
	}
	// Who has sent all and closed his sending side is served like anybody: what is right is done, under any name of a file.
	full.Store(false)
	right := fields() + file("filename=\"a\x01\x0b\x1b\x7fb.docx\"", 5<<20)
	if status, page := v.wire("officer", path, fmt.Sprint("Content-Length: ", len(right)), right, (*net.TCPConn).CloseWrite); status != http.StatusSeeOther {
		t.Fatalf("a right form, half-closed: %d %.300s", status, page)
	}
	var item, name, ref2 string
	if err := v.db.Read().QueryRow(t.Context(), "SELECT i.ref, f.name, f.ref FROM evidence_files f JOIN evidence_items i ON i.id = f.evidence_id").Scan(&item,
		&name, &ref2); err != nil || name != "a\x01\x0b\x1b\x7fb.docx" {
		t.Errorf("kept as %q: %v", name, err)
	}
	if p := v.as("officer").Get("/evidence/" + item).Want(http.StatusOK); !strings.Contains(p.Text(), "a⟨U+0001⟩⟨U+000B⟩⟨U+001B⟩⟨U+007F⟩b.docx") {
		t.Errorf("the name is not shown: %s", p.Text())
	}
	for _, x := range []struct {
		path   string
		status int
		size   int
	}{{"/cases", http.StatusOK, 0}, {"/evidence/" + item + ".json", http.StatusOK, 0}, {"/evidence/" + item + "/files/" + ref2, http.StatusOK, 5 << 20},
		{"/evidence/" + item + "/files/none", http.StatusNotFound, 0}} {
		status, body := v.half("officer", x.path)
		if status != x.status || x.size == 0 && len(body) < 100 || x.size > 0 && body != strings.Repeat("x", x.size) {
			t.Errorf("GET %s, half-closed: %d, %d bytes", x.path, status, len(body))
		}
	}
}

// half asks for a page and closes the sending side at once.
func (v vault) half(who, path string) (int, string) {
	v.t.Helper()
	r := v.asking(who, path)
	conn, err := net.Dial("tcp", r.URL.Host)
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err = r.Write(conn); err == nil {
		err = conn.(*net.TCPConn).CloseWrite()
	}
	if err != nil {
		v.t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), r)
	if err != nil {
		return 0, err.Error()
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err.Error()
	}
	return resp.StatusCode, string(b)
}

// TestStored_RefusedBeforeItIsReadTheTextComesBack: who is refused for who he is while he sends a long text with a file, or
// whose session has ended, reads his whole text on the page, which comes although megabytes were still to be sent. Seen to
// fail with the body drained before the text was read (4 KiB of it came back), and with nothing drained for a stranger (no
// answer came).
func TestStored_RefusedBeforeItIsReadTheTextComesBack(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例甲寅贸易有限公司（虚构）", "锗片")
	path := "/cases/" + ref + "/evidence"
	text := strings.Repeat("经核查申报品名与货物不符。", 1500) + "〔末句〕"
	send := func(who string) (int, string) {
		part := func(name, value string) string {
			return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
		}
		body := part("key", v.as(who).Key(path)) + part("name", "海关报关单（虚构）") + part("original_location", text) +
			"--B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.bin\"\r\n\r\n" + strings.Repeat("x", 8<<20) + "\r\n--B--\r\n"
		return v.wire(who, path, fmt.Sprint("Content-Length: ", len(body)), body, nil)
	}
	if status, page := send("gd.officer"); status != http.StatusNotFound || !strings.Contains(page, text) {
		t.Errorf("another organ's case: %d, the end of the text is there: %v", status, strings.Contains(page, "〔末句〕"))
	}
	v.as("officer").Get(path).Want(http.StatusOK)
	v.clock.Advance(2 * time.Hour)
	if status, page := send("officer"); status != http.StatusUnauthorized || !strings.Contains(page, text) || !strings.Contains(page, "文件需要重新选择") {
		t.Errorf("an ended session: %d, the end of the text is there: %v: %.400s", status, strings.Contains(page, "〔末句〕"), page)
	}
	if n := len(v.stored()); n != 0 {
		t.Errorf("%d files are stored", n)
	}
}
