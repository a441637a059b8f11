package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/testkit"
)

// unsigned are the columns behind the listed kinds that are not in the list, each with its reason.
func unsigned() map[string]string {
	const (
		identity = "which row it is; what is shown of it stands under its reference"
		copied   = "a copy that lists and reports read"
		counter  = "counts writes, says nothing"
		registry = "who typed the row and when: the ledger has it"
		inside   = "inside the digest of the document"
		after    = "what became of the proposal; nobody signs that"
	)
	out := map[string]string{}
	put := func(table, reason string, columns ...string) {
		for _, c := range columns {
			out[table+"."+c] = reason
		}
	}
	put("cases", identity, "id", "machine", "matter_id")
	put("cases", "the lead agency is shown; its unit decides nothing here", "org_unit_id")
	put("cases", counter, "version")
	put("cases", registry, "created_by", "updated_at")
	put("cases", copied, "next_due", "next_clock", "handlers_owed_at")
	put("cases", "who gave a tip is not for deciders; the case says its source", "tip_id")
	put("parties", identity, "id", "case_id")
	put("parties", counter, "version")
	put("parties", registry, "created_by", "created_at")
	put("goods_items", identity, "id", "case_id")
	put("goods_items", counter, "version")
	put("goods_items", registry, "created_by", "created_at")
	put("clocks", identity, "id", "matter_id", "entity")
	put("clocks", "who owes it and by which acts: the tables and the timeline say it", "owner_role", "owner_agency_id", "start_act_id", "close_act_id", "case_id")
	put("clocks", "by which edition its end was counted: the end is shown", "edition")
	put("clocks", "a closed period is no longer in the list", "closed_at")
	put("clocks", copied, "extensions")
	put("documents", identity, "id", "matter_id", "target_kind", "target_id", "act_id")
	put("documents", "under which rule numbers are unique; the number itself is shown", "number_rule")
	put("documents", inside, "direction", "template_version", "data")
	put("documents", "the number names the agency, the ledger the person", "agency_id", "issued_by")
	put("evidence_items", identity, "id", "matter_id")
	put("evidence_items", counter, "version")
	put("evidence_items", registry, "created_at")
	put("evidence_files", identity, "id", "agency_id", "case_id")
	put("evidence_files", registry, "uploaded_by", "uploaded_at")
	put("evidence_files", "what the sender's program called the type; the type that was found is shown", "media_claimed")
	put("evidence_files", "how a difference between the name and the content is worded; both are shown", "looked_inside")
	put("decisions", identity, "id", "act_id")
	put("referrals", identity, "id", "matter_id", "from_case_id")
	put("referrals", "the agency is shown; its unit decides nothing here", "from_unit_id")
	put("referrals", counter, "version")
	put("referrals", copied, "next_due")
	put("referrals", "what the receiving organ makes of it stands on its own file", "to_case_id", "received_by")
	put("referral_items", identity, "referral_id", "item_no")
	put("referral_items", registry, "set_by", "set_at")
	put("mss_handovers", identity, "id", "matter_id", "case_id")
	put("mss_handovers", counter, "version")
	put("mss_handovers", copied, "next_due")
	put("persons", identity, "id", "case_id", "matter_id")
	put("persons", counter, "version")
	put("persons", registry, "created_at")
	put("records", identity, "id", "case_id", "matter_id")
	put("records", counter, "version")
	put("records", registry, "created_by", "created_at")
	put("approvals", identity, "id", "matter_id", "root_kind", "root_id", "target_kind")
	put("approvals", "the deciders are those of the agency and, where their office says so, of the unit", "unit_id")
	put("approvals", "by which edition it is read; one of another edition is not decided", "edition")
	put("approvals", "the list itself and its digest", "shown", "digest")
	put("approvals", copied, "case_due", "case_marking", "case_agency_id", "clock", "due_at")
	put("approvals", after, "state", "decided_at", "decided_by", "decision", "reason_code", "opinion", "act_id")
	put("approvals", "the act that is the proposal; what it answered is in the list", "opening_act_id")
	put("attachments", identity, "id", "ref", "agency_id", "case_id", "act_id", "approval_id", "document_id")
	put("attachments", registry, "created_by", "created_at")
	return out
}

