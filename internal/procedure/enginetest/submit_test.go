package enginetest_test

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/cases"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/policies"
)

// counter is a house with a store for files and somebody who asks for credentials.
type counter struct {
	*house
	store *blob.Files
	asked int // how often
}

const right = "the right word"

func openCounter(t *testing.T) *counter {
	t.Helper()
	c := &counter{house: build(t)}
	c.takes(func(_ context.Context, _ actor.Actor, credential string) error {
		if c.asked++; credential != right {
			return errs.New(errs.InvalidInput, "test.wrong_word")
		}
		return nil
	})
	return c
}

// takes puts an engine with a store and a challenge in the place of the house's.
func (c *counter) takes(ask procedure.Challenge) {
	c.t.Helper()
	var err error
	if c.store, err = blob.OpenFiles(c.t.TempDir()); err != nil {
		c.t.Fatal(err)
	}
	policy, err := access.Load(policies.FS(), roleCodes(), c.clock.Now)
	if err != nil {
		c.t.Fatal(err)
	}
	today := func() *law.Edition { return c.book.On(c.clock.Now()) }
	c.engine = procedure.New(procedure.Parts{Rechecks: true, Book: today, Registry: registry(c.t, c.book), Log: audit.New(c.db, c.clock.Now), Access: policy,
		Project: cases.Project(today), Random: rand.Reader, Reader: c.db.Read(), Now: c.clock.Now, Challenge: ask, Blobs: c.store})
}

// stored counts the files that lie at an address.
func (c *counter) stored() (n int) {
	c.t.Helper()
	for _, err := range c.store.Walk(c.t.Context()) {
		if err != nil {
			c.t.Fatal(err)
		}
		n++
	}
	return n
}

// form is an act of the file as somebody hands it in.
func (c *counter) form(m affair, who, event string) procedure.Form {
	c.t.Helper()
	f := m.file()
	procedure.SetDuties(f, c.people[who], nil)
	return procedure.Form{Question: procedure.Question{Event: event, Target: m.target, File: f, Who: c.people[who],
		Rows: c.engine.Rows(m.target.Entity, event, f.State(m.target))}}
}

// values are fields of a form, in pairs, with the version that the page printed.
func (c *counter) values(m affair, pairs ...string) url.Values {
	in := url.Values{"version": {strconv.Itoa(m.file().Version(m.target))}}
	for i := 0; i < len(pairs); i += 2 {
		in.Add(pairs[i], pairs[i+1])
	}
	return in
}

// file is one that comes with a form.
type sentFile struct{ field, name, body string }

// hand hands a form in, fields first, then files.
func (c *counter) hand(f procedure.Form, in url.Values, files ...sentFile) (procedure.Receipt, error) {
	c.t.Helper()
	s := c.engine.Receive(f)
	defer s.Drop()
	if err := s.Fields(in); err != nil {
		return procedure.Receipt{}, err
	}
	for _, x := range files {
		if err := s.File(c.t.Context(), x.field, x.name, strings.NewReader(x.body)); err != nil {
			return procedure.Receipt{}, err
		}
	}
	return s.Submit(c.t.Context())
}

// TestSubmit_DoesWhatTheFormSays: an act is done by its fields and what the page knew besides, once for each key, and not on the page of
// an older version or one that printed none.
func TestSubmit_DoesWhatTheFormSays(t *testing.T) {
	c := openCounter(t)
	m := c.open(nil)
	f := c.form(m, "handler", "oddity.recorded")
	f.Known = law.Values{"reason": "由登记页补充的理由说明。"}
	f.Key = audit.Key{Route: "acts", Target: m.serial, Nonce: "form" + m.serial}
	in := c.values(m, "odd", "yes")
	got, err := c.hand(f, in)
	passed(t, err)
	var reason string
	m.scan("SELECT input ->> 'reason' FROM acts WHERE case_id = $1 AND event = 'oddity.recorded'", []any{m.target.ID}, &reason)
	if reason != "由登记页补充的理由说明。" || !strings.HasSuffix(got.Location, "?done=oddity.recorded") || got.State != "FILED" || got.ActID == 0 {
		t.Errorf("%q, %+v", reason, got)
	}
	again, err := c.hand(f, in)
	passed(t, err)
	if !again.Replayed || again.Location != got.Location {
		t.Errorf("the second time: %+v", again)
	}
	f.Key = audit.Key{}
	_, err = c.hand(f, in)
	refused(t, err, errs.Conflict, "procedure.stale")
	in.Del("version")
	_, err = c.hand(f, in)
	refused(t, err, errs.Conflict, "procedure.stale")
	in.Set("version", "-1")
	_, err = c.hand(f, in)
	refused(t, err, errs.Conflict, "procedure.stale")
	if _, err = c.hand(f, c.values(m, "odd", "yes", "variant", "kind=x")); errs.KindOf(err) != errs.InvalidInput {
		t.Errorf("a variant that no row has: %v", err)
	}
	if c.asked != 0 {
		t.Error("an act that binds nobody asks for no credential")
	}
}

