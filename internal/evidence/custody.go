package evidence

import (
	"context"
	"strings"

	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
)

// step is one row of the custody chain under way.
type step struct {
	action, from, to string
	place, method    string
	giver, receiver  person
	seal, note       string
}

type person struct {
	id   int64
	name string
}

func effects(d Deps) map[string]procedure.Effect {
	return map[string]procedure.Effect{
		"evidence.collected":               onItem(started),
		"evidence.registered_preserved":    onItem(preserved),
		"evidence.preservation_disposed":   onItem(preservationDisposed),
		"evidence.admin_seized":            onItem(seized(MeasureAdmin)),
		"evidence.criminal_seized":         onItem(seized(MeasureCriminal)),
		"evidence.admin_seizure_disposed":  onItem(d.seizureDisposed),
		"evidence.left_with_holder":        onItem(leftWithHolder),
		"evidence.taken_from_holder":       onItem(takenFromHolder),
		"evidence.stored":                  onItem(stored),
		"evidence.sample_taken":            onItem(d.sampled),
		"evidence.sent_for_appraisal":      onItem(sentForAppraisal),
		"evidence.returned_from_appraisal": onItem(returned),
		"evidence.transfer_offered":        onItem(d.offered),
		"evidence.transfer_accepted":       onItem(d.accepted),
		"evidence.transfer_refused":        onItem(refused),
		"evidence.excluded":                onItem(excluded),
		"property.found_unrelated":         onItem(releasedTo("property_unrelated")),
		"evidence.disposed":                onItem(disposed),
	}
}

// onItem hands an effect the item as it stands after the change of state.
func onItem(fn func(context.Context, *audit.Tx, *procedure.Act, *matter.File, *matter.Evidence) error) procedure.Effect {
	return func(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File) error {
		e := f.Item(a.Target.ID)
		if e == nil {
			return errs.New(errs.NotFound, "errs.not_found")
		}
		return fn(ctx, tx, a, f, e)
	}
}

// actor is who acts, as the chain names people.
func actorOf(a *procedure.Act) person { return person{a.Who.UserID, a.Who.Name} }

// bringer is who brought or proposed what another person now takes or decides.
func bringer(a *procedure.Act) person {
	if a.Proposer != nil {
		return person{a.Proposer.ID, a.Proposer.Name}
	}
	return actorOf(a)
}

// keeper names the holder of an item in words: the organ and, in the store, its place.
func keeper(f *matter.File, e *matter.Evidence) string {
	return strings.TrimSuffix(f.Agencies[e.HolderAgencyID].NameZH+" · "+e.StoragePlace, " · ")
}

func started(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File, e *matter.Evidence) error {
	return addStep(ctx, tx, a, e, step{action: "collected", from: f.PersonName(a.Input.Str("source_person")), to: keeper(f, e), place: a.Input.Str("place"),
		method: a.Input.Str("collection_method"), receiver: person{e.CollectorID, memberName(f, e.CollectorID, a)}})
}

func memberName(f *matter.File, id int64, a *procedure.Act) string {
	for _, m := range f.Members {
		if m.UserID == id {
			return m.Name
		}
	}
	if a.Who.UserID == id {
		return a.Who.Name
	}
	return ""
}

// preserved: registration for preservation leaves the thing where it is, under seal (APL 56). It is no seizure.
func preserved(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File, e *matter.Evidence) error {
	e.StoragePlace = a.Input.Str("storage_place")
	if err := set(ctx, tx, e.ID, change{"storage_place": e.StoragePlace}); err != nil {
		return err
	}
	return addStep(ctx, tx, a, e, step{action: "sealed", from: keeper(f, e), to: keeper(f, e), place: e.StoragePlace, method: "registration", giver: bringer(a),
		receiver: bringer(a)})
}

