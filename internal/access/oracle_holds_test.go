package access_test

import (
	"fmt"
	"slices"
	"strings"

	"touchstone/internal/access"
	"touchstone/internal/actor"
)

func (w *world) holds(who actor.Actor, kind access.Kind, scope string, r row) bool {
	switch kind {
	case access.Case, access.Clock, access.Person, access.Record, access.Document, access.Evidence:
		return w.holdsFile(who, kind, scope, r)
	case access.Referral:
		return w.holdsReferral(who, scope, r)
	case access.MSS:
		return w.holdsPointer(who, scope, r)
	case access.Approval:
		return w.holdsApproval(who, scope, r)
	}
	return w.holdsOther(who, kind, scope, r)
}

func (w *world) holdsFile(who actor.Actor, kind access.Kind, scope string, r row) bool {
	c := w.home(kind, r)
	ofPointer := kind == access.Document && r["target_kind"] == "mss"
	switch scope {
	case "everything":
		return true
	case "own_unit":
		return c["org_unit_id"] == who.UnitID && open(c) && cleared(who, c) && !ofPointer
	case "own_agency":
		return c["lead_agency_id"] == who.AgencyID && open(c) && cleared(who, c) && !ofPointer
	case "member":
		return (w.named(who, c["id"], worker) || !ofPointer && w.named(who, c["id"], anyPart)) && cleared(who, c)
	case "pointer":
		return ofPointer && open(c) && cleared(who, c) && w.ourPointer(who, r["target_id"])
	case "handling":
		return w.named(who, c["id"], worker) && cleared(who, c)
	case "leading":
		return c != nil && w.named(who, c["id"], leader) && cleared(who, c)
	case "owing":
		return c["org_unit_id"] == who.UnitID && c["handlers_owed_at"] != nil && cleared(who, c) && w.handlers(c) < 2
	case "deciding":
		return c["lead_agency_id"] == who.AgencyID && cleared(who, c) && w.asked(who, func(a row) bool { return a["case_id"] == c["id"] && behind(a, kind, r) })
	case "deciding_unit":
		return c["lead_agency_id"] == who.AgencyID && cleared(who, c) &&
			w.asked(who, func(a row) bool { return a["case_id"] == c["id"] && a["unit_id"] == who.UnitID && behind(a, kind, r) })
	case "named_own_agency":
		return w.named(who, c["id"], anyPart) && cleared(who, c) && c["lead_agency_id"] == who.AgencyID
	case "classified":
		return r["entity"] == "classified_matter" && c["lead_agency_id"] == who.AgencyID && open(c) && cleared(who, c)
	case "carried":
		return w.carried(who, kind, r)
	case "answered":
		return w.answered(who, r)
	}
	if kind == access.Document && scope == "custody" {
		e := w.find("evidence_items", r["target_id"])
		return r["target_kind"] == "evidence" && e != nil && cleared(who, c) && (e["holder_agency_id"] == who.AgencyID || comingTo(who, e))
	}
	o := w.find("cases", r["case_id"])
	switch scope {
	case "origin_unit":
		return o["org_unit_id"] == who.UnitID && open(o) && cleared(who, o)
	case "origin_agency":
		return o["lead_agency_id"] == who.AgencyID && open(o) && cleared(who, o)
	case "origin_member":
		return w.named(who, o["id"], anyPart) && cleared(who, o)
	case "custody":
		return cleared(who, c) && (r["holder_agency_id"] == who.AgencyID || r["custody_case_id"] != nil && c["lead_agency_id"] == who.AgencyID)
	case "in_transit":
		return cleared(who, c) && comingTo(who, r)
	}
	panic(fmt.Sprint("the oracle does not know ", kind, " ", scope))
}

func comingTo(who actor.Actor, e row) bool {
	return e["state"] == "IN_TRANSIT" && e["to_agency_id"] == who.AgencyID
}

// carried: a referral that was sent to the actor's agency has the thing in its package.
func (w *world) carried(who actor.Actor, kind access.Kind, r row) bool {
	for _, i := range w.rows["referral_items"] {
		f := w.find("referrals", i["referral_id"])
		in := i["document_id"] == r["id"]
		if kind == access.Evidence {
			in = slices.Contains(i["evidence_ids"].([]int64), r.id())
		}
		if in && carries(who, f, r) {
			return true
		}
	}
	if kind != access.Document || r["target_kind"] != "referral" ||
		!slices.Contains([]string{"DOC-R04", "DOC-R05", "DOC-R06", "DOC-R07", "DOC-R08"}, r["code"].(string)) {
		return false
	}
	f := w.find("referrals", r["target_id"])
	return f != nil && carries(who, f, r)
}

func carries(who actor.Actor, referral, thing row) bool {
	return referral["from_case_id"] == thing["case_id"] && referral["to_agency_id"] == who.AgencyID && sent(referral) && open(referral) && cleared(who, referral)
}

func (w *world) answered(who actor.Actor, d row) bool {
	if d["direction"] != "out" || !strings.HasPrefix(d["code"].(string), "DOC-R") {
		return false
	}
	for _, f := range w.rows["referrals"] {
		about := d["target_kind"] == "referral" && d["target_id"] == f["id"] ||
			d["target_kind"] == "case" && f["to_case_id"] != nil && d["target_id"] == f["to_case_id"]
		if about && f["to_agency_id"] != nil && d["agency_id"] == f["to_agency_id"] && f["from_agency_id"] == who.AgencyID && cleared(who, f) &&
			(open(f) || w.named(who, f["from_case_id"], anyPart)) {
			return true
		}
	}
	return false
}

