package referral

import (
	"context"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/ids"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// open makes the draft in the case whose officers found the ground.
func (d Deps) open(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File) (int64, error) {
	c := f.CaseOf(a.Parent)
	if c == nil {
		return 0, errs.New(errs.NotFound, "errs.not_found")
	}
	team, err := teamOf(f, a.Input.List("team"), c.AgencyID)
	if err != nil {
		return 0, err
	}
	ref, err := ids.NewRef(ids.Referral, d.Random)
	if err != nil {
		return 0, err
	}
	id, err := insertDraft(ctx, tx, row{Ref: ref, MatterID: f.MatterID, FromCaseID: c.ID, FromAgencyID: c.AgencyID, FromUnitID: c.UnitID, State: a.To,
		Destination: a.Input.Str("destination"), Offence: a.Input.Str("suspected_offence"), Facts: a.Input.Str("facts"), Team: team,
		Marking: int16(c.Marking), Compartmented: c.Compartmented})
	a.Location = "/referrals/" + ref + "?done=" + a.Row.Event
	return id, err
}

// teamOf looks the team up in the organ (D310 5).
func teamOf(f *matter.File, names []string, agency int64) ([]int64, error) {
	var team []int64
	for _, name := range names {
		o, err := procedure.Officer(f, "team", name, agency)
		if err != nil {
			return nil, err
		}
		team = append(team, o.ID)
	}
	return team, nil
}

// freezeItems fixes the package as it stands: what the head will decide on, and what a supplement made of it.
func (d Deps) freezeItems(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File) error {
	r := of(a, f)
	if r == nil {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	return freeze(ctx, tx, d.Book(), a, f, r)
}

// sent: from here the addressee may see the referral and the package of this moment.
func (d Deps) sent(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File) error {
	r := of(a, f)
	to, ok := evidence.AgencyNamed(f, a.Input.Str("receiving_organ"))
	if r == nil || !ok {
		return errs.Invalid(errs.Field{Name: "receiving_organ", Key: "referral.field.organ_unknown"})
	}
	if err := freeze(ctx, tx, d.Book(), a, f, r); err != nil {
		return err
	}
	update(tx, r.ID, database.Set{"to_agency_id": to.ID, "sent_at": tx.Now})
	return nil
}

// received: the slip names the person, the moment, the digest of what was received and what differs (D310 7; MPS 180).
func received(_ context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File) error {
	r := of(a, f)
	if r == nil {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	setReceived(tx, a, r)
	return nil
}

// forward makes the child referral at the competent organ: same facts, same team, same package, its own receipt and
// clocks (D310 7; MPS 175).
func (d Deps) forward(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File) (int64, error) {
	parent := f.Referral(a.Parent.ID)
	if parent == nil {
		return 0, errs.New(errs.Conflict, "referral.rule.only_by_reroute")
	}
	to, ok := evidence.AgencyNamed(f, a.Input.Str("receiving_organ"))
	destination := DestinationOf(to.Kind)
	if !ok || destination == "" || to.ID == parent.ToAgencyID {
		return 0, errs.Invalid(errs.Field{Name: "receiving_organ", Key: "referral.field.organ_unknown"})
	}
	ref, err := ids.NewRef(ids.Referral, d.Random)
	if err != nil {
		return 0, err
	}
	return insertChild(ctx, tx, ref, parent.ID, to.ID, destination, a.To)
}
