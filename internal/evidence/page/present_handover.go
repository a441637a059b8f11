package page

import (
	"fmt"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/deadline/badge"
	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
	"touchstone/internal/web"
	views "touchstone/views/evidence"
	"touchstone/views/ui"
)

func (h *HTTP) handoverPage(rd web.Reading, ref string, in url.Values, bad map[int64]*errs.E) (views.HandoverPage, error) {
	who, p := rd.Who, h.words(rd)
	l, err := h.listByRef(p.ctx, who, ref, p.ask)
	if err != nil {
		return views.HandoverPage{}, err
	}
	title := p.t("evidence.handover.title", "ref", l.Ref)
	page := views.HandoverPage{Frame: rd.Frame("P25", title), Identity: p.listIdentity(l)}
	page.Frame.Error = len(bad) > 0
	if l.Clock != nil {
		k := badge.Present(p.ctx, h.Book(), *l.Clock, p.now)
		page.Clock, page.Identity.Clock = &k, &k
	}
	waiting := 0
	for _, it := range l.Items {
		if it.Outcome == "" {
			waiting++
		}
	}
	page.Sheet = p.t("evidence.handover.waiting", "n", waiting, "all", len(l.Items))
	page.Notices = p.listNotices(rd, l, waiting)
	page.Table = p.listTable(l)
	page.Duties = []ui.Duty{{OK: true, Text: p.t("evidence.handover.giver", "name", i18n.Name(p.ctx, l.OfferedBy, l.OfferedByEN), "agency", p.organ(l.FromName))},
		h.receiverDuty(p, who, l)}
	if h.mayAnswer(who, l) {
		h.answerForm(rd, p, l, in, bad, &page)
	}
	return page, nil
}

// receiverDuty says who may sign for the other side.
func (h *HTTP) receiverDuty(p words, who actor.Actor, l *readList) ui.Duty {
	switch {
	case l.State != stateOffered:
		return ui.Duty{OK: true, Text: p.t("evidence.handover.signed")}
	case h.mayAnswer(who, l):
		return ui.Duty{OK: true, Text: p.t("evidence.handover.you", "name", who.Name)}
	}
	return ui.Duty{Text: p.t("evidence.handover.other", "agency", p.organ(l.ToName), "roles",
		h.Acts.Engine.RoleNames(p.ctx, []actor.Role{actor.EvidenceCustodian}))}
}

func (p words) listIdentity(l *readList) ui.Identity {
	id := ui.Identity{Ref: l.Ref, Title: p.t("evidence.handover.head", "from", p.organ(l.FromName), "to", p.organ(l.ToName)),
		Lead: ui.AgencyMark{Kind: l.FromKind, Name: p.organ(l.FromName)}, Tags: []ui.Tag{p.listState(l.State)}}
	switch {
	case l.SeesCase:
		id.Facts = append(id.Facts, ui.Fact{Label: p.t("evidence.fact.case"), Value: l.CaseTitle, Href: "/cases/" + l.CaseRef + "/evidence"})
	case l.OwnCase:
		id.Facts = append(id.Facts, ui.Fact{Label: p.t("evidence.fact.case"), Value: l.CaseRef, Mono: true})
	}
	id.Facts = append(id.Facts, []ui.Fact{{Label: p.t("evidence.col.from"), Node: ui.Agency(id.Lead)},
		{Label: p.t("evidence.col.to"), Node: ui.Agency(ui.AgencyMark{Kind: l.Kind, Name: p.organ(l.ToName)})},
		{Label: p.t("evidence.col.offered"), Value: i18n.Name(p.ctx, l.OfferedBy, l.OfferedByEN) + " · " + i18n.DateTime(l.OfferedAt)}}...)
	if l.ReferralRef != "" {
		referral := ui.Fact{Label: p.t("evidence.fact.referral"), Value: l.ReferralRef, Mono: true}
		if l.SeesReferral {
			referral.Href = "/referrals/" + l.ReferralRef
		}
		id.Facts = append(id.Facts, referral)
	}
	if l.Carrier != "" {
		id.Facts = append(id.Facts, ui.Fact{Label: p.t("evidence.fact.carrier"), Value: l.Carrier})
	}
	if l.ClosedAt != nil {
		id.Facts = append(id.Facts, ui.Fact{Label: p.t("evidence.fact.closed"), Value: i18n.DateTime(*l.ClosedAt)})
	}
	return id
}

