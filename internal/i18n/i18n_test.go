package i18n

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// built are prefixes of keys that code joins from parts. Every entry names who joins them.
func built() []string {
	return []string{
		"ui.agency.",               // views/ui Agency: kind of agency
		"ui.glyph.",                // views/ui Agency: kind of agency
		"ui.clock.state.",          // views/ui ClockBadge: state
		"ui.clock.left.",           // views/ui ClockWords: unit
		"ui.package.",              // views/ui Package: state of an item
		"ui.hash.",                 // views/ui HashState
		"ui.finding.",              // views/ui Finding
		"ui.flow.",                 // views/ui Flow: state of a step
		"ui.task.",                 // views/ui TaskList: state of a task
		"layout.marking.",          // views/layout: marking level
		"me.lang.",                 // language: what a language is called in another
		"audit.what.",              // cmd audit verify: what is bad
		"audit.problem.",           // cmd audit verify: why
		"act.fact.",                // procedure: column of what is signed
		"act.group.",               // procedure: what a column belongs to
		"act.finding.",             // procedure: finding of an item
		"act.track.",               // procedure: track of an item
		"act.sign.turned.",         // procedure: return, refusal
		"act.package.",             // procedure: number of an item of the package
		"act.approval.decided.",    // procedure: how a proposal ended
		"act.value.",               // procedure: yes and no
		"referral.indicator.",      // referral: what the screen found
		"document.field.",          // document: particular
		"document.value.",          // document: yes and no
		"errors.title.",            // web: kind of error
		"errors.text.",             // web: kind of error
		"evidence.measure.",        // evidence: legal measure
		"evidence.chain.hash.",     // evidence: custody entry
		"evidence.chain.method.",   // evidence: custody entry
		"evidence.item.note.",      // evidence: finding to be noted
		"evidence.custody.",        // evidence: tab of the custodian's list
		"evidence.handover.state.", // evidence: state of a list
		"evidence.outcome.",        // evidence: answer about an item
		"evidence.answer.",         // evidence: answer about an item
		"cases.filter.",            // cases: filter of the list
		"cases.view.",              // cases: saved view
		"cases.views.done.",        // cases: what was done with a view
		"cases.due.",               // cases: filter value
		"cases.owner.",             // cases: filter value
		"cases.stage.",             // cases: stage of the tables
		"cases.tab.",               // cases: tab of a case
		"cases.new.title.",         // cases: machine
		"cases.new.sub.",           // cases: machine
		"cases.event.",             // cases: plain use case
		"cases.access.done.",       // cases: what was done
		"cases.access.part.",       // cases: part of a member
		"cases.timeline.kind.",     // cases: filter of the timeline
		"access.state.",            // cases: state of a request
		"inbox.tab.",               // inbox: tab
		"inbox.sub.",               // inbox: tab
		"inbox.empty.",             // inbox: tab
		"inbox.col.",               // inbox: column
		"inbox.source.",            // inbox: where an item comes from
		"inbox.outcome.",           // inbox: state of a proposal
		"home.link.",               // inbox: way on from the desk
		"clocks.board.",            // inbox: group of the board
		"clocks.filter.",           // inbox: scope of the board
		"clocks.period.",           // deadline: unit
		"clocks.basis.",            // deadline: unit
		"tips.tab.",                // intake: tab
		"tips.done.",               // intake: what was done
		"ids.credit_code.",         // party: what is wrong with a number
		"ids.resident_id.",         // party: what is wrong with a number
		"ids.passport.",            // party: what is wrong with a number
		"ids.document.",            // party, intake: what is wrong with a number
		"ids.phone.",               // intake: what is wrong with a number
		"ids.hs_code.",             // goods: what is wrong with a code
		"quantity.unit.",           // quantity: unit
		"party.kind.",              // party: codes
		"party.part.",              // party: codes
		"party.id.",                // party: codes
		"party.relation.",          // party: codes
		"party.status.",            // party: codes
		"party.done.",              // party: what was done
		"goods.control.",           // goods: codes
		"goods.gap.",               // goods: what is missing
		"goods.licence.",           // goods: codes
		"goods.method.",            // goods: codes
		"inbox.notice.",            // inbox: what happened to a proposal without an act
		"goods.status.",            // goods: codes
		"goods.route.",             // goods: leg
		"goods.done.",              // goods: what was done
	}
}

