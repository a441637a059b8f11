package app_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/identity"
)

// linked is a compartmented case with its referral on its way to the principal head; its unit head proposed the filing and
// decided the report, and is named on it as a reader; its handlers are the team of the referral.
func (s *site) linked() (w *world, words []string, pages []string) {
	s.t.Helper()
	w = s.matter(toWaiting)
	c, r := w.file().Admin(), w.referral()
	for _, step := range []string{
		"UPDATE cases SET compartmented = true, title = '寄往海外的标题（虚构）'",
		"INSERT INTO case_members (case_id, user_id, part, from_at, granted_by, basis) SELECT c.id, u.id, 'reader', c.registered_at, u.id, '知悉' " +
			"FROM cases c, users u WHERE u.username = 'unithead'",
		"INSERT INTO notices (agency_id, user_id, kind, target_kind, target_id, created_at) " +
			"SELECT u.agency_id, u.id, 'referral.approved', k.kind, k.id, c.registered_at " +
			"FROM cases c, users u, (SELECT 'case' AS kind, id FROM cases UNION ALL SELECT 'referral', id FROM referrals) k WHERE u.username IN ('unithead', 'officer')",
	} {
		if _, err := w.super.Exec(s.t.Context(), step); err != nil {
			s.t.Fatal(err)
		}
	}
	if _, err := w.desk.Recount(s.t.Context(), w.db.Read(), s.clock.Now()); err != nil {
		s.t.Fatal(err)
	}
	words = []string{c.Ref, "寄往海外", r.Ref}
	pages = []string{"/", "/inbox?tab=todo", "/inbox?tab=done", "/inbox?tab=cc", "/inbox?tab=mine", "/cases?view=all", "/cases.json?view=all", "/cases/" + c.Ref,
		"/cases/" + c.Ref + ".json",
		"/cases/" + c.Ref + "/decisions", "/cases/" + c.Ref + "/access", "/referrals", "/referrals/" + r.Ref, "/referrals/" + r.Ref + ".json", "/clocks?scope=agency",
		"/cases/views", "/access-requests"}
	for _, ref := range strings.Fields(s.ref("SELECT string_agg(ref, ' ' ORDER BY id) FROM approvals WHERE state = 'DECIDED'")) {
		words, pages = append(words, ref), append(pages, "/approvals/"+ref)
	}
	return w, words, pages
}

// shown tells on which pages one of the words stands, and whether a page of its own opens.
func (s *site) shown(who string, words, pages []string) (out []string) {
	s.t.Helper()
	delete(s.seen, who) // whatever happened may have ended the session
	for _, path := range pages {
		p := s.as(who).Get(path)
		if p.Status >= http.StatusInternalServerError {
			s.t.Errorf("%s of %s: %d", path, who, p.Status)
		}
		body := strings.ReplaceAll(p.Body, path, "") // the way back to an address that was typed
		opens := p.Status == http.StatusOK && slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(path, "/"+w) })
		if opens || p.Status == http.StatusOK && slices.ContainsFunc(words, func(w string) bool { return strings.Contains(body, w) }) {
			out = append(out, path)
		}
	}
	return out
}

// TestLinks_ArePersonalAndNoRight: who proposed, decided or was in a team reads the file as long as he is named on it, and
// nothing of it when that has ended: no page of its own, no row, no title, no notice, not in JSON, and no badge for it.
func TestLinks_ArePersonalAndNoRight(t *testing.T) {
	t.Parallel()
	end := "UPDATE case_members SET to_at = $2 WHERE user_id = (SELECT id FROM users WHERE username = $1) AND to_at > $2"
	grant := `INSERT INTO role_grants (user_id, role, agency_id, valid_from, valid_to) SELECT u.id, g.role, u.agency_id, $2, '2100-01-01' FROM users u
		JOIN role_grants g ON g.user_id = u.id WHERE u.username = $1`
	fates := map[string]func(s *site, w *world, who string){
		"removed": func(s *site, w *world, who string) {
			if _, err := w.super.Exec(t.Context(), end, who, s.clock.Now()); err != nil {
				t.Error(err)
			}
		},
		"in another unit":   func(s *site, w *world, who string) { s.moved(who, "mofcom", "legal", grant) },
		"in another agency": func(s *site, w *world, who string) { s.moved(who, "gdcom", "enforcement", grant) },
		"without the role": func(s *site, w *world, who string) {
			role := map[string]actor.Role{"unithead": actor.UnitHead, "officer": actor.CaseHandler}[who]
			if err := s.app.Revoke(t.Context(), actor.Automatic("os:test"), who, role); err != nil {
				t.Error(err)
			}
		},
	}
	for _, name := range slices.Sorted(maps.Keys(fates)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			w, words, pages := s.linked()
			for _, who := range []string{"unithead", "officer"} {
				before := s.shown(who, words, pages)
				for _, path := range pages[7:9] {
					if !slices.Contains(before, path) {
						t.Errorf("%s is named on the file and does not open %s", who, path)
					}
				}
				if mine := len(before); mine < 10 {
					t.Errorf("%s sees it on %v only: the test says nothing", who, before)
				}
				fates[name](s, w, who)
				s.clock.Advance(1)
				if after := s.shown(who, words, pages); len(after) > 0 {
					t.Errorf("%s, %s, still sees it on %v", who, name, after)
				}
				p := s.as(who).Get("/inbox?tab=todo")
				if badge := p.Attrs("nav a[href='/inbox'] [data-count]", "data-count"); len(badge) > 0 && p.Count("tbody tr[data-ref]") == 0 {
					t.Errorf("%s has a badge of %v for no row", who, badge)
				}
			}
		})
	}
}

