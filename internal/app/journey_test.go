package app_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/cases"
	"touchstone/internal/testkit"
)

// demoLogins are the people of scenarios.csv by their accounts in the demonstration.
func demoLogins() map[string]string {
	return map[string]string{"in": "intake", "ch": "officer", "ch2": "officer2", "uh": "unithead", "lr": "legal", "ho": "hearing", "ah": "head", "ph": "principal",
		"cu": "custodian", "so": "secrecy", "pi": "ps.intake", "pv": "ps.officer", "pv2": "ps.officer2", "pu": "ps.unithead", "pc": "ps.head", "pp": "ps.higher",
		"pl": "ps.legal", "pcu": "ps.custodian", "ml": "ss.liaison", "mu": "ss.head"}
}

// matter opens a new family of cases on a site, to be brought by its acts to where a test begins.
func (s *site) matter(steps ...string) *world {
	s.t.Helper()
	w := &world{t: s.t, book: s.app.Book(), db: s.db, super: testkit.Super(s.t, s.db), clock: s.clock, engine: s.app.Engine(), people: map[string]actor.Actor{},
		facts: map[string]bool{}, did: map[string]bool{}, login: demoLogins()}
	w.desk = cases.Desk{Log: s.app.Audit, Access: s.app.Access(), Book: s.app.Book}
	for name, login := range w.login {
		a := actor.Actor{Username: login, Lang: "zh", Demo: true}
		var roles []string
		w.scan(`SELECT u.id, u.name_zh, u.agency_id, ga.code, ga.name_zh, ga.kind, u.unit_id, o.name_zh, u.clearance, array_agg(g.role
			ORDER BY g.id), bool_or(g.presiding)
FROM users u JOIN agencies ga ON ga.id = u.agency_id JOIN org_units o ON o.id = u.unit_id JOIN role_grants g ON g.user_id = u.id AND g.revoked_at IS NULL
WHERE u.username = $1 GROUP BY u.id, ga.id, o.id`, []any{login}, &a.UserID, &a.Name, &a.AgencyID, &a.AgencyCode, &a.AgencyName, &a.AgencyKind, &a.UnitID,
			&a.UnitName,
			&a.Clearance, &roles, &a.Principal)
		for _, r := range roles {
			a.Roles = append(a.Roles, actor.Role(r))
		}
		w.people[name] = a
	}
	w.proceed(steps...)
	return w
}

// hand walks through pages with the keyboard and counts as ui.md §3 says: a click for each link, button, select, check
// box and radio button; a field for each value typed or picked, also where picking it was a click.
type hand struct {
	t              *testing.T
	tab            *testkit.Tab
	clicks, fields int
}

// hand signs somebody in on a fresh tab and begins at a page; what follows is counted.
func (s *site) hand(username, path string, scripts bool) *hand {
	s.t.Helper()
	h := &hand{t: s.t, tab: testkit.OpenTab(s.t, s.origin, testkit.Scripts(scripts), testkit.Window(1366, 768))}
	delete(s.seen, username) // a session as fresh as the clock
	h.tab.Adopt(s.as(username))
	h.tab.Open(path)
	return h
}

// press follows a link or presses a button; another page comes.
func (h *hand) press(css string) *hand {
	h.t.Helper()
	h.tab.Reach(css).Go(testkit.Enter)
	h.clicks++
	return h
}

func (h *hand) write(name, text string) *hand {
	h.t.Helper()
	h.tab.FillByKey(name, text)
	h.fields++
	return h
}

func (h *hand) value(css string) string {
	h.t.Helper()
	return h.tab.Eval(fmt.Sprintf("document.querySelector(%q).value", css))
}

// pick chooses in a select with the arrow keys.
func (h *hand) pick(name, value string) *hand {
	h.t.Helper()
	css := "select[name='" + name + "']"
	h.tab.Reach(css)
	for range 60 {
		if h.value(css) == value {
			h.clicks++
			h.fields++
			return h
		}
		h.tab.Press(testkit.ArrowDown)
	}
	h.t.Fatalf("%s does not come to %s with the arrow keys", name, value)
	return h
}

