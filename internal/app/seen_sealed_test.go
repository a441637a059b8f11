package app_test

import (
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/internal/app"
	"touchstone/internal/canon"
	"touchstone/internal/procedure"
	"touchstone/internal/testkit"
	"touchstone/views/ui"
)

// plainMark is what anybody can compute of a number by trying.
func plainMark(number string) string { return canon.New("approval.sealed").Str(number).Sum() }

// plainly is a list as it stood when sealed facts bore a plain digest.
func plainly(list procedure.Seen, of map[string]string) procedure.Seen {
	out := slices.Clone(list)
	for i, x := range out {
		if x.Kind == procedure.KindSealed {
			out[i].Values = []string{x.Values[0], plainMark(of[x.Key])}
		}
	}
	return out
}

const (
	idNumber = "440106199003070070"
	newIDNum = "440106199003080070" // the same where the mask shows it
)

// proposedOn is a proposal that waits on a file with a person whose number is known, as its decider reads it.
func proposedOn(t *testing.T, s *site) (*world, *procedure.Approval) {
	t.Helper()
	w := s.matter(toWaiting)
	s.furnish(w)
	s.direct("UPDATE parties SET kind = 'person', id_kind = 'resident_id', id_number = $1", idNumber)
	s.direct("UPDATE evidence_items SET source_person = '虚构给付人'")
	return w, s.waits(w)
}

func (s *site) waits(w *world) *procedure.Approval {
	s.t.Helper()
	p, err := w.engine.OpenProposal(s.t.Context(), s.db.Read(), s.targetOf(int64(s.number("SELECT max(id) FROM approvals WHERE state = 'OPEN'"))), "")
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// sealedValues are what the sealed facts of a list bind, by key.
func sealedValues(list procedure.Seen, number string) map[string]string {
	out := map[string]string{}
	for _, x := range list {
		switch {
		case x.Kind != procedure.KindSealed:
		case strings.HasSuffix(x.Key, ":id_number"):
			out[x.Key] = number
		default:
			out[x.Key] = "虚构给付人"
		}
	}
	return out
}

// guessable tells whether a page has anything by which a number can be tried: a plain digest of it, whole or as it is
// printed, or the digest of a list that differs from the true one in nothing but plain marks.
func guessable(t *testing.T, what string, p *testkit.Page, list procedure.Seen, number string) {
	t.Helper()
	of := sealedValues(list, number)
	if len(of) < 2 {
		t.Fatalf("%s: %d sealed facts", what, len(of))
	}
	plain := plainly(list, of)
	for _, v := range of {
		mark := plainMark(v)
		for _, s := range []string{strings.TrimPrefix(mark, "sha256:"), ui.ShortHash(mark), strings.TrimPrefix(mark, "sha256:")[:8]} {
			if strings.Contains(p.Body, s) {
				t.Errorf("%s: %s can be guessed from %s", what, v, s)
			}
		}
	}
	if strings.Contains(p.Body, plain.Digest()) {
		t.Errorf("%s: the digest of the list can be guessed against", what)
	}
	if strings.Contains(p.Body, number) {
		t.Errorf("%s: the number stands there", what)
	}
}

// TestSeen_SealedIsNotToBeGuessed: of a number that is shown masked, and of who gave an item, no page has what tells a right
// guess from a wrong one: not the mark beside the mask, not the digest that is signed, not the field that carries what was
// read. The mark is another one for each thing, so that nobody finds a number by writing it into a file of his own; and it
// moves with the number. Seen to fail with the plain digest.
func TestSeen_SealedIsNotToBeGuessed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w, p := proposedOn(t, s)
	list := w.engine.Seen(t.Context(), p, w.file())
	page := s.as("principal").Get("/approvals/" + p.Ref).Want(http.StatusOK)
	shows(t, page, "440*************70 · ")
	guessable(t, "P20", page, list, idNumber)
	form := page.Form("form[action$='/sign']")
	if since := form.Value("read_since"); !strings.Contains(since, ":id_number") {
		t.Errorf("what was read since says nothing of the number: %s", since)
	}
	sign := form.Set("decision", "referral.approved").Set("read", "yes").Set("reason", "同意移送，事实清楚，材料齐备。").Submit().Want(http.StatusOK)
	guessable(t, "P21", sign, list, idNumber)

	s.direct("UPDATE parties SET id_number = $1", newIDNum)
	after := w.engine.Seen(t.Context(), p, w.file())
	moved := form.Submit().Want(http.StatusConflict)
	guessable(t, "P20, moved", moved, after, newIDNum)
	guessable(t, "P20, moved, of before", moved, list, idNumber)
	if !moved.Has("tr[data-fact$=':id_number']") {
		t.Error("that the number is another one is not said")
	}
	marks := map[string]bool{}
	for _, x := range append(list, after...) {
		if x.Kind == procedure.KindSealed && strings.HasSuffix(x.Key, ":id_number") {
			marks[x.Values[1]] = true
		}
	}
	if n := s.number("SELECT count(*) FROM parties"); n < 2 || len(marks) != 2*n {
		t.Errorf("%d parties with one number, then with another one, have %d marks", n, len(marks))
	}
}

