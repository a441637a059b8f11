package app_test

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/testkit"
)

// contents is every row of every table as one number per table, but for those that are no facts: sessions, texts that
// wait for their writer, and the bookkeeping of the job queue.
func (s *site) contents() map[string]string {
	s.t.Helper()
	super := testkit.Super(s.t, s.db)
	rows, err := super.Query(s.t.Context(), `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables
WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog','information_schema') AND table_name NOT IN ('user_sessions','kept_texts')
  AND table_name NOT LIKE 'river%' ORDER BY 1`)
	if err != nil {
		s.t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(tables) < 30 {
		s.t.Fatalf("%d tables, %v", len(tables), err)
	}
	var parts []string
	for _, table := range tables {
		parts = append(parts, "SELECT '"+table+"', coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM "+table+" t")
	}
	out := map[string]string{}
	rows, err = super.Query(s.t.Context(), strings.Join(parts, " UNION ALL "))
	if err != nil {
		s.t.Fatal(err)
	}
	var table, sum string
	if _, err := pgx.ForEachRow(rows, []any{&table, &sum}, func() error { out[table] = sum; return nil }); err != nil {
		s.t.Fatal(err)
	}
	return out
}

// changed names the tables that are not as before.
func (s *site) changed(before map[string]string) []string {
	s.t.Helper()
	var out []string
	for table, sum := range s.contents() {
		if before[table] != sum {
			out = append(out, table)
		}
	}
	slices.Sort(out)
	return out
}

// wrong is what somebody sends and what must come back.
type wrong struct {
	send   func() *testkit.Page
	status int
	page   string   // data-page of the answer
	marks  []string // selectors that name what is wrong
	kept   string   // what the person wrote
}

const written = "演示：这段文字须保留（虚构）"

// refuse sends what is wrong and looks at the answer; the database is afterwards as before.
func (s *site) refuse(all map[string]wrong) {
	s.t.Helper()
	for name, w := range all {
		before := s.contents()
		p := w.send()
		if p.Status != w.status || len(p.All("body")) != 1 || p.One("body").Attr("data-page") != w.page {
			s.t.Errorf("%s: %d on %v, want %d on %s: %.600s", name, p.Status, p.Attrs("body", "data-page"), w.status, w.page, p.Text())
			continue
		}
		for _, css := range w.marks {
			if !p.Has(css) {
				s.t.Errorf("%s: no %s: %.600s", name, css, p.Text())
			}
		}
		if w.kept != "" && !strings.Contains(p.Body, w.kept) {
			s.t.Errorf("%s: the text is gone: %.600s", name, p.Text())
		}
		got := s.changed(before)
		if w.status == http.StatusForbidden { // that somebody tried stands in the ledger, and nothing else
			got = slices.DeleteFunc(got, func(table string) bool { return table == "public.audit_events" || table == "public.audit_heads" })
		}
		if len(got) > 0 {
			s.t.Errorf("%s: something was written into %v", name, got)
		}
	}
}

// form opens an act's form and fills it in.
func (s *site) form(who, path, event string, set url.Values) *testkit.Form {
	s.t.Helper()
	f := s.as(who).Get(path).Want(http.StatusOK).Form("form[data-act='" + event + "']")
	for name, v := range set {
		f.Set(name, v...)
	}
	return f
}

// TestWrong_Uploads: a file of another type, too much text, a broken connection, a value that is no choice, one officer
// where the law asks for two.
func TestWrong_Uploads(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例癸贸易有限公司（虚构）", "锗片")
	path := "/cases/" + ref + "/evidence"
	form := func() *testkit.Form {
		return s.form("officer", path+"/new", "evidence.collected",
			url.Values{"name": {written}, "evidence_kind": {"documentary"}, "collected_at": {"2026-05-12T10:30"},
				"place": {"演示口岸"}, "collection_method": {"copied"}, "co_collector": {"officer2"}}).File("files", "a.txt", []byte("虚构"))
	}
	raw := func(media, body string) func() *testkit.Page {
		return func() *testkit.Page {
			r := s.as("officer").Request(http.MethodPost, path, bytes.NewReader([]byte(body)))
			r.Header.Set("Content-Type", media)
			return s.as("officer").Do(r)
		}
	}
	key := form().Value("key")
	part := func(head, value string) string {
		return "--B\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + value + "\r\n"
	}
	cut := part(`name="key"`, key) + part(`name="name"`, written) + "--B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.pdf\"\r\n\r\n%PDF-"
	large := part(`name="key"`, key) + part(`name="name"`, strings.Repeat("字", 10<<20/3)) + "--B--\r\n"
	s.refuse(map[string]wrong{
		"another type of body": {send: raw("application/json", `{"name":"x"}`), status: 415, page: "P40"},
		"broken off":           {send: raw("multipart/form-data; boundary=B", cut), status: 400, page: "P40"},
		"10 MB of text":        {send: raw("multipart/form-data; boundary=B", large), status: 413, page: "P12", marks: []string{"[data-error-for='files'], .errsum"}},
		"unknown kind": {send: func() *testkit.Page { return form().Force("evidence_kind", "plasma").Submit() }, status: 422, page: "P12",
			marks: []string{"[data-error-for='evidence_kind']"}, kept: written},
		"no second collector": {send: func() *testkit.Page { return form().Force("co_collector", "").Submit() }, status: 422, page: "P12",
			marks: []string{"[data-error-for='co_collector']"}, kept: written},
		"oneself as second collector": {send: func() *testkit.Page { return form().Force("co_collector", "officer").Submit() }, status: 422, page: "P12",
			marks: []string{"[data-error-for='co_collector'], [data-guard]"}, kept: written},
		"a photo that is none": {send: func() *testkit.Page { return form().File("photos", "a.exe", []byte("MZ\x90\x00 no picture")).Submit() }, status: 422,
			page:  "P12",
			marks: []string{"[data-error-for='photos']"}, kept: written},
	})
}

// filingForm proposes that a case be filed.
func filingForm() url.Values {
	return url.Values{"competence_basis": {"own"}, "first_filer_result": {"未见其他机关先行立案"}, "criteria": {"yes"}, "opinion": {written}}
}

// TestWrong_Acts: old versions, acts out of turn, one's own proposal, other people's references, broken text.
func TestWrong_Acts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter("admin_lead.registered in;admin_lead.assigned uh;verification_report.submitted ch")
	c := w.file().Admin()
	path := "/cases/" + c.Ref
	filing := filingForm()
	for _, who := range []string{"officer", "unithead", "gd.officer"} {
		s.as(who) // signing in is an event too
	}
	file := func(who string) *testkit.Form {
		return s.form(who, path+"/acts/admin_case.filed", "admin_case.filed", filing)
	}
	note := func() *testkit.Form {
		return s.form("unithead", path+"/acts/admin_case.filed", "admin_case.filed", filing)
	}
	post := func(who, to string, v url.Values) func() *testkit.Page {
		return func() *testkit.Page { return s.as(who).Post(to, v) }
	}
	s.refuse(map[string]wrong{
		"an old version": {send: func() *testkit.Page { return note().Force("version", "1").Submit() }, status: 409, page: "P40", kept: written},
		"no version":     {send: func() *testkit.Page { return note().Force("version", "").Submit() }, status: 409, page: "P40", kept: written},
		"one officer": {send: func() *testkit.Page { return note().Force("handlers", "officer").Submit() }, status: 422, page: "P14",
			marks: []string{"[data-error-for='handlers'], [data-guard]"}, kept: written},
		"an unknown choice": {send: func() *testkit.Page { return note().Force("competence_basis", "moon").Submit() }, status: 422, page: "P14",
			marks: []string{"[data-error-for='competence_basis']"}, kept: written},
		"not in this state": {send: func() *testkit.Page { return s.as("officer").Get(path + "/acts/fine.paid") }, status: 409, page: "P40"},
		"no such act":       {send: func() *testkit.Page { return s.as("officer").Get(path + "/acts/case.abolished") }, status: 404, page: "P39"},
		"broken text": {send: func() *testkit.Page { return note().Force("opinion", "\xff\xfe").Submit() }, status: 422, page: "P14",
			marks: []string{"[data-error-for='opinion']"}},
		"10 MB of text": {send: post("unithead", path+"/acts/admin_case.filed",
			url.Values{"key": {file("unithead").Value("key")}, "opinion": {strings.Repeat("x", 10<<20)}}), status: 413, page: "P40"},
		"without the role":  {send: func() *testkit.Page { return note2(s, "officer", path, filing) }, status: 403, page: "P39", kept: written},
		"of another agency": {send: func() *testkit.Page { return s.as("gd.officer").Get(path + "/acts/admin_case.filed") }, status: 404, page: "P39"},
		"of nobody":         {send: func() *testkit.Page { return s.as("gd.officer").Get("/cases/SM-0000-0000-0/acts/admin_case.filed") }, status: 404, page: "P39"},
		"a day in the dark": {send: func() *testkit.Page {
			return s.form("officer", "/cases/new", "admin_lead.registered", url.Values{"summary": {written}}).Force("violation_ended_on", "2026-02-30").Submit()
		}, status: 422, page: "P05", marks: []string{"[data-error-for='violation_ended_on']"}, kept: written},
	})
}

