package procedure

import (
	"context"

	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// Place is where in the list of a proposal a track says its part. What tracks say at one place stands in the order in which they
// are registered.
type Place int

// The places.
const (
	OfObject Place = iota // what the proposal is about, behind the file and its parties
	OfLaw                 // what rests on the file, behind the answers and the figures
	OfThings              // the things of the file, behind its papers
)

// SeenPart is what a track says of a file of its own nouns, and where.
type SeenPart struct {
	At  Place
	Say func(ctx context.Context, s *Sight)
}

// Sight is the file as the organ that proposes and decides may see it. Of another organ's file it knows what the referral
// carries, and of whom and how much it speaks. What is said to it becomes a part of the list that is signed.
type Sight struct {
	lister
	Proposal *Approval
	File     *matter.File
	Case     *matter.Case // of the proposal, or nil
	Own      bool         // the organ's own
	pack     *matter.Referral
	ref      string // of the object
}

// On tells whether the proposal is about an object of that machine, and which one.
func (s *Sight) On(m law.Machine) (id int64, on bool) {
	return s.Proposal.TargetID, s.Proposal.Entity == m
}

// Carries tells whether the referral that the proposal is about carries a document (or an item of evidence) of another organ's file.
func (s *Sight) Carries(document, item int64) bool { return s.pack.Carries(document, item) }

// Under says facts whose keys begin alike.
func (s *Sight) Under(prefix string, fill func()) {
	was := s.at
	s.at += prefix + ":"
	fill()
	s.at = was
}

// Answers are those of an act that was done, in the words of its form.
func (s *Sight) Answers(form *law.Form, group, rowID string, v law.Values) {
	if form == nil {
		return
	}
	encoded := form.Encode(v)
	for _, x := range form.Fields {
		if vs := encoded[x.Name]; len(vs) > 0 && x.Type != "password" {
			zh, latin := s.names(x, vs)
			s.Worded(group+":"+x.Name, Kind(KindField+rowID+"/"+x.Name), vs, zh, latin)
		}
	}
}

// parts are said by the tracks.
func (s *Sight) parts(ctx context.Context, reg *Registry, at Place) {
	if reg == nil {
		return
	}
	for _, x := range reg.seen {
		if x.At == at {
			x.Say(ctx, s)
		}
	}
}
