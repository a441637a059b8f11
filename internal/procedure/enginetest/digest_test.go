package enginetest_test

import (
	"testing"

	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// pure is the engine without a database: what it computes from a file alone.
func pure(t *testing.T) *procedure.Engine {
	t.Helper()
	book := tables(t)
	return procedure.New(procedure.Parts{Book: law.Fixed(book), Registry: registry(t, book), Secret: []byte("a key of this test alone, in memory")})
}

// inMemory is a file in review with one paper, one item and one party, and the proposal that waits on it.
func inMemory() (*procedure.Approval, *matter.File) {
	f := &matter.File{MatterID: 1,
		Agencies: map[int64]matter.Agency{7: {ID: 7, Code: "com", NameZH: "商务机关", NameEN: "Commerce"}},
		Cases:    []matter.Case{{ID: 11, MatterID: 1, AgencyID: 7, Machine: "admin_case", State: "REVIEW", Ref: "CA-1", Round: 1, Title: "演示事项"}},
		Docs:     []matter.Doc{{ID: 21, CaseID: 11, TargetKind: "case", TargetID: 11, Ref: "DC-1", Code: "DOC-A24", Title: "告知书", Digest: "d1", Round: 1}},
		Evidence: []matter.Evidence{{ID: 31, CaseID: 11, No: 1, Ref: "EV-1", Name: "报关单", Finding: "verified"}},
		Parties:  []matter.Party{{ID: 41, CaseID: 11, Ref: "PT-1", Name: "虚构贸易有限公司", Subject: true, IDNumber: "91440300MA5FAKE00X"}},
	}
	p := &procedure.Approval{Ref: "AP-1", State: "OPEN", Event: "matter.decided", RowID: "TAC-05", Entity: law.AdminCase, TargetID: 11,
		MatterID: 1, CaseID: 11, AgencyID: 7, ProposerID: 5, ProposerRole: "unit_head",
		DeciderRoles: []string{"agency_head"}, Input: law.Values{"sanction": "警告"}}
	return p, f
}

// moves checks that a change of the file changes what is signed, and that the same file twice does not.
func moves(t *testing.T, change func(*matter.File)) {
	t.Helper()
	e := pure(t)
	p, f := inMemory()
	was := e.DigestNow(t.Context(), p, f)
	if again := e.DigestNow(t.Context(), p, f); again != was {
		t.Errorf("the same file gives %s, then %s", was, again)
	}
	change(f)
	if now := e.DigestNow(t.Context(), p, f); now == was {
		t.Error("what is signed does not show the change")
	}
}

// TestDigest_IsCompared: who signs signs what he was shown. A file that moved on meanwhile is shown again, to be decided and to
// be sent back.
func TestDigest_IsCompared(t *testing.T) {
	m := build(t).inReview()
	old := m.propose("unit", nil)
	m.scan("UPDATE cases SET title = '另一事项' WHERE id = $1 RETURNING id", []any{m.target.ID}, &m.target.ID)
	refused(t, m.decide("head", old, nil), errs.Conflict, "procedure.changed_since")
	refused(t, m.decide("head", shown{id: old.id}, nil), errs.Conflict, "procedure.changed_since")
	turn := procedure.Turn{Approval: old.id, Decision: "return", Reason: "事实不清，补充后再报。", Digest: old.digest}
	_, err := m.engine.Turn(t.Context(), m.people["head"], turn)
	refused(t, err, errs.Conflict, "procedure.changed_since")
	if got := m.state(); got != "REVIEW" {
		t.Errorf("the file is %s", got)
	}
	passed(t, m.decide("head", m.waiting(), nil))
	if got := m.state(); got != "DECIDED" {
		t.Errorf("the file is %s", got)
	}
}

// TestDigest_HoldsThePapers: a paper that came, and one that says something else, are seen by whoever signs.
func TestDigest_HoldsThePapers(t *testing.T) {
	moves(t, func(f *matter.File) {
		f.Docs = append(f.Docs, matter.Doc{ID: 22, CaseID: 11, Ref: "DC-2", Code: "DOC-A01", Title: "文书"})
	})
	moves(t, func(f *matter.File) { f.Docs[0].Digest = "d2" })
	moves(t, func(f *matter.File) { f.Docs = nil })
	m := build(t).inReview()
	old := m.propose("unit", nil)
	m.must("handler", "paper.issued", nil)
	refused(t, m.decide("head", old, nil), errs.Conflict, "procedure.changed_since")
	passed(t, m.decide("head", m.waiting(), nil))
}

// TestDigest_HoldsTheEvidence: likewise an item.
func TestDigest_HoldsTheEvidence(t *testing.T) {
	moves(t, func(f *matter.File) {
		f.Evidence = append(f.Evidence, matter.Evidence{ID: 32, CaseID: 11, No: 2, Ref: "EV-2"})
	})
	moves(t, func(f *matter.File) { f.Evidence[0].Finding = "excluded" })
	moves(t, func(f *matter.File) { f.Evidence = nil })
	m := build(t).inReview()
	old := m.propose("unit", nil)
	var id int64
	m.scan(`INSERT INTO evidence_items (ref, case_id, matter_id, no, state, track, name, kind, collected_at, place, method,
  collector_id, co_collector_id, holder_agency_id, created_at)
SELECT 'EV-' || c.id, c.id, c.matter_id, 1, 'COLLECTED', 'administrative', '报关单', 'documentary', $2, '演示地点', 'copied',
  $3, $4, c.lead_agency_id, $2 FROM cases c WHERE c.id = $1 RETURNING id`,
		[]any{m.target.ID, m.clock.Now(), m.people["handler"].UserID, m.people["second"].UserID}, &id)
	refused(t, m.decide("head", old, nil), errs.Conflict, "procedure.changed_since")
	passed(t, m.decide("head", m.waiting(), nil))
}

// TestDigest_HoldsTheParties: likewise whom the file is about; of his number, which is masked, every sign.
func TestDigest_HoldsTheParties(t *testing.T) {
	moves(t, func(f *matter.File) {
		f.Parties = append(f.Parties, matter.Party{ID: 42, CaseID: 11, Ref: "PT-2", Name: "另一当事人"})
	})
	moves(t, func(f *matter.File) { f.Parties[0].Name = "虚构贸易有限责任公司" })
	moves(t, func(f *matter.File) { f.Parties[0].IDNumber = "91440300MA5FAKE01X" })
	moves(t, func(f *matter.File) { f.Parties = nil })
	m := build(t).inReview()
	old := m.propose("unit", nil)
	var id int64
	m.scan(`INSERT INTO parties (ref, case_id, kind, name, subject, created_by, created_at)
VALUES ('PT-' || $1::bigint, $1, 'organisation', '虚构贸易有限公司', true, $2, $3) RETURNING id`,
		[]any{m.target.ID, m.people["handler"].UserID, m.clock.Now()}, &id)
	refused(t, m.decide("head", old, nil), errs.Conflict, "procedure.changed_since")
	passed(t, m.decide("head", m.waiting(), nil))
}
