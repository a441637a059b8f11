package access_test

import (
	"fmt"
	"slices"

	"touchstone/internal/access"
	"touchstone/internal/actor"
)

type stage struct {
	*world
	asked []string // roles of an approval that is addressed to me, whoever I am
	out   []relation
}

func (s *stage) put(kind access.Kind, name string, r row) row {
	r = s.add(tableOf(kind), r)
	s.out = append(s.out, relation{kind, name, r.id()})
	return r
}

func (s *stage) file(name string, unit, agency int64, marking int16, compartmented bool) row {
	c := s.put(access.Case, name, row{"org_unit_id": unit, "lead_agency_id": agency, "marking": marking, "compartmented": compartmented})
	of := func(more row) row { more["case_id"] = c["id"]; return more }
	s.put(access.Clock, name, of(row{}))
	s.put(access.Person, name, of(row{}))
	s.put(access.Record, name, of(row{"entity": "classified_matter"}))
	s.put(access.Document, name, of(row{"agency_id": agency}))
	s.put(access.Evidence, name, of(row{"holder_agency_id": agency}))
	s.put(access.Handover, name, of(row{"from_agency_id": agency}))
	s.put(access.AccessRequest, name, of(row{"requester_id": int64(0)}))
	return c
}

func (s *stage) named(c row, part string, lead bool) row {
	return s.add("case_members", row{"case_id": c["id"], "user_id": me, "part": part, "lead": lead, "marking": c["marking"], "next_due": c["next_due"]})
}

func (s *stage) approval(about row, more row) row {
	r := row{"case_id": about["id"], "agency_id": us, "unit_id": next, "decider_roles": s.asked}
	for k, v := range more {
		r[k] = v
	}
	return s.add("approvals", r)
}

// handled names two on a case who handle it now, whatever was counted before.
func (s *stage) handled(c row) row {
	for _, id := range []int64{701, 702} {
		s.add("users", row{"id": id, "agency_id": us, "unit_id": here})
		s.add("role_grants", row{"user_id": id, "role": "case_handler", "agency_id": us})
		s.add("case_members", row{"case_id": c["id"], "user_id": id, "part": "handler", "marking": c["marking"], "next_due": c["next_due"]})
	}
	return c
}

// secrets are papers on classified matters and pointers of a file on which a decision is asked: of the thing it is asked on, of
// others, and one that the proposal names.
func (s *stage) secrets(at string, asked row) {
	paper := func(name, code, kind string, of int64) row {
		return s.put(access.Document, name+"_"+at, row{"case_id": asked["case_id"], "agency_id": us, "code": code, "target_kind": kind, "target_id": of})
	}
	asked["target_kind"], asked["target_id"] = "record", int64(901)
	paper("secret_behind", "DOC-S02", "record", 901)
	paper("secret_elsewhere", "DOC-S02", "record", 902)
	paper("pointer_elsewhere", "DOC-S05", "mss", 903)
	asked["input"] = fmt.Sprintf(`{"documents": [%q]}`, paper("secret_named", "DOC-S04", "record", 904)["ref"])
}

func (s *stage) files() {
	s.file("own_unit", here, us, cleared1, false)
	s.file("own_unit_above_clearance", here, us, aboveClear, false)
	s.file("own_unit_compartmented", here, us, cleared1, true)
	s.file("other_unit", next, us, cleared1, false)
	s.file("other_unit_compartmented", next, us, cleared1, true)
	s.named(s.file("compartmented_named_as_reader", here, us, cleared1, true), "reader", false)
	s.named(s.file("compartmented_handler", next, us, cleared1, true), "handler", false)
	s.named(s.file("compartmented_lead", next, us, cleared1, true), "handler", true)
	s.named(s.file("compartmented_naming_ended", here, us, cleared1, true), "handler", true)["to_at"] = clock()
	s.named(s.file("named_above_clearance", next, us, aboveClear, true), "handler", true)
	s.secrets("compartmented_decision_asked", s.approval(s.file("compartmented_decision_asked", next, us, cleared1, true), nil))
	s.secrets("own_unit_compartmented_decision_asked", s.approval(s.file("own_unit_compartmented_decision_asked", here, us, cleared1, true), row{"unit_id": here}))
	s.file("own_unit_compartmented_lacking_handlers", here, us, cleared1, true)["handlers_owed_at"] = clock()
	s.handled(s.file("own_unit_compartmented_handled_again", here, us, cleared1, true))["handlers_owed_at"] = clock()
	s.file("other_unit_compartmented_lacking_handlers", next, us, cleared1, true)["handlers_owed_at"] = clock()
	s.file("own_unit_above_clearance_lacking_handlers", here, us, aboveClear, true)["handlers_owed_at"] = clock()
	s.file("other_agency", elsewhere, them, cleared1, false)
	s.named(s.file("other_agency_named_as_reader", elsewhere, them, cleared1, false), "reader", false)
	s.approval(s.file("other_agency_decision_asked", elsewhere, them, cleared1, false), nil)
}

