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
	transitions, recorded, states, guards, forms, enums, clocks, documents, roles, organs, appointments, conditions, dayRules,
	holidays, penalties, labels, variants, thresholds, limits, citations, items, trade, earlierRules table

	words map[string]wording
	texts texts
}

// columns that a file must have; others are kept but not needed.
var columns = map[string]string{
	"transitions.csv": "id machine from_states except event variant to_state new_round proposer_roles decider_roles four_eyes proposal_act " +
		"collective_discussion binding external_party guards form starts stops extends checks pauses resumes emits documents_required documents_issued legal_basis " +
		"source_status",
	"recorded_events.csv": "id event entity variant allowed_states label_zh proposer_roles decider_roles four_eyes binding external_party " +
		"guards form " +
		"starts stops extends pauses resumes emits documents_required documents_issued legal_basis source_status",
	"states.csv": "machine state label_zh stage terminal stamps counts_as colour_hint",
	"guards.csv": "id machine rule_zh kind scope inputs legal_basis used_by standing fields",
	"forms.csv":  "form events field type several required default least most meaning label_zh hint_zh legal_basis",
	"enums.csv":  "list code label_zh legal_basis used_by track",
	"clocks.csv": "code name_zh entity start_events stop_events counted_from amount unit day_rule first_unit_counted rolls_over_holiday " +
		"minimum_interval extendable max_extension_amount max_extension_unit extension_approver_role max_extensions on_expiry owner_role legal_basis source_status",
	"day_rules.csv": "code unit first_unit_counted rolls_over_holiday legal_basis",
	"documents.csv": "code name_zh issued_by machine issued_at_event direction required_fields copies signed_by served_on per_round methods package_item " +
		"may_be_absent at_closing or_paper legal_basis source_status",
	"roles.csv":        "code label_zh agency_kind side incompatible_same_case incompatible_globally legal_basis named_as",
	"appointments.csv": "appointment track role bars label_zh legal_basis",
	"conditions.csv":   "id inputs field values",
	"organs.csv":       "kind number_mark legal_basis",
	"holidays_cn.csv":  "date kind name year_notice",
	"penalties.csv": "violation_code violation_zh legal_basis threshold_cny at_or_above_min_multiple at_or_above_max_multiple " +
		"below_or_none_min_cny below_or_none_max_cny source_status base gravity fine_mandatory authority valid_from party other_measures_zh",
	"labels.csv":     "machine event label_zh question_zh",
	"variants.csv":   "key value label_zh",
	"thresholds.csv": "clock unit min_amount max_amount near_percent near_working_days near_hours urgent_hours",
	"limits.csv":     "code amount unit",
	"citations.csv":  "short name_zh items",
	"controlled_minerals.csv": "mineral_en mineral_zh item_en item_zh hs_code announcement announced_on effective_on status source_status control_code " +
		"notes suspended_from suspended_until hs_covers hs_other " +
		"threshold_en threshold_zh later_basis later_basis_from earlier_basis extension_reported also akin element_group",
	"trade_words.csv":   "kind word means notes",
	"earlier_rules.csv": "basis valid_from valid_until source_status notes",
}

// readTables reads every file of an edition, and the list of goods, whose rows have dates of their own. A file that is missing or
// malformed is an error; what stands in it is judged later.
func readTables(fsys fs.FS, day string, said texts) (*tables, []Problem, error) {
	t := &tables{words: wordings(), texts: said}
	dir := procedureFolder + "/" + day
	problems, err := strangers(fsys, dir, t.ofEdition())
	if err != nil {
		return nil, nil, err
	}
	for folder, files := range map[string]map[string]*table{dir: t.ofEdition(), "items": t.ofItems()} {
		for name, into := range files {
			got, bad, err := openTable(fsys, folder+"/"+name+".csv")
			if err != nil {
				return nil, nil, err
			}
			*into = got
			problems = append(problems, bad...)
		}
	}
	return t, problems, nil
}

// ofEdition are the files of an edition.
func (t *tables) ofEdition() map[string]*table {
	return map[string]*table{"transitions": &t.transitions, "recorded_events": &t.recorded, "states": &t.states, "guards": &t.guards, "forms": &t.forms,
		"enums": &t.enums, "clocks": &t.clocks, "documents": &t.documents, "roles": &t.roles, "conditions": &t.conditions, "appointments": &t.appointments,
		"day_rules": &t.dayRules, "holidays_cn": &t.holidays, "penalties": &t.penalties, "labels": &t.labels, "variants": &t.variants,
		"thresholds": &t.thresholds, "citations": &t.citations, "limits": &t.limits, "organs": &t.organs}
}

// ofItems are the files about goods.
func (t *tables) ofItems() map[string]*table {
	return map[string]*table{"controlled_minerals": &t.items, "trade_words": &t.trade, "earlier_rules": &t.earlierRules}
}

// strangers are files of an edition that nothing reads: somebody took them for law.
func strangers(fsys fs.FS, dir string, known map[string]*table) ([]Problem, error) {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return nil, fmt.Errorf("law: %w", err)
	}
	var out []Problem
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".csv"); !ok || known[name] == nil {
			out = append(out, Problem{e.Name(), "is no table of an edition"})
		}
	}
	return out, nil
}

func openTable(fsys fs.FS, path string) (table, []Problem, error) {
	f, err := fsys.Open(path)
	if err != nil {
		return table{}, nil, fmt.Errorf("law: %w", err)
	}
	got, bad, err := readTable(f, path[strings.LastIndexByte(path, '/')+1:])
	if err = errors.Join(err, f.Close()); err != nil {
		return table{}, nil, fmt.Errorf("law: %s: %w", path, err)
	}
	return got, bad, nil
}

func readTable(r io.Reader, name string) (table, []Problem, error) {
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
	for _, c := range strings.Fields(columns[name]) {
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
