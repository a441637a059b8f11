package acts

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/views/act"
	"touchstone/views/ui"
)

// teller speaks for what a proposal shows: of an open one what its file says now, of another what was stored with it.
func (e *Desk) teller(ctx context.Context, d *decisionView) *teller {
	t := &teller{ctx: ctx, book: e.Book().Under(d.P.Edition), list: d.Seen, said: map[string]string{},
		names: map[string]string{strconv.FormatInt(d.P.ProposerID, 10): d.P.ProposerName}, printed: map[string]bool{}}
	for _, n := range d.Named {
		name := i18n.Name(ctx, n.NameZH, n.NameEN)
		t.names[strconv.FormatInt(n.ID, 10)] = name
		if n.Mentioned {
			t.said[n.Username] = i18n.T(ctx, "act.value.person", "name", name, "office", i18n.Pick(ctx, n.OfficeZH, n.OfficeEN))
		}
	}
	return t
}

// signed is what a decider puts his name to before all else: who and what it is about, the amount, what was proposed, and
// the article. The page of the proposal and the page of the signature show the same.
func (e *Desk) signed(t *teller, d *decisionView) []ui.Fact {
	p := d.P
	var out []ui.Fact
	if row := t.book.Act(p.RowID); row != nil && row.Variant != "" && p.OpeningActID == 0 {
		out = append(out, ui.Fact{Label: t.t("act.signed.outcome"), Value: row.VariantLabel.In(t.ctx), Key: "proposal"})
	}
	for _, x := range t.list.Under("party:") {
		if procedure.Column(x.Key) == "subject" {
			out = t.add(out, "act.signed.party", strings.TrimSuffix(x.Key, "subject")+"name")
		}
	}
	switch p.Entity {
	case law.Referral:
		out = append(out, t.signedReferral(d)...)
	case law.Evidence:
		out = append(out, t.signedItem(d)...)
	}
	if p.Entity != law.Evidence {
		out = t.add(out, "act.signed.stake", "case:quantity_g", "case:value_fen")
	}
	out = append(out, t.all("input:", out)...) // what the file says already is not said twice
	out = append(out, t.files(d)...)
	out = append(out, t.all("figure:", nil)...)
	switch p.Event {
	case "admin_case.legal_review_requested":
		out = append(out, t.all("penalty:", nil)...)
	case "admin_case.closed":
		if parts := t.parts("decision:made_at", "decision:sanctions", "decision:fine_fen"); len(parts) > 0 {
			out = append(out, ui.Fact{Label: e.Book().EventLabel(law.AdminCase, "admin_decision.made").In(t.ctx), Parts: parts})
		}
	}
	return out
}

// add presents entries as one value under a label, if the list has any of them.
func (t *teller) add(out []ui.Fact, label string, keys ...string) []ui.Fact {
	if parts := t.parts(keys...); len(parts) > 0 {
		return append(out, ui.Fact{Label: t.t(label), Parts: parts})
	}
	return out
}

// all presents the entries under a prefix, without those that say what stands there already.
func (t *teller) all(prefix string, there []ui.Fact) []ui.Fact {
	var out []ui.Fact
	for _, x := range t.list.Under(prefix) {
		f := t.say(x)
		if !slices.ContainsFunc(there, func(y ui.Fact) bool { return y.Label == f.Label && plainOf(y) == f.Value }) {
			out = append(out, f)
		}
	}
	return out
}

// files are those that came with the proposal: who decides opens them from here.
func (t *teller) files(d *decisionView) []ui.Fact {
	there := d.filesOf()
	out := t.all("file:", nil)
	for i, f := range out {
		if u, ok := there[f.Key]; ok {
			out[i].Href = "/approvals/" + d.P.Ref + "/files/" + u.Ref
		}
	}
	return out
}

func plainOf(f ui.Fact) string {
	if len(f.Parts) == 1 {
		return f.Parts[0].Text
	}
	return f.Value
}

// signedReferral: from which organ to which, for which crime, on which facts.
func (t *teller) signedReferral(d *decisionView) []ui.Fact {
	to := "referral:to"
	if t.list.Find(to) == nil {
		to = "referral:destination"
	}
	out := t.add(nil, "act.signed.organs", "referral:from", to)
	out = t.add(out, "act.signed.offence", "referral:offence")
	out = t.add(out, "act.signed.facts", "referral:facts")
	number := ui.Fact{Label: t.t("act.signed.number"), Parts: t.parts("referral:number", "referral:ref")}
	if ref := t.list.Value("referral:ref"); d.Links[ref] {
		number.Parts[len(number.Parts)-1].Href = "/referrals/" + ref
	}
	if len(number.Parts) > 0 {
		out = append(out, number)
	}
	if f, ok := t.fact("referral:new_facts"); ok {
		out = append(out, f)
	}
	return out
}