func (s *stage) case_(name string) row {
	for _, r := range s.out {
		if r.kind == access.Case && r.name == name {
			return s.find("cases", r.id)
		}
	}
	panic(name)
}

func (s *stage) items() {
	theirs, ours := s.file("other_agency_referred_to_us", elsewhere, them, cleared1, false), s.case_("own_unit")
	in := func(c row, more row) row { more["case_id"] = c["id"]; return more }
	s.put(access.Evidence, "theirs_held_here", in(theirs, row{"holder_agency_id": us}))
	s.put(access.Evidence, "theirs_coming_here", in(theirs, row{"holder_agency_id": them, "to_agency_id": us, "state": "IN_TRANSIT"}))
	s.put(access.Evidence, "theirs_coming_elsewhere", in(theirs, row{"holder_agency_id": them, "to_agency_id": third, "state": "IN_TRANSIT"}))
	s.put(access.Evidence, "theirs_taken_over", in(theirs, row{"holder_agency_id": us, "custody_case_id": ours["id"]}))
	s.put(access.Evidence, "ours_handed_over", in(ours, row{"holder_agency_id": them, "custody_case_id": theirs["id"]}))
	carried := s.put(access.Evidence, "theirs_carried_to_us", in(theirs, row{"holder_agency_id": them}))
	unsent := s.put(access.Evidence, "theirs_carried_not_yet_sent", in(theirs, row{"holder_agency_id": them}))
	paper := s.put(access.Document, "theirs_carried_to_us", in(theirs, row{"agency_id": them}))
	paperUnsent := s.put(access.Document, "theirs_carried_not_yet_sent", in(theirs, row{"agency_id": them}))
	held := s.find("evidence_items", s.out[slices.IndexFunc(s.out, func(r relation) bool { return r.name == "theirs_held_here" })].id)
	s.put(access.Document, "custody_paper_of_item_held_here", in(theirs, row{"agency_id": them, "target_kind": "evidence", "target_id": held["id"]}))

	base := row{"from_case_id": theirs["id"], "from_agency_id": them, "from_unit_id": elsewhere, "to_agency_id": us, "marking": cleared1}
	sentOff := s.put(access.Referral, "to_us", with(base, row{"sent_at": clock()}))
	draft := s.put(access.Referral, "to_us_not_yet_sent", with(base, row{}))
	s.add("referral_items", row{"referral_id": sentOff["id"], "item_no": 1, "document_id": paper["id"], "evidence_ids": []int64{carried.id()}})
	s.add("referral_items", row{"referral_id": draft["id"], "item_no": 1, "document_id": paperUnsent["id"], "evidence_ids": []int64{unsent.id()}})
	s.put(access.Referral, "to_us_compartmented", with(base, row{"sent_at": clock(), "compartmented": true}))
	s.put(access.Referral, "to_us_above_clearance", with(base, row{"sent_at": clock(), "marking": aboveClear}))
	s.put(access.Referral, "to_us_compartmented_our_file_names_me",
		with(base, row{"sent_at": clock(), "compartmented": true, "to_case_id": s.case_("compartmented_handler")["id"]}))
	s.put(access.Referral, "to_us_filed", with(base, row{"sent_at": clock(), "state": "FILED"}))
	s.put(access.Referral, "between_others", with(base, row{"sent_at": clock(), "to_agency_id": third, "state": "FILED"}))
}

func with(base, more row) row {
	out := row{}
	for k, v := range base {
		out[k] = v
	}
	for k, v := range more {
		out[k] = v
	}
	return out
}

