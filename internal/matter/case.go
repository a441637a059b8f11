package matter

import (
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/names"
	"touchstone/internal/quantity"
)

// Case is one agency's file on one track.
type Case struct {
	ID, MatterID        int64
	AgencyID, UnitID    int64
	Ref, Machine, State string
	Round, Version      int
	Title, Mineral      string
	LeadBasis           string
	SourceKind          string
	CompetenceBasis     string
	Marking             actor.Marking
	Compartmented       bool
	ComplexOrMajor      bool
	EconomicCrime       bool
	SourceReferralID    int64
	ViolationEndedOn    *time.Time
	RegisteredAt        time.Time
	FiledAt             *time.Time
	Quantity            *quantity.Mg
	Value               *quantity.Fen
	CreatedBy           int64
	Summary, Typology   string
	PublicCase          string
	DecidedAt, ClosedAt *time.Time
}

// Member is a person named on a case.
type Member struct {
	CaseID, UserID int64
	Username, Name string
	Part           string
	Lead           bool
	CertificateNo  string
	CertificateTo  *time.Time
	AgencyID       int64
	NameEN         string
}

// Called tells whether a name is that of the member, in either language, or his account.
func (m Member) Called(name string) bool { return names.Among(name, m.Username, m.Name, m.NameEN) }

// Case returns the case with that id, or nil.
func (f *File) Case(id int64) *Case { return byID(f.Cases, func(c *Case) int64 { return c.ID }, id) }

// Admin returns the newest administrative case of the matter, or nil.
func (f *File) Admin() *Case { return f.newestCase("admin_case") }

// Criminal returns the newest criminal case of the matter, or nil.
func (f *File) Criminal() *Case { return f.newestCase("criminal_case") }

func (f *File) newestCase(machine string) *Case {
	for i := len(f.Cases) - 1; i >= 0; i-- {
		if f.Cases[i].Machine == machine {
			return &f.Cases[i]
		}
	}
	return nil
}

// CriminalOf returns the criminal case that a referral opened, or nil.
func (f *File) CriminalOf(referralID int64) *Case {
	for i := len(f.Cases) - 1; i >= 0; i-- {
		if c := &f.Cases[i]; c.Machine == "criminal_case" && c.SourceReferralID == referralID {
			return c
		}
	}
	return nil
}

// Handlers returns the handlers of a case.
func (f *File) Handlers(caseID int64) []Member {
	var out []Member
	for _, m := range f.Members {
		if m.CaseID == caseID && m.Part == "handler" {
			out = append(out, m)
		}
	}
	return out
}
