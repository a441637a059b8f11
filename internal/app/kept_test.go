package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"touchstone/internal/testkit"
)

// TestKept_FormStandsFilledInAgain: a form that was sent after its session had ended does nothing and gives the text back;
// when its writer has signed in again the form stands filled in, without what is secret. Nobody else sees it, and it is
// gone when it was sent.
func TestKept_FormStandsFilledInAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例丁贸易有限公司（虚构）", "锗片")
	assigned := s.matter("admin_lead.registered in;admin_lead.assigned uh").file().Admin().Ref
	const text = "经核查申报品名与货物不符，拟予立案。〔存〕"
	for _, x := range []struct{ page, form, field string }{
		{"/cases/new", "form[data-act='admin_lead.registered']", "summary"},
		{"/cases/" + assigned + "/acts/verification_report.submitted", "form[data-act='verification_report.submitted']", "opinion"},
		{"/cases/" + ref + "/timeline", "form[action$='/timeline']", "text"},
		{"/cases/" + ref + "/parties/new", "form[action$='/parties']", "note"},
		{"/cases/" + ref + "/goods/new", "form[action$='/goods']", "name"},
		{"/cases/" + ref + "/evidence/new", "form[data-act='evidence.collected']", "name"},
		{"/access-requests/new", "form[action='/access-requests/new']", "purpose"},
	} {
		s.seen = map[string]*testkit.Client{}
		p := s.as("officer").Get(x.page)
		if p.Status != http.StatusOK || !p.Has(x.form) {
			t.Errorf("%s: %d without %s", x.page, p.Status, x.form)
			continue
		}
		f := p.Form(x.form)
		f.Set(x.field, text)
		f.Force("credential", "touchstone-secret")
		s.clock.Advance(2 * time.Hour)
		before := s.contents()
		p = f.Submit().Want(http.StatusUnauthorized)
		if !strings.Contains(p.Text(), text) || !strings.Contains(p.Text(), "24 小时") || len(s.changed(before)) > 0 {
			t.Errorf("%s: %.400s", x.page, p.Text())
		}
		s.seen = map[string]*testkit.Client{}
		if other := s.as("officer2").Get(x.page); strings.Contains(other.Body, text) {
			t.Errorf("%s: somebody else reads it", x.page)
		}
		p = s.as("officer").Get(x.page).Want(http.StatusOK)
		if got := p.Form(x.form).Value(x.field); got != text || strings.Contains(p.Body, "touchstone-secret") {
			t.Errorf("%s: after signing in again: %q", x.page, got)
		}
		p.Form(x.form).Set(x.field, "").Submit()
		if p := s.as("officer").Get(x.page); strings.Contains(p.Body, text) {
			t.Errorf("%s: it stands there after it was sent", x.page)
		}
	}
	// An ended session of which nothing is left proves nobody: the text comes back to be copied, and that is all.
	s.seen = map[string]*testkit.Client{}
	f := s.as("officer").Get("/cases/"+ref+"/timeline").Form("form[action$='/timeline']").Set("text", text)
	if _, err := testkit.Super(t, s.db).Exec(t.Context(), `DELETE FROM user_sessions`); err != nil {
		t.Fatal(err)
	}
	if p := f.Submit().Want(http.StatusUnauthorized); !strings.Contains(p.Text(), text) || strings.Contains(p.Text(), "24 小时") {
		t.Errorf("without a session: %.300s", p.Text())
	}
	s.seen = map[string]*testkit.Client{}
	if p := s.as("officer").Get("/cases/" + ref + "/timeline"); strings.Contains(p.Body, text) {
		t.Error("kept for nobody and shown all the same")
	}
}

// TestKept_TextComesBackFromWhatIsNotThere: who lost the case while he wrote reads his own text on the page that is not
// there, and the page is the same for what never was.
func TestKept_TextComesBackFromWhatIsNotThere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例戊贸易有限公司（虚构）", "锗片")
	hidden := s.as("gd.officer").Post("/cases/"+ref+"/timeline", url.Values{"text": {written}})
	absent := s.as("gd.officer").Post("/cases/SM-0000-0000-0/timeline", url.Values{"text": {written}})
	if hidden.Status != http.StatusNotFound || absent.Status != http.StatusNotFound || !strings.Contains(hidden.Text(), written) ||
		!strings.Contains(absent.Text(), written) {
		t.Errorf("%d %d: %.300s", hidden.Status, absent.Status, hidden.Text())
	}
}

