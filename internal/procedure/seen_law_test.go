package procedure

import (
	"slices"
	"strings"
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// facts writes the facts of a list under a prefix.
func facts(s Seen, prefix string) (out []string) {
	for _, x := range s.Under(prefix) {
		line := strings.TrimPrefix(x.Key, prefix) + "=" + strings.Join(x.Values, ",")
		if x.ZH != "" {
			line += "|" + x.ZH + "|" + x.Others
		}
		out = append(out, line)
	}
	return out
}

// TestSeen_WhatEachDecisionBringsAbout: who signs reads of every answer where it leads, which periods begin, move and end, which paper is
// issued, what follows elsewhere and on what it rests; a period that does not run is not ended, and a recorded event leads nowhere.
func TestSeen_WhatEachDecisionBringsAbout(t *testing.T) {
	t.Parallel()
	e := built(t)
	running := func(codes ...string) (out []matter.Clock) {
		for _, c := range codes {
			out = append(out, matter.Clock{Code: c, State: "RUNNING"})
		}
		return out
	}
	for _, x := range []struct {
		what string
		p    Approval
		f    func(*matter.File)
		want []string
	}{
		{"D310 5", Approval{Entity: law.Referral, TargetID: 51, CaseID: 11, AgencyID: 7, RowID: "REF-T02", Event: "referral.report_submitted", OpeningActID: 1},
			func(f *matter.File) { f.Referrals[0].State, f.Clocks = "REPORT_SUBMITTED", running("REF-010") },
			[]string{"REF-T03:state=state,APPROVED,,referral", "REF-T03:starts:REF-020=starts,REF-020,", "REF-T03:stops:REF-010=stops,REF-010,",
				"REF-T03:basis=basis,D310 5,", "REF-T04:state=state,NOT_APPROVED,,referral", "REF-T04:stops:REF-010=stops,REF-010,",
				"REF-T04:issues:DOC-R03=issues,DOC-R03,", "REF-T04:basis=basis,D310 5, 14,", "REF-T04r:state=state,DRAFT,,referral", "REF-T04r:basis=basis,D310 5,"}},
		{"MPS 178", Approval{Entity: law.Referral, TargetID: 51, CaseID: 12, AgencyID: 8, RowID: "REF-T14", Event: "referral.filing_decided",
			Variant: "outcome=file"},
			func(f *matter.File) { f.Referrals[0].State = "UNDER_FILING_REVIEW" },
			[]string{"REF-T14:state=state,FILED,,referral", "REF-T14:issues:DOC-R11=issues,DOC-R11,", "REF-T14:issues:DOC-C02=issues,DOC-C02,",
				"REF-T14:twin:criminal_case:criminal_case.filed:=twin,criminal_case.filed,,criminal_case",
				"REF-T14:twin:admin_case:criminal_case.filed:=twin,criminal_case.filed,,admin_case", "REF-T14:basis=basis,D310 8; MPS 178, 180,",
				"return=return,,", "refuse=refuse,,"}},
		{"ACL 25", Approval{Entity: law.Evidence, TargetID: 31, CaseID: 11, AgencyID: 7, RowID: "EVI-T05", Event: "evidence.admin_seizure_extended"},
			func(f *matter.File) { f.Evidence[1].State, f.Clocks = "ADMIN_SEIZED", running("ADM-040") },
			[]string{"EVI-T05:state=state,ADMIN_SEIZED,,evidence_item", "EVI-T05:extends:ADM-040=extends,ADM-040,", "EVI-T05:issues:DOC-A18=issues,DOC-A18,",
				"EVI-T05:basis=basis,ACL 25,", "return=return,,", "refuse=refuse,,"}},
		{"APL 60", Approval{Entity: law.AdminCase, TargetID: 11, CaseID: 11, AgencyID: 7, RowID: "RX-35", Event: "clock.paused"},
			func(f *matter.File) { f.Clocks = running("ADM-020") },
			[]string{"RX-35:pauses:ADM-020=pauses,ADM-020,", "RX-35:basis=basis,APL 60,", "return=return,,", "refuse=refuse,,"}},
	} {
		f := kin()
		x.f(f)
		if got := facts(e.Seen(t.Context(), &x.p, f), "effect:"); !slices.Equal(got, x.want) {
			t.Errorf("%s: %q, want %q", x.what, got, x.want)
		}
	}
}

// TestSeen_NamesWhoIsMeant: an answer that names organs or parties bears their names, of this file's parties alone; another answer says
// itself what it is. What was said to the submission before stands beside it.
func TestSeen_NamesWhoIsMeant(t *testing.T) {
	t.Parallel()
	e := built(t)
	f := kin()
	f.Agencies = map[int64]matter.Agency{7: {ID: 7, Code: "com", NameZH: "商务机关", NameEN: "Commerce"}, 8: {ID: 8, Code: "pol", NameZH: "公安机关", NameEN: "Police"}}
	f.Parties = []matter.Party{{CaseID: 10, Ref: "PT-0", Name: "旧案公司"}, {CaseID: 11, Ref: "PT-1", Name: "虚构公司"}}
	p := &Approval{Ref: "AP-1", Entity: law.Referral, TargetID: 51, CaseID: 11, AgencyID: 7, RowID: "REF-T06", Event: "referral.sent",
		Input:   law.Values{"receiving_organ": []string{"pol", "PT-1", "PT-0", "法院"}, "note": "pol"},
		Earlier: Earlier{Ref: "AP-0", Opinion: "补充"}}
	list := e.Seen(t.Context(), p, f)
	if got := facts(list, "input:receiving_organ"); !slices.Equal(got, []string{"=pol,PT-1,PT-0,法院|公安机关、虚构公司、PT-0、法院|Police, 虚构公司, PT-0, 法院"}) {
		t.Errorf("%q", got)
	}
	if got := list.Find("earlier"); got == nil || !slices.Equal(got.Values, []string{"AP-0", "补充"}) {
		t.Errorf("said before: %v", got)
	}
	if got := e.Seen(t.Context(), &Approval{Entity: law.Referral, TargetID: 51, CaseID: 11}, f); got.Find("earlier") != nil || len(got.Under("input:")) != 0 {
		t.Errorf("nothing was said before: %v", got.Under("input:"))
	}
	if got := rolesIn([]*law.Act{{DeciderRoles: rolesFrom("a b")}, {DeciderRoles: rolesFrom("b c")}}); !slices.Equal(rolesOf(got), []string{"a", "b", "c"}) {
		t.Errorf("each role once: %q", got)
	}
}

// rolesFrom are roles by their codes.
func rolesFrom(codes string) []actor.Role { return RolesFrom(strings.Fields(codes)) }

// TestSeen_OfABlankFileNothing: what is not there is no fact: a reader must not take a blank for an answer.
func TestSeen_OfABlankFileNothing(t *testing.T) {
	t.Parallel()
	e := built(t)
	f := &matter.File{MatterID: 1, Cases: []matter.Case{{ID: 11, AgencyID: 7, Machine: "admin_case", State: "FILED", Ref: "CA-1", Round: 1}},
		Parties: []matter.Party{{CaseID: 11, Ref: "PT-1"}}}
	keys := func(p Approval, prefix string) string {
		var out []string
		for _, x := range e.Seen(t.Context(), &p, f).Under(prefix) {
			out = append(out, strings.TrimPrefix(x.Key, prefix))
		}
		return strings.Join(out, " ")
	}
	on := func(m law.Machine, id int64) Approval {
		return Approval{Entity: m, TargetID: id, CaseID: 11, AgencyID: 7}
	}
	for _, x := range []struct{ got, want string }{
		{keys(on(law.AdminCase, 11), "case:"), "ref state round marking"}, {keys(on(law.AdminCase, 11), "party:"), ""},
		{keys(on("request", 99), "record:"), ""},
	} {
		if x.got != x.want {
			t.Errorf("%q, want %q", x.got, x.want)
		}
	}
}
