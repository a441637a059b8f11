package procedure

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// built is an engine on the program's own tables in which every function that a row names is there and met.
func built(t *testing.T) *Engine {
	t.Helper()
	book := theLaw(t)
	r := &Registry{book: law.Fixed(book), guards: map[string]Guard{}, conds: map[string]Cond{}, creates: map[string]Create{}, effects: map[string]Effect{}}
	for _, row := range book.Acts {
		for _, g := range row.Guards {
			r.guards[g.ID] = func(*Act, *matter.File) Verdict { return Pass() }
		}
		for _, c := range conditionsOf(row) {
			r.conds[c] = func(*Act, *matter.File) bool { return true }
		}
		r.creates[row.Event] = func(context.Context, *audit.Tx, *Act, *matter.File) (int64, error) { return 0, nil }
	}
	return &Engine{book: law.Fixed(book), reg: r}
}

// rows are the ids of acts.
func rowsOf(acts []*law.Act) (out []string) {
	for _, x := range acts {
		out = append(out, x.ID)
	}
	return out
}

// sent is the family whose first referral stands in a state, with the organs at its ends.
func sent(state, to string) *matter.File {
	f := kin()
	f.Referrals[0].State = state
	f.Agencies = map[int64]matter.Agency{7: {ID: 7, Kind: "commerce"}, 8: {ID: 8, Kind: to}}
	return f
}

// TestOnward_TheWayOnComesFirst: D310 5. An answer that lets the matter go on stands before those that refuse it or give it back, and they
// before one that ends it without a reason; where the tables lead no further, what ends is the way, and what only leads back is none.
func TestOnward_TheWayOnComesFirst(t *testing.T) {
	t.Parallel()
	e := built(t)
	for state, want := range map[string][]string{"REPORT_SUBMITTED": {"REF-T03"}, "NOT_APPROVED": nil, "CLOSED_NOT_FILED": nil, "LINKED": {"REF-T25", "REF-T26"},
		"SENT": {"REF-T07"}, "APPROVED": {"REF-T06"}, "HANDED_OVER": {"REF-T17"}} {
		if got := rowsOf(e.Onward(law.Referral, state)); !slices.Equal(got, want) {
			t.Errorf("from %s: %q, want %q", state, got, want)
		}
	}
	if got := rowsOf(e.Onward(law.AdminCase, "REPORT_SUBMITTED")); got != nil {
		t.Errorf("a state of another machine: %q", got)
	}
	if got := e.SendsBack(); !slices.Equal(got, []string{"legal_review.returned", "referral.report_returned"}) {
		t.Errorf("what comes back: %q", got)
	}
	p := &Approval{Entity: law.Referral, TargetID: 51, RowID: "REF-T02", Event: "referral.report_submitted", OpeningActID: 1}
	if got := rowsOf(e.Outcomes(p, sent("REPORT_SUBMITTED", "public_security"))); !slices.Equal(got, []string{"REF-T03", "REF-T04", "REF-T04r"}) {
		t.Errorf("the answers: %q", got)
	}
	if got := rowsOf(e.Outcomes(p, sent("DRAFT", "public_security"))); got != nil {
		t.Errorf("what the state does not admit is no answer: %q", got)
	}
	p = &Approval{Entity: law.Referral, TargetID: 51, RowID: "REF-T14", Event: "referral.filing_decided", Variant: "outcome=file"}
	if got := rowsOf(e.Outcomes(p, sent("UNDER_FILING_REVIEW", "public_security"))); !slices.Equal(got, []string{"REF-T14"}) {
		t.Errorf("the answer to a stored proposal: %q", got)
	}
	if got := rowsOf(e.Ahead(thing(law.Referral, 51), sent("NOT_FILED", "public_security"))); !slices.Equal(got, []string{"REF-T18", "REF-T21"}) {
		t.Errorf("ahead: %q", got)
	}
	if f := sent("SENT", "public_security"); !e.Admitted(thing(law.Referral, 51), f, "REF-T07") || e.Admitted(thing(law.Referral, 51), f, "REF-T08") ||
		e.Admitted(thing(law.Referral, 51), f, "REF-T99") {
		t.Error("what the state admits")
	}
}

