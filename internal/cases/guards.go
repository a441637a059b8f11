package cases

import (
	"slices"
	"strings"
	"time"

	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/written"
)

// informantIdentitySeparate: ECL 31, CPL 111. Who gave the information stands in the protected record alone. The
// program cannot know the name from here (that is the point), so it looks for what identifies a person by itself: a
// resident identity number or a mobile number in the texts of the act.
func informantIdentitySeparate(a *procedure.Act, _ *matter.File) procedure.Verdict {
	for _, field := range []string{"summary", "facts", "note"} {
		if ids.PersonalIn(a.Input.Str(field)) {
			return procedure.Fail("cases.guard.number_in_text", "field", field)
		}
	}
	return procedure.Pass()
}

// duplicateSearchDone: product rule. The page that lists possible duplicates says that it was looked at; without
// it the act passes with a note.
func duplicateSearchDone(a *procedure.Act, _ *matter.File) procedure.Verdict {
	return procedure.When(a.Input.Has("duplicates_seen"))
}

// notSoleIntake: product rule on ECL 31. Whoever took in the lead, and so knows the informant, does not alone
// verify or handle it.
func notSoleIntake(a *procedure.Act, f *matter.File) procedure.Verdict {
	intake := f.LastOn(a.Target, "admin_lead.registered")
	if intake == nil || intake.ActorRole != "intake_officer" {
		return procedure.Pass()
	}
	handlers := named(a, f)
	return procedure.When(slices.ContainsFunc(handlers, func(h handler) bool { return h.UserID != intake.ActorID }))
}

// handlersNoInterest: APL 43. Accepting the assignment declares that there is no conflict of interest; a handler who
// bears a name of a party of the case, in either language, needs a stated reason.
func handlersNoInterest(a *procedure.Act, f *matter.File) procedure.Verdict {
	for _, h := range named(a, f) {
		if slices.ContainsFunc(f.Parties, func(p matter.Party) bool {
			return p.CaseID == a.Target.ID && (p.Called(h.Name) || p.Called(h.NameEN))
		}) {
			return procedure.Fail("cases.guard.handler_is_party", "name", h.Name)
		}
	}
	return procedure.Pass()
}

// competenceBasisRecorded: DUR 4, 45; ECL 40; MOFCOM Measures 5. Own power is believed only of an agency that has
// it; a commission needs its instrument; assistance alone is no competence to file.
func competenceBasisRecorded(a *procedure.Act, f *matter.File) procedure.Verdict {
	c := f.CaseOf(a.Target)
	if c == nil {
		return procedure.Fail("")
	}
	switch a.Input.Str("competence_basis") {
	case "own":
		return procedure.When(f.Agencies[c.AgencyID].OwnPenaltyPower)
	case "commissioned":
		return procedure.When(a.Input.Has("commission_document"))
	}
	return procedure.Fail("")
}

// notTimeBarred: APL 36. Two years from the end of the violation to its discovery, which is the registration of
// the lead. An unknown end bars nothing: the violation may still go on.
func notTimeBarred(book law.Current) procedure.Guard {
	return func(a *procedure.Act, f *matter.File) procedure.Verdict {
		c := f.CaseOf(a.Target)
		if c == nil {
			return procedure.Fail("")
		}
		ended := a.Input.Time("violation_ended_on")
		if ended.IsZero() && c.ViolationEndedOn != nil {
			ended = civil(*c.ViolationEndedOn)
		}
		if ended.IsZero() {
			return procedure.Pass()
		}
		due, err := book().Due(book().ClockOf("not_time_barred"), ended, nil)
		if err != nil {
			return procedure.Fail("")
		}
		return procedure.When(!c.RegisteredAt.After(due.Due))
	}
}

// civil is midnight in legal time of a date that came from the database as midnight UTC.
func civil(d time.Time) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, law.Zone())
}

// twoQualifiedHandlers: APL 42, DUR 32. At least two handlers whose certificate is valid at the moment of the act.
func twoQualifiedHandlers(a *procedure.Act, f *matter.File) procedure.Verdict {
	return qualified(a, named(a, f))
}

// twoOfficersPresent: APL 42, 55; ACL 18. The officers named in the act, else the handlers of the case; of an item,
// the collector and the person beside him. Who takes part stands on the case by name, so that his certificate is known.
func twoOfficersPresent(a *procedure.Act, f *matter.File) procedure.Verdict {
	return qualified(a, named(a, f))
}

func qualified(a *procedure.Act, hs []handler) procedure.Verdict {
	n := 0
	for _, h := range hs {
		if certified(h, a.Now) {
			n++
		} else if a.Input.Has("officers") || a.Input.Has("handlers") {
			return procedure.Fail("cases.guard.certificate", "name", h.label())
		}
	}
	return procedure.When(n >= 2)
}

// certified: a certificate without an end is good until it is withdrawn, any other to the end of its last day.
func certified(h handler, now time.Time) bool {
	return h.CertificateNo != "" && (h.CertificateTo == nil || now.Before(civil(*h.CertificateTo).AddDate(0, 0, 1)))
}

// handler is a person named in an act, with what the case knows of him.
type handler struct {
	matter.Member
}

func (h handler) label() string {
	if h.Name != "" {
		return h.Name
	}
	return h.Username
}

// named lists the persons an act names as handlers or officers: its own list, else the actor with the second
// person, else the handlers of the case. A name that is not on the case is a person without known certificate.
func named(a *procedure.Act, f *matter.File) []handler {
	c := f.CaseOf(a.Target)
	if c == nil {
		c = f.CaseOf(a.Parent)
	}
	if c == nil {
		return nil
	}
	names := a.Input.List("handlers")
	if len(names) == 0 {
		names = a.Present(f)
	}
	if len(names) == 0 {
		return handlersOf(f, c.ID)
	}
	var out []handler
	for _, name := range distinct(names) {
		out = append(out, onCase(f, c.ID, name))
	}
	return out
}

func handlersOf(f *matter.File, caseID int64) []handler {
	var out []handler
	for _, m := range f.Handlers(caseID) {
		out = append(out, handler{m})
	}
	return out
}

func onCase(f *matter.File, caseID int64, username string) handler {
	for _, m := range f.Members {
		if m.CaseID == caseID && m.Part != "reader" && strings.EqualFold(m.Username, username) {
			return handler{m}
		}
	}
	return handler{matter.Member{Username: username}}
}

func distinct(names []string) []string {
	var out []string
	for _, n := range names {
		if n = written.Account(n); n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}
