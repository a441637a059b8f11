// Package msshandover is the machine mss_handover: telling state security that something concerns it.
//
//	PROPOSED ─► CLEARED_TO_SEND ─► SENT ─► ACKNOWLEDGED ─► TAKEN_OVER | RETURNED
//
// Pointer only (SSL 31(3); procedure.md 7.1): the program keeps where the content lies (a register number), by which
// confidential channel it went and what became of the administrative case. It holds no content and takes no files.
// No statute sets a number of days (NSL 52, 77: promptly), so no clock runs.
package msshandover
