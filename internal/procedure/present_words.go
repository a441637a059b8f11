package procedure

import (
	"context"
	"fmt"
	"strings"

	"touchstone/internal/audit"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/names"
	"touchstone/views/ui"
)

// words says the stored answers of a form by what they stand for: codes by their labels, references by the titles of
// what they name, accounts by the people behind them.
type words struct {
	ctx  context.Context
	book *law.Book
	file *File
	said map[string]string // by account: the person and the office
	own  bool              // they are those of the reader
}

// facts prints answers by the labels of their form.
func (w words) facts(form *law.Form, v law.Values) []ui.Fact {
	if form == nil {
		return nil
	}
	var out []ui.Fact
	encoded := form.Encode(v)
	for _, x := range form.Fields {
		if vs := encoded[x.Name]; len(vs) > 0 && x.Type != "password" {
			out = append(out, ui.Fact{Label: i18n.Pick(w.ctx, x.LabelZH, x.LabelEN), Value: w.values(x, vs)})
		}
	}
	return out
}

func (w words) values(x *law.Field, vs []string) string {
	out := make([]string, len(vs))
	for i, s := range vs {
		out[i] = w.value(x, s)
	}
	return strings.Join(out, i18n.T(w.ctx, "act.list"))
}

func (w words) value(x *law.Field, s string) string {
	for _, o := range x.Options {
		if o.Code == s {
			return i18n.Pick(w.ctx, o.LabelZH, o.LabelEN)
		}
	}
	switch x.Type {
	case "yesno":
		return i18n.T(w.ctx, "act.value."+s)
	case "datetime":
		return strings.Replace(local(x, s), "T", " ", 1)
	case "money":
		return ui.Money(s)
	case "legal_basis":
		return said(w.ctx, w.book, s)
	case "officer", "officers2":
		return w.person(s)
	case "org", "person":
		return w.party(s)
	case "documents", "evidence_items":
		return w.paper(s)
	case "file":
		return names.Shown(s)
	case "longtext", "reason":
		if !w.own {
			return Written(s)
		}
	}
	return s
}

// Written are words that somebody wrote as others read them, on every page: without the numbers of people. They are kept as they
// were written.
func Written(s string) string { return audit.MaskNumbers(s) }

func (w words) person(username string) string {
	if s := w.said[username]; s != "" {
		return s
	}
	for _, m := range w.file.Members {
		if m.Username == username {
			return m.Name
		}
	}
	return username
}

func (w words) party(s string) string {
	for _, a := range w.file.Agencies {
		if a.Code == s {
			return i18n.Pick(w.ctx, a.NameZH, a.NameEN)
		}
	}
	for _, p := range w.file.Parties {
		if p.Ref == s {
			return p.Name
		}
	}
	return s
}

func (w words) paper(ref string) string {
	for _, d := range w.file.Docs {
		if d.Ref == ref {
			return i18n.T(w.ctx, "act.value.document", "title", d.Name(w.ctx, w.book), "number", d.Number)
		}
	}
	for _, e := range w.file.Evidence {
		if e.Ref == ref {
			return fmt.Sprintf("%03d %s", e.No, e.Name)
		}
	}
	for _, r := range w.file.Referrals {
		if r.Ref == ref {
			zh, en := w.book.EnumLabel("offence", r.Offence)
			return i18n.Pick(w.ctx, zh, en) + " · " + r.Ref
		}
	}
	return ref
}

// name is a person of the proposal as the reader's language writes names; other is what is known without it.
func (d *decisionView) name(ctx context.Context, id int64, other string) string {
	for _, n := range d.Named {
		if n.ID == id {
			return i18n.Name(ctx, n.NameZH, n.NameEN)
		}
	}
	return other
}

// Answered prints the answers of an act that happened by the labels of its form.
func Answered(ctx context.Context, book *law.Book, f *File, p *Past) []ui.Fact {
	return words{ctx: ctx, book: book, file: f}.facts(formOf(book, p.RowID), p.Input)
}
