package party

import (
	"context"
	"slices"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
)

// LinkInput is one link between two parties of a case.
type LinkInput struct {
	From, To string // references
	Relation string
	Status   string       // confirmed | suspected
	Source   string       // where it is known from, in words
	Evidence string       // reference of the item that shows it, or empty
	Wrong    []errs.Field // what its form could not read
	Key      audit.Key
}

func (in LinkInput) check() []errs.Field {
	var bad []errs.Field
	if in.From == in.To {
		bad = append(bad, errs.Field{Name: "to", Key: "party.field.same_party"})
	}
	if !slices.Contains(Relations, in.Relation) {
		bad = append(bad, errs.Field{Name: "relation", Key: "form.choice"})
	}
	if in.Status != "confirmed" && in.Status != "suspected" {
		bad = append(bad, errs.Field{Name: "status", Key: "form.choice"})
	}
	if strings.TrimSpace(in.Source) == "" {
		bad = append(bad, errs.Field{Name: "source", Key: "party.field.source"})
	}
	return errs.Also(slices.Clone(in.Wrong), bad...)
}

// Link joins two parties of the same case. A confirmed link needs an item of evidence behind it.
func (d Desk) Link(ctx context.Context, who actor.Actor, caseID int64, in LinkInput) error {
	bad := in.check()
	if in.Status == "confirmed" && in.Evidence == "" {
		bad = append(bad, errs.Field{Name: "evidence", Key: "party.field.confirmed_needs_evidence"})
	}
	if len(bad) > 0 {
		return errs.Invalid(bad...)
	}
	_, err := d.Log.Write(ctx, who, in.Key, func(tx *audit.Tx) error {
		c, err := d.lock(ctx, tx, caseID)
		if err != nil {
			return err
		}
		from, err := endOf(ctx, tx, caseID, "from", in.From)
		if err != nil {
			return err
		}
		to, err := endOf(ctx, tx, caseID, "to", in.To)
		if err != nil {
			return err
		}
		item, err := itemOf(ctx, tx, caseID, in.Evidence)
		if err != nil {
			return err
		}
		id, err := insertLink(ctx, tx, caseID, from.ID, to.ID, in, item)
		if err != nil {
			return err
		}
		return c.record(ctx, tx, "party.linked", id, from.Ref, from.Name+" → "+to.Name,
			map[string]any{"relation": in.Relation, "status": in.Status, "source": in.Source, "evidence": in.Evidence})
	})
	return err
}

// endOf finds one end of a link and blames the field when there is none.
func endOf(ctx context.Context, tx *audit.Tx, caseID int64, field, ref string) (Party, error) {
	p, err := byRef(ctx, tx, caseID, ref)
	if errs.Is(err, errs.NotFound) {
		return p, errs.Invalid(errs.Field{Name: field, Key: "form.reference"})
	}
	return p, err
}

// Unlink takes a link back; the row stays for the ledger.
func (d Desk) Unlink(ctx context.Context, who actor.Actor, caseID, linkID int64, key audit.Key) error {
	_, err := d.Log.Write(ctx, who, key, func(tx *audit.Tx) error {
		c, err := d.lock(ctx, tx, caseID)
		if err != nil {
			return err
		}
		if err := removeLink(ctx, tx, caseID, linkID); err != nil {
			return err
		}
		return c.record(ctx, tx, "party.unlinked", linkID, "", "", map[string]any{})
	})
	return err
}
