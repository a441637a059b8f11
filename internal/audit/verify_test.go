package audit_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/testkit"
)

// doctor changes the ledger as only a database administrator can: as superuser, with the triggers off.
func (w *world) doctor(sql ...string) {
	w.t.Helper()
	super := testkit.Super(w.t, w.db)
	for _, s := range append([]string{"SET session_replication_role = replica"}, sql...) {
		if _, err := super.Exec(w.t.Context(), s); err != nil {
			w.t.Fatalf("%s: %v", s, err)
		}
	}
}

func TestVerify_NamesTheFirstBadEntry(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do   []string
		want audit.Bad
	}{
		"flipped byte in details": {[]string{`UPDATE audit_events SET details = jsonb_set(details, '{n}', '4') WHERE stream = 'case:1' AND n = 2`},
			audit.Bad{What: "event", Stream: "case:1", N: 2, Problem: audit.BadHash}},
		"another actor": {[]string{`UPDATE audit_events SET actor_name = '他人' WHERE stream = 'case:2' AND n = 3`},
			audit.Bad{What: "event", Stream: "case:2", N: 3, Problem: audit.BadHash}},
		"another time by a microsecond": {[]string{`UPDATE audit_events SET at = at + interval '1 microsecond' WHERE stream = 'case:1' AND n = 1`},
			audit.Bad{What: "event", Stream: "case:1", N: 1, Problem: audit.BadHash}},
		"the last year that there is": {[]string{`UPDATE audit_events SET at = '9999-12-31' WHERE stream = 'case:2' AND n = 3`},
			audit.Bad{What: "event", Stream: "case:2", N: 3, Problem: audit.BadHash}},
		"a year of five digits": {[]string{`UPDATE audit_events SET at = '10000-01-02' WHERE stream = 'case:2' AND n = 3`},
			audit.Bad{What: "event", Stream: "case:2", N: 3, Problem: audit.BadEncoding}},
		"flipped byte in the hash": {[]string{`UPDATE audit_events SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1) WHERE stream = 'case:1' AND n = 2`},
			audit.Bad{What: "event", Stream: "case:1", N: 2, Problem: audit.BadHash}},
		"deleted in the middle": {[]string{`DELETE FROM audit_events WHERE stream = 'case:1' AND n = 2`},
			audit.Bad{What: "event", Stream: "case:1", N: 2, Problem: audit.Missing}},
		"deleted first": {[]string{`DELETE FROM audit_events WHERE stream = 'case:1' AND n = 1`},
			audit.Bad{What: "event", Stream: "case:1", N: 1, Problem: audit.Missing}},
		"deleted last": {[]string{`DELETE FROM audit_events WHERE stream = 'case:1' AND n = 3`},
			audit.Bad{What: "event", Stream: "case:1", N: 3, Problem: audit.Missing}},
		"deleted and renumbered": {[]string{`DELETE FROM audit_events WHERE stream = 'case:1' AND n = 2`,
			`UPDATE audit_events SET n = 2 WHERE stream = 'case:1' AND n = 3`},
			audit.Bad{What: "event", Stream: "case:1", N: 2, Problem: audit.BadPrev}},
		"reordered": {[]string{`UPDATE audit_events SET n = n + 10 WHERE stream = 'case:1' AND n > 1`,
			`UPDATE audit_events SET n = 15 - n WHERE stream = 'case:1' AND n > 10`},
			audit.Bad{What: "event", Stream: "case:1", N: 2, Problem: audit.BadPrev}},
		"moved to another stream": {[]string{`UPDATE audit_events SET stream = 'case:9' WHERE stream = 'case:2'`,
			`UPDATE audit_heads SET stream = 'case:9' WHERE stream = 'case:2'`},
			audit.Bad{What: "event", Stream: "case:9", N: 1, Problem: audit.BadHash}},
		"head turned back": {[]string{`UPDATE audit_heads SET (n, hash) = (SELECT n, hash FROM audit_events WHERE stream = 'case:1' AND n = 2)
			WHERE stream = 'case:1'`},
			audit.Bad{What: "head", Stream: "case:1", N: 2, Problem: audit.BadHead}},
		"head removed": {[]string{`DELETE FROM audit_heads WHERE stream = 'case:2'`},
			audit.Bad{What: "head", Stream: "case:2", N: 3, Problem: audit.NoHead}},
		"all events of a stream removed": {[]string{`DELETE FROM audit_events WHERE stream = 'case:2'`},
			audit.Bad{What: "event", Stream: "case:2", N: 1, Problem: audit.Missing}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			for i := range 3 {
				w.mustAct(audit.CaseStream(1), fmt.Sprint("a", i))
				w.mustAct(audit.CaseStream(2), fmt.Sprint("b", i))
			}
			if r := w.verify(); !r.OK || r.Events != 6 || r.Streams != 2 {
				t.Fatalf("before: %+v", r)
			}
			w.doctor(c.do...)
			r := w.verify()
			if r.OK || r.FirstBad == nil {
				t.Fatalf("not found: %+v", r)
			}
			got := *r.FirstBad
			got.At, got.Ref, got.Action, got.Kind = nil, "", "", ""
			if got != c.want {
				t.Errorf("named %+v, want %+v", got, c.want)
			}
		})
	}
}

