// Package report is the monthly summary (P33): counts over case_facts, read by the pool that may read nothing else.
//
//	access scope ─► one batch, one snapshot (store_read.go) ─► small cells withheld (suppress.go) ─► page or CSV
//
// No figure leads back to a case: rows hold no number, name or text, cells under the threshold of the installation are
// withheld, and with them as many others as it takes that none can be computed from a total (security D7, K09).
package report
