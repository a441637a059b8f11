package law_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
)

const english = "procedure/text/en.csv"

// said gives a copy of the tables in which another language says a cell otherwise; "" takes the row away, a key that is not there
// becomes a row.
func said(t *testing.T, lang, table, code, column, text string) fstest.MapFS {
	t.Helper()
	out := change(t, "states", "state", "DRAFT", "stage", "referral").(fstest.MapFS)
	all, err := csv.NewReader(bytes.NewReader(out[english].Data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if lang != "en" {
		all = all[:1]
	}
	all = slices.DeleteFunc(all, func(r []string) bool { return r[0] == table && r[1] == code && r[2] == column })
	if text != "" {
		all = append(all, []string{table, code, column, text})
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(all); err != nil {
		t.Fatal(err)
	}
	out["procedure/text/"+lang+".csv"] = &fstest.MapFile{Data: b.Bytes()}
	return out
}

func TestLoad_NamesEachWrongText(t *testing.T) {
	t.Parallel()
	const package_, rule = "package_complete", "The person who decides is not the person who proposed."
	for _, c := range []struct{ lang, table, code, column, text, want string }{
		{"en", "guards", package_, "refusal", "", "guards package_complete: no refusal in en"},
		{"en", "guards", package_, "rule", "", "guards package_complete: no rule in en"},
		{"en", "guards", package_, "refusal", "Please add what is missing", "the refusal of package_complete does not end"},
		{"en", "guards", package_, "refusal", "移送材料 are not complete.", "the refusal of package_complete has Chinese"},
		{"en", "guards", package_, "refusal", "The material is not complete，please add.", "the refusal of package_complete has Chinese"},
		{"en", "guards", "approver_is_not_proposer", "refusal", rule, "the refusal of approver_is_not_proposer is the rule"},
		{"en", "forms", "reason_only.reason", "hint", "", "forms reason_only.reason: no hint in en"},
		{"en", "forms", "reason_only.reason", "label", "", "forms reason_only.reason: no label in en"},
		{"en", "states", "referral.DRAFT", "label", "", "states referral.DRAFT: no label in en"},
		{"en", "labels", "referral.approved", "label", "Approve", "labels referral.approved label names nothing"},
		{"en", "labels", "referral.referral.approved", "question", "Why?", "labels referral.referral.approved question names nothing"},
		{"en", "citations", "APL", "name", "", "citations APL: no name in en"},
		{"en", "penalties", "ECL-33.2020-12-01", "other_measures", "warning", "penalties ECL-33.2020-12-01: 1 other measures, in Chinese 3"},
		{"en", "enums", "hash_algorithm.SM3", "label", "SM-3", "enum hash_algorithm.SM3: label missing"},
		{"xx", "moon", "DRAFT", "label", "x", "text/xx.csv: moon DRAFT label names nothing"},
		{"xx", "states", "referral.DRAFT", "colour", "x", "states referral.DRAFT colour names nothing"},
		{"xx", "states", "referral.NOWHERE", "label", "x", "states referral.NOWHERE label names nothing"},
		{"xx", "states", "referral.DRAFT", "label", " ", "states referral.DRAFT label is empty or stands twice"},
		{"zh", "states", "referral.DRAFT", "label", "x", "text/zh.csv: is no language"},
	} {
		_, err := law.Load(said(t, c.lang, c.table, c.code, c.column, c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("want %q: %v", c.want, err)
		}
	}
}

// TestLoad_NoOtherLanguageInATable: words that somebody wrote into a table again are not read, so they are refused.
func TestLoad_NoOtherLanguageInATable(t *testing.T) {
	t.Parallel()
	tables := said(t, "en", "states", "referral.DRAFT", "label", "Draft")
	states := first + "states.csv"
	lines := strings.Split(strings.TrimSuffix(string(tables[states].Data), "\n"), "\n")
	for i := range lines {
		lines[i] += map[bool]string{true: ",label_en", false: ",x"}[i == 0]
	}
	tables[states] = &fstest.MapFile{Data: []byte(strings.Join(lines, "\n") + "\n")}
	if _, err := law.Load(tables); err == nil || !strings.Contains(err.Error(), "states: column label_en") {
		t.Error(err)
	}
}

// TestLoad_AThirdLanguageIsAFile: it says what it says, the rest is Chinese, and the law keeps its name.
func TestLoad_AThirdLanguageIsAFile(t *testing.T) {
	t.Parallel()
	l, err := law.Load(said(t, "xx", "states", "referral.DRAFT", "label", "Xdraft"))
	if err != nil {
		t.Fatal(err)
	}
	b := l.Editions()[0]
	if s := b.State(law.Referral, "DRAFT"); s.Label.Of("xx") != "Xdraft" || !s.Label.Says("en") || s.Label.Of("zh") != s.Label.ZH {
		t.Errorf("%+v", s.Label)
	}
	if s := b.State(law.Referral, "APPROVED"); s.Label.Of("xx") != s.Label.ZH || s.Label.Says("xx") {
		t.Errorf("%+v", s.Label)
	}
	if !slices.Equal(l.Languages(), []string{"en", "xx"}) {
		t.Error(l.Languages())
	}
	plain, err := law.Load(said(t, "en", "states", "referral.DRAFT", "label", "Another word"))
	if err != nil {
		t.Fatal(err)
	}
	if plain.Editions()[0].ID != b.ID {
		t.Error("a word in another language made another law")
	}
	if got := plain.Editions()[0].State(law.Referral, "DRAFT").Label.In(i18n.With(t.Context(), "en")); got != "Another word" {
		t.Error(got)
	}
}
