package enginetest_test

import (
	"slices"
	"strings"
	"testing"

	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
)

// ledger is what the newest entry of an action on the file says under a name.
func (m affair) ledger(action, name string) (text string) {
	m.t.Helper()
	m.scan("SELECT coalesce(details ->> $3, '') FROM audit_events WHERE case_id = $1 AND action = $2 ORDER BY n DESC LIMIT 1", []any{m.target.ID, action, name},
		&text)
	return text
}

// TestRecord_SaysWhatTheActDid: the ledger names the row, the role, the move, who proposed, and of a twin what caused it; of an act that
// moves nothing there is no move.
func TestRecord_SaysWhatTheActDid(t *testing.T) {
	h := build(t)
	m := h.inReview()
	passed(t, m.decide("head", m.propose("unit", nil), nil))
	for name, want := range map[string]string{"row": "TAC-05", "role": "agency_head", "from": "REVIEW", "to": "DECIDED", "proposer": m.people["unit"].Name,
		"variant": "", "twin_of": ""} {
		if got := m.ledger("matter.decided", name); got != want {
			t.Errorf("the decision, %s: %q, want %q", name, got, want)
		}
	}
	if digest := m.ledger("matter.decided", "input_digest"); !strings.HasPrefix(digest, "sha256:") {
		t.Errorf("its answers: %q", digest)
	}
	m.must("handler", "oddity.recorded", nil)
	if from, proposer := m.ledger("oddity.recorded", "from"), m.ledger("oddity.recorded", "proposer"); from != "" || proposer != "" {
		t.Errorf("an act that moves nothing: from %q, proposed by %q", from, proposer)
	}
	x := h.inquiry(h.clock.Now())
	cmd := procedure.Command{Target: x.hand(), Event: "referral.taken", Input: law.Values{}, Version: -1}
	got, err := x.engine.Do(t.Context(), x.people["police"], cmd)
	passed(t, err)
	var cause int64
	x.scan("SELECT (details ->> 'twin_of')::bigint FROM audit_events WHERE case_id = $1 AND action = 'inquiry.ended'", []any{x.target.ID}, &cause)
	if cause != got.ActID {
		t.Errorf("the twin of %d is caused by %d", got.ActID, cause)
	}
	if notes := x.notes("referral.taken"); len(notes) > 1 {
		t.Errorf("noted: %q", notes)
	}
}

// TestState_HasItsDates: the day of a state is the day of the act that brought the file there; an act that moves nothing changes the
// version alone.
func TestState_HasItsDates(t *testing.T) {
	m := build(t).inReview()
	dates := func() (decided, closed, updated string, version, round int) {
		m.scan("SELECT coalesce(decided_at::text, ''), coalesce(closed_at::text, ''), updated_at::text, version, round FROM cases WHERE id = $1",
			[]any{m.target.ID},
			&decided, &closed, &updated, &version, &round)
		return decided, closed, updated, version, round
	}
	_, _, updated, version, _ := dates()
	m.set("2026-03-04 10:00")
	m.must("handler", "oddity.recorded", nil)
	if decided, closed, now, v, _ := dates(); decided+closed != "" || now != updated || v != version+1 {
		t.Errorf("what is only recorded: %q, %q, %s, version %d", decided, closed, now, v)
	}
	passed(t, m.decide("head", m.propose("unit", nil), nil))
	decided, closed, updated, _, round := dates()
	if !strings.HasPrefix(decided, "2026-03-04") || closed != "" || updated != decided || round != 1 {
		t.Errorf("decided %s, closed %q, updated %s, round %d", decided, closed, updated, round)
	}
	m.set("2026-03-05 10:00")
	m.must("unit", "matter.closed", nil)
	if was, closed, _, _, _ := dates(); was != decided || !strings.HasPrefix(closed, "2026-03-05") {
		t.Errorf("decided %s, closed %s", was, closed)
	}
}

