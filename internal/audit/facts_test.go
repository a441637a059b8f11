package audit_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/audit"
	"touchstone/internal/testkit"
)

// The rows of a small world, one at least of each kind of fact, in the order in which they need one another.
var (
	organisation = []string{
		`INSERT INTO agencies (code, kind, name_zh, name_en, short_zh) VALUES ('mofcom', 'commerce', '甲', 'A', '商'), ('szpsb', 'public_security', '乙', 'B', '公')`,
		`INSERT INTO org_units (agency_id, code, name_zh, name_en) VALUES (1, 'u1', '一处', 'One'), (2, 'u2', '二处', 'Two')`,
		`INSERT INTO users (ref, agency_id, unit_id, username, name_zh, name_en, clearance, password_hash, created_at) VALUES
('US-1', 1, 1, 'one', '演示甲', 'One', 1, 'hash', now()), ('US-2', 1, 1, 'two', '演示乙', 'Two', 1, 'hash', now()), ('US-3', 2, 2, 'three', '演示丙', 'Three', 1, 'hash',
  now())`,
		`INSERT INTO role_grants (user_id, role, agency_id, valid_from, valid_to)
			VALUES (1, 'case_handler', 1, now(), now() + interval '1 year'), (2, 'unit_head', 1, now(), now() + interval '1 year')`,
		`INSERT INTO tips (ref, agency_id, unit_id, channel, source_kind, received_at, subject, summary, state, created_by)
			VALUES ('TP-1', 1, 1, 'platform', 'tip', now(), '线索', '摘要', 'NEW', 1)`,
	}
	caseFile = []string{
		`INSERT INTO matters (ref, opened_at) VALUES ('MT-1', now())`,
		`INSERT INTO cases (ref, machine, matter_id, lead_agency_id, org_unit_id, state, title, registered_at, updated_at, created_by, quantity_mg, value_fen)
VALUES ('SM-1', 'admin_case', 1, 1, 1, 'FILED', '演示案件', now(), now(), 1, 2100000, 504000000)`,
		`INSERT INTO case_members (case_id, user_id, part, from_at, granted_by) VALUES (1, 1, 'handler', now(), 1), (1, 2, 'handler', now(), 1)`,
		`INSERT INTO parties (ref, case_id, kind, name, id_number, created_by, created_at)
			VALUES ('PT-1', 1, 'organisation', '演示公司甲', 'A1', 1, now()), ('PT-2', 1, 'organisation', '演示公司乙', 'A2', 1, now())`,
		`INSERT INTO party_links (case_id, from_id, to_id, relation, status, source, created_by, created_at) VALUES (1, 1, 2, 'owner', 'confirmed', '登记', 1, now())`,
		`INSERT INTO goods_items (ref, case_id, name, mineral, net_mg, value_fen, created_by, created_at)
			VALUES ('GD-1', 1, '锑', 'antimony', 2100000000, 504000000, 1, now())`,
		`INSERT INTO goods_routes (case_id, item_id, origin, destination, created_by, created_at) VALUES (1, 1, '甲地', '乙地', 1, now())`,
		`INSERT INTO acts (matter_id, case_id, entity, root_kind, root_id, target_kind, target_id, row_id, event, actor_id, actor_name, actor_role, agency_id, input,
			at, edition)
VALUES (1, 1, 'admin_case', 'case', 1, 'case', 1, 'AC-01', 'admin_case.filed', 1, '演示甲', 'case_handler', 1, '{"note": "words", "amount": 5}', now(),
  '2004-11-01')`,
		`INSERT INTO approvals (ref, matter_id, case_id, entity, root_kind, root_id, target_kind, target_id, row_id, event, decider_roles, agency_id, unit_id,
			proposer_id, proposer_role, input, shown, digest, state, opened_at, case_marking, case_agency_id, edition)
VALUES ('AP-1', 1, 1, 'admin_case', 'case', 1, 'case', 1, 'AC-02', 'penalty.decided', '{unit_head}', 1, 1, 1, 'case_handler', '{"fine": 5}', '{"kg": 2100}',
  'sha256:x', 'OPEN', now(), 1, 1, '2004-11-01'),
('AP-2', 1, 1, 'admin_case', 'case', 1, 'case', 1, 'AC-02', 'penalty.decided', '{unit_head}', 1, 1, 1, 'case_handler', '{"fine": 5}', '{"kg": 2100}',
  'sha256:x', 'REFUSED', now(), 2, 1, '2004-11-01')`,
		`INSERT INTO clocks (matter_id, case_id, entity, target_kind, target_id, code, state, started_at, due_at, owner_role, owner_agency_id, start_act_id, edition)
			VALUES (1, 1, 'admin_case', 'case', 1, 'ADM-001', 'RUNNING', now(), now() + interval '90 days', 'case_handler', 1, 1, '2004-11-01')`,
		`INSERT INTO tasks (matter_id, case_id, entity, target_kind, target_id, event, roles, agency_id, origin_act_id, opened_at)
			VALUES (1, 1, 'admin_case', 'case', 1, 'x', '{case_handler}', 1, 1, now())`,
		`INSERT INTO case_pointers (case_id, agency_id, because) VALUES (1, 2, 'x')`,
		`INSERT INTO persons (ref, case_id, matter_id, name, state, created_at) VALUES ('PS-1', 1, 1, '演示丁', 'SUSPECT', now())`,
		`INSERT INTO records (ref, entity, matter_id, case_id, label, created_by, created_at) VALUES ('RC-1', 'frozen_asset', 1, 1, '账户', 1, now())`,
		`INSERT INTO documents (ref, matter_id, case_id, target_kind, target_id, code, title, number, direction, template_version, data, digest, act_id, agency_id,
			issued_by, issued_at)
VALUES ('DC-1', 1, 1, 'case', 1, 'DOC-01', '立案审批表', '商01〔2026〕1号', 'out', '2026-11', '{"k": 1}', 'sha256:a', 1, 1, 1, now()),
('DC-2', 1, 1, 'case', 1, 'DOC-02', '告知书', '商02〔2026〕1号', 'out', '2026-11', '{"k": 2}', 'sha256:b', 1, 1, 1, now())`,
		`INSERT INTO attachments (ref, agency_id, case_id, act_id, name, size, digest, media, created_by, created_at)
			VALUES ('FL-9', 1, 1, 1, '回证', 9, 'sha256:c', 'text/plain', 1, now())`,
		`INSERT INTO evidence_items (ref, case_id, matter_id, no, state, track, name, kind, collected_at, place, method, collector_id, co_collector_id, net_mg,
			seal_no, holder_agency_id, holder_user_id, created_at)
VALUES ('EV-1', 1, 1, 1, 'SEIZED', 'administrative', '样品', 'physical', now(), '仓库', 'seized', 1, 2, 2100000, 'S-1', 1, 1, now()), ('EV-2', 1, 1, 2, 'SEIZED',
  'administrative', '账册', 'documentary', now(), '仓库', 'seized', 1, 2, NULL, '', 1, 1, now())`,
		`INSERT INTO evidence_files (ref, evidence_id, agency_id, case_id, digest, name, size, media, uploaded_by, uploaded_at) VALUES
('FL-1', 1, 1, 1, 'sha256:d', '照片', 9, 'image/png', 1, now()), ('FL-2', 2, 1, 1, 'sha256:e', '扫描', 9, 'image/png', 1, now())`,
		`INSERT INTO evidence_checks (file_id, algorithm, digest, ok, by_name, at) VALUES (1, 'sha256', 'sha256:d', true, '演示甲', now())`,
		`INSERT INTO custody_entries (evidence_id, n, action, to_holder, giver_id, receiver_id, act_id, at)
			VALUES (1, 1, 'seized', '演示甲', 1, 1, 1, now()), (1, 2, 'stored', '库房', 1, 2, 1, now())`,
		`INSERT INTO decisions (case_id, act_id, kind, fine_fen, reasons, made_at) VALUES (1, 1, 'PENALTY', 50000000, '理由', now())`,
		`INSERT INTO access_requests (ref, case_ref, answer_by, requester_id, purpose, days, state, created_at)
			VALUES ('AR-1', 'SM-1', now() + interval '7 days', 2, '协查', 30, 'OPEN', now())`,
	}
	transfer = []string{
		`INSERT INTO referrals (ref, matter_id, from_case_id, from_agency_id, from_unit_id, to_agency_id, destination, state, offence, facts, team, opened_at)
			VALUES ('RF-1', 1, 1, 1, 1, 2, 'PUBLIC_SECURITY', 'SENT', 'cl_151_3', '事实', '{1,2}', now())`,
		`INSERT INTO referral_items (referral_id, item_no, document_id, set_by, set_at) VALUES (1, 1, 1, 1, now()), (1, 2, 2, 1, now())`,
		`INSERT INTO referral_packages (referral_id, version, data, digest, frozen_at, act_id) VALUES (1, 1, '{"items": [1]}', 'sha256:p', now(), 1)`,
		`INSERT INTO receipts (referral_id, act_id, signed_by, signed_name, package_digest, at) VALUES (1, 1, 3, '演示丙', 'sha256:p', now())`,
		`INSERT INTO handovers (ref, matter_id, case_id, referral_id, from_agency_id, to_agency_id, state, offered_by, offered_at)
			VALUES ('HO-1', 1, 1, 1, 1, 2, 'OFFERED', 1, now())`,
		`INSERT INTO handover_items (handover_id, evidence_id, listed_mg) VALUES (1, 1, 2100000000)`,
		`INSERT INTO mss_handovers (ref, matter_id, case_id, from_agency_id, state, indicators, opened_at) VALUES ('MS-1', 1, 1, 1, 'SENT', '{a}', now())`,
	}
)

