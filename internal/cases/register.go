package cases

import (
	"context"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
)

// Further values of the form of admin_lead.registered that are no columns of forms.csv: what the page knows. They are
// stored with the act like every other value.
const (
	FieldTip        = "tip"         // reference of the tip that the lead was made from
	FieldPublicCase = "public_case" // code of a public-record entry
	FieldDuplicates = "duplicates_seen"
)

// register makes the case that admin_lead.registered brings into being: its matter (unless the act stands under a case
// of the same matter), the people on it, the party, the goods and the route as far as they are known.
func (d Deps) register(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File) (int64, error) {
	marking, ok := actor.ParseMarking(a.Input.Str("marking"))
	if !ok {
		return 0, errs.Invalid(errs.Field{Name: "marking", Key: "form.choice"})
	}
	n := matter.NewCase{Machine: string(a.Target.Entity), State: a.To, MatterID: f.MatterID, Marking: int16(marking), Title: titleOf(a.Input),
		Summary: a.Input.Str("summary"), Mineral: a.Input.Str("mineral"), LeadBasis: a.Input.Str("lead_basis"), SourceKind: a.Input.Str("source_kind"),
		Typology: strings.Join(a.Input.List("typology"), ";"), PublicCase: a.Input.Str(FieldPublicCase),
		ViolationEndedOn: quantity.DayOf(a.Input.Time("violation_ended_on"))}
	if marking > tx.Who.Clearance {
		return 0, errs.Invalid(errs.Field{Name: "marking", Key: "cases.field.marking_above_clearance"})
	}
	var err error
	if n.Ref, err = ids.NewRef(ids.Case, d.Random); err != nil {
		return 0, err
	}
	if n.MatterID == 0 {
		if n.MatterID, err = matter.Open(ctx, tx, d.Random); err != nil {
			return 0, err
		}
	}
	tip, err := d.takeTip(ctx, tx, a.Input.Str(FieldTip))
	if err != nil {
		return 0, err
	}
	if tip != nil {
		n.TipID = &tip.ID
		if n.PublicCase == "" {
			n.PublicCase = tip.PublicCase
		}
	}
	id, err := matter.Insert(ctx, tx, n)
	if err != nil {
		return 0, err
	}
	if err := d.people(ctx, tx, a, id, n.Marking); err != nil {
		return 0, err
	}
	if err := d.contents(ctx, tx, a, id); err != nil {
		return 0, err
	}
	if tip != nil {
		if err := useTip(ctx, tx, *tip, id); err != nil {
			return 0, err
		}
	}
	a.Location = "/cases/" + n.Ref + "?done=" + a.Row.Event
	return id, nil
}

// takeTip locks the tip a lead is made from. Only the agency that received it may use it, handlers once intake has
// triaged it, and only once.
func (d Deps) takeTip(ctx context.Context, tx *audit.Tx, ref string) (*tipRow, error) {
	if ref == "" {
		return nil, nil
	}
	norm, ok := ids.Normal(ref)
	if !ok || ids.PrefixOf(norm) != ids.Tip {
		return nil, errs.Invalid(errs.Field{Name: FieldTip, Key: "form.reference"})
	}
	tip, err := lockTip(ctx, tx, norm)
	if err != nil {
		return nil, err
	}
	if tip.State == "USED" || tip.State == "DISMISSED" {
		return nil, errs.New(errs.Conflict, "cases.tip_closed")
	}
	return &tip, nil
}

// people puts the officer who registers and the second officer on the case. An intake officer supports: whoever knows
// the informant does not investigate alone (roles.csv).
func (d Deps) people(ctx context.Context, tx *audit.Tx, a *procedure.Act, caseID int64, marking int16) error {
	second, err := colleague(ctx, tx, "co_handler", a.Input.Str("co_handler"), tx.Who.AgencyID)
	if err != nil {
		return err
	}
	if second.ID == tx.Who.UserID {
		return errs.Invalid(errs.Field{Name: "co_handler", Key: "cases.field.second_person"})
	}
	own := matter.Membership{CaseID: caseID, UserID: tx.Who.UserID, Part: "handler", Lead: true, Basis: a.Row.Event, Marking: marking}
	if a.Role != "case_handler" {
		own.Part, own.Lead = "support", false
	}
	other := matter.Membership{CaseID: caseID, UserID: second.ID, Part: "handler", Lead: !own.Lead, Basis: a.Row.Event, Marking: marking}
	return matter.PutMembers(ctx, tx, own, other)
}

// contents stores the first facts: who, what, how much, which way.
func (d Deps) contents(ctx context.Context, tx *audit.Tx, a *procedure.Act, caseID int64) error {
	if name := a.Input.Str("party"); name != "" {
		ref, err := ids.NewRef(ids.Party, d.Random)
		if err != nil {
			return err
		}
		if err := insertParty(ctx, tx, ref, caseID, name); err != nil {
			return err
		}
	}
	ref, err := ids.NewRef(ids.Goods, d.Random)
	if err != nil {
		return err
	}
	g := goods{Ref: ref, CaseID: caseID, Name: a.Input.Str("mineral"), Mineral: a.Input.Str("mineral"), Unit: a.Input.Str("unit"),
		ActOn: quantity.DayOf(a.Input.Time("violation_ended_on"))}
	if err := g.measure(a.Input); err != nil {
		return err
	}
	item, err := insertGoods(ctx, tx, g)
	if err != nil {
		return err
	}
	r := route{CaseID: caseID, ItemID: item, Origin: a.Input.Str("origin"), ExitPort: a.Input.Str("exit_port"), Transit: a.Input.Str("transit"),
		Destination: a.Input.Str("destination"), NetMg: g.NetMg, Source: a.Input.Str("source_kind")}
	if r.Origin+r.ExitPort+r.Transit+r.Destination == "" {
		return nil
	}
	return insertRoute(ctx, tx, r)
}

// measure takes how much there is and what it is worth. Unknown is not zero.
func (g *goods) measure(in law.Values) (err error) {
	if in.Has("quantity") {
		if g.Unit == "" { // a number of nothing cannot be summed, and a sum that leaves it out would not say so
			return errs.Invalid(errs.Field{Name: "unit", Key: "form.required"})
		}
		q := in.Money("quantity")
		text := q.String()
		g.Quantity = &text
		if g.NetMg, err = law.Mass("quantity", q, g.Unit); err != nil {
			return err
		}
	}
	if in.Has("value") {
		g.ValueFen, err = law.Money("value", in.Money("value"))
	}
	return err
}

// titleOf names a case as a list shows it: who and what.
func titleOf(v law.Values) string {
	return strings.Trim(v.Str("party")+" · "+v.Str("mineral"), " ·")
}
