package app_test

import "testing"

// BenchmarkGoals measures the program against the goals of the performance design, by their numbers: it loads one large
// installation (VOLUME cases) into the database that the program starts for itself, and holds each thing that was
// promised against its baseline. Each part says in its comment what its goal is; the report says whether it is met.
// Not here: peers (4), row-level security (5, first half), search (7), reports (8).
func BenchmarkGoals(b *testing.B) {
	h := newHouse(b)
	b.Run("1_list", h.benchList)
	b.Run("2_list_page", h.benchListPage)
	b.Run("3_case_page", h.benchCasePage)
	b.Run("5_decision", h.benchDecision)
	b.Run("6_count", h.benchCount)
	b.Run("9_act", h.benchAct)
	b.Run("9_verify", h.benchVerify)
}