func preservationDisposed(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File, e *matter.Evidence) error {
	switch a.Row.VariantValue {
	case "seized":
		return seized(MeasureAdmin)(ctx, tx, a, f, e)
	case "released":
		return releasedTo("preservation")(ctx, tx, a, f, e)
	}
	return addStep(ctx, tx, a, e, step{action: "unsealed", from: keeper(f, e), to: keeper(f, e), giver: bringer(a), receiver: bringer(a),
		note: a.Input.Str("legal_basis")})
}

// seized sets the legal measure. The custody state is the engine's; the thing changes hands only when it is stored.
func seized(measure string) func(context.Context, *audit.Tx, *procedure.Act, *matter.File, *matter.Evidence) error {
	return func(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File, e *matter.Evidence) error {
		if err := set(ctx, tx, e.ID, change{"measure": measure}); err != nil {
			return err
		}
		return addStep(ctx, tx, a, e, step{action: "sealed", from: keeper(f, e), to: keeper(f, e), method: a.Input.Str("measure_kind"),
			giver: bringer(a), receiver: bringer(a), note: a.Input.Str("reason")})
	}
}

// seizureDisposed ends the administrative measure (ACL 27, 28). A confiscated thing stays where it is until it is
// disposed of; a transferred one is on its way with the list of this decision.
func (d Deps) seizureDisposed(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File, e *matter.Evidence) error {
	switch a.Row.VariantValue {
	case "released":
		return releasedTo("seizure")(ctx, tx, a, f, e)
	case "transferred":
		if err := set(ctx, tx, e.ID, change{"measure": MeasureNone}); err != nil {
			return err
		}
		return d.offered(ctx, tx, a, f, e)
	}
	return set(ctx, tx, e.ID, change{"measure": MeasureNone})
}

func leftWithHolder(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File, e *matter.Evidence) error {
	holder := f.PersonName(a.Input.Str("receiver"))
	if err := readable(a.Uploads); err != nil {
		return err
	}
	if err := set(ctx, tx, e.ID, change{"holder_text": holder, "holder_user_id": nil}); err != nil {
		return err
	}
	return addStep(ctx, tx, a, e, step{action: "taken_out", from: keeper(f, e), to: holder, method: "left_with_holder", giver: actorOf(a),
		receiver: person{name: holder}})
}

func takenFromHolder(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File, e *matter.Evidence) error {
	if a.Row.VariantValue != "seized" {
		return releasedTo("list_cancelled")(ctx, tx, a, f, e)
	}
	if err := set(ctx, tx, e.ID, change{"measure": MeasureCriminal, "holder_text": "", "holder_user_id": bringer(a).id}); err != nil {
		return err
	}
	return addStep(ctx, tx, a, e, step{action: "sealed", to: keeper(f, e), receiver: bringer(a), note: a.Input.Str("reason")})
}

// stored: the custodian takes the thing from the officer who brought it: seal, place and weight as measured (MPS 235).
func stored(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File, e *matter.Evidence) error {
	from := keeper(f, e)
	e.SealNo, e.StoragePlace = a.Input.Str("seal_no"), a.Input.Str("storage_place")
	c := change{"seal_no": e.SealNo, "storage_place": e.StoragePlace, "holder_user_id": a.Who.UserID, "holder_text": ""}
	if a.Input.Has("weight") {
		gross, err := weight(a)
		if err != nil {
			return err
		}
		c["gross_mg"] = gross
	}
	if err := set(ctx, tx, e.ID, c); err != nil {
		return err
	}
	return addStep(ctx, tx, a, e, step{action: "stored", from: from, to: keeper(f, e), place: e.StoragePlace, giver: bringer(a), receiver: actorOf(a),
		seal: e.SealNo, note: a.Input.Str("note")})
}

