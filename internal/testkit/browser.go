package testkit

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Keys that Tab.Press understands beside letters.
const (
	Enter     = kb.Enter
	TabKey    = kb.Tab
	Space     = " "
	Escape    = kb.Escape
	ArrowDown = kb.ArrowDown
	ArrowUp   = kb.ArrowUp
)

// stepLimit ends a step of the browser that hangs.
const stepLimit = 60 * time.Second

// manyTabs is more presses of Tab than any page has stops.
const manyTabs = 400

// theBrowser is the one Chromium of this test process; each test has its own tab with its own cookies.
var theBrowser = sync.OnceValues(func() (context.Context, error) {
	dir, err := Scratch()
	if err != nil {
		return nil, err
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.Flag("lang", "zh-CN"),
		chromedp.UserDataDir(filepath.Join(dir, "chromium")), chromedp.WindowSize(1280, 900))
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			opts = append(opts, chromedp.ExecPath(p))
			break
		}
	}
	if os.Geteuid() == 0 {
		opts = append(opts, chromedp.NoSandbox)
	}
	ac, _ := chromedp.NewExecAllocator(context.Background(), opts...) // ends with the process
	ctx, _ := chromedp.NewContext(ac)
	return ctx, chromedp.Do(ctx) // no time limit on the first call: it would end the browser with it
})

// TabOption changes how a tab behaves.
type TabOption func(*tabOptions)

type tabOptions struct {
	scripts       bool
	dark, print   bool
	width, height int64
}

// Scripts switches JavaScript of the page on or off; on at first.
func Scripts(on bool) TabOption { return func(o *tabOptions) { o.scripts = on } }

// Dark prefers the dark colour scheme.
func Dark() TabOption { return func(o *tabOptions) { o.dark = true } }

// Print shows pages as they would be printed.
func Print() TabOption { return func(o *tabOptions) { o.print = true } }

// Window is the size of the page's window; 1280 × 900 at first.
func Window(width, height int64) TabOption {
	return func(o *tabOptions) { o.width, o.height = width, height }
}

// Tab is one tab of Chromium on one origin.
type Tab struct {
	t      testing.TB
	ctx    context.Context
	origin *url.URL
}

// OpenTab opens a tab with its own cookies on a server's origin. It is closed when the test ends.
func OpenTab(t testing.TB, origin string, options ...TabOption) *Tab {
	t.Helper()
	root, err := theBrowser()
	if err != nil {
		t.Fatalf("chromium: %v", err)
	}
	u, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	o := tabOptions{scripts: true, width: 1280, height: 900}
	for _, set := range options {
		set(&o)
	}
	ctx, cancel := chromedp.NewContext(root, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	tab := &Tab{t: t, ctx: ctx, origin: u}
	if err := chromedp.Do(ctx); err != nil { // makes the tab; its context must have no limit
		t.Fatalf("tab: %v", err)
	}
	tab.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error { return o.apply(ctx, target) }))
	return tab
}

func (o tabOptions) apply(ctx context.Context, target *chromedp.Target) error {
	_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled,
		emulation.SetScriptExecutionDisabledParams{Value: !o.scripts})
	if err != nil {
		return err
	}
	scheme, media := "light", ""
	if o.dark {
		scheme = "dark"
	}
	if o.print {
		media = "print"
	}
	// Reduced motion: nothing of the page may be half-way when it is looked at.
	_, err = cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media,
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	if err != nil {
		return err
	}
	_, err = chromedp.EmulateViewport(o.width, o.height)(ctx, target)
	return err
}

func (tab *Tab) limited() (context.Context, context.CancelFunc) {
	return context.WithTimeout(tab.ctx, stepLimit)
}

func (tab *Tab) do(steps ...chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	ctx, cancel := tab.limited()
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		tab.t.Fatal(err)
	}
}

func evaluate[T any](tab *Tab, script string, opts ...chromedp.EvaluateOption) T {
	tab.t.Helper()
	ctx, cancel := tab.limited()
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, opts...))
	if err != nil {
		tab.t.Fatalf("%s: %v", excerpt(script), err)
	}
	return v
}

// Adopt takes over the cookies of a browserless client: a test that is not about signing in need not do it twice.
func (tab *Tab) Adopt(c *Client) {
	tab.t.Helper()
	for _, k := range c.Cookies("/") {
		tab.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, network.SetCookie, network.SetCookieParams{Name: k.Name, Value: k.Value, URL: tab.origin.String()})
			return err
		}))
	}
}

// Open goes to a path and waits until it is loaded.
func (tab *Tab) Open(path string) *Tab {
	tab.t.Helper()
	u, err := tab.origin.Parse(path)
	if err != nil {
		tab.t.Fatal(err)
	}
	tab.do(chromedp.Navigate(u.String()))
	return tab
}

// Path is where the tab is, with the query.
func (tab *Tab) Path() string {
	tab.t.Helper()
	u, err := url.Parse(evaluate[string](tab, "document.location.toString()"))
	if err != nil {
		tab.t.Fatal(err)
	}
	return u.RequestURI()
}

// Page is the document as it is now, to be searched with selectors.
func (tab *Tab) Page() Node {
	tab.t.Helper()
	ctx, cancel := tab.limited()
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.OuterHTML(chromedp.CSS("html")))
	if err != nil {
		tab.t.Fatal(err)
	}
	return parse(tab.t, text)
}

