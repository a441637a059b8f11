package law_test

import (
	"errors"
	"strings"
	"testing"

	"touchstone/internal/law"
)

// problems are what the tables are refused for when one cell says something else, a line each.
func problems(t *testing.T, file, keyCol, key, col, value string) string {
	t.Helper()
	_, err := law.Load(change(t, file, keyCol, key, col, value))
	var bad *law.TableError
	if !errors.As(err, &bad) {
		return ""
	}
	var lines []string
	for _, p := range bad.Problems {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n") + "\n"
}

// TestLoad_NamesWrongCellsOfEachColumn: columns that a row may leave empty or that hold one of few words are read as strictly as names.
func TestLoad_NamesWrongCellsOfEachColumn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, keyCol, key, col, value, want string }{
		{"penalties", "violation_code", "ECL-34-1", "base", "profit", `penalties ECL-34-1: base "profit"`},
		{"penalties", "violation_code", "ECL-34-1", "fine_mandatory", "often", `penalties ECL-34-1: fine_mandatory "often"`},
		{"penalties", "violation_code", "ECL-34-1", "party", "ship", `penalties ECL-34-1: party "ship"`},
		{"penalties", "violation_code", "ECL-34-1", "gravity", "mild", `penalties ECL-34-1: gravity "mild"`},
		{"penalties", "violation_code", "ECL-34-1", "valid_from", "autumn", `penalties ECL-34-1: valid_from "autumn"`},
		{"penalties", "violation_code", "ECL-34-1", "threshold_cny", "", "penalties ECL-34-1: threshold and multiples do not fit"},
		{"penalties", "violation_code", "ECL-34-1", "threshold_cny", "-1", `penalties ECL-34-1: threshold_cny "-1"`},
		{"penalties", "violation_code", "ECL-34-1", "at_or_above_min_multiple", "", "penalties ECL-34-1: half a range"},
		{"penalties", "violation_code", "ECL-34-1", "legal_basis", "", "penalties ECL-34-1: name or basis missing"},
		{"penalties", "violation_code", "ECL-34-1", "violation_zh", "export", "penalties ECL-34-1: name or basis missing"},
		{"documents", "code", "DOC-R02", "name_zh", "Report", "DOC-R02: name missing"},
		{"documents", "code", "DOC-R02", "direction", "up", `DOC-R02: direction "up"`},
		{"documents", "code", "DOC-R02", "required_fields", "case", `DOC-R02: field path "case"`},
		{"documents", "code", "DOC-R02", "issued_at_event", "", "DOC-R02: issued at no event"},
		{"documents", "code", "DOC-R02", "issued_at_event", "referral.nothing", "DOC-R02: issued_at_event referral.nothing is fired by no act"},
		{"documents", "code", "DOC-A14", "issued_at_event", "evidence.sample_taken",
			"DOC-A14: is issued at evidence.collected[track=administrative], which issued_at_event does not name"},
		{"documents", "code", "DOC-R02", "code", "DOC-Z02", "DOC-Z02: document used by no act"},
		{"clocks", "code", "REF-010", "amount", "0", `REF-010: amount "0"`},
		{"clocks", "code", "REF-010", "amount", "10000", `REF-010: amount "10000"`},
		{"clocks", "code", "ADM-010", "max_extension_amount", "10000", `ADM-010: max_extension_amount "10000"`},
		{"clocks", "code", "ADM-010", "max_extensions", "once", `ADM-010: max_extensions "once"`},
		{"clocks", "code", "ADM-010", "max_extension_unit", "moons", `ADM-010: max_extension_unit "moons"`},
		{"clocks", "code", "ADM-010", "extendable", "perhaps", `ADM-010: extendable "perhaps"`},
		{"clocks", "code", "REF-010", "minimum_interval", "perhaps", `REF-010: minimum_interval "perhaps"`},
		{"clocks", "code", "REF-010", "unit", "moons", `REF-010: unit "moons"`},
		{"clocks", "code", "REF-010", "name_zh", "Report", "REF-010: name missing"},
		{"clocks", "code", "REF-010", "code", "REF-01", "REF-01: REF-T02 fires one of referral.report_submitted, but lacks the clock in starts"},
		{"thresholds", "unit", "hours", "min_amount", "soon", `thresholds * hours: min_amount "soon"`},
		{"thresholds", "unit", "hours", "urgent_hours", "10000", `thresholds * hours: urgent_hours "10000"`},
		{"thresholds", "unit", "months", "unit", "hours", "ADM-010: no threshold fits"},
		{"limits", "code", "clock_badge", "amount", "10000", `limits clock_badge: amount "10000"`},
		{"enums", "code", "PENALTY", "code", "PENALTIES", "ADM-T19: decision kind not in enums"},
		{"enums", "code", "facts_unclear", "list", "nowhere", "enum nowhere.facts_unclear: used by no form"},
		{"enums", "code", "facts_unclear", "label_zh", "unclear", "enum return_code.facts_unclear: label missing"},
		{"variants", "value", "uphold", "value", "keep", "variants: outcome=keep is no variant"},
		{"labels", "event", "referral.approved", "event", "referral.allowed", "labels: referral.allowed of referral is no event"},
		{"transitions", "id", "REF-T03", "collective_discussion", "sometimes", `REF-T03: collective_discussion "sometimes"`},
		{"transitions", "id", "REF-T03", "binding", "perhaps", `REF-T03: binding "perhaps"`},
		{"transitions", "id", "REF-T03", "four_eyes", "perhaps", `REF-T03: four_eyes "perhaps"`},
		{"transitions", "id", "REF-T03", "new_round", "no", `REF-T03: new_round "no"`},
		{"transitions", "id", "REF-T03", "except", "(new)", "REF-T03: except without *"},
		{"transitions", "id", "REF-T03", "from_states", "", "REF-T03: no from_states"},
		{"transitions", "id", "REF-T03", "from_states", "REPORT_SUBMITED", "REF-T03: unknown state REPORT_SUBMITED"},
		{"transitions", "id", "REF-T03", "to_state", "(new)", "REF-T03: to_state must be one state"},
		{"transitions", "id", "REF-T03", "event", "Approved", "REF-T03: event"},
		{"transitions", "id", "REF-T03", "guards", "approver_is_principal_head;package_complete", "REF-T03: four eyes without guard approver_is_not_proposer"},
		{"transitions", "id", "REF-T03", "form", "referral_refusal", "REF-T03: form referral_refusal does not list event referral.approved"},
		{"forms", "field", "commission_document", "events", "referral.approved", "form admin_case_filed.commission_document: events differ from the first field's"},
		{"forms", "field", "commission_document", "field", "Commission", `form admin_case_filed: field name "Commission"`},
		{"forms", "field", "commission_document", "several", "no", `form admin_case_filed.commission_document: several "no"`},
		{"forms", "field", "commission_document", "several", "yes", "form admin_case_filed.commission_document: several, and its type says how many"},
		{"forms", "field", "commission_document", "required", "often", `form admin_case_filed.commission_document: required "often"`},
		{"forms", "field", "commission_document", "default", "guess", `form admin_case_filed.commission_document: default "guess"`},
		{"forms", "field", "commission_document", "label_zh", "Instrument", "form admin_case_filed.commission_document: label missing"},
		{"forms", "field", "commission_document", "most", "9", `form admin_case_filed.commission_document: bounds "" and "9" do not fit documents`},
		{"guards", "id", "team_of_two_named", "inputs", "form.reservation", "guard team_of_two_named: act REF-T01: form "},
		{"guards", "id", "team_of_two_named", "inputs", "", "guard team_of_two_named: inputs or legal basis missing"},
		{"guards", "id", "team_of_two_named", "legal_basis", "", "guard team_of_two_named: inputs or legal basis missing"},
		{"guards", "id", "team_of_two_named", "used_by", "", "guard team_of_two_named: used by nothing"},
		{"guards", "id", "team_of_two_named", "scope", "file", `guard team_of_two_named: scope "file"`},
		{"guards", "id", "team_of_two_named", "fields", "reservation", "guard team_of_two_named: field reservation is not in the form of REF-T01"},
		{"guards", "id", "team_of_two_named", "inputs", "document.DOC-Z99", "guard team_of_two_named: input document.DOC-Z99: no such document"},
		{"roles", "code", "hearing_officer", "label_zh", "officer", "role hearing_officer: label missing"},
		{"states", "state", "DRAFT", "stage", "nowhere", `states DRAFT: stage "nowhere"`},
		{"states", "state", "DRAFT", "label_zh", "Draft", "states DRAFT: label missing"},
		{"states", "state", "DRAFT", "state", "", `states: empty key in "referral/"`},
		{"holidays_cn", "date", "2026-05-01", "kind", "feast", `holidays_cn 2026-05-01: kind "feast"`},
		{"controlled_minerals", "item_zh", "金属铽", "mineral_zh", "Tb", "element missing"},
		{"controlled_minerals", "item_zh", "金属铽", "item_zh", "Terbium", "name missing"},
		{"controlled_minerals", "item_zh", "金属铽", "announced_on", "", `announced_on ""`},
		{"controlled_minerals", "item_zh", "金属铽", "suspended_from", "soon", `suspended_from "soon"`},
		{"controlled_minerals", "item_zh", "金属钬", "suspended_until", "", "half a suspension"},
		{"controlled_minerals", "item_zh", "锑化铟", "later_basis_from", "", "half a later basis"},
		{"controlled_minerals", "item_zh", "锑化铟", "later_basis_from", "soon", `later_basis_from "soon"`},
		{"controlled_minerals", "item_zh", "锑化铟", "later_basis_from", "2024-09-15", "later_basis "},
		{"controlled_minerals", "item_zh", "锑化铟", "threshold_zh", "purity", "threshold in one language only"},
		{"controlled_minerals", "item_zh", "金属铽", "hs_covers", "some", `hs_covers "some"`},
	} {
		if got := problems(t, c.file, c.keyCol, c.key, c.col, c.value); !strings.Contains(got, c.want) {
			t.Errorf("%s %s %s %q: %q is not among\n%s", c.file, c.key, c.col, c.value, c.want, got)
		}
	}
}