// Before the first number nothing is missing: a number below it that a hand has given is one entry at the wrong place.
func TestVerify_MissesNothingBeforeTheFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 2 {
		w.mustAct(audit.CaseStream(1), fmt.Sprint("a", i))
	}
	w.doctor(`UPDATE audit_events SET n = -7 WHERE n = 1`)
	var got []string
	for _, b := range w.verify().Bad {
		if b.What == "event" {
			got = append(got, fmt.Sprint(b.N, " ", b.Problem))
		}
	}
	if want := []string{"-7 prev", "1 missing"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// Of a large gap the first hundred are named and the others are counted.
func TestVerify_CountsALargeGap(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 2 {
		w.mustAct(audit.CaseStream(1), fmt.Sprint("a", i))
	}
	w.doctor(`UPDATE audit_events SET n = 5000 WHERE n = 2`)
	r, missing := w.verify(), 0
	for _, b := range r.Bad {
		if b.What == "event" && b.Problem == audit.Missing {
			missing++
		}
	}
	if unnamed := r.Differences - int64(len(r.Bad)); missing != 100 || unnamed != 4898 {
		t.Errorf("%d named and %d counted, want 100 and 4898", missing, unnamed)
	}
}

type hashes []tlog.Hash

func (h hashes) ReadHashes(idx []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(idx))
	for i, x := range idx {
		out[i] = h[x]
	}
	return out, nil
}

// plant stores a tree of n leaves with a checkpoint at every size, as the sealing job will.
func (w *world) plant(n int64) {
	w.t.Helper()
	super := testkit.Super(w.t, w.db)
	var stored hashes
	for i := range n + 1 {
		root, err := tlog.TreeHash(i, stored)
		if err != nil {
			w.t.Fatal(err)
		}
		note := fmt.Sprintf("touchstone test\n%d\n%s\n\n— nobody AAAA\n", i, base64.StdEncoding.EncodeToString(root[:]))
		if _, err := super.Exec(w.t.Context(), "INSERT INTO audit_checkpoints VALUES ($1, $2, now())", i, note); err != nil {
			w.t.Fatal(err)
		}
		if i == n {
			return
		}
		add, err := tlog.StoredHashes(i, []byte(fmt.Sprint("leaf", i)), stored)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, h := range add {
			if _, err := super.Exec(w.t.Context(), "INSERT INTO audit_tree VALUES ($1, $2)", len(stored), h[:]); err != nil {
				w.t.Fatal(err)
			}
			stored = append(stored, h)
		}
	}
}