// otherwise is another value for a column where adding to the old one would not do.
func otherwise() map[string]string {
	return map[string]string{
		"cases.lead_agency_id": "", "cases.source_referral_id": "(SELECT id FROM referrals LIMIT 1)", "cases.state": "'CLOSED'",
		"referrals.state": "'CLOSED'", "referrals.from_agency_id": "(SELECT id FROM agencies WHERE code = 'gdcom')",
		"referrals.to_agency_id": "(SELECT id FROM agencies WHERE code = 'szpsb')",
		"referrals.parent_id":    "id", "referrals.destination": "'STATE_SECURITY'",
		"evidence_items.state": "'RELEASED'", "evidence_items.holder_agency_id": "(SELECT id FROM agencies WHERE code = 'szpsb')",
		"evidence_items.to_agency_id":    "(SELECT id FROM agencies WHERE code = 'szpsb')",
		"evidence_items.collector_id":    "(SELECT id FROM users WHERE username = 'custodian')",
		"evidence_items.co_collector_id": "(SELECT id FROM users WHERE username = 'custodian')",
		"evidence_items.custody_case_id": "case_id", "evidence_items.parent_id": "(SELECT min(x.id) FROM evidence_items x)",
		"evidence_items.goods_item_id": "(SELECT id FROM goods_items LIMIT 1)",
		"clocks.state":                 "'PAUSED'", "clocks.target_kind": "'case'", "clocks.code": "'ADM-020'",
		"clocks.steps":   `'{"extensions":[{"amount":1,"unit":"day"}]}'`,
		"documents.code": "'DOC-A07'", "decisions.calculation": `'{"range":"1"}'`,
		"referral_items.document_id": "(SELECT max(id) FROM documents)", "referral_items.evidence_ids": "ARRAY[(SELECT max(id) FROM evidence_items)]",
		"mss_handovers.from_agency_id": "(SELECT id FROM agencies WHERE code = 'gdcom')",
		"mss_handovers.to_agency_id":   "(SELECT id FROM agencies WHERE code = 'szpsb')", "mss_handovers.state": "'SENT'",
		"parties.kind": "'person'", "evidence_items.track": "'criminal'", "evidence_items.measure": "'criminal'", "evidence_items.finding": "'verified'",
		"persons.party_id": "(SELECT min(id) FROM parties)", "persons.state": "'RELEASED'",
		"approvals.row_id": "'ADM-T05'", "approvals.entity": "'record'",
	}
}

// TestSeen_EveryColumn: every column of the tables behind the list moves the digest when it changes, or is named as one
// that does not, with its reason, and then moves nothing. A new column fails until somebody has said which it is.
func TestSeen_EveryColumn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(toWaiting)
	s.furnish(w)
	super := testkit.Super(t, s.db)
	// no foreign key, no append-only trigger: only what is read counts
	if _, err := super.Exec(t.Context(), "SET session_replication_role = replica"); err != nil {
		t.Fatal(err)
	}
	free, fix := unsigned(), otherwise()
	seen := 0
	for _, table := range []string{"cases", "parties", "goods_items", "clocks", "documents", "evidence_items", "evidence_files", "decisions", "referrals",
		"referral_items",
		"mss_handovers", "persons", "records", "attachments", "approvals"} {
		for _, c := range s.columnsOf(super, table) {
			name := table + "." + c[0]
			reason, open := free[name]
			delete(free, name)
			seen++
			if strings.HasPrefix(reason, "which row") {
				continue
			}
			before := s.shownTo(w, table)
			moved, err := s.moves(super, w, table, c, fix[name], before)
			switch {
			case err != nil && !open:
				t.Errorf("%s: %v", name, err)
			case err == nil && !open && !moved:
				t.Errorf("%s changes and the signature does not see it", name)
			case err == nil && open && moved:
				t.Errorf("%s moves the signature, though it is excepted: %s", name, reason)
			}
			if got := s.shownTo(w, table); got != before {
				t.Fatalf("%s is not put back", name)
			}
		}
	}
	for name := range free {
		t.Errorf("%s is excepted and is no column", name)
	}
	t.Logf("%d columns", seen)
}

func (s *site) columnsOf(super *pgx.Conn, table string) [][2]string {
	s.t.Helper()
	rows, err := super.Query(s.t.Context(),
		"SELECT column_name, CASE data_type WHEN 'ARRAY' THEN udt_name ELSE data_type END FROM information_schema.columns WHERE table_schema = 'public' "+
			"AND table_name = $1 ORDER BY ordinal_position", table)
	if err != nil {
		s.t.Fatal(err)
	}
	out, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (c [2]string, err error) { return c, r.Scan(&c[0], &c[1]) })
	if err != nil || len(out) == 0 {
		s.t.Fatalf("%s: %d columns, %v", table, len(out), err)
	}
	return out
}

