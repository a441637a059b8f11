package layout

import (
	"context"
	"time"

	"github.com/a-h/templ"

	"touchstone/internal/i18n"
)

// htmxConfig swaps the answers that carry a form back (409, 422) and switches off what
// the content security policy forbids.
const htmxConfig = `{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"selfRequestsOnly":true,"historyCacheSize":0,"responseHandling":[{"code":"204","swap":false},{"code":"[23]..","swap":true},{"code":"409|422","swap":true,"error":false},{"code":"[45]..","swap":false,"error":true}]}`

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

func markingClass(p Page) string {
	if p.Demo {
		return "demo"
	}
	return markingCode(p.Marking)
}

// markingCode maps what it does not know to the stricter ordinary marking.
func markingCode(code string) string {
	switch code {
	case "public", "work_secret":
		return code
	}
	return "internal"
}

func markingText(ctx context.Context, p Page) string {
	switch {
	case p.Demo:
		return i18n.T(ctx, "layout.marking.demo")
	case p.MarkingText != "":
		return p.MarkingText
	}
	return i18n.T(ctx, "layout.marking."+markingCode(p.Marking))
}

func documentMarking(ctx context.Context, d Document) string {
	if d.Demo {
		return i18n.T(ctx, "layout.print.demo")
	}
	return i18n.T(ctx, "layout.marking."+markingCode(d.Marking))
}

func langHref(ctx context.Context, p Page) string {
	if p.LangHref != "" {
		return p.LangHref
	}
	return "?lang=" + i18n.Other(i18n.Lang(ctx))
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
