// Package acts is the web side of the engine: the form of an act, its proposal on one screen, the page that signs it, the
// files that come with it, and the receipt. What an act is, who may do it and what follows from it is package procedure's;
// here its answers are said in the reader's words, and what was typed is handed to it.
//
//	GET  …/acts/{event}   Form      what the act asks for, what it is checked against, what it brings about
//	POST …/acts/{event}   Act       fields, then files (kept nowhere before the act is admitted), then procedure
//	GET  /approvals/{aid} Approval  the list that is signed (procedure.Seen), fact by fact
//	POST …/decide         Sign      the choice on the page that asks for the credential
package acts
