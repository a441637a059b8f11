// Package criminalcase is the machine criminal_case: the file of public security or of the customs anti-smuggling
// bureau, from the receipt of a referral (or an own lead) to the end of the criminal track (CPL; MPS).
//
//	referral.received ─twin─► RECEIVED ─► FILING_REVIEW ─► FILED ─► INVESTIGATING ─► CONCLUDED ─► prosecution, trial
//	                              │             └► NOT_FILED (may be filed after reconsideration or supervision)
//	                              └► TRANSFERRED_OUT (re-routed or returned)
//
// The case opens in the receiving organ, in the matter of the referral, and knows of the origin file only what the
// referral carries. The filing itself is decided on the referral; the case follows as its twin.
package criminalcase
