package app_test

import (
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/internal/identity"
	"touchstone/internal/testkit"
	"touchstone/internal/testkit/axe"
	"touchstone/internal/web"
)

// look is one way to see a page.
type look struct {
	name          string
	lang          string
	dark          bool
	width, height int64
}

// looks are all eight ways with LONG, otherwise two that share nothing; then every page is seen in one of them by turns.
func looks() []look {
	all := []look{{"zh-light-1366", "zh", false, 1366, 768}, {"en-dark-390", "en", true, 390, 844}, {"zh-dark-1366", "zh", true, 1366, 768},
		{"en-light-1366", "en", false, 1366, 768},
		{"en-dark-1366", "en", true, 1366, 768}, {"zh-light-390", "zh", false, 390, 844}, {"zh-dark-390", "zh", true, 390, 844},
		{"en-light-390", "en", false, 390, 844}}
	if os.Getenv("LONG") != "" {
		return all
	}
	return all[:2]
}

// sight is a page as somebody sees it.
type sight struct{ who, path string }

// ref reads one reference of the demonstration.
func (s *site) ref(sql string, args ...any) string {
	s.t.Helper()
	var out string
	if err := s.db.Read().QueryRow(s.t.Context(), sql, args...).Scan(&out); err != nil {
		s.t.Fatalf("%s: %v", sql, err)
	}
	return out
}

