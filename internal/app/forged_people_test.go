package app_test

import (
	"net/http"
	"testing"
)

// TestForged_PeopleOutsideTheList: whom a list of people does not offer is refused in its field, by whatever form he is
// named, with nothing done: another office, another agency, nobody.
func TestForged_PeopleOutsideTheList(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead := s.matter("admin_lead.registered in").file().Admin().Ref
	filing := s.matter("admin_lead.registered in;admin_lead.assigned uh;verification_report.submitted ch").file().Admin().Ref
	investigated := s.matter(toConcluded).file().Admin().Ref
	defended := s.matter(toReviewed).file().Admin().Ref
	before := s.number("SELECT count(*) FROM acts") + s.number("SELECT count(*) FROM approvals") + s.number("SELECT count(*) FROM case_members")
	for _, x := range []struct {
		who, path, form, field string
		set                    map[string][]string
		outsiders              []string
	}{
		{"unithead", "/cases/" + lead + "/acts/admin_lead.assigned", "form[data-act='admin_lead.assigned']", "handlers", map[string][]string{"scope": {written}},
			[]string{"legal", "custodian", "gd.officer", "nobody"}},
		{"unithead", "/cases/" + filing + "/acts/admin_case.filed", "form[data-act='admin_case.filed']", "handlers", filingForm(),
			[]string{"legal", "hearing", "gd.officer"}},
		{"officer", "/cases/" + investigated + "/referrals/new", "form[data-act='referral.opened']", "team",
			map[string][]string{"suspected_offence": {"cl_151_3"}, "facts": {written}}, []string{"legal", "gd.officer"}},
		{"unithead", "/cases/" + defended + "/acts/admin_case.legal_review_requested", "form[data-act='admin_case.legal_review_requested']", "reviewer",
			map[string][]string{"review_ground": {"product_default"}}, []string{"hearing", "nobody"}},
		{"unithead", "/cases/" + investigated + "/access", "form:has(input[value='assign'])", "handlers",
			map[string][]string{"reason": {written}, "credential": {"touchstone-demo"}}, []string{"legal", "gd.officer"}},
	} {
		for _, outsider := range x.outsiders {
			f := s.as(x.who).Get(x.path).Want(http.StatusOK).Form(x.form)
			for name, v := range x.set {
				f.Force(name, v...)
			}
			named := []string{"officer", outsider}
			if x.field == "reviewer" {
				named = named[1:]
			}
			p := f.Force(x.field, named...).Submit().Want(http.StatusUnprocessableEntity)
			if !p.Has("[data-error-for='" + x.field + "']") {
				t.Errorf("%s names %s: %s", x.path, outsider, p.One("main").Text())
			}
		}
	}
	if n := s.number("SELECT count(*) FROM acts") + s.number("SELECT count(*) FROM approvals") + s.number("SELECT count(*) FROM case_members"); n != before {
		t.Errorf("a refused form left %d rows", n-before)
	}
}

// TestForms_NotOpenToARole: a form that is not for the reader's role is refused as the act is, whether the act has a page of
// its own or not; whoever may not see the case learns nothing.
func TestForms_NotOpenToARole(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.matter(toConcluded).file().Admin().Ref
	for _, path := range []string{"/handovers/new", "/acts/admin_case.sent_back", "/evidence/new"} {
		reader := "legal"
		if p := s.as(reader).Get("/cases/" + ref + path); p.Status != http.StatusForbidden {
			t.Errorf("%s answers %s with %d: %s", path, reader, p.Status, p.One("main").Text())
		}
		if p := s.as("gd.officer").Get("/cases/" + ref + path); p.Status != http.StatusNotFound {
			t.Errorf("%s answers a stranger with %d", path, p.Status)
		}
	}
	s.as("unithead").Get("/cases/" + ref + "/acts/admin_case.sent_back").Want(http.StatusOK)
}