func (s *stage) referrals() {
	base := row{"from_case_id": s.case_("own_unit")["id"], "from_agency_id": us, "from_unit_id": here, "to_agency_id": them, "sent_at": clock(),
		"marking": cleared1}
	own := s.put(access.Referral, "own_unit", with(base, row{}))
	s.put(access.Referral, "own_unit_compartmented", with(base, row{"compartmented": true}))
	s.put(access.Referral, "own_unit_above_clearance", with(base, row{"marking": aboveClear}))
	other := with(base, row{"from_unit_id": next, "from_case_id": s.case_("other_unit_compartmented")["id"]})
	s.put(access.Referral, "other_unit", with(other, row{}))
	s.put(access.Referral, "other_unit_filed", with(other, row{"state": "FILED"}))
	secret := with(other, row{"compartmented": true})
	s.put(access.Referral, "compartmented_team", with(secret, row{"team": []int64{me}}))
	s.put(access.Referral, "compartmented_team_and_named", with(secret, row{"team": []int64{me}, "from_case_id": s.case_("compartmented_named_as_reader")["id"]}))
	s.put(access.Referral, "compartmented_team_naming_ended", with(secret, row{"team": []int64{me}, "from_case_id": s.case_("compartmented_naming_ended")["id"]}))
	s.put(access.Referral, "other_unit_team", with(other, row{"team": []int64{me}}))
	s.put(access.Referral, "compartmented_handler", with(secret, row{"from_case_id": s.case_("compartmented_handler")["id"]}))
	s.put(access.Referral, "compartmented_named_as_reader", with(secret, row{"from_case_id": s.case_("compartmented_named_as_reader")["id"]}))
	asked := s.put(access.Referral, "compartmented_decision_asked", with(secret, row{}))
	s.approval(s.case_("other_unit_compartmented"), row{"case_id": int64(0), "root_kind": "referral", "root_id": asked["id"]})
	s.put(access.Document, "answer_to_our_referral", row{"case_id": s.case_("other_agency")["id"], "agency_id": them, "code": "DOC-R11", "direction": "out",
		"target_kind": "referral", "target_id": own["id"]})
	s.put(access.Document, "their_own_paper_on_our_referral", row{"case_id": s.case_("other_agency")["id"], "agency_id": them, "code": "DOC-C03",
		"direction": "internal", "target_kind": "referral", "target_id": own["id"]})
}

func (s *stage) pointers() {
	ours := row{"case_id": s.case_("other_unit_compartmented")["id"], "from_agency_id": us, "to_agency_id": them, "sent_at": clock(), "marking": cleared1}
	s.put(access.MSS, "own_agency", with(ours, row{}))
	s.put(access.MSS, "own_agency_compartmented", with(ours, row{"compartmented": true}))
	s.put(access.MSS, "own_agency_above_clearance", with(ours, row{"marking": aboveClear}))
	s.put(access.MSS, "compartmented_handler", with(ours, row{"compartmented": true, "case_id": s.case_("compartmented_handler")["id"]}))
	s.put(access.MSS, "compartmented_handler_pointer_only", with(ours,
		row{"compartmented": true, "marking": int16(3), "case_id": s.case_("compartmented_handler")["id"]}))
	s.put(access.MSS, "compartmented_handler_file_above_my_level", with(ours, row{"compartmented": true, "case_id": s.case_("named_above_clearance")["id"]}))
	s.ofPointers(ours)
	asked := s.put(access.MSS, "compartmented_decision_asked", with(ours, row{"compartmented": true}))
	s.approval(s.case_("other_unit_compartmented"), row{"case_id": int64(0), "root_kind": "mss", "root_id": asked["id"]})
	theirs := row{"case_id": s.case_("other_agency")["id"], "from_agency_id": them, "to_agency_id": us, "marking": cleared1, "compartmented": true}
	s.put(access.MSS, "to_us_not_yet_sent", with(theirs, row{}))
	s.put(access.MSS, "to_us", with(theirs, row{"sent_at": clock()}))
	s.put(access.MSS, "to_us_above_clearance", with(theirs, row{"sent_at": clock(), "marking": aboveClear}))
	s.put(access.MSS, "between_others", with(theirs, row{"sent_at": clock(), "to_agency_id": third}))
}