// TestSeen_PlainListsStayRead: what was decided under the old format reads as it was stored, and prints no plain mark; what
// waits under it goes back.
func TestSeen_PlainListsStayRead(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w, p := proposedOn(t, s)
	list := w.engine.Seen(t.Context(), p, w.file())
	store := func(format string, list procedure.Seen) {
		t.Helper()
		text, err := json.Marshal(map[string]any{"seen": format, "facts": list})
		if err != nil {
			t.Fatal(err)
		}
		s.direct("UPDATE approvals SET shown = $2 WHERE ref = $1", p.Ref, string(text))
	}
	state := s.ref("SELECT state FROM approvals WHERE ref = $1", p.Ref)
	s.direct("UPDATE approvals SET state = 'DECIDED', decided_by = (SELECT id FROM users WHERE username = 'principal'), decided_at = opened_at WHERE ref = $1",
		p.Ref)
	store("v2", list)
	now := s.as("officer").Get("/approvals/" + p.Ref).Want(http.StatusOK)
	store("v1", plainly(list, sealedValues(list, idNumber)))
	then := s.as("officer").Get("/approvals/" + p.Ref).Want(http.StatusOK)
	shows(t, then, "440*************70")
	guessable(t, "decided under v1", then, list, idNumber)
	if got, want := mainOf(then), mainOf(now); got != want {
		t.Errorf("the same list reads\n%s\nand in the old format\n%s", want, got)
	}
	s.direct("UPDATE approvals SET state = $2, decided_by = NULL, decided_at = NULL WHERE ref = $1", p.Ref, state)
	for range 2 {
		if err := s.app.Engine().GiveBack(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.ref("SELECT (shown->>'seen') || ' ' || digest FROM approvals WHERE ref = $1", p.Ref); got != "v2 "+list.Digest() {
		t.Errorf("what waits under v1 is %s", got)
	}
}

// TestSeen_TheKeyIsOfTheInstallation: another process over the same key file signs the same list; over another file it is
// another one. An installation with a database of its own does not start without its key.
func TestSeen_TheKeyIsOfTheInstallation(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w, p := proposedOn(t, s)
	want := w.engine.Seen(t.Context(), p, w.file()).Digest()
	again := func(c app.Config) (*app.App, error) {
		return app.New(app.Parts{Config: c, DB: s.db, Blobs: s.app.Blobs, Clock: s.clock.Now, Wall: time.Now, Random: rand.Reader,
			Logger: slog.New(slog.DiscardHandler)})
	}
	digest := func(c app.Config) string {
		t.Helper()
		a, err := again(c)
		if err != nil {
			t.Fatal(err)
		}
		return a.Engine().Seen(t.Context(), p, w.file()).Digest()
	}
	if got := digest(s.app.Config); got != want {
		t.Errorf("after a restart %s, before it %s", got, want)
	}
	c := s.app.Config
	c.Keys = t.TempDir()
	if digest(c) == want {
		t.Error("another key makes the same digest")
	}
	c.Keys, c.DatabaseURL = t.TempDir(), "postgres://outside"
	if _, err := again(c); err == nil {
		t.Error("it starts without its key")
	}
}
