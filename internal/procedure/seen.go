package procedure

import (
	"encoding/json"
	"slices"
	"strings"

	"touchstone/internal/canon"
)

// Kind is how a fact is said in words.
type Kind string

// The kinds of facts. A kind with a colon carries what its value is a code of.
const (
	KindText     Kind = "text"
	KindYes      Kind = "yes"
	KindCount    Kind = "count"
	KindMass     Kind = "mass"   // grams, with a fraction where there is one
	KindMoney    Kind = "money"  // fen
	KindAmount   Kind = "amount" // a decimal and its unit
	KindDate     Kind = "date"
	KindMoment   Kind = "moment"
	KindDigest   Kind = "digest"
	KindSealed   Kind = "sealed" // what is shown of it, and the mark of the whole (seal.go)
	KindNamed    Kind = "named"  // codes or numbers whose words stand beside them
	KindLaw      Kind = "law"    // a violation of penalties.csv
	KindMineral  Kind = "mineral"
	KindPaper    Kind = "paper"
	KindFile     Kind = "file"
	KindClock    Kind = "clock"
	KindPackage  Kind = "package"
	KindEffect   Kind = "effect"
	KindTold     Kind = "told"
	KindProposal Kind = "proposal"
	KindRoles    Kind = "roles"
	KindEarlier  Kind = "earlier"
	KindFigure   Kind = "figure"

	KindEnum    = "enum:"    // a value of enums.csv
	KindState   = "state:"   // a state of a machine
	KindWords   = "words:"   // a code with its sentence in the catalogue
	KindField   = "field:"   // an answer: row and field of its form
	KindMarking = "marking:" // a marking by its number
)

// Fact is one thing that a decider is shown and signs: a key that stays, and its bare values. What is written here is in
// no language; words of rows (names, titles) stand beside the value they belong to: in Chinese, and a name in Latin letters or a
// sentence in each further complete language (i18n.Choose). The word under which these are stored is that of the first of them.
type Fact struct {
	Key    string   `json:"key"`
	Kind   Kind     `json:"kind"`
	Values []string `json:"values"`
	ZH     string   `json:"zh,omitempty"`
	Others string   `json:"en,omitempty"`
}

// Seen is everything that a proposal shows, in the order of the page. The page prints it, the signature is bound to its
// digest, and two submissions are compared fact by fact: nothing is printed beside it, nothing is signed unseen. No fact
// changes because time passes.
type Seen []Fact

// seenFormat names the layout of a stored list. Proposals that were stored in another one are given back (outdated.go).
const seenFormat = "v2"

// plainFormat is the one before: its sealed facts bear a digest that can be guessed (seal.go).
const plainFormat = "v1"

// storedSeen is the list as the column approvals.shown keeps it.
type storedSeen struct {
	Format string `json:"seen"`
	Facts  Seen   `json:"facts"`
}

// Digest is the canonical digest of a list.
func (s Seen) Digest() string {
	w := canon.New("approval.seen." + seenFormat)
	for _, x := range s {
		w.Str(x.Key).Str(string(x.Kind)).List(x.Values).Str(x.ZH).Str(x.Others)
	}
	return w.Sum()
}

// Stored writes a list the way the column approvals.shown keeps it.
func (s Seen) Stored() (string, error) { return toJSON(storedSeen{seenFormat, s}) }

// readSeen reads a stored list and its format; ok is false for what was stored before lists were typed. One of format v1
// comes with the marks of today.
func readSeen(shown []byte, k sealer) (list Seen, format string, ok bool, err error) {
	var x storedSeen
	if err := json.Unmarshal(shown, &struct {
		Format *string `json:"seen"`
	}{&x.Format}); err != nil || x.Format != seenFormat && x.Format != plainFormat {
		return nil, x.Format, false, err
	}
	if err := json.Unmarshal(shown, &x); err != nil {
		return nil, x.Format, false, err
	}
	if x.Format == plainFormat {
		k.lift(x.Facts)
	}
	return x.Facts, x.Format, true, nil
}

// Find is the fact with that key, or nil.
func (s Seen) Find(key string) *Fact {
	for i := range s {
		if s[i].Key == key {
			return &s[i]
		}
	}
	return nil
}

// Under are the facts whose keys begin so.
func (s Seen) Under(prefix string) Seen {
	var out Seen
	for _, x := range s {
		if strings.HasPrefix(x.Key, prefix) {
			out = append(out, x)
		}
	}
	return out
}

// Value is the first value of the fact with that key, or "".
func (s Seen) Value(key string) string {
	if x := s.Find(key); x != nil && len(x.Values) > 0 {
		return x.Values[0]
	}
	return ""
}

// At is one value of a fact, or "".
func (x *Fact) At(i int) string {
	if x == nil || i >= len(x.Values) {
		return ""
	}
	return x.Values[i]
}

// same tells whether two facts say the same.
func (x Fact) same(y Fact) bool {
	return x.Kind == y.Kind && x.ZH == y.ZH && x.Others == y.Others && slices.Equal(x.Values, y.Values)
}

// Difference is a fact that is not the same in two lists; Old or New is nil where one of them does not have it.
type Difference struct{ Old, New *Fact }

// Minus is what a list says otherwise than an older one, in the order of the newer; what is gone stands last.
func (s Seen) Minus(old Seen) []Difference {
	var out []Difference
	before := map[string]int{}
	for i, x := range old {
		before[x.Key] = i
	}
	for i := range s {
		j, known := before[s[i].Key]
		switch {
		case !known:
			out = append(out, Difference{New: &s[i]})
		case !s[i].same(old[j]):
			out = append(out, Difference{Old: &old[j], New: &s[i]})
		}
		delete(before, s[i].Key)
	}
	for i := range old {
		if _, gone := before[old[i].Key]; gone {
			out = append(out, Difference{Old: &old[i]})
		}
	}
	return out
}

// Group is the first part of a key, column the last.
func Group(key string) string { head, _, _ := strings.Cut(key, ":"); return head }

// Column is the last part of the key of a fact: what of the thing it says.
func Column(key string) string { return key[strings.LastIndexByte(key, ':')+1:] }