func (p words) listNotices(rd web.Reading, l *readList, waiting int) []ui.Notice {
	switch done := rd.Query.Get("done"); {
	case done == "answered":
		return []ui.Notice{{Tone: "ok", Text: p.t("evidence.handover.answered", "n", len(l.Items)-waiting, "all", len(l.Items))}}
	case done != "" && l.State == stateOffered:
		return []ui.Notice{{Tone: "ok", Text: p.t("evidence.handover.offered", "n", len(l.Items), "to", p.organ(l.ToName))}}
	}
	return nil
}

func (p words) listTable(l *readList) ui.Table {
	t := ui.Table{Caption: p.t("evidence.handover.items"), Columns: []ui.Column{{Label: p.t("evidence.col.name"), Title: true},
		{Label: p.t("evidence.col.quantity")},
		{Label: p.t("evidence.col.counted")}, {Label: p.t("evidence.col.hash")}, {Label: p.t("evidence.col.answer")}, {Label: p.t("evidence.col.note")}}}
	for _, it := range l.Items {
		name := templ.Component(ui.Sub(it.Name, fmt.Sprintf("%03d · %s", it.No, it.Ref)))
		if slices.Contains(l.Open, it.ID) {
			name = views.Item("/evidence/"+it.Ref, it.Name, fmt.Sprintf("%03d · %s", it.No, it.Ref))
		}
		state, detail := p.hash(it.Files, it.Bad, checks{Unchecked: 1})
		t.Rows = append(t.Rows, ui.Row{Ref: it.Ref, Bad: it.Bad > 0, Attrs: templ.Attributes{"data-evidence": it.Ref, "data-sha256": bare(it.Digest)},
			Cells: []templ.Component{name, p.measured(it.Row, it.Listed), p.measured(it.Row, it.Counted),
				views.Bytes(state, detail, bare(it.Digest), it.Files), ui.StateTag(p.outcome(it.Outcome)), ui.Text(procedure.Written(it.Note))}})
	}
	return t
}

// measured is a count with its weight, above the seal.
func (p words) measured(r evidence.Row, m evidence.Measured) templ.Component {
	return ui.Sub(p.amount(r, m), p.seal(m.SealNo))
}

// amount is a measure of an item in words.
func (p words) amount(r evidence.Row, m evidence.Measured) string {
	r.Quantity, r.Gross = m.Quantity, m.Gross
	return p.quantity(r)
}

func (p words) seal(no string) string {
	if no == "" {
		return ""
	}
	return p.t("evidence.chain.seal", "no", no)
}

// differences are the handovers at which the item was not what the list said; both measures stay to be read.
func (p words) differences(d *evidence.Detail) []ui.Notice {
	var out []ui.Notice
	for _, x := range d.Differences {
		out = append(out, ui.Notice{Tone: "warn", Text: p.t("evidence.item.differed", "list", x.ListRef, "from", p.organ(x.From), "to", p.organ(x.To),
			"listed", ui.Joined(p.amount(d.Row, x.Listed), p.seal(x.Listed.SealNo)), "counted", ui.Joined(p.amount(d.Row, x.Counted), p.seal(x.Counted.SealNo)), "note",
			procedure.Written(x.Note))})
	}
	return out
}

func (p words) outcome(code string) ui.Tag {
	tone := map[string]string{"match": "ok", "difference": "warn", "refused": "err", "": ""}[code]
	if code == "" {
		code = "waiting"
	}
	return ui.Tag{Label: p.t("evidence.outcome." + code), Tone: tone}
}

