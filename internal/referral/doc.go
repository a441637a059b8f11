// Package referral is the machine referral: how a suspected crime passes from the organ that found it to the organ
// that may investigate it (State Council Decree 310; MPS 171–182).
//
//	DRAFT ─► REPORT_SUBMITTED ─► APPROVED ─► SENT ─► RECEIVED ─► UNDER_FILING_REVIEW ─► FILED ─► HANDED_OVER ─► LINKED
//	  ▲            │ refused                          │   │                               └► NOT_FILED ─► reconsideration,
//	  └── returned ┘                                  │   └ supplement                        supervision
//	                                                  └ re-routed: a child referral at the competent organ
//
// The five items of D310 art. 6 are chosen in the draft and frozen with a digest when the report is submitted, when
// it is sent and when a supplement is added: what the head decides on, what the receiver signs for and what is on file
// can be compared.
//
// An approved referral can be taken back to the draft until it is sent; it then goes before the head again. Papers that
// he had before him are never made anew under his approval.
//
// What is deliberately absent: there is no way to decline at receipt. MPS 180 knows only signing, with a reservation
// where something differs; incomplete material is asked for, a wrong organ passes the matter on.
package referral
