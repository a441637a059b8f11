package admincase

import (
	"slices"

	"touchstone/internal/evidence"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

func (t tables) closure() map[string]procedure.Guard {
	return map[string]procedure.Guard{
		"all_property_disposed":                   t.allPropertyDisposed,
		"publication_decided_with_secrecy_review": publicationDecided,
		"file_complete":                           t.fileComplete,
		"evidence_handed_over_signed":             t.evidenceHandedOver,
	}
}

// allPropertyDisposed: APL 74; CPL 245. No property of the case is still in the keeping of the agency that closes it.
func (t tables) allPropertyDisposed(a *act, f *file) verdict { return t.noneKept(a, f, t.isProperty) }

// evidenceHandedOver: APL 25. What is in keeping, papers too, went over with both signatures; the signed handover is
// what changes the holder.
func (t tables) evidenceHandedOver(a *act, f *file) verdict {
	return t.noneKept(a, f, func(*matter.Evidence) bool { return true })
}

// isProperty tells things, and whatever a measure lies or lay on, from the evidence that is part of the file: papers,
// data, recordings, statements, opinions and records are archived with it.
func (t tables) isProperty(e *matter.Evidence) bool {
	return e.Kind == "physical" || e.Measure != "" || t.book().Is(law.Evidence, e.State, law.Property)
}

func (t tables) noneKept(a *act, f *file, counts func(*matter.Evidence) bool) verdict {
	c := f.CaseOf(a.Target)
	if c == nil {
		return procedure.Fail("")
	}
	for i := range f.Evidence {
		e := &f.Evidence[i]
		if (e.CaseID == c.ID || e.CustodyCaseID == c.ID) && e.HolderAgencyID == c.AgencyID && evidence.Held(t.book(), e) && counts(e) {
			return procedure.Fail("admincase.guard.item_held", "ref", e.Ref)
		}
	}
	return procedure.Pass()
}

// publicationDecided: APL 48; SSL 35. Whether to publish is decided, and nothing is published that the secrecy review
// blocked.
func publicationDecided(a *act, _ *file) verdict {
	result := a.Input.Str("secrecy_result")
	switch a.Input.Str("publication") {
	case "publish":
		return when(result == "cleared" || result == "cleared_redacted")
	case "not_publish", "withheld_secret":
		return when(result != "")
	}
	return procedure.Fail("")
}

// fileComplete: APL 47. The papers that the way of this case must have left are on the file: from the lead to its
// filing always, then those of the decision it took.
func (t tables) fileComplete(a *act, f *file) verdict {
	kind := ""
	if d := f.DecisionOf(a.Target.ID); d != nil {
		kind = d.Kind
	}
	for _, anyOf := range t.book().PapersAtClosing(kind) {
		if !issued(f, anyOf) {
			return procedure.Fail("admincase.guard.paper_missing", "paper", anyOf[0])
		}
	}
	return procedure.Pass()
}

// issued: one of these papers is on the file.
func issued(f *file, codes []string) bool {
	return slices.ContainsFunc(codes, func(code string) bool { return f.Document(code) != nil })
}
