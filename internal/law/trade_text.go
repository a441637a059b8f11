package law

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Hide masks a place of a text.
func Hide(text []byte, from, to int) {
	for i := from; i < to; i++ {
		text[i] = Masked
	}
}

// Finds is where a word stands in a folded text, -1: nowhere. A Latin word stands there as a whole: terbium is not in ytterbium.
func Finds(text, word string) int { return FindsFrom(text, word, 0) }

// FindsFrom is the first such place from one on.
func FindsFrom(text, word string, from int) int {
	for word != "" && from < len(text) {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return -1
		}
		if i += from; apart(text, i, i+len(word)) {
			return i
		}
		_, n := utf8.DecodeRuneInString(text[i:])
		from = i + n
	}
	return -1
}

// apart tells whether what stands from here to there is no piece of a longer Latin word or number.
func apart(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	begin, _ := utf8.DecodeRuneInString(text[from:])
	end, _ := utf8.DecodeLastRuneInString(text[:to])
	after, _ := utf8.DecodeRuneInString(text[to:])
	return !oneWord(before, begin) && !oneWord(end, after)
}

func oneWord(a, b rune) bool {
	return letter(a) && letter(b) || unicode.IsDigit(a) && unicode.IsDigit(b)
}

// Outside is a folded name without what stands in brackets.
func Outside(text string) string {
	out, _ := brackets(text)
	return out
}

func brackets(text string) (outside, inside string) {
	var out, in strings.Builder
	depth, before := 0, rune(0)
	for _, r := range text {
		switch {
		case strings.ContainsRune(opening, r):
			if depth++; letter(before) {
				out.WriteRune(' ') // Gallium(III)oxide is two words
				before = ' '
			}
			in.WriteString(jointMark)
		case strings.ContainsRune(closing, r):
			depth = max(depth-1, 0)
		case depth > 0:
			in.WriteRune(r)
		case r != ' ' || before != ' ':
			out.WriteRune(r)
			before = r
		}
	}
	return out.String(), in.String()
}

func letter(r rune) bool { return unicode.Is(unicode.Latin, r) || unicode.Is(unicode.Greek, r) }

func inLatin(r rune) bool {
	return letter(r) || r >= '0' && r <= '9' || strings.ContainsRune("()-.,;:&%#", r)
}

// next is the next rune that is no space.
func next(runes []rune) rune {
	for _, r := range runes {
		if r != ' ' {
			return r
		}
	}
	return 0
}

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
