package app_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/testkit"
)

// TestEvidence_BytesAreReadAgainByThemselves: a round reads what nobody read yet, once a week; bytes that were changed
// are an event of their case, and the item stands on top of the list in red without anybody asking.
func TestEvidence_BytesAreReadAgainByThemselves(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例己贸易有限公司（虚构）", "锗片")
	page := v.evidenceForm("officer", "officer2", ref, "documentary").File("files", "报关单.pdf", []byte("%PDF-1.7 虚构\n")).Submit().Want(http.StatusOK)
	rounds := evidence.Reverifier{Desk: evidence.Desk{Log: v.app.Audit, Access: v.app.Access(), Blobs: v.app.Blobs, Read: v.db.Read()}, Now: v.clock.Now}
	round := func() {
		t.Helper()
		if err := rounds.Round(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	const checks, events = "SELECT count(*) FROM evidence_checks", "SELECT count(*) FROM audit_events WHERE action = $1"
	round()
	round()
	if v.count(checks) != 1 || v.count(events, "evidence.files_verified") != 1 {
		t.Errorf("%d checks after two rounds on a day", v.count(checks))
	}
	if text := v.as("officer").Get(page.URL.Path).Text(); !strings.Contains(text, "校验一致") {
		t.Errorf("after the round: %s", text)
	}
	for _, name := range v.stored() {
		if err := os.Chmod(name, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte("other bytes"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	v.clock.Advance(8 * 24 * time.Hour)
	round()
	if v.count(checks) != 2 || v.count(events, "evidence.hash_mismatch") != 1 {
		t.Errorf("%d checks, %d events of a mismatch", v.count(checks), v.count(events, "evidence.hash_mismatch"))
	}
	delete(v.seen, "officer") // the session is as old as the clock says
	if list := v.as("officer").Get("/cases/" + ref + "/evidence").Want(http.StatusOK); !strings.Contains(list.One("tr[data-evidence]").Text(), "不一致") {
		t.Errorf("the list: %s", list.One("tr[data-evidence]").Text())
	}
}

// TestEvidence_MissingIsNotAltered: a store that is not mounted says nothing about the bytes. The files are missing on
// record, nothing is frozen, many at once are told of, and when the bytes are there again a good reading ends it.
func TestEvidence_MissingIsNotAltered(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例壬贸易有限公司（虚构）", "锗片")
	var page *testkit.Page
	for _, content := range []string{"1", "2", "3"} {
		page = v.evidenceForm("officer", "officer2", ref, "documentary").File("files", content+".txt", []byte(content)).Submit().Want(http.StatusOK)
	}
	links := page.Attrs("main td a[href*='/files/']", "href")
	rounds := evidence.Reverifier{Desk: evidence.Desk{Log: v.app.Audit, Access: v.app.Access(), Blobs: v.app.Blobs, Read: v.db.Read()}, Now: v.clock.Now}
	files := v.stored()
	away := func(back bool) {
		t.Helper()
		for _, name := range files {
			from, to := name, name+".away"
			if back {
				from, to = to, from
			}
			if err := os.Rename(from, to); err != nil {
				t.Fatal(err)
			}
		}
	}
	away(false)
	if got := v.as("officer").Get(links[0]); got.Status != http.StatusServiceUnavailable || !strings.Contains(got.Text(), "没有找到") {
		t.Errorf("a missing file is answered %d: %s", got.Status, got.Text())
	}
	v.clock.Advance(8 * 24 * time.Hour)
	if err := rounds.Round(t.Context()); !errs.Is(err, errs.Unavailable) {
		t.Errorf("three files that are not there: %v", err)
	}
	const events = "SELECT count(*) FROM audit_events WHERE action = $1"
	if v.count(events, "evidence.hash_mismatch") != 0 || v.count(events, "evidence.files_missing") < 2 {
		t.Errorf("%d mismatches, %d missing", v.count(events, "evidence.hash_mismatch"), v.count(events, "evidence.files_missing"))
	}
	delete(v.seen, "officer")
	if p := v.as("officer").Get(page.URL.Path).Want(http.StatusOK); p.Has(".note-err") || !strings.Contains(p.Text(), "文件缺失") || p.Count(".note-warn") != 1 ||
		!strings.Contains(p.One(".note-warn").Text(), "不说明文件被改动") || len(p.Attrs("main td a[href*='/files/']", "href")) != 1 {
		t.Errorf("the page of missing files: %s", p.One("main").Text())
	}
	away(true)
	v.clock.Advance(8 * 24 * time.Hour)
	if err := rounds.Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	delete(v.seen, "officer")
	v.as("officer").Get(links[0]).Want(http.StatusOK)
	if p := v.as("officer").Get(page.URL.Path); strings.Contains(p.Text(), "文件缺失") {
		t.Errorf("the files are there again: %s", p.One("main").Text())
	}
}

// TestEvidence_NameThatPromisesAnotherKind: it is kept, unchanged and under its name, and the page says what it is.
func TestEvidence_NameThatPromisesAnotherKind(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例庚贸易有限公司（虚构）", "锗片")
	page := v.evidenceForm("officer", "officer2", ref, "documentary").File("files", "报关单.pdf", []byte("MZ\x90\x00 a program")).Submit().Want(http.StatusOK)
	if !strings.Contains(page.One("main").Text(), "application/pdf") {
		t.Errorf("nothing said of a program called a PDF: %s", page.One("main").Text())
	}
	file := v.as("officer").Get(page.Attrs("main td a[href*='/files/']", "href")[0]).Want(http.StatusOK)
	if file.Header.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(file.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("handed out as %v", file.Header)
	}
}