// TestNext_IsOfOneOfTheEnds: a referral to the police does not wait for state security; where an end is unknown, nobody is left out.
func TestNext_IsOfOneOfTheEnds(t *testing.T) {
	t.Parallel()
	e, on := built(t), thing(law.Referral, 51)
	for _, x := range []struct {
		state, to string
		want      []actor.Role
	}{
		{"SENT", "public_security", []actor.Role{"ps_intake"}}, {"SENT", "state_security", []actor.Role{"mss_liaison"}}, {"SENT", "", []actor.Role{"ps_intake",
			"mss_liaison"}},
		{"APPROVED", "public_security", []actor.Role{"case_handler"}}, {"LINKED", "public_security", []actor.Role{"unit_head"}},
	} {
		if got := e.NextFor(on, sent(x.state, x.to)); !slices.Equal(got, x.want) {
			t.Errorf("%s to %s: %q, want %q", x.state, x.to, got, x.want)
		}
	}
	f := sent("SENT", "public_security")
	f.Agencies[7] = matter.Agency{ID: 7}
	if got := e.NextFor(on, f); len(got) != 2 {
		t.Errorf("where the sender is unknown: %q", got)
	}
	f = sent("SENT", "public_security")
	f.Proposals = []matter.Proposal{{State: "OPEN", Event: "referral.received", Entity: law.Referral, TargetID: 51, Roles: []actor.Role{"ps_county_head"}}}
	if got := e.NextFor(on, f); !slices.Equal(got, []actor.Role{"ps_intake"}) {
		t.Errorf("a row that leaves no proposal waits for nobody else: %q", got)
	}
	f = sent("RECEIVED", "state_security")
	if got := e.NextFor(on, f); !slices.Contains(got, "mss_liaison") || slices.Contains(got, "mss_unit_head") {
		t.Errorf("who proposes to file: %q", got)
	}
	f.Proposals = []matter.Proposal{{State: "OPEN", Event: "referral.filing_decided", Entity: law.Referral, TargetID: 51, Roles: []actor.Role{"mss_unit_head"}}}
	if got := e.NextFor(on, f); !slices.Contains(got, "mss_unit_head") {
		t.Errorf("who decides what waits: %q", got)
	}
}

// TestNext_OfNothing: of what is not there nobody could move anything on.
func TestNext_OfNothing(t *testing.T) {
	t.Parallel()
	e := built(t)
	if got := e.NextFor(thing(law.Referral, 99), kin()); len(got) != 0 {
		t.Errorf("%q", got)
	}
	delete(e.reg.guards, e.book().Event("referral.received")[0].Guards[0].ID)
	if got := e.NextFor(thing(law.Referral, 51), sent("SENT", "public_security")); len(got) != 0 {
		t.Errorf("a step that is not built waits for %q", got)
	}
}

// TestSteps_OneForAllItsVariants: a decision is one step with its kinds; what was proposed and came back says so.
func TestSteps_OneForAllItsVariants(t *testing.T) {
	t.Parallel()
	e, on := built(t), thing(law.AdminCase, 11)
	f := kin()
	f.Cases[1].State = "READY_TO_DECIDE"
	who := actor.Actor{UserID: 5, AgencyID: 7, Roles: []actor.Role{actor.UnitHead}}
	SetDuties(f, who, nil)
	f.Proposals = []matter.Proposal{{Ref: "AP-1", State: "RETURNED", Event: "admin_decision.made", Entity: law.AdminCase, TargetID: 11}}
	var step *Step
	for i, s := range e.steps(who, on, f) {
		if s.Row.Event == "admin_decision.made" {
			if step != nil {
				t.Error("it is offered twice")
			}
			step = &e.steps(who, on, f)[i]
		}
	}
	if step == nil || !slices.Equal(rowsOf(step.Variants), []string{"ADM-T19", "ADM-T19b", "ADM-T19c",
		"ADM-T20"}) || !step.Proposing || !step.Required || step.Returned == nil || step.Waits != nil {
		t.Errorf("the decision: %+v", step)
	}
}

// TestRuledOut_ByWhatStands: a step that a standing rule forbids is nobody's: one that stands in the round always, one that stands in
// the whole matter where the whole matter was read. Other rules are asked when the act is done.
func TestRuledOut_ByWhatStands(t *testing.T) {
	t.Parallel()
	e, on := built(t), thing(law.Referral, 51)
	e.reg.guards["no_decision_yet"] = func(*Act, *matter.File) Verdict { return Fail("") }
	offered := func(f *matter.File) bool {
		who := actor.Actor{UserID: 5, Roles: []actor.Role{actor.PSInvestigator}}
		SetDuties(f, who, nil)
		return slices.ContainsFunc(e.Steps(who, on, f), func(s Step) bool { return s.Row.Event == "referral.filing_decided" })
	}
	f := sent("SUPERVISION", "public_security")
	if !offered(f) {
		t.Error("of a part of the matter it is not known")
	}
	f.Whole = true
	if offered(f) {
		t.Error("it stands in the whole matter")
	}
	if got := e.NextFor(on, f); slices.Contains(got, "ps_investigator") {
		t.Errorf("who could do what is ruled out: %q", got)
	}
	act := func(g law.Guard) *Act {
		e.reg.guards[g.ID] = func(*Act, *matter.File) Verdict { return Fail("") }
		return &Act{Row: &law.Act{Guards: []*law.Guard{&g}}}
	}
	if !e.ruledOut(act(law.Guard{ID: "a", Standing: law.ByRound}), &matter.File{}) || e.ruledOut(act(law.Guard{ID: "b"}), &matter.File{Whole: true}) {
		t.Error("what stands in the round")
	}
	unbuilt := &Act{Row: &law.Act{Guards: []*law.Guard{{ID: "not_there", Standing: law.ByRound}}}}
	if e.ruledOut(unbuilt, &matter.File{}) {
		t.Error("what has no function rules nothing out")
	}
}

