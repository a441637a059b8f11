package i18n

import (
	"context"
	"slices"
)

// ZH is Chinese, the language of the law and of its tables. No other language has a name in the code: what there is, the
// folders of the catalogue say.
const ZH = "zh"

type (
	langKey      struct{}
	catalogueKey struct{}
)

// Speaking returns a context whose sentences come from a catalogue that is not the built-in one.
func Speaking(ctx context.Context, c *Catalogue) context.Context {
	return context.WithValue(ctx, catalogueKey{}, c)
}

func catalogueOf(ctx context.Context) *Catalogue {
	if c, ok := ctx.Value(catalogueKey{}).(*Catalogue); ok {
		return c
	}
	return Own()
}

// With returns a context whose sentences are in lang. An unknown language is Chinese.
func With(ctx context.Context, lang string) context.Context {
	return context.WithValue(ctx, langKey{}, Known(ctx, lang))
}

// Lang is the language of the context, Chinese where none was set.
func Lang(ctx context.Context) string {
	if l, ok := ctx.Value(langKey{}).(string); ok {
		return l
	}
	return ZH
}

// Languages are the languages there are, Chinese first.
func Languages(ctx context.Context) []string { return catalogueOf(ctx).Languages() }

// Complete are the languages in which nothing may be missing, Chinese first: whoever signs is shown his words in them.
func Complete(ctx context.Context) []string { return catalogueOf(ctx).Complete() }

// Speaks tells whether a cookie, a query or a profile names a language that there is.
func Speaks(ctx context.Context, lang string) bool {
	return catalogueOf(ctx).Speaks(lang)
}

// Known maps whatever somebody said to a language that there is.
func Known(ctx context.Context, lang string) string {
	if Speaks(ctx, lang) {
		return lang
	}
	return ZH
}

// Others are the languages that a reader may switch to.
func Others(ctx context.Context) []string {
	mine := Lang(ctx)
	return slices.DeleteFunc(Languages(ctx), func(l string) bool { return l == mine })
}

// Called is what the readers of the context's language call it.
func Called(ctx context.Context) string { return T(ctx, keyName) }

// CalledHere is what a language is called in that of the context, or by its own readers where it has no word for it.
func CalledHere(ctx context.Context, lang string) string {
	if key := "me.lang." + lang; Has(key) {
		return T(ctx, key)
	}
	return Called(With(ctx, lang))
}

// Tag is the value of the lang attribute.
func Tag(ctx context.Context) string { return T(ctx, keyTag) }