// TestKey_TheSameFormWithAnotherText: sent again as it was, the form is answered by what it did; sent again with another
// text it is told that the text was not taken, and gives it back.
func TestKey_TheSameFormWithAnotherText(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例己贸易有限公司（虚构）", "锗片")
	f := s.as("officer").Get("/cases/"+ref+"/timeline").Form("form[action$='/timeline']").Set("text", "第一次的话")
	f.Submit().Want(http.StatusOK)
	if p := f.Submit().Want(http.StatusOK); p.URL.Path != "/cases/"+ref+"/timeline" {
		t.Errorf("sent again: %s", p.URL)
	}
	p := f.Set("text", "改过的话〔未采用〕").Submit()
	if p.Status != http.StatusConflict || !strings.Contains(p.Text(), "没有采用") || !strings.Contains(p.Text(), "改过的话〔未采用〕") {
		t.Errorf("with another text: %d %.300s", p.Status, p.Text())
	}
	act := s.form("officer", "/cases/"+ref+"/evidence/new", "evidence.collected",
		url.Values{"name": {"账册（虚构）"}, "evidence_kind": {"documentary"}, "collected_at": {"2026-05-12T10:30"},
			"place": {"演示口岸"}, "collection_method": {"copied"}, "co_collector": {"officer2"}}).File("files", "a.txt", []byte("虚构"))
	first := act.Submit().Want(http.StatusOK)
	after := s.contents()
	if again := act.Submit().Want(http.StatusOK); again.URL.Path != first.URL.Path {
		t.Errorf("an act sent again: %s, then %s", first.URL, again.URL)
	}
	if p := act.Set("place", "另一口岸〔未采用〕").Submit(); p.Status != http.StatusConflict || !strings.Contains(p.Text(), "另一口岸〔未采用〕") {
		t.Errorf("an act with another text: %d %.300s", p.Status, p.Text())
	}
	act.Set("place", "演示口岸")
	for name, content := range map[string]string{"other bytes": "另构", "more bytes": "虚构加页", "no bytes": ""} {
		if p := act.File("files", "a.txt", []byte(content)).Submit(); p.Status != http.StatusConflict || !strings.Contains(p.Text(), "没有采用") {
			t.Errorf("another file under the same name (%s): %d %.300s", name, p.Status, p.Text())
		}
	}
	if again := act.File("files", "a.txt", []byte("虚构")).Submit().Want(http.StatusOK); again.URL.Path != first.URL.Path {
		t.Errorf("the same file again: %s, then %s", first.URL, again.URL)
	}
	if got := s.changed(after); len(got) > 0 {
		t.Errorf("written into %v", got)
	}
}

// TestKept_NothingIsOverwrittenUnseen: what was typed into the form of a row is about the row as it was then. What somebody
// else changed in it meanwhile is not overwritten, neither by a form that came back because of an error nor by one that
// stands filled in again after signing in. Seen to fail with the version of the day: both wrote over it.
func TestKept_NothingIsOverwrittenUnseen(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例庚贸易有限公司（虚构）", "锗片")
	for _, kind := range []string{"parties", "goods"} {
		path := "/cases/" + ref + "/" + kind
		if kind == "goods" {
			s.as("officer").Get(path+"/new").Form("form[action$='/goods']").Set("name", "锗片").Set("mineral", "锗").Submit().Want(http.StatusOK)
		}
		row := s.ref("SELECT r.ref FROM " + map[string]string{"parties": "parties", "goods": "goods_items"}[kind] + " r ORDER BY r.id DESC LIMIT 1")
		css := "form[action$='/" + kind + "/" + row + "']"
		edit := func(who string) *testkit.Form {
			return s.as(who).Get(path + "/" + row + "/edit").Want(http.StatusOK).Form(css)
		}
		names := func() string { return s.as("officer").Get(path).Want(http.StatusOK).One("main").Text() }
		for _, back := range []string{"an error", "a session that ended"} {
			mine := edit("officer").Set("name", "甲写的名称")
			edit("officer2").Set("name", "乙"+back+"的名称").Submit().Want(http.StatusOK)
			var again *testkit.Form
			if back == "an error" {
				again = mine.Set("name", "").Submit().Want(http.StatusUnprocessableEntity).Form(css).Set("name", "甲写的名称")
			} else {
				s.endSession("officer")
				mine.Submit().Want(http.StatusUnauthorized)
				delete(s.seen, "officer")
				again = edit("officer")
			}
			if again.Value("name") != "甲写的名称" {
				t.Errorf("%s after %s: %q stands there", kind, back, again.Value("name"))
			}
			if p := again.Submit(); p.Status != http.StatusConflict || !strings.Contains(p.Text(), "甲写的名称") {
				t.Errorf("%s after %s: answered %d", kind, back, p.Status)
			}
			if !strings.Contains(names(), "乙"+back+"的名称") {
				t.Errorf("%s after %s: what the other wrote is gone", kind, back)
			}
		}
	}
}
