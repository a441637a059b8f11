package app_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"touchstone/internal/actor"
	"touchstone/internal/identity"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/testkit"
)

// How many rows of the tables that are proposals the scenarios bring to a decision, and how many of all have a page of
// their signature that was looked at. They may only grow.
const (
	provenRows = 56
	signedRows = 85
)

// TestSeen_EveryProposal: whatever the pages of a decision and of its signature say beside headings, labels, help and
// controls stands in the list that is signed, by its key, and P20 says all of it. Every row of the tables that is a
// proposal is looked at: as scenarios bring it to a decision, and those they do not reach as proposals stored on a file
// that has what they are about. What is left has no object that anybody can make today.
func TestSeen_EveryProposal(t *testing.T) {
	t.Parallel()
	book, reg, all := scenarios(t)
	s := newSite(t)
	seen := map[string]int{}
	worlds := map[law.Machine]*world{}
	for _, sc := range all {
		if len(lacking(book, reg, sc)) > 0 {
			continue
		}
		s.clock.Set(noonOfPages)
		w := s.matter()
		s.others(w)
		for _, f := range sc.Facts {
			w.facts[f] = true
		}
		w.watch = func(id int64, who string, row *law.Act, input law.Values) { seen[s.looked(w, id, who, row, input)]++ }
		w.run(sc)
		for _, t := range w.things {
			worlds[t.Entity] = w
		}
	}
	played, signed := len(seen), len(seen)
	var want, missing []string
	for _, row := range book.Acts {
		if !proposes(book, row) {
			continue
		}
		want = append(want, row.ID)
		switch w := worlds[row.Entity]; {
		case seen[row.ID] > 0:
		case slices.Contains(noProposalToday, row.Entity):
			missing = append(missing, row.ID)
		case w == nil:
			t.Errorf("%s: no scenario makes a %s", row.ID, row.Entity)
		case s.lookedAt(w, row):
			signed++
			fallthrough
		default:
			seen[row.ID]++
		}
	}
	t.Logf("%d rows are proposals; %d were brought to a decision, %d more were stored, %d pages of signatures; nobody can propose %v", len(want), played,
		len(seen)-played, signed, missing)
	if played < provenRows || signed < signedRows || len(seen)+len(missing) != len(want) {
		t.Errorf("%d rows were brought to a decision, %d before; %d signatures, %d before; %d of %d", played, provenRows, signed, signedRows, len(seen), len(want))
	}
}

// proposes tells rows that somebody proposes and another decides.
func proposes(book *law.Edition, row *law.Act) bool {
	return row.FourEyes && row.ProposalAct == "" || slices.ContainsFunc(book.Acts, func(x *law.Act) bool { return x.ProposalAct == row.ID })
}

// others are the people of the scenarios whom the demonstration has no account for: the clock, and somebody with too many
// duties.
func (s *site) others(w *world) {
	s.t.Helper()
	clock := actor.Automatic("clock")
	w.scan(`SELECT id, (SELECT min(id) FROM org_units WHERE agency_id = a.id) FROM agencies a ORDER BY kind = 'system' DESC, id LIMIT 1`, nil, &clock.AgencyID,
		&clock.UnitID)
	w.people["sys"] = clock
	if s.number("SELECT count(*) FROM users WHERE username = 'dual'") == 0 {
		var id int64
		w.scan(`INSERT INTO users (ref, agency_id, unit_id, username, name_zh, name_en, certificate_no, certificate_to, reviewer_qualified, clearance, password_hash,
			created_at)
SELECT 'US-DUAL', agency_id, unit_id, 'dual', '虚构多职', 'Dual Duty', 'ZJ-DUAL', '2030-12-31', true, 3, password_hash, created_at FROM users
  WHERE username = 'officer' RETURNING id`, nil, &id)
		for _, role := range []string{"case_handler", "evidence_custodian", "legal_reviewer", "unit_head"} {
			w.scan(`INSERT INTO role_grants (user_id, role, agency_id, presiding, valid_from, valid_to) SELECT id, $2, agency_id, false, created_at, '2040-01-01'
				FROM users WHERE id = $1 RETURNING id`, []any{id, role}, &id)
			w.scan(`SELECT id FROM users WHERE username = 'dual'`, nil, &id)
		}
	}
	dual := w.people["ch"]
	dual.Username, dual.Name, dual.Roles = "dual", "虚构多职", []actor.Role{actor.CaseHandler, actor.EvidenceCustodian, actor.LegalReviewer, actor.UnitHead}
	w.scan(`SELECT id FROM users WHERE username = 'dual'`, nil, &dual.UserID)
	w.people["dual"] = dual
	w.login = maps.Clone(w.login)
	w.login["dual"] = "dual"
}

