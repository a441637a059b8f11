package app_test

import (
	"github.com/shopspring/decimal"

	"touchstone/internal/actor"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

type (
	act  = procedure.Act
	file = matter.File
)

// each changes every one of some things of the file.
func each[T any](xs []T, change func(*T)) bool {
	for i := range xs {
		change(&xs[i])
	}
	return len(xs) > 0
}

func item(a *act, f *file, change func(*matter.Evidence)) bool {
	e := f.Item(a.Target.ID)
	if a.Target.Entity != law.Evidence || e == nil {
		return false
	}
	change(e)
	return true
}

// past changes every act of that name.
func past(f *file, event string, change func(*matter.Past)) bool {
	found := false
	for i := range f.Acts {
		if f.Acts[i].Event == event {
			change(&f.Acts[i])
			found = true
		}
	}
	return found
}

// both takes away two things that only together break the rule.
func both(first, second breakage) breakage {
	return func(a *act, f *file) bool {
		one, two := first(a, f), second(a, f)
		return one || two
	}
}

func inPast(event, field string) breakage {
	return func(_ *act, f *file) bool { return past(f, event, func(p *matter.Past) { delete(p.Input, field) }) }
}

// forgotten: it was never done.
func forgotten(events ...string) breakage {
	return func(_ *act, f *file) bool {
		found := false
		for _, event := range events {
			found = past(f, event, func(p *matter.Past) { p.Event, p.Also = "never", nil }) || found
		}
		return found
	}
}

// did: it was done already.
func did(events ...string) breakage {
	return func(a *act, f *file) bool {
		for i, event := range events {
			f.Acts = append(f.Acts, matter.Past{ID: 1<<40 + int64(i), Event: event, Entity: a.Target.Entity, TargetID: a.Target.ID, Input: law.Values{}})
		}
		return true
	}
}

func named(field, value string) breakage {
	return func(a *act, _ *file) bool {
		if _, list := a.Input[field].([]string); list {
			a.Input[field] = []string{value}
		} else {
			a.Input[field] = value
		}
		return true
	}
}

func paperless(code string) breakage {
	return func(_ *act, f *file) bool {
		found := false
		for i := range f.Docs {
			if f.Docs[i].Code == code {
				f.Docs[i].Code, found = "none", true
			}
		}
		return found
	}
}

func clocks(f *file, codes []string, move func(*matter.Clock)) bool {
	found := false
	for i := range f.Clocks {
		for _, code := range codes {
			if f.Clocks[i].Code == code {
				move(&f.Clocks[i])
				found = true
			}
		}
	}
	return found
}

func dueBefore(codes ...string) breakage {
	return func(a *act, f *file) bool {
		return clocks(f, codes, func(k *matter.Clock) { k.DueAt = a.Now.AddDate(-1, 0, 0) })
	}
}

func dueAfter(codes ...string) breakage {
	return func(a *act, f *file) bool {
		return clocks(f, codes, func(k *matter.Clock) { k.DueAt = a.Now.AddDate(1, 0, 0) })
	}
}

func later(field string) breakage {
	return func(a *act, _ *file) bool {
		t := a.Input.Time(field)
		if !t.IsZero() {
			a.Input[field] = t.AddDate(2, 0, 0)
		}
		return !t.IsZero()
	}
}

// handles: who acts investigates the case.
func handles(a *act, f *file) bool {
	f.Members = append(f.Members, matter.Member{CaseID: a.Target.ID, UserID: a.Who.UserID, Username: a.Who.Username, Part: "handler"})
	return true
}

// soleIntake: who took the lead in is the only one who handles it.
func soleIntake(a *act, f *file) bool {
	if a.Input.Has("handlers") {
		a.Input["handlers"] = []string{"in"}
	}
	f.Members = []matter.Member{{CaseID: a.Target.ID, UserID: 1 << 40, Username: "in", Part: "handler", CertificateNo: "1"}}
	return past(f, "admin_lead.registered", func(p *matter.Past) { p.ActorID, p.ActorRole = 1<<40, "intake_officer" })
}

func uncertified(_ *act, f *file) bool {
	return each(f.Members, func(m *matter.Member) { m.CertificateNo = "" })
}

func inState(state string) breakage {
	return func(_ *act, f *file) bool { return each(f.Cases, func(c *matter.Case) { c.State = state }) }
}

func major(_ *act, f *file) bool {
	return each(f.Cases, func(c *matter.Case) { c.ComplexOrMajor = true })
}

func openReferral(a *act, f *file) bool {
	f.Referrals = append(f.Referrals, matter.Referral{ID: 1 << 40, FromCaseID: a.Target.ID, State: "SENT"})
	return true
}

func sentTo(kind string) breakage {
	return func(_ *act, f *file) bool {
		return each(f.Referrals, func(r *matter.Referral) { r.Destination = kind })
	}
}

// kept: a thing of the case still lies in the organ's store.
func kept(a *act, f *file) bool {
	c := f.CaseOf(a.Target)
	if c == nil {
		return false
	}
	e := matter.Evidence{ID: 1 << 40, CaseID: c.ID, Ref: "EV-X", Kind: "physical", State: "IN_STORAGE", HolderAgencyID: c.AgencyID, Measure: "admin"}
	if a.Target.Entity == law.Referral {
		for i := range f.Referrals {
			for j := range f.Referrals[i].Items {
				f.Referrals[i].Items[j].EvidenceIDs = append(f.Referrals[i].Items[j].EvidenceIDs, e.ID)
			}
		}
	}
	f.Evidence = append(f.Evidence, e)
	return true
}

func arrested(a *act, f *file) bool {
	f.Persons = append(f.Persons, matter.Person{CaseID: a.Target.ID, Ref: "PS-X", State: "ARRESTED"})
	return true
}

// nobodySigned: nobody signed beside who acts.
func nobodySigned(a *act, _ *file) bool {
	a.Proposer = nil
	return true
}

func money(field, yuan string) breakage {
	return func(a *act, _ *file) bool {
		if !a.Input.Has(field) {
			return false
		}
		a.Input[field] = decimal.RequireFromString(yuan)
		return true
	}
}

// account: an officer of any organ, by his user name.
func account(a *act, f *file) bool {
	procedure.SetAccounts(f, append(procedure.Accounts(f),
		procedure.Account{ID: 1 << 40, Username: a.Input.Str("receiver"), Roles: []actor.Role{actor.CaseHandler}}))
	return a.Input.Has("receiver")
}