// choose takes one of several radio buttons: Tab leads to the group, arrows lead through it.
func (h *hand) choose(name, value string) *hand {
	h.t.Helper()
	group := "input[type=radio][name='" + name + "']"
	want := group + "[value='" + value + "']"
	h.tab.Reach(group)
	for range 30 {
		if h.tab.Eval(fmt.Sprintf("document.activeElement.matches(%q)", want)) == "true" {
			break
		}
		h.tab.Press(testkit.ArrowDown)
	}
	if h.tab.Eval(fmt.Sprintf("document.querySelector(%q).checked", want)) != "true" {
		h.tab.Press(testkit.Space)
	}
	h.clicks++
	return h
}

func (h *hand) tick(css string) *hand {
	h.t.Helper()
	h.tab.Reach(css).Press(testkit.Space)
	if h.tab.Eval(fmt.Sprintf("document.querySelector(%q).checked", css)) != "true" {
		h.t.Fatalf("%s is not ticked", css)
	}
	h.clicks++
	return h
}

func (h *hand) file(name, path string) *hand {
	h.t.Helper()
	h.tab.Upload(name, path)
	h.fields++
	return h
}

// at wants the tab to be on a page of contract §3.
func (h *hand) at(page string) testkit.Node {
	h.t.Helper()
	p := h.tab.Page()
	if got := p.One("body").Attr("data-page"); got != page {
		h.t.Fatalf("on %s at %s, wanted %s: %s", got, h.tab.Path(), page, p.One("main").Text())
	}
	return p
}

// onOneScreen wants an element to be seen without scrolling at 1366 × 768, above the lower marking bar, in both languages.
func (h *hand) onOneScreen(css string) {
	h.t.Helper()
	path := h.tab.Path()
	for _, lang := range []string{"en", "zh"} {
		h.tab.Open(path + "?lang=" + lang)
		h.tab.Screenshot("decision-" + lang)
		if low := h.tab.Eval(fmt.Sprintf("Math.max(0, document.querySelector(%q).getBoundingClientRect().bottom - 746)", css)); low != "0" {
			h.t.Errorf("%s: %s ends %s px below the screen", lang, css, low)
		}
	}
}

// within prints what a journey took and refuses more than its target.
func (h *hand) within(name string, clicks, fields int) {
	h.t.Helper()
	fmt.Printf("%s clicks %d/%d fields %d/%d\n", name, h.clicks, clicks, h.fields, fields)
	h.t.Logf("%s clicks %d/%d fields %d/%d", name, h.clicks, clicks, h.fields, fields)
	if h.clicks > clicks || h.fields > fields {
		h.t.Errorf("%s took %d clicks and %d fields, target %d and %d", name, h.clicks, h.fields, clicks, fields)
	}
}

// hands runs a journey by keyboard, with the page's scripts and without.
func hands(t *testing.T, journey func(t *testing.T, s *site, scripts bool)) {
	t.Helper()
	t.Parallel()
	s := newSite(t)
	for name, scripts := range map[string]bool{"keyboard": true, "no scripts": false} {
		t.Run(name, func(t *testing.T) {
			s.t, s.seen = t, map[string]*testkit.Client{}
			journey(t, s, scripts)
		})
	}
}

