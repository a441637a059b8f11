package law

// Boxes are the fields of a form that take files; a row without a form has none.
func (f *Form) Boxes() (out []string) {
	if f == nil {
		return nil
	}
	for _, x := range f.Fields {
		if x.Type == "file" {
			out = append(out, x.Name)
		}
	}
	return out
}
