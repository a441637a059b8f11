package evidence

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/names"
	"touchstone/internal/procedure"
)

// seizureApprovalCompetent: ECL 28(5); ACL 17, 18. The head of the organ that leads the case, acting on its own power;
// the power to seize is never delegated.
func seizureApprovalCompetent(a *act, f *file) verdict {
	c := caseOf(a, f)
	if c == nil || c.CompetenceBasis != "own" {
		return procedure.Fail("evidence.guard.power_not_own")
	}
	return procedure.When(a.Proposing || a.Who.AgencyID == c.AgencyID)
}

// notAlreadySeized: ACL 23. Here nothing is known to be seized, and the officers have asked elsewhere.
func notAlreadySeized(a *act, f *file) verdict {
	e := f.Item(a.Target.ID)
	return procedure.When(e != nil && e.Measure == MeasureNone && yes(a, "other_seizure_checked"))
}

// underAdminSeizure: ACL 25, 27.
func underAdminSeizure(a *act, f *file) verdict {
	e := f.Item(a.Target.ID)
	return procedure.When(e != nil && e.Measure == MeasureAdmin)
}

// extendedOnceOnly: ACL 25. Counted from the last seizure of the item.
func extendedOnceOnly(a *act, f *file) verdict {
	extended, seized := f.LastOn(a.Target, "evidence.admin_seizure_extended"), f.LastOn(a.Target, "evidence.admin_seized")
	return procedure.When(extended == nil || seized != nil && extended.ID < seized.ID)
}

// confiscationOrdered: ACL 27; APL 57. The newest decision of the case orders the confiscation of goods.
func confiscationOrdered(a *act, f *file) verdict {
	e := f.Item(a.Target.ID)
	if e == nil {
		return procedure.Fail("")
	}
	d := f.DecisionOf(e.CaseID)
	return procedure.When(d != nil && slices.Contains(d.Sanctions, "confiscate_goods"))
}

// receiptByRightfulHolder: ACL 28; MPS 233, 234. Nobody on the file takes a thing back in the holder's name.
func receiptByRightfulHolder(a *act, f *file) verdict {
	if v := given("receiver", "receipt")(a, f); v.Failed {
		return v
	}
	receiver := a.Input.Str("receiver")
	return procedure.When(!f.NamesNobody(receiver) && !slices.ContainsFunc(f.PersonNames(receiver), func(name string) bool {
		return procedure.Called(a.Who, name) || named(f, name)
	}))
}

// receiverIsNoOfficer: ACL 28; MPS 231, 233, 234. Nobody with an account here takes a thing, whatever the organ and whether
// or not the account is still in use. A party of the file may bear the name of an officer, typed or picked, but of none who
// works on it or whom this very act names, and never his user name.
func receiverIsNoOfficer(a *act, f *file) verdict {
	who := a.Input.Str("receiver")
	all := f.PersonNames(who)
	party := slices.ContainsFunc(f.Parties, func(p matter.Party) bool { return p.Ref == who || p.Called(who) })
	those := append(a.Present(f), a.Input.Str("carrier"), a.Input.Str("collector"), a.Input.Str("co_collector"))
	here := func(account string) bool {
		return slices.ContainsFunc(those, func(name string) bool { return strings.EqualFold(name, account) })
	}
	return procedure.When(!f.NamesNobody(who) && !slices.ContainsFunc(procedure.Accounts(f), func(u procedure.Account) bool {
		excused := party && !onFile(a, f, u.ID) && !here(u.Username)
		return slices.ContainsFunc(all, func(name string) bool {
			return names.Same(name, u.Username) || !excused && names.Among(name, u.NameZH, u.NameEN)
		})
	}))
}

// onFile tells whether somebody works on the matter: he acts or proposed the act, stands on a case, or did anything in it.
func onFile(a *act, f *file, user int64) bool {
	return user == a.Who.UserID || a.Proposer != nil && user == a.Proposer.ID ||
		slices.ContainsFunc(f.Members, func(m matter.Member) bool { return m.UserID == user }) ||
		slices.ContainsFunc(f.Acts, func(p matter.Past) bool { return user == p.ActorID || user == p.ProposerID }) ||
		slices.ContainsFunc(f.Evidence, func(e matter.Evidence) bool {
			return slices.Contains([]int64{e.HolderUser, e.GiverID, e.CollectorID, e.CoCollectorID}, user)
		})
}

// seizureClosedOrSameAgency: ACL 21, 27. A seized thing leaves the organ only by a disposal decision.
func seizureClosedOrSameAgency(a *act, f *file) verdict {
	e := f.Item(a.Target.ID)
	if e == nil || e.Measure != MeasureAdmin {
		return procedure.When(e != nil)
	}
	to, ok := AgencyNamed(f, a.Input.Str("receiving_organ"))
	return procedure.When(ok && to.ID == e.HolderAgencyID)
}

// partyTold: ACL 21. The disposal by transfer issues the notice itself (DOC-R16); the end of the handover needs it on
// file where something seized from the party moved.
func (t tables) partyTold(a *act, f *file) verdict {
	if a.Target.Entity == law.Evidence {
		return procedure.Pass()
	}
	return procedure.When(!t.partyPropertySeized(a, f) || f.Document(t.book().PaperOf("party_told_of_transfer")) != nil)
}

// witnessPresent: MPS 194, 230. A witness is neither police nor interested: nobody on the file, nobody in office in the organ,
// and no party of the matter but one who is its witness. Whoever is picked is judged by all his names.
func witnessPresent(a *act, f *file) verdict {
	w := a.Input.Str("witness")
	return procedure.When(w != "" && !f.NamesNobody(w) && !interested(f, w) && !slices.ContainsFunc(f.PersonNames(w), func(name string) bool {
		return procedure.Called(a.Who, name) || named(f, name) || colleague(a, f, name)
	}))
}

// interested tells whether a field names a party of the matter who is more than its witness.
func interested(f *file, w string) bool {
	return slices.ContainsFunc(f.Parties, func(p matter.Party) bool {
		return (p.Subject || p.Part != "witness") && (w == p.Ref || slices.ContainsFunc(f.PersonNames(w), p.Called))
	})
}

// colleague tells whether a name is the account of anybody, or that of somebody in office in the organ that acts.
func colleague(a *act, f *file, name string) bool {
	return slices.ContainsFunc(procedure.Accounts(f), func(u procedure.Account) bool {
		return names.Same(name, u.Username) || u.Active && u.AgencyID == a.Who.AgencyID && names.Among(name, u.NameZH, u.NameEN)
	})
}

// highValue is the value from which the county head decides. MPS 228 gives no figure: product rule.
var highValue = decimal.NewFromInt(100_000)

// highValueNeedsCountyHead: MPS 228.
func highValueNeedsCountyHead(a *act, _ *file) verdict {
	if a.Proposing || a.Role == "ps_county_head" {
		return procedure.Pass()
	}
	return procedure.When(!yes(a, "business_critical") && number(a, "estimated_value").LessThan(highValue))
}
