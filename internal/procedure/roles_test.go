package procedure

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// TestRoles_TheFirstThatMay: a person acts in the first role of the row that he holds and that no duty of his forbids; nobody acts in a
// matter in which it was not asked what he is.
func TestRoles_TheFirstThatMay(t *testing.T) {
	t.Parallel()
	e := built(t)
	who := actor.Actor{UserID: 5, Roles: []actor.Role{actor.CaseHandler, actor.LegalReviewer, actor.AgencyHead}}
	f := &matter.File{MatterID: 1}
	play := func(deciding bool, duties []Duty, allowed ...actor.Role) (actor.Role, string) {
		SetDuties(f, who, duties)
		role, err := e.reg.PlayRole(who, allowed, f, deciding)
		var x *errs.E
		if errors.As(err, &x) {
			return role, x.Key
		}
		return role, ""
	}
	did, is := Duty{How: "did", Role: actor.CaseHandler}, Duty{How: "is", Role: actor.CaseHandler, What: "handler"}
	witness := Duty{How: "named", What: "search.witness"}
	for i, x := range []struct {
		deciding bool
		duties   []Duty
		allowed  []actor.Role
		role     actor.Role
		key      string
	}{
		{false, nil, []actor.Role{actor.UnitHead, actor.LegalReviewer, actor.CaseHandler}, actor.LegalReviewer, ""},
		{false, []Duty{did}, []actor.Role{actor.LegalReviewer, actor.CaseHandler}, actor.CaseHandler, ""},
		{false, []Duty{did}, []actor.Role{actor.LegalReviewer}, "", "procedure.duty_clash"}, {false, []Duty{is}, []actor.Role{actor.LegalReviewer}, "",
			"procedure.duty_appointed"},
		{false, []Duty{is, did}, []actor.Role{actor.LegalReviewer}, "", "procedure.duty_clash"}, // what he did comes first
		{false, []Duty{witness}, []actor.Role{actor.CaseHandler}, "", "procedure.duty_named"}, {false, []Duty{witness}, []actor.Role{actor.LegalReviewer},
			actor.LegalReviewer, ""},
		{true, []Duty{witness}, []actor.Role{actor.LegalReviewer}, "", "procedure.duty_named"}, {true, []Duty{did}, []actor.Role{actor.CaseHandler}, "",
			"procedure.duty_clash"},
		{false, []Duty{{How: "named", What: "no.such"}}, []actor.Role{actor.CaseHandler}, actor.CaseHandler, ""},
		{false, nil, []actor.Role{actor.UnitHead}, "", "procedure.role_missing"},
	} {
		if role, key := play(x.deciding, x.duties, x.allowed...); role != x.role || key != x.key {
			t.Errorf("%d: %s, %s, want %s, %s", i, role, key, x.role, x.key)
		}
	}
	if _, err := e.reg.PlayRole(actor.Actor{UserID: 6, Roles: who.Roles}, []actor.Role{actor.CaseHandler}, f, false); errs.KindOf(err) != errs.Internal {
		t.Errorf("whom nobody asked about: %v", err)
	}
	if _, err := e.reg.PlayRole(actor.Actor{UserID: 6, Roles: who.Roles}, []actor.Role{actor.CaseHandler}, &matter.File{}, false); err != nil {
		t.Errorf("where there is no matter yet: %v", err)
	}
	if got := roleList([]actor.Role{"a", "b", "c"}); got != "a|b|c" {
		t.Error(got)
	}
}

// TestTaken_WhoseFormItIs: the form of a step is for who may start it, and there is none for what waits already.
func TestTaken_WhoseFormItIs(t *testing.T) {
	t.Parallel()
	e, on := built(t), thing(law.AdminCase, 11)
	f := kin()
	f.Cases[1].State = "READY_TO_DECIDE"
	taken := func(role actor.Role) error {
		who := actor.Actor{UserID: 5, Roles: []actor.Role{role}}
		SetDuties(f, who, nil)
		return e.Taken(&Question{Event: "admin_decision.made", Target: on, File: f, Who: who, Rows: e.Rows(on.Entity, "admin_decision.made", "READY_TO_DECIDE")})
	}
	if taken(actor.UnitHead) != nil || errs.KindOf(taken(actor.AgencyHead)) != errs.Forbidden {
		t.Errorf("%v, %v", taken(actor.UnitHead), taken(actor.AgencyHead))
	}
	f.Proposals = []matter.Proposal{{State: "OPEN", Event: "admin_decision.made", Entity: law.AdminCase, TargetID: 11}}
	if errs.KindOf(taken(actor.UnitHead)) != errs.Conflict {
		t.Errorf("what waits: %v", taken(actor.UnitHead))
	}
	g := sent("APPROVED", "public_security") // a step of one person, which opens no proposal
	g.Proposals = []matter.Proposal{{State: "OPEN", Event: "referral.sent", Entity: law.Referral, TargetID: 51}}
	who := actor.Actor{UserID: 5, Roles: []actor.Role{actor.CaseHandler}}
	SetDuties(g, who, nil)
	if err := e.Taken(&Question{Event: "referral.sent", Target: thing(law.Referral, 51), File: g, Who: who, Rows: e.Rows(law.Referral, "referral.sent",
		"APPROVED")}); err != nil {
		t.Errorf("what is done by one: %v", err)
	}
}

