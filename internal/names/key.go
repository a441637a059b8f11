package names

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Key is what two spellings of one name have in common: compatibility form (full-width letters, circled and squared
// characters as plain ones), no characters that nobody sees, no spaces, no middle dots whichever was typed, one case. Names
// of different characters stay different, however alike they look.
func Key(name string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || dots(r) || unseen(r) {
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

// dots are the marks that stand between the parts of a transcribed name.
func dots(r rune) bool {
	switch r {
	case '·', '・', '•', '‧', '∙', '⋅', '･', 'ᐧ', '⸱', '●', '.':
		return true
	}
	return false
}

// unseen are controls, formats, selectors of a variant, fillers.
func unseen(r rune) bool {
	switch r {
	case '\u115F', '\u1160', '\u3164', '\uFFA0', '\u2800', '\u034F':
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Cc, unicode.Variation_Selector, unicode.Zs)
}
