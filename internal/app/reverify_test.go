package app_test

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/testkit"
)

// spoilt writes other bytes into a stored file and gives the right ones back on demand.
func spoilt(t *testing.T, name string) (mend func()) {
	t.Helper()
	good, err := os.ReadFile(name)
	if err = errors.Join(err, os.Chmod(name, 0o600), os.WriteFile(name, append([]byte("x"), good[1:]...), 0o600)); err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		if err := os.WriteFile(name, good, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestReverify_ThawsByARecordedVerification: what is altered is frozen, on top of the list; what is missing is not; when the
// right bytes are there again a run, or the button on the page, finds it, the chain of the case has an event of its own, the
// page says it, and the file is handed out. Seen to fail without the event and without the notice.
func TestReverify_ThawsByARecordedVerification(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例戌贸易有限公司（虚构）", "锗片")
	var paths, links []string
	for _, content := range []string{"one", "two", "three", "four"} {
		p := v.evidenceForm("officer", "officer2", ref, "documentary").File("files", content+".txt", []byte(content)).Submit().Want(http.StatusOK)
		paths, links = append(paths, p.URL.Path), append(links, p.Attrs("main td a[href*='/files/']", "href")[0])
	}
	digest := func(i int) (name string) {
		t.Helper()
		for _, f := range v.stored() {
			if b, _ := os.ReadFile(f); string(b) == []string{"one", "two", "three", "four"}[i] {
				name = f
			}
		}
		return name
	}
	run := func(everything bool, want evidence.Run) {
		t.Helper()
		v.clock.Advance(time.Minute)
		got, err := v.app.Reverifier().All(t.Context(), actor.Automatic("os:test"), everything, func(evidence.Run) {})
		if err != nil || got.Done != want.Done || got.Total != want.Total || got.Altered != want.Altered || got.Missing != want.Missing || got.Thawed != want.Thawed {
			t.Errorf("everything %v: %+v, want %+v, %v", everything, got, want, err)
		}
	}
	const events = "SELECT count(*) FROM audit_events WHERE action = $1 AND stream LIKE 'case:%'"
	run(true, evidence.Run{Done: 4, Total: 4})
	run(false, evidence.Run{})
	missing := digest(1)
	mend := []func(){spoilt(t, digest(2)), spoilt(t, digest(3))}
	if err := os.Rename(missing, missing+".away"); err != nil {
		t.Fatal(err)
	}
	run(true, evidence.Run{Done: 4, Total: 4, Altered: 2, Missing: 1})
	if p := v.as("officer").Get("/cases/" + ref + "/evidence").Want(http.StatusOK); p.Attrs("tbody tr[data-evidence] a", "href")[0] != paths[2] ||
		!p.Has("tbody tr:first-child.bad") || p.Count("tr.bad") != 2 {
		t.Errorf("the frozen items are not on top: %v", p.Attrs("tbody tr[data-evidence] a", "href"))
	}
	if p := v.as("officer").Get(links[2]); p.Status != http.StatusConflict {
		t.Errorf("a frozen file: %d", p.Status)
	}
	if p := v.as("officer").Get(paths[2]); strings.Contains(p.Text(), "解冻") {
		t.Errorf("thawed already: %s", p.Text())
	}
	run(false, evidence.Run{Done: 3, Total: 3, Altered: 2, Missing: 1})
	for _, m := range mend {
		m()
	}
	v.act2(paths[3] + "/verify")
	if v.count(events, "evidence.thawed") != 1 {
		t.Error("the button did not thaw on record")
	}
	run(false, evidence.Run{Done: 2, Total: 2, Missing: 1, Thawed: 1})
	if err := os.Rename(missing+".away", missing); err != nil {
		t.Fatal(err)
	}
	run(false, evidence.Run{Done: 1, Total: 1})
	if n := v.count(events, "evidence.thawed"); n != 2 {
		t.Errorf("%d events of a thaw", n)
	}
	for i, path := range paths {
		if p := v.as("officer").Get(path).Want(http.StatusOK); strings.Contains(p.One("main").Text(), "已解冻") != (i > 1) || p.Has(".note-err") {
			t.Errorf("%d: %s", i, p.One("main").Text())
		}
		v.as("officer").Get(links[i]).Want(http.StatusOK)
	}
	if p := v.as("officer").Get("/cases/" + ref + "/timeline").Want(http.StatusOK); !strings.Contains(p.Text(), "解冻") {
		t.Errorf("the timeline says nothing of it: %s", p.Text())
	}
}

// act2 posts an empty form of an item as officer.
func (v vault) act2(path string) {
	v.t.Helper()
	v.as("officer").Post(path, url.Values{}).Want(http.StatusOK)
}

// TestReverify_Page: who keeps the machines or the ledger starts a run and sees how far it is, figures alone; a second one
// waits; nobody else knows the page.
func TestReverify_Page(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例亥贸易有限公司（虚构）", "锗片")
	for _, content := range []string{"one", "two"} {
		v.evidenceForm("officer", "officer2", ref, "documentary").File("files", content+".txt", []byte(content)).Submit()
	}
	const page = "/admin/files"
	for who, status := range map[string]int{"officer": http.StatusNotFound, "coord": http.StatusNotFound, "secadmin": http.StatusOK, "auditor": http.StatusOK} {
		p := v.as(who).Get(page)
		if p.Status != status || who == "secadmin" && p.Has("main form") {
			t.Errorf("%s: %d", who, p.Status)
		}
		if who != "auditor" && v.as(who).Post(page, url.Values{"scope": {"all"}}).Status != http.StatusNotFound {
			t.Errorf("%s may start a run", who)
		}
	}
	p := v.as("sysadmin").Get(page).Want(http.StatusOK)
	spoilt(t, v.stored()[0])
	p = p.Form("main form:has(input[value=all])").Submit().Want(http.StatusOK)
	if p.URL.Path != page || !p.Has("main progress") || p.Attrs("[data-progress]", "data-progress")[0] != "0/2" || p.Has("main form") ||
		strings.Contains(p.Text(), "one.txt") {
		t.Fatalf("after the start: %s", p.Text())
	}
	if again := v.as("auditor").Post(page, url.Values{"scope": {"all"}}); again.Status != http.StatusConflict {
		t.Errorf("two at once: %d", again.Status)
	}
	jobs, err := v.app.Jobs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(jobs.Start(t.Context()), jobs.Settle(t.Context()), jobs.Stop(t.Context())); err != nil {
		t.Fatal(err)
	}
	if p = v.as("auditor").Get(page).Want(http.StatusOK); p.Has("main progress") || !strings.Contains(p.One("tbody tr").Text(), "2 / 2") ||
		!p.Has("tbody tr.bad") {
		t.Errorf("after the end: %s", p.One("main").Text())
	}
	if v.count("SELECT count(*) FROM audit_events WHERE action = 'evidence.reverification_ended'") != 1 || v.count("SELECT altered FROM reverifications") != 1 {
		t.Error("the end is not on record")
	}
}

// paper is a file of an act, as its row and the store have it.
func (v vault) paper(caseID int64, content string) (name string) {
	v.t.Helper()
	ref, name := v.put(caseID, content, 0)
	if _, err := testkit.Super(v.t, v.db).Exec(v.t.Context(),
		`INSERT INTO attachments (ref, agency_id, case_id, act_id, field, name, size, digest, media, created_by, created_at)
VALUES ('AT-' || $1, 1, $2, 1, 'receipt', 'x', $3, $4, 'x', 1, now())`, content, caseID, ref.Size, ref.Digest); err != nil {
		v.t.Fatal(err)
	}
	return name
}

// TestReverify_CoversFilesOfActs: a run and the nightly job read the files of acts and proposals too; what is wrong with one,
// and that it is right again, is an event of its case; what is neither new nor wrong is not read again within a week. Seen to
// fail without the papers of either.
func TestReverify_CoversFilesOfActs(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例壬贸易有限公司（虚构）", "锗片")
	v.evidenceForm("officer", "officer2", ref, "documentary").File("files", "a.txt", []byte("evidence")).Submit().Want(http.StatusOK)
	own := int64(v.count("SELECT id FROM cases WHERE ref = $1", ref))
	one, two := v.paper(own, "one"), v.paper(own, "two")
	run := func(everything bool, want evidence.Run) {
		t.Helper()
		v.clock.Advance(time.Minute)
		got, err := v.app.Reverifier().All(t.Context(), actor.Automatic("os:test"), everything, func(evidence.Run) {})
		if err != nil || got.Done != want.Done || got.Total != want.Total || got.Altered != want.Altered || got.Missing != want.Missing || got.Thawed != want.Thawed {
			t.Errorf("everything %v: %+v, want %+v, %v", everything, got, want, err)
		}
	}
	run(true, evidence.Run{Done: 3, Total: 3})
	run(false, evidence.Run{})
	mend := spoilt(t, one)
	if err := os.Rename(two, two+".away"); err != nil {
		t.Fatal(err)
	}
	v.clock.Advance(8 * 24 * time.Hour)
	if err := v.app.Reverifier().Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	run(false, evidence.Run{Done: 2, Total: 2, Altered: 1, Missing: 1})
	mend()
	if err := os.Rename(two+".away", two); err != nil {
		t.Fatal(err)
	}
	run(false, evidence.Run{Done: 2, Total: 2, Thawed: 1})
	run(false, evidence.Run{})
	for action, n := range map[string]int{"paper.altered": 2, "paper.missing": 2, "paper.right_again": 1} {
		if got := v.count("SELECT count(*) FROM audit_events WHERE action = $1 AND stream = 'case:' || $2::bigint", action, own); got != n {
			t.Errorf("%s: %d events, want %d", action, got, n)
		}
	}
	delete(v.seen, "officer") // eight days later
	if p := v.as("officer").Get("/cases/" + ref + "/timeline").Want(http.StatusOK); !strings.Contains(p.Text(), "附件重新校验一致") {
		t.Errorf("the timeline says nothing of it: %s", p.Text())
	}
}

// TestAlarm_ReachesWhoeverKeepsTheInstallation: files that are missing, and a store that cannot be cleared, are told to those
// who keep the machines and the ledger, once until they have read it, with the way to the page; nobody else is told, and who
// has lost the role does not read it. Seen to fail without the notice.
func TestAlarm_ReachesWhoeverKeepsTheInstallation(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例癸贸易有限公司（虚构）", "锗片")
	own := int64(v.count("SELECT id FROM cases WHERE ref = $1", ref))
	for _, content := range []string{"one", "two", "three"} {
		if err := os.Remove(v.paper(own, content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.app.Reverifier().Round(t.Context()); !errs.Is(err, errs.Unavailable) {
		t.Errorf("three missing: %v", err)
	}
	if _, err := v.app.Reverifier().All(t.Context(), actor.Automatic("os:test"), true, func(evidence.Run) {}); err != nil {
		t.Fatal(err)
	}
	const link = "main td a[href='/admin/files']"
	for who, n := range map[string]int{"sysadmin": 1, "auditor": 1, "secadmin": 0, "officer": 0, "unithead": 0} {
		p := v.as(who).Get("/inbox?tab=cc").Want(http.StatusOK)
		if p.Count(link) != n || n == 1 && !strings.Contains(p.One(link).Text(), "没有找到") {
			t.Errorf("%s: %d alarms: %s", who, p.Count(link), p.One("main").Text())
		}
		if nav := "nav a[href='/inbox?tab=cc'] [data-count]"; n == 1 && (!p.Has(nav) || p.Attrs(nav, "data-count")[0] != "1") {
			t.Errorf("%s: the menu does not say that there is something to read: %s", who, p.One("nav").Text())
		}
	}
	v.as("sysadmin").Get("/inbox?tab=cc").Click(link).Want(http.StatusOK)
	if _, err := testkit.Super(t, v.db).Exec(t.Context(),
		"UPDATE notices SET user_id = (SELECT id FROM users WHERE username = 'officer') "+
			"WHERE user_id = (SELECT id FROM users WHERE username = 'auditor')"); err != nil {
		t.Fatal(err)
	}
	if p := v.as("officer").Get("/inbox?tab=cc"); p.Has(link) {
		t.Error("somebody who keeps nothing reads it")
	}
	v.as("sysadmin").Get("/inbox?tab=cc").Form("form[action='/inbox/read']").Submit()
	v.clock.Advance(8 * 24 * time.Hour)
	if err := v.app.Reverifier().Round(t.Context()); !errs.Is(err, errs.Unavailable) {
		t.Errorf("still missing: %v", err)
	}
	if n := v.count("SELECT count(*) FROM notices x JOIN users u ON u.id = x.user_id WHERE x.target_kind = 'installation' AND u.username = 'sysadmin'"); n != 2 {
		t.Errorf("%d alarms after the first was read", n)
	}
}
