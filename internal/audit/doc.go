// Package audit is the only place where a write begins and ends, and the ledger that every write leaves behind.
//
//	Log.Write ─ begin ─ your function ─ events, heads and request key in one batch ─ commit
//	                        │
//	                        ├ tx.Chain   a head that access.Lock already locked
//	                        ├ tx.Next    the number that the next event of a stream will get
//	                        └ tx.Record  what happened; a write that records nothing is rolled back
//
// One hash chain per stream: hash = SHA-256(canon.v1(fields) ‖ prev). A stream is a root (a case with its evidence and
// persons, a referral, a state-security handover) or, where there is no root, the actor's unit. What is read on record
// goes to a second stream of the same root, so that no page waits for an act.
//
// The facts are bound: every row that says who did, may or owns what has its digest in the event of the write that made or
// changed it (bind.go), and of a row that was changed, what the write found there too: a row that somebody doctored in
// between is not covered by the next act on it (verify_facts.go). The database notes such rows as they are written, so a new statement binds without being told;
// a new table of facts gets a view, triggers and its place in audit_facts.
//
// Views, triggers and functions behind that are bound as well: schema.bound on unit:0 holds the digest of each definition
// for a version of schema and server (schema.go). A migration that changes rows of facts has no event of its own: it must
// not, or record one.
//
// What chains cannot show (a whole stream removed together with its head, a rewritten tail) is the matter of the Merkle
// tree and its checkpoints; Verify checks both as far as they exist.
package audit