func (w *world) holdsReferral(who actor.Actor, scope string, r row) bool {
	received := r["to_agency_id"] == who.AgencyID && sent(r)
	ours := r["from_agency_id"] == who.AgencyID
	if scope == "everything" {
		return true
	}
	if !cleared(who, r) {
		return false
	}
	switch scope {
	case "own_unit":
		return r["from_unit_id"] == who.UnitID && open(r)
	case "own_agency":
		return ours && open(r)
	case "member":
		return w.named(who, r["from_case_id"], anyPart)
	case "handling":
		return w.named(who, r["from_case_id"], worker)
	case "named_own_agency":
		return ours && w.named(who, r["from_case_id"], anyPart)
	case "team":
		return ours && slices.Contains(r["team"].([]int64), who.UserID) && (open(r) || w.named(who, r["from_case_id"], anyPart))
	case "deciding":
		return (ours || received) && w.asked(who, func(a row) bool { return a["root_kind"] == "referral" && a["root_id"] == r["id"] })
	case "addressed":
		return received && open(r)
	case "receiving_desk":
		return received
	case "receiving_member":
		return received && r["to_case_id"] != nil && w.named(who, r["to_case_id"], anyPart)
	case "with_items":
		return open(r) && (ours || received) && (r["state"] == "FILED" || r["state"] == "HANDED_OVER")
	}
	panic("the oracle does not know referral " + scope)
}

func (w *world) holdsPointer(who actor.Actor, scope string, r row) bool {
	received, ours := r["to_agency_id"] == who.AgencyID && sent(r), r["from_agency_id"] == who.AgencyID
	c := w.find("cases", r["case_id"])
	switch scope {
	case "everything":
		return true
	case "handling":
		return w.named(who, r["case_id"], worker) && cleared(who, c)
	case "own_agency":
		return ours && open(r) && cleared(who, r)
	case "secrecy_desk":
		return ours && cleared(who, r)
	case "liaison":
		return received && cleared(who, r)
	case "deciding":
		return (ours && cleared(who, c) || received && cleared(who, r)) && w.asked(who,
			func(a row) bool { return a["root_kind"] == "mss" && a["root_id"] == r["id"] })
	}
	panic("the oracle does not know mss " + scope)
}

func (w *world) holdsApproval(who actor.Actor, scope string, r row) bool {
	c := w.find("cases", r["case_id"])
	if scope == "everything" {
		return true
	}
	if !cleared(who, c) {
		return false
	}
	switch scope {
	case "decider":
		return waitsFor(r, who)
	case "decider_unit":
		return waitsFor(r, who) && r["unit_id"] == who.UnitID
	case "decided":
		return mine(r, who) && r["decided_by"] == who.UserID && w.stillNamed(who, r)
	case "proposer":
		return mine(r, who) && r["proposer_id"] == who.UserID && w.stillNamed(who, r)
	case "custody":
		proposed := r["proposer_id"] == who.UserID
		return mine(r, who) && (proposed || r["decided_by"] == who.UserID) && w.keeps(who, r, c) &&
			(open(c) || proposed && (r["state"] == "OPEN" || r["state"] == "RETURNED"))
	case "received":
		return mine(r, who) && w.receivedRoot(who, r)
	case "handling":
		return mine(r, who) && w.named(who, c["id"], worker)
	case "own_unit":
		return mine(r, who) && r["unit_id"] == who.UnitID && open(c) && r["root_kind"] != "mss"
	case "own_agency":
		return mine(r, who) && open(c) && r["root_kind"] != "mss"
	case "pointer":
		return mine(r, who) && open(c) && r["root_kind"] == "mss" && w.ourPointer(who, r["root_id"])
	}
	panic("the oracle does not know approval " + scope)
}

func (w *world) holdsOther(who actor.Actor, kind access.Kind, scope string, r row) bool {
	c := w.find("cases", r["case_id"])
	switch string(kind) + " " + scope {
	case "handover everything", "tip everything":
		return true
	case "access_request own_unit":
		return c != nil && c["org_unit_id"] == who.UnitID && open(c) && cleared(who, c)
	case "access_request own_agency":
		return c != nil && c["lead_agency_id"] == who.AgencyID && open(c) && cleared(who, c)
	case "handover own_unit":
		return c["org_unit_id"] == who.UnitID && open(c) && cleared(who, c)
	case "handover own_agency":
		return c["lead_agency_id"] == who.AgencyID && open(c) && cleared(who, c)
	case "handover handling":
		return w.named(who, c["id"], worker) && cleared(who, c)
	case "access_request leading":
		return c != nil && w.named(who, c["id"], leader) && cleared(who, c)
	case "access_request requester":
		return r["requester_id"] == who.UserID && w.inPost(who, r)
	case "handover taking_over":
		return r["to_agency_id"] == who.AgencyID && open(c) && cleared(who, c)
	case "handover handing_desk":
		return r["from_agency_id"] == who.AgencyID && cleared(who, c)
	case "handover taking_desk":
		return r["to_agency_id"] == who.AgencyID && cleared(who, c)
	case "tip intake_own_agency":
		return mine(r, who) && cleared(who, r)
	case "tip triaged":
		return mine(r, who) && cleared(who, r) && (r["state"] == "TRIAGED" || r["state"] == "USED")
	case "user directory":
		return mine(r, who) && r["disabled_at"] == nil
	case "user administered":
		return w.administers(who, r["agency_id"].(int64), "sysadmin", "secadmin", "auditor")
	case "report agency_figures":
		return mine(r, who)
	case "report aggregate":
		return w.find("agencies", who.AgencyID)["kind"] == "coordination"
	case "audit covered":
		return w.covered(who, r)
	}
	panic("the oracle does not know " + string(kind) + " " + scope)
}
