package access_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/testkit"
)

// scene is the staged world of the matrix with names for its things.
type scene struct {
	*world
	rels []relation
}

func newScene(t *testing.T) *scene {
	t.Helper()
	w := newWorld(t)
	return &scene{w, w.stage("commerce", roles(t))}
}

func (s *scene) target(kind access.Kind, name string) access.Target {
	for _, r := range s.rels {
		if r.kind == kind && r.name == name {
			ref, _ := s.find(tableOf(kind), r.id)["ref"].(string)
			return access.Target{Kind: kind, ID: r.id, Ref: ref}
		}
	}
	s.t.Fatal("no ", kind, " ", name)
	return access.Target{}
}

func (s *scene) tx() *database.Tx {
	tx, err := s.db.Begin(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = tx.Rollback() })
	return tx
}

func (s *scene) lock(who actor.Actor, action access.Action, t access.Target) (access.Locked, error) {
	tx := s.tx()
	defer func() { _ = tx.Rollback() }()
	return s.p.Lock(context.Background(), tx, who, action, t)
}

var officer = as(me, here, us, actor.Internal, actor.CaseHandler)

func TestLock_GivesRootAndHead(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for _, c := range []struct {
		who    actor.Actor
		target access.Target
		root   access.Target
		stream string
	}{
		{officer, s.target(access.Case, "own_unit"), s.target(access.Case, "own_unit"), "case:"},
		{officer, s.target(access.Evidence, "own_unit"), s.target(access.Case, "own_unit"), "case:"},
		{officer, s.target(access.Evidence, "theirs_taken_over"), s.target(access.Case, "own_unit"), "case:"},
		{officer, s.target(access.Record, "own_unit"), s.target(access.Case, "own_unit"), "case:"},
		{officer, s.target(access.Person, "own_unit"), s.target(access.Case, "own_unit"), "case:"},
		{officer, s.target(access.Referral, "own_unit"), s.target(access.Referral, "own_unit"), "referral:"},
		{officer, s.target(access.MSS, "compartmented_handler"), s.target(access.MSS, "compartmented_handler"), "mss:"},
		{as(me, here, us, actor.Internal, actor.EvidenceCustodian), s.target(access.Evidence, "theirs_coming_here"),
			s.target(access.Case, "other_agency_referred_to_us"), "case:"},
		{as(me, here, us, actor.Internal, actor.PSIntake), s.target(access.Referral, "to_us"), s.target(access.Referral, "to_us"), "referral:"},
	} {
		for _, by := range []access.Target{{Kind: c.target.Kind, ID: c.target.ID}, {Kind: c.target.Kind, Ref: c.target.Ref}} {
			got, err := s.lock(c.who, access.Act, by)
			if err != nil {
				t.Errorf("%v: %v", c.target, err)
				continue
			}
			if got.Target != c.target || got.Root.Kind != c.root.Kind || got.Root.ID != c.root.ID || !strings.HasPrefix(got.Stream, c.stream) || got.Head.N != 1 ||
				got.Root.State == "" || got.CaseID == 0 || got.MatterID != 1 {
				t.Errorf("%v: %+v", c.target, got)
			}
		}
	}
	for _, c := range []struct {
		who    actor.Actor
		action access.Action
		target access.Target
	}{
		{as(me, here, us, actor.Internal, actor.IntakeOfficer), access.Triage, s.target(access.Tip, "new")},
		{as(me, here, us, actor.Internal, actor.AgencyHead), access.Decide, s.target(access.Approval, "other_unit_asked_of_me")},
		{as(me, here, us, actor.Internal, actor.UnitHead), access.Decide, s.target(access.AccessRequest, "own_unit")},
		{as(me, here, us, actor.Internal, actor.EvidenceCustodian), access.Act, s.target(access.Handover, "to_us")},
		{as(me, here, us, actor.Internal, actor.Secadmin), access.Grant, s.target(access.User, "own_agency")},
	} {
		if got, err := s.lock(c.who, c.action, c.target); err != nil || got.Target.ID != c.target.ID || got.Stream != "" {
			t.Errorf("%v: %+v, %v", c.target, got, err)
		}
	}
}

