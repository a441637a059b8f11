// Package entity is the one table of what acts are done to: by which machine of the procedure tables a thing moves, of
// which kind its rows are for clocks, approvals, papers and access, in which table they lie, under which address their
// pages stand, and whose chain of the ledger its acts are written to.
//
//	machine (transitions.csv)   kind       table            address     chain
//	admin_case, criminal_case   case       cases            /cases      its own
//	referral                    referral   referrals        /referrals  its own
//	mss_handover                mss        mss_handovers    /mss        its own
//	evidence_item               evidence   evidence_items   /evidence   that of its case
//	person_in_criminal_case     person     persons          /persons    that of its case
//	any other name              record     records          /records    that of its case
//
// A new kind of thing is a row here and a track that holds its law.
package entity
