package procedure

import (
	"slices"
	"strconv"
	"strings"

	"touchstone/internal/entity"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

func (s *Sight) kase() {
	c := s.Case
	if c == nil {
		return
	}
	s.Under("case", func() {
		if a, ok := s.File.Agencies[c.AgencyID]; ok {
			s.Named("agency", a.Code, a.NameZH, a.NameEN)
		}
		s.Mass("quantity_g", c.Quantity)
		s.Fen("value_fen", c.Value)
		if !s.Own { // of another organ's file nobody learns the name
			return
		}
		s.Text("title", c.Title)
		s.Text("ref", c.Ref)
		s.Fact("state", Kind(KindState+c.Machine), c.State)
		s.Count("round", c.Round)
		s.Text("summary", c.Summary)
		s.Fact("mineral", KindMineral, c.Mineral)
		s.Fact("lead_basis", KindLaw, c.LeadBasis)
		s.Coded("typology", "typology", c.Typology)
		s.Coded("source_kind", "source_kind", c.SourceKind)
		s.Text("public_case", c.PublicCase)
		if r := s.File.Referral(c.SourceReferralID); r != nil {
			s.Text("source_referral", r.Ref)
		}
		s.Coded("competence_basis", "competence_basis", c.CompetenceBasis)
		s.Fact("marking", KindMarking, c.Marking.String())
		s.Yes("compartmented", c.Compartmented)
		s.Yes("complex_or_major", c.ComplexOrMajor)
		s.Yes("economic_crime", c.EconomicCrime)
		s.Date("violation_ended_on", c.ViolationEndedOn)
		s.Moment("registered_at", &c.RegisteredAt)
		s.Moment("filed_at", c.FiledAt)
		s.Moment("decided_at", c.DecidedAt)
		s.Moment("closed_at", c.ClosedAt)
	})
}

func (s *Sight) parties() {
	for _, p := range s.File.Parties {
		if s.Case == nil || p.CaseID != s.Case.ID {
			continue
		}
		switch {
		case s.Own:
			s.Under("party:"+p.Ref, func() { s.party(p) })
		case p.Subject:
			s.Under("party:"+p.Ref, func() { s.Text("name", p.Name); s.Yes("subject", true) })
		}
	}
}

func (s *Sight) party(p matter.Party) {
	s.Text("name", p.Name)
	s.Words("kind", "party.kind", p.Kind)
	s.Yes("subject", p.Subject)
	s.Words("part", "party.part", p.Part)
	s.Text("name_latin", p.NameLatin)
	s.Text("former_names", p.FormerNames)
	s.Words("id_kind", "party.id", p.IDKind)
	s.Number("id_number", p.IDNumber)
	s.Text("country", p.Country)
	s.Text("address", p.Address)
	s.Text("note", p.Note)
}

// record is a thing of which the tables know no more than its state, where the proposal is about one.
func (s *Sight) record() {
	if x := s.File.Record(s.Proposal.TargetID); x != nil && entity.Of(s.Proposal.Entity).Kind == "record" {
		s.Under("record", func() {
			s.Text("label", x.Label)
			s.Text("ref", x.Ref)
			s.Text("entity", x.Entity)
		})
	}
}

// clocks are the periods that run on the object, and on the file where it is the organ's own.
func (s *Sight) clocks() {
	target := entity.Of(s.Proposal.Entity).Kind
	for _, k := range s.File.Clocks {
		on := k.TargetKind == target && k.TargetID == s.Proposal.TargetID
		if ref := s.File.RefOf(k.TargetKind, k.TargetID); k.Running() && (on || s.Own && k.CaseID == s.Case.ID) && ref != "" {
			minimum, provisional := "", ""
			if k.Minimum {
				minimum = "minimum"
			}
			if k.Provisional {
				provisional = "provisional"
			}
			s.Fact("clock:"+k.Code+":"+ref, KindClock, k.Code, k.State, moment(k.StartedAt), moment(k.DueAt), momentOf(k.PausedAt), k.PauseBasis, k.Basis, minimum,
				provisional, strconv.Itoa(len(k.Extended)))
		}
	}
}

// papers are the documents of the file that stand behind the proposal, newest first.
func (s *Sight) papers() {
	for i := len(s.File.Docs) - 1; i >= 0; i-- {
		d := s.File.Docs[i]
		if s.Case == nil || d.CaseID != s.Case.ID || !s.Own && !s.Carries(d.ID, 0) || !s.Proposal.restsOn(d) {
			continue
		}
		s.list = append(s.list, Fact{Key: "paper:" + d.Ref, Kind: KindPaper, ZH: d.Title,
			Values: []string{d.Code, d.Number, d.Digest, strconv.Itoa(d.Version), strconv.Itoa(d.Round), moment(d.IssuedAt)}})
	}
}

// restsOn tells whether a paper of the file stands behind the proposal: one on a pointer to state security or on a classified
// matter does where the proposal is made on the same thing or names it. The same is said to the database by the scopes
// deciding and deciding_unit of documents: the decider opens what his page lists.
func (p *Approval) restsOn(d matter.Doc) bool {
	if d.TargetKind != entity.Of(law.MSSHandover).Kind && !strings.HasPrefix(d.Code, "DOC-S") {
		return true
	}
	if d.TargetID == p.TargetID && d.TargetKind == entity.Of(p.Entity).Kind {
		return true
	}
	for name := range p.Input {
		if slices.Contains(p.Input.List(name), d.Ref) {
			return true
		}
	}
	return false
}
