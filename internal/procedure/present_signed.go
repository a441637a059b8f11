package procedure

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"touchstone/internal/deadline"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/views/act"
	"touchstone/views/ui"
)

// signed is everything that a decider puts his name to: who and what it is about, the amount, what was proposed, and
// the article. The page of the proposal and the page of the signature show the same.
func (e *Engine) signed(ctx context.Context, d *decisionView) []ui.Fact {
	p, f := d.P, d.File
	var out []ui.Fact
	add := func(key, value string) {
		if value != "" {
			out = append(out, ui.Fact{Label: i18n.T(ctx, key), Value: value})
		}
	}
	if row := e.book.Act(p.RowID); row != nil && row.Variant != "" && p.OpeningActID == 0 {
		add("act.signed.outcome", i18n.Pick(ctx, row.VariantLabelZH, row.VariantLabelEN))
	}
	c := f.Case(p.CaseID)
	add("act.signed.party", subjects(ctx, f, c))
	switch p.Entity {
	case law.Referral:
		out = append(out, e.signedReferral(ctx, f.Referral(p.TargetID), f)...)
	case law.Evidence:
		out = append(out, e.signedItem(ctx, d, f.Item(p.TargetID))...)
	}
	if c != nil && c.QuantityG != nil && p.Entity != law.Evidence {
		add("act.signed.stake", ui.Kg(kilos(*c.QuantityG))+money(c.ValueFen))
	}
	for _, x := range e.proposedFacts(ctx, d) { // what the file says already is not said twice
		if !slices.ContainsFunc(out, func(y ui.Fact) bool { return x.Label == y.Label && x.Value == y.Value }) {
			out = append(out, x)
		}
	}
	return append(out, e.behind(ctx, d, c)...)
}

// subjects names those against whom the case is.
func subjects(ctx context.Context, f *File, c *Case) string {
	var out []string
	for _, p := range f.Parties {
		if c != nil && p.CaseID == c.ID && p.Subject {
			out = append(out, p.Name)
		}
	}
	return strings.Join(out, i18n.T(ctx, "act.list"))
}

// signedReferral: from which organ to which, for which crime, on which facts.
func (e *Engine) signedReferral(ctx context.Context, r *Referral, f *File) []ui.Fact {
	if r == nil {
		return nil
	}
	zh, en := e.book.EnumLabel("destination", r.Destination)
	to := i18n.Pick(ctx, zh, en)
	if a, ok := f.Agencies[r.ToAgencyID]; ok {
		to = i18n.Pick(ctx, a.NameZH, a.NameEN)
	}
	from := f.Agencies[r.FromAgencyID]
	zh, en = e.book.EnumLabel("offence", r.Offence)
	out := []ui.Fact{{Label: i18n.T(ctx, "act.signed.organs"), Value: i18n.Pick(ctx, from.NameZH, from.NameEN) + " → " + to},
		{Label: i18n.T(ctx, "act.signed.offence"), Value: i18n.Pick(ctx, zh, en)}, {Label: i18n.T(ctx, "act.signed.facts"), Value: r.Facts},
		{Label: i18n.T(ctx, "act.signed.number"), Value: r.Ref, Href: "/referrals/" + r.Ref}}
	if d := f.Document("DOC-R04"); d != nil && d.TargetID == r.ID {
		out[3].Value = d.Number + " · " + r.Ref
	}
	if p := f.LastOn(Target{law.Referral, r.ID}, "referral.opened"); p != nil && p.Input.Has("new_facts") {
		x := formOf(e.book, p.RowID).Field("new_facts")
		out = append(out, ui.Fact{Label: i18n.Pick(ctx, x.LabelZH, x.LabelEN), Value: p.Input.Str("new_facts")})
	}
	return out
}

// signedItem: which thing, how much of it, where it is, and until when it is held.
func (e *Engine) signedItem(ctx context.Context, d *decisionView, x *Evidence) []ui.Fact {
	if x == nil {
		return nil
	}
	var much []string
	if x.Quantity != "" {
		zh, en := e.book.EnumLabel("unit", x.Unit)
		much = append(much, ui.Thousands(x.Quantity)+" "+i18n.Pick(ctx, zh, en))
	}
	if x.NetG != nil {
		much = append(much, i18n.T(ctx, "act.signed.net", "kg", ui.Kg(kilos(*x.NetG))))
	}
	out := []ui.Fact{{Label: i18n.T(ctx, "act.signed.item"), Value: strings.Join(append([]string{fmt.Sprintf("%03d %s", x.No, x.Name)}, much...), " · "), Href: "/evidence/" + x.Ref}}
	s := e.book.State(law.Evidence, x.State)
	out = append(out, ui.Fact{Label: i18n.T(ctx, "act.signed.state"), Value: i18n.Pick(ctx, s.LabelZH, s.LabelEN)})
	for i := range d.File.Clocks {
		if k := &d.File.Clocks[i]; k.TargetKind == "evidence" && k.TargetID == x.ID && k.Running() && !k.Minimum {
			shown := e.Clock(ctx, *k, d.Now)
			out = append(out, ui.Fact{Label: shown.Name, Value: i18n.T(ctx, "act.signed.until", "at", shown.DueText)})
		}
	}
	return out
}

