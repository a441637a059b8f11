package procedure

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"touchstone/internal/canon"
	"touchstone/internal/entity"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/quantity"
)

// sight is the file as the organ that proposes and decides may see it. Of another organ's file it knows what the referral
// carries, and of whom and how much it speaks.
type sight struct {
	lister
	book *law.Edition
	p    *Approval
	f    *matter.File
	c    *matter.Case
	own  bool
	pack *matter.Referral
	ref  string // of the object
	reg  *Registry
}

func (s *sight) under(prefix string, fill func()) {
	was := s.at
	s.at += prefix + ":"
	fill()
	s.at = was
}

func (s *sight) kase() {
	c := s.c
	if c == nil {
		return
	}
	s.under("case", func() {
		if a, ok := s.f.Agencies[c.AgencyID]; ok {
			s.named("agency", a.Code, a.NameZH, a.NameEN)
		}
		s.mass("quantity_g", c.Quantity)
		s.money("value_fen", c.Value)
		if !s.own { // of another organ's file nobody learns the name
			return
		}
		s.text("title", c.Title)
		s.text("ref", c.Ref)
		s.fact("state", Kind(KindState+c.Machine), c.State)
		s.count("round", c.Round)
		s.text("summary", c.Summary)
		s.fact("mineral", KindMineral, c.Mineral)
		s.fact("lead_basis", KindLaw, c.LeadBasis)
		s.enum("typology", "typology", c.Typology)
		s.enum("source_kind", "source_kind", c.SourceKind)
		s.text("public_case", c.PublicCase)
		if r := s.f.Referral(c.SourceReferralID); r != nil {
			s.text("source_referral", r.Ref)
		}
		s.enum("competence_basis", "competence_basis", c.CompetenceBasis)
		s.fact("marking", KindMarking, c.Marking.String())
		s.yes("compartmented", c.Compartmented)
		s.yes("complex_or_major", c.ComplexOrMajor)
		s.yes("economic_crime", c.EconomicCrime)
		s.date("violation_ended_on", c.ViolationEndedOn)
		s.moment("registered_at", &c.RegisteredAt)
		s.moment("filed_at", c.FiledAt)
		s.moment("decided_at", c.DecidedAt)
		s.moment("closed_at", c.ClosedAt)
	})
}

func (s *sight) parties() {
	for _, p := range s.f.Parties {
		if s.c == nil || p.CaseID != s.c.ID {
			continue
		}
		switch {
		case s.own:
			s.under("party:"+p.Ref, func() { s.party(p) })
		case p.Subject:
			s.under("party:"+p.Ref, func() { s.text("name", p.Name); s.yes("subject", true) })
		}
	}
}

func (s *sight) party(p matter.Party) {
	s.text("name", p.Name)
	s.words("kind", "party.kind", p.Kind)
	s.yes("subject", p.Subject)
	s.words("part", "party.part", p.Part)
	s.text("name_latin", p.NameLatin)
	s.text("former_names", p.FormerNames)
	s.words("id_kind", "party.id", p.IDKind)
	s.number("id_number", p.IDNumber)
	s.text("country", p.Country)
	s.text("address", p.Address)
	s.text("note", p.Note)
}

func (s *sight) goods(ctx context.Context, reg *Registry) {
	for _, g := range s.f.Goods {
		if s.own && g.CaseID == s.c.ID {
			s.under("goods:"+g.Ref, func() { s.good(g, reg.listed(ctx, g)) })
		}
	}
}

func (s *sight) good(g matter.Goods, l Listing) {
	s.text("name", g.Name)
	s.fact("mineral", KindMineral, g.Mineral)
	s.text("form", g.Form)
	s.text("purity", g.Purity)
	s.amount("quantity", g.Quantity, g.Unit)
	s.mass("net_g", g.Net)
	s.money("value_fen", g.Value)
	s.words("value_method", "goods.method", g.ValueMethod)
	s.text("control_code", l.Code)
	s.fact("control_basis", KindLaw, l.Basis)
	s.words("control_state", "goods.control", l.State)
	s.named("control_note", l.Note, l.NoteZH, l.NoteOthers)
	s.text("listed_item", g.ListedItem)
	s.date("act_on", g.ActOn)
	s.text("hs_declared", g.HSDeclared)
	s.text("hs_found", g.HSFound)
	s.words("licence_state", "goods.licence", g.LicenceState)
	s.text("licence_note", g.LicenceNote)
}

func (s *sight) amount(key, quantity, unit string) {
	if quantity+unit != "" {
		s.fact(key, KindAmount, quantity, unit)
	}
}

// clocks are the periods that run on the object, and on the file where it is the organ's own.
func (s *sight) clocks() {
	target := entity.Of(s.p.Entity).Kind
	for _, k := range s.f.Clocks {
		on := k.TargetKind == target && k.TargetID == s.p.TargetID
		if ref := s.f.RefOf(k.TargetKind, k.TargetID); k.Running() && (on || s.own && k.CaseID == s.c.ID) && ref != "" {
			minimum, provisional := "", ""
			if k.Minimum {
				minimum = "minimum"
			}
			if k.Provisional {
				provisional = "provisional"
			}
			s.fact("clock:"+k.Code+":"+ref, KindClock, k.Code, k.State, moment(k.StartedAt), moment(k.DueAt), momentOf(k.PausedAt), k.PauseBasis, k.Basis, minimum,
				provisional, strconv.Itoa(len(k.Extended)))
		}
	}
}

