package app_test

import (
	"net/url"
	"time"

	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// fill gives a form what a careful officer would enter: the generic value of each field, then what the form's own entry
// says. Conditions that ask for a field are answered by the scenario's facts.
func (w *world) fill(row *law.Act, step law.ScenarioStep) url.Values {
	out := url.Values{}
	if row.Form == nil {
		return out
	}
	for _, x := range row.Form.Fields {
		if x.Required.Always || x.Required.Sometimes() {
			if vs := w.generic(x); vs != nil {
				out[x.Name] = vs
			}
		}
	}
	for _, forms := range []map[string]func(*world, law.ScenarioStep) url.Values{adminForms(), evidenceForms(), referralForms()} {
		if fn := forms[row.Form.ID]; fn != nil {
			for name, vs := range fn(w, step) {
				if len(vs) == 0 || vs[0] == "" {
					delete(out, name)
				} else {
					out[name] = vs
				}
			}
		}
	}
	return out
}

const aReason = "演示用例：依据案卷材料，理由充分。"

func (w *world) generic(x *law.Field) []string {
	if x.Enum != "" {
		return []string{x.Options[0].Code}
	}
	switch x.Type {
	case "longtext", "reason":
		return []string{aReason}
	case "datetime":
		return []string{w.clock.Now().In(law.Zone()).Format(time.RFC3339)}
	case "date":
		return []string{w.clock.Now().In(law.Zone()).Format(time.DateOnly)}
	case "money":
		return []string{"600000"}
	case "decimal", "quantity", "mass":
		return []string{"1.5"}
	case "integer":
		return []string{"1"}
	case "yesno":
		return []string{"yes"}
	case "legal_basis":
		return []string{"ECL-34-1"}
	case "officer":
		return []string{"ch2"}
	case "officers2":
		return []string{"ch", "ch2"}
	case "person":
		return []string{"虚构贸易有限公司"}
	case "org":
		return []string{"szpsb"}
	case "documents":
		return []string{"材料一号"}
	case "evidence_items":
		return w.evidence()
	case "file":
		return []string{"scan.pdf"}
	}
	return []string{"演示内容"}
}

func adminForms() map[string]func(w *world, step law.ScenarioStep) url.Values {
	one := func(pairs ...string) url.Values {
		v := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			v[pairs[i]] = append(v[pairs[i]], pairs[i+1])
		}
		return v
	}
	now := func(w *world) string { return w.clock.Now().In(law.Zone()).Format(time.RFC3339) }
	sanctions := func(w *world) url.Values {
		v := url.Values{"fine": nil}
		if w.facts["fine_imposed"] {
			v = url.Values{"fine": {"3000000"}, "sanctions": {"fine"}}
		}
		for fact, code := range map[string]string{"goods_confiscated": "confiscate_goods", "licence_ban_ordered": "licence_ban", "person_ban_ordered": "person_ban"} {
			if w.facts[fact] {
				v.Add("sanctions", code)
			}
		}
		if len(v["sanctions"]) == 0 {
			v.Set("sanctions", "warning")
		}
		return v
	}
	return map[string]func(w *world, step law.ScenarioStep) url.Values{
		"admin_lead_registered": func(w *world, _ law.ScenarioStep) url.Values {
			return one("source_kind", "tip", "marking", "INTERNAL", "mineral", "antimony", "party", "虚构贸易有限公司", "co_handler", "ch", "quantity", "12.5", "unit", "t",
				"value", "180000")
		},
		"admin_lead_assigned": func(w *world, _ law.ScenarioStep) url.Values {
			return one("note", aReason, "handlers", "ch", "handlers", "ch2")
		},
		"admin_case_filed": func(w *world, _ law.ScenarioStep) url.Values {
			return one("competence_basis", "own", "commission_document", "")
		},
		"investigation_report": func(w *world, _ law.ScenarioStep) url.Values {
			screen := "no_crime"
			return one("referral_screen", screen, "turnover_state", "ESTABLISHED", "turnover", "600000")
		},
		"prior_notice_approval": func(w *world, _ law.ScenarioStep) url.Values {
			if w.did["criminal_judgment.effective"] { // the court fined: what is left is the licence
				return url.Values{"fine": nil, "sanctions": {"licence_ban"}}
			}
			return sanctions(w)
		},
		"admin_decision_penalty": func(w *world, _ law.ScenarioStep) url.Values {
			v := sanctions(w)
			v["deviation_ground"] = nil
			return v
		},
		"hearing_requested": func(w *world, _ law.ScenarioStep) url.Values {
			return one("hearing_officer", "ho", "held_at", w.clock.Now().AddDate(0, 0, 30).Format(time.RFC3339), "reason", "")
		},
		"hearing_held": func(w *world, _ law.ScenarioStep) url.Values { return one("held_at", now(w)) },
		"defence_closed": func(w *world, _ law.ScenarioStep) url.Values {
			if w.did["statement.received"] {
				return one("defence_outcome", "reviewed")
			}
			return one("defence_outcome", "period_over", "review_result", "")
		},
		"legal_review_requested": func(w *world, _ law.ScenarioStep) url.Values {
			return one("reviewer", "lr", "review_ground", "product_default")
		},
		"legal_review":        func(w *world, _ law.ScenarioStep) url.Values { return one("points", "discretion") },
		"no_penalty_proposed": func(w *world, _ law.ScenarioStep) url.Values { return one("no_penalty_ground", "minor") },
		"admin_decision_no_penalty": func(w *world, s law.ScenarioStep) url.Values {
			if s.Variant == "kind=NO_PENALTY_NOT_ESTABLISHED" {
				return one("no_penalty_ground", "not_established", "education", "")
			}
			return one("no_penalty_ground", "minor")
		},
		"admin_decision_served": func(w *world, _ law.ScenarioStep) url.Values {
			if w.facts["service_by_announcement"] {
				return one("service_method", "announcement")
			}
			return one("service_method", "direct")
		},
		"admin_decision_transfer": func(w *world, _ law.ScenarioStep) url.Values { return one("referral", w.newestRef(law.Referral)) },
		"fine_payment": func(w *world, _ law.ScenarioStep) url.Values {
			return one("payment_channel", "bank", "amount", "3000000")
		},
		"admin_case_closed": func(w *world, _ law.ScenarioStep) url.Values {
			return one("publication", "publish", "secrecy_result", "cleared", "instrument", "")
		},
		"redo_ordered": func(w *world, _ law.ScenarioStep) url.Values {
			return one("new_limit_on", w.clock.Now().AddDate(0, 2, 0).In(law.Zone()).Format(time.DateOnly))
		},
		"criminal_judgment_recorded": func(w *world, _ law.ScenarioStep) url.Values {
			return one("criminal_fine", "yes", "further_sanctions", "licence_ban")
		},
		"case_returned": func(w *world, _ law.ScenarioStep) url.Values {
			if w.facts["opinion_from_procuratorate"] {
				return one("instrument_kind", "procuratorial_opinion", "clock_effect", "runs_on")
			}
			return one("instrument_kind", "non_filing_notice", "clock_effect", "runs_on")
		},
	}
}

