package app_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"touchstone/internal/identity"
	"touchstone/internal/testkit"
)

// TestFiles_NamesAreKeptAndLeaveHarmless: whatever a file is called, its name stands in the database as it was sent; on the
// page it is shown with what nobody would see, and it is saved under a name that leads nowhere. Seen to fail with Go's own
// reading of the head (a path lost its backslash) and with the name as it is in the header.
func TestFiles_NamesAreKeptAndLeaveHarmless(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例午贸易有限公司（虚构）", "锗片")
	path := "/cases/" + ref + "/evidence"
	part := func(name, value string) string {
		return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
	}
	long := strings.Repeat("证", 94) + ".txt"
	for _, x := range []struct{ name, saved, shown string }{
		{"报关单.txt", "报关单.txt", "报关单.txt"}, {".", "file", "."}, {"..", "file", ".."}, {`C:\Users\张三\(1)报关单.txt`, "(1)报关单.txt", `C:\Users\张三\(1)报关单.txt`},
		{`\\server\share\[机密]账.txt`, "[机密]账.txt", `\\server\share\[机密]账.txt`}, {"../../etc/passwd", "passwd", "../../etc/passwd"},
		{"账\u202etxt.exe", "账txt.exe", "账⟨U+202E⟩txt.exe"},
		{"a%22b.txt", "a%22b.txt", "a%22b.txt"}, {"<script>alert(1)</script>.txt", "script>.txt", "<script>alert(1)</script>.txt"},
		{"=1+1|cmd.txt", "=1+1|cmd.txt", "=1+1|cmd.txt"}, {long, long, long},
	} {
		body := part("key", v.as("officer").Key(path)) + part("name", "海关报关单（虚构）") + part("evidence_kind", "documentary") + part("collected_at",
			"2026-05-12T10:30") + part("place", "口岸") +
			part("collection_method", "copied") + part("co_collector", "officer2") + part("original_or_copy", "original")
		for range 2 { // equal names are two files
			body += "--B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + x.name + "\"\r\nContent-Type: text/plain\r\n\r\n" + x.name +
				fmt.Sprint(len(body)) + "\r\n"
		}
		body += "--B--\r\n"
		r := v.as("officer").Request(http.MethodPost, path, strings.NewReader(body))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=B")
		p := v.as("officer").Do(r)
		if p.Status != http.StatusOK {
			t.Errorf("%q: %d: %s", x.name, p.Status, p.Text())
			continue
		}
		if n := v.count("SELECT count(*) FROM evidence_files f JOIN evidence_items e ON e.id = f.evidence_id WHERE e.ref = $1 AND f.name = $2",
			strings.TrimPrefix(p.URL.Path, "/evidence/"), x.name); n != 2 {
			t.Errorf("%q: %d of that name", x.name, n)
		}
		links := p.All("main td a[href*='/files/']")
		if len(links) != 2 || links[0].Text() != strings.Join(strings.Fields(x.shown), " ") {
			t.Errorf("%q is shown as %q", x.name, links[0].Text())
		}
		got := v.as("officer").Get(links[0].Attr("href")).Header.Get("Content-Disposition")
		if _, star, _ := strings.Cut(got, "filename*=UTF-8''"); unescaped(t, star) != x.saved || strings.ContainsAny(got, "\r\n") {
			t.Errorf("%q is saved as %q", x.name, got)
		}
	}
}

