// Package i18n holds every sentence the program says, in each language that has a folder here.
//
// A catalogue is one flat file per area and language. Legal labels (events, states, forms, guards, clocks, documents) are
// not here: they are columns of the tables in policies, in other languages rows of policies/procedure/text.
package i18n

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Pick chooses between the two names that the database keeps of an organ: in Chinese, and in Latin letters for who does
// not read Chinese. Where one is missing the other one is better than none.
func Pick(ctx context.Context, zh, latin string) string {
	if (Lang(ctx) != ZH && latin != "") || zh == "" {
		return latin
	}
	return zh
}

// Name is the name of a person or an organisation: the original script always, for who does not read Chinese with the
// romanised name in brackets behind it where one is known.
func Name(ctx context.Context, original, romanised string) string {
	if Lang(ctx) == ZH || romanised == "" || romanised == original {
		return original
	}
	if original == "" {
		return romanised
	}
	return original + " (" + romanised + ")"
}

// T is the sentence of key in the language of the context. args are name, value pairs for
// the {name} places of the sentence; {n|day|days} takes the first form where n is 1.
// A key that does not exist shows itself, so that nobody overlooks it.
func T(ctx context.Context, key string, args ...any) string {
	text, ok := catalogueOf(ctx).lookup(Lang(ctx), key)
	if !ok {
		return "⟦" + key + "⟧"
	}
	return fill(text, inWords(ctx, args))
}

// inWords says what among the arguments says itself in the language of the context.
func inWords(ctx context.Context, args []any) []any {
	for i, x := range args {
		if s, ok := x.(Sayer); ok {
			args = slices.Clone(args)
			args[i] = s.In(ctx)
		}
	}
	return args
}

// Has reports whether the catalogue knows key.
func Has(key string) bool {
	_, ok := Own().lookup(ZH, key)
	return ok
}

// Says reports whether the language of the context has words of its own for key.
func Says(ctx context.Context, key string) bool {
	_, ok := catalogueOf(ctx).texts[Lang(ctx)][key]
	return ok
}

// fill puts the values into their places. A place without a value stays visible.
func fill(text string, args []any) string {
	if !strings.Contains(text, "{") {
		return text
	}
	values := make(map[string]string, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		values[fmt.Sprint(args[i])] = fmt.Sprint(args[i+1])
	}
	var out strings.Builder
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(text[open:], '}')
		if end < 0 {
			break
		}
		out.WriteString(text[:open])
		out.WriteString(place(text[open+1:open+end], values))
		text = text[open+end+1:]
	}
	out.WriteString(text)
	return out.String()
}

func place(inner string, values map[string]string) string {
	name, forms, plural := strings.Cut(inner, "|")
	value, ok := values[name]
	if !ok {
		return "{" + inner + "}"
	}
	if !plural {
		return value
	}
	one, other, _ := strings.Cut(forms, "|")
	if value == "1" {
		return one
	}
	return other
}
