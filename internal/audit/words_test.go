package audit_test

import (
	"fmt"
	"strings"
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/testkit"
)

// said is an event as a use case may tell it, with words wherever words can stand.
func said(words string) audit.Event {
	return audit.Event{Stream: audit.CaseStream(1), Action: "note.added", Kind: "party", TargetID: 1, TargetRef: "SM-AAAA-BBBB-C", TargetName: words, CaseID: 1,
		Details: map[string]any{
			"text": words, "reason": words, "never_heard_of": words, "state": words, "part": map[string]any{"old": words, "new": "suspect"},
			"handlers": []string{"officer", words}, "list": []any{1, map[string]any{"deep": words}}, "from": "FILED", "n": 3, "sure": true,
		}}
}

// TestWords_StandBesideTheLedger: whatever a use case tells, under a known key or an unknown one, no words get into the
// ledger; they are kept beside it. Seen to fail with split returning the details as they came.
func TestWords_StandBesideTheLedger(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, words := range []string{"甲公司涉嫌无证出口（虚构）", "John Doe", "one two three", "=cmd|' /C calc'!A0", "tab\there", strings.Repeat("x", 201), `"quoted"`, "𠮷"} {
		ev := said(words)
		if _, err := w.log.Write(t.Context(), officer(5), audit.Key{}, func(tx *audit.Tx) error { return tx.Record(t.Context(), ev) }); err != nil {
			t.Fatal(err)
		}
		if n := w.count(`SELECT count(*) FROM audit_events e WHERE position($1 in e.target_name) > 0
			OR EXISTS (SELECT FROM jsonb_path_query(e.details, 'strict $.**') v WHERE v #>> '{}' = $1)`, words); n != 0 {
			t.Errorf("%q stands in the ledger", words)
		}
		if n := w.count(`SELECT count(*) FROM audit_texts t JOIN audit_heads h ON h.stream = t.stream AND h.n = t.n
			WHERE position(to_json($1::text)::text in t.body) > 0`, words); n != 8 {
			t.Errorf("%q is kept %d times beside the ledger, want 8", words, n)
		}
		if n := w.count(`SELECT count(*) FROM audit_events e JOIN audit_heads h ON h.stream = e.stream AND h.n = e.n
			WHERE e.details @> '{"from": "FILED", "n": 3, "sure": true}'`); n != 1 {
			t.Error("codes and numbers are gone from the ledger")
		}
	}
	if r := w.verify(); !r.OK {
		t.Errorf("%+v", r.FirstBad)
	}
}

// The same words get another digest each time: who reads the ledger cannot try out short ones.
func TestWords_AreSalted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 2 {
		if _, err := w.log.Write(t.Context(), officer(5), audit.Key{}, func(tx *audit.Tx) error { return tx.Record(t.Context(), said("是")) }); err != nil {
			t.Fatal(err)
		}
	}
	if n := w.count(`SELECT count(DISTINCT d.value)::int FROM audit_events e, jsonb_each_text(e.details->'texts') d`); n != 16 {
		t.Errorf("%d digests, want 16", n)
	}
}

func TestVerify_ComparesTheWords(t *testing.T) {
	t.Parallel()
	const here = ` WHERE stream = 'case:1' AND n = 2 AND field = 'text'`
	for name, c := range map[string]struct {
		do   string
		want audit.Bad
	}{
		"other words":  {`UPDATE audit_texts SET body = '"anders"'` + here, audit.Bad{What: "text", Stream: "case:1", N: 2, Ref: "text", Problem: audit.BadText}},
		"another salt": {`UPDATE audit_texts SET salt = 'x'` + here, audit.Bad{What: "text", Stream: "case:1", N: 2, Ref: "text", Problem: audit.BadText}},
		"a part of the words moved into the salt": {`UPDATE audit_texts SET salt = salt || convert_to(left(body, 1), 'UTF8'), body = substr(body, 2)` + here,
			audit.Bad{What: "text", Stream: "case:1", N: 2, Ref: "text", Problem: audit.BadText}},
		// words hold no zero byte
		"the salt moved into the words": {`UPDATE audit_texts
			SET salt = '', body = convert_from(decode(replace(encode(salt, 'hex'), '00', '01'), 'hex'), 'LATIN1') || body` + here,
			audit.Bad{What: "text", Stream: "case:1", N: 2, Ref: "text", Problem: audit.BadText}},
		"removed": {`DELETE FROM audit_texts` + here, audit.Bad{What: "text", Stream: "case:1", N: 2, Ref: "text", Problem: audit.TextMissing}},
		"put under another event": {`UPDATE audit_texts SET n = 7` + here,
			audit.Bad{What: "text", Stream: "case:1", N: 2, Ref: "text", Problem: audit.TextMissing}},
		"added": {`INSERT INTO audit_texts (stream, n, field, salt, body) VALUES ('case:1', 1, 'also', 'x', '"words"')`,
			audit.Bad{What: "text", Stream: "case:1", N: 1, Ref: "also", Problem: audit.TextAdded}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			for i := range 3 {
				if _, err := w.log.Write(t.Context(), officer(5), audit.Key{},
					func(tx *audit.Tx) error { return tx.Record(t.Context(), said(fmt.Sprint("第几条", i))) }); err != nil {
					t.Fatal(err)
				}
			}
			if r := w.verify(); !r.OK {
				t.Fatalf("before: %+v", r.FirstBad)
			}
			w.doctor(`ALTER TABLE audit_texts DROP CONSTRAINT audit_texts_salt_check, DROP CONSTRAINT audit_texts_body_json`, c.do)
			r := w.verify()
			if r.OK || r.FirstBad == nil {
				t.Fatalf("not found: %+v", r)
			}
			got := *r.FirstBad
			if got.Table != "audit_texts" || got.Row != got.Ref {
				t.Errorf("the row is not named: %+v", got)
			}
			got.At, got.Action, got.Kind, got.Table, got.Row = nil, "", "", "", ""
			if got != c.want {
				t.Errorf("named %+v, want %+v", got, c.want)
			}
		})
	}
}

