package procedure

import "encoding/json"

// patch is what a list says otherwise than the one that was stored. The form of a decision carries it, so that the signer
// of a page that is no longer so is told what changed since he read it, and not since it was proposed.
type patch struct {
	Set  Seen     `json:"set,omitempty"`
	Gone []string `json:"gone,omitempty"`
}

// Since writes the patch from a stored list to this one; "" where they say the same.
func (s Seen) Since(stored Seen) string {
	var p patch
	for _, x := range s.Minus(stored) {
		if x.New != nil {
			p.Set = append(p.Set, *x.New)
		} else {
			p.Gone = append(p.Gone, x.Old.Key)
		}
	}
	if len(p.Set)+len(p.Gone) == 0 {
		return ""
	}
	text, err := toJSON(p)
	if err != nil {
		return ""
	}
	return text
}

// Patched is a stored list as somebody read it. It serves to say what changed, never to judge: that is the digest's.
func (s Seen) Patched(text string) Seen {
	var p patch
	if json.Unmarshal([]byte(text), &p) != nil {
		return s
	}
	over := map[string]*Fact{}
	for _, key := range p.Gone {
		over[key] = nil
	}
	for i := range p.Set {
		over[p.Set[i].Key] = &p.Set[i]
	}
	var out Seen
	for _, x := range s {
		if y, changed := over[x.Key]; !changed {
			out = append(out, x)
		} else if y != nil {
			out = append(out, *y)
		}
		delete(over, x.Key)
	}
	for _, x := range p.Set {
		if over[x.Key] != nil {
			out = append(out, x)
		}
	}
	return out
}
