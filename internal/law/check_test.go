package law_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"touchstone/internal/law"
	"touchstone/policies"
)

// first is the folder of the first edition.
const first = "procedure/2004-11-01/"

// change gives a copy of the tables in which the first row with key in its key column has another cell.
func change(t *testing.T, file, keyCol, key, col, value string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(policies.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(policies.FS(), name)
		out[name] = &fstest.MapFile{Data: raw}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	name := first + file + ".csv"
	if out[name] == nil {
		name = "items/" + file + ".csv"
	}
	all, err := csv.NewReader(bytes.NewReader(out[name].Data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := func(c string) int {
		for i, h := range all[0] {
			if h == c {
				return i
			}
		}
		t.Fatalf("%s has no column %s", file, c)
		return 0
	}
	for i, r := range all[1:] {
		if r[at(keyCol)] == key {
			r[at(col)] = value
			if value == "DELETE" {
				all = append(all[:i+1], all[i+2:]...)
			}
			var b bytes.Buffer
			if err := csv.NewWriter(&b).WriteAll(all); err != nil {
				t.Fatal(err)
			}
			out[name] = &fstest.MapFile{Data: b.Bytes()}
			return out
		}
	}
	t.Fatalf("no %s %s", file, key)
	return nil
}

// One wrong cell in any table is found and named: a problem that contains the words.
func TestLoad_NamesEachWrongCell(t *testing.T) {
	for _, c := range []struct{ file, keyCol, key, col, value, want string }{
		{"transitions", "id", "REF-T03", "guards", "no_such_guard", "REF-T03: unknown guard no_such_guard"},
		{"transitions", "id", "REF-T03", "starts", "REF-999", "REF-T03: unknown clock REF-999 in starts"},
		{"transitions", "id", "REF-T03", "starts", "", "REF-020: REF-T03 fires one of referral.approved, but lacks the clock in starts"},
		{"transitions", "id", "REF-T03", "starts", "REF-020;ADM-020", "ADM-020: ADM-020 in starts of REF-T03, but that act fires none of"},
		{"transitions", "id", "REF-T03", "to_state", "APPROVD", "REF-T03: unknown state APPROVD"},
		{"transitions", "id", "REF-T03", "to_state", "DRAFT|SENT", "REF-T03: to_state must be one state"},
		{"transitions", "id", "REF-T03", "form", "nothing", "REF-T03: unknown form nothing"},
		{"transitions", "id", "REF-T03", "decider_roles", "king", "REF-T03: unknown role king"},
		{"transitions", "id", "REF-T03", "decider_roles", "", "REF-T03: no decider"},
		{"transitions", "id", "REF-T03", "documents_issued", "DOC-Z99", "REF-T03: unknown document DOC-Z99"},
		{"transitions", "id", "REF-T03", "emits", "referral:no.such", "REF-T03: emits no.such unknown on referral"},
		{"transitions", "id", "REF-T03", "emits", "task:moon:referral.sent", "REF-T03: emits to unknown machine moon"},
		{"transitions", "id", "REF-T03", "emits", "referral:referral.filing_decided[outcome=x]", "unknown on referral"},
		{"transitions", "id", "REF-T03", "legal_basis", "", "REF-T03: no legal basis"},
		{"transitions", "id", "REF-T03", "source_status", "guessed", "REF-T03: source_status"},
		{"transitions", "id", "REF-T03", "from_states", "*", "REF-T03: * must except (new)"},
		{"transitions", "id", "REF-T03", "four_eyes", "no", "REF-T03: four_eyes does not fit"},
		{"transitions", "id", "REF-T03", "external_party", "neighbour", "REF-T03: unknown external party neighbour"},
		{"transitions", "id", "REF-T03", "proposal_act", "REF-T99", "REF-T03: proposal_act REF-T99"},
		{"transitions", "id", "REF-T03", "variant", "Kind", "REF-T03: variant"},
		{"transitions", "id", "REF-T03", "id", "REF-T04", "transitions: duplicate REF-T04"},
		{"transitions", "id", "REF-T02", "id", "DELETE", "referral.DRAFT: no way out"},
		{"transitions", "id", "REF-T01", "id", "DELETE", "referral.DRAFT: not reachable from (new)"},
		{"recorded_events", "id", "RA-03", "label_zh", "", "RA-03: label missing"},
		{"recorded_events", "id", "RA-02", "allowed_states", "NOWHERE", "RA-02: unknown allowed state NOWHERE"},
		{"recorded_events", "id", "RA-03", "extends", "ADM-020", "RA-03: clock ADM-020 is not extendable"},
		{"recorded_events", "id", "RA-02", "event", "admin_case.filed", "is a transition of admin_case already"},
		{"states", "state", "DRAFT", "colour_hint", "pink", "states DRAFT: colour_hint"},
		{"states", "state", "INVESTIGATING", "stamps", "seen_at", "states INVESTIGATING: stamps"},
		{"states", "state", "DRAFT", "stamps", "filed_at", "states DRAFT: stamps a date that referral has not"},
		{"states", "state", "IN_STORAGE", "counts_as", "kept", `states IN_STORAGE: counts_as "kept", which no rule asks of evidence_item`},
		{"states", "state", "DRAFT", "counts_as", "held", `states DRAFT: counts_as "held", which no rule asks of referral`},
		{"states", "state", "CONFISCATED", "counts_as", "held", "states.csv: no state of evidence_item counts as confiscated"},
		{"states", "state", "APPROVED", "terminal", "maybe", "states APPROVED: terminal"},
		{"guards", "id", "package_complete", "rule_zh", "complete", "guard package_complete: sentence missing"},
		{"guards", "id", "approver_is_not_proposer", "used_by", "ADM-T03", "guard approver_is_not_proposer does not list this act"},
		{"guards", "id", "approver_is_principal_head", "kind", "stop", "guard approver_is_principal_head: kind"},
		{"guards", "id", "approver_is_principal_head", "standing", "always", "guard approver_is_principal_head: standing"},
		{"guards", "id", "no_open_recusal", "standing", "file", "guard no_open_recusal: standing, and blocks nothing"},
		{"conditions", "id", "early_sale", "field", "no_such_field", "condition early_sale: no form has the field no_such_field"},
		{"conditions", "id", "early_sale", "values", "", "condition early_sale: a field and its values stand together"},
		{"organs", "kind", "commerce", "number_mark", "", "organ commerce: no number mark"},
		{"organs", "kind", "*", "kind", "any", "organs.csv: no row * for every other kind"},
		{"roles", "code", "ps_intake", "side", "other", "role ps_intake: side"},
		{"documents", "code", "DOC-A24", "per_round", "maybe", "DOC-A24: per_round"},
		{"documents", "code", "DOC-A12", "methods", "guess", "DOC-A12: no such way of collecting: guess"},
		{"documents", "code", "DOC-R05", "package_item", "7", "documents.csv: no paper is item 2 of the package"},
		{"documents", "code", "DOC-R05", "package_item", "two", "documents.csv: no paper is item 2 of the package"},
		{"documents", "code", "DOC-R05", "package_item", "1", "DOC-R05: package_item 1 is DOC-R04"},
		{"documents", "code", "DOC-A12", "package_item", "6", "DOC-A12: an item of the package that"},
		{"documents", "code", "DOC-A12", "may_be_absent", "yes", "DOC-A12: may be absent from a package of which it is no item"},
		{"documents", "code", "DOC-R07", "may_be_absent", "no", "DOC-R07: may_be_absent"},
		{"documents", "code", "DOC-A24", "at_closing", "FINE", "DOC-A24: at_closing"},
		{"documents", "code", "DOC-A26", "or_paper", "DOC-A99", "DOC-A26: DOC-A99 does as well at no closing"},
		{"documents", "code", "DOC-A26", "or_paper", "DOC-A26", "DOC-A26: DOC-A26 does as well at no closing"},
		{"documents", "code", "DOC-A26", "at_closing", "", "DOC-A26: DOC-A28 does as well at no closing"},
		{"guards", "id", "approver_is_principal_head", "inputs", "form.nothing", "input form.nothing is in no form"},
		{"guards", "id", "approver_is_principal_head", "inputs", "clock.ADM-999", "no such clock"},
		{"guards", "id", "approver_is_principal_head", "scope", "invariant", "10 invariants instead of 9"},
		{"forms", "form", "return_for_correction", "type", "enum:nothing", "unknown list nothing"},
		{"forms", "form", "return_for_correction", "type", "colour", "unknown type colour"},
		{"forms", "form", "return_for_correction", "required", "if:nothing", "unknown condition nothing"},
		{"forms", "form", "return_for_correction", "required", "if:nothing=x", "condition on unknown field nothing"},
		{"forms", "form", "referral_report", "default", "paper:DOC-X99", "referral_report.report: default paper DOC-X99"},
		{"forms", "form", "note_only", "default", "paper:DOC-R05", "note_only.note: default paper DOC-R05"},
		{"forms", "form", "note_only", "events", "execution.started", "does not list event"},
		{"enums", "code", "facts_unclear", "label_zh", "", "enum return_code.facts_unclear: label missing"},
		{"enums", "code", "interrogation", "track", "civil", "enum collection_method.interrogation: track"},
		{"limits", "code", "clock_badge", "amount", "soon", "limits clock_badge: amount"},
		{"limits", "code", "clock_badge", "unit", "fortnights", "limits clock_badge: unit"},
		{"limits", "code", "access_request_unanswered", "unit", "calendar_days", "limits access_request_unanswered: unit"},
		{"limits", "code", "clock_badge", "code", "clock_bell", "limits clock_badge: missing"},
		{"clocks", "code", "ADM-010", "counted_from", "someday", "ADM-010: counted from someday, which is no day of a form and does not start it"},
		{"clocks", "code", "REF-010", "counted_from", "violation.ended", "REF-010: counted from violation.ended, which is no day of a form"},
		{"clocks", "code", "REF-010", "amount", "three", "REF-010: amount"},
		{"clocks", "code", "REF-010", "rolls_over_holiday", "yes", "REF-010: rolls_over_holiday differs from its day rule"},
		{"clocks", "code", "REF-010", "stop_events", "referral.nothing", "REF-010: stop_events referral.nothing is fired by no act"},
		{"clocks", "code", "REF-010", "owner_role", "nobody", "REF-010: unknown role nobody"},
		{"clocks", "code", "REF-010", "on_expiry", "explodes", "REF-010: on_expiry"},
		{"clocks", "code", "REF-010", "extendable", "yes", "REF-010: extendable and extension_approver_role do not fit"},
		{"clocks", "code", "REF-010", "day_rule", "nothing", "REF-010: unknown day rule nothing"},
		{"documents", "code", "DOC-R02", "issued_at_event", "referral.sent", "DOC-R02: issued_at_event referral.sent does not issue it"},
		{"documents", "code", "DOC-R02", "required_fields", "", "DOC-R02: no required fields"},
		{"documents", "code", "DOC-R02", "issued_by", "nobody", "DOC-R02: issued_by nobody"},
		{"conditions", "id", "late", "id", "later", "unknown condition late"},
		{"day_rules", "code", "working_acl69", "code", "working_acl70", "day_rules working_acl70: unused"},
		{"roles", "code", "hearing_officer", "incompatible_same_case", "unit_head;legal_reviewer", "is not mutual"},
		{"roles", "code", "hearing_officer", "named_as", "judge", "role hearing_officer: named as judge, which no form asks for"},
		{"roles", "code", "hearing_officer", "code", "judge", "unknown role hearing_officer"},
		{"appointments", "appointment", "team", "appointment", "crew", "appointment crew: nobody is appointed so"},
		{"appointments", "appointment", "team", "track", "criminal_case", "appointment team: missing on track admin_case"},
		{"appointments", "appointment", "team", "role", "nobody", "appointment team: unknown track or role admin_case nobody"},
		{"appointments", "appointment", "search.witness", "appointment", "search.scribe", "appointment search.scribe: no form asks for that person"},
		{"appointments", "appointment", "search.witness", "bars", "nobody", "appointment search.witness: bars unknown role nobody"},
		{"appointments", "appointment", "search.witness", "bars", "", "appointment search.witness: bars something"},
		{"appointments", "appointment", "search.witness", "legal_basis", "", "appointment search.witness: label or article missing"},
		{"labels", "event", "referral.approved", "label_zh", "approve", "REF-T03: no label for referral.approved of referral"},
		{"labels", "event", "referral.report_submitted", "question_zh", "", "referral.report_submitted of referral has several answers and no question"},
		{"labels", "event", "referral.approved", "question_zh", "为何", "referral.approved of referral asks nothing"},
		{"variants", "value", "uphold", "value", "keep", "no label for variant outcome=uphold"},
		{"holidays_cn", "date", "2026-05-01", "date", "May Day", "holidays_cn May Day: no date"},
		{"holidays_cn", "date", "2026-05-01", "kind", "workday", "a make-up workday that is no weekend"},
		{"penalties", "violation_code", "ECL-34-1", "threshold_cny", "a lot", "penalties ECL-34-1: threshold_cny"},
		{"penalties", "violation_code", "ECL-34-1", "below_or_none_max_cny", "", "penalties ECL-34-1: half a range"},
		{"penalties", "violation_code", "ECL-34-1", "valid_from", "", "ECL-34-1"},
		{"thresholds", "unit", "hours", "unit", "fortnights", "thresholds * fortnights: unit"},
		{"thresholds", "unit", "hours", "clock", "ADM-999", "thresholds ADM-999 hours: unknown clock"},
		{"guards", "id", "approver_is_not_proposer", "used_by", "ADM-T99", "guard approver_is_not_proposer: used_by ADM-T99 does not exist"},
		{"guards", "id", "approver_is_not_proposer", "used_by", "ADM-T01", "guard approver_is_not_proposer: used_by ADM-T01, which does not name it"},
		{"transitions", "id", "ADM-T19", "guards", "approver_is_not_proposer", "ADM-T19: collective discussion without its guard"},
		{"clocks", "code", "REF-010", "start_events", "", "REF-010: no start_events"},
		{"clocks", "code", "REF-010", "stop_events", "", "REF-010: no stop_events"},
		{"clocks", "code", "REF-010", "code", "REF-011", "REF-011: clock used by no act"},
		{"roles", "code", "hearing_officer", "incompatible_same_case", "nobody", "role hearing_officer: incompatible with unknown nobody"},
		{"controlled_minerals", "mineral_en", "Gallium", "effective_on", "soon", "effective_on"},
		{"controlled_minerals", "item_zh", "氧化镓", "akin", "氧化锗", "also 氧化锗 names two items"},
		{"controlled_minerals", "item_zh", "磷化铟", "earlier_basis", "APL", "is no row of earlier_rules"},
		{"trade_words", "word", "锭", "kind", "shape of trade", "kind"},
		{"trade_words", "word", "锭", "word", "晶片", "the word stands twice"},
		{"trade_words", "word", "锭", "word", "", "no word"},
		{"trade_words", "word", "锭", "means", "块", "means \"块\""},
		{"trade_words", "word", "鎵", "means", "", "means \"\""},
		{"trade_words", "word", "鎵", "means", "金属", "a character stands for another one"},
		{"earlier_rules", "basis", "Ann. 50/2006", "valid_from", "2024-01-01", "it ends before it begins"},
		{"earlier_rules", "basis", "Ann. 50/2006", "valid_from", "autumn", "valid_from \"autumn\""},
		{"earlier_rules", "basis", "Ann. 50/2006", "basis", "Export-licence catalogue", "the rule stands twice"},
		{"earlier_rules", "basis", "Technology catalogue", "source_status", "", "source_status missing"},
		{"controlled_minerals", "item_zh", "钐钴永磁材料", "item_zh", "钐钴永磁永磁材料", "item_zh says 永磁 twice"},
		{"controlled_minerals", "item_zh", "氧化镓", "hs_code", "2825.9090", "customs code \"2825.9090\""},
		{"controlled_minerals", "item_zh", "氧化镓", "hs_code", "28259", "customs code \"28259\""},
		{"controlled_minerals", "item_zh", "氧化镓", "hs_code", "3818009002", "the same item and customs code twice"},
		{"controlled_minerals", "item_zh", "氧化镓", "hs_code", "", "hs_code and hs_covers do not fit"},
		{"controlled_minerals", "item_zh", "氧化镓", "hs_covers", "", "hs_covers"},
		{"controlled_minerals", "item_zh", "氧化镓", "hs_covers", "part", "hs_covers part without a note why"},
		{"controlled_minerals", "item_zh", "金属锗（单质）", "hs_covers", "all", "hs_covers differs between the rows of the item"},
		{"controlled_minerals", "item_zh", "钐钴永磁材料", "hs_covers", "all", "hs_code and hs_covers do not fit"},
		{"controlled_minerals", "item_zh", "含钐化合物及其混合物", "hs_other", "284690481", "customs code \"284690481\""},
		{"controlled_minerals", "item_zh", "金属铽", "control_code", "C904.a", "control_code \"C904.a\""},
		{"controlled_minerals", "item_zh", "金属铽", "announcement", "", "announcement \"\""},
		{"controlled_minerals", "item_zh", "金属铽", "announcement", "MOFCOM/GACC Announcement 2024 No. 18", "announcement \"MOFCOM/GACC Announcement 2024 No. 18\""},
		{"controlled_minerals", "item_zh", "金属铽", "status", "", "status \"\""},
		{"controlled_minerals", "item_zh", "金属铽", "status", "suspended until 2026-11-10", "status and suspended_from do not fit"},
		{"controlled_minerals", "item_zh", "金属铽", "source_status", "", "source_status \"\""},
		{"controlled_minerals", "item_zh", "金属铽", "effective_on", "2025-04-03", "effective_on is before announced_on"},
		{"controlled_minerals", "item_zh", "金属铽", "mineral_en", "Ytterbium", "element Ytterbium has two names"},
		{"controlled_minerals", "item_zh", "金属铽", "earlier_basis", "a catalogue", "earlier_basis \"a catalogue\" is no row of citations"},
		{"controlled_minerals", "item_zh", "金属钬", "suspended_until", "2025-11-01", "the suspension ends before it begins"},
		{"controlled_minerals", "item_zh", "金属钬", "extension_reported", "2026-11-10", "extension_reported is no extension"},
		{"controlled_minerals", "item_zh", "锑化铟", "later_basis", "", "half a later basis"},
		{"controlled_minerals", "item_zh", "锑化铟", "later_basis", "Ann. 51/2024", "later_basis \"Ann. 51/2024\""},
		{"controlled_minerals", "item_zh", "锑化铟", "status", "in force", "status and later_basis do not fit"},
		{"controlled_minerals", "item_zh", "锑化铟", "threshold_zh", "", "threshold in one language only"},
		{"controlled_minerals", "item_zh", "锑化铟", "threshold_zh", "单晶：位错密度小于50个/cm²", "the figures of threshold_en and threshold_zh differ"},
		{"controlled_minerals", "item_zh", "氧化镓", "item_en", "Gallium oxide, purity >=99.99%", "threshold 99.99 of the English name is not in threshold_zh"},
		{"controlled_minerals", "item_zh", "按1C229管制的铋", "item_zh", "DELETE", "1C229, to which it leaves goods, is in no row"},
		{"controlled_minerals", "item_zh", "稀土相关技术", "earlier_basis", "", "technology without earlier_basis"},
		{"controlled_minerals", "item_zh", "稀土相关技术", "hs_code", "28053019", "hs_code and hs_covers do not fit"},
		{"controlled_minerals", "item_zh", "核级石墨", "status", "in force", "hs_covers line is for an entry that nobody has read"},
		{"controlled_minerals", "item_zh", "核级石墨", "hs_code", "", "hs_code and hs_covers do not fit"},
		{"controlled_minerals", "item_zh", "氮化镓", "also", "GaAs", "also GaAs names two items"},
		{"controlled_minerals", "item_zh", "氮化镓", "also", "GaN; 砷化镓", "also 砷化镓 is an item itself"},
		{"controlled_minerals", "item_zh", "金属钐", "element_group", "", "element 钐 is in two groups"},
	} {
		t.Run(strings.Join([]string{c.file, c.key, c.col, c.value}, " "), func(t *testing.T) {
			_, err := law.Load(change(t, c.file, c.keyCol, c.key, c.col, c.value))
			var bad *law.TableError
			if !errors.As(err, &bad) {
				t.Fatalf("accepted (%v)", err)
			}
			var lines []string
			for _, p := range bad.Problems {
				lines = append(lines, p.String())
			}
			if text := strings.Join(lines, "\n"); !strings.Contains(text, c.want) {
				t.Errorf("%q is not among\n%s", c.want, text)
			}
		})
	}
}

func TestLoad_RefusesAMissingTableOrColumn(t *testing.T) {
	if _, err := law.Load(fstest.MapFS{}); err == nil {
		t.Error("no tables at all accepted")
	}
	tables := change(t, "states", "state", "DRAFT", "stage", "referral").(fstest.MapFS)
	tables[first+"states.csv"] = &fstest.MapFile{Data: []byte("machine,state\nreferral,DRAFT\n")}
	if _, err := law.Load(tables); err == nil || !strings.Contains(err.Error(), "no column label_zh") {
		t.Error(err)
	}
	tables[first+"states.csv"] = &fstest.MapFile{Data: []byte("\"")}
	if _, err := law.Load(tables); err == nil {
		t.Error("broken CSV accepted")
	}
}

// TestLoad_AThresholdMayBeOfOneClock: a measure of nearness that names a clock of the table is no problem.
func TestLoad_AThresholdMayBeOfOneClock(t *testing.T) {
	_, err := law.Load(change(t, "thresholds", "unit", "months", "clock", "ADM-010"))
	if err != nil && strings.Contains(err.Error(), "unknown clock") {
		t.Error(err)
	}
}
