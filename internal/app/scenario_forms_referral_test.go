package app_test

import (
	"net/url"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/law"
	"touchstone/internal/referral"
)

// organ is where the referrals of a scenario go, and again after a re-route.
func (w *world) organ() string {
	switch {
	case w.facts["destination_state_security"]:
		return "gdss"
	case w.did["referral.rerouted"]:
		return "hpasb"
	}
	return "szpsb"
}

// referralForms gives the forms of the referral side values that the generic ones (scenario_forms_test.go) do not
// cover. Keyed by form id; what a function returns overwrites the generic values field by field.
func referralForms() map[string]func(w *world, step law.ScenarioStep) url.Values {
	fixed := func(v url.Values) func(*world, law.ScenarioStep) url.Values {
		return func(*world, law.ScenarioStep) url.Values { return v }
	}
	investigators := url.Values{"officers": {"pv", "pv2"}}
	penalty := func(w *world, _ law.ScenarioStep) url.Values {
		if w.facts["penalty_due_after_end"] {
			return url.Values{"penalty_due": {"yes"}}
		}
		return url.Values{"penalty_due": {"no"}}
	}
	return map[string]func(w *world, step law.ScenarioStep) url.Values{
		"referral_opened": func(w *world, _ law.ScenarioStep) url.Values {
			if w.facts["destination_state_security"] {
				return url.Values{"destination": {referral.StateSecurity}}
			}
			return url.Values{"destination": {referral.PublicSecurity}}
		},
		"referral_sent": func(w *world, _ law.ScenarioStep) url.Values {
			return url.Values{"receiving_organ": {w.organ()}, "copied_to": {"演示人民检察院"}, "reason": nil}
		},
		"referral_rerouted": fixed(url.Values{"receiving_organ": {"hpasb"}}),
		"referral_review_extended": func(w *world, step law.ScenarioStep) url.Values {
			code := "REF-042"
			if step.Variant == "limit=further_30_days" {
				code = "REF-043"
			}
			return url.Values{"new_due_on": {w.endOf(code)}}
		},
		"referral_reconsideration_requested": fixed(url.Values{"reason": nil}),
		"criminal_investigation_started":     fixed(investigators),
		"evidence_criminal_seized": fixed(url.Values{"officers": {"pv", "pv2"}, "witness": {"虚构见证人"}, "estimated_value": {"50000"},
			"business_critical": {"no"}}),
		"evidence_left_with_holder": fixed(investigators),
		"trial_effective":           fixed(url.Values{"document": {"二审裁判文书"}}),
		"criminal_case_withdrawn":   penalty,
		"non_prosecution":           penalty,
		"criminal_case_closed": func(w *world, _ law.ScenarioStep) url.Values {
			if w.did["reverse.received"] {
				return url.Values{"reverse_transfer": {"done"}}
			}
			return url.Values{"reverse_transfer": {"not_needed"}, "reason": {aReason}}
		},
		"reverse_received": func(w *world, _ law.ScenarioStep) url.Values {
			if w.facts["opinion_from_procuratorate"] {
				return url.Values{"instrument_kind": {"procuratorial_opinion"}}
			}
			return url.Values{"instrument_kind": {"reverse_transfer_letter"}}
		},
		"external_result": func(w *world, step law.ScenarioStep) url.Values {
			if step.Event == "supervision.reasons_accepted" {
				return url.Values{"informed_on": {w.clock.Now().In(law.Zone()).Format(time.DateOnly)}}
			}
			return nil
		},
		// After the court's fine the further sanction is what the notice announces (APL 35, 44).
		"prior_notice_approval": func(w *world, _ law.ScenarioStep) url.Values {
			if w.did["criminal_judgment.effective"] {
				return url.Values{"sanctions": {"licence_ban"}, "fine": nil}
			}
			return nil
		},
		"mss_sent": fixed(url.Values{"receiving_unit": {"gdss"}}),
		"mss_taken_over": func(w *world, _ law.ScenarioStep) url.Values {
			if w.facts["instruction_is_stop"] {
				return url.Values{"admin_instruction": {"stop"}}
			}
			return url.Values{"admin_instruction": {"continue"}}
		},
		"evidence_seizure_extended": func(w *world, _ law.ScenarioStep) url.Values {
			return url.Values{"new_end_on": {w.later("ADM-040", 20)}}
		},
		"referral_closed": func(w *world, _ law.ScenarioStep) url.Values {
			if w.facts["follow_up_is_resume"] {
				return url.Values{"follow_up": {"resume_admin"}}
			}
			return url.Values{"follow_up": {"reroute"}}
		},
	}
}

// endOf is the day on which a clock ends; a clock that has not begun ends thirty days after the one it follows.
func (w *world) endOf(code string) string {
	for _, k := range w.file().Clocks {
		if k.Code == code {
			return k.DueAt.In(law.Zone()).Format(time.DateOnly)
		}
	}
	return w.later("REF-042", 30)
}

