package ui

import (
	"context"
	"strings"

	"touchstone/internal/i18n"
)

func dueText(c Clock) string {
	if c.DueText != "" {
		return c.DueText
	}
	return c.Due
}

func joinDots(parts ...string) string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, " · ")
}

func sortSign(sort string) string {
	switch sort {
	case "ascending":
		return "▲"
	case "descending":
		return "▼"
	}
	return "↕"
}

func columns(t Table) int {
	n := len(t.Columns)
	if t.Select != "" {
		n++
	}
	return n
}

// control is the kind of input a field type is drawn as.
func control(f Field) string {
	kind, _, enumerated := strings.Cut(f.Type, ":")
	switch {
	case enumerated && f.Multiple:
		return "checkboxes"
	case enumerated && len(f.Options) <= 4:
		return "radios"
	case enumerated:
		return "select"
	}
	switch kind {
	case "longtext", "reason":
		return "textarea"
	case "officers2", "evidence_items", "checkboxes":
		return "checkboxes"
	case "radios", "select", "documents", "datetime", "date", "file", "password", "code", "hidden", "search", "yesno", "check":
		return kind
	case "money", "decimal", "quantity", "mass", "integer":
		return "number"
	case "officer":
		if len(f.Options) > 0 {
			return "select"
		}
	}
	return "text"
}

// grouped reports whether the control is a set of boxes under a legend.
func grouped(f Field) bool {
	switch control(f) {
	case "checkboxes", "radios", "yesno", "documents":
		return true
	}
	return false
}

// rowLetters is how much text the options of a group may have to stand in one row; a Han character counts two.
const rowLetters = 44

// inRow reports whether the options of a group are few and short enough to stand in one row.
func inRow(ctx context.Context, f Field) bool {
	n := 0.0
	list := optionsOf(ctx, f)
	for _, o := range list {
		if o.Hint != "" {
			return false
		}
		n += units(o.Label)
	}
	return control(f) != "documents" && len(list) < 5 && n <= rowLetters
}

// wide reports whether a field takes the whole width of its form; the others stand two in a row where there is room.
func wide(ctx context.Context, f Field) bool {
	switch control(f) {
	case "textarea", "file", "documents", "check":
		return true
	}
	return grouped(f) && !inRow(ctx, f)
}

func fieldID(f Field) string { return "f-" + scoped(f) }

func hintID(f Field) string { return "h-" + scoped(f) }

func errorID(f Field) string { return "e-" + scoped(f) }

// scoped is the field's name, with its form's where a page has several forms that ask the same.
func scoped(f Field) string {
	if f.Scope == "" {
		return f.Name
	}
	return f.Scope + "-" + f.Name
}

// describedBy lists what a screen reader says after the label.
func describedBy(f Field) string {
	var ids []string
	if f.Hint != "" || f.Limit != "" {
		ids = append(ids, hintID(f))
	}
	if f.Error != "" {
		ids = append(ids, errorID(f))
	}
	return strings.Join(ids, " ")
}

func rowsOf(f Field) int {
	if f.Rows > 0 {
		return f.Rows
	}
	return 3
}

func chosen(f Field, value string) bool {
	return f.Value == value || contains(f.Values, value)
}

// outside are the values of a documents field that are not among its options: papers
// that live outside the system and were typed in.
func outside(f Field) string {
	for _, v := range f.Values {
		known := false
		for _, o := range f.Options {
			known = known || o.Value == v
		}
		if !known {
			return v
		}
	}
	return ""
}

func multipart(f ActForm) bool {
	if f.Upload {
		return true
	}
	for _, field := range f.Fields {
		if control(field) == "file" {
			return true
		}
	}
	return false
}

// filesLast keeps the files at the end of the body: what authorises them comes first.
func filesLast(fields []Field) []Field {
	var front, back []Field
	for _, f := range fields {
		if control(f) == "file" {
			back = append(back, f)
		} else {
			front = append(front, f)
		}
	}
	return append(front, back...)
}

// withProblems puts the text of each problem beside its field.
func withProblems(f ActForm) []Field {
	fields := filesLast(f.Fields)
	for i := range fields {
		fields[i].Scope = f.Scope
	}
	for i := range fields {
		for _, p := range f.Problems {
			if p.Name == fields[i].Name && fields[i].Error == "" {
				fields[i].Error = p.Text
			}
		}
	}
	return fields
}

// shown is the field of that name which the form or its children draw.
func shown(f ActForm, name string) *Field {
	for _, list := range [][]Field{f.Fields, f.Within} {
		for i := range list {
			if list[i].Name == name {
				return &list[i]
			}
		}
	}
	return nil
}

// orphan reports a problem whose field the form does not show.
func orphan(f ActForm, p Problem) bool { return shown(f, p.Name) == nil }

// partTone is how the state of a part of a package is told by colour, beside its words.
func partTone(state string) string {
	return map[string]string{"present": "good", "missing": "bad-t", "stale": "near-t", "not_applicable": "muted"}[state]
}

// named puts the name of the field before what is wrong with it: the summary is read away from the field.
func named(ctx context.Context, f ActForm, p Problem) string {
	if x := shown(f, p.Name); x != nil && x.Label != "" && !strings.HasPrefix(p.Text, x.Label) {
		return i18n.T(ctx, "ui.form.named", "field", x.Label, "text", p.Text)
	}
	return p.Text
}

func yesNo(ctx context.Context) []Option {
	return []Option{{Value: "yes", Label: i18n.T(ctx, "ui.form.yes")}, {Value: "no", Label: i18n.T(ctx, "ui.form.no")}}
}

func submitText(ctx context.Context, f ActForm) string {
	if f.Submit != "" {
		return f.Submit
	}
	return i18n.T(ctx, "ui.form.save")
}

func flowIcon(ok bool) string {
	if ok {
		return "tick"
	}
	return "cross"
}

func present(items []PackageItem) int {
	n := 0
	for _, p := range items {
		if p.State == "present" || p.State == "not_applicable" {
			n++
		}
	}
	return n
}

func orEmpty(ctx context.Context, s string) string {
	if s == "" {
		return i18n.T(ctx, "ui.diff.empty")
	}
	return s
}

func hashIcon(state string) string {
	switch state {
	case "verified":
		return "tick"
	case "pending":
		return "ring"
	}
	return "cross"
}

func findingTone(state string) string {
	switch state {
	case "verified":
		return "ok"
	case "excluded":
		return "err"
	}
	return "warn"
}

func figText(f Fig) string {
	if f.Text != "" {
		return f.Text
	}
	return Thousands(f.Value)
}

func barText(b Bar) string {
	if b.Text != "" {
		return b.Text
	}
	return trendText(b.Value)
}

// Holding is a form whose children draw these fields.
func Holding(f ActForm, children ...[]Field) ActForm {
	for _, list := range children {
		f.Within = append(f.Within, list...)
	}
	return f
}

// Button is the step as the one button of a page.
func (s Step) Button() Action {
	a := Action{Label: s.Label, Href: s.Href, Event: s.Form(), Primary: true}
	if s.Short != "" {
		a.Label = s.Short
	}
	return a
}

// Form is the event to whose form a step leads: a proposal is no form.
func (s Step) Form() string {
	if strings.HasPrefix(s.Href, "/approvals/") {
		return ""
	}
	return s.Event
}
