package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"touchstone/internal/identity"
	"touchstone/internal/testkit"
)

// alsoHolds grants an account one more role of its agency.
func (s *site) alsoHolds(username, role string) {
	s.t.Helper()
	if _, err := testkit.Super(s.t, s.db).Exec(s.t.Context(), `INSERT INTO role_grants (user_id, role, agency_id, presiding, valid_from, valid_to)
SELECT id, $2, agency_id, $2 = 'principal_head', '2020-01-01', '2035-01-01' FROM users WHERE username = $1`, username, role); err != nil {
		s.t.Fatal(err)
	}
}

// set writes what stands on a file as somebody's appointment.
func (s *site) set(sql string, args ...any) {
	s.t.Helper()
	if sql == "" {
		return
	}
	super := testkit.Super(s.t, s.db)
	_, _ = super.Exec(s.t.Context(), "SET session_replication_role = replica") // also what only grows
	tag, err := super.Exec(s.t.Context(), sql, args...)
	if err != nil || tag.RowsAffected() == 0 {
		s.t.Fatalf("%s: %d rows, %v", sql, tag.RowsAffected(), err)
	}
}

// appointed is one appointment beside the office in which its holder would decide.
type appointed struct {
	name, who, role string
	sql             string // how he came to it; empty: the acts of the matter have made it
	says            string
}

// refusesDuty checks that the holder of a duty is offered no decision on a proposal, in words, and that the form of
// somebody who may decide does nothing in his hands; and that the proposal is no work of his inbox.
func (s *site) refusesDuty(x appointed, ref string, decision url.Values, to string) {
	s.t.Helper()
	p := s.as(x.who).Get("/approvals/" + ref).Want(http.StatusOK)
	if p.Has("form[action$='/sign']") || !strings.Contains(p.Text(), x.says) {
		s.t.Errorf("%s: the page offers the decision: %s", x.name, p.One("main").Text())
	}
	if strings.Contains(s.as(x.who).Get("/inbox").Want(http.StatusOK).Body, ref) {
		s.t.Errorf("%s: it waits in his inbox", x.name)
	}
	acts := s.number("SELECT count(*) FROM acts")
	paths := []string{to}
	if s.number("SELECT count(*) FROM approvals WHERE ref = $1 AND opening_act_id IS NULL", ref) == 1 {
		paths = append(paths, "/approvals/"+ref+"/decide")
	}
	for _, path := range paths {
		delete(decision, "key") // it is of another session
		form := url.Values{"decision": {"return"}, "reason": {aReason}}
		for k, v := range decision {
			if !form.Has(k) || path == to {
				form[k] = v
			}
		}
		if p := s.as(x.who).Post(path, form); p.Status != http.StatusForbidden || !strings.Contains(p.Text(), x.says) {
			s.t.Errorf("%s: %s answers %d: %.300s", x.name, path, p.Status, p.Text())
		}
	}
	if s.number("SELECT count(*) FROM acts") != acts || s.ref("SELECT state FROM approvals WHERE ref = $1", ref) != "OPEN" {
		s.t.Errorf("%s: something was decided", x.name)
	}
}

// decides tries every appointment on one open proposal, and then lets somebody decide who has none.
func (s *site) decides(event, decision, honest string, more url.Values, all ...appointed) {
	s.t.Helper()
	ref := s.ref("SELECT ref FROM approvals WHERE event = $1 AND state = 'OPEN' ORDER BY id DESC", event)
	input := s.ref("SELECT input::text FROM approvals WHERE ref = $1", ref)
	for _, x := range all {
		s.alsoHolds(x.who, x.role)
		s.set(x.sql)
	}
	p := s.sign(honest, ref, decision, more)
	f, typed := p.Form("form[data-act]"), url.Values{}
	for _, name := range f.Names() {
		typed.Set(name, f.Value(name))
	}
	if typed.Has("credential") {
		typed.Set("credential", identity.DemoPassword)
	}
	for _, x := range all {
		s.refusesDuty(x, ref, typed, p.Attrs("form[data-act]", "action")[0])
	}
	s.set("UPDATE approvals SET input = $2 WHERE ref = $1", ref, input) // as it was proposed
	f = s.sign(honest, ref, decision, more).Form("form[data-act]")
	if typed.Has("credential") {
		f.Set("credential", identity.DemoPassword)
	}
	if p := f.Submit(); p.Status != http.StatusOK || s.ref("SELECT state FROM approvals WHERE ref = $1", ref) != "DECIDED" {
		s.t.Errorf("%s: who has no duty in the matter may not decide: %d %s", event, p.Status, p.Text())
	}
}

