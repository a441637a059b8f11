package app_test

import (
	"fmt"
	"testing"

	"touchstone/internal/testkit"
)

// TestFold_PrimaryActions: at 1366 px the button of a form stands in the first 640 px (ui.md §2.1), in both languages; the
// decision box of an approval stands with what is decided, its package and the duties in the window (§8.2, 12).
func TestFold_PrimaryActions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.matter("admin_lead.registered in;admin_lead.assigned uh;verification_report.submitted ch;admin_case.filed uh>ah").file().Admin().Ref
	s.matter(toWaiting)
	var approval string
	w := s.matter(toWaiting)
	w.scan("SELECT ref FROM approvals WHERE state = 'OPEN' ORDER BY id DESC LIMIT 1", nil, &approval)
	for _, at := range []struct{ who, path string }{
		{"officer", "/cases/" + ref + "/parties/new"}, {"officer", "/cases/" + ref + "/goods/new"}, {"officer", "/cases/" + ref + "/evidence/new"},
		{"unithead", "/cases/" + ref + "/access"}, {"principal", "/approvals/" + approval},
	} {
		delete(s.seen, at.who) // a session as fresh as the clock
		tab := testkit.OpenTab(t, s.origin, testkit.Window(1366, 768))
		tab.Adopt(s.as(at.who))
		for _, lang := range []string{"zh", "en"} {
			tab.Open(at.path + "?lang=" + lang)
			foot := tab.Eval(`String(Math.round(document.querySelector("main form.act button.btn-1").getBoundingClientRect().bottom))`)
			if px := 0; func() bool { _, err := fmt.Sscan(foot, &px); return err != nil || px > 640 }() {
				t.Errorf("%s in %s: the button ends at %s", at.path, lang, foot)
			}
			if at.who != "principal" {
				continue
			}
			if out := tab.Eval(
				`[".flow", ".duties", ".decide", "main [data-count]", ".stack > :first-child .dl"].filter(css => {
		const r = document.querySelector(css).getBoundingClientRect(); return r.height === 0 || r.bottom > innerHeight - 22 }).join(" ")`); out != "" {
				t.Errorf("%s in %s: below the window: %s", at.path, lang, out)
			}
		}
	}
}
