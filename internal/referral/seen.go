package referral

import (
	"context"
	"slices"
	"strconv"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// seen is the referral that the proposal is about, with its package.
func (d Deps) seen(_ context.Context, s *procedure.Sight) {
	id, on := s.On(law.Referral)
	if r := s.File.Referral(id); on && r != nil {
		s.Under("referral", func() { d.seenReferral(s, r) })
		seenPackage(s, r, d.Book().Package())
	}
}

func (d Deps) seenReferral(s *procedure.Sight, r *matter.Referral) {
	from := s.File.Agencies[r.FromAgencyID]
	s.Named("from", from.Code, from.NameZH, from.NameEN)
	if to, ok := s.File.Agencies[r.ToAgencyID]; ok {
		s.Named("to", to.Code, to.NameZH, to.NameEN)
	}
	s.Coded("destination", "destination", r.Destination)
	s.Text("to_text", r.ToText)
	s.Coded("offence", "offence", r.Offence)
	s.Text("facts", r.Facts)
	s.Text("ref", r.Ref)
	s.State(law.Referral, r.State)
	if p := s.File.Referral(r.ParentID); p != nil {
		s.Text("parent", p.Ref)
	}
	s.Text("reservation", r.Reservation)
	s.Fact("package_digest", procedure.KindDigest, r.PackageDigest)
	if r.PackageVersion > 0 {
		s.Count("package_version", r.PackageVersion)
	}
	s.Fact("marking", procedure.KindMarking, r.Marking.String())
	s.Yes("compartmented", r.Compartmented)
	s.Moment("opened_at", &r.OpenedAt)
	s.Moment("sent_at", r.SentAt)
	s.Moment("received_at", r.ReceivedAt)
	if s.Own && len(r.Team) > 0 {
		ids := make([]string, len(r.Team))
		for i, id := range r.Team {
			ids[i] = strconv.FormatInt(id, 10)
		}
		s.Worded("team", procedure.KindNamed, ids, r.TeamZH, r.TeamEN)
	}
	if letter := s.File.Document(IssuedFor(d.Book(), 1)); letter != nil && letter.TargetID == r.ID {
		s.Text("number", letter.Number)
	}
	if p := s.File.LastOn(matter.Target{Entity: law.Referral, ID: r.ID}, "referral.opened"); p != nil && p.Input.Has("new_facts") {
		s.Fact("new_facts", procedure.Kind(procedure.KindField+p.RowID+"/new_facts"), p.Input.Str("new_facts"))
	}
}

// seenPackage are the five items of D310 art. 6 as chosen: state, paper, its digest, how many items, note or reason.
func seenPackage(s *procedure.Sight, r *matter.Referral, papers []*law.Document) {
	there := 0
	for _, item := range papers {
		x := seenPackageItem(s, r, item)
		if x[0] == "present" {
			there++
		}
		s.Fact("package:"+strconv.Itoa(item.PackageItem), procedure.KindPackage, x...)
	}
	s.Fact("package", procedure.KindCount, strconv.Itoa(there), strconv.Itoa(len(papers)))
}

func seenPackageItem(s *procedure.Sight, r *matter.Referral, item *law.Document) []string {
	no := item.PackageItem
	out := []string{"missing", "", "", "", ""} // state, paper, digest, note, then the items
	paper := func(d matter.Doc) { out[0], out[1], out[2] = "present", d.Ref, d.Digest }
	for _, d := range s.File.Docs {
		if d.Code == item.Code && d.TargetID == r.ID {
			paper(d)
		}
	}
	if no == 1 && out[0] == "missing" && r.Offence != "" && r.Facts != "" {
		out[0], out[4] = "present", "letter"
	}
	for _, it := range r.Items {
		if it.No != no {
			continue
		}
		switch {
		case it.NotApplicable != "":
			out[0], out[3] = "not_applicable", it.NotApplicable
		case it.DocumentID != 0:
			if i := slices.IndexFunc(s.File.Docs, func(d matter.Doc) bool { return d.ID == it.DocumentID }); i >= 0 {
				paper(s.File.Docs[i])
			}
		case len(it.EvidenceIDs) > 0:
			out[0] = "present"
			for _, id := range it.EvidenceIDs {
				if e := s.File.Item(id); e != nil {
					out = append(out, e.Ref)
				}
			}
		case it.Note != "":
			out[0], out[3] = "present", it.Note
		}
	}
	return out
}
