// Package identity knows who people are: agencies, units, users, the roles granted to them, and their sessions.
//
//	SignIn ─ throttle ─ user or dummy ─ argon2id ─ audit.Write(session.opened | session.refused) ─ Sessions.Open
//	request ─ Sessions.Load: one statement gives session, user and grants in force → actor.Actor
//	binding act ─ CheckCredential: the same verifier, the same counter
//
// Grants are read with the session on every request, so that what was taken away is gone with the next click. There
// are two kinds of installation, demo and production, written once; a verifier of one does not know the credentials of
// the other.
package identity
