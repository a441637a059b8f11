package names

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"touchstone/internal/written"
)

// Key is what two spellings of one name have in common: compatibility form (full-width letters, circled and squared
// characters as plain ones), no characters that nobody sees, no spaces, no middle dots whichever was typed, one case. Names
// of different characters stay different, however alike they look.
func Key(name string) string {
	plain := strings.Map(func(r rune) rune {
		if dots(r) || unseen(r) {
			return -1
		}
		return fold(r)
	}, norm.NFKC.String(name))
	return norm.NFKC.String(strings.ReplaceAll(plain, "ß", "ss"))
}

// fold is one letter for all cases of a letter.
func fold(r rune) rune {
	least := r
	for x := unicode.SimpleFold(r); x != r; x = unicode.SimpleFold(x) {
		least = min(least, x)
	}
	return unicode.ToLower(least)
}

// Same tells whether two spellings are one name. Nothing is no name.
func Same(a, b string) bool {
	k := Key(a)
	return k != "" && k == Key(b)
}

// Among tells whether a name is one of some.
func Among(name string, of ...string) bool {
	return slices.ContainsFunc(of, func(x string) bool { return Same(name, x) })
}

// Several are the names in a field that holds any number of them, former names say, and the whole as it stands.
func Several(list string) []string {
	parts := strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune("、，；;\n", r) })
	return append(parts, list)
}

// dots are the marks that stand between the parts of a transcribed name, and the full stop that a Chinese keyboard gives for
// one.
func dots(r rune) bool {
	switch r {
	case '·', '・', '•', '‧', '∙', '⋅', '･', 'ᐧ', '⸱', '●', '.', '。', '｡', 'ꞏ', '⸳', '᛫', '◦':
		return true
	}
	return false
}

func unseen(r rune) bool { return written.Unseen(r) }