// ofPointers are papers of pointers and decisions on them: on an open file of one's own unit, on one that one reads by
// name and on one that one handles.
func (s *stage) ofPointers(ours row) {
	for _, at := range []string{"own_unit", "other_unit", "compartmented_named_as_reader", "compartmented_handler"} {
		for _, level := range []int16{cleared1, aboveClear} {
			name, c := fmt.Sprint("of_pointer_", at, "_", level), s.case_(at)
			mh := s.put(access.MSS, name, with(ours, row{"case_id": c["id"], "marking": level, "compartmented": c["compartmented"]}))
			s.put(access.Document, name, row{"case_id": c["id"], "agency_id": us, "code": "DOC-S05", "direction": "out", "target_kind": "mss", "target_id": mh["id"]})
			s.put(access.Approval, name, row{"case_id": c["id"], "agency_id": us, "unit_id": here, "root_kind": "mss", "root_id": mh["id"], "decider_roles": []string{},
				"state": "DECIDED"})
		}
	}
}

func (s *stage) approvals() {
	nobody := []string{}
	base := row{"case_id": s.case_("own_unit")["id"], "agency_id": us, "unit_id": here, "decider_roles": nobody}
	s.put(access.Approval, "own_unit", with(base, row{}))
	s.put(access.Approval, "own_unit_asked_of_me", with(base, row{"decider_roles": s.asked, "case_id": s.case_("own_unit_compartmented_decision_asked")["id"]}))
	s.put(access.Approval, "own_unit_compartmented", with(base, row{"case_id": s.case_("other_unit_compartmented")["id"]}))
	s.put(access.Approval, "other_unit", with(base, row{"unit_id": next}))
	s.put(access.Approval, "other_unit_asked_of_me", with(base,
		row{"unit_id": next, "decider_roles": s.asked, "case_id": s.case_("compartmented_decision_asked")["id"]}))
	s.put(access.Approval, "asked_of_me_above_clearance", with(base, row{"decider_roles": s.asked, "case_id": s.case_("own_unit_above_clearance")["id"]}))
	secret := with(base, row{"unit_id": next, "case_id": s.case_("other_unit_compartmented")["id"]})
	s.put(access.Approval, "compartmented_handler", with(secret, row{"case_id": s.case_("compartmented_handler")["id"]}))
	s.links(secret)
	s.put(access.Approval, "other_agency_asks_my_role", with(secret, row{"agency_id": them, "unit_id": elsewhere, "decider_roles": s.asked}))
}

// links are what binds a person to a proposal that stands on a file: each on an open file of his own unit, on one that he
// is named on, on one that he is named on no more, and from the time in which he was with another agency.
func (s *stage) links(secret row) {
	for _, link := range []struct {
		name string
		row  row
	}{
		{"proposed_by_me", row{"proposer_id": me}}, {"returned_to_me", row{"proposer_id": me, "state": "RETURNED"}},
		{"decided_by_me", row{"decided_by": me, "state": "DECIDED"}}, {"asked_and_decided", row{"decider_roles": s.asked, "state": "DECIDED"}},
		{"asked_by_myself", row{"decider_roles": s.asked, "proposer_id": me}},
	} {
		for _, at := range []struct {
			name string
			row  row
		}{
			{"own_unit", row{"unit_id": here, "case_id": s.case_("own_unit")["id"]}}, {"other_unit", row{"case_id": s.case_("other_unit")["id"]}},
			{"compartmented", row{}}, {"compartmented_named", row{"case_id": s.case_("compartmented_named_as_reader")["id"]}},
			{"compartmented_naming_ended", row{"case_id": s.case_("compartmented_naming_ended")["id"]}},
			{"before_i_moved_here", row{"agency_id": them, "unit_id": elsewhere, "case_id": s.case_("other_agency")["id"]}},
		} {
			s.put(access.Approval, link.name+"_"+at.name, with(with(secret, at.row), link.row))
		}
	}
	base := row{"case_id": s.case_("other_agency_referred_to_us")["id"], "agency_id": us, "unit_id": here, "root_kind": "referral", "decider_roles": []string{},
		"state": "DECIDED"}
	for _, name := range []string{"to_us_compartmented", "to_us_compartmented_our_file_names_me", "to_us_not_yet_sent", "to_us_above_clearance"} {
		r := s.out[slices.IndexFunc(s.out, func(r relation) bool { return r.kind == access.Referral && r.name == name })]
		s.put(access.Approval, "proposed_by_me_on_referral_"+name,
			with(base, row{"root_id": r.id, "proposer_id": me, "case_id": s.case_("other_unit_compartmented")["id"]}))
	}
	item := func(name string) row {
		return row{"target_kind": "evidence",
			"target_id": s.out[slices.IndexFunc(s.out, func(r relation) bool { return r.kind == access.Evidence && r.name == name })].id}
	}
	s.put(access.Approval, "decided_by_me_item_held_here", with(with(base, item("theirs_held_here")), row{"decided_by": me, "unit_id": next, "root_kind": "case"}))
	s.put(access.Approval, "decided_by_me_item_held_elsewhere",
		with(with(base, item("theirs_coming_elsewhere")), row{"decided_by": me, "unit_id": next, "root_kind": "case",
			"case_id": s.case_("other_unit_compartmented")["id"]}))
	secretItem := with(item("other_unit_compartmented"), row{"case_id": s.case_("other_unit_compartmented")["id"], "root_kind": "case", "unit_id": next})
	s.put(access.Approval, "decided_by_me_item_compartmented", with(with(base, secretItem), row{"decided_by": me}))
	s.put(access.Approval, "returned_to_me_item_compartmented", with(with(base, secretItem), row{"proposer_id": me, "state": "RETURNED"}))
}