// answerForm lets the receiver say something about each waiting item and sign once.
func (h *HTTP) answerForm(rd web.Reading, p words, l *readList, in url.Values, bad map[int64]*errs.E, page *views.HandoverPage) {
	action := "/handovers/" + l.Ref
	f := &ui.ActForm{Action: action, Event: eventAccept, Key: rd.Key(action), Submit: p.t("evidence.handover.sign"),
		Effect: p.t("evidence.handover.effect")}
	for _, it := range l.Items {
		if it.Outcome != "" {
			continue
		}
		a := p.answer(it, in)
		if e := bad[it.ID]; e != nil {
			problems, guards := acts.Problems(p.ctx, e)
			a.Guards = guards
			f.Guards = append(f.Guards, guards...)
			for _, x := range problems {
				x.Name += "-" + it.Ref
				f.Problems = append(f.Problems, ui.Problem{Name: x.Name, Text: it.Name + p.t("evidence.colon") + x.Text})
				blame(a.Measures, x)
				blame(a.Fields, x)
			}
		}
		page.Answers = append(page.Answers, a)
	}
	credential := ui.Field{Name: "credential", Type: "password", Label: p.t("act.sign.credential"), Hint: p.t("evidence.handover.credential"),
		Autocomplete: "current-password"}
	if e := bad[0]; e != nil {
		problems, _ := acts.Problems(p.ctx, e)
		f.Problems = append(f.Problems, problems...)
		for i, x := range problems {
			if x.Name == credential.Name {
				credential.Error = x.Text
			}
			if x.Name == "" && len(page.Answers) > 0 { // nothing answered: begin with the first
				f.Problems[i].Name = page.Answers[0].Fields[0].Name
				blame(page.Answers[0].Fields, f.Problems[i])
			}
		}
	}
	page.Form = f
	page.Credential = credential
}

// blame says at its field what is wrong with it.
func blame(fields []ui.Field, x ui.Problem) {
	for i := range fields {
		if fields[i].Name == x.Name {
			fields[i].Error = x.Text
		}
	}
}

func (p words) answer(it evidence.Offered, in url.Values) views.Answer {
	a := views.Answer{Ref: it.Ref, Name: fmt.Sprintf("%03d %s", it.No, it.Name), Href: "/evidence/" + it.Ref, Listed: p.listed(it.Row)}
	value := func(name, known string) string {
		if in != nil {
			return in.Get(name + "-" + it.Ref)
		}
		return known
	}
	said := ui.Field{Name: "answer-" + it.Ref, Type: "radios", Label: p.t("evidence.answer.label"), Value: value("answer", "")}
	for _, code := range []string{answerMatch, answerDifference, answerRefused} {
		said.Options = append(said.Options, ui.Option{Value: code, Label: p.t("evidence.answer." + code)})
	}
	a.Fields = append(a.Fields, said)
	e := matter.Evidence{Quantity: it.Quantity}
	for _, name := range counted(it.Row) {
		f := ui.Field{Name: name + "-" + it.Ref, Type: "decimal", Label: p.t("evidence.answer." + name)}
		switch name {
		case "quantity":
			f.Value, f.Unit = value(name, evidence.Count(&e).String()), p.unit(it.Unit)
		case "weight":
			f.Value, f.Unit = value(name, kilos(it.Gross)), "kg"
		default:
			f.Type, f.Value, f.Narrow = "text", value(name, it.SealNo), true
		}
		a.Measures = append(a.Measures, f)
	}
	a.Fields = append(a.Fields, ui.Field{Name: "note-" + it.Ref, Type: "text", Label: p.t("evidence.answer.note"), Hint: p.t("evidence.answer.note_hint"),
		Value: value("note", ""), Optional: true})
	a.Links = append(a.Links, ui.Action{Label: p.book.EventLabel(law.Evidence, eventAccept).In(p.ctx),
		Href: "/evidence/" + it.Ref + "/acts/" + eventAccept, Event: eventAccept})
	a.Links = append(a.Links, ui.Action{Label: p.book.EventLabel(law.Evidence, eventRefuse).In(p.ctx),
		Href: "/evidence/" + it.Ref + "/acts/" + eventRefuse, Event: eventRefuse})
	return a
}

func kilos(m *quantity.Mg) string {
	if m == nil {
		return ""
	}
	return m.Kg()
}
