package procedure

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// Seen is the list of what a proposal shows of a file at this moment, for the organ that proposes and decides: who reads
// it there reads the same. It is the one place that says what is signed.
func (e *Engine) Seen(ctx context.Context, p *Approval, f *matter.File) Seen {
	s := &sight{lister: lister{seal: e.seal}, book: e.book(), p: p, f: f, c: f.Case(p.CaseID), pack: f.Carrying(p.Target()), ref: f.Ref(p.Target()), reg: e.reg}
	s.own = s.c != nil && s.c.AgencyID == p.AgencyID
	s.proposal()
	s.kase()
	s.parties()
	s.object()
	s.input(e.book())
	s.files()
	s.figures(ctx, e)
	s.beside("penalty", s.ownRound)
	s.decision()
	s.goods(ctx, e.reg)
	s.clocks()
	s.papers()
	s.evidence()
	s.effects(e)
	return s.list
}

// proposal says what is asked for, by whom and of whom, and what was said to the submission before it.
func (s *sight) proposal() {
	p := s.p
	s.fact("proposal", KindProposal, p.Ref, p.RowID, p.Event, p.Variant, number(p.ProposerID), string(p.ProposerRole), moment(p.OpenedAt),
		strconv.Itoa(p.Revision), s.ref)
	s.fact("deciders", KindRoles, p.DeciderRoles...)
	if p.Earlier.Opinion != "" {
		s.fact("earlier", KindEarlier, p.Earlier.Ref, p.Earlier.Opinion)
	}
}

// input are the answers of the proposal, or of the act that is the proposal. Names of people and organs stand beside.
func (s *sight) input(book *law.Edition) {
	s.answers(s.p.Form(book), nil, "input", s.p.RowID, s.p.Input)
}

func (s *sight) answers(form *law.Form, only []string, group, rowID string, v law.Values) {
	if form == nil {
		return
	}
	encoded := form.Encode(v)
	for _, x := range form.Fields {
		if only != nil && !slices.Contains(only, x.Name) {
			continue
		}
		if vs := encoded[x.Name]; len(vs) > 0 && x.Type != "password" {
			zh, latin := s.names(x, vs)
			s.list = append(s.list, Fact{Key: group + ":" + x.Name, Kind: Kind(KindField + rowID + "/" + x.Name), Values: vs, ZH: zh, Others: latin})
		}
	}
}

// names are the words of an answer that names a party or an organ; "" where the value says itself what it is.
func (s *sight) names(x *law.Field, vs []string) (zh, latin string) {
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

func (s *sight) nameOf(v string) (zh, latin string) {
	for _, a := range s.f.Agencies {
		if a.Code == v {
			return a.NameZH, a.NameEN
		}
	}
	for _, p := range s.f.Parties {
		if p.Ref == v && s.c != nil && p.CaseID == s.c.ID {
			return p.Name, p.Name
		}
	}
	return v, v
}

// figures are what the feature that knows the law computes from the file: the range of a fine beside the fine.
func (s *sight) figures(ctx context.Context, e *Engine) {
	row := e.book().Under(s.p.Edition).Act(s.p.RowID)
	if row == nil || e.reg == nil {
		return
	}
	var said [][]Line // in each complete language, Chinese first
	for _, lang := range i18n.Complete(ctx) {
		said = append(said, e.Figures(i18n.With(ctx, lang), row, s.p.Target(), s.p.Input, s.f))
	}
	for i := range said[0] {
		var labels, values []string
		for _, lines := range said {
			labels, values = append(labels, lines[i].Label), append(values, lines[i].Value)
		}
		s.list = append(s.list, Fact{Key: "figure:" + strconv.Itoa(i+1), Kind: KindFigure, Values: labels, ZH: values[0], Others: i18n.Together(values[1:])})
	}
}

// beside are answers of earlier acts that tracks let stand beside the proposal under that word.
func (s *sight) beside(under string, last func(event string) *matter.Past) {
	if s.reg == nil {
		return
	}
	for _, event := range slices.Sorted(maps.Keys(s.reg.beside)) {
		if b := s.reg.beside[event]; b.Under == under && event != s.p.Event {
			if past := last(event); past != nil {
				s.answers(past.Form(s.book), b.Fields, under, past.RowID, past.Input)
			}
		}
	}
}

// ownRound is the newest act of an event in this round of the proposing organ's own case.
func (s *sight) ownRound(event string) *matter.Past {
	if !s.own {
		return nil
	}
	return s.f.LastIn(s.c, event)
}

// effects are what each decision would bring about, and who gets word of it.
func (s *sight) effects(e *Engine) {
	for _, row := range e.Outcomes(s.p, s.f) {
		s.under("effect:"+row.ID, func() { s.effect(e, row) })
	}
	if s.p.OpeningActID == 0 {
		s.fact("effect:return", KindEffect, "return", "", "")
		s.fact("effect:refuse", KindEffect, "refuse", "", "")
	}
	s.told()
}

func (s *sight) effect(e *Engine, row *law.Act) {
	add := func(verb, code, cond string) { s.fact(verb+":"+code, KindEffect, verb, code, cond) }
	if row.Transition && row.To != "" && e.book().State(row.Entity, row.To) != nil {
		s.fact("state", KindEffect, "state", row.To, "", string(row.Entity))
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
			if e.book().Clock(r.Code) != nil && s.f.Counting(r.Code) {
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
			s.fact(verb+":"+string(em.Entity)+":"+em.Event+":"+em.Variant, KindEffect, verb, em.Event, em.Cond, string(em.Entity))
		}
	}
	if row.Basis != "" {
		s.fact("basis", KindEffect, "basis", row.Basis, "")
	}
}

// told are those who get word of the decision (see notify), each once. Another organ is named, not its people (security
// K19).
func (s *sight) told() {
	ids, zh, latin := []string{number(s.p.ProposerID)}, []string{""}, []string{""}
	for _, m := range s.f.Ends(s.p.Target()) {
		id, z, n := number(m.UserID), m.Name, m.NameEN
		if a := s.f.Agencies[m.AgencyID]; m.AgencyID != s.p.AgencyID {
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
