// Package evidence keeps the items of a case: what they are, who holds them, and that their bytes have not changed.
//
//	evidence.collected ─► item + files + first custody entry
//	         │
//	  stored · sealed · sampled · sent · returned        each act: one row of the custody chain (custody_entries)
//	         │
//	  transfer_offered ─► IN_TRANSIT ─► accepted | refused      the holder changes on acceptance and only there
//
// The custody state is the machine evidence_item and is written by procedure alone. Beside it stand the legal
// measure (none, administrative, criminal), the holder and the finding, which this package writes. An item that was
// handed over keeps its origin case; custody_case_id names the receiving file.
//
// Articles: APL 42, 46, 55, 56; ACL 17–28; D310 4, 12; CPL 54, 56, 145, 245; MPS 59–71, 227–236, 248–251;
// Fafa [2016] 22. Dangerous content is never refused or rewritten (security D14); its danger is met on the way out.
package evidence
