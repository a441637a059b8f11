package acts

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/views/act"
	"touchstone/views/ui"
)

// packageItems presents the five items of D310 art. 6 of a referral, as the list has them.
func (t *teller) packageItems(d *decisionView) []ui.PackageItem {
	var out []ui.PackageItem
	for _, x := range t.list.Under("package:") {
		t.printed[x.Key] = true
		item := t.packaged(x)
		if !d.Links[x.At(1)] {
			item.Href = ""
		}
		out = append(out, item)
	}
	t.printed["package"] = true
	return out
}

// PackageItems presents the five items of D310 art. 6: what is there, in which version, with which digest. The
// transfer letter is made of the referral's own facts when it is sent.
func PackageItems(ctx context.Context, book *law.Edition, f *matter.File, r *matter.Referral) []ui.PackageItem {
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

// papers lists the papers and items of the list with their digests: those that the proposal names, and the rest. A paper
// leads to its page for whoever may open it.
func (e *Desk) papers(t *teller, d *decisionView) (cited, rest []act.Paper) {
	refs := cites(d.P, d.P.Form(e.Book()))
	put := func(ref string, p act.Paper) {
		if slices.Contains(refs, ref) {
			cited = append(cited, p)
		} else {
			rest = append(rest, p)
		}
	}
	for _, x := range t.list.Under("paper:") {
		t.printed[x.Key] = true
		paper := act.Paper{Key: x.Key, Title: []ui.Piece{{Text: t.title(x)}}, Note: []ui.Piece{{Text: x.At(1)}}, Digest: x.At(2)}
		if ref := procedure.Column(x.Key); d.Links[ref] {
			paper.Title[0].Href = "/documents/" + ref
		}
		put(procedure.Column(x.Key), paper)
	}
	for _, x := range t.list.Under("evidence:") {
		if procedure.Column(x.Key) == "name" {
			ref := strings.Split(x.Key, ":")[1]
			put(ref, act.Paper{Title: t.item(d, ref), Note: t.parts("evidence:" + ref + ":state")})
		}
	}
	return cited, rest
}

// cites are the references of papers and items that a proposal names.
func cites(p *procedure.Approval, form *law.Form) []string {
	if form == nil {
		return nil
	}
	var out []string
	encoded := form.Encode(p.Input)
	for _, x := range form.Fields {
		if x.Type == "documents" || x.Type == "evidence_items" {
			out = append(out, encoded[x.Name]...)
		}
	}
	return out
}