// Chains that hold words, written before there was a place for them, stay as they are and hold; what was carried from
// them is compared with what they say.
func TestVerify_HoldsForOlderChains(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ev := audit.Event{Stream: audit.CaseStream(1), Action: "note.added", Kind: "case", TargetID: 1, TargetName: "演示案件", CaseID: 1,
		Details: map[string]any{"text": "旧附注：\"引号\" <b> & 字"}}
	row, head := audit.OldEntry(officer(5), w.clock.Now(), ev)
	super := testkit.Super(t, w.db)
	if _, err := super.Exec(t.Context(),
		`INSERT INTO audit_events (`+audit.Columns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19)`, row...); err != nil {
		t.Fatal(err)
	}
	if _, err := super.Exec(t.Context(), `INSERT INTO audit_heads (stream, n, hash) VALUES ($1, $2, $3)`, "case:1", head.N, head.Hash); err != nil {
		t.Fatal(err)
	}
	// the statement of the migration
	if _, err := super.Exec(t.Context(), `INSERT INTO audit_texts SELECT stream, n, 'text', '', (details->'text')::text FROM audit_events
		WHERE action = 'note.added' AND jsonb_typeof(details->'text') = 'string'`); err != nil {
		t.Fatal(err)
	}
	w.mustAct(audit.CaseStream(1), "later")
	if r := w.verify(); !r.OK || r.Events != 2 {
		t.Fatalf("%+v %+v", r, r.FirstBad)
	}
	w.doctor(`UPDATE audit_texts SET body = '"anders"' WHERE salt = ''`)
	if r := w.verify(); r.OK || r.FirstBad.Problem != audit.BadText {
		t.Errorf("carried words were changed: %+v", r)
	}
}

// The auditor reads digests and no words; the program adds words and changes none.
func TestWords_WhoMayTouchThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.mustAct(audit.CaseStream(1), "first")
	auditor, err := w.db.As(t.Context(), database.RoleAudit)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := auditor.Exec(t.Context(), "SELECT body FROM audit_texts"); err == nil {
		t.Error("the auditor reads words")
	}
	if _, err := auditor.Exec(t.Context(), "SELECT digest FROM audit_text_digests"); err != nil {
		t.Error(err)
	}
	for _, sql := range []string{"UPDATE audit_texts SET body = '1'", "DELETE FROM audit_texts", "TRUNCATE audit_texts"} {
		_, err := w.log.Write(t.Context(), officer(5), audit.Key{}, func(tx *audit.Tx) error {
			_, err := tx.Exec(t.Context(), sql)
			return err
		})
		if err == nil || strings.Contains(err.Error(), "nothing_recorded") {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

// The reading of a marked file stands in the ledger under one name for each kind, with the marking of the time; that of
// another file does not.
func TestViewedMarked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for m, kind := range map[actor.Marking]string{actor.Public: "case", actor.Internal: "case", actor.WorkSecret: "referral", actor.PointerOnly: "tip"} {
		if err := w.log.ViewedMarked(t.Context(), officer(5), m, audit.Event{Stream: audit.CaseStream(1), Kind: kind, TargetID: 1}); err != nil {
			t.Fatal(err)
		}
	}
	for action, want := range map[string]int{"case.viewed": 0, "referral.viewed": 1, "tip.viewed": 1} {
		if n := w.count("SELECT count(*) FROM audit_events WHERE action = $1 AND stream = 'case:1:read' AND details ? 'marking'", action); n != want {
			t.Errorf("%s: %d times, want %d", action, n, want)
		}
	}
}
