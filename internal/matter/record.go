package matter

// Record bears events of an entity without a machine.
type Record struct {
	ID, CaseID         int64
	Ref, Entity, Label string
	Version            int
}

// Record returns the record with that id, or nil.
func (f *File) Record(id int64) *Record {
	return byID(f.Records, func(r *Record) int64 { return r.ID }, id)
}
