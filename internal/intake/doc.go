// Package intake holds what comes in before any case exists.
//
//	somebody tells ─► tip (NEW) ─ triage ─► TRIAGED ─ admin_lead.registered ─► USED, with its case (package cases)
//	      │                └─ dismiss, with a reason ─► DISMISSED
//	      └─ who told: informant.identities, own schema, own database role, encrypted here with a key outside the database
//
// A tip has no machine in the procedure tables: registering, triage and dismissal are plain use cases. Who gave the
// information (ECL 31) is never part of a tip: not of its row, its events, its lists or its exports. Of the other roles
// nobody learns whether there is a name at all.
//
// The public record (court and customs cases from open sources) is a reference collection, read-only; a tip may be
// opened from any of its rows.
package intake
