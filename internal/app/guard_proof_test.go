package app_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/policies"
)

// proof watches the guards while the scenarios run: on an act as the engine has it, with the file as the loader made it, each
// guard must pass once, and fail once when the one fact that it asks for is taken away, it alone of all the guards of the row.
type proof struct {
	book   *law.Edition
	guards map[string]procedure.Guard
	breaks map[string][]breakage

	mu             sync.Mutex
	passed, failed map[string]bool
	beside         map[string]string // what failed beside it, the last time it was tried
}

// breakage takes away what a guard asks for; false: this act does not have it.
type breakage func(a *procedure.Act, f *matter.File) bool

func newProof(t *testing.T) *proof {
	t.Helper()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	p := &proof{book: book, guards: map[string]procedure.Guard{}, breaks: breakages(), passed: map[string]bool{}, failed: map[string]bool{},
		beside: map[string]string{}}
	for _, g := range book.Guards {
		for _, in := range g.Inputs {
			if field, ok := strings.CutPrefix(in, "form."); ok {
				p.breaks[g.ID] = append(p.breaks[g.ID], without(field))
			}
		}
	}
	return p
}

// without empties a field of the act's own form.
func without(field string) breakage {
	return func(a *procedure.Act, _ *matter.File) bool {
		before := len(a.Uploads)
		a.Uploads = slices.DeleteFunc(a.Uploads, func(u procedure.Upload) bool { return u.Field == field })
		_, had := a.Input[field]
		delete(a.Input, field)
		return had || len(a.Uploads) < before
	}
}

// watch puts the proof around every guard.
func (p *proof) watch(tracks []procedure.Track) []procedure.Track {
	for i := range tracks {
		around := map[string]procedure.Guard{}
		for id, guard := range tracks[i].Guards {
			p.guards[id] = guard
			around[id] = func(a *procedure.Act, f *matter.File) procedure.Verdict {
				v := guard(a, f)
				if !v.Failed && !a.Now.IsZero() { // without a time it is asked what could be offered
					p.see(id, a, f)
				}
				return v
			}
		}
		tracks[i].Guards = around
	}
	return tracks
}

func (p *proof) see(id string, a *procedure.Act, f *matter.File) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.passed[id] = true
	for _, take := range p.breaks[id] {
		if p.failed[id] {
			return
		}
		b, h := spoilable(a, f)
		if !take(b, h) || !p.guards[id](b, h).Failed {
			continue
		}
		var beside []string
		for _, g := range a.Row.Guards {
			if other := p.guards[g.ID]; g.ID != id && g.Kind == "block" && other != nil && other(b, h).Failed && !other(a, f).Failed {
				beside = append(beside, g.ID)
			}
		}
		p.failed[id] = len(beside) == 0
		p.beside[id] = a.Row.ID + " " + strings.Join(beside, " ")
	}
}

// spoilable are an act and a file that can be spoilt.
func spoilable(a *procedure.Act, f *matter.File) (*procedure.Act, *matter.File) {
	b, h := *a, f.Copy()
	b.Input, b.Uploads = maps.Clone(a.Input), slices.Clone(a.Uploads)
	if b.Input == nil {
		b.Input = law.Values{}
	}
	if a.Proposer != nil {
		signer := *a.Proposer
		b.Proposer = &signer
	}
	h.Cases, h.Referrals, h.Evidence, h.Handovers = slices.Clone(f.Cases), slices.Clone(f.Referrals), slices.Clone(f.Evidence), slices.Clone(f.Handovers)
	h.Persons, h.Records, h.Acts, h.Docs, h.Clocks = slices.Clone(f.Persons), slices.Clone(f.Records), slices.Clone(f.Acts), slices.Clone(f.Docs),
		slices.Clone(f.Clocks)
	h.Members, h.Goods, h.Parties, h.Decisions = slices.Clone(f.Members), slices.Clone(f.Goods), slices.Clone(f.Parties), slices.Clone(f.Decisions)
	h.Agencies = maps.Clone(f.Agencies)
	procedure.SetAccounts(h, slices.Clone(procedure.Accounts(f)))
	for i := range h.Acts {
		h.Acts[i].Input = maps.Clone(h.Acts[i].Input)
	}
	for i := range h.Referrals {
		h.Referrals[i].Items = slices.Clone(h.Referrals[i].Items)
		h.Referrals[i].Team = slices.Clone(h.Referrals[i].Team)
	}
	return &b, h
}