func TestVerify_RecomputesTheTree(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do   string
		want audit.Problem
	}{
		"untouched":    {"SELECT 1", ""},
		"altered leaf": {"UPDATE audit_tree SET hash = set_byte(hash, 3, get_byte(hash, 3) # 1) WHERE idx = 4", audit.BadNode},
		"altered node": {"UPDATE audit_tree SET hash = set_byte(hash, 3, get_byte(hash, 3) # 1) WHERE idx = 6", audit.BadNode},
		"last leaf altered": {"UPDATE audit_tree SET hash = set_byte(hash, 3, get_byte(hash, 3) # 1) WHERE idx = (SELECT max(idx) FROM audit_tree)",
			audit.BadCheckpoint},
		"truncated":          {"DELETE FROM audit_tree WHERE idx = (SELECT max(idx) FROM audit_tree)", audit.BadTreeSize},
		"cut above a leaf":   {"DELETE FROM audit_tree WHERE idx > 16", audit.Missing},
		"hole":               {"DELETE FROM audit_tree WHERE idx = 3", ""},
		"checkpoint altered": {"UPDATE audit_checkpoints SET note = replace(note, E'\\n6\\n', E'\\n5\\n') WHERE size = 6", audit.BadCheckpoint},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.plant(11)
			w.doctor(c.do)
			r := w.verify()
			switch {
			case name == "untouched":
				if !r.OK || r.Checkpoints != 12 {
					t.Errorf("%+v %+v", r, r.FirstBad)
				}
			case r.OK || r.FirstBad == nil:
				t.Error("not found")
			case c.want != "" && r.FirstBad.Problem != c.want:
				t.Errorf("%+v, want %s", r.FirstBad, c.want)
			case r.FirstBad.What == "kept":
				t.Errorf("nobody has kept one: %+v", r.FirstBad)
			}
		})
	}
}

// A checkpoint that somebody kept is compared with the tree, whatever the database says of its own ones. Seen to fail with
// the kept one left out: both trees were intact.
func TestVerify_ComparesAKeptCheckpoint(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.plant(11)
	var notes [12]string
	for i := range notes {
		if err := testkit.Super(t, w.db).QueryRow(t.Context(), `SELECT note FROM audit_checkpoints WHERE size = $1`, i).Scan(&notes[i]); err != nil {
			t.Fatal(err)
		}
	}
	other := strings.Replace(notes[7], "\n7\n", "\n8\n", 1)
	longer := strings.Replace(notes[7], "\n7\n", "\n700\n", 1)
	for text, want := range map[string]audit.Problem{notes[0]: "", notes[7]: "", notes[11]: "", other: audit.BadCheckpoint, longer: audit.BadTreeSize} {
		kept, err := audit.ReadCheckpoint(text)
		if err != nil {
			t.Fatal(err)
		}
		r, err := w.verifies(audit.Checks{Checkpoint: kept})
		if err != nil || r.Checkpoints != 12 || r.OK != (want == "") || want != "" && (len(r.Bad) != 1 || r.Bad[0].What != "kept" || r.Bad[0].Problem != want) {
			t.Errorf("%q: %v %+v", text, err, r)
		}
	}
	w.doctor(`DELETE FROM audit_tree`, `DELETE FROM audit_checkpoints`) // rolled back with everything that says so
	kept, _ := audit.ReadCheckpoint(notes[7])
	if r, err := w.verifies(audit.Checks{Checkpoint: kept}); err != nil || len(r.Bad) != 1 || r.Bad[0].Problem != audit.BadTreeSize {
		t.Errorf("%v %+v", err, r)
	}
	for _, text := range []string{"", "x", "a\nb\nc\n", "a\nb\n" + strings.Repeat("A", 44) + "\n", "a\n-1\n" + strings.Repeat("A", 44) + "\n", "a\n7\nshort\n"} {
		if _, err := audit.ReadCheckpoint(text); err == nil {
			t.Errorf("%q is a checkpoint", text)
		}
	}
}