// Everything the actor may do and every refusal, for the same row and by reference, ends as the page must show it.
func TestLock_TellsHiddenFromForbiddenFromKnown(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.do("INSERT INTO case_pointers VALUES ($1, $2, 'shared goods')", s.target(access.Case, "other_agency").ID, us)
	absent := access.Target{Kind: access.Case, Ref: "SM-0000-0000-0"}
	for name, c := range map[string]struct {
		who    actor.Actor
		action access.Action
		target access.Target
		want   errs.Kind
	}{
		"readable, not permitted": {officer, access.Assign, s.target(access.Case, "own_unit"), errs.Forbidden},
		"reader only": {as(me, here, us, actor.Internal, actor.CaseHandler), access.Act, s.target(access.Case, "other_agency_named_as_reader"),
			errs.Forbidden},
		"hidden":               {officer, access.Act, s.target(access.Case, "other_unit_compartmented"), errs.NotFound},
		"absent":               {officer, access.Act, absent, errs.NotFound},
		"known":                {officer, access.Act, s.target(access.Case, "other_agency"), errs.Forbidden},
		"known, no file staff": {as(me, here, us, actor.Internal, actor.CoordReader), access.Act, s.target(access.Case, "other_agency"), errs.NotFound},
		"no role":              {as(me, here, us, actor.Internal), access.Read, s.target(access.Case, "own_unit"), errs.NotFound},
		"item of another":      {officer, access.Act, s.target(access.Evidence, "ours_handed_over"), errs.Forbidden},
	} {
		_, err := s.lock(c.who, c.action, c.target)
		if errs.KindOf(err) != c.want {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		k, known := access.KnownOf(err)
		if known != (name == "known") {
			t.Errorf("%s: known %v", name, known)
		}
		if known && (k.Ref != c.target.Ref || k.AgencyID != them || k.NameZH == "" || !k.CanRequest) {
			t.Errorf("%+v", k)
		}
		byKey, wantByKey := access.Target{Kind: c.target.Kind, ID: c.target.ID}, c.want
		if known { // a key is no reference that somebody could have been told
			wantByKey = errs.NotFound
		}
		if _, err := s.lock(c.who, c.action, byKey); byKey.ID != 0 && errs.KindOf(err) != wantByKey {
			t.Errorf("%s by its key: %v, want %v", name, err, wantByKey)
		}
		if req := s.p.Require(t.Context(), s.db.Read(), c.who, c.action, c.target); errs.KindOf(req) != c.want {
			t.Errorf("%s: Require says %v", name, req)
		}
	}
	_, hidden := s.p.Visible(t.Context(), s.db.Read(), officer, access.Case, s.target(access.Case, "other_unit_compartmented").Ref)
	_, none := s.p.Visible(t.Context(), s.db.Read(), officer, access.Case, absent.Ref)
	if hidden == nil || !reflect.DeepEqual(hidden, none) {
		t.Errorf("hidden %v, absent %v: they must be one answer", hidden, none)
	}
	if id, err := s.p.Visible(t.Context(), s.db.Read(), officer, access.Case, s.target(access.Case, "own_unit").Ref); err != nil ||
		id != s.target(access.Case, "own_unit").ID {
		t.Errorf("%d, %v", id, err)
	}
	var nobody database.Q // it is refused before anything is asked
	if _, err := s.p.Lock(t.Context(), nobody, officer, access.Act, access.Target{Kind: access.Document, ID: 1}); errs.KindOf(err) != errs.Internal {
		t.Errorf("a ledger row was locked: %v", err)
	}
}

// A wait would tell that the row exists (security D10).
func TestLock_NeverWaitsForWhatIsHidden(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	hold, err := testkit.Super(t, s.db).Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := hold.Exec(t.Context(), "SELECT FROM cases, audit_heads, evidence_items, referrals FOR UPDATE"); err != nil {
		t.Fatal(err)
	}
	if _, err := hold.Exec(t.Context(), "SELECT "+access.Turn("id")+" FROM matters"); err != nil {
		t.Fatal(err)
	}
	for _, target := range []access.Target{s.target(access.Case, "other_unit_compartmented"), s.target(access.Evidence, "other_unit_compartmented"),
		s.target(access.Referral, "to_us_not_yet_sent")} {
		if _, err := s.lock(officer, access.Act, target); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%v: %v, want not found at once", target, err)
		}
	}
	if _, err := s.lock(officer, access.Act, s.target(access.Case, "own_unit")); errs.KindOf(err) != errs.Busy {
		t.Errorf("a visible row that somebody holds: %v, want busy", err)
	}
}