// paths are ways through the procedure that no scenario takes, for the guards that stand on them.
func (p *proof) paths(t *testing.T, book *law.Edition, reg *procedure.Registry) {
	t.Helper()
	const (
		concluded = "investigation_report.submitted ch>uh"
		criminal  = "criminal_lead.received[source=own_lead] pi;criminal_review.started pv;criminal_case:criminal_case.filed pv>pc;criminal_investigation.started pv"
		indicted  = criminal + ";investigation.concluded pv>pc;prosecution.case_received pv>pc"
	)
	t.Run("paths", func(t *testing.T) {
		for name, way := range map[string]struct{ facts, steps string }{
			"hearing_ends_early": {"fine_imposed",
				toFiling + ";" + concluded +
					";penalty_prior_notice.approved ch>ah;penalty_prior_notice.served[hearing=offered] ch;hearing.requested ch;hearing.notice_served ch;hearing.terminated " +
					"ho"},
			"warning": {"", toFiling + ";" + concluded + ";penalty_prior_notice.approved ch>ah;penalty_prior_notice.served[hearing=not_applicable] ch"},
			"second_notice": {"fine_imposed",
				toFiling + ";" + concluded +
					";penalty_prior_notice.approved ch>ah;penalty_prior_notice.served[hearing=offered] ch;defence.closed ch;admin_case.legal_review_requested uh;" +
					"penalty_prior_notice.approved ch>ah;penalty_prior_notice.served[hearing=offered] ch"},
			"appealed": {"",
				indicted + ";prosecution.indicted pv;trial.accepted pv;trial.first_judgment pv;trial.judgment_received pv;trial.appealed " +
					"pv;criminal_case:criminal_judgment.effective pv"},
			"given_up": {"", indicted + ";prosecution.returned_for_supplement pv;criminal_case.withdrawn pv>pc"},
			"told_by_letter": {"",
				toFiling + ";" + toReport +
					";referral.approved ph;admin_decision.made[kind=TRANSFER] uh>ph;referral.sent ch;!admin_case:criminal_case.filed ch because DOC-R11"},
			"left_there": {"", criminal + ";evidence.collected[track=criminal] pv;evidence.left_with_holder pv"},
			"sample_is_right": {"examination_period_notified",
				toFiling + ";evidence.collected[track=administrative] ch;evidence.admin_seized[urgency=ordinary] ch>ah;evidence.stored " +
					"ch>cu;examination_period.notified#1 ch;" +
					"evidence.sent_for_appraisal[track=administrative]#1 ch>cu;evidence.returned_from_appraisal[check=match]#1 cu"},
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, book, reg, law.Scenario{Facts: []string{way.facts}})
				w.proceed(way.steps)
			})
		}
		t.Run("pause", func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, book, reg, law.Scenario{})
			w.proceed(toFiling)
			cmd := procedure.Command{Target: matter.Target{Entity: law.AdminCase, ID: w.file().Admin().ID}, Event: "clock.paused", Version: -1,
				Input: law.Values{"clock": "ADM-020", "legal_basis": aReason, "reason": aReason}}
			if _, err := w.do("ch", cmd); err != nil {
				t.Fatal(explain(err))
			}
		})
	})
}

// complete names every guard of the program that has not both cases.
func (p *proof) complete(t *testing.T) {
	t.Helper()
	listed := provedElsewhere()
	for _, id := range slices.Sorted(maps.Keys(p.guards)) {
		switch where, is := listed[id]; {
		case is && p.passed[id] && p.failed[id]:
			t.Errorf("%s has both cases here, and is listed with %s", id, where.test)
		case is && !where.stands():
			t.Errorf("%s: there is no %s in %s", id, where.test, where.dir)
		case is:
		case !p.passed[id]:
			t.Errorf("%s: no act of a scenario passes it", id)
		case !p.failed[id]:
			t.Errorf("%s: does not fail alone; beside it: %q", id, p.beside[id])
		}
	}
}

// stands tells whether the test is there.
func (e elsewhere) stands() bool {
	if e.test == "" {
		return e.why != ""
	}
	files, _ := filepath.Glob(filepath.Join(e.dir, "*_test.go")) // the pattern is ours
	return slices.ContainsFunc(files, func(name string) bool {
		text, err := os.ReadFile(name)
		return err == nil && strings.Contains(string(text), "func "+e.test+"(")
	})
}
