package app_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"touchstone/internal/law"
	"touchstone/internal/testkit"
)

// disposal is a proposal of the custodian on an item that his agency holds, of a compartmented file with parties, goods and
// papers; an earlier one of his came back. He is not named on the file.
func disposal(s *site) (w *world, ref, item string) {
	s.t.Helper()
	w = s.matter(toWaiting)
	s.furnish(w)
	target := w.of(law.Evidence)[0]
	row := s.app.Book().Act("EVI-T18")
	store := func() (ref string) {
		id := w.store(row, target, "ah")
		s.direct("UPDATE approvals SET proposer_id = (SELECT id FROM users WHERE username = 'custodian'), proposer_role = 'evidence_custodian' WHERE id = $1", id)
		return s.ref("SELECT ref FROM approvals WHERE id = $1", id)
	}
	s.direct("UPDATE evidence_items SET holder_agency_id = (SELECT id FROM agencies WHERE code = 'mofcom')")
	s.direct(`INSERT INTO evidence_items OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(e, '{"id": 99999, "ref": "EV-99", "no": 77, "name": "虚构他物"}')).*
		FROM evidence_items e WHERE id = $1`, target.ID)
	s.direct("UPDATE cases SET title = '虚构密案之名', summary = '虚构密案之情'")
	earlier := store()
	s.direct("UPDATE approvals SET state = 'RETURNED', opinion = '请补正。', decided_by = (SELECT id FROM users WHERE username = 'head'), decided_at = opened_at "+
		"WHERE ref = $1", earlier)
	s.direct("UPDATE cases SET quantity_mg = 77000000, value_fen = 7700") // the two submissions differ in what is not his
	ref = store()
	s.direct("UPDATE cases SET compartmented = true")
	s.direct("UPDATE parties SET address = '虚构密址一号'") // and the file moved since
	return w, ref, s.ref("SELECT ref FROM evidence_items WHERE id = $1", target.ID)
}

func (s *site) becomes(ref, state string) {
	s.t.Helper()
	s.direct("UPDATE approvals SET state = $2, decided_by = (SELECT id FROM users WHERE username = 'head'), decided_at = opened_at WHERE ref = $1", ref, state)
}

// reads are the facts that a page prints.
func reads(p *testkit.Page) []string { return p.Attrs("main [data-fact]", "data-fact") }

// onlyTheThing: of the file behind the item the page prints nothing.
func onlyTheThing(t *testing.T, what string, p *testkit.Page, item string, words []string) {
	t.Helper()
	for _, key := range reads(p) {
		head, rest, _ := strings.Cut(key, ":")
		switch {
		case slices.Contains([]string{"proposal", "deciders", "outcome", "input", "effect"}, head):
		case head == "evidence" && strings.HasPrefix(rest, item+":"):
		case head == "clock" && strings.HasSuffix(rest, ":"+item):
		default:
			t.Errorf("%s prints %s", what, key)
		}
	}
	for _, word := range words {
		if strings.Contains(p.Body, word) {
			t.Errorf("%s says %q", what, word)
		}
	}
	if !slices.Contains(reads(p), "evidence:"+item+":name") {
		t.Errorf("%s does not print the item", what)
	}
}

// TestSeen_TheKeeperReadsTheThing: who keeps an item and proposes something on it reads his proposal, the item, its periods
// and what follows, and nothing of the file: not while it waits, not when it came back, not of a decided one on an open
// file, not beside it in the differences. The decider reads and signs all of it; so does the keeper while he is named on the
// file. Seen to fail without the word "bare" in the policy.
func TestSeen_TheKeeperReadsTheThing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w, ref, item := disposal(s)
	c := w.file().Admin()
	secrets := []string{"虚构密案之名", "虚构密案之情", "虚构甲公司", "演示路一号", "虚构密址一号", "77.0", c.Ref, "虚构他物"}
	for _, d := range w.file().Docs {
		secrets = append(secrets, d.Ref, strings.TrimPrefix(d.Digest, "sha256:")[:8])
	}
	path := "/approvals/" + ref
	keeper := func() *testkit.Page { t.Helper(); return s.as("custodian").Get(path).Want(http.StatusOK) }
	all := func(what string, p *testkit.Page) {
		t.Helper()
		for _, key := range []string{"case:title", "party:PX-1:name", "case:quantity_g"} {
			if !slices.Contains(reads(p), key) {
				t.Errorf("%s does not print %s", what, key)
			}
		}
	}
	s.as("custodian").Get("/cases/" + c.Ref).Want(http.StatusNotFound)
	onlyTheThing(t, "what waits", keeper(), item, secrets)
	f := keeper()
	if f.Has("input[name=digest]") || f.Has("input[name=read_since]") {
		t.Error("the keeper is handed the digest")
	}
	if p := s.as("custodian").Post(path+"/sign", map[string][]string{"decision": {"evidence.disposed"}, "digest": {"sha256:00"},
		"read": {"yes"}}); p.Status < 400 {
		t.Errorf("the keeper signs: %d", p.Status)
	} else {
		onlyTheThing(t, "an attempt to sign", p, item, secrets)
	}

	head := s.as("head").Get(path).Want(http.StatusOK)
	all("the decider's page", head)
	p, err := w.engine.OpenProposal(t.Context(), s.db.Read(), s.targetOf(int64(s.number("SELECT id FROM approvals WHERE ref = '"+ref+"'"))), "evidence.disposed")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := head.Form("form[action$='/sign']").Value("digest"), w.engine.Seen(t.Context(), p, w.file()).Digest(); got != want {
		t.Errorf("the decider signs %s, the list is %s", got, want)
	}
	for _, x := range []struct {
		state  string
		closed bool
	}{{"RETURNED", true}, {"RETURNED", false}, {"DECIDED", false}, {"REFUSED", false}} {
		s.becomes(ref, x.state)
		s.direct("UPDATE cases SET compartmented = $1", x.closed)
		onlyTheThing(t, x.state, keeper(), item, secrets)
	}
	s.direct("UPDATE approvals SET proposer_id = (SELECT id FROM users WHERE username = 'officer2'), decided_by = (SELECT id FROM users "+
		"WHERE username = 'custodian') WHERE ref = $1", ref)
	onlyTheThing(t, "what he decided", keeper(), item, secrets)

	s.direct("UPDATE approvals SET proposer_id = (SELECT id FROM users WHERE username = 'custodian') WHERE ref = $1", ref)
	s.direct("INSERT INTO case_members (case_id, user_id, part, from_at, granted_by, basis) SELECT $1, u.id, 'reader', $2, u.id, '知悉' FROM users u "+
		"WHERE u.username = 'custodian'", c.ID, w.clock.Now().AddDate(0, 0, -1))
	all("a member's page", keeper())
}
