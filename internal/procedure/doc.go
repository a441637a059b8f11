// Package procedure is the engine: the one way in which the state of a file changes.
//
//	form ──► Do ──► access.Lock ──► law.Find ──► guards ──► effect ──► state, version
//	                                                          │
//	                   clocks · documents · twins · tasks · projection · audit event
//	                                one transaction (audit.Write)
//
// An act is a row of transitions.csv or recorded_events.csv. The row says from which
// states, by which roles, under which guards, with which form, and what starts, stops and is issued; the
// Go code holds only what a row names: guards, conditions and effects, registered by id (Register).
//
// Facts. Guards are pure functions of (Act, *File). A File is one matter as the law sees it: every file of
// every agency on the same goods, the referrals between them, items, papers, clocks and earlier acts. It is
// read once per act, after the locks. There is one loader for all tracks because the documents, clocks and
// open referrals that a guard asks for belong to the family, not to the machine whose act it is.
//
// Two persons. Where the law gives an act to a proposer and a decider, Do stores a proposal and Decide runs
// the act with both names, bound to the digest of what the decider was shown.
package procedure
