package evidence

import (
	"context"
	"strconv"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// seen are the items of the file: of another organ's those that the referral carries, and the one that the proposal is about.
func seen(_ context.Context, s *procedure.Sight) {
	id, on := s.On(law.Evidence)
	for _, e := range s.File.Evidence {
		of := s.Case != nil && e.CaseID == s.Case.ID && (s.Own || s.Carries(0, e.ID))
		if on && id == e.ID || of {
			s.Under("evidence:"+e.Ref, func() { seenItem(s, e) })
		}
	}
}

func seenItem(s *procedure.Sight, e matter.Evidence) {
	s.Count("no", e.No)
	s.Text("name", e.Name)
	s.State(law.Evidence, e.State)
	s.Words("finding", "act.finding", e.Finding)
	s.Text("exclusion_reason", e.ExclusionReason)
	s.Coded("kind", "evidence_kind", e.Kind)
	s.Words("measure", "evidence.measure", e.Measure)
	s.Words("track", "act.track", e.Track)
	s.Amount("quantity", e.Quantity, e.Unit)
	s.Mass("net_g", e.Net)
	s.Mass("gross_g", e.Gross)
	s.Text("seal_no", e.SealNo)
	s.Text("storage_place", e.StoragePlace)
	seenHolder(s, e)
	s.Moment("collected_at", &e.CollectedAt)
	s.Text("place", e.Place)
	s.Coded("method", "collection_method", e.Method)
	s.Closed("source_person", e.Source)
	s.Coded("original_or_copy", "original_or_copy", e.Original)
	s.Text("original_location", e.OriginalPlace)
	s.Yes("flagged", e.Flagged)
	s.Text("goods_item", e.GoodsRef)
	if x := s.File.Item(e.ParentID); x != nil {
		s.Text("parent", x.Ref)
	}
	for _, x := range e.Stored {
		s.Fact("file:"+x.Ref, procedure.KindFile, x.Name, x.Digest, x.Declared, x.Size, x.Media)
	}
	if e.BadFiles > 0 {
		s.Count("bad_files", e.BadFiles)
	}
}

// seenHolder says where an item is; people are named to their own organ only.
func seenHolder(s *procedure.Sight, e matter.Evidence) {
	if a, ok := s.File.Agencies[e.HolderAgencyID]; ok {
		s.Named("holder_agency", a.Code, a.NameZH, a.NameEN)
	}
	if a, ok := s.File.Agencies[e.ToAgencyID]; ok {
		s.Named("to_agency", a.Code, a.NameZH, a.NameEN)
	}
	s.Text("holder", e.HolderText)
	if c := s.File.Case(e.CustodyCaseID); c != nil && c.AgencyID == s.Proposal.AgencyID {
		s.Text("custody_case", c.Ref)
	}
	if c := s.File.Case(e.CaseID); c != nil && c.AgencyID == s.Proposal.AgencyID {
		s.Named("collectors", strconv.FormatInt(e.CollectorID, 10)+"+"+strconv.FormatInt(e.CoCollectorID, 10), e.Collectors.ZH, e.Collectors.Latin)
	}
	if e.HolderAgencyID == s.Proposal.AgencyID && e.HolderUser+e.GiverID != 0 {
		s.Named("holders", strconv.FormatInt(e.HolderUser, 10)+"+"+strconv.FormatInt(e.GiverID, 10), e.Keepers.ZH, e.Keepers.Latin)
	}
}
