package evidence

import (
	"slices"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// storageHasTitle: ACL 18, 26; APL 55; MPS 227, 235. Only things are taken from somebody; papers and data come as copies
// or with the statement that brings them. A store opened to a thing that was merely found keeps it without measure, without
// period and without remedy. It is a warning: the thing is safer in the store than in an officer's room, the measure can
// follow where it lies, and the item's page says so until it does.
func storageHasTitle(a *act, f *file) verdict {
	e := f.Item(a.Target.ID)
	if e == nil {
		return procedure.Fail("")
	}
	return procedure.When(e.Kind != Physical || Titled(f, e) || a.Input.Has("delivery_list") || uploaded(a, "delivery_list"))
}

// Titled tells whether the file shows why the organ may keep a thing: by a measure, or by the way it came.
func Titled(f *file, e *matter.Evidence) bool {
	if e.Measure == MeasureAdmin || e.Measure == MeasureCriminal {
		return true
	}
	collected := f.LastOn(matter.Target{Entity: law.Evidence, ID: e.ID}, "evidence.collected")
	return collected != nil && slices.Contains(delivering(e.Track), collected.Input.Str("collection_method"))
}

// Delivered tells whether the list of a free delivery came with the thing into the store.
func Delivered(f *file, e *matter.Evidence) bool {
	p := f.LastOn(matter.Target{Entity: law.Evidence, ID: e.ID}, "evidence.stored")
	return p != nil && p.Input.Has("delivery_list")
}

// delivering are the methods by which a thing comes into the organ's hands without being taken: its holder gives it,
// another organ does, or it is a sample (APL 26, 55, 56). A request for evidence binds the holder only in criminal
// procedure (MPS 62); the one of ECL 28(3) is for papers, to be read and copied.
func delivering(track string) []string {
	if track == "criminal" {
		return []string{"provided", "sampled", "received", "collected"}
	}
	return []string{"provided", "sampled", "received"}
}
