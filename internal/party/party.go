package party

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
)

// Kinds of a party.
const (
	Person       = "person"
	Organisation = "organisation"
)

// Parts a party may have in a matter, in the order in which lists show them.
var Parts = []string{"suspect", "manager", "exporter", "supplier", "freight_forwarder", "carrier", "customs_broker", "consignee", "end_user", "financier",
	"witness", "holder", "other"}

// IDKinds are the kinds of identity numbers.
var IDKinds = []string{"credit_code", "resident_id", "passport", "registration", "other"}

// Relations between two parties.
var Relations = []string{"controls", "owns", "employs", "represents", "supplies", "ships_for", "pays", "same_address", "same_person", "family", "other"}

// Input is a party as the form gives it.
type Input struct {
	Kind, Name, NameLatin, FormerNames string
	Part                               string
	IDKind, IDNumber                   string
	Country, Address, Note             string
	FiledKind                          string       // of the number on file, where the form left that alone
	Subject                            bool         // the suspected offender
	Version                            int          // of the row that is changed
	On                                 time.Time    // the day on which it is typed: nobody is born later
	Wrong                              []errs.Field // what its form could not read
	Key                                audit.Key
}

// Desk runs the use cases.
type Desk struct {
	Log    *audit.Log
	Access *access.Policy
	Random io.Reader
}

// Check names what cannot be accepted and returns the input in its stored form.
func (in Input) Check() (Input, []errs.Field) {
	var bad []errs.Field
	add := func(name, key string, args ...any) { bad = append(bad, errs.Field{Name: name, Key: key, Args: args}) }
	in.Name, in.IDNumber = strings.TrimSpace(in.Name), strings.TrimSpace(in.IDNumber)
	if in.Kind != Person && in.Kind != Organisation {
		add("kind", "form.choice")
	}
	if in.Name == "" {
		add("name", "form.required")
	}
	if !slices.Contains(Parts, in.Part) {
		add("part", "form.choice")
	}
	switch {
	case in.FiledKind != "" && in.IDKind == "":
		add("id_number", "party.field.number_of_no_kind")
	case in.FiledKind != "" && in.IDKind == in.FiledKind: // it was judged by the rules of its day
	case in.IDNumber != "":
		if key := in.number(); key != "" {
			add("id_number", key)
		}
	default:
		in.IDKind = ""
	}
	bad = errs.Also(slices.Clone(in.Wrong), bad...)
	slices.SortFunc(bad, func(a, b errs.Field) int { return strings.Compare(a.Name, b.Name) })
	return in, bad
}

// number normalises the identity number and returns the key of what is wrong with it, or "".
func (in *Input) number() string {
	var fault ids.Fault
	switch in.IDKind {
	case "credit_code":
		if in.IDNumber, fault = ids.CreditCode(in.IDNumber); fault != "" {
			return "ids.credit_code." + string(fault)
		}
	case "resident_id":
		if in.IDNumber, fault = ids.ResidentID(in.IDNumber, in.On); fault != "" {
			return "ids.resident_id." + string(fault)
		}
	case "passport":
		if in.IDNumber, fault = ids.Passport(in.IDNumber); fault != "" {
			return "ids.passport." + string(fault)
		}
	case "registration", "other":
		if in.IDNumber, fault = ids.OtherNumber(in.IDNumber); fault != "" {
			return "ids.document." + string(fault)
		}
	default:
		return "party.field.id_kind"
	}
	return ""
}

// Add puts a party on a case and returns its reference.
func (d Desk) Add(ctx context.Context, who actor.Actor, caseID int64, in Input) (string, error) {
	in, bad := in.Check()
	if len(bad) > 0 {
		return "", errs.Invalid(bad...)
	}
	ref, err := ids.NewRef(ids.Party, d.Random)
	if err != nil {
		return "", err
	}
	_, err = d.Log.Write(ctx, who, in.Key, func(tx *audit.Tx) error {
		c, err := d.lock(ctx, tx, caseID)
		if err != nil {
			return err
		}
		id, err := insert(ctx, tx, ref, caseID, in)
		if err != nil {
			return err
		}
		return c.record(ctx, tx, "party.added", id, ref, in.Name, map[string]any{"kind": in.Kind, "part": in.Part, "subject": in.Subject})
	})
	return ref, err
}

// Update changes a party; the ledger keeps what was and what is.
func (d Desk) Update(ctx context.Context, who actor.Actor, caseID int64, ref string, in Input) error {
	in, bad := in.Check()
	if len(bad) > 0 {
		return errs.Invalid(bad...)
	}
	_, err := d.Log.Write(ctx, who, in.Key, func(tx *audit.Tx) error {
		c, err := d.lock(ctx, tx, caseID)
		if err != nil {
			return err
		}
		old, err := byRef(ctx, tx, caseID, ref)
		if err != nil {
			return err
		}
		if err := update(ctx, tx, old.ID, in); err != nil {
			return err
		}
		return c.record(ctx, tx, "party.changed", old.ID, ref, in.Name, changes(old, in))
	})
	return err
}

// changes are the fields that differ, old and new.
func changes(old Party, in Input) map[string]any {
	out := map[string]any{}
	for name, pair := range map[string][2]string{"name": {old.Name, in.Name}, "part": {old.Part, in.Part}, "kind": {old.Kind, in.Kind},
		"id_number": {old.IDNumber, in.IDNumber},
		"country":   {old.Country, in.Country}, "address": {old.Address, in.Address}} {
		if pair[0] != pair[1] {
			out[name] = map[string]any{"old": pair[0], "new": pair[1]}
		}
	}
	if old.Subject != in.Subject {
		out["subject"] = in.Subject
	}
	return out
}

// Remove takes a party off the case; the row stays for the ledger. Its links go with it.
func (d Desk) Remove(ctx context.Context, who actor.Actor, caseID int64, ref, reason string, key audit.Key) error {
	_, err := d.Log.Write(ctx, who, key, func(tx *audit.Tx) error {
		c, err := d.lock(ctx, tx, caseID)
		if err != nil {
			return err
		}
		old, err := byRef(ctx, tx, caseID, ref)
		if err != nil {
			return err
		}
		if err := remove(ctx, tx, old.ID); err != nil {
			return err
		}
		return c.record(ctx, tx, "party.removed", old.ID, ref, old.Name, map[string]any{"reason": reason})
	})
	return err
}

// Masked hides the middle of an identity number: enough to tell two apart, not enough to use it.
func Masked(number string) string { return audit.MaskNumber(number) }

// lock takes the case by the actor's scope.
func (d Desk) lock(ctx context.Context, tx *audit.Tx, caseID int64) (root, error) {
	l, err := d.Access.Lock(ctx, tx, tx.Who, access.Act, access.Target{Kind: access.Case, ID: caseID})
	if err != nil {
		return root{}, err
	}
	tx.Chain(audit.Stream(l.Stream), audit.Head(l.Head))
	return root{CaseID: caseID, Stream: audit.Stream(l.Stream)}, nil
}

// root is the case whose chain the changes are written to.
type root struct {
	CaseID int64
	Stream audit.Stream
}

func (c root) record(ctx context.Context, tx *audit.Tx, action string, id int64, ref, name string, details map[string]any) error {
	return tx.Record(ctx, audit.Event{Stream: c.Stream, Action: action, Kind: "party", TargetID: id, TargetRef: ref, TargetName: name, CaseID: c.CaseID,
		Details: details})
}
