package app_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/internal/app"
	"touchstone/internal/blob"
	"touchstone/internal/testkit"
)

// vault is a site whose stored bytes the test can reach.
type vault struct {
	*site
	root string
}

func newVault(t *testing.T) vault {
	t.Helper()
	return newVaultOn(t, func(s blob.Store) blob.Store { return s })
}

// newVaultOn is a vault whose program sees the store through another one.
func newVaultOn(t *testing.T, through func(blob.Store) blob.Store) vault {
	t.Helper()
	db, _ := filled(t, "prepared", prepared)
	v := vault{site: &site{t: t, db: db, clock: testkit.NewClock(noonOfPages), seen: map[string]*testkit.Client{}}, root: t.TempDir()}
	store, err := blob.OpenFiles(v.root)
	if err != nil {
		t.Fatal(err)
	}
	v.app, err = app.New(app.Parts{Config: app.Config{Demo: true, Addr: "127.0.0.1:0", Lang: "zh"}, DB: v.db, Blobs: through(store), Clock: v.clock.Now,
		Wall: time.Now, Random: rand.Reader, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if err := v.app.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	v.origin = testkit.Serve(t, v.app.Handler())
	return v
}

func (v vault) count(sql string, args ...any) (n int) {
	v.t.Helper()
	if err := v.db.Read().QueryRow(context.WithoutCancel(v.t.Context()), sql, args...).Scan(&n); err != nil {
		v.t.Fatal(err)
	}
	return n
}

// stored are the files under the vault's root.
func (v vault) stored() (out []string) {
	v.t.Helper()
	err := filepath.WalkDir(v.root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		v.t.Fatal(err)
	}
	return out
}

const collected = "form[data-act='evidence.collected']"

// evidenceForm is the filled form of J1.
func (v vault) evidenceForm(who, second, ref, kind string) *testkit.Form {
	v.t.Helper()
	f := v.as(who).Get("/cases/" + ref + "/evidence/new").Want(http.StatusOK).Form(collected)
	return f.Set("name", "报关单扫描件（虚构）").Set("evidence_kind", kind).Set("collected_at", "2026-05-12T10:30").Set("place", "演示口岸查验场").
		Set("collection_method", "copied").Set("co_collector", second)
}

func TestEvidence_UploadJourney(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例丁贸易有限公司（虚构）", "锗片")
	content := []byte("%PDF-1.7 虚构报关单\n")
	list := v.as("officer").Get("/cases/" + ref + "/evidence").Want(http.StatusOK)
	list.Click("main a[data-act-link='evidence.collected']").Want(http.StatusOK)
	f := v.evidenceForm("officer", "officer2", ref, "documentary").File("files", "报关单.pdf", content)
	if names := f.Names(); names[0] != "key" {
		t.Errorf("the key is not the first part: %v", names)
	}
	p := f.Submit().Want(http.StatusOK)
	if p.Attrs("body", "data-page")[0] != "P13" {
		t.Fatalf("ended on %s: %s", p.URL, p.Text())
	}
	sum := sha256.Sum256(content)
	digest := hex.EncodeToString(sum[:])
	if got := p.Attrs("main [data-sha256]", "data-sha256"); len(got) == 0 || got[0] != digest {
		t.Errorf("digest %v, want %s", got, digest)
	}
	if n := p.Count(".chain > li"); n != 1 {
		t.Errorf("%d custody entries", n)
	}
	again := f.Submit().Want(http.StatusOK)
	if again.URL.Path != p.URL.Path || v.count("SELECT count(*) FROM evidence_items") != 1 {
		t.Errorf("a repeated POST led to %s with %d items", again.URL.Path, v.count("SELECT count(*) FROM evidence_items"))
	}
	row := v.as("officer").Get("/cases/" + ref + "/evidence").Want(http.StatusOK).One("tr[data-evidence]")
	if row.Attr("data-sha256") != digest {
		t.Errorf("row digest %q", row.Attr("data-sha256"))
	}
	var twin struct {
		State   string
		Files   []struct{ SHA256, HashState string }
		Custody []struct{ Action string }
	}
	v.as("officer").JSON(p.URL.Path+".json", &twin)
	if twin.State != "COLLECTED" || len(twin.Files) != 1 || twin.Files[0].SHA256 != digest || len(twin.Custody) != 1 {
		t.Errorf("twin %+v", twin)
	}
	checked := v.as("officer").Get(p.URL.Path).Form("form[action$='/verify']").Submit().Want(http.StatusOK)
	if !strings.Contains(checked.Text(), "校验一致") {
		t.Errorf("after the check: %s", checked.Text())
	}
	file := v.as("officer").Get(p.Attrs("main td a[href*='/files/']", "href")[0]).Want(http.StatusOK)
	if file.Body != string(content) || !strings.HasPrefix(file.Header.Get("Content-Disposition"), "attachment") ||
		file.Header.Get("Content-Security-Policy") != "sandbox; default-src 'none'" {
		t.Errorf("download %q with %v", file.Body, file.Header)
	}
	if n := v.count("SELECT count(*) FROM audit_events WHERE action = 'evidence.opened'"); n != 1 {
		t.Errorf("%d readings on record", n)
	}
}

func TestEvidence_PhysicalItemWithoutFile(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例戊贸易有限公司（虚构）", "锗片")
	f := v.evidenceForm("officer", "officer2", ref, "physical").Set("name", "锗片样箱（虚构）").Set("collection_method", "on_site")
	p := f.Submit().Want(http.StatusUnprocessableEntity)
	if !p.Has("[data-error-for='quantity']") {
		t.Errorf("no word about the quantity: %s", p.Text())
	}
	g := p.Form(collected)
	if g.Value("name") != "锗片样箱（虚构）" || g.Value("place") != "演示口岸查验场" {
		t.Errorf("text lost: %q %q", g.Value("name"), g.Value("place"))
	}
	p = g.Set("quantity", "12.5").Set("unit", "kg").Submit().Want(http.StatusOK)
	if p.Attrs("body", "data-page")[0] != "P13" || !strings.Contains(p.Text(), "12.5 kg") {
		t.Errorf("ended on %s: %s", p.URL, p.Text())
	}
}

func TestEvidence_SecondCollectorIsNeeded(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例己贸易有限公司（虚构）", "锗片")
	p := v.evidenceForm("officer", "officer2", ref, "documentary").File("files", "a.txt", []byte("x")).Force("co_collector",
		"").Submit().Want(http.StatusUnprocessableEntity)
	if !p.Has("[data-error-for='co_collector']") || p.Form(collected).Value("name") != "报关单扫描件（虚构）" {
		t.Errorf("%s", p.Text())
	}
	if n := v.count("SELECT count(*) FROM evidence_items"); n != 0 {
		t.Errorf("%d items", n)
	}
}

// APL 55: what only criminal investigation may do is neither offered nor accepted in an administrative case.
func TestEvidence_NoCriminalMethodInAnAdministrativeCase(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例卯贸易有限公司（虚构）", "锗片")
	offered := v.evidenceForm("officer", "officer2", ref, "documentary").Offers("collection_method")
	if !slices.Contains(offered, "on_site") || slices.Contains(offered, "search") || slices.Contains(offered, "interrogation") {
		t.Errorf("offered: %q", offered)
	}
	for _, method := range []string{"search", "interrogation"} {
		p := v.evidenceForm("officer", "officer2", ref, "documentary").File("files", "a.txt", []byte("虚构")).Force("collection_method",
			method).Submit().Want(http.StatusUnprocessableEntity)
		if !p.Has("[data-guard='no_criminal_measure']") {
			t.Errorf("%s: %s", method, p.Text())
		}
	}
	if n := v.count("SELECT count(*) FROM evidence_items"); n != 0 {
		t.Errorf("%d items", n)
	}
}

// What is no whole form leaves nothing behind: no item, no file, no bytes.
func TestEvidence_BrokenUploadsLeaveNothing(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例庚贸易有限公司（虚构）", "锗片")
	path := "/cases/" + ref + "/evidence"
	key := v.as("officer").Get(path + "/new").Form(collected).Value("key")
	part := func(name, value string) string {
		return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
	}
	head := part("key", key) + part("name", "断传") + part("evidence_kind", "documentary") + part("collected_at", "2026-05-12T10:30") + part("place",
		"口岸") + part("collection_method", "copied") + part("co_collector", "officer2")
	file := "--B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
	for name, c := range map[string]struct {
		media, body string
		status      int
	}{
		"wrong type": {"application/json", `{"name":"x"}`, http.StatusUnsupportedMediaType},
		"broken off": {"multipart/form-data; boundary=B", head + file + strings.Repeat("x", 4096), http.StatusBadRequest},
		"too large": {"multipart/form-data; boundary=B", part("key", key) + part("name", strings.Repeat("字", 400_000)) + "--B--\r\n",
			http.StatusRequestEntityTooLarge},
		"not multipart": {"multipart/form-data; boundary=B", "nothing", http.StatusBadRequest},
	} {
		r := v.as("officer").Request(http.MethodPost, path, bytes.NewReader([]byte(c.body)))
		r.Header.Set("Content-Type", c.media)
		if p := v.as("officer").Do(r); p.Status != c.status {
			t.Errorf("%s: %d, want %d", name, p.Status, c.status)
		}
	}
	if n := v.count("SELECT (SELECT count(*) FROM evidence_items) + (SELECT count(*) FROM evidence_files) + (SELECT count(*) FROM custody_entries)"); n != 0 {
		t.Errorf("%d rows", n)
	}
	if left := v.stored(); len(left) != 0 {
		t.Errorf("bytes: %v", left)
	}
}

// A flipped byte is never delivered: the download is refused, the mismatch is on record, the item is frozen and loud.
func TestEvidence_FlippedByteIsNotDelivered(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例辛贸易有限公司（虚构）", "锗片")
	p := v.evidenceForm("officer", "officer2", ref, "documentary").File("files", "a.txt", []byte("original bytes")).Submit().Want(http.StatusOK)
	href := p.Attrs("main td a[href*='/files/']", "href")[0]
	at := v.stored()
	if len(at) != 1 {
		t.Fatalf("stored %v", at)
	}
	if err := os.Chmod(at[0], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at[0], []byte("0riginal bytes"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := v.as("officer").Get(href)
	if got.Status != http.StatusConflict || strings.Contains(got.Body, "riginal bytes") {
		t.Errorf("delivered %d: %s", got.Status, got.Text())
	}
	if n := v.count("SELECT count(*) FROM audit_events WHERE action = 'evidence.hash_mismatch'"); n != 1 {
		t.Errorf("%d events", n)
	}
	page := v.as("officer").Get(p.URL.Path).Want(http.StatusOK)
	if page.Has("main td a[href*='/files/']") || !page.Has(".note-err") {
		t.Error("the page of a damaged item is not loud or still offers the file")
	}
	list := v.as("officer").Get("/cases/" + ref + "/evidence").Want(http.StatusOK)
	if !list.Has("tr.bad[data-evidence]") || !list.Has("[role='alert']") {
		t.Error("the list is not loud")
	}
}

// Another agency learns nothing: hidden and absent answer alike on every address.
func TestEvidence_HiddenEqualsAbsent(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例壬贸易有限公司（虚构）", "锗片")
	p := v.evidenceForm("officer", "officer2", ref, "documentary").File("files", "a.txt", []byte("x")).Submit().Want(http.StatusOK)
	item := strings.TrimPrefix(p.URL.Path, "/evidence/")
	file := p.Attrs("main td a[href*='/files/']", "href")[0]
	other := v.as("gd.officer")
	for _, c := range []struct{ method, hidden, absent string }{
		{"GET", "/cases/" + ref + "/evidence", "/cases/SM-0000-0000-0/evidence"}, {"GET", "/cases/" + ref + "/evidence/new", "/cases/SM-0000-0000-0/evidence/new"},
		{"POST", "/cases/" + ref + "/evidence", "/cases/SM-0000-0000-0/evidence"}, {"GET", "/cases/" + ref + "/handovers/new", "/cases/SM-0000-0000-0/handovers/new"},
		{"POST", "/cases/" + ref + "/handovers/new", "/cases/SM-0000-0000-0/handovers/new"}, {"GET", "/evidence/" + item, "/evidence/EV-0000-0000-0"},
		{"GET", "/evidence/" + item + ".json", "/evidence/EV-0000-0000-0.json"}, {"POST", "/evidence/" + item + "/verify", "/evidence/EV-0000-0000-0/verify"},
		{"POST", "/evidence/" + item + "/finding", "/evidence/EV-0000-0000-0/finding"}, {"GET", file, "/evidence/EV-0000-0000-0/files/FL-0000-0000-0"},
	} {
		ask := func(path string) *testkit.Page {
			if c.method == "GET" {
				return other.Get(path)
			}
			return other.Post(path, url.Values{"name": {"x"}})
		}
		a, b := ask(c.hidden), ask(c.absent)
		clean := func(p *testkit.Page) string {
			return strings.NewReplacer(p.Header.Get("X-Request-Id"), "ID").Replace(stripKeys(p.Body))
		}
		if a.Status != http.StatusNotFound || b.Status != http.StatusNotFound || clean(a) != clean(b) {
			t.Errorf("%s %s: hidden %d, absent %d, same body %v", c.method, c.hidden, a.Status, b.Status, clean(a) == clean(b))
		}
	}
}