// TestSubmit_TakesAFile: a file comes with its act, by its own kind and size, at an address of its case, and its name stands in the answers.
func TestSubmit_TakesAFile(t *testing.T) {
	c := openCounter(t)
	m := c.open(nil)
	_, err := c.hand(c.form(m, "handler", "hearing.fixed"), c.values(m, "record", "made-up.txt", "occurred_at", "2026-03-02T08:30"), sentFile{"record",
		"笔录.txt", "听证笔录"},
		sentFile{"record", "", "no name, no file"})
	passed(t, err)
	var name, media, digest, said string
	var size, file int64
	m.scan("SELECT name, media, digest, size, case_id FROM attachments WHERE case_id = $1 AND field = 'record'", []any{m.target.ID}, &name, &media, &digest,
		&size, &file)
	m.scan("SELECT input ->> 'record' FROM acts WHERE case_id = $1 AND event = 'hearing.fixed'", []any{m.target.ID}, &said)
	if name != "笔录.txt" || said != "笔录.txt" || !strings.HasPrefix(media, "text/plain") || size != 12 || file != m.target.ID {
		t.Errorf("%s, %s, %s, %d", name, said, media, size)
	}
	at := blob.Ref{Agency: m.people["handler"].AgencyID, Case: m.target.ID, Digest: digest, Size: size}
	if n, err := c.store.Stat(t.Context(), at); err != nil || n != 12 || c.stored() != 1 {
		t.Errorf("at its address: %d, %v", n, err)
	}
	_, err = c.hand(c.form(m, "handler", "hearing.fixed"), c.values(m, "record", "made-up.txt", "occurred_at", "2026-03-02T08:30"))
	passed(t, err)
	m.scan("SELECT coalesce(input ->> 'record', '') FROM acts WHERE case_id = $1 AND event = 'hearing.fixed' ORDER BY id DESC LIMIT 1", []any{m.target.ID},
		&said)
	if said != "" {
		t.Errorf("a name that was typed is no file: %q", said)
	}
}

// TestSubmit_KeepsNoByteOfWhatIsRefused: what the fields, the row, the guards or the rights of the sender do not admit brings no file
// into the store; nor does a file without a byte, in no field, or more than may be kept.
func TestSubmit_KeepsNoByteOfWhatIsRefused(t *testing.T) {
	c := openCounter(t)
	m := c.open(nil)
	file := sentFile{"record", "笔录.txt", "听证笔录"}
	good := func() url.Values { return c.values(m, "occurred_at", "2026-03-02T08:30") }
	_, err := c.hand(c.form(m, "handler", "hearing.fixed"), c.values(m, "occurred_at", "2027-03-02T08:30"), file)
	if errs.KindOf(err) != errs.InvalidInput {
		t.Errorf("a time to come: %v", err)
	}
	wrongField := c.values(m, "occurred_at", "yesterday")
	if _, err = c.hand(c.form(m, "handler", "hearing.fixed"), wrongField, file); errs.KindOf(err) != errs.InvalidInput {
		t.Errorf("no time: %v", err)
	}
	if _, err = c.hand(c.form(m, "unit", "hearing.fixed"), good(), file); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("another role: %v", err)
	}
	if _, err = c.hand(c.form(m, "detective", "hearing.fixed"), good(), file); errs.KindOf(err) != errs.NotFound {
		t.Errorf("another organ: %v", err)
	}
	_, err = c.hand(c.form(m, "handler", "hearing.fixed"), good(), sentFile{"other", "x.txt", "x"})
	refused(t, err, errs.BadRequest, "procedure.no_such_file")
	_, err = c.hand(c.form(m, "handler", "oddity.recorded"), c.values(m), file)
	refused(t, err, errs.BadRequest, "procedure.no_such_file")
	_, err = c.hand(c.form(m, "handler", "hearing.fixed"), good(), sentFile{"record", "leer.txt", ""})
	wrong(t, err, "record", "form.empty_file")
	big := c.form(m, "handler", "hearing.fixed")
	big.Bytes = 1<<30 + 1
	_, err = c.hand(big, good(), file)
	refused(t, err, errs.TooLarge, "procedure.quota_case")
	left := c.form(m, "handler", "hearing.fixed")
	gone := errs.New(errs.Unauthenticated, "test.left")
	left.Still = func(context.Context) error { return gone }
	if _, err = c.hand(left, good(), file); !errors.Is(err, gone) {
		t.Errorf("who left: %v", err)
	}
	closed := c.marked(actor.PointerOnly)
	_, err = c.hand(c.form(closed, "handler", "hearing.fixed"), c.values(closed, "occurred_at", "2026-03-02T08:30"), file)
	stopped(t, err, "pointer_only_if_classified")
	if c.stored() != 0 {
		t.Errorf("%d files of refused forms are kept", c.stored())
	}
	var n int
	m.scan("SELECT count(*) FROM attachments WHERE case_id IN ($1, $2)", []any{m.target.ID, closed.target.ID}, &n)
	if n != 0 {
		t.Errorf("%d rows of refused forms", n)
	}
}