// later is a day so many days after the end of a clock.
func (w *world) later(code string, days int) string {
	for _, k := range w.file().Clocks {
		if k.Code == code {
			return k.DueAt.In(law.Zone()).AddDate(0, 0, days).Format(time.DateOnly)
		}
	}
	return w.clock.Now().AddDate(0, 0, days).In(law.Zone()).Format(time.DateOnly)
}

// referralBefore runs before an act of that event: to let a period pass, to prepare a package.
func referralBefore() map[string]func(w *world, step law.ScenarioStep) {
	return map[string]func(w *world, step law.ScenarioStep){
		"referral.report_submitted":   func(w *world, _ law.ScenarioStep) { w.pack() },
		"referral.rerouted":           func(w *world, _ law.ScenarioStep) { w.openCustomsPolice() },
		"referral.received":           func(w *world, _ law.ScenarioStep) { w.moveToCustomsPolice() },
		"criminal_judgment.effective": func(w *world, _ law.ScenarioStep) { w.pass("CRM-081") },
		"supervision.suggested":       func(w *world, _ law.ScenarioStep) { w.passIfReviewing() },
	}
}

// pass lets a running clock run out.
func (w *world) pass(code string) {
	for _, k := range w.file().Clocks {
		if k.Code == code && k.Running() && !w.clock.Now().After(k.DueAt) {
			w.clock.Advance(k.DueAt.Sub(w.clock.Now()) + time.Hour)
		}
	}
}

// passIfReviewing: a suggestion out of the review itself needs an overdue review.
func (w *world) passIfReviewing() {
	for _, r := range w.file().Referrals {
		if r.State == "UNDER_FILING_REVIEW" {
			w.pass("REF-040")
		}
	}
}

// pack chooses what the draft still lacks of the five items, as the team would on the page.
func (w *world) pack() {
	w.t.Helper()
	f := w.file()
	desk := referral.Desk{Log: w.desk.Log, Access: w.desk.Access, Book: w.desk.Book}
	for i := range f.Referrals {
		r := &f.Referrals[i]
		if r.State != "DRAFT" {
			continue
		}
		for _, no := range referral.Absent(w.desk.Book(), f, r) {
			in := referral.ItemInput{No: no, Note: "纸质材料一份"}
			if no == 4 {
				in = referral.ItemInput{No: no, NotApplicable: "本案未作检验鉴定"}
			}
			if err := desk.SetItem(w.t.Context(), w.people["ch"], r.ID, in); err != nil {
				w.t.Fatalf("item %d: %v", no, explain(err))
			}
		}
	}
}

// openCustomsPolice adds the organ that turns out to be competent.
func (w *world) openCustomsPolice() {
	w.t.Helper()
	var id, unit int64
	if w.scan(`SELECT count(*) FROM agencies WHERE code = 'hpasb'`, nil, &id); id > 0 { // the demonstration has one
		return
	}
	w.scan(`INSERT INTO agencies (code, kind, name_zh, name_en, short_zh) VALUES ('hpasb','customs_anti_smuggling','演示海关缉私局','hpasb','缉') RETURNING id`, nil, &id)
	w.scan(`INSERT INTO org_units (agency_id, code, name_zh, name_en) VALUES ($1,'u','u','u') RETURNING id`, []any{id}, &unit)
	if _, err := audit.New(w.db, w.clock.Now).TakeUp(w.t.Context(), map[string]int64{"agencies": id, "org_units": unit}); err != nil { // made by hand
		w.t.Fatal(err)
	}
}

// moveToCustomsPolice: once the referral went on, the people of the second organ act.
func (w *world) moveToCustomsPolice() {
	w.t.Helper()
	if !w.did["referral.rerouted"] || w.people["pi"].AgencyCode == "hpasb" {
		return
	}
	var agency, unit int64
	w.scan(`SELECT a.id, u.id FROM agencies a JOIN org_units u ON u.agency_id = a.id WHERE a.code = 'hpasb'`, nil, &agency, &unit)
	for name, role := range map[string]actor.Role{"pi": actor.PSIntake, "pv": actor.PSInvestigator, "pc": actor.PSCountyHead, "pcu": actor.EvidenceCustodian} {
		a := actor.Actor{Username: "hp." + name, Name: "虚构缉私" + name, AgencyID: agency, AgencyCode: "hpasb", AgencyKind: "customs_anti_smuggling", UnitID: unit,
			UnitName:  "u",
			Clearance: 3, Roles: []actor.Role{role}}
		w.scan(`INSERT INTO users (ref, agency_id, unit_id, username, name_zh, name_en, certificate_no, certificate_to, clearance, created_at)
VALUES ($1,$2,$3,$1,$4,$1,'ZJ-'||$1,'2030-12-31',3,$5) RETURNING id`, []any{a.Username, agency, unit, a.Name, w.clock.Now()}, &a.UserID)
		var id int64
		w.scan(`INSERT INTO role_grants (user_id, role, agency_id, valid_from, valid_to) VALUES ($1,$2,$3,$4,$5) RETURNING id`,
			[]any{a.UserID, string(role), agency, w.clock.Now().AddDate(-1, 0, 0), w.clock.Now().AddDate(9, 0, 0)}, &id)
		w.people[name] = a
	}
}
