package procedure

import (
	"slices"
	"strconv"

	"touchstone/internal/entity"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// object is what the proposal is about where that is neither the file nor an item of it.
func (s *sight) object() {
	switch s.p.Entity {
	case law.Referral:
		if r := s.f.Referral(s.p.TargetID); r != nil {
			s.under("referral", func() { s.referral(r) })
			s.packed(r)
		}
	case law.MSSHandover:
		if h := s.f.MSS(s.p.TargetID); h != nil {
			s.under("mss", func() { s.mss(h) })
		}
	case law.Person:
		if x := s.f.Person(s.p.TargetID); x != nil {
			s.under("person", func() {
				s.text("name", x.Name)
				s.text("ref", x.Ref)
				s.fact("state", Kind(KindState+string(law.Person)), x.State)
				s.text("party", x.PartyRef)
			})
		}
	default:
		if x := s.f.Record(s.p.TargetID); x != nil && entity.Of(s.p.Entity).Kind == "record" {
			s.under("record", func() {
				s.text("label", x.Label)
				s.text("ref", x.Ref)
				s.text("entity", x.Entity)
			})
		}
	}
}

func (s *sight) referral(r *matter.Referral) {
	from := s.f.Agencies[r.FromAgencyID]
	s.named("from", from.Code, from.NameZH, from.NameEN)
	if to, ok := s.f.Agencies[r.ToAgencyID]; ok {
		s.named("to", to.Code, to.NameZH, to.NameEN)
	}
	s.enum("destination", "destination", r.Destination)
	s.text("to_text", r.ToText)
	s.enum("offence", "offence", r.Offence)
	s.text("facts", r.Facts)
	s.text("ref", r.Ref)
	s.fact("state", Kind(KindState+string(law.Referral)), r.State)
	if p := s.f.Referral(r.ParentID); p != nil {
		s.text("parent", p.Ref)
	}
	s.text("reservation", r.Reservation)
	s.fact("package_digest", KindDigest, r.PackageDigest)
	if r.PackageVersion > 0 {
		s.count("package_version", r.PackageVersion)
	}
	s.fact("marking", KindMarking, r.Marking.String())
	s.yes("compartmented", r.Compartmented)
	s.moment("opened_at", &r.OpenedAt)
	s.moment("sent_at", r.SentAt)
	s.moment("received_at", r.ReceivedAt)
	if s.own && len(r.Team) > 0 {
		ids := make([]string, len(r.Team))
		for i, id := range r.Team {
			ids[i] = number(id)
		}
		s.list = append(s.list, Fact{Key: s.at + "team", Kind: KindNamed, Values: ids, ZH: r.TeamZH, Others: r.TeamEN})
	}
	if letter := s.book.PackageItem(1); letter != nil {
		if d := s.f.Document(letter.Code); d != nil && d.TargetID == r.ID {
			s.text("number", d.Number)
		}
	}
	s.beside("referral", func(event string) *matter.Past {
		return s.f.LastOn(matter.Target{Entity: law.Referral, ID: r.ID}, event)
	})
}

// packed are the items of D310 art. 6 as chosen: state, paper, its digest, how many items, note or reason.
func (s *sight) packed(r *matter.Referral) {
	there, items := 0, s.book.Package()
	for _, item := range items {
		x := s.packItem(r, item)
		if x[0] == "present" {
			there++
		}
		s.fact("package:"+strconv.Itoa(item.PackageItem), KindPackage, x...)
	}
	s.fact("package", KindCount, strconv.Itoa(there), strconv.Itoa(len(items)))
}

func (s *sight) packItem(r *matter.Referral, item *law.Document) []string {
	no := item.PackageItem
	out := []string{"missing", "", "", "", ""} // state, paper, digest, note, then the items
	paper := func(d matter.Doc) { out[0], out[1], out[2] = "present", d.Ref, d.Digest }
	for _, d := range s.f.Docs {
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
			if i := slices.IndexFunc(s.f.Docs, func(d matter.Doc) bool { return d.ID == it.DocumentID }); i >= 0 {
				paper(s.f.Docs[i])
			}
		case len(it.EvidenceIDs) > 0:
			out[0] = "present"
			for _, id := range it.EvidenceIDs {
				if e := s.f.Item(id); e != nil {
					out = append(out, e.Ref)
				}
			}
		case it.Note != "":
			out[0], out[3] = "present", it.Note
		}
	}
	return out
}

func (s *sight) mss(h *matter.Handover) {
	s.text("ref", h.Ref)
	s.fact("state", Kind(KindState+string(law.MSSHandover)), h.State)
	from := s.f.Agencies[h.FromAgencyID]
	s.named("from", from.Code, from.NameZH, from.NameEN)
	if to, ok := s.f.Agencies[h.ToAgencyID]; ok {
		s.named("to", to.Code, to.NameZH, to.NameEN)
	}
	s.fact("marking", KindMarking, h.Marking.String())
	s.yes("compartmented", h.Compartmented)
	s.fact("indicators", KindEnum+"mss_indicator", h.Indicators...)
	s.text("register_no", h.RegisterNo)
	s.text("holder", h.Holder)
	s.enum("channel", "channel", h.Channel)
	s.text("external_ref", h.ExternalRef)
	s.moment("opened_at", &h.OpenedAt)
	s.moment("sent_at", h.SentAt)
}
