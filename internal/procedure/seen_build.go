package procedure

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// Seen is the list of what a proposal shows of a file at this moment, for the organ that proposes and decides: who reads
// it there reads the same. The engine says the file, its parties and papers and what the act does; of its own nouns each track says
// its part (Track.Seen). Nothing else says what is signed.
func (e *Engine) Seen(ctx context.Context, p *Approval, f *matter.File) Seen {
	s := &Sight{lister: lister{seal: e.seal}, Proposal: p, File: f, Case: f.Case(p.CaseID), pack: f.Carrying(p.Target()), ref: f.Ref(p.Target())}
	s.Own = s.Case != nil && s.Case.AgencyID == p.AgencyID
	s.proposal()
	s.kase()
	s.parties()
	s.record()
	s.parts(ctx, e.reg, OfObject)
	s.input(e.book())
	s.files()
	s.figures(ctx, e)
	s.parts(ctx, e.reg, OfLaw)
	s.clocks()
	s.papers()
	s.parts(ctx, e.reg, OfThings)
	s.effects(e)
	return s.list
}

// proposal says what is asked for, by whom and of whom, and what was said to the submission before it.
func (s *Sight) proposal() {
	p := s.Proposal
	s.Fact("proposal", KindProposal, p.Ref, p.RowID, p.Event, p.Variant, number(p.ProposerID), string(p.ProposerRole), moment(p.OpenedAt),
		strconv.Itoa(p.Revision), s.ref)
	s.Fact("deciders", KindRoles, p.DeciderRoles...)
	if p.Earlier.Opinion != "" {
		s.Fact("earlier", KindEarlier, p.Earlier.Ref, p.Earlier.Opinion)
	}
}

// input are the answers of the proposal, or of the act that is the proposal. Names of people and organs stand beside.
func (s *Sight) input(book *law.Edition) {
	s.Answers(s.Proposal.Form(book), "input", s.Proposal.RowID, s.Proposal.Input)
}

// names are the words of an answer that names a party or an organ; "" where the value says itself what it is.
func (s *Sight) names(x *law.Field, vs []string) (zh, latin string) {
	if x.Type != "org" && x.Type != "person" {
		return "", ""
	}
	for i, v := range vs {
		z, n := s.nameOf(v)
		if i > 0 {
			zh, latin = zh+"、", latin+", "
		}
		zh, latin = zh+z, latin+n
	}
	return zh, latin
}

func (s *Sight) nameOf(v string) (zh, latin string) {
	for _, a := range s.File.Agencies {
		if a.Code == v {
			return a.NameZH, a.NameEN
		}
	}
	for _, p := range s.File.Parties {
		if p.Ref == v && s.Case != nil && p.CaseID == s.Case.ID {
			return p.Name, p.Name
		}
	}
	return v, v
}

// figures are what the feature that knows the law computes from the file: the range of a fine beside the fine.
func (s *Sight) figures(ctx context.Context, e *Engine) {
	row := e.book().Under(s.Proposal.Edition).Act(s.Proposal.RowID)
	if row == nil || e.reg == nil {
		return
	}
	var said [][]Line // in each complete language, Chinese first
	for _, lang := range i18n.Complete(ctx) {
		said = append(said, e.Figures(i18n.With(ctx, lang), row, s.Proposal.Target(), s.Proposal.Input, s.File))
	}
	for i := range said[0] {
		var labels, values []string
		for _, lines := range said {
			labels, values = append(labels, lines[i].Label), append(values, lines[i].Value)
		}
		s.list = append(s.list, Fact{Key: "figure:" + strconv.Itoa(i+1), Kind: KindFigure, Values: labels, ZH: values[0], Others: i18n.Together(values[1:])})
	}
}

// effects are what each decision would bring about, and who gets word of it.
func (s *Sight) effects(e *Engine) {
	for _, row := range e.Outcomes(s.Proposal, s.File) {
		s.Under("effect:"+row.ID, func() { s.effect(e, row) })
	}
	if s.Proposal.OpeningActID == 0 {
		s.Fact("effect:return", KindEffect, "return", "", "")
		s.Fact("effect:refuse", KindEffect, "refuse", "", "")
	}
	s.told()
}

func (s *Sight) effect(e *Engine, row *law.Act) {
	add := func(verb, code, cond string) { s.Fact(verb+":"+code, KindEffect, verb, code, cond) }
	if row.Transition && row.To != "" && e.book().State(row.Entity, row.To) != nil {
		s.Fact("state", KindEffect, "state", row.To, "", string(row.Entity))
	}
	for _, r := range row.Starts {
		if e.book().Clock(r.Code) != nil {
			add("starts", r.Code, r.Cond)
		}
	}
	for _, step := range []struct {
		verb string
		refs []law.Ref
	}{{"extends", row.Extends}, {"pauses", row.Pauses}, {"resumes", row.Resumes}, {"stops", row.Stops}} {
		for _, r := range step.refs {
			if e.book().Clock(r.Code) != nil && s.File.Counting(r.Code) {
				add(step.verb, r.Code, r.Cond)
			}
		}
	}
	for _, d := range row.DocsIssued {
		if e.book().Document(d.AnyOf[0]) != nil {
			add("issues", d.AnyOf[0], d.Cond)
		}
	}
	for _, em := range row.Emits {
		if !em.Self {
			verb := "twin"
			if em.Task {
				verb = "task"
			}
			s.Fact(verb+":"+string(em.Entity)+":"+em.Event+":"+em.Variant, KindEffect, verb, em.Event, em.Cond, string(em.Entity))
		}
	}
	if row.Basis != "" {
		s.Fact("basis", KindEffect, "basis", row.Basis, "")
	}
}

// told are those who get word of the decision (see notify), each once. Another organ is named, not its people (security
// K19).
func (s *Sight) told() {
	ids, zh, latin := []string{number(s.Proposal.ProposerID)}, []string{""}, []string{""}
	for _, m := range s.File.Ends(s.Proposal.Target()) {
		id, z, n := number(m.UserID), m.Name, m.NameEN
		if a := s.File.Agencies[m.AgencyID]; m.AgencyID != s.Proposal.AgencyID {
			id, z, n = a.Code, a.NameZH, a.NameEN
		}
		if !slices.Contains(ids, id) {
			ids, zh, latin = append(ids, id), append(zh, z), append(latin, n)
		}
	}
	s.list = append(s.list, Fact{Key: "told", Kind: KindTold, Values: ids, ZH: strings.Join(zh, "\n"), Others: strings.Join(latin, "\n")})
}

// DigestNow is the digest of what is shown at this moment.
func (e *Engine) DigestNow(ctx context.Context, p *Approval, f *matter.File) string {
	return e.Seen(ctx, p, f).Digest()
}

// rolesIn are the roles of the rows that decide, each once.
func rolesIn(rows []*law.Act) []actor.Role {
	var out []actor.Role
	for _, row := range rows {
		for _, r := range row.DeciderRoles {
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}