// sights says who looks at which page of a demonstration, by the route's path in the URL table.
func (s *site) sights() map[string][]sight {
	const own = ` FROM cases c JOIN agencies a ON a.id = c.lead_agency_id WHERE a.code = 'mofcom' AND c.machine = 'admin_case' AND NOT c.compartmented `
	rich := s.ref(`SELECT c.ref` + own + `AND EXISTS (SELECT FROM goods_routes g WHERE g.case_id = c.id)
		AND EXISTS (SELECT FROM party_links l WHERE l.case_id = c.id)
  AND EXISTS (SELECT FROM evidence_items e WHERE e.case_id = c.id AND e.state = 'IN_STORAGE') AND c.state = 'INVESTIGATING' ORDER BY c.next_due LIMIT 1`)
	penal := s.ref(`SELECT c.ref FROM approvals x JOIN cases c ON c.id = x.case_id WHERE x.state = 'OPEN' AND x.event = 'admin_decision.made' LIMIT 1`)
	lead := s.ref(`SELECT c.ref` + own + `ORDER BY c.registered_at DESC LIMIT 1`)
	closed := s.ref(`SELECT c.ref FROM cases c JOIN agencies a ON a.id = c.lead_agency_id WHERE c.compartmented AND a.code = 'mofcom' LIMIT 1`)
	referral := func(state, from string) string {
		return s.ref(`SELECT r.ref FROM referrals r JOIN agencies f ON f.id = r.from_agency_id WHERE f.code = $2 AND r.state = $1 ORDER BY r.id DESC LIMIT 1`, state,
			from)
	}
	draft, waiting, sent := referral("DRAFT", "mofcom"), referral("REPORT_SUBMITTED", "mofcom"), referral("SENT", "gdcom")
	criminal := s.ref(`SELECT c.ref FROM cases c JOIN agencies a ON a.id = c.lead_agency_id WHERE c.machine = 'criminal_case' AND a.code = 'szpsb'
		ORDER BY c.next_due LIMIT 1`)
	review := s.ref(`SELECT r.ref FROM referrals r WHERE r.state = 'UNDER_FILING_REVIEW' LIMIT 1`)
	item := s.ref(`SELECT e.ref FROM evidence_items e JOIN cases c ON c.id = e.case_id WHERE c.ref = $1 AND e.kind = 'physical' AND e.state <> 'COLLECTED'
		LIMIT 1`, rich)
	ask := s.as("legal").Get("/access-requests/new?case=" + closed).Want(http.StatusOK).Form("form[action='/access-requests/new']")
	ask.Set("purpose", "核对同一当事人的另案材料（演示）").Submit().Want(http.StatusOK)
	c, r, e := "/cases/", "/referrals/", "/evidence/"
	return map[string][]sight{
		"/":              {{"officer", "/"}, {"principal", "/"}, {"coord", "/"}, {"ps.intake", "/"}, {"auditor", "/"}},
		"/login":         {{"", "/login"}},
		"/accessibility": {{"", "/accessibility"}},
		"/help":          {{"officer", "/help"}},
		"/me":            {{"officer", "/me"}},
		"/inbox":         {{"principal", "/inbox"}, {"unithead", "/inbox"}, {"officer", "/inbox?tab=mine"}, {"officer", "/inbox?tab=done"}},
		"/clocks":        {{"unithead", "/clocks"}, {"officer", "/clocks?scope=unit"}},
		"/cases": {{"officer", "/cases?view=all"}, {"ps.officer", "/cases?view=all"}, {"unithead", "/cases?view=all"},
			{"officer", "/cases?stage=nonsense&mineral=Unobtainium"}},
		"/cases/assign": {{"unithead", "/cases/assign?ref=" + lead + "&ref=" + rich}},
		"/cases/views":  {{"officer", "/cases/views?view=all&mineral=Gallium"}, {"unithead", "/cases/views"}},
		"/cases/new":    {{"officer", "/cases/new"}},
		"/cases/:ref": {{"officer", c + rich}, {"head", c + penal}, {"ps.officer", c + criminal}, {"unithead", c + lead},
			{"ps.intake", c + s.ref(`SELECT c.ref FROM referrals r JOIN cases c ON c.id = r.from_case_id WHERE r.ref = $1`, sent)}},
		"/cases/:ref/timeline":          {{"officer", c + rich + "/timeline"}},
		"/cases/:ref/access":            {{"unithead", c + rich + "/access"}, {"officer", c + rich + "/access"}},
		"/cases/:ref/parties":           {{"officer", c + rich + "/parties"}},
		"/cases/:ref/parties/new":       {{"officer", c + rich + "/parties/new"}},
		"/cases/:ref/parties/links/new": {{"officer", c + rich + "/parties/links/new"}},
		"/cases/:ref/parties/:pid/edit": {{"officer", c + rich + "/parties/" + s.ref(`SELECT p.ref FROM parties p JOIN cases c ON c.id = p.case_id WHERE c.ref = $1
			LIMIT 1`, rich) + "/edit"}},
		"/cases/:ref/parties/:pid/unmask": {{"officer", c + rich + "/parties/" + s.ref(`SELECT p.ref FROM parties p JOIN cases c ON c.id = p.case_id WHERE c.ref = $1
			LIMIT 1`, rich) + "/unmask"}},
		"/cases/:ref/goods":            {{"officer", c + rich + "/goods"}},
		"/cases/:ref/goods/new":        {{"officer", c + rich + "/goods/new"}},
		"/cases/:ref/goods/routes/new": {{"officer", c + rich + "/goods/routes/new"}},
		"/cases/:ref/goods/:gid/edit": {{"officer", c + rich + "/goods/" + s.ref(`SELECT g.ref FROM goods_items g JOIN cases c ON c.id = g.case_id WHERE c.ref = $1
			LIMIT 1`, rich) + "/edit"}},
		"/cases/:ref/evidence":       {{"officer", c + rich + "/evidence"}, {"custodian", c + rich + "/evidence"}},
		"/cases/:ref/evidence/new":   {{"officer", c + rich + "/evidence/new"}},
		"/evidence/:eid":             {{"officer", e + item}, {"custodian", e + item}},
		"/evidence/:ref/acts/:event": {{"custodian", e + item + "/acts/evidence.sealed"}},
		"/cases/:ref/documents":      {{"officer", c + penal + "/documents"}},
		"/documents":                 {{"head", "/documents"}},
		"/documents/:did": {{"officer", "/documents/" + s.ref(`SELECT d.ref FROM documents d JOIN cases c ON c.id = d.case_id WHERE c.ref = $1
			ORDER BY d.id DESC LIMIT 1`, penal)}},
		"/cases/:ref/decisions":   {{"officer", c + rich + "/decisions"}, {"unithead", c + penal + "/decisions"}},
		"/cases/:ref/penalty":     {{"officer", c + rich + "/penalty"}, {"unithead", c + penal + "/penalty"}},
		"/cases/:ref/acts/:event": {{"officer", c + rich + "/acts/investigation_report.submitted"}, {"unithead", c + lead + "/acts/admin_lead.assigned"}},
		"/approvals/:aid": {{"principal", "/approvals/" + s.ref(`SELECT ref FROM approvals WHERE state = 'OPEN' AND event = 'referral.report_submitted'
			LIMIT 1`)}, {"head", "/approvals/" + s.ref(`SELECT ref FROM approvals WHERE state = 'OPEN' AND event = 'admin_decision.made' LIMIT 1`)},
			{"officer", "/approvals/" + s.ref(`SELECT ref FROM approvals WHERE state = 'OPEN' AND event = 'referral.report_submitted' LIMIT 1`)}},
		"/cases/:ref/referrals/new":   {{"officer", c + rich + "/referrals/new"}},
		"/cases/:ref/mss/new":         {{"officer", c + rich + "/mss/new"}},
		"/mss/:ref":                   {{"ss.liaison", "/mss/" + s.ref(`SELECT ref FROM mss_handovers LIMIT 1`)}},
		"/mss/:ref/acts/:event":       {{"ss.head", "/mss/" + s.ref(`SELECT ref FROM mss_handovers LIMIT 1`) + "/acts/mss_handover.taken_over"}},
		"/referrals":                  {{"officer", "/referrals"}},
		"/referrals/received":         {{"ps.intake", "/referrals/received"}},
		"/referrals/:rid":             {{"officer", r + draft}, {"officer", r + waiting}, {"ps.intake", r + sent}},
		"/referrals/:rid/check":       {{"officer", r + draft + "/check"}},
		"/referrals/:rid/package/:no": {{"officer", r + draft + "/package/4"}},
		"/referrals/:rid/receipt":     {{"ps.intake", r + sent + "/receipt"}},
		"/referrals/:rid/decide":      {{"cus.officer", r + review + "/decide"}},
		"/referrals/:ref/acts/:event": {{"cus.officer", r + review + "/acts/referral.filing_decided"}},
		"/custody":                    {{"custodian", "/custody"}},
		"/handovers":                  {{"custodian", "/handovers"}},
		"/handovers/:hid": {{"custodian", "/handovers/" + s.ref(`SELECT h.ref FROM handovers h JOIN agencies a ON a.id = h.from_agency_id
			WHERE a.code = 'mofcom' LIMIT 1`)}},
		"/cases/:ref/handovers/new":     {{"custodian", c + rich + "/handovers/new"}},
		"/referrals/:rid/handovers/new": {{"custodian", r + referral("FILED", "mofcom") + "/handovers/new"}},
		"/tips":                         {{"intake", "/tips"}},
		"/tips/new":                     {{"intake", "/tips/new"}},
		"/tips/:ref": {{"intake", "/tips/" + s.ref(`SELECT t.ref FROM tips t JOIN agencies a ON a.id = t.agency_id WHERE a.code = 'mofcom'
			AND t.state = 'NEW' LIMIT 1`)}},
		"/public-record":           {{"officer", "/public-record"}},
		"/access-requests":         {{"unithead", "/access-requests"}},
		"/access-requests/new":     {{"officer", "/access-requests/new"}},
		"/access-requests/:rid":    {{"legal", "/access-requests/" + s.ref(`SELECT ref FROM access_requests LIMIT 1`)}},
		"/admin/users":             {{"sysadmin", "/admin/users"}},
		"/admin/agencies":          {{"sysadmin", "/admin/agencies"}},
		"/admin/files":             {{"sysadmin", "/admin/files"}},
		"/reports/monthly":         {{"coord", "/reports/monthly"}},
		"/reports/monthly/:period": {{"coord", "/reports/monthly/2026-04"}},
		"not found":                {{"officer", "/nowhere"}},
	}
}

