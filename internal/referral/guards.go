package referral

import (
	"slices"
	"strconv"
	"strings"

	"touchstone/internal/evidence"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

type (
	act     = procedure.Act
	file    = matter.File
	verdict = procedure.Verdict
)

func guards() map[string]procedure.Guard {
	return map[string]procedure.Guard{
		"crime_ground_recorded":             crimeGroundRecorded,
		"team_of_two_named":                 teamOfTwo,
		"origin_case_admits_referral":       originAdmits,
		"new_facts_after_penalty":           newFactsAfterPenalty,
		"submitter_in_team":                 submitterInTeam,
		"referral_report_complete":          reportComplete,
		"package_complete":                  packageComplete,
		"package_as_approved":               packageAsApproved,
		"reopen_ground_recorded":            reopenGround,
		"no_fine_substituted":               NoFineSubstituted,
		"destination_routed":                destinationRouted,
		"copy_to_procuratorate":             copyToProcuratorate,
		"receipt_not_refusable":             receiptNotRefusable,
		"receiver_is_destination":           receiverIsDestination,
		"supplement_within_24h":             supplementInTime,
		"non_coercive_checks_only":          nonCoerciveOnly,
		"extension_ground_recorded":         extensionGround,
		"no_decision_yet":                   noDecisionYet,
		"destination_is_state_security":     toStateSecurity,
		"destination_under_decree_310":      underDecree310,
		"legal_office_not_original_decider": notOriginalDecider,
		"within_reconsideration_period":     inReconsiderationPeriod,
		"filing_review_overdue":             reviewOverdue,
		"agency_informed_of_result":         agencyInformed,
	}
}

func of(a *act, f *file) *matter.Referral { return f.Referral(a.Target.ID) }

// crimeGroundRecorded: D310 3; APL 27. The suspected crime with its article (the list's value names it) and the facts
// that reach its threshold.
func crimeGroundRecorded(a *act, _ *file) verdict {
	return procedure.When(a.Input.Str("suspected_offence") != "" && strings.TrimSpace(a.Input.Str("facts")) != "")
}

// teamOfTwo: D310 5. Two enforcement officers at least; that they exist and belong to the organ is looked up when the
// team is written.
func teamOfTwo(a *act, _ *file) verdict {
	team := slices.Clone(a.Input.List("team"))
	slices.Sort(team)
	return procedure.When(len(slices.Compact(team)) >= 2)
}

// beforeReferral are the states in which nothing is verified yet.
var beforeReferral = []string{"", "LEAD_REGISTERED"}

// originAdmits: D310 3. From verification onward, also after closing on new facts.
func originAdmits(a *act, f *file) verdict {
	c := f.CaseOf(a.Parent)
	return procedure.When(c != nil && c.Machine == string(law.AdminCase) && !slices.Contains(beforeReferral, c.State))
}

// newFactsAfterPenalty: APL 8, 27; D310 3, 11. What was punished as an infringement is not referred as a crime
// afterwards; only facts found since the decision open the way (procedure.md §10.1).
func newFactsAfterPenalty(a *act, f *file) verdict {
	return procedure.When(!penaltyDecided(a, f) || strings.TrimSpace(a.Input.Str("new_facts")) != "")
}

// submitterInTeam: D310 5.
func submitterInTeam(a *act, f *file) verdict {
	r := of(a, f)
	return procedure.When(r != nil && slices.Contains(r.Team, a.Who.UserID))
}

// reportComplete: D310 5. The report itself, the verified facts, the crime and where it goes.
func reportComplete(a *act, f *file) verdict {
	r := of(a, f)
	return procedure.When(r != nil && a.Input.Has("report") && r.Facts != "" && r.Offence != "" && r.Destination != "")
}

// packageComplete: D310 6.
func packageComplete(a *act, f *file) verdict {
	r := of(a, f)
	if r == nil {
		return procedure.Fail("")
	}
	if missing := Absent(f, r); len(missing) > 0 {
		names := make([]string, len(missing))
		for i, no := range missing {
			names[i] = strconv.Itoa(no)
		}
		return procedure.Fail("referral.guard.items_missing", "items", strings.Join(names, ", "))
	}
	return procedure.Pass()
}

// packageAsApproved: D310 5, 6. What the head had before him is what is sent: a paper of the package that was there when
// he approved is not made anew under his approval. A paper made for the first time after it is added, and shown as such.
func packageAsApproved(a *act, f *file) verdict {
	r, p := of(a, f), f.LastOn(a.Target, "referral.approved")
	if r == nil || p == nil || a.From != "APPROVED" {
		return procedure.Pass()
	}
	for _, code := range PackagePapers() {
		first, last := paperBefore(f, r, code, p.ID), DocumentOf(f, r, code)
		if first != nil && (a.Row.Event == "referral.investigation_report_prepared" || last.ID != first.ID) {
			return procedure.Fail("referral.guard.paper_approved", "title", first.Title)
		}
	}
	return procedure.Pass()
}

// reopenGround: D310 14; SPP 557. After a refusal only new facts or the procuratorate's opinion reopen; before the
// sending the team may also take an approved referral back to correct it.
func reopenGround(a *act, _ *file) verdict {
	ground := a.Input.Str("reopen_ground")
	return procedure.When(ground != "" && (ground != "correction" || a.From == "APPROVED"))
}

// NoFineSubstituted: D310 11; CL 402. A fine made after the crime ground was on record replaces the referral; an
// earlier fine is credited by the court.
func NoFineSubstituted(a *act, f *file) verdict {
	r := of(a, f)
	if r == nil {
		return procedure.Fail("")
	}
	for _, d := range f.Decisions {
		if d.CaseID == r.FromCaseID && (d.Fine.IsPositive() || slices.Contains(d.Sanctions, "fine")) && !d.MadeAt.Before(r.OpenedAt) {
			return procedure.Fail("referral.guard.fine_made", "at", i18n.DateTime(d.MadeAt))
		}
	}
	return procedure.Pass()
}

// destinationRouted: Customs Law 5; MPS 28. The organ named is of the kind that the routing answer says.
func destinationRouted(a *act, f *file) verdict {
	r := of(a, f)
	to, known := evidence.AgencyNamed(f, a.Input.Str("receiving_organ"))
	return procedure.When(r != nil && known && to.Kind == KindOf(r.Destination))
}

// copyToProcuratorate: Gaojianhui [2006] 2. Without a copy the reason is asked for (kind needs_reason).
func copyToProcuratorate(a *act, _ *file) verdict {
	to := a.Input.Str("copied_to")
	return procedure.When(to != "" && to != "none")
}

// receiptNotRefusable: MPS 180. There is nothing to judge: the only act at this point is signing, and what differs goes
// into the reservation. The rule stands in the list so that the receiver reads it.
func receiptNotRefusable(*act, *file) verdict { return procedure.Pass() }

// receiverIsDestination: D310 7.
func receiverIsDestination(a *act, f *file) verdict {
	r := of(a, f)
	return procedure.When(r != nil && r.ToAgencyID != 0 && r.ToAgencyID == a.Who.AgencyID)
}

// supplementInTime: MPS 180. Lateness is noted, not forbidden.
func supplementInTime(a *act, f *file) verdict {
	k := f.Clock("referral", a.Target.ID, "REF-031")
	return procedure.When(k == nil || !a.Now.After(k.DueAt))
}

// nonCoerciveOnly: MPS 174. Nothing has been seized and nobody held on the criminal side before filing.
func nonCoerciveOnly(a *act, f *file) verdict {
	c := f.CriminalOf(a.Target.ID)
	if a.Target.Entity == law.CriminalCase {
		c = f.Case(a.Target.ID)
	}
	if c == nil {
		return procedure.Pass()
	}
	for _, e := range f.Evidence {
		if evidence.Custodian(&e) == c.ID && e.Measure == evidence.MeasureCriminal {
			return procedure.Fail("referral.guard.coercive", "ref", e.Ref)
		}
	}
	for _, p := range f.Persons {
		if p.CaseID == c.ID && slices.Contains([]string{"DETAINED", "ARRESTED", "BAILED", "UNDER_SURVEILLANCE"}, p.State) {
			return procedure.Fail("referral.guard.coercive", "ref", p.Ref)
		}
	}
	return procedure.Pass()
}

// extensionGround: Gongtongzi [2017] 25 art. 16; ACL 25.
func extensionGround(a *act, _ *file) verdict {
	return procedure.When(a.Input.Has("ground") && a.Input.Has("reason"))
}

// noDecisionYet: SPP 562. The overdue decision is the first one; an existing one is not made twice.
func noDecisionYet(a *act, f *file) verdict {
	return procedure.When(f.LastOn(a.Target, "referral.filing_decided") == nil)
}

// toStateSecurity: CPL 4.
func toStateSecurity(a *act, f *file) verdict {
	r := of(a, f)
	return procedure.When(r != nil && r.Destination == StateSecurity)
}

// underDecree310: D310 9. Its remedies exist against public security and customs police only.
func underDecree310(a *act, f *file) verdict {
	r := of(a, f)
	return procedure.When(r != nil && r.Destination != StateSecurity)
}

// notOriginalDecider: D310 9. Neither who decided nor who proposed the non-filing.
func notOriginalDecider(a *act, f *file) verdict {
	p := f.LastOn(a.Target, "referral.filing_decided")
	return procedure.When(p == nil || p.ActorID != a.Who.UserID && p.ProposerID != a.Who.UserID)
}

// inReconsiderationPeriod: D310 9; MPS 181. Three days from the receipt of the notice; without a recorded notice the
// period has not begun.
func inReconsiderationPeriod(a *act, f *file) verdict {
	k := f.Clock("referral", a.Target.ID, "REF-060")
	return procedure.When(k == nil || !a.Now.After(k.DueAt))
}

// reviewOverdue: SPP 557, 562. Judged by the limit that applies: three days, ten for economic crime, thirty once the
// extension is on record, and what was granted beyond.
func reviewOverdue(a *act, f *file) verdict {
	code := "REF-040"
	if c := f.CriminalOf(a.Target.ID); c != nil && c.EconomicCrime {
		code = "REF-041"
	}
	if f.LastOn(a.Target, "referral.review_extended") != nil {
		code = "REF-042"
	}
	if k := f.Clock("referral", a.Target.ID, "REF-043"); k != nil {
		code = "REF-043"
	}
	k := f.Clock("referral", a.Target.ID, code)
	return procedure.When(k != nil && k.Running() && a.Now.After(k.DueAt))
}

// agencyInformed: SPP 561. The date, or a word why not yet (kind needs_reason).
func agencyInformed(a *act, _ *file) verdict { return procedure.When(a.Input.Has("informed_on")) }
