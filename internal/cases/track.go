package cases

import (
	"io"

	"touchstone/internal/law"
	"touchstone/internal/procedure"
)

// Deps are what the track needs: the tables, and the source of random references.
type Deps struct {
	Book   law.Current
	Random io.Reader
}

// Track is the part of the administrative machine that concerns the file itself: registering, assigning, filing.
func Track(d Deps) procedure.Track {
	return procedure.Track{
		Guards: map[string]procedure.Guard{
			"informant_identity_separate": informantIdentitySeparate,
			"duplicate_search_done":       duplicateSearchDone,
			"assignee_not_sole_intake":    notSoleIntake,
			"intake_not_sole_handler":     notSoleIntake,
			"handlers_no_interest":        handlersNoInterest,
			"competence_basis_recorded":   competenceBasisRecorded,
			"not_time_barred":             notTimeBarred(d.Book),
			"two_qualified_handlers":      twoQualifiedHandlers,
			"two_officers_present":        twoOfficersPresent,
		},
		Creates: map[string]procedure.Create{
			"admin_lead.registered": d.register,
		},
		Effects: map[string]procedure.Effect{
			"admin_lead.assigned": assigned,
			"admin_case.filed":    filed,
			"violation.ended":     violationEnded,
		},
		Prior: prior,
	}
}
