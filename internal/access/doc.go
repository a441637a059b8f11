// Package access says who may do what on which rows, once.
//
//	policy.csv ── casbin ──▶ role × kind × action → names of scopes        (compiled at start, proved equal to Enforce)
//	gate                    casbin is asked by role, kind, action and scope: May, One, Visible, Lock, Can; {case.act?}
//	scopes.sql ────────────▶ name × kind → one SQL fragment
//
//	List    a page in its order: one branch per scope, each with its own LIMIT     (performance.md, form h)
//	Count   how many, up to a cap, of the same branches
//	From    a derived table of visible ids: search hits, edges, totals
//	One     a derived table of one visible row: the statements of its page
//	May     buttons and pages: the code that would refuse the click shows the button
//	Lock    the same fragment in the statement that locks the root and the head of its chain
//	Explain which scope lets somebody in, or why none does
//
// There is no second definition in Go: what could be wrong is the SQL, and a property test compares it with an oracle.
package access