// note2 sends a form that its sender was never shown.
func note2(s *site, who, path string, v url.Values) *testkit.Page {
	f := s.form("unithead", path+"/acts/admin_case.filed", "admin_case.filed", v)
	in := url.Values{"version": {f.Value("version")}}
	for name, x := range v {
		in[name] = x
	}
	return s.as(who).Post(path+"/acts/admin_case.filed", in)
}

// TestWrong_OwnProposalAndRepeats: whoever proposed does not decide, and a form that is sent twice acts once.
func TestWrong_OwnProposalAndRepeats(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter("admin_lead.registered in;admin_lead.assigned uh;verification_report.submitted ch")
	path := "/cases/" + w.file().Admin().Ref
	f := s.form("unithead", path+"/acts/admin_case.filed", "admin_case.filed", filingForm())
	first := f.Submit().Want(http.StatusOK)
	var ref string
	w.scan("SELECT ref FROM approvals WHERE state = 'OPEN'", nil, &ref)
	after := s.contents()
	again := f.Submit().Want(http.StatusOK)
	if got := s.changed(after); again.URL.Path != first.URL.Path || len(got) > 0 {
		t.Errorf("sent twice: %s, then %s, written into %v", first.URL, again.URL, got)
	}
	own := s.as("unithead").Get("/approvals/" + ref).Want(http.StatusOK)
	if own.Has("[name='decision'][value='admin_case.filed']") || own.One("body").Attr("data-page") != "P20" {
		t.Errorf("the proposer is offered the decision: %s", own.Text())
	}
	other := s.as("head").Get("/approvals/" + ref).Want(http.StatusOK).Form("form[action$='/sign']")
	digest := other.Value("digest")
	own2 := url.Values{"proposal": {ref}, "digest": {digest}, "credential": {"touchstone-demo"}, "opinion": {written}, "version": {"3"}}
	s.refuse(map[string]wrong{
		"one's own proposal": {send: func() *testkit.Page { return s.as("unithead").Post(path+"/acts/admin_case.filed", own2) }, status: 403, page: "P39",
			kept: written},
	})
	sign := other.Set("decision", "admin_case.filed").Set("read", "yes").Submit().Want(http.StatusOK).Form("form[data-act='admin_case.filed']")
	acts := w.acts()
	p := sign.Set("credential", "guessed").Submit().Want(http.StatusUnprocessableEntity)
	if p.One("body").Attr("data-page") != "P21" || !p.Has("[data-error-for='credential']") || w.acts() != acts { // that somebody guessed stands in the ledger
		t.Errorf("a wrong credential: %s", p.Text())
	}
	s.refuse(map[string]wrong{
		"nothing read": {send: func() *testkit.Page {
			return s.as("head").Get("/approvals/"+ref).Form("form[action$='/sign']").Set("decision", "admin_case.filed").Submit()
		}, status: 422, page: "P20", marks: []string{"[data-error-for='read']"}},
	})
	done := sign.Set("credential", "touchstone-demo").Submit().Want(http.StatusOK)
	after = s.contents()
	twice := sign.Submit().Want(http.StatusOK)
	if got := s.changed(after); twice.URL.Path != done.URL.Path || len(got) > 0 {
		t.Errorf("signed twice: %s, then %s, written into %v", done.URL, twice.URL, got)
	}
	if c := w.file().Admin(); c.State != "FILED" || w.acts() != acts+1 {
		t.Errorf("state %s, %d acts", c.State, w.acts()-acts)
	}
}

// TestWrong_BeyondTheHolidays: a period beyond the published holidays is computed and says that it may change.
func TestWrong_BeyondTheHolidays(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for start, want := range map[string]bool{"2026-05-12T09:00:00+08:00": false, "2031-05-12T09:00:00+08:00": true} {
		at, err := time.Parse(time.RFC3339, start)
		if err != nil {
			t.Fatal(err)
		}
		d, err := s.app.Book().Due("ADM-060", at, nil)
		if err != nil || d.Provisional != want {
			t.Errorf("%s: %+v %v", start, d, err)
		}
	}
}