// TestLawInCode_IsRefused: a function that no row names, and one that two tracks bring, stop the program with a list; a row is
// built when each of its guards, its conditions and the way to make its object is there.
func TestLawInCode_IsRefused(t *testing.T) {
	t.Parallel()
	book := law.Fixed(theLaw(t))
	pass := func(*Act, *matter.File) Verdict { return Pass() }
	_, err := Register(book, Track{Guards: map[string]Guard{"z_not_there": pass}, Conds: map[string]Cond{"a_not_there": nil},
		Effects: map[string]Effect{"not.there": nil},
		Creates: map[string]Create{"not.made": nil}, Figures: map[string]Figure{"not.seen": nil}})
	if err == nil || !strings.HasSuffix(err.Error(), ": condition a_not_there, create not.made, effect not.there, figure not.seen, guard z_not_there") {
		t.Errorf("%v", err)
	}
	one := Track{Guards: map[string]Guard{"package_complete": pass}}
	if _, err = Register(book, one, one); err == nil || !strings.Contains(err.Error(), "guard package_complete") {
		t.Errorf("twice: %v", err)
	}
	first, second := law.Values{}, law.Values{}
	r, err := Register(book, one, Track{Prior: func(_ int64, _ matter.Target, _ *matter.File, out law.Values) { out["a"], first["a"] = "1", "1" }},
		Track{Prior: func(_ int64, _ matter.Target, _ *matter.File, out law.Values) { out["a"], second["a"] = "2", "2" }})
	if err != nil {
		t.Fatal(err)
	}
	e := &Engine{book: book, reg: r}
	if got := e.Prior(7, thing(law.AdminCase, 11), kin()); got.Str("a") != "2" || first.Str("a") != "1" {
		t.Errorf("what a later track knows counts: %v", got)
	}
	row := &law.Act{Event: "x.made", From: []string{law.New}, Guards: []*law.Guard{{ID: "package_complete"}, {ID: "other"}}, Starts: []law.Ref{{Code: "K",
		Cond: "c1"}, {Code: "L"}},
		Stops: []law.Ref{{Cond: "c2"}}, Extends: []law.Ref{{Cond: "c1"}}, Pauses: []law.Ref{{Cond: "c3"}}, Resumes: []law.Ref{{Cond: "c4"}},
		Checks: []law.Ref{{Cond: "c5"}},
		Emits:  []law.Emit{{Cond: "c6"}}, DocsRequired: []law.DocNeed{{Cond: "c7"}}, DocsIssued: []law.DocNeed{{Cond: "c8"}}}
	if got := strings.Join(conditionsOf(row), " "); got != "c1 c2 c5 c3 c4 c6 c7 c8" {
		t.Errorf("the conditions are %s", got)
	}
	if got := strings.Join(r.Missing(row), " "); !strings.HasPrefix(got, "other c1 c2") || r.Built(row) {
		t.Errorf("missing: %s", got)
	}
	if r.Cond("c1", nil, nil) || !r.Cond("", nil, nil) {
		t.Error("a condition without a function does not hold, and none always does")
	}
}

// TestPrior_IsOnesOwnAndNewest: a form starts from what one's own organ said before on that file, the newest last, without opinions and
// reasons; of an item from what was said of that item.
func TestPrior_IsOnesOwnAndNewest(t *testing.T) {
	t.Parallel()
	f := kin()
	act := func(on matter.Target, file, agency int64, v string) matter.Past {
		return matter.Past{Entity: on.Entity, TargetID: on.ID, CaseID: file, AgencyID: agency, Input: law.Values{"v": v, v: "x", "opinion": "o", "reason": "r"}}
	}
	on, item := thing(law.AdminCase, 11), thing(law.Evidence, 32)
	f.Acts = []matter.Past{act(on, 11, 7, "old"), act(on, 11, 7, "own"), act(on, 11, 8, "other_organ"), act(thing(law.AdminCase, 10), 10, 7, "other_file"),
		act(item,
			11, 7, "item"),
		act(thing(law.Evidence, 31), 11, 7, "other_item"), act(thing(law.AdminCase, 32), 11, 7, "same_number")}
	e := &Engine{reg: &Registry{}}
	words := func(t matter.Target) string { return strings.Join(slices.Sorted(maps.Keys(e.Prior(7, t, f))), " ") }
	if got := words(item); got != "item v" {
		t.Errorf("of the item: %s", got)
	}
	if got := words(on); got != "item old other_item own same_number v" || e.Prior(7, on, f).Str("v") != "same_number" {
		t.Errorf("of the file: %s", got)
	}
	if got := words(thing(law.AdminCase, 99)); got != "" {
		t.Errorf("of nothing: %s", got)
	}
}
