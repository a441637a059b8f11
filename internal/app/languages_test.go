package app_test

import (
	"crypto/rand"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"touchstone/internal/app"
	"touchstone/internal/blob"
	"touchstone/internal/i18n"
	"touchstone/internal/testkit"
	"touchstone/policies"
)

// laid is a tree of files with others over it.
func laid(t *testing.T, under fs.FS, over map[string]string) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(under, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(under, name)
		out[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range over {
		out[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return out
}

// rovian is a language that somebody made up: the files of it, and nothing else.
func rovian() (catalogue, tables map[string]string) {
	return map[string]string{
			"rv/language.json": `{"language.name":"Roviane","language.tag":"rv-RV","language.day":"2-1-2006","language.list":" ad ","language.clause":" ; "}`,
			"rv/cases.json":    `{"cases.tab.overview":"Vistane"}`,
			"rv/me.json":       `{"me.title":"Mi voltane"}`,
			"rv/law.json":      `{"law.cite.article":" §{list}","law.cite.articles":" §§{list}","law.cite.joined":" ad ","law.cite.violation":"{name} [{basis}]"}`,
		}, map[string]string{
			"procedure/text/rv.csv": "table,code,column,text\n" +
				"states,admin_case.LEAD_REGISTERED,label,Fadane regise\n" +
				"labels,evidence_item.evidence.collected,label,Dona fadane\n" +
				"forms,admin_lead_registered.summary,label,Rezumane\n" +
				"guards,lead_source_recorded,refusal,Fonte navane.\n" +
				"penalties,ECL-34-1.2020-12-01,violation,Exporte ne lice\n" +
				"citations,ECL,name,Lexe Exporte\n",
		}
}

// spoken is the program with a further language, over the same people.
func spoken(t *testing.T, over, texts map[string]string) (*site, error) {
	t.Helper()
	db, dir := filled(t, "prepared", prepared)
	s := &site{t: t, db: db, dir: dir, clock: testkit.NewClock(noonOfPages), seen: map[string]*testkit.Client{}}
	store, err := blob.OpenFiles(filepath.Join(dir, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := i18n.Read(laid(t, i18n.Files(), over))
	if err != nil {
		t.Fatal(err)
	}
	s.app, err = app.New(app.Parts{Config: app.Config{Demo: true, Addr: "127.0.0.1:0", Lang: "zh", Keys: filepath.Join(dir, "keys")}, DB: db, Blobs: store,
		Clock: s.clock.Now, Wall: time.Now, Random: rand.Reader, Logger: slog.New(slog.DiscardHandler), Tables: laid(t, policies.FS(), texts),
		Catalogue: catalogue})
	if err != nil {
		return nil, err
	}
	if err := s.app.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.origin = testkit.Serve(t, s.app.Handler())
	return s, nil
}

// TestLanguages_AThirdOneIsNewFilesOnly: a folder of the catalogue and a file of the law's words make a language: the switch offers it,
// a profile takes it, the pages speak it, and what it does not say stands in Chinese.
func TestLanguages_AThirdOneIsNewFilesOnly(t *testing.T) {
	t.Parallel()
	s, err := spoken(t, first(rovian()), second(rovian()))
	if err != nil {
		t.Fatal(err)
	}
	ref := s.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
	p := s.as("officer").Get("/cases/" + ref + "?lang=en&x=1").Want(http.StatusOK)
	if got := p.Attrs("a[hreflang]", "hreflang"); !slices.Equal(slices.Compact(got), []string{"zh-CN", "rv-RV"}) {
		t.Errorf("in English the switch offers %v", got)
	}
	if got := p.One("a[hreflang='rv-RV']"); got.Text() != "Roviane" || got.Attr("href") != "?x=1&lang=rv" {
		t.Errorf("%s to %s", got.Text(), got.Attr("href"))
	}
	p = s.as("officer").Get("/cases/" + ref + "?lang=rv").Want(http.StatusOK)
	if got := p.Attrs("a[hreflang]", "hreflang"); p.One("html").Attr("lang") != "rv-RV" || !slices.Equal(slices.Compact(got), []string{"zh-CN", "en"}) {
		t.Errorf("%s, and the switch offers %v", p.One("html").Attr("lang"), got)
	}
	zh := s.app.Book()
	for what, want := range map[string]string{"a state": "Fadane regise", "a tab": "Vistane", "a step": "Dona fadane",
		"a violation and its article": "Exporte ne lice [Lexe Exporte §34(1)", "what is not said": zh.State("admin_case", "LEAD_REGISTERED").Label.Of("en")} {
		if strings.Contains(p.Text(), want) != (what != "what is not said") {
			t.Errorf("%s: %q in %s", what, want, p.Text())
		}
	}
	s.speaksOnForms(ref)
	s.keepsTheLanguage()
}

// speaksOnForms: the labels of a form and the sentence of who is refused, the cookie keeping the language.
func (s *site) speaksOnForms(ref string) {
	s.t.Helper()
	p := s.as("officer").Get("/cases/new").Want(http.StatusOK)
	for _, want := range []string{"Rezumane", "Fonte navane.", s.app.Book().Form("admin_lead_registered").Field("party").Label.ZH} {
		if !strings.Contains(p.Text(), want) {
			s.t.Errorf("%q is not on the form: %s", want, p.Text())
		}
	}
	if p := s.as("officer").Get("/cases/" + ref + "?lang=qq").Want(http.StatusOK); p.One("html").Attr("lang") != "rv-RV" {
		s.t.Error("a language that nobody speaks changed the page")
	}
}

// keepsTheLanguage: the profile takes it, and no other that there is not.
func (s *site) keepsTheLanguage() {
	s.t.Helper()
	p := s.as("officer").Get("/me").Want(http.StatusOK)
	if !strings.Contains(p.Text(), "Mi voltane") {
		s.t.Error(p.Text())
	}
	p.Form("form[action='/me']").Set("lang", "rv").Submit().Want(http.StatusOK)
	s.as("officer").Get("/me").Want(http.StatusOK).Form("form[action='/me']").Force("lang", "qq").Submit().Want(http.StatusUnprocessableEntity)
	if got := s.ref("SELECT lang FROM users WHERE username = $1", "officer"); got != "rv" {
		s.t.Errorf("kept %q", got)
	}
}

// TestLanguages_NoWordsWithoutPages: words of the law in a language without a catalogue would never be read.
func TestLanguages_NoWordsWithoutPages(t *testing.T) {
	t.Parallel()
	_, err := spoken(t, nil, second(rovian()))
	if err == nil || !strings.Contains(err.Error(), "text/rv.csv: the catalogue does not know the language") {
		t.Error(err)
	}
}

func first(a, _ map[string]string) map[string]string  { return maps.Clone(a) }
func second(_, b map[string]string) map[string]string { return maps.Clone(b) }