// TestFiles_NamesInPapersForOthersAreHarmless: the name of a file that came with a proposal stands in what is signed, in print
// and in the record of the act as people can see it, on the paper that is issued, and not on the page of an error; the file
// is saved under a name that leads nowhere; in the database it is as it came. Seen to fail with the answer of the form as it
// was sent, on the paper and on the page of the error too.
func TestFiles_NamesInPapersForOthersAreHarmless(t *testing.T) {
	t.Parallel()
	v, form := returning(t)
	const name, shown = "收条\u202efdp.exe", "收条⟨U+202E⟩fdp.exe"
	f := form().File("receipt", name, []byte("%PDF-1.7 收条（虚构）\n"))
	p := f.Submit().Want(http.StatusOK)
	if again := f.File("receipt", name, []byte("%PDF-1.7 另一张（虚构）\n")).Submit(); again.Status != http.StatusConflict || strings.Contains(again.Body, "\u202e") ||
		!strings.Contains(again.Text(), "后来的人员（虚构）") {
		t.Errorf("sent again with another file: %d, the name stands on the page as it came: %v", again.Status, strings.Contains(again.Body, "\u202e"))
	}
	for _, path := range []string{p.URL.Path, p.URL.Path + "?print=1"} {
		for _, lang := range []string{"zh", "en"} {
			if lang == "en" {
				v.as("unithead").Post("/settings/language", url.Values{"lang": {"en"}})
			}
			if p := v.as("unithead").Get(path).Want(http.StatusOK); strings.Contains(p.Body, "\u202e") || strings.Count(p.Body, shown) < 2 {
				t.Errorf("%s: the name stands %d times, hidden ones: %v", path, strings.Count(p.Body, shown), strings.Contains(p.Body, "\u202e"))
			}
		}
	}
	if n := v.count("SELECT count(*) FROM attachments WHERE name = $1", name); n != 1 {
		t.Errorf("%d files of that name are kept", n)
	}
	links := v.as("unithead").Get(p.URL.Path).Attrs("main a[href*='/files/']", "href")
	got := v.as("unithead").Get(links[0]).Want(http.StatusOK).Header.Get("Content-Disposition")
	if _, star, _ := strings.Cut(got, "filename*=UTF-8''"); unescaped(t, star) != "收条fdp.exe" {
		t.Errorf("saved as %q", got)
	}
	v.sign("head", strings.TrimPrefix(p.URL.Path, "/approvals/"), unrelated, nil).Form("form[data-act]").Set("credential",
		identity.DemoPassword).Submit().Want(http.StatusOK)
	paper := "/documents/" + v.ref("SELECT ref FROM documents WHERE code = 'DOC-A20' ORDER BY id DESC LIMIT 1")
	for _, path := range []string{paper, paper + "?print=1"} {
		if p := v.as("officer").Get(path).Want(http.StatusOK); strings.Contains(p.Body, "\u202e") || !strings.Contains(p.Body, shown) {
			t.Errorf("%s: the name stands there: %v, hidden ones: %v", path, strings.Contains(p.Body, shown), strings.Contains(p.Body, "\u202e"))
		}
	}
}

// TestFiles_ALongNameIsAFault: of three files one has a name that is too long: the form comes back as it was filled in and
// says at the field which; nothing is stored. So with a name that contains U+0000, which no database
// keeps. Seen to fail before: 400 and no form.
func TestFiles_ALongNameIsAFault(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例甲卯贸易有限公司（虚构）", "锗片")
	fields := [][2]string{{"name", "海关报关单（虚构）"}, {"evidence_kind", "documentary"}, {"collected_at", "2026-05-12T10:30"}, {"place", "口岸查验场"},
		{"collection_method", "copied"}, {"co_collector", "officer2"}, {"original_or_copy", "original"}}
	long := strings.Repeat("证", 252) + ".pdf"
	for _, x := range []struct {
		name   string
		fields [][2]string
		also   string
	}{{long, fields, ""}, {"坏\xff\xfe名.pdf", fields, ""}, {long, fields[1:], "name"},
		{"a\x00b.txt", fields, ""}, {"a\x00b.txt", fields[1:], "name"}} {
		p := v.upload("officer", "/cases/"+ref+"/evidence", x.fields, upfile{"files", "一.pdf", "%PDF-1.7 1"}, upfile{"files", x.name, "%PDF-1.7 2"},
			upfile{"files", "三.pdf", "%PDF-1.7 3"})
		if p.Status != http.StatusUnprocessableEntity || !p.Has("[data-error-for='files']") || p.Form(collected).Value("place") != "口岸查验场" || len(v.stored()) != 0 {
			t.Errorf("%.20q: %d, %d stored: %s", x.name, p.Status, len(v.stored()), p.Text())
		}
		if x.also != "" && !p.Has("[data-error-for='"+x.also+"']") {
			t.Errorf("the fault of a field beside it is not said: %s", p.Text())
		}
	}
	v.upload("officer", "/cases/"+ref+"/evidence", fields, upfile{"files", long[3:], "%PDF-1.7 2"}).Want(http.StatusOK)
}

