package procedure

import (
	"touchstone/internal/matter"
	"touchstone/internal/people"
)

// reading is what the engine knows of a file in hand beside its rows: who reads it, and whom the act in hand names.
type reading struct {
	accounts []Account
	officers []people.Person // who may be named in a form of the reader's agency
	asked    bool
	duties   []Duty // of dutiesOf
	dutiesOf int64
}

func readingOf(f *matter.File) *reading { return matter.Facts[reading](f) }

// Accounts are those that the act in hand names.
func Accounts(f *matter.File) []Account { return readingOf(f).accounts }

// SetAccounts hands a file the accounts that the act in hand names.
func SetAccounts(f *matter.File, named []Account) {
	read := *readingOf(f)
	read.accounts = named
	matter.PutFacts(f, read)
}
