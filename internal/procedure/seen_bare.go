package procedure

import (
	"strings"

	"touchstone/internal/entity"
	"touchstone/internal/law"
)

// Bare is what of a list somebody reads who keeps the thing and may not read the file: what is asked for and of whom, his
// own words, the thing with its periods, and what the decision brings about. The list that is signed stays whole.
func (s Seen) Bare(machine law.Machine, ref string) Seen {
	item := "evidence:" + ref + ":"
	var out Seen
	for _, x := range s {
		var of bool
		switch Group(x.Key) {
		case "proposal", "deciders", "input", "file", "effect":
			of = true
		case "evidence":
			of = machine == law.Evidence && strings.HasPrefix(x.Key, item) && !ofFile(Column(x.Key))
		case "record":
			of = entity.Of(machine).Kind == "record"
		case "clock":
			of = Column(x.Key) == ref
		}
		if of {
			out = append(out, x)
		}
	}
	return out
}

// ofFile tells columns of an item that speak of its file: other files, goods and items, and who gave it.
func ofFile(column string) bool {
	switch column {
	case "custody_case", "goods_item", "parent", "source_person":
		return true
	}
	return false
}
