package goods

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
)

// What is known about control on the day of the act.
const (
	Controlled    = "controlled"     // an item in force on that day
	NotControlled = "not_controlled" // every item of the element prints its customs codes, and none in force fits
	Suspended     = "suspended"      // the announcement was suspended on that day
	Undetermined  = "undetermined"   // something is missing to say one of the others: a Gap
)

// LicenceStates are the answers of the licence check.
var LicenceStates = []string{"none", "valid", "expired", "beyond_scope", "forged", "not_needed", "unknown"}

// ValueMethods say how a value was found.
var ValueMethods = []string{"contract", "declaration", "appraisal", "market", "other"}

// Input is a goods row as the form gives it.
type Input struct {
	Name, Mineral, Form, Purity string
	Listed                      string    // the item of the control list that an officer picked, by its Chinese name; empty: looked up
	ActOn                       time.Time // zero: unknown
	HSDeclared, HSFound         string
	Quantity, Unit              string // decimal text; empty: unknown
	Value                       string // yuan; empty: unknown
	ValueMethod                 string
	LicenceState, LicenceNote   string
	Version                     int
	Wrong                       []errs.Field // what its form could not read
	Key                         audit.Key
}

// item is the checked form of Input.
type item struct {
	Input
	quantity           *string
	net                *quantity.Mg
	value              *quantity.Fen
	code, basis, state string
}

// Desk runs the use cases.
type Desk struct {
	Log     *audit.Log
	Access  *access.Policy
	Book    law.Current
	Project procedure.Projector // keeps the sums on the case
	Random  io.Reader
}

// check turns the form into values and names what cannot be accepted.
func (d Desk) check(in Input) (item, []errs.Field) {
	x := item{Input: in}
	var bad []errs.Field
	add := func(name, key string, args ...any) { bad = append(bad, errs.Field{Name: name, Key: key, Args: args}) }
	x.Name, x.Mineral = strings.TrimSpace(in.Name), strings.TrimSpace(in.Mineral)
	if x.Name == "" {
		add("name", "form.required")
	}
	if x.Mineral == "" {
		add("mineral", "form.required")
	}
	for name, s := range map[string]*string{"hs_declared": &x.HSDeclared, "hs_found": &x.HSFound} {
		if *s != "" {
			var fault ids.Fault
			if *s, fault = ids.HSCode(*s); fault != "" {
				add(name, "ids.hs_code."+string(fault))
			}
		}
	}
	if in.LicenceState != "" && !slices.Contains(LicenceStates, in.LicenceState) {
		add("licence_state", "form.choice")
	}
	if in.ValueMethod != "" && !slices.Contains(ValueMethods, in.ValueMethod) {
		add("value_method", "form.choice")
	}
	if in.Listed != "" {
		if hits := d.bearing(in.Listed, in.ActOn); len(hits) > 0 {
			x.Listed = hits[0].NameZH // as the list writes it
		} else {
			add("listed", "form.choice")
		}
	}
	if in.Unit != "" && !slices.ContainsFunc(d.Book().Enum("unit"), func(u *law.EnumValue) bool { return u.Code == in.Unit }) {
		add("unit", "form.choice")
	}
	bad = errs.Also(slices.Clone(in.Wrong), append(bad, x.measure()...)...)
	if len(bad) == 0 {
		f := d.controlOf(x.Input)
		x.code, x.basis, x.state = strings.Join(f.Codes, ";"), f.Basis, f.State
	}
	slices.SortFunc(bad, func(a, b errs.Field) int { return strings.Compare(a.Name, b.Name) })
	return x, bad
}

// measure reads quantity and value. Unknown is not zero.
func (x *item) measure() []errs.Field {
	var bad []errs.Field
	if s := strings.TrimSpace(x.Quantity); s != "" {
		bad = append(bad, x.weigh(s)...)
	}
	if s := strings.TrimSpace(x.Value); s != "" {
		v, problem := quantity.Yuan(s)
		if problem == nil {
			x.value, problem = quantity.Money(v)
		}
		if problem != nil {
			problem.Name = "value"
			bad = append(bad, *problem)
		}
	}
	return bad
}

