package referral

import (
	"context"
	"encoding/json"
	"fmt"

	"touchstone/internal/audit"
	"touchstone/internal/canon"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// Package is the frozen content of a transfer: the items of D310 art. 6 with everything needed to see later
// whether something changed.
type Package struct {
	Referral    string  `json:"referral"`
	Version     int     `json:"version"`
	Destination string  `json:"destination"`
	Offence     string  `json:"offence"`
	Facts       string  `json:"facts"`
	Items       []Entry `json:"items"`
}

// Entry is one of them.
type Entry struct {
	No            int     `json:"no"`
	Documents     []Paper `json:"documents,omitempty"`
	Evidence      []Thing `json:"evidence,omitempty"`
	Note          string  `json:"note,omitempty"`
	NotApplicable string  `json:"not_applicable,omitempty"`
}

// Paper is a document of the file, by its digest.
type Paper struct {
	Ref    string `json:"ref"`
	Code   string `json:"code"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Digest string `json:"digest"`
}

// Thing is an evidence item as it stood, with its bytes by their digests.
type Thing struct {
	Ref      string     `json:"ref"`
	No       int        `json:"no"`
	Name     string     `json:"name"`
	Kind     string     `json:"kind"`
	Quantity string     `json:"quantity"`
	Unit     string     `json:"unit"`
	State    string     `json:"state"`
	SealNo   string     `json:"seal_no"`
	Files    []FileCopy `json:"files,omitempty"`
}

// FileCopy is one stored file of a thing.
type FileCopy struct {
	Ref    string `json:"ref"`
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	Digest string `json:"digest"`
}

// build puts the package together from the draft, the documents issued for it and, for a supplement, what the act adds
// to the other material.
func build(book *law.Edition, a *procedure.Act, f *matter.File, r *matter.Referral, files map[int64][]FileCopy) Package {
	p := Package{Referral: r.Ref, Version: r.PackageVersion + 1, Destination: r.Destination, Offence: r.Offence, Facts: r.Facts}
	for _, item := range book.Package() {
		no := item.PackageItem
		e := Entry{No: no}
		if it := Chosen(r, no); it != nil {
			e.Note, e.NotApplicable = it.Note, it.NotApplicable
			e.addDocument(docByID(f, it.DocumentID))
			for _, id := range it.EvidenceIDs {
				e.addThing(f.Item(id), files)
			}
		}
		e.addDocument(DocumentOf(f, r, item.Code))
		p.Items = append(p.Items, e)
	}
	if a.Row.Event == "referral.supplemented" {
		p.Items[len(p.Items)-1].supplement(a, f, files)
	}
	return p
}

func (e *Entry) addDocument(d *matter.Doc) {
	if d == nil {
		return
	}
	for _, have := range e.Documents {
		if have.Ref == d.Ref {
			return
		}
	}
	e.Documents = append(e.Documents, Paper{d.Ref, d.Code, d.Number, d.Title, d.Digest})
}

func (e *Entry) addThing(x *matter.Evidence, files map[int64][]FileCopy) {
	if x != nil {
		e.Evidence = append(e.Evidence, Thing{x.Ref, x.No, x.Name, x.Kind, x.Quantity, x.Unit, x.State, x.SealNo, files[x.ID]})
	}
}

// supplement adds what public security asked for (MPS 180): documents and items of the file, or papers by name.
func (e *Entry) supplement(a *procedure.Act, f *matter.File, files map[int64][]FileCopy) {
	for _, name := range a.Input.List("documents") {
		switch x, d := itemByRef(f, name), docByRef(f, name); {
		case x != nil:
			e.addThing(x, files)
		case d != nil:
			e.addDocument(d)
		case e.Note == "":
			e.Note = name
		default:
			e.Note += "; " + name
		}
	}
}

func docByID(f *matter.File, id int64) *matter.Doc {
	for i := range f.Docs {
		if id != 0 && f.Docs[i].ID == id {
			return &f.Docs[i]
		}
	}
	return nil
}

func docByRef(f *matter.File, ref string) *matter.Doc {
	for i := range f.Docs {
		if f.Docs[i].Ref == ref {
			return &f.Docs[i]
		}
	}
	return nil
}

func itemByRef(f *matter.File, ref string) *matter.Evidence {
	for i := range f.Evidence {
		if f.Evidence[i].Ref == ref {
			return &f.Evidence[i]
		}
	}
	return nil
}

// freeze stores the next version of the package and puts its number and digest on the referral.
func freeze(ctx context.Context, tx *audit.Tx, book *law.Edition, a *procedure.Act, f *matter.File, r *matter.Referral) error {
	files, err := filesOf(ctx, tx, namedItems(a, f, r))
	if err != nil {
		return err
	}
	p := build(book, a, f, r, files)
	raw, err := json.Marshal(p)
	if err != nil {
		return err
	}
	digest, err := p.Digest()
	if err != nil {
		return err
	}
	putPackage(tx, packageRow{ReferralID: r.ID, Version: p.Version, Data: string(raw), Digest: digest, FrozenAt: tx.Now, ActID: a.ID})
	return nil
}

// namedItems are the evidence items whose files belong to the package.
func namedItems(a *procedure.Act, f *matter.File, r *matter.Referral) []int64 {
	var out []int64
	for _, it := range r.Items {
		out = append(out, it.EvidenceIDs...)
	}
	for _, ref := range a.Input.List("documents") {
		if x := itemByRef(f, ref); x != nil {
			out = append(out, x.ID)
		}
	}
	return out
}

// Digest is the package's value over its canonical form.
func (p Package) Digest() (string, error) {
	var m map[string]any
	raw, err := json.Marshal(p)
	if err != nil {
		return "", err
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return "", err
	}
	w := canon.New("referral.package").Map(m)
	if err := w.Err(); err != nil {
		return "", fmt.Errorf("referral: digest: %w", err)
	}
	return w.Sum(), nil
}

// Difference names what two versions of a package do not share: the items that changed, and whether the facts did.
type Difference struct {
	Items []int
	Facts bool
}

// Compare tells what changed from one version to the next.
func Compare(before, after Package) Difference {
	d := Difference{Facts: before.Facts != after.Facts || before.Offence != after.Offence || before.Destination != after.Destination}
	for i := range after.Items {
		var was Entry
		if i < len(before.Items) {
			was = before.Items[i]
		}
		x, errX := json.Marshal(was)
		y, errY := json.Marshal(after.Items[i])
		if errX != nil || errY != nil || string(x) != string(y) {
			d.Items = append(d.Items, after.Items[i].No)
		}
	}
	return d
}
