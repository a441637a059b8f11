package layout

import (
	"context"
	"strings"
	"time"

	"github.com/a-h/templ"

	"touchstone/internal/i18n"
)

// htmxConfig swaps the answers that carry a form back (409, 422) and switches off what
// the content security policy forbids.
const htmxConfig = `{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"selfRequestsOnly":true,"historyCacheSize":0,` +
	`"responseHandling":[{"code":"204","swap":false},{"code":"[23]..","swap":true},` +
	`{"code":"409|422","swap":true,"error":false},{"code":"[45]..","swap":false,"error":true}]}`

func langOf(ctx context.Context, p Page) string {
	if p.Lang == "" {
		return i18n.Lang(ctx)
	}
	return p.Lang
}

func documentLang(ctx context.Context, d Document) string {
	if d.Lang == "" {
		return i18n.Lang(ctx)
	}
	return d.Lang
}

func themeOf(p Page) templ.Attributes {
	a := templ.Attributes{}
	if p.Theme == "light" || p.Theme == "dark" {
		a["data-theme"] = p.Theme
	}
	if p.Density == "comfortable" || p.Density == "compact" {
		a["data-density"] = p.Density
	}
	return a
}

func bodyOf(p Page) templ.Attributes {
	a := templ.Attributes{"data-page": p.ID}
	if p.KeysOff {
		a["data-keys"] = "off"
	}
	if !p.Now.IsZero() {
		a["data-now"] = p.Now.Format(time.RFC3339)
	}
	return a
}

func titleOf(ctx context.Context, p Page) string {
	title := p.Title
	if p.Error {
		title = i18n.T(ctx, "layout.error_prefix", "title", title)
	}
	if title == "" {
		return i18n.T(ctx, "layout.wordmark")
	}
	return title + " · " + i18n.T(ctx, "layout.wordmark")
}

type markingKey struct{}

// WithMarking carries the marking of what the page shows, by its code, to both bars of its frame.
func WithMarking(ctx context.Context, code string) context.Context {
	return context.WithValue(ctx, markingKey{}, code)
}

// markingOf is the marking of the page; false where it shows no object of its own: then it is internal.
func markingOf(ctx context.Context) (code string, opened bool) {
	code, opened = ctx.Value(markingKey{}).(string)
	if !opened {
		return "INTERNAL", false
	}
	return code, true
}

func markingClass(ctx context.Context, p Page) string {
	if p.Demo {
		return "demo"
	}
	code, _ := markingOf(ctx)
	return markingWord(code)
}

// markingWord is how a code is written in keys and classes; what is not known is shown as the strictest.
func markingWord(code string) string {
	switch code {
	case "PUBLIC", "INTERNAL", "WORK_SECRET":
		return strings.ToLower(code)
	}
	return "pointer_only"
}

// markingText says the marking; in a demonstration, what the demonstration is beside that of an object.
func markingText(ctx context.Context, p Page) string {
	code, opened := markingOf(ctx)
	text := i18n.T(ctx, "layout.marking."+markingWord(code))
	switch {
	case p.Demo && opened:
		return text + " · " + i18n.T(ctx, "layout.marking.demo")
	case p.Demo:
		return i18n.T(ctx, "layout.marking.demo")
	}
	return text
}

func documentMarking(ctx context.Context, d Document) string {
	code, opened := markingOf(ctx)
	text := i18n.T(ctx, "layout.marking."+markingWord(code))
	switch {
	case d.Demo && opened:
		return text + " · " + i18n.T(ctx, "layout.print.demo")
	case d.Demo:
		return i18n.T(ctx, "layout.print.demo")
	}
	return text
}

// langHref is this page in another language, with its query.
func langHref(p Page, lang string) string {
	if p.Query != "" {
		return "?" + p.Query + "&lang=" + lang
	}
	return "?lang=" + lang
}

func accountOf(p Page) string {
	if p.AccountHref != "" {
		return p.AccountHref
	}
	return "/me"
}

func logoutOf(p Page) string {
	if p.LogoutHref != "" {
		return p.LogoutHref
	}
	return "/logout"
}
