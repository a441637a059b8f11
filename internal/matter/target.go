package matter

import (
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/entity"
	"touchstone/internal/law"
)

// Target names the object an act is done to. ID 0 means an object that the act creates under Parent.
type Target struct {
	Entity law.Machine
	ID     int64
}

// MarkOf is the marking of an object: that of its case, or of a pointer to state security its own (access.MarkHere says the
// same to the database).
func (f *File) MarkOf(t Target) actor.Marking {
	if o := f.object(t); o.Marked {
		return o.Marking
	}
	if c := f.CaseOf(t); c != nil {
		return c.Marking
	}
	return actor.Internal
}

// CaseOf returns the case on which an object stands: the case itself, the origin case of a referral, the
// case that has an item in custody, the case of a person, record or state-security handover.
func (f *File) CaseOf(t Target) *Case { return f.Case(f.object(t).CaseID) }

// DeskOf is the file on which somebody of an agency acts on an object: the object's own where that agency keeps it, else
// the agency's newest file of the matter, or nil: of another organ's file a referral shows what it carries and no more.
func (f *File) DeskOf(agency int64, t Target) *Case {
	if c := f.CaseOf(t); c != nil && c.AgencyID == agency {
		return c
	}
	for i := len(f.Cases) - 1; i >= 0; i-- {
		if f.Cases[i].AgencyID == agency {
			return &f.Cases[i]
		}
	}
	return nil
}

// Title is the name of the file an object stands on, for who may open it.
func (f *File) Title(t Target) string {
	title := ""
	if c := f.CaseOf(t); c != nil && f.Opens(c.ID) {
		title = audit.MaskNumbers(c.Title)
	}
	switch item := f.Item(t.ID); {
	case t.Entity != law.Evidence || item == nil:
		return title
	case title == "":
		return item.Name
	default:
		return item.Name + " · " + title
	}
}

// State returns the present state of an object; "" for what has none, law.New when ID is 0.
func (f *File) State(t Target) string {
	if t.ID == 0 {
		return law.New
	}
	return f.object(t).State
}

// Version returns the version of an object as its pages print it.
func (f *File) Version(t Target) int { return f.object(t).Version }

// Ref returns the random reference of an object, as pages and the ledger name it.
func (f *File) Ref(t Target) string { return f.object(t).Ref }

// TargetOf names an object of the file by the first part of its address.
func (f *File) TargetOf(path string, id int64) Target {
	e := entity.ByPath(path)
	if len(e.Machines) == 1 {
		return Target{e.Machines[0], id}
	}
	return f.find(e.Kind, id).Target
}

// RefOf is the reference of an object by the kind of its row.
func (f *File) RefOf(kind string, id int64) string { return f.find(entity.ByKind(kind).Kind, id).Ref }

// PointerOnly tells whether this system keeps of a record the number alone (SSL 31(3)).
func (f *File) PointerOnly(t Target) bool {
	if f == nil {
		return false
	}
	c := f.CaseOf(t)
	return f.MarkOf(t) == actor.PointerOnly || c != nil && c.Marking == actor.PointerOnly
}
