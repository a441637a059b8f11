package matter

import "maps"

// Facts are what one package holds about a matter beyond what every track shares. They lie under a type of that package, so that no
// other reaches them, and are empty until it fills them.
func Facts[T any](f *File) *T {
	if have, ok := f.facts[factsKey[T]{}].(*T); ok {
		return have
	}
	return PutFacts(f, *new(T))
}

// PutFacts lays other facts in the place of those that the file holds; a copy of the file keeps the old ones.
func PutFacts[T any](f *File, facts T) *T {
	if f.facts == nil {
		f.facts = map[any]any{}
	}
	f.facts[factsKey[T]{}] = &facts
	return &facts
}

type factsKey[T any] struct{}

// Copy is a second file with the same rows: what is put into one does not stand in the other.
func (f *File) Copy() *File {
	other := *f
	other.facts = maps.Clone(f.facts)
	return &other
}
