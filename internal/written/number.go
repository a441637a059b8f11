package written

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Plain is how an identifier was meant: full-width digits, letters and signs as the plain ones, without marks that nobody
// sees and without spaces. Case is kept.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch r = half(r); {
		case blank(r):
			return -1
		case dashes(r):
			return '-'
		}
		return r
	}, s)
}

// Identifier is an identifier without its grouping: plain, in upper case, without dashes and points.
func Identifier(s string) string {
	return strings.ToUpper(strings.NewReplacer("-", "", ".", "").Replace(Plain(s)))
}

// Legible is a text in which numbers stand as what they are: characters in their plain form, no marks that nobody sees, one
// kind of space and of dash. It is for looking into, never for keeping.
func Legible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case blank(r):
			return -1
		case dashes(r):
			return '-'
		}
		return r
	}, norm.NFKC.String(s))
}

// Account is the name of an account as accounts are kept, however it was typed: in small letters, plain. Two words stay two:
// they are nobody's account.
func Account(s string) string {
	var words []string
	for _, w := range strings.Fields(strings.Map(half, s)) {
		if w = Plain(w); w != "" {
			words = append(words, strings.ToLower(strings.ReplaceAll(w, "。", ".")))
		}
	}
	return strings.Join(words, " ")
}

// Phone is a telephone number with its leading plus and its digits; whatever is neither digit nor grouping stays, so that
// the check fails by name.
func Phone(s string) string {
	return strings.NewReplacer("-", "", "(", "", ")", "", ".", "").Replace(Plain(s))
}

var (
	grouped  = regexp.MustCompile(`^[+-]?\d{1,3}([,'_]\d{3})+(\.\d+)?$`)
	currency = regexp.MustCompile(`(?i)^(?:CNY|RMB|¥|人民币)+|(?:CNY|RMB|人民币|\p{Zs}|[元圆]整?)+$`)
)

// Number is a decimal number as people write it: plain digits and at most one point. Grouping by comma, apostrophe or
// space is left out where it groups thousands; what cannot be a number comes back as it is and fails the reader's check.
func Number(s string) string {
	p := spacedOut(strings.Map(half, strings.TrimFunc(s, blank)))
	p = strings.NewReplacer("−", "-", "。", ".", "’", "'").Replace(p)
	if len(p) > 1 && p[0] == '+' && p[1] >= '0' && p[1] <= '9' {
		p = p[1:]
	}
	if grouped.MatchString(p) {
		p = strings.NewReplacer(",", "", "'", "", "_", "").Replace(p)
	}
	return p
}

// Amount is a number with the sign of the currency, which is left out: ¥1,200.00, 1200元.
func Amount(s string) string {
	return Number(currency.ReplaceAllString(strings.Map(half, strings.TrimFunc(s, blank)), ""))
}

var spaced = regexp.MustCompile(`^[+-]?\d{1,3}( \d{3})+(\.\d+)?$`)

// spacedOut drops the marks that nobody sees, and spaces where they group thousands.
func spacedOut(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || unicode.Is(unicode.Zs, r):
			return ' '
		case blank(r):
			return -1
		}
		return r
	}, s)
	if spaced.MatchString(s) {
		return strings.ReplaceAll(s, " ", "")
	}
	return s
}

// half turns a full-width character into the plain one.
func half(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '￥':
		return '¥'
	case r == '\u3000':
		return ' '
	case r == 'Ⅹ': // what Chinese keyboards give at the end of an identity number
		return 'X'
	case r == 'ⅹ':
		return 'x'
	}
	return r
}

func dashes(r rune) bool {
	return r >= '\u2010' && r <= '\u2015' || r == '\u2212' || r == '\uFE63' || r == '\u2043' || r == '—'
}
