package page

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"touchstone/internal/acts"
	"touchstone/internal/admincase"
	"touchstone/internal/cases"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/referral"
	"touchstone/internal/web"
	views "touchstone/views/referral"
	"touchstone/views/ui"
)

func (h *HTTP) newPage(rd web.Reading, a *acts.Asking, head *cases.Head, in url.Values, bad *errs.E) (views.NewPage, error) {
	ctx := rd.Ctx
	form, row, err := h.Acts.Ask(rd, a, in, bad)
	if err != nil {
		return views.NewPage{}, err
	}
	title := row.Label.In(ctx)
	p := views.NewPage{Frame: rd.Frame("P18", title), Identity: h.Headers.Bar(ctx, head, cases.TabDecisions, rd.Now), Head: ui.Heading{Title: title},
		Form: form}
	p.Frame.Error = bad != nil
	for _, i := range admincase.Screen(a.File, a.File.Case(a.Parent.ID)) {
		p.Screen = append(p.Screen, ui.Fact{Label: i18n.T(ctx, "referral.indicator."+i.Code),
			Value: h.Book().Cite(ctx, i.Basis)})
	}
	if len(p.Screen) == 0 {
		p.Screen = []ui.Fact{{Label: i18n.T(ctx, "referral.screen.none"), Value: h.Book().Cite(ctx, "D310 3")}}
	}
	return p, nil
}

func (h *HTTP) itemPage(rd web.Reading, v *view, no int, in url.Values, bad *errs.E) views.ItemPage {
	ctx := rd.Ctx
	title := i18n.T(ctx, "act.package."+strconv.Itoa(no))
	action := fmt.Sprintf("/referrals/%s/package/%d", v.R.Ref, no)
	p := views.ItemPage{Frame: rd.Frame("P18", title), Head: ui.Heading{Title: title, Sub: "D310 6",
		Back: &ui.Action{Label: v.R.Ref, Href: "/referrals/" + v.R.Ref}}}
	f := ui.ActForm{Action: action, Key: rd.Key(action), Submit: i18n.T(ctx, "referral.item.save"),
		Cancel: &ui.Action{Label: i18n.T(ctx, "act.form.cancel"), Href: "/referrals/" + v.R.Ref}}
	if bad != nil {
		f.Problems, f.Guards = acts.Problems(ctx, bad)
		p.Frame.Error = true
	}
	field := func(name string) ui.Field {
		x := acts.PageField(ctx, h.Book().Form("referral_item"), name)
		x.Value = in.Get(name)
		return x
	}
	doc, items := field("document"), field("evidence")
	doc.Type, items.Values, items.Multiple = "select", in["evidence"], true
	for i := len(v.File.Docs) - 1; i >= 0; i-- {
		if d := v.File.Docs[i]; d.CaseID == v.R.FromCaseID && v.File.Offers(d.Ref) {
			doc.Options = append(doc.Options, ui.Option{Value: d.Ref, Label: d.Name(ctx, h.Book()) + " " + d.Number})
		}
	}
	for _, e := range v.File.ItemsOf(v.R.FromCaseID) {
		if e.Finding != "excluded" && v.File.Offers(e.Ref) {
			items.Options = append(items.Options, ui.Option{Value: e.Ref, Label: fmt.Sprintf("%03d %s", e.No, e.Name)})
		}
	}
	f.Fields = []ui.Field{doc, items, field("note")}
	if h.Book().PackageItem(no).MayBeAbsent {
		f.Fields = append(f.Fields, field("not_applicable"))
	}
	p.Form = f
	if referral.Chosen(v.R, no) != nil {
		p.Clear = &ui.ActForm{Action: action, Key: rd.Key(action), Hidden: []ui.Pair{{Name: "clear", Value: "yes"}},
			Submit: i18n.T(ctx, "referral.item.clear")}
	}
	return p
}

func (h *HTTP) checkPage(rd web.Reading, v *view) (views.CheckPage, error) {
	ctx := rd.Ctx
	a, err := h.Acts.AskOn(v.Who, v.File, referral.Target(v.R.ID), "referral.report_submitted")
	if err != nil {
		return views.CheckPage{}, err
	}
	form, row, err := h.Acts.Ask(rd, a, nil, nil)
	if err != nil {
		return views.CheckPage{}, err
	}
	title := i18n.T(ctx, "referral.check.title")
	p := views.CheckPage{Frame: rd.Frame("P19", title), Identity: h.identity(ctx, v, rd.Now), Head: ui.Heading{Title: title}, Facts: h.facts(ctx, v),
		Package: h.items(ctx, v), Form: form, Effects: h.Acts.Engine.Effects(ctx, row)}
	p.Checks = h.checks(ctx, v)
	return p, nil
}

// checks says in words what will be asked when the report is submitted.
func (h *HTTP) checks(ctx context.Context, v *view) []ui.Duty {
	bad := 0
	for _, e := range v.File.ItemsOf(v.R.FromCaseID) {
		bad += e.BadFiles
	}
	fined := referral.NoFineSubstituted(&procedure.Act{Target: referral.Target(v.R.ID)}, v.File).Failed
	absent := len(referral.Absent(h.Book(), v.File, v.R))
	return []ui.Duty{
		{OK: absent == 0, Text: i18n.T(ctx, "referral.check.package", "n", len(h.Book().Package())-absent)},
		{OK: bad == 0, Text: i18n.T(ctx, "referral.check.hashes", "n", bad)},
		{OK: len(v.R.Team) >= 2, Text: i18n.T(ctx, "referral.check.team", "who", h.team(ctx, v))},
		{OK: !fined, Text: i18n.T(ctx, "referral.check.fine")},
	}
}

// packageItems presents the five items of D310 art. 6: what is there, in which version, with which digest. The
// transfer letter is made of the referral's own facts when it is sent.
func packageItems(ctx context.Context, book *law.Edition, f *matter.File, r *matter.Referral) []ui.PackageItem {
	papers := book.Package()
	out := make([]ui.PackageItem, len(papers))
	for i, paper := range papers {
		out[i] = ui.PackageItem{Label: i18n.T(ctx, "act.package."+strconv.Itoa(i+1)), Basis: i18n.T(ctx, "act.package.basis"), State: "missing"}
		for _, d := range f.Docs {
			if d.Code == paper.Code && d.TargetID == r.ID {
				show(&out[i], f, d, d.Name(ctx, book))
			}
		}
	}
	if out[0].State == "missing" && r.Offence != "" && r.Facts != "" {
		out[0].State, out[0].Reason = "present", i18n.T(ctx, "act.package.letter")
	}
	for _, it := range r.Items {
		p := &out[it.No-1]
		switch {
		case it.NotApplicable != "":
			p.State, p.Reason = "not_applicable", procedure.Written(it.NotApplicable)
		case it.DocumentID != 0:
			for _, d := range f.Docs {
				if d.ID == it.DocumentID {
					show(p, f, d, d.Name(ctx, book))
				}
			}
		case len(it.EvidenceIDs) > 0:
			p.State, p.Document = "present", i18n.T(ctx, "act.package.items", "n", len(it.EvidenceIDs))
		case it.Note != "":
			p.State, p.Reason = "present", procedure.Written(it.Note)
		}
	}
	return out
}

func show(p *ui.PackageItem, f *matter.File, d matter.Doc, name string) {
	p.State, p.Document, p.Href, p.Hash = "present", name+" "+d.Number, f.Link("/documents/", d.Ref), d.Digest
}
