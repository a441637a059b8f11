package law

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// row is one line of a table by column name, as the lawyer wrote it.
type row map[string]string

// table is one file.
type table struct {
	name string
	rows []row
}

// tables are all files, before anything is believed about them.
type tables struct {
	transitions, recorded, states, guards, forms, enums, clocks, documents, roles, appointments, conditions, dayRules,
	holidays, penalties, labels, variants, thresholds, limits, citations, items, trade, earlierRules table
}

// columns that a file must have; others are kept but not needed.
var columns = map[string]string{
	"procedure/transitions.csv": "id machine from_states except event variant to_state proposer_roles decider_roles four_eyes proposal_act " +
		"collective_discussion binding external_party guards form starts stops extends checks pauses resumes emits documents_required documents_issued legal_basis " +
		"source_status notes_en",
	"procedure/recorded_events.csv": "id event entity variant allowed_states label_zh label_en proposer_roles decider_roles four_eyes binding external_party " +
		"guards form " +
		"starts stops extends pauses resumes emits documents_required documents_issued legal_basis source_status notes_en",
	"procedure/states.csv": "machine state label_zh label_en stage terminal colour_hint description_en",
	"procedure/guards.csv": "id machine rule_en rule_zh refusal_en kind scope inputs legal_basis used_by standing",
	"procedure/forms.csv":  "form events field type required default least most label_en label_zh hint_en hint_zh legal_basis",
	"procedure/enums.csv":  "list code label_en label_zh legal_basis used_by track",
	"procedure/clocks.csv": "code name_en name_zh entity start_events stop_events amount unit day_rule first_unit_counted rolls_over_holiday " +
		"minimum_interval extendable max_extension_amount max_extension_unit extension_approver_role max_extensions on_expiry owner_role legal_basis source_status " +
		"notes_en",
	"procedure/day_rules.csv": "code unit first_unit_counted rolls_over_holiday description_en legal_basis",
	"procedure/documents.csv": "code name_zh name_en issued_by machine issued_at_event direction required_fields copies signed_by served_on legal_basis " +
		"source_status",
	"procedure/roles.csv":        "code label_zh label_en agency_kind may_en incompatible_same_case incompatible_globally legal_basis named_as",
	"procedure/appointments.csv": "appointment track role bars label_zh label_en legal_basis",
	"procedure/conditions.csv":   "id rule_en inputs",
	"procedure/holidays_cn.csv":  "date kind name year_notice",
	"procedure/penalties.csv": "violation_code violation_en violation_zh legal_basis threshold_cny at_or_above_min_multiple at_or_above_max_multiple " +
		"below_or_none_min_cny below_or_none_max_cny other_measures source_status base gravity fine_mandatory authority valid_from party other_measures_zh",
	"procedure/labels.csv":     "machine event label_zh label_en question_zh question_en",
	"procedure/variants.csv":   "key value label_zh label_en",
	"procedure/thresholds.csv": "clock unit min_amount max_amount near_percent near_working_days near_hours urgent_hours",
	"procedure/limits.csv":     "code amount unit notes_en",
	"procedure/citations.csv":  "short name_zh name_en items",
	"items/controlled_minerals.csv": "mineral_en mineral_zh item_en item_zh hs_code announcement announced_on effective_on status source_status control_code " +
		"notes suspended_from suspended_until hs_covers hs_other " +
		"threshold_en threshold_zh later_basis later_basis_from earlier_basis extension_reported also akin element_group",
	"items/trade_words.csv":   "kind word means notes",
	"items/earlier_rules.csv": "basis valid_from valid_until source_status notes",
}

// readTables reads every file. A file that is missing or malformed is an error; what stands in it is judged later.
func readTables(fsys fs.FS) (*tables, []Problem, error) {
	t := &tables{}
	var problems []Problem
	for path, into := range map[string]*table{
		"procedure/transitions.csv": &t.transitions, "procedure/recorded_events.csv": &t.recorded, "procedure/states.csv": &t.states,
		"procedure/guards.csv": &t.guards, "procedure/forms.csv": &t.forms, "procedure/enums.csv": &t.enums, "procedure/clocks.csv": &t.clocks,
		"procedure/documents.csv": &t.documents, "procedure/roles.csv": &t.roles, "procedure/conditions.csv": &t.conditions,
		"procedure/appointments.csv": &t.appointments,
		"procedure/day_rules.csv":    &t.dayRules, "procedure/holidays_cn.csv": &t.holidays, "procedure/penalties.csv": &t.penalties,
		"procedure/labels.csv": &t.labels, "procedure/variants.csv": &t.variants, "procedure/thresholds.csv": &t.thresholds,
		"procedure/citations.csv": &t.citations, "procedure/limits.csv": &t.limits,
		"items/controlled_minerals.csv": &t.items, "items/trade_words.csv": &t.trade, "items/earlier_rules.csv": &t.earlierRules,
	} {
		f, err := fsys.Open(path)
		if err != nil {
			return nil, nil, fmt.Errorf("law: %w", err)
		}
		got, bad, err := readTable(f, path)
		err = errors.Join(err, f.Close())
		if err != nil {
			return nil, nil, fmt.Errorf("law: %s: %w", path, err)
		}
		*into = got
		problems = append(problems, bad...)
	}
	return t, problems, nil
}

func readTable(r io.Reader, path string) (table, []Problem, error) {
	name := path[strings.LastIndexByte(path, '/')+1:]
	cr := csv.NewReader(r)
	cr.FieldsPerRecord = -1
	all, err := cr.ReadAll()
	if err != nil {
		return table{}, nil, err
	}
	if len(all) == 0 {
		return table{}, nil, errors.New("empty")
	}
	head := all[0]
	for _, c := range strings.Fields(columns[path]) {
		if !slices.Contains(head, c) {
			return table{}, nil, fmt.Errorf("no column %s", c)
		}
	}
	t := table{name: strings.TrimSuffix(name, ".csv")}
	var problems []Problem
	for n, rec := range all[1:] {
		if len(rec) != len(head) {
			problems = append(problems, Problem{name, fmt.Sprintf("row %d has %d columns instead of %d", n+2, len(rec), len(head))})
			continue
		}
		x := make(row, len(head))
		for i, c := range head {
			x[c] = rec[i]
		}
		t.rows = append(t.rows, x)
	}
	return t, problems, nil
}

// list splits a cell and drops what is empty.
func list(s, sep string) []string {
	var out []string
	for _, x := range strings.Split(s, sep) {
		if x = strings.TrimSpace(x); x != "" {
			out = append(out, x)
		}
	}
	return out
}

// cut splits "X?cond".
func cut(token string) (body, cond string) {
	body, cond, _ = strings.Cut(token, "?")
	return body, cond
}

// eventVariant splits "event[key=value]".
func eventVariant(token string) (event, variant string) {
	event, rest, ok := strings.Cut(token, "[")
	if !ok || !strings.HasSuffix(rest, "]") {
		return token, ""
	}
	return event, strings.TrimSuffix(rest, "]")
}

// target splits the body of an emits token into its parts.
func target(body string) (task bool, machine, event, variant string) {
	body, task = strings.CutPrefix(body, "task:")
	machine, rest, _ := strings.Cut(body, ":")
	event, variant = eventVariant(rest)
	return task, machine, event, variant
}
