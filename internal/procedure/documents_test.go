package procedure

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/policies"
)

// Whatever papers a row asks for, their absence is said by their names, in the reader's language, by a rule that a script finds.
// Seen to fail with the codes in the sentence.
func TestRequireDocs_ByName(t *testing.T) {
	t.Parallel()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	e, rows := &Engine{book: law.Fixed(book), reg: &Registry{book: law.Fixed(book)}}, 0
	for _, row := range book.Acts {
		needs := row.DocsRequired[:0:0]
		for _, need := range row.DocsRequired {
			if need.Cond == "" {
				needs = append(needs, need)
			}
		}
		if len(needs) == 0 {
			continue
		}
		rows++
		short := *row
		short.DocsRequired = needs
		var x *errs.E
		_ = errors.As(e.requireDocs(&Act{Row: &short}, &matter.File{}), &x)
		if x == nil || x.Kind != errs.InvalidInput || len(x.Guards) != 1 || x.Guards[0].ID == "" {
			t.Errorf("%s: %+v", row.ID, x)
			continue
		}
		l := papers{book, anyOf(needs)}
		zh, en := l.In(i18n.With(t.Context(), "zh")), l.In(i18n.With(t.Context(), "en"))
		if zh == "" || strings.Contains(zh+en, "DOC-") || strings.ContainsFunc(en, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s: %q %q", row.ID, zh, en)
		}
	}
	if rows < 30 {
		t.Errorf("%d rows", rows)
	}
}

func anyOf(needs []law.DocNeed) (out [][]string) {
	for _, n := range needs {
		out = append(out, n.AnyOf)
	}
	return out
}
