package referral

import (
	"context"
	"strings"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/law"
)

// Desk runs the plain use cases of a draft.
type Desk struct {
	Log    *audit.Log
	Access *access.Policy
	Book   law.Current
}

// ItemInput is what the team chooses for one item of the package. Exactly one way: a document of the file, evidence
// items, a paper by name, or the reason why there is none (items 4 and 5 only).
type ItemInput struct {
	No            int
	Document      string   // reference
	Evidence      []string // references
	Note          string
	NotApplicable string
	Wrong         []errs.Field // what of the form could not be read
	Key           audit.Key
}

// SetItem chooses an item of the package. Only a draft can be changed: what was submitted is frozen.
func (d Desk) SetItem(ctx context.Context, who actor.Actor, referralID int64, in ItemInput) error {
	if len(in.Wrong) > 0 {
		return errs.Invalid(in.Wrong...)
	}
	if bad := in.check(d.Book()); bad != nil {
		return errs.Invalid(*bad)
	}
	_, err := d.Log.Write(ctx, who, in.Key, func(tx *audit.Tx) error {
		r, err := d.lockDraft(ctx, tx, referralID)
		if err != nil {
			return err
		}
		it, err := r.resolve(ctx, tx, d.Access, in)
		if err != nil {
			return err
		}
		putItem(tx, it)
		return r.record(ctx, tx, "referral.item_set", map[string]any{"item": in.No, "document": in.Document, "evidence": strings.Join(in.Evidence, " "),
			"note": in.Note, "not_applicable": in.NotApplicable})
	})
	return err
}

// ClearItem takes a choice back.
func (d Desk) ClearItem(ctx context.Context, who actor.Actor, referralID int64, no int, key audit.Key) error {
	_, err := d.Log.Write(ctx, who, key, func(tx *audit.Tx) error {
		r, err := d.lockDraft(ctx, tx, referralID)
		if err != nil {
			return err
		}
		if err := deleteItem(ctx, tx, r.ID, no); err != nil {
			return err
		}
		return r.record(ctx, tx, "referral.item_cleared", map[string]any{"item": no})
	})
	return err
}

// check: exactly one way, and "not applicable" only where the law lets the item be absent.
func (in ItemInput) check(book *law.Edition) *errs.Field {
	item := book.PackageItem(in.No)
	ways := 0
	for _, given := range []bool{in.Document != "", len(in.Evidence) > 0, in.Note != "", in.NotApplicable != ""} {
		if given {
			ways++
		}
	}
	switch {
	case item == nil:
		return &errs.Field{Name: "item", Key: "form.choice"}
	case ways != 1:
		return &errs.Field{Name: "document", Key: "referral.field.one_way"}
	case in.NotApplicable != "" && !item.MayBeAbsent:
		return &errs.Field{Name: "not_applicable", Key: "referral.field.item_required"}
	}
	return nil
}

// lockDraft takes the referral by the actor's scope and refuses what is no longer a draft.
func (d Desk) lockDraft(ctx context.Context, tx *audit.Tx, id int64) (root, error) {
	l, err := d.Access.Lock(ctx, tx, tx.Who, access.Act, access.Target{Kind: access.Referral, ID: id})
	if err != nil {
		return root{}, err
	}
	tx.Chain(audit.Stream(l.Stream), audit.Head(l.Head))
	r, err := rootByID(ctx, tx, id)
	if err != nil {
		return root{}, err
	}
	if !d.Book().Is(law.Referral, r.State, law.Draft) {
		return root{}, errs.New(errs.Conflict, "referral.rule.not_a_draft")
	}
	if tx.Who.AgencyID != r.AgencyID {
		return root{}, errs.New(errs.Forbidden, "access.forbidden")
	}
	return r, nil
}

// record writes a change of the draft into the referral's chain.
func (r root) record(ctx context.Context, tx *audit.Tx, action string, details map[string]any) error {
	return tx.Record(ctx, audit.Event{Stream: audit.ReferralStream(r.ID), Action: action, Kind: "referral", TargetID: r.ID, TargetRef: r.Ref,
		TargetName: r.Title, CaseID: r.CaseID, Details: details})
}