// unseen are routes that show no page of their own, or whose object no demonstration has.
func unseen() []string {
	return []string{"/approvals/:aid/sign" /* leads back; answers looks at the signature */, "/persons/:ref/acts/:event", "/records/:ref/acts/:event"}
}

// TestAxe_EveryPage: no accessibility fault on any page, in the languages, colour schemes and widths of ui.md §6; one
// first heading, a title, nothing untranslated, and on a phone nothing that scrolls the page sideways.
func TestAxe_EveryPage(t *testing.T) {
	t.Parallel()
	s := newDemoSite(t)
	seen := s.sights()
	for _, r := range s.app.Web.Routes() {
		page := r.Method == http.MethodGet && r.Page != "" && (r.Class == web.ClassPage || r.Class == web.ClassPublic)
		if page && len(seen[r.Path]) == 0 && !slices.Contains(unseen(), r.Path) {
			t.Errorf("nobody looks at %s", r.Path)
		}
	}
	byUser := map[string][]sight{}
	for _, list := range seen {
		for _, x := range list {
			byUser[x.who] = append(byUser[x.who], x)
		}
	}
	began, n := time.Now(), 0
	tab := testkit.OpenTab(t, s.origin)
	ways, long := looks(), os.Getenv("LONG") != ""
	for first, who := range slices.Sorted(maps.Keys(byUser)) { // "" first: before anybody signed in
		if who != "" {
			tab.Adopt(s.as(who))
		}
		for i, l := range ways {
			tab.Resize(l.width, l.height, l.dark)
			for j, x := range byUser[who] {
				if long || (first+i+j)%len(ways) == 0 {
					n++
					s.inspect(tab, x, l)
				}
			}
		}
	}
	for _, l := range looks() {
		n += s.answers(tab.Resize(l.width, l.height, l.dark), seen, l)
	}
	t.Logf("%d looks in %v", n, time.Since(began))
}

