package law

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"touchstone/internal/i18n"
)

// wording is how the rows of a table are named in a text file, and which of its columns other languages say: by the name of the
// column there, the Chinese column that it stands for, "" where the tables have no Chinese for it.
type wording struct {
	key   []string
	words map[string]string
}

// wordings are the tables with words. Chinese stands in the table itself; a language is procedure/text/<lang>.csv, outside every
// edition: what it says of a row, it says of that row in each edition that has it.
func wordings() map[string]wording {
	return map[string]wording{
		"appointments":    {[]string{"appointment", "track"}, map[string]string{"label": "label_zh"}},
		"citations":       {[]string{"short"}, map[string]string{"name": "name_zh"}},
		"clocks":          {[]string{"code"}, map[string]string{"name": "name_zh", "notes": ""}},
		"conditions":      {[]string{"id"}, map[string]string{"rule": ""}},
		"day_rules":       {[]string{"code"}, map[string]string{"description": ""}},
		"documents":       {[]string{"code"}, map[string]string{"name": "name_zh"}},
		"enums":           {[]string{"list", "code"}, map[string]string{"label": "label_zh"}},
		"forms":           {[]string{"form", "field"}, map[string]string{"label": "label_zh", "hint": "hint_zh"}},
		"guards":          {[]string{"id"}, map[string]string{"rule": "rule_zh", "refusal": "rule_zh"}},
		"labels":          {[]string{"machine", "event"}, map[string]string{"label": "label_zh", "question": "question_zh"}},
		"limits":          {[]string{"code"}, map[string]string{"notes": ""}},
		"penalties":       {[]string{"violation_code", "valid_from"}, map[string]string{"violation": "violation_zh", "other_measures": "other_measures_zh"}},
		"recorded_events": {[]string{"id"}, map[string]string{"label": "label_zh", "notes": ""}},
		"roles":           {[]string{"code"}, map[string]string{"label": "label_zh", "may": ""}},
		"states":          {[]string{"machine", "state"}, map[string]string{"label": "label_zh", "description": ""}},
		"thresholds":      {[]string{"clock", "unit", "min_amount"}, map[string]string{"notes": ""}},
		"transitions":     {[]string{"id"}, map[string]string{"notes": ""}},
		"variants":        {[]string{"key", "value"}, map[string]string{"label": "label_zh"}},
	}
}

// code is what a text file calls a row: its key, the parts that are not empty with a dot between them.
func (w wording) code(r row) string {
	var parts []string
	for _, col := range w.key {
		if r[col] != "" {
			parts = append(parts, r[col])
		}
	}
	return strings.Join(parts, ".")
}

// textKey is a cell in another language.
type textKey struct{ table, code, column string }

// texts are the words of the other languages, by language.
type texts map[string]map[textKey]string

// languages are those in which something is said, in their order.
func (x texts) languages() []string { return slices.Sorted(maps.Keys(x)) }

// readTexts reads the file of every language; a program may have none.
func readTexts(fsys fs.FS) (texts, []Problem, error) {
	names, err := fs.Glob(fsys, procedureFolder+"/"+textFolder+"/*")
	if err != nil {
		return nil, nil, fmt.Errorf("law: %w", err)
	}
	out := texts{}
	var problems []Problem
	for _, name := range names {
		base := name[strings.LastIndexByte(name, '/')+1:]
		lang, ok := strings.CutSuffix(base, ".csv")
		if !ok || lang == i18n.ZH {
			problems = append(problems, Problem{textFolder + "/" + base, "is no language: that of one is <language>.csv, and Chinese stands in the tables"})
			continue
		}
		t, bad, err := readText(fsys, name)
		if err != nil {
			return nil, nil, err
		}
		out[lang], problems = t, append(problems, bad...)
	}
	return out, problems, nil
}

func readText(fsys fs.FS, name string) (map[textKey]string, []Problem, error) {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, nil, fmt.Errorf("law: %w", err)
	}
	cr := csv.NewReader(strings.NewReader(string(raw)))
	cr.FieldsPerRecord = 4
	all, err := cr.ReadAll()
	if err != nil {
		return nil, nil, fmt.Errorf("law: %s: %w", name, err)
	}
	if len(all) == 0 || strings.Join(all[0], ",") != "table,code,column,text" {
		return nil, nil, fmt.Errorf("law: %s: the columns of a language are table,code,column,text", name)
	}
	where := strings.TrimPrefix(name, procedureFolder+"/")
	out := map[textKey]string{}
	var problems []Problem
	for _, r := range all[1:] {
		k := textKey{r[0], r[1], r[2]}
		if _, twice := out[k]; twice || strings.TrimSpace(r[3]) == "" {
			problems = append(problems, Problem{where, fmt.Sprintf("%s %s %s is empty or stands twice", k.table, k.code, k.column)})
		}
		out[k] = r[3]
	}
	return out, problems, nil
}

