package enginetest_test

import (
	"testing"

	"touchstone/internal/errs"
	"touchstone/internal/law"
)

// TestDecider_CannotOverwriteTheProposal: of a stored proposal the decider adds an opinion; what was proposed stands.
func TestDecider_CannotOverwriteTheProposal(t *testing.T) {
	m := build(t).inReview()
	p := m.propose("unit", law.Values{"sanction": "警告", "opinion": "建议警告。"})
	passed(t, m.decide("head", p, law.Values{"sanction": "罚款一亿元", "opinion": "同意。", "note": "夹带"}))
	var sanction, opinion, note string
	m.scan(`SELECT input ->> 'sanction', input ->> 'opinion', coalesce(input ->> 'note', '') FROM acts WHERE event = 'matter.decided' AND case_id = $1`, []any{m.target.ID}, &sanction, &opinion, &note)
	if sanction != "警告" || opinion != "建议警告。\n同意。" || note != "" {
		t.Errorf("decided: %q, %q, %q", sanction, opinion, note)
	}
}

// TestDecider_IsNotTheProposer: one person in two roles does not make two persons.
func TestDecider_IsNotTheProposer(t *testing.T) {
	m := build(t).inReview()
	p := m.propose("chief", nil) // head of the unit and of the agency
	stopped(t, m.decide("chief", p, nil), "approver_is_not_proposer")
	passed(t, m.decide("head", p, nil))
}

// TestPapers_OfAnOldRoundDoNotCount: a file that went back needs its notice again; a paper that belongs to no round stays.
func TestPapers_OfAnOldRoundDoNotCount(t *testing.T) {
	m := build(t).inReview()
	m.must("handler", "paper.issued", nil)
	m.must("unit", "matter.sent_back", nil)
	m.must("handler", "matter.resubmitted", nil)
	f := m.file()
	if f.Document("DOC-A24") != nil || f.Document("DOC-A01") == nil || f.Case(m.target.ID).Round != 2 {
		t.Errorf("round %d has notice %v and paper %v", f.Case(m.target.ID).Round, f.Document("DOC-A24"), f.Document("DOC-A01"))
	}
	_, err := m.do("unit", "matter.decided", law.Values{"sanction": "警告"})
	refused(t, err, errs.InvalidInput, "procedure.document_missing")
	m.must("unit", "matter.sent_back", nil)
	m.must("handler", "notice.issued", nil)
	passed(t, m.decide("head", m.propose("unit", nil), nil))
}

// TestDuties_Clash: who handled the file does not review it, in whatever role he comes; nor does he decide on what others
// propose in it. In another file he may, and another person may here.
func TestDuties_Clash(t *testing.T) {
	h := build(t)
	m, other := h.inReview(), h.inReview()
	m.must("both", "oddity.recorded", nil)
	_, err := m.do("both", "review.passed", nil)
	refused(t, err, errs.Forbidden, "procedure.duty_clash")
	p := m.propose("unit", nil)
	refused(t, m.decide("both", p, nil), errs.Forbidden, "procedure.duty_clash")
	m.must("reviewer", "review.passed", nil)
	other.must("both", "review.passed", nil)
	_, err = other.do("both", "oddity.recorded", nil)
	refused(t, err, errs.Forbidden, "procedure.duty_clash")
	passed(t, m.decide("head", m.waiting(), nil))
}

// TestDuties_OfTheProposer: whoever proposed has that duty before anybody decided.
func TestDuties_OfTheProposer(t *testing.T) {
	m := build(t).inReview()
	m.propose("both", nil)
	_, err := m.do("both", "review.passed", nil)
	refused(t, err, errs.Forbidden, "procedure.duty_clash")
	m.must("reviewer", "review.passed", nil)
}

// TestDuties_OfWhoIsNamed: whoever is on the file as its handler has that duty before he did anything in it.
func TestDuties_OfWhoIsNamed(t *testing.T) {
	m := build(t).inReview()
	var id int64
	m.scan(`INSERT INTO case_members (case_id, user_id, part, from_at, granted_by) VALUES ($1,$2,'handler',$3,$2) RETURNING case_id`, []any{m.target.ID, m.people["both"].UserID, m.clock.Now()}, &id)
	_, err := m.do("both", "review.passed", nil)
	refused(t, err, errs.Forbidden, "procedure.duty_appointed")
	m.must("reviewer", "review.passed", nil)
}

// TestRole_IsThatOfTheRow: nobody acts in a role that the row does not name.
func TestRole_IsThatOfTheRow(t *testing.T) {
	m := build(t).inReview()
	_, err := m.do("handler", "matter.sent_back", nil)
	refused(t, err, errs.Forbidden, "procedure.role_missing")
	p := m.propose("unit", nil)
	refused(t, m.decide("principal", p, nil), errs.Forbidden, "procedure.role_missing")
	passed(t, m.decide("head", p, nil))
}

// TestDeputy_IsNotThePrincipalHead: the role alone is not the post.
func TestDeputy_IsNotThePrincipalHead(t *testing.T) {
	m := build(t).inReview()
	_, err := m.do("deputy", "matter.passed_up", nil)
	stopped(t, err, "approver_is_principal_head")
	m.must("principal", "matter.passed_up", nil)
}
