package written

import (
	"strings"
	"unicode/utf8"
)

// Signs that stand for what nothing here can hold: the zero character, and bytes that are no text. Nobody types them, for Unicode
// gives them to nobody; a form that comes back still has them, so that what was wrong stays named.
const (
	zero   = '\ufdd0'
	broken = '\ufdd1'
)

// Bordered is a text as it may come in: what cannot be held is replaced by a sign that every reading of typed text refuses by the
// name of what it stands for.
func Bordered(s string) string {
	if utf8.ValidString(s) && !strings.ContainsRune(s, 0) {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, string(broken)), "\x00", string(zero))
}

// Broken tells whether the character stands for bytes that are no text.
func (r Refused) Broken() bool { return r.Rune == broken }
