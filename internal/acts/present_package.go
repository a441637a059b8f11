package acts

import (
	"slices"
	"strings"

	"touchstone/internal/law"
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