// signedItem: which thing, how much of it, where it is, and until when it is held.
func (t *teller) signedItem(d *decisionView) []ui.Fact {
	ref := d.targetRef()
	at := "evidence:" + ref + ":"
	thing := ui.Fact{Label: t.t("act.signed.item"), Parts: t.item(d, ref)}
	if len(thing.Parts) == 0 {
		return nil
	}
	thing.Parts = append(thing.Parts, t.parts(at+"quantity")...)
	if net, ok := t.part(at + "net_g"); ok {
		net.Text = t.t("act.signed.net", "kg", net.Text)
		thing.Parts = append(thing.Parts, net)
	}
	out := t.add([]ui.Fact{thing}, "act.signed.state", at+"state")
	for _, x := range t.list.Under("clock:") {
		if procedure.Column(x.Key) == ref && x.At(7) == "" {
			out = append(out, t.say(x))
		}
	}
	return out
}

// item is a thing by its number and name; it leads there where the reader may open it.
func (t *teller) item(d *decisionView, ref string) []ui.Piece {
	at := "evidence:" + ref + ":"
	out := t.parts(at+"no", at+"name")
	for i := range out {
		if d.Links[ref] && out[i].Key == at+"name" {
			out[i].Href = "/evidence/" + ref
		}
		if out[i].Key == at+"no" {
			out[i].Text = itemNo(out[i].Text)
		}
	}
	return out
}

// outcomes say what each decision would bring about: state, clocks, documents, twin acts, and who is told.
func (e *Desk) outcomes(t *teller, d *decisionView, rows ...*law.Act) []act.Outcome {
	out := make([]act.Outcome, len(rows))
	for i, row := range rows {
		out[i] = act.Outcome{Label: e.decisionLabel(t.ctx, d.P, row), Basis: t.parts("effect:" + row.ID + ":basis")}
		for _, x := range t.list.Under("effect:" + row.ID + ":") {
			if x.At(0) != "basis" {
				out[i].Lines = append(out[i].Lines, t.parts(x.Key)...)
			}
		}
		out[i].Lines = append(out[i].Lines, t.parts("told")...)
	}
	return out
}

// Effects says in sentences what an act starts, stops and issues.
func (e *Desk) Effects(ctx context.Context, row *law.Act) []string { return e.effects(ctx, row, nil) }

func (e *Desk) effects(ctx context.Context, row *law.Act, counting func(code string) bool) []string {
	var out []string
	add := func(cond, s string) {
		if cond != "" {
			s = i18n.T(ctx, "act.effect.maybe", "effect", s)
		}
		out = append(out, s)
	}
	if row.Transition && row.To != "" {
		if s := e.Book().State(row.Entity, row.To); s != nil {
			add("", i18n.T(ctx, "act.effect.state", "state", s.Label.In(ctx)))
		}
	}
	clocks := func(key string, refs []law.Ref) {
		for _, r := range refs {
			if k := e.Book().Clock(r.Code); k != nil && (counting == nil || counting(r.Code)) {
				add(r.Cond, i18n.T(ctx, key, "clock", k.Name.In(ctx)))
			}
		}
	}
	for _, r := range row.Starts {
		if k := e.Book().Clock(r.Code); k != nil {
			add(r.Cond, starts(ctx, k))
		}
	}
	clocks("act.effect.extends", row.Extends)
	clocks("act.effect.pauses", row.Pauses)
	clocks("act.effect.resumes", row.Resumes)
	clocks("act.effect.stops", row.Stops)
	for _, d := range row.DocsIssued {
		if doc := e.Book().Document(d.AnyOf[0]); doc != nil {
			add(d.Cond, i18n.T(ctx, "act.effect.issues", "document", doc.Name.In(ctx), "code", doc.Code))
		}
	}
	for _, em := range row.Emits {
		if em.Self {
			continue
		}
		add(em.Cond, i18n.T(ctx, pick(em.Task, "act.effect.task", "act.effect.twin"), "event", e.Book().EventLabel(em.Entity, em.Event).In(ctx)))
	}
	return out
}
