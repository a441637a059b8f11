package app_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"

	"touchstone/internal/actor"
	"touchstone/internal/blob"
	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/procedure"
)

const alarms = "SELECT count(DISTINCT user_id) FROM notices WHERE kind = $1 AND target_kind = 'installation'"

// TestAlarm_CountsWhatIsMissing: files that are missing are counted by the last reading of each, over rounds and over readers, of
// evidence and of acts; two are no alarm, three are. Seen to fail with the files of one round counted.
func TestAlarm_CountsWhatIsMissing(t *testing.T) {
	t.Parallel()
	for _, readers := range []bool{false, true} {
		v := newVault(t)
		ref := v.registered("officer", "officer2", "示例辰贸易有限公司（虚构）", "锗片")
		own := int64(v.count("SELECT id FROM cases WHERE ref = $1", ref))
		lose := func(i int) {
			t.Helper()
			content := strconv.Itoa(i)
			if i == 0 && !readers {
				if err := os.Remove(v.paper(own, content)); err != nil {
					t.Fatal(err)
				}
			} else {
				p := v.evidenceForm("officer", "officer2", ref, "documentary").File("files", content+".txt", []byte(content)).Submit().Want(http.StatusOK)
				if err := os.Remove(v.holding(content)); err != nil {
					t.Fatal(err)
				}
				if readers {
					v.as("officer").Get(p.Attrs("main td a[href*='/files/']", "href")[0]).Want(http.StatusServiceUnavailable)
				}
			}
			if !readers {
				if err := v.app.Reverifier().Round(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
		for i, told := range []int{0, 0, 2} {
			if lose(i); v.count(alarms, procedure.FilesMissing) != told {
				t.Errorf("readers %v, %d missing: %d are told", readers, i+1, v.count(alarms, procedure.FilesMissing))
			}
		}
	}
}

// unlimited tells of each file that is opened whether its reading is limited in time.
type unlimited struct {
	blob.Store
	limited *atomic.Int64
}

func (s unlimited) Open(ctx context.Context, ref blob.Ref) (io.ReadCloser, error) {
	if _, ok := ctx.Deadline(); ok {
		s.limited.Add(1)
	}
	return s.Store.Open(ctx, ref)
}

// TestEvidence_LargeItemsAreVerifiedByAJob: the button of an item that is too large for the time of a page plans its reading, on
// record; the job finds what it finds; that of a small one reads at once, without the limit of a page. Seen to fail with a page
// that waits.
func TestEvidence_LargeItemsAreVerifiedByAJob(t *testing.T) {
	t.Parallel()
	var limited atomic.Int64
	v := newVaultOn(t, func(s blob.Store) blob.Store { return unlimited{s, &limited} })
	ref := v.registered("officer", "officer2", "示例巳贸易有限公司（虚构）", "锗片")
	page := v.evidenceForm("officer", "officer2", ref, "documentary").File("files", "a.bin", []byte("small")).Submit().Want(http.StatusOK)
	v.act2(page.URL.Path + "/verify")
	if v.count(eventsOf, "evidence.verified") != 1 || limited.Load() != 0 {
		t.Errorf("a small one: %d verified, %d readings with a limit", v.count(eventsOf, "evidence.verified"), limited.Load())
	}
	const size = 256<<20 + 1
	name := v.holding("small")
	h := sha256.New()
	if _, err := io.CopyN(h, zeros{}, size); err != nil {
		t.Fatal(err)
	}
	digest := hex.EncodeToString(h.Sum(nil))
	large := filepath.Join(filepath.Dir(filepath.Dir(name)), digest[:2], digest)
	if err := os.MkdirAll(filepath.Dir(large), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, size); err != nil {
		t.Fatal(err)
	}
	v.set("UPDATE evidence_files SET size = $1, digest = $2", size, "sha256:"+digest)
	for i, verified := range []int{2, 3} {
		p := v.as("officer").Get(page.URL.Path).Form("form[action$='/verify']").Submit().Want(http.StatusOK)
		if v.count(eventsOf, "evidence.verification_asked") != i+1 || v.count(eventsOf, "evidence.verified") != verified-1 ||
			!strings.Contains(p.One("main").Text(), "已安排重新校验") {
			t.Errorf("asked %d times, %d verified: %s", v.count(eventsOf, "evidence.verification_asked"), v.count(eventsOf, "evidence.verified"), p.One("main").Text())
		}
		v.jobs()
		if n := v.count(eventsOf, "evidence.verified"); n != verified {
			t.Errorf("%d verified by the job", n)
		}
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// tornCopies is a store whose lines break off in the middle while it is told to.
type tornCopies struct {
	blob.Store
	torn *atomic.Bool
}

func (s tornCopies) Open(ctx context.Context, ref blob.Ref) (io.ReadCloser, error) {
	r, err := s.Store.Open(ctx, ref)
	if err != nil || !s.torn.Load() {
		return r, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(io.LimitReader(r, ref.Size/2), iotest.ErrReader(io.ErrUnexpectedEOF)), r}, nil
}

// TestCopier_FileByFile: no torn file comes to the receiving case; one that cannot be read keeps the others from nothing, and is
// tried again; two of equal bytes and two names are two. Seen to fail with the torn end taken for the end, with one transaction
// for all, and with files told apart by their bytes alone.
func TestCopier_FileByFile(t *testing.T) {
	t.Parallel()
	var torn atomic.Bool
	v := newVaultOn(t, func(s blob.Store) blob.Store { return tornCopies{s, &torn} })
	ref := v.registered("officer", "officer2", "示例午贸易有限公司（虚构）", "锗片")
	other := v.registered("officer", "officer2", "示例未贸易有限公司（虚构）", "锗片")
	for name, content := range map[string]string{"lost.txt": "lost", "one.txt": "equal", "two.txt": "equal"} {
		v.evidenceForm("officer", "officer2", ref, "documentary").File("files", name, []byte(content)).Submit().Want(http.StatusOK)
	}
	v.set("UPDATE evidence_files SET evidence_id = (SELECT min(id) FROM evidence_items)")
	item, to := int64(v.count("SELECT min(id) FROM evidence_items")), v.count("SELECT id FROM cases WHERE ref = $1", other)
	v.set("UPDATE evidence_items SET custody_case_id = " + strconv.Itoa(to))
	copier := evidence.Copier{Log: v.app.Audit, Read: v.db.Read(), Blobs: v.app.Blobs, Random: rand.Reader}
	const copies = "SELECT count(*) FROM evidence_files WHERE case_id = $1"
	torn.Store(true)
	if err := copier.Copy(t.Context(), item); !errs.Is(err, errs.Unavailable) || v.count(copies, to) != 0 {
		t.Errorf("torn: %v, %d files", err, v.count(copies, to))
	}
	torn.Store(false)
	lost := v.holding("lost")
	if err := os.Rename(lost, lost+".away"); err != nil {
		t.Fatal(err)
	}
	if err := copier.Copy(t.Context(), item); !errs.Is(err, errs.NotFound) || v.count(copies, to) != 2 ||
		v.count("SELECT count(DISTINCT name) FROM evidence_files WHERE case_id = $1", to) != 2 {
		t.Errorf("without one: %v, %d files", err, v.count(copies, to))
	}
	if err := os.Rename(lost+".away", lost); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := copier.Copy(t.Context(), item); err != nil || v.count(copies, to) != 3 {
			t.Errorf("all: %v, %d files", err, v.count(copies, to))
		}
	}
}

// TestCustody_KnowsWhatWasRead: how many files of an item are altered, missing or not read yet, as acts on it find them (see
// TestCustody_SaysWhatWasRead). Seen to fail without the two counts.
func TestCustody_KnowsWhatWasRead(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	w := v.matter(toFiling, "evidence.collected[track=administrative] ch")
	state := func(bad, missing, unread int) {
		t.Helper()
		if e := w.file().Evidence[0]; e.Files != 1 || e.BadFiles != bad || e.MissingFiles != missing || e.UnreadFiles != unread {
			t.Errorf("%d files, %d bad, %d missing, %d unread", e.Files, e.BadFiles, e.MissingFiles, e.UnreadFiles)
		}
	}
	v.evidenceForm("officer", "officer2", w.file().Cases[0].Ref, "documentary").File("files", "a.txt", []byte("content")).Submit().Want(http.StatusOK)
	v.set("UPDATE evidence_files SET evidence_id = (SELECT min(id) FROM evidence_items)")
	state(0, 0, 1)
	read := func() {
		t.Helper()
		if _, err := v.app.Reverifier().All(t.Context(), actor.Automatic("os:test"), true, func(evidence.Run) {}); err != nil {
			t.Fatal(err)
		}
	}
	read()
	state(0, 0, 0)
	name := v.holding("content")
	if err := os.Rename(name, name+".away"); err != nil {
		t.Fatal(err)
	}
	read()
	state(0, 1, 0)
	if err := os.Rename(name+".away", name); err != nil {
		t.Fatal(err)
	}
	mend := spoilt(t, name)
	read()
	state(1, 0, 0)
	mend()
	read()
	state(0, 0, 0)
}