func TestExplain_NamesTheScopes(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	who := as(me, here, us, actor.Internal, actor.CaseHandler, actor.AgencyHead)
	for name, allows := range map[string]map[string]bool{
		"own_unit":                 {"own_unit": true, "own_agency": true, "member": false, "deciding": false},
		"compartmented_handler":    {"own_unit": false, "own_agency": false, "member": true, "deciding": false},
		"other_unit_compartmented": {"own_unit": false, "own_agency": false, "member": false, "deciding": false},
	} {
		reasons, err := s.p.Explain(t.Context(), s.db.Read(), who, access.Read, s.target(access.Case, name))
		if err != nil || len(reasons) != len(allows) {
			t.Fatalf("%s: %+v, %v", name, reasons, err)
		}
		for _, r := range reasons {
			if r.Allows != allows[r.Scope] || r.ZH == "" || r.EN == "" || len(r.Roles) == 0 {
				t.Errorf("%s: %+v", name, r)
			}
		}
	}
	whole, err := s.p.Explain(t.Context(), s.db.Read(), who, access.Read, access.Target{Kind: access.Case})
	if err != nil || len(whole) != 4 || slices.ContainsFunc(whole, func(r access.Reason) bool { return !r.Allows }) {
		t.Errorf("the kind itself: %+v, %v", whole, err)
	}
	for _, r := range whole {
		want := map[string]actor.Role{"own_unit": actor.CaseHandler, "own_agency": actor.AgencyHead}[r.Scope]
		if want != "" && !slices.Equal(r.Roles, []actor.Role{want}) {
			t.Errorf("%s comes with %v", r.Scope, r.Roles)
		}
	}
	if r, err := s.p.Explain(t.Context(), s.db.Read(), as(me, here, us, actor.Internal, actor.CoordReader), access.Read,
		s.target(access.Case, "own_unit")); err != nil || len(r) != 0 {
		t.Errorf("the coordination office: %+v, %v", r, err)
	}
}

// A filter narrows, whatever it says, and cannot redefine who asks.
func TestList_FilterCannotWiden(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	all := s.count(access.ListSpec{})
	if all == 0 {
		t.Fatal("nothing to narrow")
	}
	for _, spec := range []access.ListSpec{
		{Where: "1 = 1 OR c.compartmented"},
		{Where: "TRUE", Args: map[string]any{"unit": elsewhere, "agency": them, "clearance": int16(3), "user": int64(1)}},
	} {
		if n := s.count(spec); n != all {
			t.Errorf("%q: %d instead of %d", spec.Where, n, all)
		}
		sql, args := s.p.Counts(officer, access.Case, access.Read, []access.ListSpec{spec, {}, spec})
		var each []int64
		if err := s.db.Read().QueryRow(t.Context(), sql, args...).Scan(&each); err != nil || !slices.Equal(each, []int64{int64(all), int64(all), int64(all)}) {
			t.Errorf("%q: counts %v instead of %d, %v", spec.Where, each, all, err)
		}
	}
	some := access.ListSpec{Where: "c.ref = ANY (@refs)",
		Args:    map[string]any{"refs": []string{s.target(access.Case, "own_unit").Ref, s.target(access.Case, "other_agency").Ref}},
		Columns: "c.id", Joins: "JOIN agencies ga ON ga.id = c.lead_agency_id"}
	if n := s.count(some); n != 1 {
		t.Errorf("filtered: %d", n)
	}
	sql, args := s.p.List(officer, access.Case, access.Read, some)
	if ids := s.ids(sql, args); len(ids) != 1 || ids[0] != s.target(access.Case, "own_unit").ID {
		t.Errorf("filtered list: %v", ids)
	}
	sql, args = s.p.Within(officer, access.Case, access.Read, "SELECT c.id FROM cases c JOIN {scope} s ON s.id = c.id WHERE c.ref = @ref",
		map[string]any{"ref": s.target(access.Case, "other_agency").Ref})
	if ids := s.ids(sql, args); len(ids) != 0 {
		t.Errorf("within: %v", ids)
	}
}

func (s *scene) count(spec access.ListSpec) int {
	sql, args := s.p.Count(officer, access.Case, access.Read, spec, 100)
	return s.number(sql, args)
}