// TestClashes_AreThoseOfTheTables: APL 57, 64, 67. Which duties forbid the roles that somebody holds; who was named as a witness decides
// nothing that others propose.
func TestClashes_AreThoseOfTheTables(t *testing.T) {
	t.Parallel()
	e := built(t)
	pairs := func(deciding bool, roles ...actor.Role) map[string]bool {
		out := map[string]bool{}
		had, role := e.Clashes(actor.Actor{Roles: roles}, deciding)
		for i := range had {
			out[had[i]+" "+role[i]] = true
		}
		return out
	}
	got := pairs(false, actor.LegalReviewer, actor.CaseHandler)
	for pair, want := range map[string]bool{"case_handler legal_reviewer": true, "legal_reviewer case_handler": true, "unit_head legal_reviewer": true,
		"unit_head case_handler":       false,
		"hearing_officer case_handler": true, "ps_intake case_handler": false, "search.witness case_handler": true, "search.witness legal_reviewer": false,
		"handler legal_reviewer":                false,
		"secret_destroyed.witness case_handler": false} {
		if got[pair] != want {
			t.Errorf("%s: %t", pair, got[pair])
		}
	}
	got = pairs(true, actor.UnitHead)
	for pair, want := range map[string]bool{"case_handler unit_head": true, "search.witness unit_head": true, "secret_destroyed.witness unit_head": true,
		"agency_head unit_head": false} {
		if got[pair] != want {
			t.Errorf("deciding, %s: %t", pair, got[pair])
		}
	}
	args := DutyArgs(theLaw(t), actor.Actor{UserID: 5, AgencyKind: actor.CustomsAntiSmuggling, Roles: []actor.Role{actor.PSInvestigator}})
	whats, tracks, roles := args["duty_whats"].([]string), args["duty_tracks"].([]string), args["duty_roles"].([]string)
	if i := slices.Index(whats, "handler"); i < 0 || tracks[i] != "admin_case" || roles[i] != "case_handler" || slices.Contains(whats,
		"search.witness") || len(whats) != len(roles) {
		t.Errorf("%q of %q", whats, roles)
	}
	named := func(who actor.Actor, field string) string {
		n := law.Naming{Field: &law.Field{Name: field}, Officers: true}
		var out []string
		for _, r := range namedRoles(theLaw(t), who, n) {
			out = append(out, string(r))
		}
		return strings.Join(out, " ")
	}
	for _, x := range []struct {
		who         actor.Actor
		field, want string
	}{{actor.Actor{Roles: []actor.Role{actor.PSInvestigator}}, "officer", "ps_investigator"}, {actor.Actor{Roles: []actor.Role{actor.CaseHandler,
		actor.PSInvestigator}}, "officer", "case_handler"},
		{actor.Actor{AgencyKind: actor.Commerce}, "officer", "case_handler"}, {actor.Actor{AgencyKind: actor.CustomsAntiSmuggling}, "officer",
			"case_handler ps_investigator"},
		{actor.Actor{AgencyKind: actor.PublicSecurity}, "carrier", "evidence_custodian ps_investigator"}, {actor.Actor{AgencyKind: actor.Coordination}, "officer",
			""}} {
		if got := named(x.who, x.field); got != x.want {
			t.Errorf("%v in %s: %s, want %s", x.who, x.field, got, x.want)
		}
	}
	if got := namedRoles(theLaw(t), actor.Actor{Roles: []actor.Role{actor.CaseHandler}}, law.Naming{Field: &law.Field{Name: "officer"}}); !slices.Equal(got,
		[]actor.Role{""}) {
		t.Errorf("by name: %q", got)
	}
}