// Who cannot read because somebody else holds a table is told so: nothing is said of the ledger.
func TestVerify_WaitsNoLongerThanTheLockAllows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hold, err := testkit.Super(t, w.db).Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := hold.Exec(t.Context(), `LOCK TABLE audit_checkpoints`); err != nil {
		t.Fatal(err)
	}
	if r, err := w.verifies(audit.Checks{}); errs.KindOf(err) != errs.Busy {
		t.Errorf("%+v, %v", r, err)
	}
	if err := hold.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestVerify_AsksForTheBytes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.mustAct(audit.CaseStream(1), "a")
	bad := &audit.Bad{What: "blob", Ref: "FL-1", Problem: audit.BlobAltered}
	for _, b := range []*audit.Bad{nil, bad} {
		r, err := w.verifies(audit.Checks{Blobs: func(_ context.Context, tell func(audit.Bad)) (int64, error) {
			if b != nil {
				tell(*b)
			}
			return 3, nil
		}})
		if err != nil || r.Blobs != 3 || r.OK != (b == nil) || (r.FirstBad == nil) != (b == nil) || b != nil && r.FirstBad.Ref != "FL-1" {
			t.Errorf("%+v, %v", r, err)
		}
	}
}

func TestMaskNumbers(t *testing.T) {
	t.Parallel()
	digest := "sha256:" + strings.Repeat("12345678", 8)
	for in, want := range map[string]string{
		"110101199003077571": "110*************71", "11010119900307757X 张": "110*************7X 张", "电话13800138000。": "电话138******00。",
		"护照 E12345678": "护照 E12****78", "90 日": "90 日",
		"报关单 530120261012345678": "报关单 530120261012345678", "6222020200012345": "6222020200012345", "6222020111122220002": "622**************02",
		"110101900307757": "110**********57", "": "", "SM-1234-5678-9": "SM-1234-5678-9", "7202.99": "7202.99", digest: digest,
		"商务罚决〔2026〕12345678901号": "商务罚决〔2026〕12345678901号",
		// as people paste them
		"证件１１０１０１１９９００３０７７５７１，电话１３８００１３８０００": "证件１１０*************７１，电话１３８******００", "110101 1990 0307 7571": "110*** **** **** **71",
		"110101-19900307-7571": "110***-********-**71", "110101\n19900307\n7571": "110***\n********\n**71", "139.1234.5678": "139.****.**78",
		"1 3 9 1 2 3 4 5 6 7 8": "1 3 9 * * * * * * 7 8",
		"１１０１０５　１９４９１２３１　００２ｘ": "１１０***　********　**２ｘ", "\u200b110101199003\u200b077571": "\u200b110*********\u200b****71", "138 0013 8000": "138 **** **00",
		"138-0013-8000": "138-****-**00", "+8613800138000": "+861********00",
		"+86 138 0013 8000": "+86 138 **** **00", "6222 0201 1112 2220 002": "622* **** **** **** *02", "6222 0201 1112 2220 003": "6222 0201 1112 2220 003",
		"护照 ｅ１２３４５６７８": "护照 ｅ１２****７８", "护照 E 12345678": "护照 E 12****78", "EA1234567": "EA1****67",
		"手机139 1234-5678；护照Ｅ１２３４５６７８": "手机139 ****-**78；护照Ｅ１２****７８", "（139）12345678": "（139）******78", "Tel13912345678": "Tel139******78",
		"ID11010519491231002X": "ID110*************2X", "护照E1234 5678": "护照E12** **78", "护照_E12345678_": "护照_E12****78_", "幺三九一二三四五六七八": "幺三九******七八",
		// … and what is none: declarations, serial numbers, contracts, moments, columns of figures
		"530120261012345673": "530120261012345673", "000001202605120001": "000001202605120001", "报关单 0101202611234567": "报关单 0101202611234567",
		"合同 E20260512、S12345678":        "合同 E20260512、S12345678",
		"2026-05-12 13:00 至 2026-05-13": "2026-05-12 13:00 至 2026-05-13", "110101\n19900307\n7572": "110101\n19900307\n7572", "1,380,013,800.00": "1,380,013,800.00",
		"a110101199003077571": "a110*************71", "a110101199003077571b5": "a110101199003077571b5", "110101199003077572": "110101199003077572",
	} {
		if got := audit.MaskNumbers(in); got != want {
			t.Errorf("%q → %q, want %q", in, got, want)
		}
	}
}
