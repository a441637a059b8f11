package evidence

import (
	"context"
	"slices"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// Later queues the copying of an accepted item's bytes to the receiving case's address (security D2), inside the
// act's transaction.
type Later func(ctx context.Context, tx *audit.Tx, itemID int64) error

// offered puts the item on its way: on the list that was prepared for it, else on a list of its own. The giver is who
// keeps the thing, where it is stored; the head who decided a transfer gives nothing out of the store.
func (d Deps) offered(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File, e *matter.Evidence) error {
	to, ok := AgencyNamed(f, a.Input.Str("receiving_organ"))
	if !ok || to.ID == e.HolderAgencyID || !to.Accounts {
		return errs.Invalid(errs.Field{Name: "receiving_organ", Key: "evidence.field.organ_unknown"})
	}
	giver := actorOf(a)
	if a.Row.Event != "evidence.transfer_offered" {
		giver = bringer(a)
		if e.HolderUser != 0 {
			name, err := nameOf(ctx, tx, e.HolderUser)
			if err != nil {
				return err
			}
			giver = person{e.HolderUser, name}
		}
	}
	if err := set(ctx, tx, e.ID, change{"to_agency_id": to.ID, "giver_id": giver.id}); err != nil {
		return err
	}
	ref, err := d.list(ctx, tx, a, f, e, to.ID, giver.id)
	if err != nil {
		return err
	}
	a.Location = "/handovers/" + ref + "?done=" + a.Row.Event
	return addStep(ctx, tx, a, e, step{action: "offered", from: keeper(f, e), to: to.NameZH, method: a.Input.Str("carrier"), giver: giver, seal: e.SealNo})
}

// FieldList is a further value of evidence.transfer_offered: the reference of the list that the item joins.
const FieldList = "list"

// list puts the item on the list that the act names, while that list is open and goes the same way, else on a new one.
func (d Deps) list(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File, e *matter.Evidence, to, giver int64) (string, error) {
	if ref := a.Input.Str(FieldList); ref != "" {
		id, err := openList(ctx, tx, ref, e.CaseID, to)
		if err != nil {
			return "", err
		}
		return ref, putOnList(ctx, tx, id, e)
	}
	ref, err := ids.NewRef(ids.Handover, d.Random)
	if err != nil {
		return "", err
	}
	id, err := insertList(ctx, tx, listRow{Ref: ref, MatterID: f.MatterID, CaseID: e.CaseID, ReferralID: database.NotZero(referralTo(f, e.CaseID, to)),
		FromAgencyID: e.HolderAgencyID, ToAgencyID: to, OfferedBy: giver, Carrier: a.Input.Str("carrier")})
	if err != nil {
		return "", err
	}
	return ref, putOnList(ctx, tx, id, e)
}

// referralTo is the newest referral of a case to an organ that a handover can belong to, or 0.
func referralTo(f *matter.File, caseID, agency int64) int64 {
	refs := f.ReferralsOf(caseID)
	for i := len(refs) - 1; i >= 0; i-- {
		if refs[i].ToAgencyID == agency && refs[i].SentAt != nil {
			return refs[i].ID
		}
	}
	return 0
}

// FilingOrgan is the organ that filed a referral to which an item is still to be handed over, or 0.
func FilingOrgan(book *law.Edition, f *matter.File, e *matter.Evidence) int64 {
	if e == nil {
		return 0
	}
	refs := f.ReferralsOf(e.CaseID)
	for i := len(refs) - 1; i >= 0; i-- {
		if r := &refs[i]; book.Is(law.Referral, r.State, law.ToHandOver) &&
			slices.ContainsFunc(DueFor(book, f, r), func(d matter.Evidence) bool { return d.ID == e.ID }) {
			return r.ToAgencyID
		}
	}
	return 0
}

// toFilingOrgan: D310 12. Elsewhere the three days of REF-050 would run on with nothing left to hand over.
func (t tables) toFilingOrgan(a *act, f *file) verdict {
	e := f.Item(a.Target.ID)
	if e == nil {
		return procedure.Fail("")
	}
	organ := FilingOrgan(t.book(), f, e)
	if organ == 0 {
		return procedure.Pass()
	}
	to, ok := AgencyNamed(f, a.Input.Str("receiving_organ"))
	return procedure.When(ok && to.ID == organ)
}

// accepted changes the holder, here and only here, with two signatures: who offered and who accepts (D310 12).
func (d Deps) accepted(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File, e *matter.Evidence) error {
	giver, err := nameOf(ctx, tx, e.GiverID)
	if err != nil {
		return err
	}
	from := keeper(f, e)
	c := change{"holder_agency_id": a.Who.AgencyID, "holder_user_id": a.Who.UserID, "holder_text": "", "giver_id": nil, "to_agency_id": nil,
		"storage_place": "", "seal_no": a.Input.Str("seal_no")}
	found, err := countedOf(a)
	if err != nil {
		return err
	}
	if found.Gross != nil {
		c["gross_mg"] = found.Gross
	}
	// What was counted is what there is from here on; the list keeps what it said beside it.
	if n := number(a, "quantity"); !n.Equal(Count(e)) {
		if c["net_mg"], err = law.Mass("quantity", n, e.Unit); err != nil {
			return err
		}
		c["quantity"] = n.String()
	}
	receiving := receivingCase(f, e, a.Who.AgencyID)
	if receiving != 0 {
		c["custody_case_id"] = receiving
	}
	if err := set(ctx, tx, e.ID, c); err != nil {
		return err
	}
	if err := answer(ctx, tx, e.ID, a.Row.VariantValue, a.Input.Str("difference_note"), found); err != nil {
		return err
	}
	s := step{action: "accepted", from: from, to: f.Agencies[a.Who.AgencyID].NameZH, giver: person{e.GiverID, giver}, receiver: actorOf(a),
		seal: a.Input.Str("seal_no"), note: a.Input.Str("difference_note")}
	if err := addStep(ctx, tx, a, e, s); err != nil {
		return err
	}
	if d.Later == nil || e.Files == 0 || receiving == 0 {
		return nil
	}
	return d.Later(ctx, tx, e.ID)
}

// countedOf is what the receiver found: count, weight and seal.
func countedOf(a *procedure.Act) (m Measured, err error) {
	m = Measured{Quantity: number(a, "quantity").String(), SealNo: a.Input.Str("seal_no")}
	if a.Input.Has("weight") {
		m.Gross, err = weight(a)
	}
	return m, err
}

// receivingCase is the file that takes an item over: the criminal case a referral of the item's case opened at that
// organ, else the organ's newest file of the matter.
func receivingCase(f *matter.File, e *matter.Evidence, agency int64) int64 {
	refs := f.ReferralsOf(e.CaseID)
	for i := len(refs) - 1; i >= 0; i-- {
		if c := f.CriminalOf(refs[i].ID); c != nil && c.AgencyID == agency {
			return c.ID
		}
	}
	for i := len(f.Cases) - 1; i >= 0; i-- {
		if c := &f.Cases[i]; c.AgencyID == agency && c.ID != e.CaseID {
			return c.ID
		}
	}
	return 0
}

// refused sends the item back; the holder has not changed (tables, EVI-T15c).
func refused(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File, e *matter.Evidence) error {
	giver, err := nameOf(ctx, tx, e.GiverID)
	if err != nil {
		return err
	}
	if err := set(ctx, tx, e.ID, change{"giver_id": nil, "to_agency_id": nil}); err != nil {
		return err
	}
	if err := answer(ctx, tx, e.ID, "refused", a.Input.Str("reason"), Measured{}); err != nil {
		return err
	}
	return addStep(ctx, tx, a, e, step{action: "refused", from: f.Agencies[a.Who.AgencyID].NameZH, to: keeper(f, e), giver: actorOf(a),
		receiver: person{e.GiverID, giver}, seal: e.SealNo, note: a.Input.Str("reason")})
}