// inspect opens a page and looks at it.
func (s *site) inspect(tab *testkit.Tab, x sight, l look) {
	s.t.Helper()
	sep := "?"
	if strings.Contains(x.path, "?") {
		sep = "&"
	}
	tab.Open(x.path + sep + "lang=" + l.lang)
	s.faults(tab, x.who+" "+x.path, l)
}

// faults says what is wrong with the page in the tab.
func (s *site) faults(tab *testkit.Tab, name string, l look) {
	s.t.Helper()
	file := strings.NewReplacer("/", "_", "?", "_", "&", "_", "=", "-", " ", "").Replace(name)
	if os.Getenv("TOUCHSTONE_SHOTS") != "" {
		tab.Screenshot("axe-" + file + "-" + l.name)
	}
	page := tab.Page()
	if n := page.Count("h1"); n != 1 {
		s.t.Errorf("%s %s: %d first headings", name, l.name, n)
	}
	if page.One("head title").Text() == "" || page.One("body").Attr("data-page") == "" || strings.Contains(page.Text(), "⟦") {
		s.t.Errorf("%s %s: no title, no page mark, or untranslated text", name, l.name)
	}
	if over := tab.Eval("document.documentElement.scrollWidth - document.documentElement.clientWidth"); over != "0" {
		s.t.Errorf("%s %s: the page scrolls sideways by %s", name, l.name, over)
	}
	for _, v := range tab.Axe(axe.Source) {
		s.t.Errorf("%s %s: %s", name, l.name, v)
	}
}

// answers looks at pages that only a POST shows: a signature, a form with errors, a conflict.
func (s *site) answers(tab *testkit.Tab, seen map[string][]sight, l look) int {
	s.t.Helper()
	h := &hand{t: s.t, tab: tab}
	lang := "?lang=" + l.lang
	tab.Adopt(s.as("principal"))
	tab.Open(seen["/approvals/:aid"][0].path + lang)
	h.choose("decision", "referral.approved").tick("input[name=read]").press("main form.act button[type=submit]").at("P21")
	s.faults(tab, "signature", l)
	tab.Adopt(s.as("officer"))
	tab.Open(seen["/cases/:ref/evidence/new"][0].path + lang)
	h.press("main form.act button[type=submit]").at("P12")
	s.faults(tab, "form with errors", l)
	tab.Adopt(s.as("ps.intake"))
	tab.Open(seen["/referrals/:rid/receipt"][0].path + lang)
	tab.Eval("document.querySelector('main form.act [name=version]').value = '999'; ''")
	h.write("credential", identity.DemoPassword).press("main form.act button[type=submit]").at("P40")
	s.faults(tab, "conflict", l)
	tab.Adopt(s.as("unithead"))
	for name, path := range map[string]string{"view without a name": "/cases/views?mineral=Gallium&view=all&lang=" + l.lang,
		"nobody to assign": seen["/cases/assign"][0].path + "&lang=" + l.lang} {
		tab.Open(path)
		h.press("main form.act button[type=submit]").at("P04")
		s.faults(tab, name, l)
	}
	return 5
}
