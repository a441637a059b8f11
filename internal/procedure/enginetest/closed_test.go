package enginetest_test

import (
	"crypto/rand"
	"regexp"
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/cases"
	"touchstone/internal/errs"
	"touchstone/internal/law"
)

// reader tells whether somebody is named on the file.
func (m affair) named(who string) bool {
	m.t.Helper()
	var n int
	m.scan("SELECT count(*) FROM case_members WHERE case_id = $1 AND user_id = $2", []any{m.target.ID, m.people[who].UserID}, &n)
	return n == 1
}

// marked is a file of that marking; its handler may read every marking.
func (h *house) marked(mark actor.Marking) affair {
	h.t.Helper()
	who := h.people["handler"]
	who.Clearance = actor.PointerOnly
	h.people["handler"] = who
	m := h.open(nil)
	h.scan("UPDATE cases SET marking = $2 WHERE id = $1 RETURNING id", []any{m.target.ID, int16(mark)}, &m.target.ID)
	return m
}

// asked brings a request of the police, who are cleared for what is internal, and tells its number.
func (m affair) asked() (id int64) {
	m.t.Helper()
	in := cases.RequestInput{CaseRef: m.file().Case(m.target.ID).Ref, Purpose: "核对同一当事人的另案材料", Days: 30}
	if err := m.desk.Request(m.t.Context(), m.people["police"], rand.Reader, in); err != nil {
		m.t.Fatal(err)
	}
	m.scan("SELECT max(id) FROM access_requests WHERE requester_id = $1", []any{m.people["police"].UserID}, &id)
	return id
}

const because = "工作需要，经核对属实。"

// TestGrant_NotAboveClearance: a file is shown to nobody who is not cleared for it: not by a request that is granted, not by
// naming him, and nobody marks it above himself.
func TestGrant_NotAboveClearance(t *testing.T) {
	h := build(t)
	secret, plain := h.marked(actor.WorkSecret), h.marked(actor.Internal)
	err := h.desk.Decide(t.Context(), h.people["handler"], secret.asked(), cases.Answer{Grant: true, Reason: because})
	refused(t, err, errs.Conflict, "cases.requester_clearance")
	reader := cases.GrantInput{Username: h.people["second"].Username, Part: "reader", Reason: because}
	err = h.desk.Grant(t.Context(), h.people["handler"], secret.target.ID, reader)
	wrong(t, err, "user", "cases.field.clearance_too_low")
	if secret.named("police") || secret.named("second") {
		t.Error("who is not cleared is named on the file")
	}
	passed(t, h.desk.Decide(t.Context(), h.people["handler"], plain.asked(), cases.Answer{Grant: true, Reason: because}))
	passed(t, h.desk.Grant(t.Context(), h.people["handler"], plain.target.ID, reader))
	if !plain.named("police") || !plain.named("second") {
		t.Error("who is cleared is not named on the file")
	}
	above := actor.WorkSecret
	err = h.desk.Mark(t.Context(), h.people["unit"], plain.target.ID, cases.MarkInput{Marking: &above, Reason: because})
	wrong(t, err, "marking", "cases.field.marking_above_clearance")
}

// number is that of the newest paper of the file.
func (m affair) number() (number string) {
	m.t.Helper()
	m.must("handler", "paper.issued", nil)
	m.scan("SELECT number FROM documents WHERE case_id = $1 ORDER BY id DESC LIMIT 1", []any{m.target.ID}, &number)
	return number
}

// TestNumbers_OfCompartmentedFiles: such a file numbers its papers by itself, under a mark of its own, and leaves no gap by
// which the others would tell of it.
func TestNumbers_OfCompartmentedFiles(t *testing.T) {
	h := build(t)
	plain, closed, other := h.open(nil), h.open(law.Values{"compartmented": true}), h.open(law.Values{"compartmented": true})
	first := plain.number()
	one, two, foreign := closed.number(), closed.number(), other.number()
	if second := plain.number(); first != "商管A01〔2026〕1号" || second != "商管A01〔2026〕2号" {
		t.Errorf("open files: %s, %s", first, second)
	}
	marked := regexp.MustCompile(`^商管A01·([0-9A-Z]{2})〔2026〕(\d+)号$`)
	x, y, z := marked.FindStringSubmatch(one), marked.FindStringSubmatch(two), marked.FindStringSubmatch(foreign)
	if x == nil || y == nil || z == nil {
		t.Fatalf("compartmented files: %s, %s, %s", one, two, foreign)
	}
	if x[1] != y[1] || x[1] == z[1] || x[2] != "1" || y[2] != "2" || z[2] != "1" {
		t.Errorf("compartmented files: %s, %s, %s", one, two, foreign)
	}
}