// evidenceForms: what the items of these scenarios are.
func evidenceForms() map[string]func(w *world, step law.ScenarioStep) url.Values {
	found := func(w *world, step law.ScenarioStep) url.Values {
		e := w.item(step)
		v := url.Values{"quantity": {e.Quantity}, "seal_no": {e.SealNo}, "weight": nil}
		if e.Gross != nil {
			v.Set("weight", e.Gross.Kg())
		}
		if step.Variant == "check=difference" {
			v.Set("weight", "1.4")
		}
		return v
	}
	return map[string]func(w *world, step law.ScenarioStep) url.Values{
		"evidence_transfer_accepted": found,
		"evidence_returned":          found,
		"evidence_collected": func(w *world, step law.ScenarioStep) url.Values {
			if step.Variant == "track=criminal" {
				return url.Values{"evidence_kind": {"physical"}, "collector": {"pv"}, "co_collector": {"pv2"}, "collection_method": {"on_site"}, "quantity": {"12.5"},
					"unit": {"t"}}
			}
			return url.Values{"evidence_kind": {"physical"}, "collector": {"ch"}, "co_collector": {"ch2"}, "collection_method": {"on_site"}, "quantity": {"12.5"},
				"unit": {"t"}}
		},
	}
}

// adminBefore lets the periods pass that an act has to wait for.
func adminBefore() map[string]func(w *world, step law.ScenarioStep) {
	past := func(code string) func(w *world, step law.ScenarioStep) {
		return func(w *world, step law.ScenarioStep) {
			if step.Refused {
				return // the refused attempt comes too early, among its other faults
			}
			for _, k := range w.file().Clocks {
				if k.Code == code && k.Running() && !w.clock.Now().After(k.DueAt) {
					w.clock.Advance(k.DueAt.Sub(w.clock.Now()) + time.Hour)
				}
			}
		}
	}
	return map[string]func(w *world, step law.ScenarioStep){
		"defence.closed":         past("ADM-050"),
		"hearing.held":           past("ADM-051"),
		"service.deemed_served":  past("ADM-061"),
		"remedy_periods.expired": past("ADM-084"),
		"enforcement.applied":    past("ADM-071"),
	}
}

// item is the one that a step is about.
func (w *world) item(step law.ScenarioStep) matter.Evidence {
	_, target, _, err := w.find(step)
	e := w.file().Item(target.ID)
	if err != nil || e == nil {
		return matter.Evidence{}
	}
	return *e
}