// populated is a world whose rows were made by writes, on the chains on which they belong, from the beginning on.
func populated(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.start()
	w.by(audit.UnitStream(0), "installation.claimed", map[string]any{"bound": true}, `INSERT INTO settings (key, value) VALUES ('kind', 'demo')`)
	w.by(audit.UnitStream(1), "organisation.made", nil, organisation...)
	w.by(audit.CaseStream(1), "case.made", nil, caseFile...)
	w.by(audit.ReferralStream(1), "referral.made", nil, transfer...)
	return w
}

// start binds the definitions, as every start of the program does.
func (w *world) start() {
	w.t.Helper()
	if err := w.log.BindSchema(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// by runs statements as one write that records one event.
func (w *world) by(s audit.Stream, action string, details map[string]any, sql ...string) {
	w.t.Helper()
	_, err := w.log.Write(w.t.Context(), officer(5), audit.Key{}, func(tx *audit.Tx) error {
		for _, x := range sql {
			if _, err := tx.Exec(w.t.Context(), x); err != nil {
				return fmt.Errorf("%s: %w", x, err)
			}
		}
		return tx.Record(w.t.Context(), audit.Event{Stream: s, Action: action, Kind: "case", Details: details})
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// hand is a statement handle on the superuser's transaction: what a doctored database looks like before it is undone.
type hand struct{ pgx.Tx }

func (h hand) Exec(ctx context.Context, sql string, args ...any) (int64, error) {
	tag, err := h.Tx.Exec(ctx, sql, args...)
	return tag.RowsAffected(), err
}

// found is what the ledger says of a database as a hand with every power left it.
func found(t *testing.T, super *pgx.Conn, sql ...string) audit.Report {
	t.Helper()
	tx, err := super.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.Background()) }()
	for _, s := range append([]string{"SET LOCAL session_replication_role = replica"}, sql...) {
		if _, err := tx.Exec(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	r, err := audit.Verify(t.Context(), hand{tx}, audit.Checks{})
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return r
}

// named writes a difference in one line: what, chain, number, table, row, kind.
func named(b audit.Bad) string {
	return strings.TrimSpace(fmt.Sprintf("%s %s %d %s %s %s", b.What, b.Stream, b.N, b.Table, b.Row, b.Kind))
}

// Every kind of doctoring is named, with its chain, the number of the event that bound it, its row and what was done to
// it. Seen to fail with a trigger taken away, and with digestOf leaving the fields out.
func TestVerify_NamesEveryDoctoredFact(t *testing.T) {
	t.Parallel()
	w := populated(t)
	super := testkit.Super(t, w.db)
	if r := found(t, super); !r.OK || r.Facts < 35 || r.Unbound != 0 || len(r.BoundFrom) != 0 {
		t.Fatalf("before: %+v %+v", r, r.Bad)
	}
	case1 := func(row, kind string) string { return "fact case:1 1 " + row + " " + kind }
	const copyOf = `INSERT INTO %[1]s OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(t, '%[2]s')).* FROM %[1]s t WHERE id = 1`
	for _, c := range []struct {
		name string
		do   []string
		want []string
	}{
		{"a file's digest", []string{`UPDATE evidence_files SET digest = 'sha256:z' WHERE id = 1`}, []string{case1("evidence_files 1", "changed")}},
		{"digests of two files swapped", []string{`UPDATE evidence_files SET digest = CASE id WHEN 1 THEN 'sha256:e' ELSE 'sha256:d' END`},
			[]string{case1("evidence_files 1", "changed"), case1("evidence_files 2", "changed")}},
		{"a file put under another item", []string{`UPDATE evidence_files SET evidence_id = 2 WHERE id = 1`}, []string{case1("evidence_files 1", "changed")}},
		{"a file's name", []string{`UPDATE evidence_files SET name = '别的' WHERE id = 2`}, []string{case1("evidence_files 2", "changed")}},
		{"a file removed", []string{`DELETE FROM evidence_files WHERE id = 2`}, []string{case1("evidence_files 2", "deleted")}},
		{"a file added", []string{fmt.Sprintf(copyOf, "evidence_files", `{"id": 77, "ref": "FL-77"}`)}, []string{"fact case:1 0 evidence_files 77 added"}},
		{"an attachment's bytes", []string{`UPDATE attachments SET digest = 'sha256:z', size = 1`}, []string{case1("attachments 1", "changed")}},
		{"an attachment removed", []string{`DELETE FROM attachments`}, []string{case1("attachments 1", "deleted")}},
		{"a document's number", []string{`UPDATE documents SET number = '商01〔2026〕2号' WHERE id = 1`}, []string{case1("documents 1", "changed")}},
		{"a document's content", []string{`UPDATE documents SET data = '{"k": 3}' WHERE id = 1`}, []string{case1("documents 1", "changed")}},
		{"a document's date by a second", []string{`UPDATE documents SET issued_at = issued_at - interval '1 second' WHERE id = 2`},
			[]string{case1("documents 2", "changed")}},
		{"a document removed", []string{`DELETE FROM documents WHERE id = 2`}, []string{case1("documents 2", "deleted")}},
		{"a document added", []string{fmt.Sprintf(copyOf, "documents", `{"id": 77, "ref": "DC-77", "number": "x"}`)}, []string{"fact case:1 0 documents 77 added"}},
		{"the amount of a decision", []string{`UPDATE decisions SET fine_fen = 100`}, []string{case1("decisions 1", "changed")}},
		{"the reasons of a decision", []string{`UPDATE decisions SET reasons = '别的理由'`}, []string{case1("decisions 1", "changed")}},
		{"a decision removed", []string{`DELETE FROM decisions`}, []string{case1("decisions 1", "deleted")}},
		{"a decision added", []string{fmt.Sprintf(copyOf, "decisions", `{"id": 77}`)}, []string{"fact case:1 0 decisions 77 added"}},
		{"the date of a receipt", []string{`UPDATE receipts SET at = at - interval '3 days'`}, []string{"fact referral:1 1 receipts 1 changed"}},
		{"who signed a receipt", []string{`UPDATE receipts SET signed_by = 2`}, []string{"fact referral:1 1 receipts 1 changed"}},
		{"a receipt removed", []string{`DELETE FROM receipts`}, []string{"fact referral:1 1 receipts 1 deleted"}},
		{"the input of an act", []string{`UPDATE acts SET input = '{"note": "words", "amount": 50}'`}, []string{case1("acts 1", "changed")}},
		{"the edition of an act", []string{`UPDATE acts SET edition = '2027-01-01'`}, []string{case1("acts 1", "changed")}},
		{"the edition of a proposal", []string{`UPDATE approvals SET edition = '2027-01-01' WHERE id = 1`}, []string{case1("approvals 1", "changed")}},
		{"the edition of a period", []string{`UPDATE clocks SET edition = '2027-01-01'`}, []string{case1("clocks 1", "changed")}},
		{"who did an act", []string{`UPDATE acts SET actor_id = 2`}, []string{case1("acts 1", "changed")}},
		{"an act removed", []string{`DELETE FROM acts`}, []string{case1("acts 1", "deleted")}},
		{"an act added", []string{fmt.Sprintf(copyOf, "acts", `{"id": 77}`)}, []string{"fact case:1 0 acts 77 added"}},
		{"a step of custody removed", []string{`DELETE FROM custody_entries WHERE n = 2`}, []string{case1("custody_entries 2", "deleted")}},
		{"a step of custody turned round", []string{`UPDATE custody_entries SET giver_id = 2, receiver_id = 1 WHERE n = 2`},
			[]string{case1("custody_entries 2", "changed")}},
		{"a step of custody added", []string{fmt.Sprintf(copyOf, "custody_entries", `{"id": 77, "n": 3}`)}, []string{"fact case:1 0 custody_entries 77 added"}},
		{"a membership added", []string{`INSERT INTO case_members (case_id, user_id, part, from_at, granted_by) VALUES (1, 3, 'reader', now(), 1)`},
			[]string{"fact case:1 0 case_members 1.3 added"}},
		{"a part raised", []string{`UPDATE case_members SET lead = true WHERE user_id = 2`}, []string{case1("case_members 1.2", "changed")}},
		{"a membership ended by hand", []string{`UPDATE case_members SET to_at = '2020-01-01' WHERE user_id = 2`}, []string{case1("case_members 1.2", "changed")}},
		{"a membership removed", []string{`DELETE FROM case_members WHERE user_id = 1`}, []string{case1("case_members 1.1", "deleted")}},
		{"a grant edited", []string{`UPDATE role_grants SET role = 'principal_head' WHERE id = 1`}, []string{"fact unit:1 1 role_grants 1 changed"}},
		{"a grant prolonged", []string{`UPDATE role_grants SET valid_to = valid_to + interval '1 year' WHERE id = 2`},
			[]string{"fact unit:1 1 role_grants 2 changed"}},
		{"a grant added", []string{fmt.Sprintf(copyOf, "role_grants", `{"id": 77, "role": "secadmin"}`)}, []string{"fact unit:1 0 role_grants 77 added"}},
		{"a grant removed", []string{`DELETE FROM role_grants WHERE id = 2`}, []string{"fact unit:1 1 role_grants 2 deleted"}},
		{"a clearance", []string{`UPDATE users SET clearance = 3 WHERE id = 2`}, []string{"fact unit:1 1 users 2 changed"}},
		{"a password", []string{`UPDATE users SET password_hash = 'other' WHERE id = 2`}, []string{"fact unit:1 1 users 2 changed"}},
		{"an account switched off by hand", []string{`UPDATE users SET disabled_at = now() WHERE id = 3`}, []string{"fact unit:2 1 users 3 changed"}},
		{"an account removed", []string{`DELETE FROM users WHERE id = 3`}, []string{"fact unit:2 1 users 3 deleted"}},
		{"an account moved", []string{`UPDATE users SET agency_id = 1, unit_id = 1 WHERE id = 3`}, []string{"fact unit:2 1 users 3 changed"}},
		{"an account added", []string{fmt.Sprintf(copyOf, "users", `{"id": 77, "ref": "US-77", "username": "x"}`)}, []string{"fact unit:1 0 users 77 added"}},
		{"the text of a proposal", []string{`UPDATE approvals SET input = '{"fine": 6}' WHERE id = 1`}, []string{case1("approvals 1", "changed")}},
		{"what a signer was shown", []string{`UPDATE approvals SET shown = '{"kg": 1}' WHERE id = 1`}, []string{case1("approvals 1", "changed")}},
		{"a proposal decided by hand", []string{`UPDATE approvals SET state = 'DECIDED', decided_by = 2, decided_at = now() WHERE id = 1`},
			[]string{"fact case:1 0 approval_scopes 1 added", case1("approvals 1", "changed")}},
		{"a proposal removed", []string{`DELETE FROM approvals WHERE id = 1`}, []string{case1("approvals 1", "deleted")}},
		{"a weight of evidence", []string{`UPDATE evidence_items SET net_mg = 1 WHERE id = 1`}, []string{case1("evidence_items 1", "changed")}},
		{"an item's state", []string{`UPDATE evidence_items SET state = 'RETURNED' WHERE id = 2`}, []string{case1("evidence_items 2", "changed")}},
		{"the figures of a case", []string{`UPDATE cases SET quantity_mg = 1000000, value_fen = 100`}, []string{case1("cases 1", "changed")}},
		{"a case closed by hand", []string{`UPDATE cases SET compartmented = true`}, []string{case1("cases 1", "changed")}},
		{"a party's name", []string{`UPDATE parties SET name = '别的公司' WHERE id = 2`}, []string{case1("parties 2", "changed")}},
		{"a party cut loose", []string{`DELETE FROM party_links`}, []string{case1("party_links 1", "deleted")}},
		{"the weight of goods", []string{`UPDATE goods_items SET net_mg = 1000000`}, []string{case1("goods_items 1", "changed")}},
		{"a route", []string{`UPDATE goods_routes SET destination = '丙地'`}, []string{case1("goods_routes 1", "changed")}},
		{"the receiver of a referral", []string{`UPDATE referrals SET to_agency_id = 1`}, []string{"fact referral:1 1 referrals 1 changed"}},
		{"an item of a referral", []string{`DELETE FROM referral_items WHERE item_no = 2`}, []string{"fact referral:1 1 referral_items 1.2 deleted"}},
		{"a package that was sent", []string{`UPDATE referral_packages SET data = '{"items": [1, 2]}'`}, []string{"fact referral:1 1 referral_packages 1.1 changed"}},
		{"what was counted at a handover", []string{`UPDATE handover_items SET outcome = 'match', counted_mg = 2100000000`},
			[]string{"fact case:1 2 handover_items 1.1 changed"}},
		{"who offered a handover", []string{`UPDATE handovers SET offered_by = 2`}, []string{"fact case:1 2 handovers 1 changed"}},
		{"a handover to state security", []string{`UPDATE mss_handovers SET state = 'DRAFT'`}, []string{"fact mss:1 1 mss_handovers 1 changed"}},
		{"a tip dismissed by hand", []string{`UPDATE tips SET state = 'DISMISSED'`}, []string{"fact unit:1 1 tips 1 changed"}},
		{"a request granted by hand", []string{`UPDATE access_requests SET state = 'GRANTED'`}, []string{case1("access_requests 1", "changed")}},
		{"the end of a period", []string{`UPDATE clocks SET due_at = due_at + interval '30 days'`}, []string{case1("clocks 1", "changed")}},
		{"a period closed by hand", []string{`UPDATE clocks SET state = 'MET', closed_at = now()`}, []string{case1("clocks 1", "changed")}},
		{"a period removed", []string{`DELETE FROM clocks`}, []string{case1("clocks 1", "deleted")}},
		{"a period added", []string{fmt.Sprintf(copyOf, "clocks", `{"id": 77, "code": "ADM-002"}`)}, []string{"fact case:1 0 clocks 77 added"}},
		{"what an act asks for", []string{`UPDATE tasks SET done_at = now()`}, []string{case1("tasks 1", "changed")}},
		{"a check that found nothing wrong", []string{`UPDATE evidence_checks SET ok = false`}, []string{case1("evidence_checks 1", "changed")}},
		{"a check removed", []string{`DELETE FROM evidence_checks`}, []string{case1("evidence_checks 1", "deleted")}},
		{"a pointer added", []string{`INSERT INTO case_pointers (case_id, agency_id, because) VALUES (1, 1, 'x')`},
			[]string{"fact case:1 0 case_pointers 1.1 added"}},
		{"a pointer turned", []string{`UPDATE case_pointers SET because = 'y'`}, []string{case1("case_pointers 1.2", "changed")}},
		{"the state of a person", []string{`UPDATE persons SET state = 'ACCUSED'`}, []string{case1("persons 1", "changed")}},
		{"what a record is of", []string{`UPDATE records SET entity = 'customs_matter'`}, []string{case1("records 1", "changed")}},
		{"the power to impose penalties", []string{`UPDATE agencies SET own_penalty_power = NOT own_penalty_power WHERE id = 2`},
			[]string{"fact unit:0 3 agencies 2 changed"}},
		{"an agency added", []string{fmt.Sprintf(copyOf, "agencies", `{"id": 77, "code": "x"}`)}, []string{"fact unit:0 0 agencies 77 added"}},
		{"a unit put under another agency", []string{`UPDATE org_units SET agency_id = 2 WHERE id = 1`}, []string{"fact unit:0 3 org_units 1 changed"}},
		{"the kind of the installation", []string{`UPDATE settings SET value = 'production' WHERE key = 'kind'`},
			[]string{"fact unit:0 2 settings 61143476411181340 changed"}},
		{"the threshold of small numbers", []string{`UPDATE settings SET value = '3' WHERE key = 'small_cells'`},
			[]string{"fact unit:0 0 settings 58778334507832613 added"}},
		{"how closed a decided proposal is", []string{`UPDATE approvals SET case_marking = 0 WHERE id = 2`}, []string{case1("approval_scopes 2", "changed")}},
		{"whose a decided proposal is", []string{`UPDATE approvals SET case_agency_id = 2 WHERE id = 2`}, []string{case1("approval_scopes 2", "changed")}},
		{"the copy of a marking on a proposal", []string{`UPDATE approvals SET case_marking = 0 WHERE id = 1`}, []string{"copy case:1 0 approvals 1 changed"}},
		{"the agency of a proposal that waits", []string{`UPDATE approvals SET case_agency_id = 2 WHERE id = 1`}, []string{"copy case:1 0 approvals 1 changed"}},
		{"the copy of a marking on a membership", []string{`UPDATE case_members SET marking = 0 WHERE user_id = 2`},
			[]string{"copy case:1 0 case_members 1.2 changed"}},
		{"the copy of a period on a membership", []string{`UPDATE case_members SET next_due = now() WHERE user_id = 2`},
			[]string{"copy case:1 0 case_members 1.2 changed"}},
		{"an event moved to another chain", []string{`UPDATE audit_events SET stream = 'case:9' WHERE stream = 'case:1'`,
			`UPDATE audit_heads SET stream = 'case:9' WHERE stream = 'case:1'`}, []string{"event case:9 1   changed", "event case:9 2   changed"}},
		{"the claim changed with the row", []string{`UPDATE decisions SET fine_fen = 1`,
			`UPDATE audit_events SET details = jsonb_set(details, '{facts,decisions/1}', '"gone"') WHERE stream = 'case:1' AND n = 1`, `DELETE FROM decisions`},
			[]string{"event case:1 1   changed"}},
		{"the facts of an event struck out", []string{`UPDATE audit_events SET details = details - 'facts' WHERE stream = 'mss:1'`},
			[]string{"event mss:1 1   changed", "fact mss:1 0 mss_handovers 1 added"}},
		{"facts that are no list", []string{`UPDATE audit_events SET details = jsonb_set(details, '{facts}', '7') WHERE stream = 'mss:1'`},
			[]string{"event mss:1 1   changed", "fact mss:1 0 mss_handovers 1 added"}},
		{"the last event taken off and the head set back", []string{`DELETE FROM audit_events WHERE stream = 'mss:1'`,
			`DELETE FROM audit_heads WHERE stream = 'mss:1'`}, []string{"fact mss:1 0 mss_handovers 1 added"}},
		{"several at once", []string{`UPDATE decisions SET fine_fen = 1`, `DELETE FROM attachments`, `UPDATE users SET clearance = 3 WHERE id = 1`},
			[]string{case1("attachments 1", "deleted"), case1("decisions 1", "changed"), "fact unit:1 1 users 1 changed"}},
	} {
		r := found(t, super, c.do...)
		var got []string
		for _, b := range r.Bad {
			got = append(got, named(b))
		}
		if r.OK || !slices.Equal(got, c.want) || r.Differences != int64(len(c.want)) || named(*r.FirstBad) != c.want[0] {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

// What is no fact may change: copies that lists read, as far as they are what they are copied from, counters, how somebody likes the pages.
func TestVerify_LetsCopiesChange(t *testing.T) {
	t.Parallel()
	w := populated(t)
	r := found(t, testkit.Super(t, w.db), `UPDATE case_members SET next_due = '2026-06-01'`, `UPDATE approvals SET case_due = '2026-06-01' WHERE state = 'OPEN'`,
		`UPDATE approvals SET case_due = now() WHERE state <> 'OPEN'`, `UPDATE cases SET next_due = '2026-06-01', version = 9`,
		`UPDATE users SET failures = 3, lang = 'en', last_sign_in_at = now()`)
	if !r.OK {
		t.Errorf("%+v", r.Bad)
	}
}

// The latest claim counts: what a later write changes, removes or makes again is bound by its own event, also where it
// records nothing on the chain of the fact.
func TestWrite_BindsWhatItChanges(t *testing.T) {
	t.Parallel()
	w := populated(t)
	w.by(audit.CaseStream(1), "member.ended", nil, `UPDATE case_members SET to_at = now() WHERE user_id = 2`)
	w.by(audit.ReferralStream(1), "item.removed", nil, `DELETE FROM referral_items WHERE item_no = 2`)
	w.by(audit.CaseStream(1), "case.linked", nil, `UPDATE referrals SET to_case_id = 1`)
	w.by(audit.CaseStream(1), "case.swept", nil, `UPDATE cases SET next_due = '2026-06-01'`, `UPDATE case_members SET next_due = '2026-06-01'`,
		`UPDATE approvals SET case_due = '2026-06-01' WHERE state = 'OPEN'`)
	if r := w.verify(); !r.OK {
		t.Fatalf("%+v", r.Bad)
	}
	for sql, want := range map[string]int{
		`SELECT count(*) FROM audit_events WHERE stream = 'case:1' AND action = 'member.ended' AND details->'facts' ? 'case_members/1.2'
			AND NOT details->'facts' ? 'case_members/1.1'`: 1,
		`SELECT count(*) FROM audit_events WHERE stream = 'referral:1' AND n = 2 AND details->'facts'->>'referral_items/1.2' = 'gone'`:             1,
		`SELECT count(*) FROM audit_events WHERE stream = 'referral:1' AND n = 3 AND action = 'record.bound' AND details->'facts' ? 'referrals/1'`: 1,
		`SELECT count(*) FROM audit_events WHERE stream = 'case:1' AND action IN ('case.linked', 'case.swept') AND details ? 'facts'`:              0,
	} {
		if got := w.count(sql); got != want {
			t.Errorf("%d, want %d: %s", got, want, sql)
		}
	}
	super := testkit.Super(t, w.db)
	for _, sql := range []string{`UPDATE case_members SET to_at = '9999-12-31' WHERE user_id = 2`,
		`INSERT INTO referral_items (referral_id, item_no, set_by, set_at) VALUES (1, 2, 1, now())`,
		`UPDATE referrals SET to_case_id = NULL`} {
		if r := found(t, super, sql); r.OK {
			t.Errorf("the state before the last claim passes: %s", sql)
		}
	}
	w.by(audit.ReferralStream(1), "item.chosen", nil, `INSERT INTO referral_items (referral_id, item_no, set_by, set_at) VALUES (1, 2, 1, now())`)
	if r := w.verify(); !r.OK {
		t.Errorf("made again: %+v", r.Bad)
	}
}

// An account that moves to another unit is claimed on another chain; the later claim counts, the earlier does not.
func TestWrite_BindsAnAccountThatMoves(t *testing.T) {
	t.Parallel()
	w := populated(t)
	w.clock.Advance(1e9)
	w.by(audit.UnitStream(2), "account.moved", nil, `UPDATE users SET agency_id = 2, unit_id = 2 WHERE id = 2`)
	if r := w.verify(); !r.OK {
		t.Fatalf("%+v", r.Bad)
	}
	r := found(t, testkit.Super(t, w.db), `UPDATE users SET agency_id = 1, unit_id = 1 WHERE id = 2`)
	if len(r.Bad) != 1 || named(r.Bad[0]) != "fact unit:2 2 users 2 changed" {
		t.Errorf("a move undone by hand: %+v", r.Bad)
	}
}

// Words that were masked when they were stored are listed, and are no difference.
func TestVerify_ListsMaskedWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.by(audit.CaseStream(1), "note.added", map[string]any{"text": "联系电话 138******00"}) // as an earlier version stored it
	w.by(audit.CaseStream(1), "note.added", map[string]any{"text": "联系电话 13900139000，报关单 530120261012345678"})
	w.by(audit.CaseStream(1), "note.added", map[string]any{"text": "星号 *** 不算"})
	r := w.verify()
	if !r.OK || r.Masked != 1 || len(r.MaskedWords) != 1 || r.MaskedWords[0] != (audit.Words{Stream: "case:1", N: 1, Field: "text"}) {
		t.Errorf("%+v", r)
	}
	if n := w.count(`SELECT count(*) FROM audit_texts WHERE field = 'text' AND body LIKE '%13900139000%530120261012345678%'`); n != 1 {
		t.Error("the words are not kept as they were written")
	}
	if n := w.count(`SELECT count(*) FROM audit_events WHERE details::text ~ '1390013|5301202610'`); n != 0 {
		t.Error("the record holds the number of a person")
	}
}
