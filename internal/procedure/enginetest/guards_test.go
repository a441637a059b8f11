package enginetest_test

import (
	"slices"
	"testing"
	"time"

	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// notes are what the newest act of an event was noted to have passed.
func (m affair) notes(event string) (notes []string) {
	m.t.Helper()
	m.scan("SELECT notes FROM acts WHERE event = $1 AND case_id = $2 ORDER BY id DESC LIMIT 1", []any{event, m.target.ID}, &notes)
	return notes
}

// TestNeedsReason_WithoutAReason: what needs a reason passes with one, and the act says so; what only warns passes; what blocks
// is mended by no reason.
func TestNeedsReason_WithoutAReason(t *testing.T) {
	m := build(t).open(nil)
	_, err := m.do("handler", "oddity.recorded", law.Values{"odd": true})
	stopped(t, err, "tiny_nothing_odd")
	m.must("handler", "oddity.recorded", law.Values{"odd": true, "reason": "原始单据污损，已另行拍照。"})
	if got := m.notes("oddity.recorded"); !slices.Equal(got, []string{"needs_reason:tiny_nothing_odd", "warn:tiny_odd_is_told"}) {
		t.Errorf("noted %q", got)
	}
	_, err = m.do("handler", "oddity.recorded", law.Values{"barred": true, "reason": "原始单据污损，已另行拍照。"})
	stopped(t, err, "tiny_nothing_barred")
	m.must("handler", "oddity.recorded", nil)
	if got := m.notes("oddity.recorded"); len(got) != 0 {
		t.Errorf("an act in order noted %q", got)
	}
}

// TestTimes_InTheFuture: an act records what has happened; what is to come may lie ahead.
func TestTimes_InTheFuture(t *testing.T) {
	m := build(t).open(nil)
	now := m.clock.Now()
	_, err := m.do("handler", "inquiry.started", law.Values{"occurred_at": now.Add(time.Hour)})
	wrong(t, err, "occurred_at", "form.future")
	m.must("handler", "inquiry.started", law.Values{"occurred_at": now.Add(4 * time.Minute)}) // somebody's clock is ahead
	m.must("handler", "hearing.fixed", law.Values{"occurred_at": now, "held_at": now.AddDate(0, 1, 0)})
	_, err = m.do("handler", "hearing.fixed", law.Values{"occurred_at": now, "held_at": now.AddDate(-2, 0, 0)})
	wrong(t, err, "held_at", "form.too_early")
}

// TestState_AdmitsOrDoesNot: an act of another state is refused, and so is the page of an older one.
func TestState_AdmitsOrDoesNot(t *testing.T) {
	m := build(t).open(nil)
	_, err := m.do("handler", "notice.issued", nil)
	if errs.KindOf(err) != errs.Conflict {
		t.Errorf("not refused: %v", err)
	}
	version := m.file().Case(m.target.ID).Version
	m.must("handler", "oddity.recorded", nil) // the state stays, the version does not
	_, err = m.try("handler", procedure.Command{Event: "inquiry.started", Input: law.Values{"occurred_at": m.clock.Now()}, Version: version})
	refused(t, err, errs.Conflict, "procedure.stale")
	_, err = m.try("handler", procedure.Command{Event: "inquiry.started", Input: law.Values{"occurred_at": m.clock.Now()}, Version: version + 1})
	passed(t, err)
}

// TestProposal_WaitsOnce: what waits is not proposed twice, and not done without its decision; an act that moves the file on
// takes it back.
func TestProposal_WaitsOnce(t *testing.T) {
	m := build(t).inReview()
	p := m.propose("unit", nil)
	_, err := m.do("chief", "matter.decided", law.Values{"sanction": "罚款"})
	refused(t, err, errs.Conflict, "procedure.already_proposed")
	m.must("unit", "matter.sent_back", nil)
	m.must("handler", "notice.issued", nil)
	refused(t, m.decide("head", p, nil), errs.Conflict, "procedure.already_decided")
	passed(t, m.decide("head", m.propose("unit", nil), nil))
}

// TestRow_ThatIsNotBuilt: a row without the function that it names is refused to whoever it is for.
func TestRow_ThatIsNotBuilt(t *testing.T) {
	h := build(t)
	cmd := procedure.Command{Target: matter.Target{Entity: law.CriminalCase}, Event: "crime.filed", Input: law.Values{}, Version: -1}
	_, err := h.engine.Do(t.Context(), h.people["detective"], cmd)
	refused(t, err, errs.Conflict, "procedure.not_built")
	_, err = h.open(nil).do("handler", "riddle.recorded", nil)
	refused(t, err, errs.Conflict, "procedure.not_built")
}

// TestProposal_CarriesItsClock: what waits is listed by the clock that presses on its file.
func TestProposal_CarriesItsClock(t *testing.T) {
	m := build(t).inReview()
	p := m.propose("unit", nil)
	var code string
	var due, copied time.Time
	m.scan("SELECT clock, due_at, case_due FROM approvals WHERE id = $1", []any{p.id}, &code, &due, &copied)
	if want := at("2026-03-12 09:00"); code != "TIN-030" || !due.Equal(want) || !copied.Equal(want) {
		t.Errorf("it waits by %s until %v, %v", code, due, copied)
	}
	m.must("handler", "inquiry.ended", law.Values{"occurred_at": m.clock.Now()})
	m.scan("SELECT case_due FROM approvals WHERE id = $1", []any{p.id}, &copied)
	if copied.Year() != 9999 {
		t.Errorf("without a clock it waits until %v", copied)
	}
}
