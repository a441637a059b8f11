package enginetest_test

import (
	"testing"
	"time"

	"touchstone/internal/law"
)

// TestClocks_RunFromWhatHappened: what began on Friday 27 February and is entered on Monday counts from Friday. 30 days end on
// 29 March; eight working days, with Monday 9 March made a holiday, on 12 March; 240 hours to the minute; and of two days
// between which nothing may happen the next is the first one after.
func TestClocks_RunFromWhatHappened(t *testing.T) {
	m := build(t).inquiry(at("2026-02-27 10:00"))
	m.is("TIN-010", "RUNNING", "2026-03-29 23:59")
	m.is("TIN-020", "RUNNING", "2026-03-12 23:59")
	m.is("TIN-030", "RUNNING", "2026-03-09 10:00")
	m.is("TIN-040", "RUNNING", "2026-03-02 00:00")
}

// TestClocks_StopByWhatHappened: what was done in time and is entered late was done in time.
func TestClocks_StopByWhatHappened(t *testing.T) {
	m := build(t).inquiry(at("2026-02-27 10:00"))
	m.set("2026-04-07 09:00")
	m.must("handler", "inquiry.ended", law.Values{"occurred_at": at("2026-03-29 16:00")})
	m.is("TIN-010", "MET", "2026-03-29 23:59")
	m.is("TIN-020", "LATE", "2026-03-12 23:59")
	m.is("TIN-030", "LAPSED", "2026-03-09 10:00") // what ended is a right: nobody is late
	m.is("TIN-040", "LAPSED", "2026-03-02 00:00")
}

// TestClocks_OfACondition: a clock under a condition runs only where it holds.
func TestClocks_OfACondition(t *testing.T) {
	m := build(t).open(nil)
	m.must("handler", "inquiry.started", law.Values{"occurred_at": m.clock.Now()})
	var n int
	m.scan("SELECT count(*) FROM clocks WHERE code = 'TIN-030' AND case_id = $1", []any{m.target.ID}, &n)
	if n != 0 {
		t.Error("the clock of what is urgent runs")
	}
	m.is("TIN-010", "RUNNING", "2026-04-01 23:59")
}

func (m affair) hold(event string) {
	m.t.Helper()
	m.must("head", event, law.Values{"clock": "TIN-010", "legal_basis": "APL 60"})
}

// TestClocks_StopAfterAPause: of a clock that stands still the moment counts at which it was stopped.
func TestClocks_StopAfterAPause(t *testing.T) {
	h := build(t)
	inTime, late := h.inquiry(h.clock.Now()), h.inquiry(h.clock.Now()) // 30 days end on 1 April
	h.set("2026-03-20 10:00")
	inTime.hold("clock.paused")
	h.set("2026-04-03 10:00")
	late.hold("clock.paused")
	h.set("2026-04-20 10:00")
	for _, m := range []affair{inTime, late} {
		m.is("TIN-010", "PAUSED", "2026-04-01 23:59")
		m.must("handler", "inquiry.ended", law.Values{"occurred_at": at("2026-04-20 09:00")})
	}
	inTime.is("TIN-010", "MET", "2026-04-01 23:59")
	late.is("TIN-010", "LATE", "2026-04-01 23:59")
}

// TestClocks_StandStill: ten days of pause do not count, and the other clocks of the file run on.
func TestClocks_StandStill(t *testing.T) {
	m := build(t)
	x := m.inquiry(m.clock.Now())
	m.set("2026-03-05 10:00")
	x.hold("clock.paused")
	_, err := x.do("head", "clock.paused", law.Values{"clock": "TIN-010", "legal_basis": "APL 60"})
	stopped(t, err, "named_clock_admits")
	m.set("2026-03-15 10:00")
	x.hold("clock.resumed")
	x.is("TIN-010", "RUNNING", "2026-04-11 23:59")
	x.is("TIN-020", "RUNNING", "2026-03-13 23:59")
	_, err = x.do("head", "clock.resumed", law.Values{"clock": "TIN-010", "legal_basis": "APL 60"})
	stopped(t, err, "named_clock_admits")
}

// TestClocks_LateStaysLate: what ended late is not met by what is entered afterwards, and not lengthened.
func TestClocks_LateStaysLate(t *testing.T) {
	m := build(t)
	x := m.inquiry(m.clock.Now())
	m.set("2026-04-10 09:00")
	x.must("handler", "inquiry.ended", law.Values{"occurred_at": at("2026-04-02 08:00")})
	x.is("TIN-010", "LATE", "2026-04-01 23:59")
	m.set("2026-04-11 09:00")
	x.must("handler", "inquiry.ended", law.Values{"occurred_at": at("2026-03-25 08:00")})
	x.is("TIN-010", "LATE", "2026-04-01 23:59")
	var closed time.Time
	m.scan("SELECT closed_at FROM clocks WHERE code = 'TIN-010' AND case_id = $1", []any{x.target.ID}, &closed)
	if !closed.Equal(at("2026-04-10 09:00")) {
		t.Errorf("closed at %v", closed)
	}
	_, err := x.do("head", "clock.extended", law.Values{"clock": "TIN-010", "new_due_on": at("2026-04-11 00:00")})
	stopped(t, err, "named_clock_admits")
}

// TestClocks_ExtensionHasItsLimit: ten days, once.
func TestClocks_ExtensionHasItsLimit(t *testing.T) {
	m := build(t)
	x := m.inquiry(m.clock.Now())
	extend := func(day string) error {
		_, err := x.do("head", "clock.extended", law.Values{"clock": "TIN-010", "new_due_on": at(day + " 00:00")})
		return err
	}
	stopped(t, extend("2026-04-12"), "extension_within_limit")
	x.is("TIN-010", "RUNNING", "2026-04-01 23:59")
	passed(t, extend("2026-04-11"))
	x.is("TIN-010", "RUNNING", "2026-04-11 23:59")
	stopped(t, extend("2026-04-05"), "extension_within_limit")
	_, err := x.do("head", "clock.extended", law.Values{"clock": "TIN-020", "new_due_on": at("2026-03-16 00:00")})
	stopped(t, err, "extension_within_limit") // its row knows no extension
}

// TestNextDue_IsOnesOwn: what presses is the earliest clock that the file's own organ owes. The police owe the receipt of the
// referral by the next morning, and that stands on the referral; what may not happen before a day presses nobody.
func TestNextDue_IsOnesOwn(t *testing.T) {
	m := build(t)
	x := m.inquiry(m.clock.Now())
	x.hand()
	var owner int64
	var receipt, due, member, referral time.Time
	var code string
	m.scan("SELECT owner_agency_id, due_at FROM clocks WHERE code = 'RCV-010' AND case_id = $1", []any{x.target.ID}, &owner, &receipt)
	if owner != m.people["police"].AgencyID || !receipt.Equal(at("2026-03-03 09:00")) {
		t.Fatalf("the receipt is owed by %d until %v", owner, receipt)
	}
	m.scan("SELECT next_due, next_clock FROM cases WHERE id = $1", []any{x.target.ID}, &due, &code)
	m.scan("SELECT next_due FROM case_members WHERE case_id = $1", []any{x.target.ID}, &member)
	m.scan("SELECT next_due FROM referrals WHERE from_case_id = $1", []any{x.target.ID}, &referral)
	if want := at("2026-03-12 09:00"); code != "TIN-030" || !due.Equal(want) || !member.Equal(want) {
		t.Errorf("the file presses by %s on %v, on its handler's list on %v", code, due, member)
	}
	if !referral.Equal(at("2026-03-03 09:00")) {
		t.Errorf("the referral presses on %v", referral)
	}
}
