// Package actor says who acts: a value that is read once from the session and handed down.
package actor

import (
	"slices"
	"time"
)

// ID is the identifier of a user. System is nobody's account.
type ID int64

// System acts for the clock and for twin acts. It never decides.
const System ID = 0

// Role is a code of roles.csv.
type Role string

// The roles of roles.csv. law.Load refuses a table that has other ones.
const (
	IntakeOfficer     Role = "intake_officer"
	CaseHandler       Role = "case_handler"
	UnitHead          Role = "unit_head"
	LegalReviewer     Role = "legal_reviewer"
	HearingOfficer    Role = "hearing_officer"
	AgencyHead        Role = "agency_head"
	PrincipalHead     Role = "principal_head"
	EvidenceCustodian Role = "evidence_custodian"
	SecrecyOfficer    Role = "secrecy_officer"
	PSIntake          Role = "ps_intake"
	PSInvestigator    Role = "ps_investigator"
	PSUnitHead        Role = "ps_unit_head"
	PSCountyHead      Role = "ps_county_head"
	PSHigherHead      Role = "ps_higher_head"
	PSLegalOffice     Role = "ps_legal_office"
	MSSLiaison        Role = "mss_liaison"
	MSSUnitHead       Role = "mss_unit_head"
	CoordReader       Role = "coord_office_reader"
	CoordIssuer       Role = "coord_issuer"
	Sysadmin          Role = "sysadmin"
	Secadmin          Role = "secadmin"
	Auditor           Role = "auditor"
	SystemRole        Role = "system"
)

// Marking orders how closely a thing is kept; it is compared, never listed.
type Marking int16

// The markings, the openest first. PointerOnly means that the content is kept outside this system.
const (
	Public Marking = iota
	Internal
	WorkSecret
	PointerOnly
)

// String returns the code that tables, forms and the audit record use.
func (m Marking) String() string {
	switch m {
	case Public:
		return "PUBLIC"
	case Internal:
		return "INTERNAL"
	case WorkSecret:
		return "WORK_SECRET"
	case PointerOnly:
		return "POINTER_ONLY"
	}
	return "UNKNOWN"
}

// ParseMarking turns a code into a marking.
func ParseMarking(code string) (Marking, bool) {
	for m := Public; m <= PointerOnly; m++ {
		if m.String() == code {
			return m, true
		}
	}
	return PointerOnly, false
}

// Kinds of agencies, the values of agencies.kind.
const (
	Commerce             = "commerce"
	Customs              = "customs"
	PublicSecurity       = "public_security"
	CustomsAntiSmuggling = "customs_anti_smuggling"
	StateSecurity        = "state_security"
	Coordination         = "coordination"
	SystemAgency         = "system"
)

// Actor is the person (or the system) behind one request.
type Actor struct {
	UserID         int64
	Username, Name string // Name as shown to people
	NameEN         string // the same name in Latin letters

	AgencyID                           int64
	AgencyCode, AgencyName, AgencyKind string
	UnitID                             int64
	UnitName                           string

	Clearance Marking
	Roles     []Role
	Principal bool // holds the post of principal head or presides over the work (Decree 310 art. 5)

	Lang, Theme, Density string

	SessionID string // prefix of a hash of the token, never the token
	Address   string
	Demo      bool
	StepUpAt  time.Time // when the credential was last given again
}

// Has tells whether the actor holds the role now.
func (a Actor) Has(r Role) bool { return slices.Contains(a.Roles, r) }

// HasAny tells whether the actor holds one of the roles.
func (a Actor) HasAny(rs ...Role) bool { return slices.ContainsFunc(rs, a.Has) }

// IsSystem tells whether nobody stands behind the act.
func (a Actor) IsSystem() bool { return a.UserID == int64(System) && a.Has(SystemRole) }

// Automatic is the actor of time-driven acts and of the jobs, named as what does the work.
func Automatic(name string) Actor {
	return Actor{
		UserID: int64(System), Username: name, Name: name, AgencyCode: SystemAgency, AgencyKind: SystemAgency,
		Clearance: PointerOnly, Roles: []Role{SystemRole},
	}
}