// behind is an earlier step that the decision rests on: the penalty that a reviewer looks at, the decision of a case
// that is closed.
func (e *Engine) behind(ctx context.Context, d *decisionView, c *Case) []ui.Fact {
	switch d.P.Event {
	case "admin_case.legal_review_requested":
		if past := d.File.LastIn(c, "penalty_prior_notice.approved"); past != nil {
			return e.words(ctx, d).facts(formOf(e.book, past.RowID), past.Input)
		}
	case "admin_case.closed":
		if x := d.File.DecisionOf(c.ID); x != nil {
			zh, en := e.book.EventLabel(law.AdminCase, "admin_decision.made")
			return []ui.Fact{{Label: i18n.Pick(ctx, zh, en), Value: strings.Join(e.decisionWords(ctx, x), " · ")}}
		}
	}
	return nil
}

func (e *Engine) decisionWords(ctx context.Context, x *Decision) []string {
	out := []string{i18n.Date(x.MadeAt)}
	for _, s := range x.Sanctions {
		zh, en := e.book.EnumLabel("sanction", s)
		out = append(out, i18n.Pick(ctx, zh, en))
	}
	if x.FineFen > 0 {
		out = append(out, ui.Money(fmt.Sprintf("%d.%02d", x.FineFen/100, x.FineFen%100)))
	}
	return out
}

// outcomes say what each decision would bring about: state, clocks, documents, twin acts, and who is told.
func (e *Engine) outcomes(ctx context.Context, d *decisionView, rows ...*law.Act) []act.Outcome {
	out := make([]act.Outcome, len(rows))
	for i, row := range rows {
		out[i] = act.Outcome{Label: e.decisionLabel(ctx, d.P, row), Basis: i18n.Pick(ctx, e.book.Cite(row.Basis), e.book.CiteEN(row.Basis)),
			Lines: append(e.effects(ctx, row, d.File.counting), e.told(ctx, d))}
	}
	return out
}

// told names those who get word of the decision (see notify).
func (e *Engine) told(ctx context.Context, d *decisionView) string {
	names := []string{d.name(ctx, d.P.ProposerID, d.P.ProposerName)}
	for _, m := range d.File.ends(d.P.Target()) {
		name := d.name(ctx, m.UserID, m.Name)
		if a := d.File.Agencies[m.AgencyID]; a.ID != d.Who.AgencyID { // another agency is named, not its people (security K19)
			name = i18n.Pick(ctx, a.NameZH, a.NameEN)
		}
		if m.UserID != d.Who.UserID && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return i18n.T(ctx, "act.sign.told", "who", strings.Join(names, i18n.T(ctx, "act.list")))
}

// counting tells whether a clock of that code runs on the matter: what does not run is not ended either.
func (f *File) counting(code string) bool {
	return slices.ContainsFunc(f.Clocks, func(k Clock) bool { return k.Code == code && k.Running() })
}

// Effects says in sentences what an act starts, stops and issues.
func (e *Engine) Effects(ctx context.Context, row *law.Act) []string { return e.effects(ctx, row, nil) }

func (e *Engine) effects(ctx context.Context, row *law.Act, counting func(code string) bool) []string {
	var out []string
	add := func(cond, s string) {
		if cond != "" {
			s = i18n.T(ctx, "act.effect.maybe", "effect", s)
		}
		out = append(out, s)
	}
	if row.Transition && row.To != "" {
		if s := e.book.State(row.Entity, row.To); s != nil {
			add("", i18n.T(ctx, "act.effect.state", "state", i18n.Pick(ctx, s.LabelZH, s.LabelEN)))
		}
	}
	clocks := func(key string, refs []law.Ref) {
		for _, r := range refs {
			if k := e.book.Clock(r.Code); k != nil && (counting == nil || counting(r.Code)) {
				add(r.Cond, i18n.T(ctx, key, "clock", i18n.Pick(ctx, k.NameZH, k.NameEN)))
			}
		}
	}
	for _, r := range row.Starts {
		if k := e.book.Clock(r.Code); k != nil {
			add(r.Cond, e.starts(ctx, k))
		}
	}
	clocks("act.effect.extends", row.Extends)
	clocks("act.effect.pauses", row.Pauses)
	clocks("act.effect.stops", row.Stops)
	for _, d := range row.DocsIssued {
		if doc := e.book.Document(d.AnyOf[0]); doc != nil {
			add(d.Cond, i18n.T(ctx, "act.effect.issues", "document", i18n.Pick(ctx, doc.NameZH, doc.NameEN), "code", doc.Code))
		}
	}
	for _, em := range row.Emits {
		if em.Self {
			continue
		}
		zh, en := e.book.EventLabel(em.Entity, em.Event)
		add(em.Cond, i18n.T(ctx, pick(em.Task, "act.effect.task", "act.effect.twin"), "event", i18n.Pick(ctx, zh, en)))
	}
	return out
}

// starts names a clock with the length of its period; some have none of their own.
func (e *Engine) starts(ctx context.Context, k *law.Clock) string {
	name := i18n.Pick(ctx, k.NameZH, k.NameEN)
	if k.Amount == 0 {
		return i18n.T(ctx, "act.effect.starts_open", "clock", name)
	}
	return i18n.T(ctx, "act.effect.starts", "clock", name, "period", deadline.Period(ctx, k.Amount, k.Unit))
}

func kilos(g int64) string { return strconv.FormatFloat(float64(g)/1000, 'f', 3, 64) }

func money(fen *int64) string {
	if fen == nil {
		return ""
	}
	return " · " + ui.Money(fmt.Sprintf("%d.%02d", *fen/100, *fen%100))
}
