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
// between is not covered by the next act on it (verify_facts.go). The database notes such rows as they are written, so a new statement binds without being
// told;
// a new table of facts gets a view, triggers and its place in audit_facts.
//
// Views, triggers and functions behind that are bound as well: schema.bound on unit:0 holds the digest of each definition
// for a version of schema and server (schema.go). It comes before anything is claimed; each event with facts names the
// definitions it was written under, so that nobody cuts it off and has others bound instead. A migration that changes rows
// of facts has no event of its own: it must not, or record one. One that makes a table of facts needs no more: what stands
// there is taken up at the next start (bound.go).
//
// Copies that lists and access read (the marking of a case on memberships and open proposals, the next period) are not bound
// but recomputed by Verify (audit_copies): they change with every act, and what they are copied from is bound. Which tables
// and columns are neither, and why, stands beside TestFacts_CoverEveryColumn, which fails for a new one.
//
// A cell that nobody can read is a difference like others; Verify names it and reads on.
//
// What Verify cannot name, as long as no checkpoint is kept where no administrator of the database reaches: no secret goes
// into the hashes, so whoever holds the superuser's right can
//
//   - rewrite a whole chain, with head, texts and the rows that it binds, or cut off its end together with what was written
//     there, and a whole matter with all its chains; or put back an old copy of the whole database;
//   - change definitions, rows and every event that names them together, which is the same on all chains at once;
//   - make a session, or use the program's own login, and act in somebody's name: the ledger then holds the act, as that
//     person's, and binds what it made;
//   - switch noting off, change a row and write its claim into a new event at the end of the chain, as the program would;
//   - read everything but informants' names, and delete what the exceptions of the test above name.
//
// All that is the matter of the Merkle tree and its checkpoints. Verify checks both as far as they exist, and compares with
// a checkpoint that somebody kept; nothing ties the chains to the tree yet.
package audit