// Eval runs a script in the page and returns its value as text. It works with the page's own scripts off too.
func (tab *Tab) Eval(script string) string {
	tab.t.Helper()
	return fmt.Sprint(evaluate[any](tab, script))
}

// Await waits until an element that matches is visible: for what scripts change without loading a page.
func (tab *Tab) Await(css string) *Tab {
	tab.t.Helper()
	tab.do(chromedp.WaitVisible(chromedp.CSS(css)))
	return tab
}

// Press presses keys one after the other.
func (tab *Tab) Press(keys ...string) *Tab {
	tab.t.Helper()
	for _, k := range keys {
		tab.do(chromedp.KeyEvent(k))
	}
	return tab
}

// PressBack presses Shift and a key, for example Tab.
func (tab *Tab) PressBack(key string) *Tab {
	tab.t.Helper()
	tab.do(chromedp.KeyEvent(key, chromedp.KeyModifiers(chromedp.ModifierShift)))
	return tab
}

// Type writes text where the focus is, in place of what is there.
func (tab *Tab) Type(text string) *Tab {
	tab.t.Helper()
	tab.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)), chromedp.KeyEvent(text))
	return tab
}

// Go presses a key that leads to another page, Enter for example, and waits until it is loaded.
func (tab *Tab) Go(key string) *Tab {
	tab.t.Helper()
	ctx, cancel := tab.limited()
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.KeyEvent(key))); err != nil {
		tab.t.Fatalf("no page came after the key: %v; still at %s: %s", err, tab.Path(), excerpt(tab.Page().Text()))
	}
	return tab
}

// Reach presses Tab until the focus is on an element that matches: whoever has no mouse gets there no other way.
func (tab *Tab) Reach(css string) *Tab {
	tab.t.Helper()
	quoted, err := json.Marshal(css)
	if err != nil {
		tab.t.Fatal(err)
	}
	if !evaluate[bool](tab, fmt.Sprintf("!!document.querySelector(%s)", quoted)) {
		tab.t.Fatalf("%s is not on %s: %s", css, tab.Path(), excerpt(tab.Page().Text()))
	}
	there := fmt.Sprintf("!!document.activeElement && document.activeElement.matches(%s)", quoted)
	for range manyTabs {
		if evaluate[bool](tab, there) {
			return tab
		}
		tab.Press(TabKey)
	}
	tab.t.Fatalf("%s cannot be reached with the keyboard on %s", css, tab.Path())
	return tab
}

// FillByKey reaches the field of that name with the keyboard and writes.
func (tab *Tab) FillByKey(name, text string) *Tab {
	tab.t.Helper()
	return tab.Reach("[name='" + name + "']").Type(text)
}

// Upload reaches a file input with the keyboard and chooses files for it, as the system's own window would: that window
// is no part of the page.
func (tab *Tab) Upload(name string, files ...string) *Tab {
	tab.t.Helper()
	css := "input[type=file][name='" + name + "']"
	tab.Reach(css).do(chromedp.SetUploadFiles(chromedp.CSS(css), files))
	return tab
}

// Resize gives the window another size and the page another colour scheme, without a new tab.
func (tab *Tab) Resize(width, height int64, dark bool) *Tab {
	tab.t.Helper()
	o := tabOptions{scripts: true, width: width, height: height, dark: dark}
	tab.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error { return o.apply(ctx, target) }))
	return tab
}

// Focused describes the element that has the focus: tag, id, name and visible text.
func (tab *Tab) Focused() string {
	tab.t.Helper()
	return evaluate[string](tab,
		`(e => e ? [e.tagName.toLowerCase(), e.id && '#'+e.id, e.name && '['+e.name+']', (e.innerText||'').trim().slice(0,40)]
		.filter(Boolean).join(' ') : '')(document.activeElement)`)
}

// Screenshot is the whole page as PNG. With TOUCHSTONE_SHOTS set to a folder it is also written there, to look at.
func (tab *Tab) Screenshot(name string) []byte {
	tab.t.Helper()
	ctx, cancel := tab.limited()
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		tab.t.Fatal(err)
	}
	if dir := os.Getenv("TOUCHSTONE_SHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
			tab.t.Fatal(err)
		}
	}
	return png
}

// Violation is one thing that axe found.
type Violation struct {
	ID     string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Nodes  []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// String is the finding in one paragraph.
func (v Violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s", v.ID, v.Impact, v.Help)
	for _, n := range v.Nodes {
		fmt.Fprintf(&b, "\n  %s\n    %s", excerpt(n.HTML), strings.ReplaceAll(n.Summary, "\n", " "))
	}
	return b.String()
}

// Axe runs axe-core, whose script is handed in, against WCAG 2.x A and AA, and returns what it found.
func (tab *Tab) Axe(script string) []Violation {
	tab.t.Helper()
	evaluate[any](tab, script+"\n;undefined")
	raw := evaluate[json.RawMessage](tab,
		`axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa'], resultTypes: ['violations']}).then(r => r.violations)`,
		chromedp.EvalAwaitPromise)
	var found []Violation
	if err := json.Unmarshal(raw, &found); err != nil {
		tab.t.Fatal(err)
	}
	return found
}
