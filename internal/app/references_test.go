package app_test

import (
	"crypto/rand"
	"net/http"
	"testing"

	"touchstone/internal/ids"
	"touchstone/internal/testkit"
)

// nothing is a well-formed reference of nothing.
func nothing(t *testing.T, prefix string) string {
	t.Helper()
	ref, err := ids.NewRef(prefix, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// TestReferences_ResolveOnlyWithinWhatTheirAuthorMayOpen: a paper, an item or a party of a file that the author of a form
// may not open is refused in its field as one that does not exist, in an act, a proposal and a package; one that he may
// open is taken, however it is typed, and a paper from outside stands for itself. Seen to fail without queueTyped.
func TestReferences_ResolveOnlyWithinWhatTheirAuthorMayOpen(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	hidden := s.matter(toConcluded).file()
	s.set("UPDATE cases SET compartmented = true WHERE id = $1", hidden.Admin().ID)
	s.set("UPDATE case_members SET to_at = from_at WHERE case_id = $1", hidden.Admin().ID)
	w := s.matter(toFiling, withEvidence, withEvidence, "referral.opened ch")
	f := w.file()
	doc, item, party := hidden.Docs[0].Ref, hidden.Evidence[0].Ref, hidden.Parties[0].Ref
	if p := s.as("officer").Get("/documents/" + doc); p.Status != http.StatusNotFound {
		t.Fatalf("the paper is not hidden: %d", p.Status)
	}
	path := "/cases/" + f.Admin().Ref + "/acts/investigation_report.submitted"
	package5 := "/referrals/" + f.Referrals[0].Ref + "/package/5"
	report := func(document, evidence string) *testkit.Page {
		p := s.as("officer").Get(path).Want(http.StatusOK).Form("form[data-act='investigation_report.submitted']")
		return p.Force("report", document).Force("evidence", evidence).Force("referral_screen", "no_crime").Force("turnover_state", "NOT_ESTABLISHED").Submit()
	}
	said := func(p *testkit.Page, field string) string {
		if p.Status != http.StatusUnprocessableEntity || !p.Has("[data-error-for='"+field+"']") {
			t.Errorf("%s: %d %.300s", field, p.Status, p.One("main").Text())
			return ""
		}
		return p.One("[data-error-for='" + field + "']").Text()
	}
	before := s.number("SELECT count(*) FROM acts") + s.number("SELECT count(*) FROM approvals")
	for _, x := range []struct {
		name, field string
		hidden, not *testkit.Page
	}{
		{"a paper", "report", report(doc, f.Evidence[0].Ref), report(nothing(t, ids.Document), f.Evidence[0].Ref)},
		{"an item", "evidence", report("外部材料", item), report("外部材料", nothing(t, ids.Evidence))},
		{"a party among papers", "report", report(party, f.Evidence[0].Ref), report(nothing(t, ids.Party), f.Evidence[0].Ref)},
		{"a case among papers", "report", report(hidden.Admin().Ref, f.Evidence[0].Ref), report(nothing(t, ids.Case), f.Evidence[0].Ref)},
	} {
		if a, b := said(x.hidden, x.field), said(x.not, x.field); a != b || a == "" {
			t.Errorf("%s: hidden %q, invented %q", x.name, a, b)
		}
	}
	choose := func(field, ref string) *testkit.Page {
		p := s.as("officer").Get(package5).Want(http.StatusOK).Form("form[action$='/package/5']:has([name='note'])")
		return p.Force(field, ref).Submit()
	}
	if a, b := choose("document", doc), choose("document", nothing(t, ids.Document)); a.Status != b.Status || a.Status != http.StatusUnprocessableEntity {
		t.Errorf("a package takes it: %d and %d", a.Status, b.Status)
	}
	if n := s.number("SELECT count(*) FROM acts") + s.number("SELECT count(*) FROM approvals"); n != before {
		t.Errorf("%d rows were made", n-before)
	}
	if p := report("dc-"+f.Docs[0].Ref[3:], f.Evidence[0].Ref); p.Status != http.StatusOK || s.number("SELECT count(*) FROM approvals") == 0 {
		t.Errorf("his own paper is refused: %d %.300s", p.Status, p.One("main").Text())
	}
	if got := s.ref("SELECT input->'report'->>0 FROM approvals ORDER BY id DESC"); got != f.Docs[0].Ref {
		t.Errorf("kept as %q", got)
	}
}