const member = `INSERT INTO case_members (case_id, user_id, part, handled, from_at, to_at, granted_by)
SELECT max(c.id), u.id, `

// TestDuties_ByAppointment: who is on a matter by appointment decides nothing in it, whatever office he holds besides
// (APL 56, 57; D310 5): the second handler who is a head, who supports the file, who handled it once, the team, the
// collectors, and whom an act or a proposal names; the head who is none of these does. Seen to fail for all
// rows together with the duties as the acts alone give them.
func TestDuties_ByAppointment(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.matter("admin_lead.registered in;admin_lead.assigned uh;verification_report.submitted ch;admin_case.filed uh")
	s.decides("admin_case.filed", "admin_case.filed", "head", nil,
		appointed{"second handler", "officer2", "agency_head", "", "你是本案主办人员，不得再以"},
		appointed{"support", "hearing", "agency_head", member + `'support', 'support', '2026-01-01', '2030-01-01', u.id FROM cases c, users u
			WHERE u.username = 'hearing' GROUP BY u.id`, "你是本案协办人员，不得再以"},
		appointed{"handler once", "custodian", "agency_head", member + `'reader', 'handler', '2026-01-01', '2026-02-01', u.id FROM cases c, users u
			WHERE u.username = 'custodian' GROUP BY u.id`, "你是本案主办人员，不得再以"},
		appointed{"named in an act", "secrecy", "agency_head",
			`UPDATE acts SET input = jsonb_set(input, '{handlers}', '["officer", "secrecy"]') WHERE event = 'admin_lead.assigned'`, "你已被指定为本案“承办人员”，不得再以"},
		appointed{"named in the proposal", "legal", "agency_head",
			`UPDATE approvals SET input = jsonb_set(input, '{handlers}', '["officer", "legal"]') WHERE event = 'admin_case.filed' AND state = 'OPEN'`,
			"你已被指定为本案“承办人员”，不得再以"})
}

// TestDuties_ReferralAndItems: D310 5; APL 56, 58. The team of a referral, the collectors of an item, who reviews.
func TestDuties_ReferralAndItems(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.matter(toConcluded, toReport)
	s.decides("referral.report_submitted", "referral.approved", "principal", nil,
		appointed{"team", "custodian", "principal_head", `UPDATE referrals SET team = team || (SELECT id FROM users WHERE username = 'custodian')`,
			"你是本案移送专案组成员，不得再以"},
		appointed{"handler", "officer2", "principal_head", "", "你是本案主办人员，不得再以"})

	s.matter(toConcluded, "evidence.registered_preserved ch")
	s.decides("evidence.registered_preserved", "evidence.registered_preserved", "head", nil,
		appointed{"second collector", "hearing", "agency_head", `UPDATE evidence_items SET co_collector_id = (SELECT id FROM users WHERE username = 'hearing')`,
			"你是本案证据收集人，不得再以"},
		appointed{"collector", "secrecy", "agency_head", `UPDATE evidence_items SET collector_id = (SELECT id FROM users WHERE username = 'secrecy')`,
			"你是本案证据收集人，不得再以"})
}

// TestDuties_Reviewer: APL 58, 64. Who handles or supports a file neither reviews it nor hears it; a person who is known
// to it by name as its expert decides nothing either.
func TestDuties_Reviewer(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.matter(toReviewed + ";admin_case.legal_review_requested uh")
	s.decides("admin_case.legal_review_requested", "legal_review.passed", "legal", url.Values{"points": {"facts"}, "opinion": {"同意"}},
		appointed{"handler", "officer2", "legal_reviewer", "", "你是本案主办人员，不得再以"},
		appointed{"hearing officer", "hearing", "legal_reviewer", `UPDATE acts SET input = input || '{"hearing_officer": "hearing"}', event = 'hearing.requested'
			WHERE id = (SELECT max(id) FROM acts WHERE event = 'defence.closed')`, "你已被指定为本案“听证主持人”，不得再以"},
		appointed{"source of its evidence", "secrecy", "legal_reviewer",
			`UPDATE acts SET input = input || '{"source_person": "孟 静文"}' WHERE event = 'evidence.collected'`, "你已被指定为本案“证据提供人”，不得再以"})
}
