package enginetest_test

import (
	"slices"
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/testkit"
)

// hand makes a referral of the file to the police.
func (m affair) hand() matter.Target {
	m.t.Helper()
	cmd := procedure.Command{Target: matter.Target{Entity: law.Referral}, Parent: m.target, Event: "referral.handed", Input: law.Values{}, Version: -1}
	got, err := m.engine.Do(m.t.Context(), m.people["handler"], cmd)
	if err != nil {
		m.t.Fatal(err)
	}
	return got.Target
}

// tasks counts the tasks of an event that wait on the file.
func (m affair) tasks(event string) (n int, roles []string) {
	m.t.Helper()
	m.scan("SELECT count(*), coalesce(min(roles), '{}') FROM tasks WHERE case_id = $1 AND event = $2 AND done_at IS NULL",
		[]any{m.target.ID, event}, &n, &roles)
	return n, roles
}

// TestEmits_FurtherNamesAndTasks: an act bears the names that its row gives it besides, and leaves to others what they are to do,
// until they have done it.
func TestEmits_FurtherNamesAndTasks(t *testing.T) {
	m := build(t).inReview()
	if p := m.file().Last("party.told"); p == nil || p.Event != "notice.issued" {
		t.Errorf("the further name of the notice: %+v", p)
	}
	if n, roles := m.tasks("review.passed"); n != 1 || !slices.Equal(roles, []string{"legal_reviewer"}) {
		t.Errorf("%d tasks of %q", n, roles)
	}
	m.must("reviewer", "review.passed", nil)
	if n, _ := m.tasks("review.passed"); n != 0 {
		t.Errorf("%d tasks after it was done", n)
	}
}

// TestEmits_TheTwin: what the police take in ends the inquiry of the file it came from, in the same transaction, as an act of its
// own that names what caused it; the handler of that file has word of it.
func TestEmits_TheTwin(t *testing.T) {
	h := build(t)
	m := h.inquiry(h.clock.Now())
	r := m.hand()
	_, err := m.engine.Do(t.Context(), m.people["police"], procedure.Command{Target: r, Event: "referral.taken", Input: law.Values{}, Version: -1})
	if err != nil {
		t.Fatal(err)
	}
	var cause string
	var twin bool
	m.scan(`SELECT a.twin_of IS NOT NULL, coalesce(o.event, '') FROM acts a LEFT JOIN acts o ON o.id = a.twin_of
WHERE a.case_id = $1 AND a.event = 'inquiry.ended'`, []any{m.target.ID}, &twin, &cause)
	if !twin || cause != "referral.taken" {
		t.Errorf("the twin is caused by %q", cause)
	}
	m.is("TIN-010", "MET", "2026-04-01 23:59")
	var state string
	m.scan("SELECT state FROM clocks WHERE code = 'RCV-010' AND target_id = $1", []any{r.ID}, &state)
	if state != "MET" {
		t.Errorf("the receipt is %s", state)
	}
	if got := m.told("handler"); got != "referral.taken" {
		t.Errorf("the handler was told %q", got)
	}
}

// TestLapse_ClosesRightsAlone: a right whose end has passed ends at its end; what is late stays late, and presses.
func TestLapse_ClosesRightsAlone(t *testing.T) {
	h := houseIn(t, tables(t), testkit.DB(t)) // Lapse closes whatever ran out
	m := h.inquiry(h.clock.Now())
	h.set("2026-03-20 09:00")
	if err := m.engine.Lapse(t.Context()); err != nil {
		t.Fatal(err)
	}
	m.is("TIN-030", "LAPSED", "2026-03-12 09:00")
	m.is("TIN-020", "RUNNING", "2026-03-13 23:59")
	m.is("TIN-040", "RUNNING", "2026-03-05 00:00")
	var code string
	m.scan("SELECT next_clock FROM cases WHERE id = $1", []any{m.target.ID}, &code)
	if code != "TIN-020" {
		t.Errorf("the file presses by %q", code)
	}
}

// TestKey_DoesItOnce: the same form sent twice is one act, and gives the same answer.
func TestKey_DoesItOnce(t *testing.T) {
	m := build(t).open(nil)
	cmd := procedure.Command{Event: "oddity.recorded", Version: -1, Key: audit.Key{Route: "acts", Target: m.serial, Nonce: "once" + m.serial}}
	first, err := m.try("handler", cmd)
	passed(t, err)
	second, err := m.try("handler", cmd)
	passed(t, err)
	var n int
	m.scan("SELECT count(*) FROM acts WHERE case_id = $1 AND event = 'oddity.recorded'", []any{m.target.ID}, &n)
	if n != 1 || first.Replayed || !second.Replayed || second.Location != first.Location {
		t.Errorf("%d acts: %+v, %+v", n, first, second)
	}
}

// TestNamed_WhoMayBe: a form names a colleague who holds a role in which it may name him, and no duty in the matter that excludes
// it.
func TestNamed_WhoMayBe(t *testing.T) {
	m := build(t).inReview()
	name := func(who string) error {
		_, err := m.do("handler", "hearing.fixed", law.Values{"occurred_at": m.clock.Now(), "presider": who})
		return err
	}
	wrong(t, name("nobody"), "presider", "procedure.field.person_unknown")
	wrong(t, name(m.people["police"].Username), "presider", "procedure.field.person_unknown")
	wrong(t, name(m.people["unit"].Username), "presider", "procedure.field.person_role")
	m.must("both", "oddity.recorded", nil)
	wrong(t, name(m.people["both"].Username), "presider", "procedure.field.person_duty")
	passed(t, name(m.people["reviewer"].Username))
}

// upload is a file that comes with a form; its bytes lie in the store already.
func (m affair) upload(field string) []procedure.Upload {
	return []procedure.Upload{{Field: field, Name: "笔录.pdf", Digest: "d", Media: "application/pdf", Size: 1,
		AgencyID: m.people["handler"].AgencyID, CaseID: m.target.ID}}
}

// TestFiles_WhereTheyMayCome: a file comes in a field that asks for one, and never on what is kept by its number alone.
func TestFiles_WhereTheyMayCome(t *testing.T) {
	h := build(t)
	m := h.open(nil)
	send := func(field string) error {
		in := law.Values{"occurred_at": m.clock.Now()}
		_, err := m.try("handler", procedure.Command{Event: "hearing.fixed", Input: in, Uploads: m.upload(field), Version: -1})
		return err
	}
	refused(t, send("other"), errs.BadRequest, "procedure.no_such_file")
	passed(t, send("record"))
	var n int
	m.scan("SELECT count(*) FROM attachments WHERE case_id = $1 AND field = 'record'", []any{m.target.ID}, &n)
	if n != 1 {
		t.Errorf("%d files are kept", n)
	}
	m = h.marked(actor.PointerOnly)
	stopped(t, send("record"), "pointer_only_if_classified")
	m.must("handler", "hearing.fixed", law.Values{"occurred_at": m.clock.Now()})
}
