package page

import (
	"fmt"
	"net/url"
	"slices"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/matter"
	"touchstone/internal/web"
	views "touchstone/views/evidence"
	"touchstone/views/ui"
)

func (h *HTTP) offerPage(rd web.Reading, o *offering, in url.Values, bad *errs.E) (views.NewHandover, error) {
	who, p := rd.Who, h.words(rd)
	title := p.t("evidence.offer.title")
	page := views.NewHandover{Frame: rd.Frame("P25", title),
		Head: ui.Heading{Title: title, Sub: o.Of, Back: &ui.Action{Label: p.t("evidence.offer.back"), Href: o.Back}}}
	page.Frame.Error = bad != nil
	if o.Asking == nil {
		page.Empty = ui.EmptyState{Text: p.t("evidence.offer.nothing")}
		return page, nil
	}
	row := o.Asking.Rows[0]
	page.Rules = h.Acts.Engine.Rules(p.ctx, row)
	form, _, err := h.Acts.Ask(rd, o.Asking, in, bad)
	if err != nil {
		return page, err
	}
	form.Action, form.Key, form.Version, form.Submit = o.Action, rd.Key(o.Action), "", p.t("evidence.offer.submit")
	form.Cancel = &ui.Action{Label: p.t("evidence.offer.cancel"), Href: o.Back}
	items := ui.Field{Name: "evidence", Type: "evidence_items", Label: p.t("evidence.offer.items"), Values: in["evidence"], Multiple: true}
	if in == nil {
		items.Values = rd.Query["evidence"]
		if len(items.Values) == 0 && o.Referral != nil {
			for _, r := range o.Rows {
				items.Values = append(items.Values, r.Ref)
			}
		}
	}
	for _, r := range o.Rows {
		items.Options = append(items.Options, ui.Option{Value: r.Ref, Label: fmt.Sprintf("%03d %s", r.No, r.Name), Hint: p.listed(r)})
	}
	if bad != nil {
		for _, f := range bad.Fields {
			if f.Name == "evidence" && items.Error == "" {
				items.Error = p.t(f.Key, f.Args...)
			}
		}
	}
	for i := range form.Fields {
		switch f := &form.Fields[i]; f.Name {
		case "receiving_organ":
			h.organs(f, o, who, in == nil)
		case "handover_list":
			papers(f, o)
		}
	}
	form.Fields = append([]ui.Field{items}, form.Fields...)
	page.Form = &form
	return page, nil
}

// organs: things go to another organ that has a desk here; a referral knows to which, and no other is to be chosen.
func (h *HTTP) organs(f *ui.Field, o *offering, who actor.Actor, fresh bool) {
	only := o.organ(h.Book())
	f.Type = "select"
	f.Options = slices.DeleteFunc(slices.Clone(f.Options), func(x ui.Option) bool {
		a, ok := evidence.AgencyNamed(o.File, x.Value)
		return !ok || !a.Accounts || a.ID == who.AgencyID || only != 0 && a.ID != only
	})
	if fresh && only != 0 {
		f.Value = o.File.Agencies[only].Code
		f.Values = []string{f.Value}
	}
}

// papers: a handover list is one of the documents that the offer makes, or a paper that is named.
func papers(f *ui.Field, o *offering) {
	var lists []string
	for _, row := range o.Asking.Rows {
		for _, need := range row.DocsIssued {
			lists = append(lists, need.AnyOf...)
		}
	}
	f.Options = slices.DeleteFunc(slices.Clone(f.Options), func(x ui.Option) bool {
		return !slices.ContainsFunc(o.File.Docs, func(d matter.Doc) bool { return d.Ref == x.Value && slices.Contains(lists, d.Code) })
	})
}

// listed is what the list says about an item.
func (p words) listed(r evidence.Row) string {
	return ui.Joined(p.quantity(r), p.seal(r.SealNo), p.enum("evidence_kind", r.Kind))
}
