package ui_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"touchstone/internal/i18n"
	"touchstone/internal/testkit"
	"touchstone/internal/testkit/axe"
	"touchstone/static"
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// policy is the one the server sends: a page that needs more does not work.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; " +
	"frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

func noon() time.Time { return time.Date(2025, 6, 19, 12, 48, 0, 0, i18n.Beijing()) }

func TestGallery_EveryPageIsAccessible(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(gallery())
	t.Cleanup(server.Close)
	for _, lang := range []string{i18n.ZH, "en"} {
		for _, theme := range []string{"light", "dark"} {
			for _, size := range []struct {
				name          string
				width, height int64
			}{{"desktop", 1366, 768}, {"phone", 390, 844}} {
				t.Run(lang+"-"+theme+"-"+size.name, func(t *testing.T) {
					t.Parallel()
					look(t, server.URL, lang, theme, size.name, size.width, size.height)
				})
			}
		}
	}
}

func look(t *testing.T, origin, lang, theme, size string, width, height int64) {
	t.Helper()
	options := []testkit.TabOption{testkit.Window(width, height)}
	if theme == "dark" {
		options = append(options, testkit.Dark())
	}
	tab := testkit.OpenTab(t, origin, options...)
	for _, page := range []string{"case", "list", "approval", "report", "form", "record", "login"} {
		tab.Open("/" + page + "?lang=" + lang)
		for _, v := range tab.Axe(axe.Source) {
			t.Errorf("%s: %s", page, v)
		}
		if wide := tab.Eval("document.documentElement.scrollWidth - document.documentElement.clientWidth"); wide != "0" {
			t.Errorf("%s scrolls sideways by %s px", page, wide)
		}
		if os.Getenv("TOUCHSTONE_SHOTS") != "" {
			tab.Screenshot(page + "-" + lang + "-" + theme + "-" + size)
		}
	}
}

// The explicit theme must look like the preferred one, or the two lists of tokens differ.
func TestTheme_ExplicitAndPreferredAgree(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(gallery())
	t.Cleanup(server.Close)
	const read = `(function(){var s=getComputedStyle(document.documentElement),o=[];for(var r of document.styleSheets[0].cssRules)walk(r);
	function walk(r){if(r.style)for(var p of r.style)if(p.startsWith('--'))o.push(p);if(r.cssRules)for(var x of r.cssRules)walk(x)}
	return Array.from(new Set(o)).sort().map(p=>p+s.getPropertyValue(p)).join(';')})()`
	preferred := testkit.OpenTab(t, server.URL, testkit.Dark()).Open("/login?lang=zh").Eval(read)
	explicit := testkit.OpenTab(t, server.URL).Open("/login?lang=zh&theme=dark").Eval(read)
	light := testkit.OpenTab(t, server.URL, testkit.Dark()).Open("/login?lang=zh&theme=light").Eval(read)
	if preferred != explicit {
		t.Errorf("dark differs:\n%s\n%s", preferred, explicit)
	}
	if light == explicit || !strings.Contains(preferred, "--bg") {
		t.Errorf("light is dark: %s", light)
	}
}

func TestPrint_LetterIsDrawn(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(gallery())
	t.Cleanup(server.Close)
	tab := testkit.OpenTab(t, server.URL, testkit.Window(820, 1160)).Open("/letter?lang=zh")
	if got := tab.Eval(`getComputedStyle(document.querySelector("h1")).textAlign`); got != "center" {
		t.Errorf("print.css not applied: %s", got)
	}
	for _, v := range tab.Axe(axe.Source) {
		t.Error(v)
	}
	tab.Screenshot("letter-zh")
}

// The icons are a separate file: if the policy or a changed name kept it away, a clock
// would lose its shape and nobody would notice.
func TestIcons_AreDrawn(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(gallery())
	t.Cleanup(server.Close)
	tab := testkit.OpenTab(t, server.URL).Open("/case?lang=zh")
	if got := tab.Eval(
		`Array.from(document.querySelectorAll("summary svg")).filter(s => s.getClientRects().length > 0 && s.getBBox().width === 0).length`); got != "0" {
		t.Errorf("%s icons are empty", got)
	}
}

func TestScript_ServesTheKeyboard(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(gallery())
	t.Cleanup(server.Close)
	tab := testkit.OpenTab(t, server.URL, testkit.Window(1366, 768)).Open("/form?lang=en")
	if got := tab.Focused(); !strings.Contains(got, "div") {
		t.Errorf("the error summary has not the focus: %s", got)
	}
	tab.Open("/list?lang=en").Press("j", "x")
	if got := tab.Eval(`document.querySelector(".bulk-n").textContent`); got != "1 selected" {
		t.Errorf("bulk bar says %q", got)
	}
}

func gallery() http.Handler {
	pages := map[string]func(lang string) templ.Component{
		"/case": casePage, "/list": listPage, "/approval": approvalPage, "/report": reportPage,
		"/form": formPage, "/record": recordPage, "/login": loginPage, "/letter": letter,
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		if body, kind, ok := static.Read(strings.TrimPrefix(r.URL.Path, static.Prefix)); ok {
			w.Header().Set("Content-Type", kind)
			_, _ = w.Write(body)
			return
		}
		page, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		lang := i18n.Known(r.Context(), r.URL.Query().Get("lang"))
		ctx := context.WithValue(i18n.With(r.Context(), lang), themeKey{}, r.URL.Query().Get("theme"))
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = page(lang).Render(ctx, w)
	})
}

type themeKey struct{}

// in puts components into a frame.
func in(frame func(layout.Page) templ.Component, p layout.Page, parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		p.Theme, _ = ctx.Value(themeKey{}).(string)
		return frame(p).Render(templ.WithChildren(ctx, templ.Join(parts...)), w)
	})
}

func card(title, more, href string, parts ...templ.Component) templ.Component {
	return with(ui.Card(title, more, href), parts...)
}

func with(c templ.Component, parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return c.Render(templ.WithChildren(ctx, templ.Join(parts...)), w)
	})
}

// box is a div of a class: what page templates write as markup.
func box(class string, parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if _, err := io.WriteString(w, `<div class="`+class+`">`); err != nil {
			return err
		}
		if err := templ.Join(parts...).Render(ctx, w); err != nil {
			return err
		}
		_, err := io.WriteString(w, `</div>`)
		return err
	})
}
