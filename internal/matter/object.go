package matter

import (
	"iter"

	"touchstone/internal/actor"
	"touchstone/internal/entity"
	"touchstone/internal/law"
)

// Object is a thing of the matter as acts see it, whatever else its track knows of it.
type Object struct {
	Target
	Ref, State string // no state: a record
	Version    int
	CaseID     int64 // the case on which it stands
	FromCaseID int64 // the case on which it began, where it stands on another one since
	Marking    actor.Marking
	Marked     bool // it has a marking of its own
}

// objects are the things of one kind (entity.Entity.Kind), oldest first.
func (f *File) objects(kind string) iter.Seq[Object] {
	switch kind {
	case "case":
		return listed(f.Cases, func(c *Case) Object {
			return Object{Target: Target{law.Machine(c.Machine), c.ID}, Ref: c.Ref, State: c.State, Version: c.Version, CaseID: c.ID}
		})
	case "referral":
		return listed(f.Referrals, func(r *Referral) Object {
			return Object{Target: Target{law.Referral, r.ID}, Ref: r.Ref, State: r.State, Version: r.Version, CaseID: r.FromCaseID}
		})
	case "evidence":
		return listed(f.Evidence, (*Evidence).object)
	case "mss":
		return listed(f.Handovers, func(h *Handover) Object {
			return Object{Target: Target{law.MSSHandover, h.ID}, Ref: h.Ref, State: h.State, Version: h.Version, CaseID: h.CaseID, Marking: h.Marking, Marked: true}
		})
	case "person":
		return listed(f.Persons, func(p *Person) Object {
			return Object{Target: Target{law.Person, p.ID}, Ref: p.Ref, State: p.State, Version: p.Version, CaseID: p.CaseID}
		})
	}
	return listed(f.Records, func(r *Record) Object {
		return Object{Target: Target{law.Machine(r.Entity), r.ID}, Ref: r.Ref, Version: r.Version, CaseID: r.CaseID}
	})
}

// object: an item is where its custody is.
func (e *Evidence) object() Object {
	o := Object{Target: Target{law.Evidence, e.ID}, Ref: e.Ref, State: e.State, Version: e.Version, CaseID: e.CaseID, FromCaseID: e.CaseID}
	if e.CustodyCaseID != 0 {
		o.CaseID = e.CustodyCaseID
	}
	return o
}

func listed[T any](rows []T, as func(*T) Object) iter.Seq[Object] {
	return func(yield func(Object) bool) {
		for i := range rows {
			if !yield(as(&rows[i])) {
				return
			}
		}
	}
}

// find is the object of a kind with that id; all empty where it is not there.
func (f *File) find(kind string, id int64) Object {
	for o := range f.objects(kind) {
		if o.ID == id {
			return o
		}
	}
	return Object{}
}

func (f *File) object(t Target) Object { return f.find(entity.Of(t.Entity).Kind, t.ID) }