func (s *stage) desk() {
	s.put(access.Handover, "to_us", row{"case_id": s.case_("other_agency")["id"], "from_agency_id": them, "to_agency_id": us})
	s.put(access.AccessRequest, "asked_by_me", row{"case_id": s.case_("other_agency")["id"], "requester_id": me})
	s.put(access.AccessRequest, "asked_by_me_in_an_earlier_post",
		row{"case_id": s.case_("other_agency")["id"], "requester_id": me, "created_at": clock().AddDate(-2, 0, 0)})
	s.put(access.Tip, "new", row{"agency_id": us, "marking": cleared1})
	s.put(access.Tip, "triaged", row{"agency_id": us, "marking": cleared1, "state": "TRIAGED"})
	s.put(access.Tip, "above_clearance", row{"agency_id": us, "marking": aboveClear, "state": "TRIAGED"})
	s.put(access.Tip, "other_agency", row{"agency_id": them, "marking": cleared1, "state": "TRIAGED"})
	s.put(access.User, "own_agency", row{"agency_id": us, "unit_id": here})
	s.put(access.User, "own_agency_disabled", row{"agency_id": us, "unit_id": here, "disabled_at": clock()})
	s.put(access.User, "other_agency", row{"agency_id": them, "unit_id": elsewhere})
	s.put(access.Report, "own_agency", row{"case_id": us, "id": us, "agency_id": us})
	s.put(access.Report, "other_agency", row{"case_id": them, "id": them, "agency_id": them})
	events := []struct {
		name, stream string
		agency       int64
		about        int64
	}{
		{"own_agency", "case:1", us, s.case_("own_unit").id()}, {"own_agency_compartmented_file", "case:3", us, s.case_("own_unit_compartmented").id()},
		{"own_agency_pointer", "mss:1", us, s.case_("own_unit").id()}, {"own_agency_without_file", "unit:11", us, 0},
		{"other_agency", "case:9", them, s.case_("other_agency").id()},
	}
	for i, e := range events {
		s.add("audit_events", row{"agency": fmt.Sprint("a", e.agency), "case_id": e.about, "stream": e.stream, "n": int64(i + 1)})
		s.out = append(s.out, relation{access.Audit, e.name, int64(i + 1)})
	}
	s.out = append(s.out, relation{access.PublicRecord, "any", 0}, relation{access.Admin, "any", 0})
}

// stage builds one thing for every relation. kind is what sort of agency we are.
func (w *world) stage(kind string, roles []actor.Role) []relation {
	w.clear()
	w.add("users", row{"id": me, "agency_id": us, "unit_id": here})
	w.add("agencies", row{"kind": kind})
	w.add("agencies", row{"kind": "public_security"})
	w.add("agencies", row{"kind": "commerce"})
	for _, r := range []string{"sysadmin", "secadmin", "auditor"} {
		w.add("role_grants", row{"user_id": me, "role": r, "agency_id": us})
	}
	var asked []string
	for _, r := range roles {
		asked = append(asked, string(r))
	}
	s := &stage{world: w, asked: asked}
	s.files()
	s.items()
	s.referrals()
	s.pointers()
	s.approvals()
	s.desk()
	w.store()
	return s.out
}