// papers are the documents of the file that stand behind the proposal, newest first.
func (s *sight) papers() {
	for i := len(s.f.Docs) - 1; i >= 0; i-- {
		d := s.f.Docs[i]
		if s.c == nil || d.CaseID != s.c.ID || !s.own && !s.pack.Carries(d.ID, 0) || !s.p.restsOn(d) {
			continue
		}
		s.list = append(s.list, Fact{Key: "paper:" + d.Ref, Kind: KindPaper, ZH: d.Title,
			Values: []string{d.Code, d.Number, d.Digest, strconv.Itoa(d.Version), strconv.Itoa(d.Round), moment(d.IssuedAt)}})
	}
}

// secrets begins the codes of the papers on classified matters.
const secrets = "DOC-S"

// restsOn tells whether a paper of the file stands behind the proposal: one on a pointer to state security or on a classified
// matter does where the proposal is made on the same thing or names it. The same is said to the database by the scopes
// deciding and deciding_unit of documents: the decider opens what his page lists.
func (p *Approval) restsOn(d matter.Doc) bool {
	if d.TargetKind != entity.Of(law.MSSHandover).Kind && !strings.HasPrefix(d.Code, secrets) {
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

func (s *sight) evidence() {
	for _, e := range s.f.Evidence {
		target := s.p.Entity == law.Evidence && s.p.TargetID == e.ID
		of := s.c != nil && e.CaseID == s.c.ID && (s.own || s.pack.Carries(0, e.ID))
		if target || of {
			s.under("evidence:"+e.Ref, func() { s.item(e) })
		}
	}
}

func (s *sight) item(e matter.Evidence) {
	s.count("no", e.No)
	s.text("name", e.Name)
	s.fact("state", Kind(KindState+string(law.Evidence)), e.State)
	s.words("finding", "act.finding", e.Finding)
	s.text("exclusion_reason", e.ExclusionReason)
	s.enum("kind", "evidence_kind", e.Kind)
	s.words("measure", "evidence.measure", e.Measure)
	s.words("track", "act.track", e.Track)
	s.amount("quantity", e.Quantity, e.Unit)
	s.mass("net_g", e.Net)
	s.mass("gross_g", e.Gross)
	s.text("seal_no", e.SealNo)
	s.text("storage_place", e.StoragePlace)
	s.holder(e)
	s.moment("collected_at", &e.CollectedAt)
	s.text("place", e.Place)
	s.enum("method", "collection_method", e.Method)
	s.closed("source_person", e.Source)
	s.enum("original_or_copy", "original_or_copy", e.Original)
	s.text("original_location", e.OriginalPlace)
	s.yes("flagged", e.Flagged)
	s.text("goods_item", e.GoodsRef)
	if x := s.f.Item(e.ParentID); x != nil {
		s.text("parent", x.Ref)
	}
	for _, x := range e.Stored {
		s.fact("file:"+x.Ref, KindFile, x.Name, x.Digest, x.Declared, x.Size, x.Media)
	}
	if e.BadFiles > 0 {
		s.count("bad_files", e.BadFiles)
	}
}

// holder says where an item is; people are named to their own organ only.
func (s *sight) holder(e matter.Evidence) {
	if a, ok := s.f.Agencies[e.HolderAgencyID]; ok {
		s.named("holder_agency", a.Code, a.NameZH, a.NameEN)
	}
	if a, ok := s.f.Agencies[e.ToAgencyID]; ok {
		s.named("to_agency", a.Code, a.NameZH, a.NameEN)
	}
	s.text("holder", e.HolderText)
	if c := s.f.Case(e.CustodyCaseID); c != nil && c.AgencyID == s.p.AgencyID {
		s.text("custody_case", c.Ref)
	}
	if c := s.f.Case(e.CaseID); c != nil && c.AgencyID == s.p.AgencyID {
		s.named("collectors", number(e.CollectorID)+"+"+number(e.CoCollectorID), e.Collectors.ZH, e.Collectors.Latin)
	}
	if e.HolderAgencyID == s.p.AgencyID && e.HolderUser+e.GiverID != 0 {
		s.named("holders", number(e.HolderUser)+"+"+number(e.GiverID), e.Keepers.ZH, e.Keepers.Latin)
	}
}

// decision is the newest one of the file, on which its end and its review rest.
func (s *sight) decision() {
	if !s.own {
		return
	}
	x := s.f.DecisionOf(s.c.ID)
	if x == nil {
		return
	}
	s.under("decision", func() {
		s.enum("kind", "decision_kind", x.Kind)
		s.moment("made_at", &x.MadeAt)
		s.fact("violation", KindLaw, x.Violation)
		s.fact("sanctions", KindEnum+"sanction", x.Sanctions...)
		s.money("fine_fen", some(x.Fine))
		s.money("confiscated_fen", some(x.Confiscated))
		s.text("deviation", x.Deviation)
		s.text("reasons", x.Reasons)
		if x.Calculation != "" && x.Calculation != "{}" {
			s.fact("calculation", KindDigest, canon.New("approval.calculation").Str(x.Calculation).Sum())
		}
	})
}

// some is an amount where there is one.
func some(f quantity.Fen) *quantity.Fen {
	if !f.IsPositive() {
		return nil
	}
	return &f
}
