package evidence

import (
	"slices"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

func (t tables) conditions() map[string]procedure.Cond {
	return map[string]procedure.Cond{
		"under_admin_seizure":   func(a *act, f *file) bool { return !underAdminSeizure(a, f).Failed },
		"last_item_accepted":    t.lastItemAccepted,
		"has_evidence_items":    func(a *act, f *file) bool { return len(t.itemsOf(a, f)) > 0 },
		"materials_only":        func(a *act, f *file) bool { return len(t.itemsOf(a, f)) == 0 },
		"party_property_seized": t.partyPropertySeized,

		"examination_period_notified": examinationNotified,
	}
}

// itemsOf are the things of the case that an act is about; what exists only as bytes is material, not a thing.
func (t tables) itemsOf(a *act, f *file) []matter.Evidence {
	c := f.CaseOf(a.Target)
	if c == nil {
		return nil
	}
	var out []matter.Evidence
	for _, e := range f.ItemsOf(c.ID) {
		if e.Kind == Physical || Held(t.book(), &e) || e.CustodyCaseID != 0 {
			out = append(out, e)
		}
	}
	return out
}

// lastItemAccepted: nothing else of the referral's list lies with the sender or is on its way. Judged for the newest
// filed referral of the item's case; without one there is no list whose last item this could be.
func (t tables) lastItemAccepted(a *act, f *file) bool {
	e := f.Item(a.Target.ID)
	if e == nil {
		return false
	}
	refs := f.ReferralsOf(e.CaseID)
	for i := len(refs) - 1; i >= 0; i-- {
		if t.book().Is(law.Referral, refs[i].State, law.ToHandOver) {
			return !slices.ContainsFunc(DueFor(t.book(), f, &refs[i]), func(d matter.Evidence) bool { return d.ID != e.ID })
		}
	}
	return false
}

// partyPropertySeized: something of the case was seized from the party and moves with the handover. The measure ends
// before the thing leaves, so the earlier seizure is read from the acts.
func (t tables) partyPropertySeized(a *act, f *file) bool {
	for _, e := range t.itemsOf(a, f) {
		if f.LastOn(matter.Target{Entity: law.Evidence, ID: e.ID}, "evidence.admin_seized") != nil {
			return true
		}
	}
	return false
}

// examinationNotified: ACL 25. The examination period was fixed and notified; of a sample, for the thing it is of.
func examinationNotified(a *act, f *file) bool {
	if f.LastOn(a.Target, "examination_period.notified") != nil {
		return true
	}
	item := f.Item(a.Target.ID)
	return item != nil && item.ParentID != 0 && f.LastOn(matter.Target{Entity: a.Target.Entity, ID: item.ParentID}, "examination_period.notified") != nil
}
