package law_test

import (
	"os"
	"strings"
	"sync"
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/law"
	"touchstone/policies"
)

// book is read once: nothing changes it.
var book = sync.OnceValues(func() (*law.Edition, error) { return law.Newest(policies.FS()) })

func load(t testing.TB) *law.Edition {
	t.Helper()
	b, err := book()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestLoad_CountsOfTheDomainTables(t *testing.T) {
	b := load(t)
	want := law.Counts{Machines: 6, States: 86, Transitions: 169, RecordedEvents: 137, Guards: 221, Clocks: 93, Documents: 88,
		Forms: 161, Fields: 584, Roles: 23, Conditions: 40, EnumLists: 59, EnumValues: 414, DayRules: 15}
	if got := b.Counts(); got != want {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
	if p := b.Check(); len(p) > 0 {
		t.Errorf("%v", p)
	}
}

func TestLoad_EveryActHasItsWordsAndParts(t *testing.T) {
	b := load(t)
	for _, a := range b.Acts {
		if a.Label.ZH == "" || !a.Label.Says("en") || a.Form == nil || len(a.DeciderRoles) == 0 || a.Basis == "" {
			t.Errorf("%s is incomplete", a.ID)
		}
		if a.Variant != "" && (a.VariantLabel.ZH == "" || a.VariantKey+"="+a.VariantValue != a.Variant) {
			t.Errorf("%s: variant %q without words", a.ID, a.Variant)
		}
		for _, g := range a.Guards {
			if g == nil || g.Refusal.ZH == "" {
				t.Errorf("%s: a guard without sentence", a.ID)
			}
		}
		if a.Transition && (a.To == "" || b.State(a.Entity, a.To) == nil) {
			t.Errorf("%s leads nowhere", a.ID)
		}
	}
	approve := b.Act("REF-T03")
	if approve.Event != "referral.approved" || approve.To != "APPROVED" || approve.Form.ID == "" || approve.Label.ZH != "批准移送" {
		t.Errorf("REF-T03: %+v", approve)
	}
	if len(approve.Stops) == 0 || approve.Stops[0].Code != "REF-010" || len(approve.Starts) == 0 || approve.Starts[0].Code != "REF-020" {
		t.Errorf("REF-T03 clocks: %v %v", approve.Starts, approve.Stops)
	}
}

// The constants of actor and the rows of roles.csv are one list.
func TestRoles_AreTheConstantsOfActor(t *testing.T) {
	b := load(t)
	known := []actor.Role{actor.IntakeOfficer, actor.CaseHandler, actor.UnitHead, actor.LegalReviewer, actor.HearingOfficer, actor.AgencyHead, actor.PrincipalHead,
		actor.EvidenceCustodian, actor.SecrecyOfficer, actor.PSIntake, actor.PSInvestigator, actor.PSUnitHead, actor.PSCountyHead, actor.PSHigherHead,
		actor.PSLegalOffice, actor.MSSLiaison, actor.MSSUnitHead, actor.CoordReader, actor.CoordIssuer, actor.Sysadmin, actor.Secadmin, actor.Auditor,
		actor.SystemRole}
	for _, r := range known {
		if b.Role(r) == nil {
			t.Errorf("%s is in no row", r)
		}
	}
	if len(known) != len(b.Roles) {
		t.Errorf("%d constants, %d rows", len(known), len(b.Roles))
	}
}

func TestIncompatible_FollowsTheTableBothWays(t *testing.T) {
	b := load(t)
	for _, c := range []struct {
		a, b actor.Role
		want bool
	}{
		{actor.CaseHandler, actor.LegalReviewer, true}, {actor.CaseHandler, actor.UnitHead, false}, {actor.CaseHandler, actor.AgencyHead, true},
		{actor.AgencyHead, actor.PrincipalHead, false}, {actor.Sysadmin, actor.CaseHandler, true}, {actor.CaseHandler, actor.CaseHandler, false},
		{actor.PSInvestigator, actor.EvidenceCustodian, true}, {actor.IntakeOfficer, actor.CaseHandler, false},
	} {
		if got := b.Incompatible(c.a, c.b); got != c.want || b.Incompatible(c.b, c.a) != c.want {
			t.Errorf("%s with %s: %v", c.a, c.b, got)
		}
	}
}

// The tables cover the prose: every clock of deadlines.csv with its figures, every document, every row of the machines.
func TestTables_CoverTheSources(t *testing.T) {
	b := load(t)
	clocks := 0
	for _, r := range readRows(t, "testdata/deadlines.csv") {
		clocks++
		k := b.Clock(r["code"])
		if k == nil || itoa(k.Amount) != r["amount"] || k.Unit != r["unit"] || k.Name.ZH != r["name_zh"] {
			t.Errorf("%s differs from the source", r["code"])
		}
	}
	if clocks != len(b.Clocks) {
		t.Errorf("%d clocks in the source, %d in the table", clocks, len(b.Clocks))
	}
	text, err := os.ReadFile("testdata/documents.txt")
	if err != nil {
		t.Fatal(err)
	}
	codes := strings.Fields(string(text))
	for _, c := range codes {
		if b.Document(c) == nil {
			t.Errorf("document %s is missing", c)
		}
	}
	if len(codes) != len(b.Documents) {
		t.Errorf("%d documents in the source, %d in the table", len(codes), len(b.Documents))
	}
	coverMachines(t, b)
}

func coverMachines(t *testing.T, b *law.Edition) {
	covered := map[string][]*law.Act{}
	for _, r := range readRows(t, "../../policies/procedure/2004-11-01/transitions.csv") {
		a := b.Act(r["id"])
		if r["origin_row"] == "+" {
			if !strings.HasPrefix(a.Notes.Of("en"), "Added") {
				t.Errorf("%s: an added row must say so", a.ID)
			}
			continue
		}
		covered[r["origin_row"]] = append(covered[r["origin_row"]], a)
	}
	for n, o := range readRows(t, "testdata/state_machines.csv") {
		acts := covered[itoa(n+1)]
		if len(acts) == 0 {
			t.Errorf("source row %d (%s) is not covered", n+1, o["event"])
		}
		event, _, _ := strings.Cut(strings.FieldsFunc(o["event"], func(r rune) bool { return r == ' ' || r == '(' })[0], "[")
		targets := map[string]bool{}
		for _, a := range acts {
			targets[a.To] = true
			if string(a.Entity) != o["machine"] || a.Event != event {
				t.Errorf("%s is not source row %d (%s %s)", a.ID, n+1, o["machine"], o["event"])
			}
		}
		for _, to := range strings.Split(o["to_state"], "|") {
			to, _, _ = strings.Cut(to, " (")
			if !targets[to] {
				t.Errorf("source row %d: target %s not covered", n+1, to)
			}
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := law.Newest(policies.FS()); err != nil {
			b.Fatal(err)
		}
	}
}
