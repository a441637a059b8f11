package matter

// Person is a suspect in a criminal case.
type Person struct {
	ID, CaseID       int64
	Ref, State, Name string
	Version          int
	PartyRef         string
}

// Person returns the suspect with that id, or nil.
func (f *File) Person(id int64) *Person {
	return byID(f.Persons, func(p *Person) int64 { return p.ID }, id)
}
