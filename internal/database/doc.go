// Package database is the only way to PostgreSQL: who logs in, what a statement may run on, how errors are read.
//
//	Read()      ts_app, read-only sessions, autocommit: pages. One Batch is one round trip
//	Begin()     ts_app, writing: for audit.Write, identity's sessions and jobs alone (R7)
//	Report()    ts_report, repeatable read, read-only, planned per value
//	Informant() ts_informant: four functions and nothing else
//	As(role)    the other roles: ts_seal, ts_audit, ts_backup
//
// On the embedded default each pool logs in as its own role. With a DATABASE_URL its user logs in and every session
// takes the role when it starts, so that no statement ever runs with the owner's power.
// Times come back in UTC. Errors come back as *errs.E, except "no rows", which is an answer: see NoRows.
package database
