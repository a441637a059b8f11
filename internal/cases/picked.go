package cases

import (
	"slices"
	"strconv"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/law"
)

// leadAssigned is the act by which a new lead gets its handlers (APL 54).
const leadAssigned = "admin_lead.assigned"

const longestRef = 20 // characters of what is said of something that is no reference

// selection is the cases that were ticked on a page of the list, and who may be named for them.
type selection struct {
	list   []pickedCase
	people []Person
}

// pickedCase is one of them as it is now. One that the reader may not see is a reference and nothing else, like one that
// does not exist.
type pickedCase struct {
	ID         int64
	Ref, Title string
	Machine    law.Machine
	State      string
	Version    int
	Marking    actor.Marking
	Seen       int // the version that the page showed
	May        bool
	Open       bool // the reader may open it; one that he may not has neither title nor state
	Owners     []Person

	Tried bool
	Err   error
}

// tick is a ticked reference with the version that the page showed, where it showed one.
type tick struct {
	Ref  string
	Seen int
}

// ticked reads the references of a form, each once: REF, or REF~VERSION.
func ticked(values []string) []tick {
	var out []tick
	for _, v := range values {
		typed, version, _ := strings.Cut(v, "~")
		ref := Normal(typed)
		if ref == "" { // no reference is treated like that of no case
			ref = clip(strings.TrimSpace(typed), longestRef)
		}
		if ref == "" || slices.ContainsFunc(out, func(t tick) bool { return t.Ref == ref }) {
			continue
		}
		n, err := strconv.Atoi(version)
		if err != nil || n < 0 { // no form of ours says so, and no version is that
			n = 0
		}
		out = append(out, tick{ref, n})
	}
	return out
}

// put gives every ticked reference its place: found cases in the order of the list, then what was not found.
func (p *selection) put(found []pickedCase, refs []tick) {
	p.list = found
	for i := range p.list {
		x := &p.list[i]
		x.Seen = refs[slices.IndexFunc(refs, func(t tick) bool { return t.Ref == x.Ref })].Seen
	}
	for _, t := range refs {
		if !slices.ContainsFunc(found, func(x pickedCase) bool { return x.Ref == t.Ref }) {
			p.list = append(p.list, pickedCase{Ref: t.Ref})
		}
	}
}

// again reads the same cases as they are afterwards, and keeps what came of each.
func (p *selection) again(read func([]tick, *selection) error) (*selection, error) {
	refs := make([]tick, len(p.list))
	for i, x := range p.list {
		refs[i] = tick{x.Ref, x.Seen}
	}
	out := &selection{}
	err := read(refs, out)
	for i := range out.list {
		at := slices.IndexFunc(p.list, func(x pickedCase) bool { return x.Ref == out.list[i].Ref })
		out.list[i].Tried, out.list[i].Err = p.list[at].Tried, p.list[at].Err
	}
	return out, err
}

// outcome counts what was done, and names what was tried in vain.
func (p *selection) outcome() (done int, failed []string) {
	for _, x := range p.list {
		switch {
		case x.Tried && x.Err == nil:
			done++
		case x.Tried:
			failed = append(failed, x.Ref)
		}
	}
	return done, failed
}

// firstAssignment is the act that a case's present state has for its first handlers, if it is for this person to do.
func (h *HTTP) firstAssignment(x *pickedCase, who actor.Actor) *law.Act {
	row, err := h.Engine.Book().Find(x.Machine, leadAssigned, "", x.State)
	if err != nil || !x.Open || row.FourEyes || !who.HasAny(row.DeciderRoles...) {
		return nil
	}
	return row
}

// present are the accounts of those who handle the one case that can be assigned, the leading one first.
func (s *selection) present() (usernames []string) {
	for _, c := range s.list {
		for _, x := range c.Owners {
			if c.May {
				usernames = append(usernames, x.Username)
			}
		}
	}
	return usernames
}

// offered are the people who may handle one, at least, of the cases that can be assigned; each case asks again for its own.
func (s *selection) offered() []Person {
	return slices.DeleteFunc(slices.Clone(s.people), func(x Person) bool {
		return !slices.ContainsFunc(s.list, func(c pickedCase) bool { return c.May && slices.Contains(x.Holds, handlerRole(string(c.Machine))) })
	})
}