// TestLoad_AcceptsWhatIsNoProblem: what only looks like a wrong cell is none: a measure that names a clock of the table, a clock whose
// code begins as another's.
func TestLoad_AcceptsWhatIsNoProblem(t *testing.T) {
	t.Parallel()
	if got := problems(t, "thresholds", "unit", "hours", "clock", "ADM-010"); strings.Contains(got, "unknown clock") {
		t.Errorf("%s", got)
	}
	if got := problems(t, "clocks", "code", "REF-010", "code", "REF-01"); strings.Contains(got, "REF-01 in starts of") {
		t.Errorf("%s", got)
	}
	got := problems(t, "forms", "field", "commission_document", "required", "often")
	if strings.Count(got, "\n") != 1 {
		t.Errorf("one wrong cell is one problem: %s", got)
	}
	sorted := problems(t, "clocks", "code", "REF-010", "code", "REF-999")
	lines := strings.Split(strings.TrimSpace(sorted), "\n")
	for i := 1; i < len(lines); i++ {
		a, b := strings.SplitN(lines[i-1], ": ", 2), strings.SplitN(lines[i], ": ", 2)
		if a[0] > b[0] || a[0] == b[0] && a[1] > b[1] {
			t.Errorf("problems stand by place: %q before %q", lines[i-1], lines[i])
		}
	}
	if len(lines) < 4 {
		t.Errorf("a clock that is gone: %s", sorted)
	}
}