// weigh reads a quantity; where its unit is one of mass, it is the net weight.
func (x *item) weigh(s string) []errs.Field {
	q, problem := quantity.Number(s, x.Unit)
	if problem == nil && x.Unit == "" {
		return []errs.Field{{Name: "unit", Key: "form.required"}}
	}
	if problem == nil {
		x.net, problem = quantity.Mass(q, x.Unit)
	}
	if problem != nil {
		problem.Name = "quantity"
		return []errs.Field{*problem}
	}
	text := q.String()
	x.quantity = &text
	return nil
}

// Add puts an item on a case and returns its reference.
func (d Desk) Add(ctx context.Context, who actor.Actor, caseID int64, in Input) (string, error) {
	x, bad := d.check(in)
	if len(bad) > 0 {
		return "", errs.Invalid(bad...)
	}
	ref, err := ids.NewRef(ids.Goods, d.Random)
	if err != nil {
		return "", err
	}
	return ref, d.write(ctx, who, caseID, in.Key, func(tx *audit.Tx) (change, error) {
		id, err := insertItem(ctx, tx, ref, caseID, x)
		return change{"goods.added", id, ref, x.Name, x.details()}, err
	})
}

// Update changes an item and looks its control status up again.
func (d Desk) Update(ctx context.Context, who actor.Actor, caseID int64, ref string, in Input) error {
	x, bad := d.check(in)
	if len(bad) > 0 {
		return errs.Invalid(bad...)
	}
	return d.write(ctx, who, caseID, in.Key, func(tx *audit.Tx) (change, error) {
		id, err := updateItem(ctx, tx, ref, caseID, x)
		return change{"goods.changed", id, ref, x.Name, x.details()}, err
	})
}

// Remove takes an item off the case; the row stays for the ledger.
func (d Desk) Remove(ctx context.Context, who actor.Actor, caseID int64, ref string, key audit.Key) error {
	return d.write(ctx, who, caseID, key, func(tx *audit.Tx) (change, error) {
		id, name, err := removeItem(ctx, tx, ref, caseID)
		return change{"goods.removed", id, ref, name, map[string]any{}}, err
	})
}

func (x item) details() map[string]any {
	d := map[string]any{"mineral": x.Mineral, "control_code": x.code, "control_state": x.state}
	if x.Listed != "" {
		d["listed_item"] = x.Listed
	}
	if x.quantity != nil {
		d["quantity"] = *x.quantity + " " + x.Unit
	}
	if x.value != nil {
		d["value_fen"] = json.Number(x.value.Plain())
	}
	return d
}

// change is what a use case did, as the ledger says it.
type change struct {
	action    string
	id        int64
	ref, name string
	details   map[string]any
}

// write locks the case, changes it, keeps its sums and records the change.
func (d Desk) write(ctx context.Context, who actor.Actor, caseID int64, key audit.Key, fn func(tx *audit.Tx) (change, error)) error {
	_, err := d.Log.Write(ctx, who, key, func(tx *audit.Tx) error {
		l, err := d.Access.Lock(ctx, tx, who, access.Act, access.Target{Kind: access.Case, ID: caseID})
		if err != nil {
			return err
		}
		tx.Chain(audit.Stream(l.Stream), audit.Head(l.Head))
		c, err := fn(tx)
		if err != nil {
			return err
		}
		if d.Project != nil {
			d.Project(tx, []int64{caseID})
		}
		return tx.Record(ctx, audit.Event{Stream: audit.Stream(l.Stream), Action: c.action, Kind: "goods", TargetID: c.id, TargetRef: c.ref, TargetName: c.name,
			CaseID: caseID, Details: c.details})
	})
	return err
}
