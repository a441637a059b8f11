package criminalcase

import (
	"context"
	"strings"

	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// receive opens the case in the receiving organ: by a referral in its matter, by an own lead in a matter of its own,
// by a hand-over where it was handed over.
func (d Deps) receive(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File) (int64, error) {
	ref, err := ids.NewRef(ids.Case, d.Random)
	if err != nil {
		return 0, err
	}
	n := matter.NewCase{Ref: ref, Machine: string(a.Target.Entity), State: a.To, MatterID: f.MatterID, SourceKind: a.Input.Str("source_kind"),
		Summary: a.Input.Str("summary"), Title: headline(a.Input.Str("summary")), Marking: 1}
	switch a.Row.VariantValue {
	case "referral":
		if err := fromReferral(&n, a, f); err != nil {
			return 0, err
		}
	case "handed_over":
		fromPredecessor(&n, a, f)
	}
	if n.MatterID == 0 {
		if n.MatterID, err = matter.Open(ctx, tx, d.Random); err != nil {
			return 0, err
		}
	}
	id, err := matter.Insert(ctx, tx, n)
	if err != nil {
		return 0, err
	}
	if err := matter.AddMembers(ctx, tx, matter.Membership{CaseID: id, UserID: tx.Who.UserID, Part: "support", Basis: a.Row.Event,
		Marking: n.Marking}); err != nil {
		return 0, err
	}
	if !a.Twin {
		a.Location = "/cases/" + ref + "?done=" + a.Row.Event
	}
	if n.SourceReferralID == nil {
		return id, nil
	}
	a.Changed(matter.PartReferrals)
	return id, linkReferral(ctx, tx, *n.SourceReferralID, id)
}

// fromReferral takes what the referral carries and nothing else of the origin file: the suspected crime, the facts,
// the matter's name, the mineral and the marking.
func fromReferral(n *matter.NewCase, a *procedure.Act, f *matter.File) error {
	r := f.Referral(a.Parent.ID)
	if a.Parent.Entity != law.Referral || r == nil {
		return errs.New(errs.Conflict, "criminalcase.only_by_receipt")
	}
	origin := f.Case(r.FromCaseID)
	n.SourceKind, n.SourceReferralID, n.Summary = "referral", &r.ID, r.Facts
	n.Title, n.Mineral, n.Marking, n.Compartmented = origin.Title, origin.Mineral, int16(origin.Marking), origin.Compartmented
	return nil
}

// fromPredecessor inherits the link to the referral (tables, CRM-T05) where the case that handed over is of this matter.
func fromPredecessor(n *matter.NewCase, a *procedure.Act, f *matter.File) {
	old := f.CaseOf(a.Parent)
	if old == nil || old.Machine != string(law.CriminalCase) {
		return
	}
	if id := old.SourceReferralID; id != 0 {
		n.SourceReferralID = &id
	}
	n.Title, n.Mineral, n.Marking, n.Compartmented = old.Title, old.Mineral, int16(old.Marking), old.Compartmented
}

const longestTitle = 40

// headline is the beginning of a summary, as lists show it.
func headline(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	if r := []rune(s); len(r) > longestTitle {
		return string(r[:longestTitle]) + "…"
	}
	return s
}

// reviewStarted puts the investigator on the case. A twin of the agency's supplement puts nobody on it.
func reviewStarted(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File) error {
	c := f.Case(a.Target.ID)
	if c == nil || a.Who.AgencyID != c.AgencyID || a.Role != "ps_investigator" {
		return nil
	}
	return matter.AddMembers(ctx, tx, matter.Membership{CaseID: c.ID, UserID: tx.Who.UserID, Part: "handler", Lead: true, Basis: a.Row.Event,
		Marking: int16(c.Marking)})
}

// investigationStarted names the investigators (MPS 191); the first leads.
func investigationStarted(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File) error {
	c := f.Case(a.Target.ID)
	if c == nil {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	var named []matter.Membership
	for i, name := range a.Input.List("officers") {
		o, err := procedure.Officer(f, "officers", name, c.AgencyID)
		if err != nil {
			return err
		}
		named = append(named, matter.Membership{CaseID: c.ID, UserID: o.ID, Part: "handler", Lead: i == 0, Basis: a.Row.Event, Marking: int16(c.Marking)})
	}
	return matter.AddMembers(ctx, tx, named...)
}
