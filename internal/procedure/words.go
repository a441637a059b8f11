package procedure

import (
	"context"
	"fmt"
	"strings"
	"time"

	"touchstone/internal/audit"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/names"
)

// Words says the stored answers of a form by what they stand for: codes by their labels, references by the titles of
// what they name, accounts by the people behind them.
type Words struct {
	Ctx  context.Context
	Book *law.Edition
	File *matter.File
	Said map[string]string // by account: the person and the office
	Own  bool              // they are those of the reader
}

// Facts prints answers by the labels of their form.
func (w Words) Facts(form *law.Form, v law.Values) []Line {
	if form == nil {
		return nil
	}
	var out []Line
	encoded := form.Encode(v)
	for _, x := range form.Fields {
		if vs := encoded[x.Name]; len(vs) > 0 && x.Type != "password" {
			out = append(out, Line{Label: x.Label.In(w.Ctx), Value: w.Values(x, vs)})
		}
	}
	return out
}

// Values says the answers of one field.
func (w Words) Values(x *law.Field, vs []string) string {
	out := make([]string, len(vs))
	for i, s := range vs {
		out[i] = w.value(x, s)
	}
	return strings.Join(out, i18n.T(w.Ctx, "act.list"))
}

func (w Words) value(x *law.Field, s string) string {
	for _, o := range x.Options {
		if o.Code == s {
			return o.Label.In(w.Ctx)
		}
	}
	switch x.Type {
	case "yesno":
		return i18n.T(w.Ctx, "act.value."+s)
	case "datetime":
		return strings.Replace(Local(x, s), "T", " ", 1)
	case "money":
		return i18n.Money(s)
	case "legal_basis":
		return Said(w.Ctx, w.Book, s)
	case "officer", "officers2":
		return w.person(s)
	case "org", "person":
		return w.party(s)
	case "documents", "evidence_items":
		return w.paper(s)
	case "file":
		return names.Shown(s)
	case "longtext", "reason":
		if !w.Own {
			return Written(s)
		}
	}
	return s
}

// Written are words that somebody wrote as others read them, on every page: without the numbers of people. They are kept as they
// were written.
func Written(s string) string { return audit.MaskNumbers(s) }

func (w Words) person(username string) string {
	if s := w.Said[username]; s != "" {
		return s
	}
	for _, m := range w.File.Members {
		if m.Username == username {
			return m.Name
		}
	}
	return username
}

func (w Words) party(s string) string {
	for _, a := range w.File.Agencies {
		if a.Code == s {
			return i18n.Pick(w.Ctx, a.NameZH, a.NameEN)
		}
	}
	return w.File.PersonName(s)
}

func (w Words) paper(ref string) string {
	for _, d := range w.File.Docs {
		if d.Ref == ref {
			return i18n.T(w.Ctx, "act.value.document", "title", d.Name(w.Ctx, w.Book), "number", d.Number)
		}
	}
	for _, e := range w.File.Evidence {
		if e.Ref == ref {
			return fmt.Sprintf("%03d %s", e.No, e.Name)
		}
	}
	for _, r := range w.File.Referrals {
		if r.Ref == ref {
			return w.Book.EnumLabel("offence", r.Offence).In(w.Ctx) + " · " + r.Ref
		}
	}
	return ref
}

// Answered prints the answers of an act that happened by the labels of its form.
func Answered(ctx context.Context, book *law.Edition, f *matter.File, p *matter.Past) []Line {
	return Words{Ctx: ctx, Book: book, File: f}.Facts(p.Form(book), p.Input)
}

// Local writes a stored moment the way a date box wants it, in legal time.
func Local(x *law.Field, s string) string {
	if x.Type != "datetime" {
		return s
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return s
	}
	return t.In(law.Zone()).Format("2006-01-02T15:04")
}

// Said is a violation by its name and articles.
func Said(ctx context.Context, book *law.Edition, code string) string {
	return book.CiteViolation(ctx, code)
}
