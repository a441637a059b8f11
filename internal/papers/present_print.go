package papers

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/names"
	"touchstone/views/document"
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// lawOf is the edition under which a paper was issued; the first one did not say so.
func (h *Prints) lawOf(d *Snapshot) *law.Edition {
	if name := text(d.Fields, "edition"); name != "" {
		return h.Book().Under(name)
	}
	return h.Book().Editions()[0]
}

// page presents a snapshot. The official text is Chinese; in the other language the sheet is marked as a courtesy
// translation without legal effect.
func (h *Prints) page(ctx context.Context, d *Snapshot, who actor.Actor, now time.Time) document.Page {
	doc := h.lawOf(d).Document(d.Code)
	title := d.Title
	if doc != nil {
		title = doc.Name.In(ctx)
	}
	p := document.Page{TableTitle: title, Sheet: layout.Document{Title: title, Number: d.Number, Lang: i18n.Lang(ctx),
		Ref: fmt.Sprintf("%s v%d", d.Ref, d.Version), Demo: h.Demo,
		Hash: strings.TrimPrefix(d.Digest, "sha256:"), PrintedBy: who.Name, PrintedAt: now, Copy: 1, To: text(d.Fields, "to_agency"),
		Organ: i18n.Pick(ctx, d.AgencyZH, d.AgencyEN), Date: i18n.DateProse(ctx, d.IssuedAt), Seal: d.Direction == "out", Courtesy: i18n.Lang(ctx) != i18n.ZH}}
	if p.Sheet.To == "" {
		p.Sheet.To = text(d.Fields, "party")
	}
	if d.CaseVisible {
		p.Sheet.Back, p.Sheet.BackLabel = "/cases/"+d.CaseRef, i18n.T(ctx, "document.back")
	}
	p.Opening = i18n.T(ctx, "document.opening", "case", d.matter(), "basis",
		h.Book().Cite(ctx, text(d.Fields, "basis")))
	p.Table = h.lines(ctx, d)
	p.Closing = []string{i18n.T(ctx, "document.signed", "who", text(d.Fields, "signed_by"), "role", h.role(ctx, text(d.Fields, "role")))}
	if s := text(d.Fields, "proposed_by"); s != "" {
		p.Closing = append(p.Closing, i18n.T(ctx, "document.proposed", "who", s))
	}
	return p
}

// matter is what the opening words call the file. Who may not open it reads whom it is about, which the paper says, and
// neither its title nor its reference.
func (d *Snapshot) matter() string {
	if d.CaseVisible {
		return text(d.Fields, "case_title")
	}
	return text(d.Fields, "party")
}

func (h *Prints) role(ctx context.Context, code string) string {
	if r := h.Book().Role(actor.Role(code)); r != nil {
		return r.Label.In(ctx)
	}
	return code
}

// particulars are facts of the file that a document states beside what its act's form says, in this order.
func particulars() []string {
	return []string{"case_ref", "party", "mineral", "lead_basis", "handlers", "offence", "facts", "destination", "referral_ref", "package_digest", "evidence_no",
		"evidence_name", "quantity", "unit", "seal_no"}
}

// lines are the particulars of a document, by the labels of the tables where they have one.
func (h *Prints) lines(ctx context.Context, d *Snapshot) []document.Line {
	var out []document.Line
	for _, k := range particulars() {
		if k == "case_ref" && !d.CaseVisible {
			continue
		}
		if s := h.value(ctx, k, d.Fields[k]); s != "" && s != "0" {
			out = append(out, document.Line{Label: i18n.T(ctx, "document.field."+k), Value: s})
		}
	}
	input, _ := d.Fields["input"].(map[string]any)
	form := h.lawOf(d).Form(text(d.Fields, "form"))
	if form == nil {
		return out
	}
	for _, f := range form.Fields {
		if s := h.formValue(ctx, d, f, input[f.Name]); s != "" {
			out = append(out, document.Line{Label: f.Label.In(ctx), Value: s})
		}
	}
	return out
}

func (h *Prints) value(ctx context.Context, key string, v any) string {
	s := joined(ctx, v)
	switch key {
	case "offence", "destination", "unit":
		return h.Book().EnumLabel(key, s).In(ctx)
	case "lead_basis":
		return h.Book().CiteViolation(ctx, s)
	}
	return s
}

func (h *Prints) formValue(ctx context.Context, d *Snapshot, f *law.Field, v any) string {
	var out []string
	for _, s := range listed(v) {
		for _, o := range f.Options {
			if o.Code == s {
				s = o.Label.In(ctx)
			}
		}
		switch f.Type {
		case "officer", "officers2", "org", "person", "documents", "evidence_items":
			if w := d.Words[s]; w != "" {
				s = w
			}
		case "legal_basis":
			s = h.Book().CiteViolation(ctx, s)
		case "money":
			s = ui.Money(s)
		case "datetime":
			if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
				s = i18n.DateTime(t)
			}
		case "file": // its name stands on a paper as people can see it
			s = names.Shown(s)
		case "yesno":
			s = i18n.T(ctx, "document.value."+s)
		}
		out = append(out, s)
	}
	return strings.Join(out, i18n.T(ctx, "document.list"))
}

func text(m map[string]any, key string) string {
	s, _ := m[key].(string)
	return s
}

func joined(ctx context.Context, v any) string {
	return strings.Join(listed(v), i18n.T(ctx, "document.list"))
}

func listed(v any) []string {
	switch x := v.(type) {
	case string:
		if x != "" {
			return []string{x}
		}
	case []any:
		var out []string
		for _, e := range x {
			out = append(out, listed(e)...)
		}
		return out
	case float64:
		return []string{fmt.Sprintf("%g", x)}
	case map[string]any:
		var out []string
		for _, e := range x {
			out = append(out, listed(e)...)
		}
		sort.Strings(out)
		return out
	}
	return nil
}
