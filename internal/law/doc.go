// Package law holds the tables of policies/procedure, an edition for each day from which they changed, and those of policies/items as Go
// values, and the pure functions over them:
//
//	On         the edition of a day
//	Find, At   which act a state and a variant admit
//	Decode     a form as its table describes it
//	Due        when a period ends, step by step
//	Badge      how near that end is
//	Range      what the calculator may say about a fine
//	Items      which goods were controlled on a date
//
// Load refuses tables whose references do not meet: a half-read statute is worse than none. Nothing here reads a
// clock, a database or a request.
package law
