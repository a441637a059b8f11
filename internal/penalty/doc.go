// Package penalty is the calculator as a record: what law.Range says about the facts of a file, and the decision beside
// it (procedure.md §4.3, rule 10: the calculator advises, a person decides; input, rule version, range and decision are
// stored together).
//
//	investigation report (turnover, illegal income) ─┐
//	legal_basis of the decision (violation code) ────┼─► Compute ─► range ─► guard penalty_within_range_or_reasoned
//	end of the violation (or of the last day known) ─┘        └──────────────► decisions.calculation
package penalty
