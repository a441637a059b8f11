package procedure

import (
	"strconv"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/names"
)

// fileField tells whether a form has a field for files of that name.
func fileField(form *law.Form, name string) bool {
	if form == nil {
		return false
	}
	x := form.Field(name)
	return x != nil && x.Type == "file"
}

// errNoSuchFile refuses a file in a field that the form lacks: no page asked for it and none shows it.
func errNoSuchFile() error { return errs.New(errs.BadRequest, "procedure.no_such_file") }

// asked refuses files that the act's form does not ask for. On the signature of a stored proposal there are none: what is
// signed came with the proposal.
func asked(a *Act) error {
	for _, u := range a.Uploads {
		if !fileField(a.Row.Form, u.Field) {
			return errNoSuchFile()
		}
	}
	return nil
}

// pointerOnly tells it of the record that an act stands on or makes.
func (a *Act) pointerOnly(f *matter.File) bool {
	on := a.Target
	if on.ID == 0 {
		on = a.Parent
	}
	return a.Input.Str("marking") == actor.PointerOnly.String() || f.PointerOnly(on)
}

// Spared tells whether a field asks for a file where none may come: what is kept by its number alone has its proofs where it
// has its content, and the act goes on without.
func (a *Act) Spared(f *matter.File, field string) bool {
	return a.pointerOnly(f) && fileField(a.Row.Form, field)
}

// contentless refuses files on a record that is kept by its number alone, whichever row the act has: content of secret level
// comes in by no form (SSL 31(3)).
func (e *Engine) contentless(a *Act, f *matter.File) error {
	if pointerOnly(a, f).Failed {
		return errs.Refused(e.failed(e.book().Guard(pointerOnlyRule), Verdict{}))
	}
	return nil
}

// keepFiles stores what came with an act or a proposal; act or approval is 0.
func (e *Engine) keepFiles(tx *audit.Tx, uploads []Upload, act, approval int64) error {
	var rows []attachmentRow
	for _, u := range uploads {
		ref, err := ids.NewRef(ids.Attachment, e.random)
		if err != nil {
			return err
		}
		rows = append(rows, attachment(tx, ref, u, act, approval))
	}
	database.CreateLater(tx, rows)
	return nil
}

// files are what came with the proposal: under which field, by name, digest, size and type.
func (s *Sight) files() {
	for i, key := range FileKeys(s.Proposal.Files) {
		x := s.Proposal.Files[i]
		s.Fact(key, KindFile, x.Name, x.Digest, "", number(x.Size), x.Media)
	}
}

// FileKeys are what the files of a proposal are called in its list: by field, counted.
func FileKeys(files []Upload) []string {
	n, out := map[string]int{}, make([]string, len(files))
	for i, x := range files {
		n[x.Field]++
		out[i] = "file:" + x.Field + ":" + strconv.Itoa(n[x.Field])
	}
	return out
}

// filled refuses a file without a byte: it proves nothing and stands for one that did not arrive.
func filled(uploads []Upload) error {
	var bad []errs.Field
	for _, u := range uploads {
		if u.Size == 0 {
			bad = append(bad, errs.Field{Name: u.Field, Key: "form.empty_file", Args: []any{"name", names.Shown(u.Name)}})
		}
	}
	if len(bad) > 0 {
		return errs.Invalid(bad...)
	}
	return nil
}
