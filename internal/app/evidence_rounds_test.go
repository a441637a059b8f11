package app_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"touchstone/internal/evidence"
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
