package written

import (
	"fmt"
	"strings"
	"unicode"
)

// Refused is the character for which a text cannot be accepted.
type Refused struct{ Rune rune }

func (r Refused) Error() string { return "written: " + r.CodePoint() }

// CodePoint names the character as U+202E.
func (r Refused) CodePoint() string {
	if r.Rune == zero {
		return "U+0000"
	}
	return fmt.Sprintf("U+%04X", r.Rune)
}

// Line reads text of one line. A tab counts as a space; a line break inside is refused.
func Line(s string) (string, error) {
	s, err := clean(s)
	if err != nil {
		return "", err
	}
	s = strings.TrimSpace(s)
	if i := strings.IndexFunc(s, breaks); i >= 0 {
		return "", Refused{[]rune(s[i:])[0]}
	}
	return strings.TrimSpace(strings.ReplaceAll(s, "\t", " ")), nil
}

// Block reads text of several lines: line breaks become \n, spaces at the ends of lines go.
func Block(s string) (string, error) {
	s, err := clean(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s))
	if err != nil {
		return "", err
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRightFunc(l, unicode.IsSpace)
	}
	return strings.TrimSpace(strings.Join(lines, "\n")), nil
}

// clean refuses and drops; what has no visible character left is empty.
func clean(s string) (string, error) {
	var out strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		switch {
		case refused(r):
			return "", Refused{r}
		case dropped(r):
		case selects(r) && (i == 0 || !pictured(runes[i-1])):
		case joins(r) && (i == 0 || i == len(runes)-1 || !letter(runes[i-1]) || !letter(runes[i+1])):
		default:
			out.WriteRune(r)
		}
	}
	if Visible(out.String()) == 0 {
		return "", nil
	}
	return out.String(), nil
}

// Visible counts the characters that leave a mark on paper.
func Visible(s string) (n int) {
	for _, r := range s {
		if !blank(r) {
			n++
		}
	}
	return n
}

func breaks(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' }

// refused are controls but tab and line breaks, what turns text around, and the plane of tags but for its selectors.
func refused(r rune) bool {
	switch {
	case r == '\t' || breaks(r):
		return false
	case unicode.IsControl(r), r == zero, r == broken:
		return true
	case r >= '\u202A' && r <= '\u202E', r >= '\u2066' && r <= '\u2069', r == '\u200E', r == '\u200F', r == '\u061C':
		return true
	}
	return r >= 0xE0000 && r <= 0xE0FFF && !selects(r)
}

// dropped are marks without meaning: byte order mark, zero width space, word joiner, soft hyphen, and what Unicode has set
// aside to be invisible and not given to anybody yet.
func dropped(r rune) bool {
	return r == '\uFEFF' || r == '\u200B' || r == '\u2060' || r == '\u00AD' || r == '\u2065' || r >= '\uFFF0' && r <= '\uFFF8'
}

// selects tells variation selectors; they choose the form of the character before.
func selects(r rune) bool { return r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF }

// pictured are characters that come in several forms: Han, and symbols.
func pictured(r rune) bool {
	return unicode.Is(unicode.Han, r) || unicode.IsSymbol(r) || unicode.IsDigit(r)
}

func joins(r rune) bool { return r == '\u200C' || r == '\u200D' }

// letter is what a joiner may stand between: letters with their marks, and the symbols and tones that emoji are made of.
func letter(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.Is(unicode.So, r) || r >= 0x1F3FB && r <= 0x1F3FF
}

// Unseen characters leave nothing on paper beside whatever they stand: spaces, controls, formats, what Unicode says is not to
// be drawn (fillers of Hangul and whatever is set aside for the like), and the fillers that it counts among the signs. It is
// the one answer to that question; name_key of the database holds the same.
func Unseen(r rune) bool {
	switch r {
	case '\u2800', '\U00016FE4', '\U0001D159': // the empty braille cell, a filler of Khitan, a note without a head
		return true
	}
	return unicode.IsSpace(r) || selects(r) || unicode.In(r, unicode.Cf, unicode.Cc, unicode.Zs, unicode.Zl, unicode.Zp, unicode.Variation_Selector,
		unicode.Other_Default_Ignorable_Code_Point)
}

// blank characters leave nothing on paper when they are all there is: what is unseen, and marks without a letter.
func blank(r rune) bool { return Unseen(r) || unicode.In(r, unicode.Mn, unicode.Me) }