// TestTasks_OfWhoBeginsThem: a step that others are left to do is that of its proposers, of an answer to an act that of its deciders;
// what the state does not admit is noted, and nobody's.
func TestTasks_OfWhoBeginsThem(t *testing.T) {
	m := build(t).open(nil)
	m.must("handler", "paper.issued", nil)
	if n, _ := m.tasks("matter.decided"); n != 0 || !slices.Equal(m.notes("paper.issued"), []string{}) {
		t.Errorf("%d tasks, noted %q", n, m.notes("paper.issued"))
	}
	m.must("handler", "inquiry.started", law.Values{"occurred_at": m.clock.Now()})
	m.must("handler", "notice.issued", nil)
	m.must("handler", "paper.issued", nil)
	if n, roles := m.tasks("matter.decided"); n != 1 || !slices.Equal(roles, []string{"unit_head", "case_handler"}) {
		t.Errorf("%d tasks of %q", n, roles)
	}
	m.must("handler", "matter.reported", nil)
	m.must("handler", "paper.issued", nil)
	if n, roles := m.tasks("matter.granted"); n != 1 || !slices.Equal(roles, []string{"principal_head"}) {
		t.Errorf("%d tasks of %q", n, roles)
	}
}

// TestProposal_KeepsItsFiles: what came with a proposal is seen by its decider, and becomes the act's when it is decided.
func TestProposal_KeepsItsFiles(t *testing.T) {
	m := build(t).inReview()
	_, err := m.try("unit", procedure.Command{Event: "matter.decided", Input: law.Values{"sanction": "警告"}, Uploads: m.upload("exhibit"), Version: -1})
	passed(t, err)
	p := m.waiting()
	count := func(where string) (n int) {
		m.scan("SELECT count(*) FROM attachments WHERE case_id = $1 AND "+where, []any{m.target.ID}, &n)
		return n
	}
	if count("act_id = 0 AND approval_id IS NOT NULL") != 1 {
		t.Error("it stands with the proposal")
	}
	shown, err := m.engine.OpenProposal(t.Context(), m.db.Read(), m.target, "matter.decided")
	if err != nil || shown.Shown.Find("file:exhibit:1") == nil {
		t.Errorf("the decider sees it: %v, %v", shown.Shown, err)
	}
	_, err = m.try("head", procedure.Command{Event: "matter.decided", Approval: p.id, Digest: p.digest, Uploads: m.upload("exhibit"), Version: -1})
	refused(t, err, errs.BadRequest, "procedure.no_such_file")
	passed(t, m.decide("head", p, nil))
	if count("act_id <> 0") != 1 || count("act_id = 0") != 0 {
		t.Error("it stands with the act")
	}
}

// TestProposal_IsOfItsObject: nobody decides on one file what was proposed on another.
func TestProposal_IsOfItsObject(t *testing.T) {
	h := build(t)
	m, other := h.inReview(), h.inReview()
	p := m.propose("unit", nil)
	refused(t, other.decide("head", p, nil), errs.NotFound, "errs.not_found")
	var kind string
	var id int64
	passed(t, m.turn("head", p, "return"))
	m.scan("SELECT target_kind, target_id FROM notices WHERE user_id = $1", []any{m.people["unit"].UserID}, &kind, &id)
	if kind != "case" || id != m.target.ID {
		t.Errorf("the word is about %s %d", kind, id)
	}
}

// TestWithdraw_OfWhoLeaves: the stored proposals of somebody who leaves his post are taken back, on record, and the heads of his unit have
// word; what he did by an act of the tables is the agency's and stands.
func TestWithdraw_OfWhoLeaves(t *testing.T) {
	h := build(t)
	m, reported, others := h.inReview(), h.inReview(), h.inReview()
	p, stays := m.propose("handler", nil), others.propose("chief", nil)
	reported.must("handler", "matter.reported", nil)
	n := 0
	_, err := audit.New(h.db, h.clock.Now).Write(t.Context(), h.people["unit"], audit.Key{}, func(tx *audit.Tx) (err error) {
		n, err = procedure.WithdrawAllOf(t.Context(), tx, h.people["handler"].UserID, "moved")
		return err
	})
	if err != nil || n != 1 {
		t.Fatalf("%d, %v", n, err)
	}
	if state, _ := m.ended(p); state != "WITHDRAWN" || m.ledger("approval.withdraw",
		"event") != "matter.decided" || m.told("unit") != "approval.withdraw" || m.told("handler") != "" {
		t.Errorf("%s, of %q, told %q", state, m.ledger("approval.withdraw", "event"), m.told("unit"))
	}
	var open int
	if state, _ := m.ended(stays); state != "OPEN" {
		t.Errorf("another's is %s", state)
	}
	m.scan("SELECT count(*) FROM approvals WHERE case_id = $1 AND state = 'OPEN'", []any{reported.target.ID}, &open)
	if open != 1 {
		t.Error("the act of the agency was taken back")
	}
}