// label is a column of a row in every language that says it.
func (t *tables) label(table string, r row, column string) i18n.Label {
	if r == nil {
		return i18n.Label{}
	}
	w := t.words[table]
	zh := r[w.words[column]]
	if zh == "" && w.words[column] != "" {
		return i18n.Label{}
	}
	var other map[string]string
	for lang, said := range t.texts {
		if text := said[textKey{table, w.code(r), column}]; text != "" {
			if other == nil {
				other = map[string]string{}
			}
			other[lang] = text
		}
	}
	return i18n.NewLabel(zh, other)
}

// checkTexts: a language that is complete says everything that Chinese says; a row that a text file could not tell from another has
// no name of its own.
func (c *checker) checkTexts() {
	for name, t := range c.t.ofEdition() {
		w, ok := c.t.words[name]
		if !ok {
			continue
		}
		c.checkColumns(name, w, t)
		seen := map[string]bool{}
		for _, r := range t.rows {
			code := w.code(r)
			if where := name + " " + code; seen[code] {
				c.bad(where, "two rows of that name")
			}
			seen[code] = true
			for column, zh := range w.words {
				for _, lang := range i18n.Own().Complete()[1:] {
					if zh != "" && r[zh] != "" && c.t.texts[lang][textKey{name, code, column}] == "" {
						c.bad(name+" "+code, "no %s in %s", column, lang)
					}
				}
			}
		}
	}
	for _, r := range c.t.guards.rows {
		c.checkRefusal(r["id"])
	}
	for _, r := range c.t.penalties.rows {
		c.checkMeasures(r)
	}
}

// checkColumns: what another language says is not read from a table.
func (c *checker) checkColumns(name string, w wording, t *table) {
	for _, r := range t.rows[:min(1, len(t.rows))] {
		for column := range w.words {
			for _, col := range append([]string{column}, c.t.texts.languages()...) {
				if col != column {
					col = column + "_" + col
				}
				if _, ok := r[col]; ok {
					c.bad(name, "column %s: what is not Chinese stands in %s", col, textFolder)
				}
			}
		}
	}
}

// checkRefusal: whoever is refused in another language reads a sentence of refusal too, never the rule as if it were met, and not
// Chinese where the language is not written so.
func (c *checker) checkRefusal(guard string) {
	for _, lang := range c.t.texts.languages() {
		where, said := textFolder+"/"+lang+".csv", c.t.texts[lang]
		s := said[textKey{"guards", guard, "refusal"}]
		han := anyHan.MatchString(i18n.Own().Called(lang)) || !i18n.Own().Speaks(lang)
		switch {
		case s == "":
		case !han && anyHan.MatchString(s):
			c.bad(where, "the refusal of %s has Chinese characters", guard)
		case !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "?") && !han:
			c.bad(where, "the refusal of %s does not end like a sentence", guard)
		case s == said[textKey{"guards", guard, "rule"}]:
			c.bad(where, "the refusal of %s is the rule", guard)
		}
	}
}

// checkMeasures: every language lists as many measures beside a fine as Chinese does.
func (c *checker) checkMeasures(r row) {
	code := c.t.words["penalties"].code(r)
	for _, lang := range c.t.texts.languages() {
		s := c.t.texts[lang][textKey{"penalties", code, "other_measures"}]
		if n, zh := len(list(s, ";")), len(list(r["other_measures_zh"], ";")); s != "" && n != zh {
			c.bad(textFolder+"/"+lang+".csv", "penalties %s: %d other measures, in Chinese %d", code, n, zh)
		}
	}
}

// unnamed are the texts of which no edition has the row, the column, or its Chinese.
func unnamed(said texts, editions []*tables) []Problem {
	known := map[textKey]bool{}
	for _, t := range editions {
		for name, in := range t.ofEdition() {
			w := t.words[name]
			for _, r := range in.rows {
				for column, zh := range w.words {
					if zh == "" || r[zh] != "" {
						known[textKey{name, w.code(r), column}] = true
					}
				}
			}
		}
	}
	var out []Problem
	for _, lang := range said.languages() {
		for k := range said[lang] {
			if !known[k] {
				out = append(out, Problem{textFolder + "/" + lang + ".csv", fmt.Sprintf("%s %s %s names nothing that a table says in Chinese", k.table, k.code, k.column)})
			}
		}
	}
	slices.SortFunc(out, func(a, b Problem) int { return strings.Compare(a.String(), b.String()) })
	return out
}
