package law_test

import (
	"slices"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/law"
)

type guardModel func(w *world, a *law.Act, t *thing, who, proposer string) bool

// guardModels judge those guards that the small world has the facts for. Every other guard reads facts that a scenario
// takes as given; "not:ID" among the facts makes it fail.
var guardModels = map[string]guardModel{
	"approver_is_not_proposer": func(w *world, a *law.Act, t *thing, who, proposer string) bool { return who != proposer },
	"approver_is_principal_head": func(w *world, a *law.Act, t *thing, who, _ string) bool {
		return slices.Contains(strings.Split(persons[who], "|"), string(actor.PrincipalHead))
	},
	"decider_not_investigator": notWorker,
	"reviewer_not_investigator": func(w *world, a *law.Act, t *thing, who, p string) bool {
		return a.ID == "ADM-T14" || notWorker(w, a, t, who, p)
	},
	"custodian_not_investigator": notWorker,
	"hearing_officer_not_investigator": func(w *world, a *law.Act, t *thing, who, p string) bool {
		return a.Event == "hearing.requested" || notWorker(w, a, t, who, p)
	},
	"receiver_is_not_giver": func(w *world, a *law.Act, t *thing, who, _ string) bool { return who != t.giver },
	"legal_office_not_original_decider": func(w *world, a *law.Act, t *thing, who, _ string) bool {
		return who != w.last["referral.filing_decided"]
	},
	"case_is_filed": func(w *world, a *law.Act, t *thing, _, _ string) bool {
		return !slices.Contains([]string{law.New, "LEAD_REGISTERED", "PRELIM_VERIFICATION"}, w.one(law.AdminCase).state)
	},
	"criminal_case_is_filed": func(w *world, a *law.Act, t *thing, _, _ string) bool {
		return !slices.Contains([]string{law.New, "RECEIVED", "FILING_REVIEW", "NOT_FILED"}, w.one(law.CriminalCase).state)
	},
	"origin_case_admits_referral": func(w *world, a *law.Act, t *thing, _, _ string) bool {
		return !slices.Contains([]string{law.New, "LEAD_REGISTERED"}, w.one(law.AdminCase).state)
	},
	"approved_referral_exists": func(w *world, a *law.Act, t *thing, _, _ string) bool {
		return slices.ContainsFunc(w.of(law.Referral), func(x *thing) bool {
			return slices.Contains([]string{"APPROVED", "SENT", "RECEIVED", "SUPPLEMENT_REQUESTED", "UNDER_FILING_REVIEW", "FILED", "HANDED_OVER", "LINKED"}, x.state)
		})
	},
	"no_open_referral": noOpenReferral,
	"no_fine_while_referral_open": func(w *world, a *law.Act, t *thing, who, p string) bool {
		return !w.facts["fine_imposed"] || noOpenReferral(w, a, t, who, p)
	},
	"preserved_items_disposed": func(w *world, a *law.Act, t *thing, _, _ string) bool {
		return !slices.ContainsFunc(w.of(law.Evidence), func(x *thing) bool { return x.state == "REGISTERED_PRESERVED" })
	},
	"all_property_disposed": func(w *world, a *law.Act, t *thing, _, _ string) bool {
		holder := "ps"
		if a.Entity == law.AdminCase {
			holder = "agency"
		}
		held := []string{"REGISTERED_PRESERVED", "ADMIN_SEIZED", "CRIMINAL_SEIZED", "HELD_BY_HOLDER", "IN_STORAGE", "OUT_FOR_EXAM", "IN_TRANSIT", "CONFISCATED"}
		return !slices.ContainsFunc(w.of(law.Evidence), func(x *thing) bool { return x.holder == holder && slices.Contains(held, x.state) })
	},
	"under_admin_seizure":                 func(w *world, a *law.Act, t *thing, _, _ string) bool { return t.measure == "admin" },
	"not_already_seized":                  func(w *world, a *law.Act, t *thing, _, _ string) bool { return t.measure == "" },
	"admin_seizure_closed_or_same_agency": func(w *world, a *law.Act, t *thing, _, _ string) bool { return t.measure != "admin" },
	"suspects_released": func(w *world, a *law.Act, t *thing, _, _ string) bool {
		return !slices.ContainsFunc(w.of(law.Person), func(x *thing) bool { return x.state != "AT_LARGE" && x.state != "RELEASED" })
	},
	"persons_settled": func(w *world, a *law.Act, t *thing, _, _ string) bool {
		return !slices.ContainsFunc(w.of(law.Person), func(x *thing) bool { return !w.terminal(x) && x.state != "AT_LARGE" })
	},
	"destination_is_state_security":  func(w *world, a *law.Act, t *thing, _, _ string) bool { return w.facts["destination_state_security"] },
	"destination_under_decree_310":   func(w *world, a *law.Act, t *thing, _, _ string) bool { return !w.facts["destination_state_security"] },
	"no_decision_yet":                func(w *world, a *law.Act, t *thing, _, _ string) bool { return w.last["referral.filing_decided"] == "" },
	"hearing_notice_lead_time":       started("ADM-051"),
	"enforcement_demand_period_over": started("ADM-071"),
	"remedy_periods_over":            started("ADM-072"),
	"filing_review_overdue": func(w *world, a *law.Act, t *thing, _, _ string) bool {
		for code := range t.clocks {
			if strings.HasPrefix(code, "REF-04") {
				return true
			}
		}
		return false
	},
	"agency_told": func(w *world, a *law.Act, t *thing, _, _ string) bool {
		_, owed := w.one(law.CriminalCase).clocks["REF-070"]
		return len(w.of(law.Referral)) == 0 || !owed
	},
}

func notWorker(w *world, _ *law.Act, _ *thing, who, _ string) bool {
	return !w.acted[who][actor.CaseHandler] && !w.acted[who][actor.PSInvestigator]
}

func noOpenReferral(w *world, _ *law.Act, _ *thing, _, _ string) bool {
	return !slices.ContainsFunc(w.of(law.Referral), func(x *thing) bool { return !w.terminal(x) })
}

func started(code string) guardModel {
	return func(w *world, _ *law.Act, _ *thing, _, _ string) bool { return w.seen[code] }
}
