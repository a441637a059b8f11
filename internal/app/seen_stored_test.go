package app_test

import (
	"crypto/rand"
	"encoding/json"
	"maps"
	"net/http"
	"slices"

	"touchstone/internal/actor"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// noProposalToday are the machines whose objects nobody can make yet: persons in custody, frozen assets, classified
// matters and the coordination report have no pages, and a clock is paused by nobody. Building one makes the test say so.
var noProposalToday = []law.Machine{law.Person, "frozen_asset", "classified_matter", "coordination_report", "any_clock"}

// tableOf is where the objects of a machine lie.
func tableOf(m law.Machine) string {
	switch m {
	case law.AdminCase, law.CriminalCase:
		return "cases"
	case law.Referral:
		return "referrals"
	case law.Evidence:
		return "evidence_items"
	case law.MSSHandover:
		return "mss_handovers"
	}
	return ""
}

// decider is somebody who holds the first of the roles that decide on a row.
func (w *world) decider(row *law.Act) string {
	for _, x := range w.book.Acts {
		if x.ProposalAct != row.ID && (x.ID != row.ID || !row.FourEyes) {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(w.people)) {
			a := w.people[name]
			if name != "dual" && name != "sys" && slices.ContainsFunc(x.DeciderRoles, func(r actor.Role) bool { return a.HasAny(r) }) {
				return name
			}
		}
	}
	return ""
}

// store writes a proposal as the engine stores one; its guards are not asked, its object is put where the row begins.
func (w *world) store(row *law.Act, t matter.Target, who string) (id int64) {
	w.t.Helper()
	if len(row.From) > 0 && row.From[0] != law.New {
		w.scan("UPDATE "+tableOf(t.Entity)+" SET state = $2 WHERE id = $1 RETURNING id", []any{t.ID, row.From[0]}, &id)
	}
	input, err := w.input(row, law.ScenarioStep{Event: row.Event, Variant: row.Variant, Entity: row.Entity}, "ch")
	if err != nil {
		w.t.Fatalf("%s: %v", row.ID, explain(err))
	}
	text, err := json.Marshal(input)
	if err != nil {
		w.t.Fatal(err)
	}
	ref, err := ids.NewRef(ids.Approval, rand.Reader)
	if err != nil {
		w.t.Fatal(err)
	}
	head, f := w.people[who], w.file()
	c := f.Admin()
	for i := range f.Cases {
		if f.Cases[i].AgencyID == head.AgencyID {
			c = &f.Cases[i]
		}
	}
	roles := make([]string, 0, len(head.Roles))
	for _, r := range head.Roles {
		roles = append(roles, string(r))
	}
	kind := map[string]string{"cases": "case", "referrals": "referral", "evidence_items": "evidence", "mss_handovers": "mss"}[tableOf(t.Entity)]
	w.scan(`INSERT INTO approvals (ref, matter_id, case_id, entity, root_kind, root_id, target_kind, target_id, row_id, event, variant, decider_roles, agency_id,
		unit_id,
  proposer_id, proposer_role, input, shown, digest, state, opened_at, case_marking, case_agency_id, edition)
VALUES ($1,$2,$3,$4,'case',$3,$5,$6,$7,$8,$9,$10,$11,$12,$13,'case_handler',$14,'{}','','OPEN',$15,0,$11,'2004-11-01') RETURNING id`,
		[]any{ref, w.matter, c.ID, string(t.Entity), kind, t.ID, row.ID, row.Event, row.Variant, roles, head.AgencyID, head.UnitID, w.people["ch2"].UserID,
			string(text), w.clock.Now()}, &id)
	p, err := w.engine.OpenProposal(w.t.Context(), w.db.Read(), t, row.Event)
	if err != nil {
		w.t.Fatal(err)
	}
	list := w.engine.Seen(w.t.Context(), p, w.file())
	shown, err := list.Stored()
	if err != nil {
		w.t.Fatal(err)
	}
	w.scan("UPDATE approvals SET shown = $2, digest = $3 WHERE id = $1 RETURNING id", []any{id, shown, list.Digest()}, &id)
	return id
}

// lookedAt stores a proposal of the row, opens its page, and that of its signature where the file lets it be signed.
func (s *site) lookedAt(w *world, row *law.Act) (signed bool) {
	s.t.Helper()
	target, who := w.of(row.Entity)[0], w.decider(row)
	if who == "" {
		s.t.Errorf("%s: nobody decides on it", row.ID)
		return false
	}
	id := w.store(row, target, who)
	p, list, page := s.decision(w, id, who)
	sign := page.Form("form[action$='/sign']").Set("decision", p.Event).Set("read", "yes").Submit()
	if signed = sign.Status == http.StatusOK; signed {
		onlyFacts(s.t, p.RowID+" P21", sign, list)
	}
	w.scan("UPDATE approvals SET state = 'WITHDRAWN' WHERE id = $1 RETURNING id", []any{id}, &id)
	return signed
}
