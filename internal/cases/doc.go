// Package cases keeps the case itself: how a lead becomes a file of one agency, who works on it, what marking it
// bears, and the copies that lists and reports read.
//
//	tip ──► admin_lead.registered ──► assigned ──► admin_case.filed ──► (admincase)
//	            case, matter, members,    handlers     competence, end of the violation
//	            party, goods, route
//
// What the law calls an act runs through package procedure; this package contributes the guards and effects
// (Track). Naming a reader, ending a membership, marking a case and asking for access are not acts of the tables:
// they are plain use cases, each one audit.Write.
//
// Project keeps next_due, next_clock, the sums over goods and the narrow report row in the transaction of the act.
package cases
