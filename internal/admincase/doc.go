// Package admincase holds what the law asks of an administrative case from its investigation to its closure: the
// guards, conditions and effects of machine admin_case.
//
//	INVESTIGATING ─ report + referral screen ─► CONCLUDED ─ prior notice ─► statement, defence or hearing
//	   ▲                                          │ no penalty                     │
//	   │ sent back, redo, returned                ▼                                ▼
//	   └───────────────────────────── READY_TO_DECIDE ◄──────────────────── legal review
//	                                      │ decision (package penalty: range, record)
//	                                      ▼
//	             DECIDED ─► SERVED ─► IN_EXECUTION ─► EXECUTED ─► CLOSED          DECIDED_TRANSFER ─► criminal track
//
// The file's own beginning (registering, assigning, filing) is package cases, the fine's range package penalty, the
// referral package referral.
//
// Guards read the File and nothing else. What depends on an account that is not on the case (is the reviewer qualified,
// who is the hearing officer) is asked by an effect in the same transaction, which refuses with the guard's sentence.
package admincase
