package procedure

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// legacyShown is what was stored with a proposal before lists were typed.
type legacyShown struct {
	Ref  string
	Case struct {
		Ref, Title, Mineral string
		LeadBasis           string `json:"lead_basis"`
	}
	Documents, Evidence map[string]string // by reference: code and digest; name, state, finding, number of files
	Referral            *struct {
		Offence, Facts, Destination string
		PackageDigest               string `json:"package_digest"`
	}
}

// legacySeen reads such a proposal as the list that it would have been: only what was stored, however little.
func legacySeen(p *Approval, shown []byte, book *law.Edition) (Seen, error) {
	var x legacyShown
	if err := json.Unmarshal(shown, &x); err != nil {
		return nil, err
	}
	s := &Sight{Proposal: p, File: &matter.File{}, ref: x.Ref}
	s.proposal()
	s.Under("case", func() {
		s.Text("title", x.Case.Title)
		s.Text("ref", x.Case.Ref)
		s.Fact("mineral", KindMineral, x.Case.Mineral)
		s.Fact("lead_basis", KindLaw, x.Case.LeadBasis)
	})
	if r := x.Referral; r != nil {
		s.Under("referral", func() {
			s.Coded("destination", "destination", r.Destination)
			s.Coded("offence", "offence", r.Offence)
			s.Text("facts", r.Facts)
			s.Fact("package_digest", KindDigest, r.PackageDigest)
		})
	}
	s.input(book)
	for _, ref := range slices.Sorted(maps.Keys(x.Documents)) {
		code, digest, _ := strings.Cut(x.Documents[ref], " ")
		s.Fact("paper:"+ref, KindPaper, code, "", digest, "", "", "")
	}
	for _, ref := range slices.Sorted(maps.Keys(x.Evidence)) {
		s.Under("evidence:"+ref, func() { s.legacyItem(strings.Fields(x.Evidence[ref])) })
	}
	return s.list, nil
}

// legacyItem: the name may have spaces, the three words after it have none.
func (s *Sight) legacyItem(said []string) {
	if n := len(said); n > 3 {
		s.Text("name", strings.Join(said[:n-3], " "))
		s.State(law.Evidence, said[n-3])
		s.Words("finding", "act.finding", said[n-2])
		if files, err := strconv.Atoi(said[n-1]); err == nil {
			s.Count("files", files)
		}
	}
}
