package procedure

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/views/act"
	"touchstone/views/ui"
)

// packageItems presents the five items of D310 art. 6 of a referral.
func (e *Engine) packageItems(ctx context.Context, d *decisionView) []ui.PackageItem {
	r := d.File.Referral(d.P.TargetID)
	if d.P.Entity != law.Referral || r == nil {
		return nil
	}
	return PackageItems(ctx, e.book, d.File, r)
}

// PackageItems presents the five items of D310 art. 6: what is there, in which version, with which digest. The
// transfer letter is made of the referral's own facts when it is sent.
func PackageItems(ctx context.Context, book *law.Book, f *File, r *Referral) []ui.PackageItem {
	out := make([]ui.PackageItem, 5)
	for i := range out {
		out[i] = ui.PackageItem{Label: i18n.T(ctx, "act.package."+strconv.Itoa(i+1)), Basis: i18n.T(ctx, "act.package.basis"), State: "missing"}
		for _, d := range f.Docs {
			if d.Code == PackagePapers()[i] && d.TargetID == r.ID {
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
			p.State, p.Reason = "not_applicable", it.NotApplicable
		case it.DocumentID != 0:
			for _, d := range f.Docs {
				if d.ID == it.DocumentID {
					show(p, f, d, d.Name(ctx, book))
				}
			}
		case len(it.EvidenceIDs) > 0:
			p.State, p.Document = "present", i18n.T(ctx, "act.package.items", "n", len(it.EvidenceIDs))
		case it.Note != "":
			p.State, p.Reason = "present", it.Note
		}
	}
	return out
}

func show(p *ui.PackageItem, f *File, d Doc, name string) {
	p.State, p.Document, p.Href, p.Hash = "present", name+" "+d.Number, f.link("/documents/", d.Ref), d.Digest
}

// papers lists the papers and items of the file with their digests: those that the proposal names, and the rest. Of
// another organ's file a reader knows what its referral carries.
func (e *Engine) papers(ctx context.Context, d *decisionView) (cited, rest []act.Paper) {
	refs := d.P.cites(formOf(e.book, d.P.RowID))
	c, pack := d.File.Case(d.P.CaseID), d.File.carrying(d.P.Target())
	own := c != nil && c.AgencyID == d.Who.AgencyID
	put := func(ref string, p act.Paper) {
		if slices.Contains(refs, ref) {
			cited = append(cited, p)
		} else {
			rest = append(rest, p)
		}
	}
	for i := len(d.File.Docs) - 1; i >= 0; i-- {
		if x := d.File.Docs[i]; x.CaseID == d.P.CaseID && (own || pack.Carries(x.ID, 0)) {
			paper := act.Paper{Title: x.Name(ctx, e.book), Note: x.Number, Digest: x.Digest}
			if d.File.Opens(x.CaseID) || pack.Carries(x.ID, 0) {
				paper.Href = "/documents/" + x.Ref
			}
			put(x.Ref, paper)
		}
	}
	for _, x := range d.File.ItemsOf(d.P.CaseID) {
		if !own && !pack.Carries(0, x.ID) {
			continue
		}
		s := e.book.State(law.Evidence, x.State)
		put(x.Ref, act.Paper{Title: fmt.Sprintf("%03d %s", x.No, x.Name), Note: i18n.Pick(ctx, s.LabelZH, s.LabelEN), Href: "/evidence/" + x.Ref})
	}
	return cited, rest
}

// cites are the references of papers and items that a proposal names.
func (p *Approval) cites(form *law.Form) []string {
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