func paper(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "报关单.pdf")
	if err := os.WriteFile(path, []byte("%PDF-1.7\n虚构报关单\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// tip registers a tip at the intake desk.
func (s *site) tip() string {
	s.t.Helper()
	p := s.as("intake").Get("/tips/new").Want(http.StatusOK).Form("form[action='/tips/new']").
		Set("subject", "镓锭疑似无证出口（虚构）").Set("summary", "反映某公司以铝锭名义申报出口镓锭，未见许可（虚构）。").
		Set("party_name", "示例甲贸易有限公司（虚构）").Set("mineral", "镓锭").Submit().Want(http.StatusOK)
	if p.Attrs("body", "data-page")[0] != "P06" || p.URL.Path == "/tips/new" {
		s.t.Fatalf("no tip: %s", p.Text())
	}
	if p = p.Form("form[action$='/triage']").Submit().Want(http.StatusOK); !strings.HasPrefix(p.URL.Path, "/tips/") {
		s.t.Fatalf("not triaged: %s", p.Text())
	}
	return strings.TrimPrefix(p.URL.Path, "/tips/")
}

// J1: an officer registers a case from a tip and adds the first evidence.
func TestJourney1_TipToEvidence(t *testing.T) {
	hands(t, func(t *testing.T, s *site, scripts bool) {
		tip := s.tip()
		h := s.hand("officer", "/tips", scripts)
		h.press("tr[data-ref='" + tip + "'] a")
		h.press("a[data-act-link='admin_lead.registered']").at("P05")
		h.write("lead_basis", "ECL-34-1")
		h.press("form[data-act='admin_lead.registered'] button[type=submit]")
		p := h.at("P07")
		if got := p.One("header.idb [data-machine='admin_case']").Attr("data-state-code"); got != "LEAD_REGISTERED" {
			t.Errorf("state %s", got)
		}
		h.press("main a[href$='/evidence/new']").at("P12")
		h.write("name", "报关单扫描件（虚构）")
		h.pick("evidence_kind", "documentary")
		h.write("place", "演示口岸查验场")
		h.pick("collection_method", "copied")
		h.file("files", paper(t))
		h.press("form[data-act='evidence.collected'] button[type=submit]")
		p = h.at("P13")
		if n := p.Count(".chain > li"); n != 1 || len(p.Attrs("main [data-sha256]", "data-sha256")) == 0 {
			t.Errorf("%d custody entries: %s", n, p.One("main").Text())
		}
		h.within("J1", 7, 11)
	})
}

const (
	withEvidence = "evidence.collected[track=administrative] ch"
	// toConcluded is a case whose report says that the matter is to be referred.
	toConcluded = toFiling + ";" + withEvidence + ";investigation_report.submitted ch>uh"
	toWaiting   = toConcluded + ";" + toReport
	toSent      = toWaiting + ";referral.approved ph;referral.sent ch"
	toReview    = toSent + ";referral.received pi;referral.review_started pv"
)

// J2: an officer proposes a referral where the documents exist.
func TestJourney2_ProposeReferral(t *testing.T) {
	hands(t, func(t *testing.T, s *site, scripts bool) {
		w := s.matter(toConcluded)
		h := s.hand("officer", "/cases/"+w.file().Admin().Ref, scripts)
		h.press(".tabs a[href$='/decisions']").at("P16")
		h.press("main a[data-act-link='referral.opened']").at("P18")
		h.pick("suspected_offence", "cl_151_3")
		h.write("facts", "以铝锭名义申报出口镓锭，未取得许可，数量较大，涉嫌走私国家禁止进出口的货物（虚构）。")
		h.press("form[data-act='referral.opened'] button[type=submit]").at("P18")
		h.press("main a[data-act-link='referral.investigation_report_prepared']").at("P14")
		h.press("form[data-act='referral.investigation_report_prepared'] button[type=submit]").at("P18")
		h.press("main a[href$='/package/4']")
		h.write("not_applicable", "本案货物经外观与单证核对，未作鉴定")
		h.press("main form.act button[type=submit]").at("P18")
		h.press("main a[data-act-link='referral.report_submitted']").at("P19")
		h.choose("attest", "yes")
		h.fields++
		h.press("form[data-act='referral.report_submitted'] button[type=submit]")
		h.at("P18")
		if r := w.referral(); r.State != "REPORT_SUBMITTED" || len(r.Team) != 2 {
			t.Errorf("%+v", r)
		}
		h.within("J2", 12, 6)
	})
}

// J3: the head approves or returns what waits for him.
func TestJourney3_Approve(t *testing.T) {
	hands(t, func(t *testing.T, s *site, scripts bool) {
		w := s.matter(toWaiting)
		h := s.hand("principal", "/inbox", scripts)
		h.press("main tr[data-ref] a").at("P20")
		if scripts {
			h.onOneScreen("main form.act button[type=submit]")
		}
		h.choose("decision", "referral.approved")
		h.tick("input[name=read]")
		h.press("main form.act button[type=submit]").at("P21")
		h.write("credential", "touchstone-demo")
		h.press("form[data-act='referral.approved'] button[type=submit]")
		if r := w.referral(); r.State != "APPROVED" {
			t.Errorf("state %s at %s: %s", r.State, h.tab.Path(), h.tab.Page().One("main").Text())
		}
		h.within("J3 approve", 5, 1)
	})
}

func TestJourney3_Return(t *testing.T) {
	hands(t, func(t *testing.T, s *site, scripts bool) {
		w := s.matter(toWaiting)
		h := s.hand("principal", "/inbox", scripts)
		h.press("main tr[data-ref] a").at("P20")
		h.choose("decision", "referral.report_returned")
		h.pick("reason_code", "evidence_insufficient")
		h.clicks-- // the target names the reason, with its code, beside the clicks
		h.write("reason", "请补充收货人与运输单证之间的对应关系。")
		h.press("main form.act button[type=submit]").at("P21")
		h.press("form[data-act='referral.report_returned'] button[type=submit]")
		if r := w.referral(); r.State != "DRAFT" {
			t.Errorf("state %s at %s: %s", r.State, h.tab.Path(), h.tab.Page().One("main").Text())
		}
		h.within("J3 return", 4, 2)
	})
}

// J4: the receiving desk signs; the investigator proposes to file the case and the county head decides.
func TestJourney4_Receipt(t *testing.T) {
	hands(t, func(t *testing.T, s *site, scripts bool) {
		w := s.matter(toSent)
		h := s.hand("ps.intake", "/referrals/received", scripts)
		h.press("main tr[data-ref='" + w.referral().Ref + "'] a").at("P23")
		h.write("credential", "touchstone-demo")
		h.press("form[data-act='referral.received'] button[type=submit]")
		if r := w.referral(); r.State != "RECEIVED" || w.file().Criminal() == nil {
			t.Errorf("state %s at %s: %s", r.State, h.tab.Path(), h.tab.Page().One("main").Text())
		}
		h.within("J4 receipt", 3, 1)
	})
}

func TestJourney4_Decision(t *testing.T) {
	hands(t, func(t *testing.T, s *site, scripts bool) {
		w := s.matter(toReview)
		h := s.hand("ps.officer", "/referrals/received", scripts)
		h.press("main tr[data-ref='" + w.referral().Ref + "'] a").at("P18")
		h.press("main a[href$='/decide']").at("P24")
		h.press("main a[data-act-link='referral.filing_decided'][href*='file']").at("P14")
		h.choose("criteria", "yes")
		h.fields++
		h.press("form[data-act='referral.filing_decided'] button[type=submit]")
		h.within("J4 decision", 5, 3)

		h = s.hand("ps.head", "/inbox", scripts)
		h.press("main tr[data-ref] a").at("P20")
		h.choose("decision", "referral.filing_decided")
		h.tick("input[name=read]")
		h.press("main form.act button[type=submit]").at("P21")
		h.write("credential", "touchstone-demo")
		h.press("form[data-act='referral.filing_decided'] button[type=submit]")
		if r := w.referral(); r.State != "FILED" {
			t.Errorf("state %s at %s: %s", r.State, h.tab.Path(), h.tab.Page().One("main").Text())
		}
		h.within("J4 county head", 5, 1)
	})
}