// TestSubmit_BreaksOffWithTheBody: what ends before its end is refused whole; a fault of the reader is its own.
func TestSubmit_BreaksOffWithTheBody(t *testing.T) {
	c := openCounter(t)
	m := c.open(nil)
	s := c.engine.Receive(c.form(m, "handler", "hearing.fixed"))
	defer s.Drop()
	passed(t, s.Fields(c.values(m, "occurred_at", "2026-03-02T08:30")))
	if s.Wrong() != nil {
		t.Errorf("before the file: %v", s.Wrong())
	}
	broken := errs.New(errs.BadRequest, "test.broken_off")
	if err := s.File(t.Context(), "record", "a.txt", io.MultiReader(strings.NewReader("half"), failing{broken})); !errors.Is(err,
		broken) || !errors.Is(s.Wrong(), broken) {
		t.Errorf("%v, %v", err, s.Wrong())
	}
	if _, err := s.Submit(t.Context()); !errors.Is(err, broken) || c.stored() != 0 {
		t.Errorf("%v, %d kept", err, c.stored())
	}
	s = c.engine.Receive(c.form(m, "handler", "hearing.fixed"))
	defer s.Drop()
	passed(t, s.Fields(c.values(m, "occurred_at", "2026-03-02T08:30")))
	lost := errors.New("the store is away")
	if err := s.File(t.Context(), "record", "a.txt", failing{lost}); err != nil || !errors.Is(s.Wrong(), lost) {
		t.Errorf("a fault that is not the body's: %v, %v", err, s.Wrong())
	}
	if err := s.File(t.Context(), "record", "b.txt", strings.NewReader("more")); err != nil || len(s.Uploads) != 0 {
		t.Errorf("what still comes: %v, %v", err, s.Uploads)
	}
}

// failing is a body that ends with an error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestSubmit_SignsWithTheCredential: a proposal is made without it; whoever signs is asked once, signs what he was shown, adds an opinion
// alone and sends no file.
func TestSubmit_SignsWithTheCredential(t *testing.T) {
	c := openCounter(t)
	m := c.inReview()
	got, err := c.hand(c.form(m, "unit", "matter.decided"), c.values(m, "sanction", "警告"))
	passed(t, err)
	if c.asked != 0 || got.Approval == "" || got.Location != "/approvals/"+got.Approval+"?done=proposed" {
		t.Errorf("proposed: %d asked, %+v", c.asked, got)
	}
	p := m.waiting()
	sign := func(pairs ...string) (procedure.Receipt, error) {
		f := c.form(m, "head", "matter.decided")
		f.Open = []procedure.OpenProposal{{Ref: got.Approval, Event: "matter.decided"}}
		return c.hand(f, c.values(m, append([]string{"proposal", got.Approval, "digest", p.digest}, pairs...)...))
	}
	_, err = sign("credential", "a wrong word")
	refused(t, err, errs.InvalidInput, "test.wrong_word")
	if _, err = sign("credential", right, "opinion", strings.Repeat("字", 20001)); errs.KindOf(err) != errs.InvalidInput || c.asked != 1 {
		t.Errorf("too long an opinion: %v, asked %d times", err, c.asked)
	}
	f := c.form(m, "head", "matter.decided")
	_, err = c.hand(f, c.values(m, "proposal", got.Approval, "digest", p.digest, "credential", right), sentFile{"record", "a.txt", "a"})
	refused(t, err, errs.BadRequest, "procedure.no_such_file")
	_, err = c.hand(f, c.values(m, "proposal", "AP-none", "digest", p.digest, "credential", right))
	if errs.KindOf(err) != errs.NotFound {
		t.Errorf("no such proposal: %v", err)
	}
	done, err := sign("credential", right, "opinion", "同意。", "sanction", "夹带")
	passed(t, err)
	var opinion, sanction, state, decision, code string
	var by, act int64
	m.scan("SELECT input ->> 'opinion', input ->> 'sanction', id FROM acts WHERE case_id = $1 AND event = 'matter.decided'", []any{m.target.ID}, &opinion,
		&sanction, &act)
	m.scan("SELECT state, decision, reason_code, decided_by FROM approvals WHERE id = $1 AND act_id = $2", []any{p.id, act}, &state, &decision, &code, &by)
	if opinion != "同意。" || sanction != "警告" || state != "DECIDED" || decision != "matter.decided" || code != "" || by != m.people["head"].UserID ||
		done.ActID != act {
		t.Errorf("%s, %s, %s by %s of %d", opinion, sanction, state, decision, by)
	}
	c.takes(nil)
	n := c.inReview()
	other, err := c.hand(c.form(n, "unit", "matter.decided"), c.values(n, "sanction", "警告"))
	passed(t, err)
	_, err = c.hand(c.form(n, "head", "matter.decided"), c.values(n, "proposal", other.Approval, "digest", n.waiting().digest, "credential", right))
	if errs.KindOf(err) != errs.Internal {
		t.Errorf("where nobody can ask nothing binds: %v", err)
	}
}