// sampled makes the child item: in storage, with the measure and holder of its parent and no clock of its own (tables
// README, decision 31). What was taken is missing from the parent's weight.
func (d Deps) sampled(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File, e *matter.Evidence) error {
	ref, err := ids.NewRef(ids.Evidence, d.Random)
	if err != nil {
		return err
	}
	taken, err := weight(a)
	if err != nil {
		return err
	}
	seal := a.Input.Str("seal_no")
	child, err := insertSample(ctx, tx, ref, e.ID, a, *taken, seal)
	if err != nil {
		return err
	}
	if err := lighter(ctx, tx, e, *taken); err != nil {
		return err
	}
	s := step{action: "sampled", from: keeper(f, e), to: keeper(f, e), method: a.Input.Str("sampling_method"), giver: actorOf(a), receiver: actorOf(a), seal: seal,
		note: a.Input.Str("sample_no")}
	if err := addStep(ctx, tx, a, &matter.Evidence{ID: child}, s); err != nil {
		return err
	}
	s.seal = e.SealNo
	return addStep(ctx, tx, a, e, s)
}

// lighter takes the weight of a sample off what it was taken from, which cannot weigh less.
func lighter(ctx context.Context, tx *audit.Tx, e *matter.Evidence, taken quantity.Mg) error {
	if e.Gross == nil {
		return nil
	}
	if taken.Cmp(*e.Gross) > 0 {
		return errs.Invalid(errs.Field{Name: "weight", Key: "evidence.field.sample_heavier", Args: []any{"kg", e.Gross.Kg()}})
	}
	return set(ctx, tx, e.ID, change{"gross_mg": e.Gross.Minus(taken)})
}

func sentForAppraisal(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File, e *matter.Evidence) error {
	to := f.PersonName(a.Input.Str("institution"))
	if err := set(ctx, tx, e.ID, change{"holder_text": to}); err != nil {
		return err
	}
	return addStep(ctx, tx, a, e, step{action: "sent", from: keeper(f, e), to: to, method: a.Input.Str("carrier"), giver: actorOf(a), receiver: person{name: to},
		seal: e.SealNo, note: a.Input.Str("question")})
}

func returned(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File, e *matter.Evidence) error {
	e.SealNo = a.Input.Str("seal_no")
	gross, err := weight(a)
	if err != nil {
		return err
	}
	if err := set(ctx, tx, e.ID, change{"holder_text": "", "seal_no": e.SealNo, "gross_mg": gross, "holder_user_id": a.Who.UserID}); err != nil {
		return err
	}
	return addStep(ctx, tx, a, e, step{action: "returned", to: keeper(f, e), place: e.StoragePlace, receiver: actorOf(a), seal: e.SealNo,
		note: a.Input.Str("difference_note")})
}

// excluded: APL 46; CPL 56. The item stays where it is and may not support a decision.
func excluded(ctx context.Context, tx *audit.Tx, a *procedure.Act, _ *matter.File, e *matter.Evidence) error {
	return set(ctx, tx, e.ID, change{"finding": Excluded, "exclusion_reason": a.Input.Str("reason")})
}

// releasedTo ends every measure: the thing is with its rightful holder.
func releasedTo(method string) func(context.Context, *audit.Tx, *procedure.Act, *matter.File, *matter.Evidence) error {
	return func(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File, e *matter.Evidence) error {
		to := f.PersonName(a.Input.Str("receiver"))
		if err := set(ctx, tx, e.ID, change{"measure": MeasureNone, "holder_text": to, "holder_user_id": nil}); err != nil {
			return err
		}
		return addStep(ctx, tx, a, e, step{action: "released", from: keeper(f, e), to: to, method: method, giver: bringer(a), receiver: person{name: to},
			seal: e.SealNo})
	}
}

func disposed(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File, e *matter.Evidence) error {
	if a.Input.Str("disposal_kind") == "returned" {
		return releasedTo("disposal")(ctx, tx, a, f, e)
	}
	if err := set(ctx, tx, e.ID, change{"measure": MeasureNone, "holder_text": a.Input.Str("disposal_kind"), "holder_user_id": nil}); err != nil {
		return err
	}
	return addStep(ctx, tx, a, e, step{action: "disposed", from: keeper(f, e), method: a.Input.Str("disposal_kind"), giver: bringer(a), seal: e.SealNo,
		note: a.Input.Str("treasury_receipt")})
}