// moved moves somebody, and gives him in the new post the roles that he had in the old one.
func (s *site) moved(who, agency, unit, grant string) {
	s.t.Helper()
	move := func() error {
		return s.app.Move(s.t.Context(), actor.Automatic("os:test"), identity.MoveInput{Username: who, Agency: agency, Unit: unit})
	}
	if held := s.ref("SELECT coalesce(string_agg(e.ref, ' '), '') FROM evidence_items e JOIN users u ON u.id = e.holder_user_id WHERE u.username = $1",
		who); held != "" {
		before := s.contents()
		if err := move(); !errs.Is(err, errs.Conflict) || len(s.changed(before)) > 0 {
			s.t.Errorf("%s moves with %s in his hands: %v", who, held, err)
		}
		if err := s.exec("UPDATE evidence_items SET holder_user_id = NULL"); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := move(); err != nil {
		s.t.Fatal(err)
	}
	if n := s.number("SELECT count(*) FROM role_grants g JOIN users u ON u.id = g.user_id WHERE u.username = $1 AND g.revoked_at IS NULL", who); n != 0 {
		s.t.Errorf("%s keeps %d roles", who, n)
	}
	s.clock.Advance(1_000_000)
	if err := s.exec(grant, who, s.clock.Now()); err != nil {
		s.t.Fatal(err)
	}
}

// exec writes what no page writes; it is a write like any other, so that the ledger binds the rows as they are then.
func (s *site) exec(sql string, args ...any) error {
	s.t.Helper()
	_, err := s.app.Audit.Write(s.t.Context(), actor.Automatic("test"), audit.Key{}, func(tx *audit.Tx) error {
		if _, err := tx.Exec(s.t.Context(), sql, args...); err != nil {
			return err
		}
		return tx.Record(s.t.Context(), audit.Event{Action: "test.written", Kind: "test"})
	})
	return err
}

// TestLinks_ADecisionClosesWhatItOpened: a head who is not named on a compartmented file reads it while a decision is asked
// of him. When he has decided he is told so, and neither the file nor the proposal opens, nor does the form sent again.
func TestLinks_ADecisionClosesWhatItOpened(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter("admin_lead.registered in;admin_lead.assigned uh;verification_report.submitted ch")
	c := w.file().Admin()
	if err := s.exec("UPDATE cases SET compartmented = true"); err != nil {
		t.Fatal(err)
	}
	if err := s.exec("INSERT INTO case_members (case_id, user_id, part, from_at, granted_by, basis) SELECT c.id, u.id, 'support', c.registered_at, u.id, '知悉' " +
		"FROM cases c, users u WHERE u.username = 'unithead'"); err != nil {
		t.Fatal(err)
	}
	for _, decision := range []string{"return", "admin_case.filed"} {
		s.form("unithead", "/cases/"+c.Ref+"/acts/admin_case.filed", "admin_case.filed", filingForm()).Submit().Want(http.StatusOK)
		ref := s.ref("SELECT ref FROM approvals WHERE state = 'OPEN' AND event = 'admin_case.filed'")
		words, pages := []string{c.Ref, c.Title, ref}, []string{"/approvals/" + ref, "/cases/" + c.Ref}
		if got := s.shown("head", words, pages); len(got) != 2 {
			t.Fatalf("what waits for the head opens on %v only", got)
		}
		more := map[string][]string{"opinion": {"请补充管辖依据与首先立案情况。"}}
		if decision == "return" {
			more["reason_code"] = []string{"evidence_insufficient"}
		}
		f := s.sign("head", ref, decision, more).Form("main form[method='post']")
		if decision != "return" {
			f.Set("credential", identity.DemoPassword)
		}
		p := f.Submit().Want(http.StatusOK)
		if p.URL.Path != "/inbox" || !p.Has(".note-ok") || strings.Contains(p.Body, c.Ref) {
			t.Errorf("after %s: %s %.300s", decision, p.URL, p.Text())
		}
		if again := f.Submit(); again.Status != http.StatusNotFound || strings.Contains(again.URL.String(), ref) && decision != "return" {
			t.Errorf("%s sent again: %d at %s", decision, again.Status, again.URL)
		}
		if got := s.shown("head", words, append(pages, "/inbox?tab=done", "/inbox", "/cases?view=all")); len(got) > 0 {
			t.Errorf("after %s the head sees it on %v", decision, got)
		}
		if got := s.shown("unithead", words, pages); len(got) != 2 { // named on it
			t.Errorf("its proposer sees it on %v", got)
		}
	}
}