// shownTo is the digest of a proposal about the object that a table is shown for.
func (s *site) shownTo(w *world, table string) string {
	s.t.Helper()
	p, err := w.engine.OpenProposal(s.t.Context(), s.db.Read(), matter.Target{Entity: law.Referral, ID: w.referral().ID}, "")
	if table == "approvals" && err != nil { // it is about another thing now
		return err.Error()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	f := w.file()
	switch table {
	case "mss_handovers":
		p.Entity, p.TargetID = law.MSSHandover, f.Handovers[0].ID
	case "persons":
		p.Entity, p.TargetID = law.Person, f.Persons[0].ID
	case "records":
		p.Entity, p.TargetID = "record", f.Records[0].ID
	}
	return w.engine.DigestNow(s.t.Context(), p, f)
}

// moves changes one column of one row, looks whether the digest is another, and puts it back.
func (s *site) moves(super *pgx.Conn, w *world, table string, column [2]string, to, before string) (bool, error) {
	s.t.Helper()
	c, kind := column[0], column[1]
	row := map[string]string{"approvals": "state = 'OPEN'", "clocks": "state = 'RUNNING' AND target_kind = 'referral' AND NOT minimum",
		"referral_items": "item_no = 4",
		"evidence_items": "parent_id IS NULL AND name <> '另一件'", "documents": "target_kind = 'case'"}[table]
	if row == "" {
		row = "true"
	}
	ctx := s.t.Context()
	var at string
	if err := super.QueryRow(ctx, "SELECT ctid::text FROM "+table+" WHERE "+row+" ORDER BY 1 LIMIT 1").Scan(&at); err != nil {
		return false, fmt.Errorf("no row: %w", err)
	}
	var old *string
	if err := super.QueryRow(ctx, "SELECT "+c+"::text FROM "+table+" WHERE ctid = $1::tid", at).Scan(&old); err != nil {
		return false, err
	}
	if to == "" {
		to = map[string]string{"text": "coalesce(" + c + ", '') || '变'", "bigint": "coalesce(" + c + ", 0) + 7", "integer": "coalesce(" + c + ", 0) + 1",
			"smallint": "CASE WHEN coalesce(" + c + ", 0) = 1 THEN 2 ELSE 1 END", "numeric": "coalesce(" + c + ", 0) + 1",
			"boolean": "NOT " + c, "timestamp with time zone": "coalesce(" + c + ", '2026-01-01') + interval '1 day'", "date": "coalesce(" + c + ", '2026-01-01') + 1",
			"_text": "array_append(" + c + ", 'x')", "_int8": "array_append(" + c + ", 7)", "jsonb": `'{"x":"1"}'`}[kind]
	}
	if _, err := super.Exec(ctx, "UPDATE "+table+" SET "+c+" = "+to+" WHERE ctid = $1::tid", at); err != nil {
		return false, err
	}
	after := s.shownTo(w, table)
	var back string
	if err := super.QueryRow(ctx, "SELECT ctid::text FROM "+table+" ORDER BY xmin::text::bigint DESC LIMIT 1").Scan(&back); err != nil {
		return false, err
	}
	if _, err := super.Exec(ctx, "UPDATE "+table+" SET "+c+" = $1::text::"+sqlType(kind)+" WHERE ctid = $2::tid", old, back); err != nil {
		return false, err
	}
	return after != before, nil
}

func sqlType(kind string) string {
	if rest, ok := strings.CutPrefix(kind, "_"); ok {
		return rest + "[]"
	}
	return kind
}

// furnish gives the file one row of every table that the steps so far have left without.
func (s *site) furnish(w *world) {
	s.t.Helper()
	super := testkit.Super(s.t, s.db)
	c := w.file().Admin()
	for _, sql := range []string{
		`INSERT INTO parties (ref, case_id, kind, name, name_latin, id_kind, id_number, country, address, subject, created_by, created_at)
			VALUES ('PX-1', $1, 'organisation', '虚构甲公司', 'Jia', 'credit_code', '91350100M000100Y43', 'CN', '演示路一号', true, 1, $2)`,
		`INSERT INTO goods_items (ref, case_id, name, mineral, net_mg, value_fen, created_by, created_at) VALUES ('GD-1', $1, '氧化镝', '镝', 1000000, 100, 1, $2)`,
		`INSERT INTO decisions (case_id, act_id, kind, sanctions, fine_fen, made_at) SELECT $1, max(id), 'penalty', '{fine}', 100, $2 FROM acts`,
		`INSERT INTO persons (ref, case_id, matter_id, name, state, created_at) SELECT 'PS-1', id, matter_id, '虚构某', 'REGISTERED', $2 FROM cases WHERE id = $1`,
		`INSERT INTO records (ref, entity, matter_id, case_id, label, created_by, created_at) SELECT 'RC-1', 'record', matter_id, id, '演示', 1, $2 FROM cases
			WHERE id = $1`,
		`INSERT INTO mss_handovers (ref, matter_id, case_id, from_agency_id, state, opened_at) SELECT 'MH-1', matter_id, id, lead_agency_id, 'PROPOSED', $2 FROM cases
			WHERE id = $1`,
		`INSERT INTO evidence_files (ref, evidence_id, agency_id, case_id, digest, name, size, media, uploaded_by, uploaded_at)
			SELECT 'EF-1', min(id), 1, $1, 'sha256:00', 'a.pdf', 1, 'application/pdf', 1, $2 FROM evidence_items WHERE case_id = $1`,
		`INSERT INTO attachments (ref, agency_id, case_id, approval_id, field, name, size, digest, media, created_by, created_at)
			SELECT 'FL-1', 1, $1, max(id), 'receipt', 'a.pdf', 1, 'sha256:00', 'application/pdf', 1, $2 FROM approvals WHERE state = 'OPEN'`,
		`INSERT INTO referral_items (referral_id, item_no, not_applicable, set_by, set_at) SELECT max(r.id), 4, '', 1, $2 FROM referrals r WHERE r.from_case_id = $1
			ON CONFLICT (referral_id, item_no) DO UPDATE SET not_applicable = '', note = '', document_id = NULL, evidence_ids = '{}'`,
	} {
		if _, err := super.Exec(s.t.Context(), sql, c.ID, w.clock.Now()); err != nil {
			s.t.Fatalf("%s: %v", sql, err)
		}
	}
}

var _ = slices.Contains[[]string]
