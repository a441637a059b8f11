package entity

import (
	"slices"
	"strings"

	"touchstone/internal/law"
)

// Entity is one kind of thing that acts are done to.
type Entity struct {
	Machines []law.Machine // of the procedure tables; empty: all that no other entity has
	Kind     string        // what clocks, approvals, papers and access call its rows
	Table    string
	Path     string // first part of the address of its pages
	Root     bool   // its acts stand in a chain of its own; else in that of the case
	Moves    bool   // it has states
}

// all is the table; the last one is every thing that has no states, the records.
func all() []Entity {
	return []Entity{
		{Machines: []law.Machine{law.AdminCase, law.CriminalCase}, Kind: "case", Table: "cases", Path: "cases", Root: true, Moves: true},
		{Machines: []law.Machine{law.Referral}, Kind: "referral", Table: "referrals", Path: "referrals", Root: true, Moves: true},
		{Machines: []law.Machine{law.MSSHandover}, Kind: "mss", Table: "mss_handovers", Path: "mss", Root: true, Moves: true},
		{Machines: []law.Machine{law.Evidence}, Kind: "evidence", Table: "evidence_items", Path: "evidence", Moves: true},
		{Machines: []law.Machine{law.Person}, Kind: "person", Table: "persons", Path: "persons", Moves: true},
		{Kind: "record", Table: "records", Path: "records"},
	}
}

// Of is the entity that moves by a machine.
func Of(m law.Machine) Entity {
	return pick(func(e Entity) bool { return slices.Contains(e.Machines, m) })
}

// ByKind is the entity of that kind of rows.
func ByKind(kind string) Entity { return pick(func(e Entity) bool { return e.Kind == kind }) }

// ByPath is the entity whose pages stand under that first part of an address.
func ByPath(path string) Entity { return pick(func(e Entity) bool { return e.Path == path }) }

func pick(is func(Entity) bool) Entity {
	list := all()
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i]
	}
	return list[len(list)-1]
}

// Paths are the first parts of the addresses of acts.
func Paths() []string {
	var out []string
	for _, e := range all() {
		out = append(out, e.Path)
	}
	return out
}

// Address is the page of a thing by its reference.
func (e Entity) Address(ref string) string { return "/" + e.Path + "/" + ref }

// RefSQL is the reference of the thing that two columns name by its kind and its number, as an expression; empty for kinds
// that are not asked for. Of none, every kind is.
func RefSQL(kind, id string, kinds ...string) string {
	var b strings.Builder
	b.WriteString("CASE " + kind)
	for _, e := range all() {
		if len(kinds) == 0 || slices.Contains(kinds, e.Kind) {
			b.WriteString(" WHEN '" + e.Kind + "' THEN (SELECT ref FROM " + e.Table + " WHERE id = " + id + ")")
		}
	}
	b.WriteString(" ELSE '' END")
	return b.String()
}
