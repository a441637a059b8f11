package enginetest_test

import (
	"testing"

	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
)

// turn ends a proposal without an act.
func (m affair) turn(who string, p shown, decision string) error {
	m.t.Helper()
	in := procedure.Turn{Approval: p.id, Decision: decision, ReasonCode: "facts_unclear", Reason: "事实不清，补充后再报。", Digest: p.digest}
	if decision == "withdraw" {
		in.ReasonCode, in.Reason = "", ""
	}
	_, err := m.engine.Turn(m.t.Context(), m.people[who], in)
	return err
}

// ended is how a proposal ended.
func (m affair) ended(p shown) (state, opinion string) {
	m.t.Helper()
	m.scan("SELECT state, opinion FROM approvals WHERE id = $1", []any{p.id}, &state, &opinion)
	return state, opinion
}

// TestTurn_IsForWhoDecides: a proposal is sent back or refused by somebody who could decide it, not by who made it; it is taken
// back by nobody else.
func TestTurn_IsForWhoDecides(t *testing.T) {
	m := build(t).inReview()
	p := m.propose("chief", nil)
	refused(t, m.turn("chief", p, "return"), errs.Forbidden, "procedure.own_proposal")
	refused(t, m.turn("unit", p, "return"), errs.Forbidden, "procedure.role_missing")
	refused(t, m.turn("head", p, "withdraw"), errs.Forbidden, "procedure.only_proposer")
	in := procedure.Turn{Approval: p.id, Decision: "return", Reason: "短", Digest: p.digest}
	_, err := m.engine.Turn(t.Context(), m.people["head"], in)
	wrong(t, err, "opinion", "form.too_short")
	passed(t, m.turn("chief", p, "withdraw"))
	if state, opinion := m.ended(p); state != "WITHDRAWN" || opinion != "" {
		t.Errorf("withdrawn: %s, %q", state, opinion)
	}
	refused(t, m.turn("head", p, "return"), errs.Conflict, "procedure.already_decided")
}

// TestTurn_ComesBackWithItsOpinion: what was sent back is proposed anew, as the second submission, with what was said to the
// first; who proposed has word of it; and what was refused is not decided any more.
func TestTurn_ComesBackWithItsOpinion(t *testing.T) {
	m := build(t).inReview()
	first := m.propose("unit", nil)
	passed(t, m.turn("head", first, "return"))
	if state, opinion := m.ended(first); state != "RETURNED" || opinion != "事实不清，补充后再报。" {
		t.Errorf("returned: %s, %q", state, opinion)
	}
	refused(t, m.decide("head", first, nil), errs.Conflict, "procedure.already_decided")
	second := m.propose("unit", nil)
	p, err := m.engine.OpenProposal(t.Context(), m.db.Read(), m.target, "matter.decided")
	if err != nil || p.Revision != 2 || p.Shown.Find("earlier") == nil || p.Shown.Find("earlier").Values[1] != "事实不清，补充后再报。" {
		t.Errorf("the second submission: %+v, %v", p, err)
	}
	passed(t, m.turn("head", second, "refuse"))
	if state, _ := m.ended(second); state != "REFUSED" {
		t.Errorf("refused: %s", state)
	}
	if got := m.told("unit"); got != "approval.return approval.refuse" {
		t.Errorf("who proposed was told %q", got)
	}
}

// told is what somebody had word of, in order.
func (m affair) told(who string) (kinds string) {
	m.t.Helper()
	m.scan("SELECT coalesce(string_agg(kind, ' ' ORDER BY id), '') FROM notices WHERE user_id = $1", []any{m.people[who].UserID}, &kinds)
	return kinds
}

// TestProposalAct_IsDecidedByTheRowsThatNameIt: where an act is the proposal, it opens the decision; either answer decides it, on
// what was shown, and nothing else does.
func TestProposalAct_IsDecidedByTheRowsThatNameIt(t *testing.T) {
	h := build(t)
	for _, answer := range []struct{ event, state string }{{"matter.granted", "DECIDED"}, {"matter.denied", "INVESTIGATING"}} {
		m := h.inReview()
		m.must("handler", "matter.reported", nil)
		p, err := m.engine.OpenProposal(t.Context(), m.db.Read(), m.target, "matter.reported")
		if err != nil {
			t.Fatal(err)
		}
		digest := m.engine.DigestNow(t.Context(), p, m.file())
		_, err = m.do("principal", answer.event, law.Values{"answer": "照办"})
		refused(t, err, errs.Conflict, "procedure.decided_on_approval")
		refused(t, m.turn("principal", shown{p.ID, digest}, "return"), errs.Conflict, "procedure.not_an_option")
		sign := func(event, digest string) error {
			_, err := m.try("principal", procedure.Command{Event: event, Input: law.Values{"answer": "照办"}, Approval: p.ID, Digest: digest, Version: -1})
			return err
		}
		refused(t, sign("matter.passed_up", digest), errs.Conflict, "law.not_admitted")
		refused(t, sign(answer.event, "another"), errs.Conflict, "procedure.changed_since")
		passed(t, sign(answer.event, digest))
		var said, proposer string
		m.scan("SELECT input ->> 'answer', proposer_name FROM acts WHERE case_id = $1 AND event = $2", []any{m.target.ID, answer.event}, &said, &proposer)
		if m.state() != answer.state || said != "照办" || proposer != m.people["handler"].Name {
			t.Errorf("%s: %s, %q, proposed by %s", answer.event, m.state(), said, proposer)
		}
	}
	m := h.inReview()
	p := m.propose("unit", nil)
	_, err := m.try("principal", procedure.Command{Event: "matter.passed_up", Approval: p.id, Digest: p.digest, Version: -1})
	refused(t, err, errs.Conflict, "procedure.not_an_option")
}

// TestSigners_StandOnTheAct: an act of two people names both, each with the role in which he signed; its proposer has word of it.
func TestSigners_StandOnTheAct(t *testing.T) {
	m := build(t).inReview()
	passed(t, m.decide("head", m.propose("unit", nil), nil))
	var actor, role, proposer, proposed string
	m.scan("SELECT actor_name, actor_role, proposer_name, proposer_role FROM acts WHERE case_id = $1 AND event = 'matter.decided'",
		[]any{m.target.ID}, &actor, &role, &proposer, &proposed)
	if actor != m.people["head"].Name || role != "agency_head" || proposer != m.people["unit"].Name || proposed != "unit_head" {
		t.Errorf("signed by %s as %s, proposed by %s as %s", actor, role, proposer, proposed)
	}
	if got := m.told("unit"); got != "matter.decided" {
		t.Errorf("the proposer was told %q", got)
	}
	if got := m.told("head"); got != "" {
		t.Errorf("who decided was told %q", got)
	}
}
