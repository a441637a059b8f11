package admincase

import (
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

type (
	act     = procedure.Act
	file    = matter.File
	verdict = procedure.Verdict
)

// Track is machine admin_case after the filing.
func Track(book law.Current) procedure.Track {
	t := tables{book}
	guards := map[string]procedure.Guard{}
	for _, part := range []map[string]procedure.Guard{t.investigation(), t.defence(), t.review(), t.decision(), t.execution(), t.closure()} {
		for id, g := range part {
			guards[id] = g
		}
	}
	return procedure.Track{Guards: guards, Conds: t.conditions(), Prior: prior, Effects: map[string]procedure.Effect{
		"legal_review.passed": t.reviewPassed,
	}}
}

// tables are the law as the guards need it: which states are terminal, when a period ends, what a guard's sentence is.
type tables struct{ book law.Current }

func when(ok bool) verdict { return procedure.When(ok) }
