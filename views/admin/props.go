// Package admin holds the administrators' pages: P36, read only.
package admin

import (
	"time"

	"touchstone/views/layout"
	"touchstone/views/ui"
)

// Users is the list of accounts with the roles in force.
type Users struct {
	Frame    layout.Page
	Agency   string // chosen in the filter; empty: all
	Agencies []ui.Option
	Rows     []User
}

// User is one account.
type User struct {
	Ref, Username, Name, Agency, Unit string
	Roles                             []Role
	Certificate                       string
	CertificateTo                     time.Time
	Clearance                         string
	LastSignIn                        time.Time
	State                             ui.Tag
}

// Role in force with its end.
type Role struct {
	Code, Label string
	Presiding   bool
	To          time.Time
}

// Agencies is the list of organisations with their units.
type Agencies struct {
	Frame layout.Page
	Rows  []Agency
}

// Agency is one organisation.
type Agency struct {
	Code, Name      string
	Kind            string
	Region          string
	OwnPenaltyPower bool
	Accounts        bool
	Users           int
	Units           []Unit
}

// Unit of an organisation.
type Unit struct {
	Name  string
	Users int
}
