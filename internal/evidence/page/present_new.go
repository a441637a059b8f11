package page

import (
	"net/url"
	"slices"

	"touchstone/internal/acts"
	"touchstone/internal/cases"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/web"
	views "touchstone/views/evidence"
	"touchstone/views/ui"
)

// mainFields are what J1 asks for; the rest is there for those who need it.
func mainFields() []string {
	return []string{"name", "evidence_kind", "collected_at", "place", "collection_method", "co_collector"}
}

func (h *HTTP) newPage(rd web.Reading, a *acts.Asking, head *cases.Head, in url.Values, bad *errs.E) (views.NewPage, error) {
	p := h.words(rd)
	form, row, err := h.Acts.Ask(rd, a, in, bad)
	if err != nil {
		return views.NewPage{}, err
	}
	title := p.t("evidence.new.title")
	page := views.NewPage{Frame: rd.Frame("P12", title), Identity: h.Headers.Bar(p.ctx, head, cases.TabEvidence, p.now), Title: title,
		Rules: h.Acts.Engine.Rules(p.ctx, row)}
	page.Frame.Error = bad != nil
	form.Submit, form.Upload, form.Dense = p.t("evidence.new.submit"), true, true
	all := form.Fields
	form.Fields = nil
	for _, f := range all {
		p.mend(&f, a)
		switch {
		case f.Name == "hash_algorithm": // the server's own; nobody chooses it
		case f.Type == "file":
			page.Files = append(page.Files, f)
		case slices.Contains(mainFields(), f.Name):
			form.Fields = append(form.Fields, f)
		case f.Name == "quantity" || f.Name == "unit":
			page.Amount = append(page.Amount, f)
		default:
			page.More = append(page.More, f)
			page.Opened = page.Opened || f.Error != "" || in != nil && in.Get(f.Name) != "" && f.Name != "original_or_copy"
		}
	}
	if h.wrongKind(bad) {
		page.Opened = true
	}
	page.Form = form
	return page, nil
}

// wrongKind: a refusal about original or copy opens the part of the form where that stands.
func (h *HTTP) wrongKind(bad *errs.E) bool {
	return bad != nil && slices.ContainsFunc(bad.Guards, func(g errs.Guard) bool { return g.ID == "original_or_copy_stated" })
}

// mend fits a field of the table's form to this page: no choice that the act cannot take, limits said before choosing.
func (p words) mend(f *ui.Field, a *acts.Asking) {
	drop := func(no func(string) bool) {
		f.Options = slices.DeleteFunc(slices.Clone(f.Options), func(o ui.Option) bool { return no(o.Value) })
	}
	switch f.Name {
	case "evidence_kind", "collection_method":
		if a.Rows[0].Variant == "track=administrative" {
			drop(func(v string) bool { return p.book.CriminalOnly(f.Name, v) })
		}
	case "co_collector":
		drop(func(v string) bool { return v == a.Who.Username })
		if f.Value == "" && len(f.Options) > 0 { // the other handler of the case, where there is one
			for _, m := range a.File.Handlers(a.Parent.ID) {
				if m.UserID != a.Who.UserID && f.Error == "" {
					f.Value = m.Username
					break
				}
			}
		}
	case "collected_at":
		if f.Value == "" && f.Error == "" {
			f.Value = p.now.In(law.Zone()).Format("2006-01-02T15:04")
		}
	case "collector":
		if f.Value == "" {
			f.Value = a.Who.Username
		}
	case "files":
		f.Multiple, f.Optional, f.Limit = true, true, p.t("evidence.new.limit", "max", sizeWords(Largest))
		f.Hint = p.t("evidence.new.files_hint")
	case "photos":
		f.Multiple, f.Accept = true, "image/*"
	case "quantity", "unit":
		f.Optional, f.Hint = true, p.t("evidence.new.amount_hint")
	}
}
