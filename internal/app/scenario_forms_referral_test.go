package app_test

import (
	"io"
	"net/url"

	"touchstone/internal/criminalcase"
	"touchstone/internal/law"
	"touchstone/internal/msshandover"
	"touchstone/internal/procedure"
	"touchstone/internal/referral"
)

// referralTracks are the tracks of the referral side that the scenarios run on.
func referralTracks(_ *law.Book, random io.Reader) []procedure.Track {
	return []procedure.Track{referral.Track(referral.Deps{Random: random}), criminalcase.Track(criminalcase.Deps{Random: random}),
		msshandover.Track(msshandover.Deps{Random: random})}
}

// referralForms gives the forms of the referral side values that the generic ones (scenario_forms_test.go) do not
// cover. Keyed by form id; what a function returns overwrites the generic values field by field.
func referralForms() map[string]func(w *world, step law.ScenarioStep) url.Values {
	return map[string]func(w *world, step law.ScenarioStep) url.Values{}
}

// referralBefore runs before an act of that event: to let a period pass, to prepare a package.
func referralBefore() map[string]func(w *world, step law.ScenarioStep) {
	return map[string]func(w *world, step law.ScenarioStep){}
}
