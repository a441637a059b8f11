package i18n

import (
	"context"
	"maps"
	"slices"
	"strings"
)

// Sayer says itself in the reader's language. As an argument of a sentence it does so when the sentence is said.
type Sayer interface {
	In(ctx context.Context) string
}

// Label is what a table calls a thing: in Chinese, and in the languages of policies/procedure/text that say it.
type Label struct {
	ZH    string
	other map[string]string
}

// NewLabel is a label in Chinese and, by language, in others.
func NewLabel(zh string, other map[string]string) Label { return Label{zh, other} }

// In is the label in the language of the context.
func (l Label) In(ctx context.Context) string { return l.Of(Lang(ctx)) }

// Of is the label in a language; what that does not say is said in Chinese, and what is not written in Chinese, in the
// language that has it.
func (l Label) Of(lang string) string {
	if text := l.other[lang]; text != "" {
		return text
	}
	if l.ZH != "" || len(l.other) == 0 {
		return l.ZH
	}
	return l.other[slices.Min(slices.Collect(maps.Keys(l.other)))]
}

// Says tells whether the label has words of its own in a language.
func (l Label) Says(lang string) bool { return lang == ZH && l.ZH != "" || l.other[lang] != "" }

// Sentence is a sentence of the catalogue as an argument of another.
type Sentence string

// In is the sentence in the language of the context.
func (s Sentence) In(ctx context.Context) string { return T(ctx, string(s)) }

// Names are the two names that a row has, in Chinese and in Latin letters.
type Names struct{ ZH, Latin string }

// In is the name for the reader of the context.
func (n Names) In(ctx context.Context) string { return Pick(ctx, n.ZH, n.Latin) }

// between divides the languages in what Each said; no text holds it.
const between = "\x1e"

// Each says something in every complete language: in Chinese, and in the others one after the other. It is how words are kept that
// somebody signs.
func Each(ctx context.Context, say func(context.Context) string) (zh, others string) {
	var out []string
	for _, lang := range Complete(ctx)[1:] {
		out = append(out, say(With(ctx, lang)))
	}
	return say(With(ctx, ZH)), Together(out)
}

// Together is what was said in each complete language but Chinese, in their order.
func Together(said []string) string { return strings.Join(said, between) }

// Choose is what Each said in the language of the context. Where only one other language was said, as with a name in Latin letters,
// it is everybody's who does not read Chinese.
func Choose(ctx context.Context, zh, others string) string {
	said := strings.Split(others, between)
	i := slices.Index(Complete(ctx), Lang(ctx)) - 1
	if len(said) == 1 {
		return Pick(ctx, zh, said[0])
	}
	if i < 0 || i >= len(said) || said[i] == "" {
		return zh
	}
	return said[i]
}

// Parts are the pieces of a label that is a list. Every language has as many (law checks that); what one does not have, Chinese says.
func (l Label) Parts(sep string) []Label {
	var out []Label
	for i, zh := range strings.Split(l.ZH, sep) {
		part := Label{ZH: strings.TrimSpace(zh), other: map[string]string{}}
		for lang, text := range l.other {
			if said := strings.Split(text, sep); i < len(said) {
				part.other[lang] = strings.TrimSpace(said[i])
			}
		}
		if part.ZH != "" {
			out = append(out, part)
		}
	}
	return out
}