// fresh is a browser whose session has not grown old while the clock was moved.
func (s *site) fresh(username string) *testkit.Client {
	delete(s.seen, username)
	return s.as(username)
}

// looked opens both pages of a proposal as its decider and returns the row that proposes.
func (s *site) looked(w *world, id int64, who string, row *law.Act, input law.Values) string {
	s.t.Helper()
	p, list, page := s.decision(w, id, who)
	f := page.Form("form[action$='/sign']").Set("decision", row.Event).Set("read", "yes")
	if row.Form != nil {
		for name, vs := range row.Form.Encode(input) {
			if slices.Contains(f.Names(), name) {
				f.Set(name, vs...)
			}
		}
	}
	if sign := f.Submit(); sign.Status == http.StatusOK {
		onlyFacts(s.t, p.RowID+" P21", sign, list)
		if got := sign.One("form[data-act] input[name=digest]").Attr("value"); got != list.Digest() {
			s.t.Errorf("%s: P21 signs %s, shown is %s", p.RowID, got, list.Digest())
		}
	} else {
		s.t.Errorf("%s: signing is %d: %s", p.RowID, sign.Status, problems(sign))
	}
	return p.RowID
}

// decision opens P20 as its decider: it prints the whole list and nothing beside it.
func (s *site) decision(w *world, id int64, who string) (*procedure.Approval, procedure.Seen, *testkit.Page) {
	s.t.Helper()
	ref := s.ref("SELECT ref FROM approvals WHERE id = $1", id)
	p, err := w.engine.OpenProposal(s.t.Context(), s.db.Read(), s.targetOf(id), s.ref("SELECT event FROM approvals WHERE id = $1", id))
	if err != nil {
		s.t.Fatal(err)
	}
	list := w.engine.Seen(s.t.Context(), p, w.file())
	w.scan(`UPDATE users u SET password_hash = o.password_hash, credential_kind = o.credential_kind FROM users o WHERE o.username = 'officer' AND u.username = $1
		RETURNING u.id`, []any{w.people[who].Username}, &id)
	page := s.fresh(w.people[who].Username).Get("/approvals/" + ref).Want(http.StatusOK)
	onlyFacts(s.t, p.RowID+" P20", page, list)
	printed := page.Attrs("main [data-fact]", "data-fact")
	for _, x := range list {
		if !slices.Contains(printed, x.Key) && !strings.HasPrefix(x.Key, "effect:") {
			s.t.Errorf("%s: P20 does not print %s %v", p.RowID, x.Key, x.Values)
		}
	}
	return p, list, page
}

func (s *site) targetOf(id int64) matter.Target {
	s.t.Helper()
	var t matter.Target
	if err := s.db.Read().QueryRow(s.t.Context(), "SELECT entity, target_id FROM approvals WHERE id = $1", id).Scan(&t.Entity, &t.ID); err != nil {
		s.t.Fatal(err)
	}
	return t
}

// onlyFacts walks main: text that is not a heading, label, help or control lies in an element with data-fact, whose key
// the list has. What the signer adds himself is "said".
func onlyFacts(t *testing.T, what string, page *testkit.Page, list procedure.Seen) {
	t.Helper()
	for _, key := range page.Attrs("main [data-fact]:not(:has(del))", "data-fact") { // what is gone since the submission before has a key of that one
		if key != "said" && key != "outcome" && list.Find(key) == nil {
			t.Errorf("%s prints %q, which is not in the list", what, key)
		}
	}
	for _, text := range loose(page.One("main").Node) {
		t.Errorf("%s says %q, which nobody signs", what, text)
	}
}

func loose(n *html.Node) []string {
	if n.Type == html.TextNode {
		if s := strings.TrimSpace(n.Data); s != "" && s != "·" && s != "/" {
			return []string{s}
		}
		return nil
	}
	if n.Type == html.ElementNode && (exempt(n) || attrOf(n, "data-fact") != "") {
		return nil
	}
	var out []string
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		out = append(out, loose(c)...)
	}
	return out
}

// exempt are headings, labels, help and controls, by what the elements mean.
func exempt(n *html.Node) bool {
	words := []string{"h1", "h2", "h3", "h4", "dt", "th", "caption", "label", "legend", "summary", "form", "button", "svg", "script", "style"}
	return slices.Contains(words, n.Data) || attrOf(n, "role") == "note" || n.Data == "a" && slices.Contains(strings.Fields(attrOf(n, "class")), "btn")
}

