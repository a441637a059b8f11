// Package arch holds the house rules as tests: which package may know which, which calls are banned and what to
// use instead. Every rule says why it exists; a rule that nobody can defend any more is deleted, not skipped.
package arch