// TestFiles_WhatAFileIsIsSaidToEverybody: that a file is something else than it claims stands beside its name too where it is
// called dangerous already and where it is frozen, so that nobody may open it. Seen to fail before in both.
func TestFiles_WhatAFileIsIsSaidToEverybody(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例甲辰贸易有限公司（虚构）", "锗片")
	p := v.evidenceForm("officer", "officer2", ref, "documentary").File("files", "合同.xlsm", []byte("MZ\x90\x00\x03\x00")).Submit().Want(http.StatusOK)
	super := testkit.Super(t, v.db)
	for _, x := range []struct{ what, sql, also string }{
		{"as it came", "SELECT 1", ""}, {"called dangerous", "UPDATE evidence_items SET flagged = true", "内容有风险"},
		{"frozen", `INSERT INTO evidence_checks (file_id, algorithm, digest, ok, missing, by_name, at) SELECT id, 'sha256', '', false, false, 'x', uploaded_at
			FROM evidence_files`, "内容有风险"},
	} {
		if _, err := super.Exec(t.Context(), x.sql); err != nil {
			t.Fatal(err)
		}
		page := v.as("officer").Get(p.URL.Path).Want(http.StatusOK)
		if text := page.All("main td")[0].Text(); !strings.Contains(text, "自称") || !strings.Contains(text, x.also) {
			t.Errorf("%s: %s", x.what, text)
		}
		if x.what == "frozen" && page.Has("main td a[href*='/files/']") {
			t.Error("a frozen file is offered")
		}
	}
}

func unescaped(t *testing.T, s string) string {
	t.Helper()
	out, err := url.PathUnescape(s)
	if err != nil {
		t.Error(err)
	}
	return out
}

// TestFiles_TextOpensInItsEncoding: a text opens in the browser, powerless, in the encoding it is written in; not where the
// item is flagged, where its name says something else, or where it is no text. Seen to fail before: no text was ever shown.
func TestFiles_TextOpensInItsEncoding(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例未贸易有限公司（虚构）", "锗片")
	gbk := "\xb1\xa8\xb9\xd8\xb5\xa5\xa3\xac\xd0\xe9\xb9\xb9\r\n"
	var first *testkit.Page
	for _, x := range []struct{ name, content, kind, says string }{
		{"a.txt", "报关单，虚构\n", "text/plain; charset=utf-8", ""}, {"b.txt", gbk, "text/plain; charset=gb18030", ""},
		{"c.txt", "\xff\xfe\xa5\x62\x73\x51\x55\x53", "text/plain; charset=utf-16le", ""},
		{"d.txt", "\x2c\x7b\x4c\x88\r\x00\n\x00\xa5\x62\x73\x51\x55\x53", "text/plain; charset=utf-16le", ""},
		{"e.csv", "品名,数量\n锗片,1\n", "text/plain; charset=utf-8", ""},
		{"f.txt", "MZ\x90\x00 a program", "application/octet-stream", "自称"}, {"g.pdf", "报关单，虚构\n", "application/octet-stream", "自称"},
		{"h.html", "<!DOCTYPE html><html><script>1</script></html>", "application/octet-stream", ""},
		{"i.docx", "%PDF-1.7 x\n", "application/octet-stream", "自称"},
	} {
		p := v.evidenceForm("officer", "officer2", ref, "documentary").File("files", x.name, []byte(x.content)).Submit().Want(http.StatusOK)
		if first == nil {
			first = p
		}
		if got := p.All("main td")[0].Text(); strings.Contains(got, "自称") != (x.says != "") {
			t.Errorf("%s: the page says %q", x.name, got)
		}
		f := v.as("officer").Get(p.Attrs("main td a[href*='/files/']", "href")[0]).Want(http.StatusOK)
		inline := strings.HasPrefix(f.Header.Get("Content-Disposition"), "inline")
		if f.Header.Get("Content-Type") != x.kind || inline != strings.HasPrefix(x.kind, "text/") ||
			f.Header.Get("Content-Security-Policy") != "sandbox; default-src 'none'" || f.Body != x.content {
			t.Errorf("%s: %v", x.name, f.Header)
		}
	}
	if _, err := testkit.Super(t, v.db).Exec(t.Context(), "UPDATE evidence_items SET flagged = true"); err != nil {
		t.Fatal(err)
	}
	if f := v.as("officer").Get(first.Attrs("main td a[href*='/files/']",
		"href")[0]).Want(http.StatusOK); f.Header.Get("Content-Type") != "application/octet-stream" ||
		!strings.HasPrefix(f.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("a flagged text: %v", f.Header)
	}
}