func attrOf(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// TestSeen_TheFraudOfTheReport: the head reads what is at stake, the officer changes it, the old signature does not go
// through: not from the signature page, not from the page before it, and not to send the proposal back. The signer reads
// the difference, finds his words, and signs anew.
func TestSeen_TheFraudOfTheReport(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.matter(toWaiting)
	super := testkit.Super(t, s.db)
	change := func(sql string) {
		t.Helper()
		if _, err := super.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	change("UPDATE cases SET quantity_mg = 2100000000, value_fen = 504000000")
	ref := s.ref("SELECT ref FROM approvals WHERE event = 'referral.report_submitted' AND state = 'OPEN'")
	const words = "同意移送，事实清楚，材料齐备。"
	f := s.as("principal").Get("/approvals/"+ref).Want(http.StatusOK).Form("form[action$='/sign']").Set("decision", "referral.approved").Set("read",
		"yes").Set("reason", words)
	p := f.Submit().Want(http.StatusOK)
	change("UPDATE cases SET quantity_mg = 1000000, value_fen = 100")

	again := p.Form("form[data-act='referral.approved']").Set("credential", identity.DemoPassword).Submit()
	stale := func(page *testkit.Page) *testkit.Form {
		t.Helper()
		if page.Status != http.StatusConflict || page.One("body").Attr("data-page") != "P20" {
			t.Fatalf("a signature on what was changed is answered %d: %s", page.Status, page.One("main").Text())
		}
		row := page.One("tr[data-fact='case:quantity_g']").Text()
		if !strings.Contains(row, "2,100") || !strings.Contains(row, " 1.0 kg") {
			t.Errorf("the difference reads %q", row)
		}
		form := page.Form("form[action$='/sign']")
		if form.Value("reason") != words || form.Value("decision") == "" || form.Value("digest") == f.Value("digest") {
			t.Errorf("typed %q, decision %q, digest new %v", form.Value("reason"), form.Value("decision"), form.Value("digest") != f.Value("digest"))
		}
		return form
	}
	form := stale(again)
	if n := s.number("SELECT count(*) FROM approvals WHERE ref = '" + ref + "' AND state = 'OPEN'"); n != 1 {
		t.Error("the proposal was decided")
	}
	stale(f.Submit())

	done := form.Set("read", "yes").Submit().Want(http.StatusOK).Form("form[data-act='referral.approved']").Set("credential",
		identity.DemoPassword).Submit().Want(http.StatusOK)
	if !strings.HasPrefix(done.URL.Path, "/referrals/") {
		t.Errorf("signed anew, it leads to %s", done.URL.Path)
	}
}

// TestSeen_WhatTheSignerSaysHeReadIsOnlyText: the form carries what its page said; whatever somebody writes into it, the page
// that says what changed is shown, and the server goes on. Seen to end the process with the least amount of money (its
// negative is itself), and to answer 500 with more people than names.
func TestSeen_WhatTheSignerSaysHeReadIsOnlyText(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.matter("admin_lead.registered in;admin_lead.assigned uh;verification_report.submitted ch;admin_case.filed uh")
	ref := s.ref("SELECT ref FROM approvals WHERE state = 'OPEN'")
	for _, read := range []string{
		`{"set":[{"key":"case:value_fen","kind":"money","values":["-9223372036854775808"]}]}`,
		`{"set":[{"key":"case:value_fen","kind":"money","values":["-99999999999999999999"]}]}`,
		`{"set":[{"key":"told","kind":"told","values":["1","2","3"]}]}`,
		`{"set":[{"key":"","kind":"clock","values":null},{"key":"x:y","kind":"field:/"},{"key":"effect:x","kind":"effect","values":["starts"]}]}`,
		`{"set":[{"key":"case:quantity_g","kind":"mass","values":["-9223372036854775808"]},{"key":"package:9","kind":"package"},
			{"key":"input:x","kind":"enum:","values":["",""]}]}`, `[`, `null`,
	} {
		f := s.as("head").Get("/approvals/"+ref).Want(http.StatusOK).Form("form[action$='/sign']").Set("decision", "return").Set("opinion", "退回补正：请补充计量记录。")
		if p := f.Force("digest", "sha256:old").Force("read_since", read).Submit(); p.Status != http.StatusConflict || p.One("body").Attr("data-page") != "P20" {
			t.Errorf("%s: %d %.200s", read, p.Status, p.Text())
		}
	}
}