// Read refuses a complete language that leaves something unsaid; here it is that every language fills the same places.
func TestCatalogue_SaysTheSameInEveryLanguage(t *testing.T) {
	t.Parallel()
	c, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(c.Complete(), []string{"zh", "en"}) {
		t.Errorf("complete are %v", c.Complete())
	}
	for _, lang := range c.Languages() {
		for key, text := range c.texts[lang] {
			if zh := c.texts[ZH][key]; !slices.Equal(places(zh), places(text)) {
				t.Errorf("%s: places %v in Chinese, %v in %s", key, places(zh), places(text), lang)
			}
		}
	}
}

func TestCatalogue_CoversTheCodeAndNothingElse(t *testing.T) {
	t.Parallel()
	c, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	all := c.texts
	asked, literals := scan(t, "../..")
	for key, where := range asked {
		if _, ok := all[ZH][key]; !ok {
			t.Errorf("%s: used in %s, not in the catalogue", key, where)
		}
	}
	for key := range all[ZH] {
		if literals[key] || slices.ContainsFunc(built(), func(p string) bool { return strings.HasPrefix(key, p) }) {
			continue
		}
		t.Errorf("%s: never used", key)
	}
}

func TestRead_RefusesDisorder(t *testing.T) {
	t.Parallel()
	for name, tree := range map[string]fstest.MapFS{
		"foreign key": {"zh/cases.json": {Data: []byte(`{"parties.x":"y"}`)}},
		"not json":    {"zh/cases.json": {Data: []byte(`{`)}},
		"twice":       {"zh/a.json": {Data: []byte(`{"a.b.c":"y"}`)}, "zh/a.b.json": {Data: []byte(`{"a.b.c":"y"}`)}},
		"unknown":     {"xx/a.json": {Data: []byte(`{"a.new":"y"}`)}},
		"empty":       {"xx/a.json": {Data: []byte(`{"a.b":" "}`)}},
		"no name":     {"xx/language.json": {Data: []byte(`{"language.tag":"xx"}`)}},
		"incomplete":  {"xx/language.json": {Data: []byte(`{"language.name":"X","language.tag":"xx","language.complete":"yes"}`)}},
	} {
		if _, err := Read(laid(tree)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// laid is a small catalogue in which nothing is wrong, with further files over it.
func laid(over fstest.MapFS) fstest.MapFS {
	const language = `{"language.name":"%","language.tag":"%","language.complete":"yes","language.list":"、"}`
	out := fstest.MapFS{"zh/a.json": {Data: []byte(`{"a.b":"甲","a.c":"乙"}`)}, "zh/language.json": {Data: []byte(strings.ReplaceAll(language, "%", "中文"))}}
	if over["xx/a.json"] != nil {
		out["xx/language.json"] = &fstest.MapFile{Data: []byte(`{"language.name":"X","language.tag":"xx"}`)}
	}
	maps.Copy(out, over)
	return out
}

// TestCatalogue_AThirdLanguageIsFilesOnly: a folder is a language; what it does not say, Chinese does.
func TestCatalogue_AThirdLanguageIsFilesOnly(t *testing.T) {
	t.Parallel()
	c, err := Read(laid(fstest.MapFS{"xx/a.json": {Data: []byte(`{"a.b":"Xa"}`)}}))
	if err != nil {
		t.Fatal(err)
	}
	ctx := With(Speaking(context.Background(), c), "xx")
	label := NewLabel("名", map[string]string{"xx": "Xlabel"})
	for got, want := range map[string]string{
		T(ctx, "a.b"): "Xa", T(ctx, "a.c"): "乙", Called(ctx): "X", Tag(ctx): "xx", Lang(With(ctx, "en")): "zh",
		strings.Join(Languages(ctx), " "): "zh xx", strings.Join(Others(ctx), " "): "zh", strings.Join(Complete(ctx), " "): "zh",
		label.In(ctx): "Xlabel", label.Of("en"): "名", NewLabel("", map[string]string{"xx": "only"}).Of("en"): "only",
		Listed(ctx, []string{"1", "2"}): "1、2", Lang(With(context.Background(), "xx")): "zh",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestEach_KeepsEveryCompleteLanguage: what is signed is said in each of them, and read again in the reader's.
func TestEach_KeepsEveryCompleteLanguage(t *testing.T) {
	t.Parallel()
	language := func(name string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(`{"language.name":"` + name + `","language.tag":"x","language.complete":"yes","language.list":"` + name + `"}`)}
	}
	word := &fstest.MapFile{Data: []byte(`{"a.b":"w","a.c":"w"}`)}
	c, err := Read(laid(fstest.MapFS{"aa/language.json": language("A"), "aa/a.json": word, "bb/language.json": language("B"), "bb/a.json": word}))
	if err != nil {
		t.Fatal(err)
	}
	ctx := Speaking(context.Background(), c)
	zh, others := Each(ctx, func(ctx context.Context) string { return "[" + Called(ctx) + "]" })
	for lang, want := range map[string]string{"zh": "[中文]", "aa": "[A]", "bb": "[B]"} {
		if got := Choose(With(ctx, lang), zh, others); got != want {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
		if got := Choose(With(ctx, lang), "名", "Name"); (got == "名") != (lang == "zh") {
			t.Errorf("%s: the name is %q", lang, got)
		}
	}
}

func TestT_FillsPlacesAndPlurals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		args []any
		want string
	}{
		{"{n} {n|day|days} left", []any{"n", 1}, "1 day left"},
		{"{n} {n|day|days} left", []any{"n", 19}, "19 days left"},
		{"by {who}", []any{"who", "{n}"}, "by {n}"},
		{"by {who}", nil, "by {who}"},
		{"plain", []any{"n", 1}, "plain"},
		{"open {", []any{"n", 1}, "open {"},
	} {
		if got := fill(c.text, c.args); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestT_ShowsAMissingKey(t *testing.T) {
	t.Parallel()
	missing := "nowhere" + ".at.all"
	if got := T(context.Background(), missing); got != "⟦"+missing+"⟧" {
		t.Errorf("got %q", got)
	}
}

func TestDates_AreBeijingTime(t *testing.T) {
	t.Parallel()
	at := time.Date(2025, 6, 18, 17, 5, 0, 0, time.UTC)
	ctx := context.Background()
	for got, want := range map[string]string{
		Date(at):                             "2025-06-19",
		DateTime(at):                         "2025-06-19 01:05",
		DateProse(With(ctx, ZH), at):         "2025年6月19日",
		DateProse(With(ctx, "en"), at):       "19 June 2025",
		Machine(at):                          "2025-06-19T01:05:00+08:00",
		DateTime(time.Time{}):                "—",
		Pick(With(ctx, "en"), "移送", "refer"): "refer",
		Pick(With(ctx, "en"), "移送", ""):      "移送",
		Pick(With(ctx, "xx"), "移送", "x"):     "移送",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// places lists the distinct names between braces, sorted.
func places(text string) []string {
	var names []string
	for _, m := range regexp.MustCompile(`\{([^}|]+)`).FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// scan walks the tree: asked are the keys that are certainly looked up, with a file that
// does so; literals is every string that stands in the code at all.
func scan(t *testing.T, root string) (asked map[string]string, literals map[string]bool) {
	t.Helper()
	asked, literals = map[string]string{}, map[string]bool{}
	call := regexp.MustCompile(`(?:i18n\.T\(|errs\.(?:New|Wrap)\()\s*[^,()]+(?:\(\))?,\s*"([^"]+)"`)
	field := regexp.MustCompile(`errs\.Field\{[^}]*Key:\s*"([^"]+)"`)
	word := regexp.MustCompile(`"([a-z][a-zA-Z0-9_.]+)"`)
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "var" || d.Name() == "bin" || (strings.HasPrefix(d.Name(), ".") && name != root)) {
			return fs.SkipDir
		}
		if d.IsDir() || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") ||
			(filepath.Ext(name) != ".go" && filepath.Ext(name) != ".templ") {
			return nil
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, re := range []*regexp.Regexp{call, field} {
			for _, m := range re.FindAllSubmatch(raw, -1) {
				asked[string(m[1])] = name
			}
		}
		for _, m := range word.FindAllSubmatch(raw, -1) {
			literals[string(m[1])] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for key := range asked {
		if strings.HasSuffix(key, ".") { // the first part of a joined key
			delete(asked, key)
		}
	}
	return asked, literals
}
