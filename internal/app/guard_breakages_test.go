package app_test

import (
	"time"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
	"touchstone/internal/referral"
)

// elsewhere is the test that has both cases of a guard which no scenario reaches, or which never stands alone in a row.
type elsewhere struct{ dir, test, why string }

func provedElsewhere() map[string]elsewhere {
	return map[string]elsewhere{
		"copy_receiver_does_not_approve":    {"../procedure", "TestConcerned_DoesNotDecide", "there are no pages of classified matters"},
		"recusal_concerned_does_not_decide": {"../admincase", "TestRecusal_ConcernedDoesNotDecide", "no scenario asks somebody to step aside"},
		"duplicate_search_done":             {"../cases", "TestGuards", "the page that lists look-alikes says so in a field of its own"},
		"package_as_approved":               {"../referral", "TestGuards", "the paper must be older than the approval, and made anew"},
		"intake_not_sole_handler":           {"../cases", "TestGuards", "two_qualified_handlers of the same rows asks for two persons already"},
		"every_item_has_handover_record":    {"../evidence", "TestGuards", "handover_signed_by_both_sides of the same row asks for it too"},
		"receipt_not_refusable":             {why: "it stands in the list for the reader and never fails"},
	}
}

// breakages take away what each guard asks for beside the fields of its form (those follow from guards.csv).
func breakages() map[string][]breakage {
	return map[string][]breakage{
		"approver_is_not_proposer": {func(a *act, _ *file) bool {
			if a.Proposer != nil {
				a.Proposer.ID = a.Who.UserID
			}
			return a.Proposer != nil
		}},
		"approver_is_principal_head": {func(a *act, _ *file) bool { a.Who.Principal = false; return true }},
		"decider_not_investigator":   {handles},
		"reviewer_not_investigator":  {handles, named("reviewer", "ch")},
		"reviewer_qualified": {func(_ *act, f *file) bool {
			return each(procedure.Accounts(f), func(x *procedure.Account) { x.Qualified = false })
		}},
		"hearing_officer_not_investigator": {handles, named("hearing_officer", "ch")},
		"custodian_not_investigator":       {handles},
		"decider_is_not_collector": {func(a *act, f *file) bool {
			return past(f, "admin_decision.made", func(p *matter.Past) { p.ActorID = a.Who.UserID })
		}},
		"receiver_is_not_giver": {func(a *act, f *file) bool {
			return item(a, f, func(e *matter.Evidence) { e.GiverID = a.Who.UserID })
		}},
		"legal_office_not_original_decider": {func(a *act, f *file) bool {
			return past(f, "referral.filing_decided", func(p *matter.Past) { p.ActorID = a.Who.UserID })
		}},
		"assignee_not_sole_intake": {soleIntake},
		"intake_not_sole_handler":  {soleIntake},
		"handlers_no_interest": {func(a *act, f *file) bool {
			for _, m := range f.Members {
				f.Parties = append(f.Parties, matter.Party{CaseID: a.Target.ID, Name: m.Name})
			}
			for _, u := range procedure.Accounts(f) {
				f.Parties = append(f.Parties, matter.Party{CaseID: a.Target.ID, Name: u.NameZH})
			}
			return true
		}},
		"no_open_recusal": {func(_ *act, f *file) bool {
			f.Acts = append(f.Acts, matter.Past{Event: "recusal.requested", Input: law.Values{"person": "虚构人员"}})
			return true
		}},
		"two_qualified_handlers": {uncertified},
		"two_officers_present":   {uncertified},
		"two_investigators":      {named("officers", "pv"), func(_ *act, f *file) bool { f.Members = nil; procedure.SetAccounts(f, nil); return true }},
		"team_of_two_named":      {named("team", "ch")},
		"submitter_in_team":      {func(_ *act, f *file) bool { return each(f.Referrals, func(r *matter.Referral) { r.Team = nil }) }},
		"informant_identity_separate": {func(a *act, _ *file) bool {
			a.Input["summary"] = "举报人电话13912345678"
			return true
		}},
		"duplicate_search_done": {without("duplicates_seen")},
		"no_unanswered_referral_screen": {func(a *act, f *file) bool {
			return past(f, "admin_lead.registered", func(p *matter.Past) { p.Input["typology"] = []string{"licence_trade"} })
		}},
		"referral_screen_answered": {without("referral_screen"), func(_ *act, f *file) bool {
			return past(f, "investigation_report.submitted", func(p *matter.Past) { delete(p.Input, "referral_screen") })
		}},
		"mss_handover_sent":         {func(_ *act, f *file) bool { f.Handovers = nil; return true }},
		"competence_basis_recorded": {named("competence_basis", "assistance")},
		"not_time_barred": {func(a *act, f *file) bool {
			old := a.Now.AddDate(-3, 0, 0)
			a.Input["violation_ended_on"] = old
			return each(f.Cases, func(c *matter.Case) { c.ViolationEndedOn = &old })
		}},
		"case_is_filed":   {inState("LEAD_REGISTERED")},
		"report_complete": {without("report")},
		"preserved_items_disposed": {func(_ *act, f *file) bool {
			return each(f.Evidence, func(e *matter.Evidence) { e.State = "REGISTERED_PRESERVED" })
		}},
		"identification_attached_if_disputed": {func(a *act, f *file) bool {
			f.Goods = append(f.Goods, matter.Goods{CaseID: a.Target.ID, ControlState: "disputed"})
			return true
		}},
		"prior_notice_approved": {func(a *act, f *file) bool {
			c := f.Case(a.Target.ID)
			f.Acts = append(f.Acts, matter.Past{ID: 1 << 40, Event: "penalty_prior_notice.served", Entity: a.Target.Entity, TargetID: a.Target.ID, Round: c.Round,
				Input: law.Values{}})
			return true
		}},
		"prior_notice_complete":  {without("sanctions"), inPast("penalty_prior_notice.approved", "legal_basis")},
		"not_served_before_made": {func(a *act, _ *file) bool { a.Input["served_at"] = a.Now.AddDate(-1, 0, 0); return true }},
		"hearing_right_stated":   {paperless("DOC-A25")},
		"hearing_not_required": {func(_ *act, f *file) bool {
			return past(f, "penalty_prior_notice.approved", func(p *matter.Past) { p.Input["sanctions"] = []string{"licence_ban"} })
		}},
		"hearing_request_in_time_or_accepted": {dueBefore("ADM-050")},
		"hearing_notice_lead_time":            {dueAfter("ADM-051")},
		"hearing_period_over":                 {dueAfter("ADM-050")},
		"defence_heard_or_waived":             {without("defence_outcome")},
		"no_legal_review_ground":              {major},
		"legal_review_passed_if_required":     {forgotten("legal_review.passed")},
		"collective_discussion_recorded":      {forgotten("collective_discussion.recorded")},
		"no_excluded_evidence_in_basis": {func(a *act, f *file) bool {
			return each(f.Evidence, func(e *matter.Evidence) { e.Finding = "excluded" })
		}},
		"one_act_one_fine": {func(_ *act, f *file) bool {
			f.Decisions = append(f.Decisions, matter.Decision{CaseID: 99, Fine: quantity.Fens(100)})
			return true
		}},
		"prior_notice_and_defence_done": {forgotten("defence.closed", "hearing.held")},
		"no_heavier_penalty_after_defence": {func(_ *act, f *file) bool {
			return past(f, "penalty_prior_notice.approved", func(p *matter.Past) { p.Input["sanctions"] = []string{} })
		}},
		"no_fine_while_referral_open": {openReferral},
		"no_fine_after_criminal_fine": {func(a *act, f *file) bool {
			f.Acts = append(f.Acts, matter.Past{ID: 1 << 40, Event: "criminal_judgment.effective", Entity: a.Target.Entity, TargetID: a.Target.ID,
				Input: law.Values{"criminal_fine": true}})
			return true
		}},
		"notice_within_range_or_grounded":  {money("fine", "1"), money("fine", "900000000")},
		"penalty_within_range_or_reasoned": {both(money("fine", "2"), named("deviation_ground", "mitigated"))},
		"turnover_state_determined":        {both(money("fine", "2"), without("deviation_ground"))},
		"decision_elements_complete":       {without("performance")},
		"approved_referral_exists": {func(_ *act, f *file) bool {
			return each(f.Referrals, func(r *matter.Referral) { r.State = "DRAFT" })
		}},
		"electronic_service_consented": {both(named("service_method", "electronic"), without("consent"))},
		"decision_is_penalty": {func(_ *act, f *file) bool {
			return each(f.Decisions, func(d *matter.Decision) { d.Kind = "NO_PENALTY_MINOR" })
		}},
		"decision_is_no_penalty":         {func(_ *act, f *file) bool { return each(f.Decisions, func(d *matter.Decision) { d.Kind = "OTHER" }) }},
		"remedy_periods_over":            {forgotten("remedy_periods.expired")},
		"enforcement_demand_period_over": {dueAfter("ADM-071")},
		"all_sanctions_executed":         {without("execution_proof")},
		"fine_collected_by_bank":         {named("payment_channel", "cash"), inPast("fine.paid", "payment_channel")},
		"all_property_disposed":          {kept},
		"evidence_handed_over_signed":    {kept},
		"file_complete":                  {paperless("DOC-A03")},
		"no_open_referral":               {openReferral},
		"filing_notice_recorded":         {without("document_no")},
		"judgment_recorded":              {without("document")},
		"origin_case_admits_referral":    {inState("LEAD_REGISTERED")},
		"new_facts_after_penalty": {both(without("new_facts"), func(a *act, f *file) bool {
			f.Decisions = append(f.Decisions, matter.Decision{ID: 1 << 40, CaseID: a.Parent.ID, Kind: "PENALTY"})
			return true
		})},
		"referral_report_complete": {without("report")},
		"package_complete":         {func(_ *act, f *file) bool { return each(f.Referrals, func(r *matter.Referral) { r.Items = nil }) }},
		"hashes_match":             {func(a *act, f *file) bool { return each(f.Evidence, func(e *matter.Evidence) { e.BadFiles = 1 }) }},
		"no_fine_substituted": {func(a *act, f *file) bool {
			r := f.Referral(a.Target.ID)
			if r != nil {
				f.Decisions = append(f.Decisions, matter.Decision{CaseID: r.FromCaseID, Fine: quantity.Fens(100), MadeAt: r.OpenedAt.Add(time.Hour)})
			}
			return r != nil
		}},
		"destination_routed":      {named("receiving_organ", "gdss"), named("receiving_organ", "szpsb")},
		"receiver_is_destination": {func(a *act, _ *file) bool { a.Who.AgencyID = 1 << 40; return true }},
		"supplement_within_24h":   {dueBefore("REF-031")},
		"extension_within_limit":  {later("new_due_on"), later("new_end_on")},
		"non_coercive_checks_only": {func(a *act, f *file) bool {
			c := f.CriminalOf(a.Target.ID)
			if a.Target.Entity == law.CriminalCase {
				c = f.Case(a.Target.ID)
			}
			if c != nil {
				f.Evidence = append(f.Evidence, matter.Evidence{ID: 1 << 40, CaseID: c.ID, CustodyCaseID: c.ID, Measure: "criminal"})
			}
			return c != nil
		}},
		"within_reconsideration_period": {dueBefore("REF-060")},
		"filing_review_overdue":         {dueAfter("REF-040", "REF-041", "REF-042", "REF-043")},
		"no_decision_yet":               {did("referral.filing_decided")},
		"destination_is_state_security": {sentTo(referral.PublicSecurity)},
		"destination_under_decree_310":  {sentTo(referral.StateSecurity)},
		"criminal_case_is_filed":        {inState("RECEIVED")},
		"suspects_released":             {arrested},
		"persons_settled":               {arrested},
		"property_released":             {kept},
		"supplement_rounds_left":        {did("prosecution.returned_for_supplement", "prosecution.returned_for_supplement")},
		"within_appeal_period":          {dueBefore("CRM-081")},
		"no_appeal_in_time":             {dueAfter("CRM-081")},
		"agency_told": {func(a *act, f *file) bool {
			f.Clocks = append(f.Clocks, matter.Clock{Code: "REF-070", State: "RUNNING", TargetKind: "case", TargetID: a.Target.ID})
			return true
		}},
		"statements_recollected": {func(a *act, f *file) bool {
			c := f.Case(a.Target.ID)
			if r := f.Referral(c.SourceReferralID); r != nil {
				f.Evidence = append(f.Evidence, matter.Evidence{CaseID: r.FromCaseID, Kind: "witness_testimony"})
				return true
			}
			return false
		}},
		"every_item_has_handover_record": {kept},
		"handover_signed_by_both_sides":  {func(a *act, f *file) bool { return item(a, f, func(e *matter.Evidence) { e.GiverID = 0 }) }, nobodySigned},
		"party_told_of_transfer": {both(paperless("DOC-R16"), func(a *act, f *file) bool {
			c := f.CaseOf(a.Target)
			if c != nil {
				f.Evidence = append(f.Evidence, matter.Evidence{ID: 1 << 40, CaseID: c.ID, Kind: "physical"})
				f.Acts = append(f.Acts, matter.Past{ID: 1 << 40, Event: "evidence.admin_seized", Entity: law.Evidence, TargetID: 1 << 40})
			}
			return c != nil
		})},
		"seizure_approval_competent": {func(_ *act, f *file) bool {
			return each(f.Cases, func(c *matter.Case) { c.CompetenceBasis = "commissioned" })
		}},
		"not_already_seized":         {func(a *act, f *file) bool { return item(a, f, func(e *matter.Evidence) { e.Measure = "admin" }) }},
		"under_admin_seizure":        {func(a *act, f *file) bool { return item(a, f, func(e *matter.Evidence) { e.Measure = "" }) }},
		"seizure_extended_once_only": {did("evidence.admin_seizure_extended")},
		"confiscation_ordered_by_decision": {func(_ *act, f *file) bool {
			return each(f.Decisions, func(d *matter.Decision) { d.Sanctions = nil })
		}},
		"no_criminal_measure":          {named("collection_method", "search")},
		"original_or_copy_stated":      {without("original_or_copy")},
		"edata_integrity_recorded":     {named("evidence_kind", "electronic_data")},
		"witness_present":              {named("witness", "pv")},
		"high_value_needs_county_head": {named("estimated_value", "900000")},
		"storage_has_title": {func(a *act, f *file) bool {
			return item(a, f, func(e *matter.Evidence) { e.Measure, e.Track = "", "x" })
		}},
		"question_neutral":                    {named("question", "请确认该批货物为管制物项")},
		"seal_and_weight_match":               {named("seal_no", "另一封签")},
		"counts_weights_seals_hashes_equal":   {named("seal_no", "另一封签")},
		"admin_seizure_closed_or_same_agency": {func(a *act, f *file) bool { return item(a, f, func(e *matter.Evidence) { e.Measure = "admin" }) }},
		"receiver_is_no_officer":              {named("receiver", "ch"), account},
		"early_sale_approved":                 {both(named("disposal_kind", "early_sale"), without("approval"))},
		"proceeds_to_treasury":                {both(named("disposal_kind", "auctioned"), without("treasury_receipt"))},
		"pointer_only_if_classified": {func(a *act, f *file) bool {
			a.Input["marking"] = "POINTER_ONLY"
			a.Uploads = append(a.Uploads, procedure.Upload{Field: "files", Name: "x"})
			return true
		}},
		"secrecy_cleared":    {forgotten("mss_handover.secrecy_checked", "coord_report.secrecy_reviewed")},
		"named_clock_admits": {named("clock", "NONE")},
	}
}
