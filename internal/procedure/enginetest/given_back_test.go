package enginetest_test

import (
	"testing"

	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/testkit"
)

// TestGiveBack_WhatWasStoredInAnOlderForm: a stored proposal that shows what it shows in an older form goes back to whoever made it, with
// its text and word of it; one that is itself an act is shown anew and waits on. What is of today, and what was decided, stays. A second
// run finds nothing.
func TestGiveBack_WhatWasStoredInAnOlderForm(t *testing.T) {
	h := houseIn(t, tables(t), testkit.DB(t))
	old, act, today, done := h.inReview(), h.inReview(), h.inReview(), h.inReview()
	old.propose("unit", nil)
	waits, q := today.propose("unit", nil), done.propose("unit", nil)
	act.must("handler", "matter.reported", nil)
	passed(t, done.decide("head", q, nil))
	var n int
	h.scan(`WITH x AS (UPDATE approvals SET shown = jsonb_set(shown, '{seen}', '"v1"') WHERE case_id IN ($1, $2, $3) RETURNING id) SELECT count(*) FROM x`,
		[]any{old.target.ID, act.target.ID, done.target.ID}, &n)
	for range 2 {
		if err := h.engine.GiveBack(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	row := func(m affair) (state, why, form string) {
		m.scan("SELECT state, reason_code, shown ->> 'seen' FROM approvals WHERE case_id = $1", []any{m.target.ID}, &state, &why, &form)
		return state, why, form
	}
	if state, why,
		_ := row(old); state != "RETURNED" || why != procedure.Outdated || old.told("unit") != "approval.return matter.decided" &&
		old.told("unit") != "matter.decided approval.return" {
		t.Errorf("the old one: %s, %s, told %q", state, why, old.told("unit"))
	}
	if state, why, form := row(act); state != "OPEN" || why != "" || form != "v2" || act.ledger("approval.restated", "event") != "matter.reported" {
		t.Errorf("the act: %s, %s, %s", state, why, form)
	}
	if state, _, _ := row(today); state != "OPEN" {
		t.Errorf("today's: %s", state)
	}
	if state, _, form := row(done); state != "DECIDED" || form != "v1" {
		t.Errorf("the decided one: %s, %s", state, form)
	}
	var times int
	h.scan("SELECT count(*) FROM audit_events WHERE action IN ('approval.return', 'approval.restated')", nil, &times)
	if times != 2 {
		t.Errorf("given back %d times", times)
	}
	passed(t, today.decide("head", waits, nil))
	o, err := act.engine.OpenProposal(t.Context(), act.db.Read(), act.target, "matter.reported")
	if err != nil {
		t.Fatal(err)
	}
	_, err = act.try("principal", procedure.Command{Event: "matter.granted", Input: law.Values{"answer": "照办"}, Approval: o.ID,
		Digest: act.engine.DigestNow(t.Context(), o, act.file()), Version: -1})
	passed(t, err)
}

// TestSubmit_AnswersAnActWithAFile: who answers an act has a form of his own, and files in it; who signs a stored proposal has none.
func TestSubmit_AnswersAnActWithAFile(t *testing.T) {
	c := openCounter(t)
	m := c.inReview()
	m.must("handler", "matter.reported", nil)
	p, err := m.engine.OpenProposal(t.Context(), m.db.Read(), m.target, "matter.reported")
	if err != nil {
		t.Fatal(err)
	}
	answer := func(open ...procedure.OpenProposal) error {
		f := c.form(m, "principal", "matter.granted")
		f.Open = open
		_, err := c.hand(f, c.values(m, "answer", "照办", "proposal", p.Ref, "digest", c.engine.DigestNow(t.Context(), p, m.file()), "credential", right),
			sentFile{"enclosure", "附件.txt", "附件"})
		return err
	}
	refused(t, answer(), errs.BadRequest, "procedure.no_such_file")
	refused(t, answer(procedure.OpenProposal{Ref: p.Ref}), errs.BadRequest, "procedure.no_such_file")
	refused(t, answer(procedure.OpenProposal{Ref: "AP-other", ByAct: true}), errs.BadRequest, "procedure.no_such_file")
	passed(t, answer(procedure.OpenProposal{Ref: "AP-other"}, procedure.OpenProposal{Ref: p.Ref, ByAct: true}))
	if m.state() != "DECIDED" || c.stored() != 1 {
		t.Errorf("%s, %d files", m.state(), c.stored())
	}
}

// TestUploads_FitTheQuotaOrNot: what is stored is counted once more when it is stored; what is said to be there and is not, is not taken.
func TestUploads_FitTheQuotaOrNot(t *testing.T) {
	c := openCounter(t)
	m := c.open(nil)
	send := func(size int64) error {
		up := m.upload("record")
		up[0].Size, up[0].Digest = size, "sha256:00"
		_, err := c.engine.Do(t.Context(), c.people["handler"], procedure.Command{Target: m.target, Event: "hearing.fixed",
			Input: law.Values{"occurred_at": m.clock.Now()}, Uploads: up, Version: -1})
		return err
	}
	refused(t, send(1<<30+1), errs.TooLarge, "procedure.quota_case")
	if err := send(1 << 30); errs.KindOf(err) == errs.TooLarge || err == nil {
		t.Errorf("what fits exactly is not there: %v", err)
	}
}

// TestClocks_NeverBegun: what ends a period that never began ends nothing.
func TestClocks_NeverBegun(t *testing.T) {
	m := build(t).open(nil)
	m.must("handler", "inquiry.started", law.Values{"occurred_at": m.clock.Now()})
	m.must("handler", "inquiry.ended", law.Values{"occurred_at": m.clock.Now()})
	m.is("TIN-010", "MET", "2026-04-01 23:59")
	var n int
	m.scan("SELECT count(*) FROM clocks WHERE code = 'TIN-030' AND case_id = $1", []any{m.target.ID}, &n)
	if n != 0 {
		t.Errorf("%d of what never began", n)
	}
}
