package acts

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/deadline/badge"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	"touchstone/views/act"
	"touchstone/views/ui"
)

// Ask presents the form of an act, fresh or with what was typed and what is wrong with it.
func (h *HTTP) Ask(rd web.Reading, v *Asking, in url.Values, bad *errs.E) (ui.ActForm, *law.Act, error) {
	ctx, e := rd.Ctx, h.Engine
	row, chosen := v.Rows[0], in.Get("variant")
	if in == nil {
		chosen = rd.Query.Get("variant")
	}
	for _, r := range v.Rows {
		if r.Variant == chosen {
			row = r
		}
	}
	ch, err := e.Choices(ctx, h.DB.Read(), v.Who, v.Subject(), v.File, rd.Now)
	if err != nil {
		return ui.ActForm{}, nil, err
	}
	f := ui.ActForm{Action: v.Action, Event: v.Event, Variant: row.Variant, Key: rd.Key(v.Action), Submit: e.submitLabel(ctx, row),
		Upload: hasFiles(row)}
	if v.Target.ID != 0 {
		f.Version = strconv.Itoa(v.File.Version(v.Target))
	}
	if v.Back != "" {
		f.Cancel = &ui.Action{Label: i18n.T(ctx, "act.form.cancel"), Href: v.Back}
	}
	var fields []errs.Field
	if bad != nil {
		fields = bad.Fields
		f.Problems, f.Guards = Problems(ctx, bad)
	}
	if vf := VariantField(ctx, v.Rows, chosen, fieldError(ctx, fields, "variant")); vf != nil {
		f.Fields = append(f.Fields, *vf)
	} else if row.Variant != "" {
		f.Hidden = append(f.Hidden, ui.Pair{Name: "variant", Value: row.Variant})
	}
	f.Fields = append(f.Fields, e.askable(v, row, unionFields(ctx, v.Rows, in, e.Known(&v.Question), rd.Now, ch, fields))...)
	if row.Binding && !procedure.Proposed(row) {
		f.Fields = append(f.Fields, credentialField(ctx, fields))
	}
	return f, row, nil
}

// askable leaves out what the file already answers with no: a field that is needed only under a condition of the file
// (not of the form itself) which does not hold, and boxes for files where none may come.
func (e *Desk) askable(v *Asking, row *law.Act, fields []ui.Field) []ui.Field {
	probe := &procedure.Act{Row: row, Target: v.Target, Parent: v.Parent, Who: v.Who, From: v.File.State(v.Target), Input: law.Values{}}
	return slices.DeleteFunc(fields, func(x ui.Field) bool {
		if row.Form == nil || row.Form.Field(x.Name) == nil {
			return false
		}
		if probe.Spared(v.File, x.Name) {
			return true
		}
		c := e.Book().Condition(row.Form.Field(x.Name).Required.Cond)
		return c != nil && c.OfFile() && !e.Registry().Cond(c.ID, probe, v.File)
	})
}

func (e *Desk) submitLabel(ctx context.Context, row *law.Act) string {
	title := row.Label.In(ctx)
	if procedure.Proposed(row) {
		return i18n.T(ctx, "act.form.propose", "act", title)
	}
	return title
}

// formPage is the page of an act's form.
func (h *HTTP) formPage(rd web.Reading, v *Asking, in url.Values, bad *errs.E) (templ.Component, error) {
	ctx, e := rd.Ctx, h.Engine
	f, row, err := h.Ask(rd, v, in, bad)
	if err != nil {
		return nil, err
	}
	title := row.Label.In(ctx)
	p := act.FormPage{Frame: rd.Frame("P14", title), Head: ui.Heading{Title: title, Sub: v.File.Title(v.Subject()),
		Back: &ui.Action{Label: v.Ref, Href: v.Back}},
		Form: f, Notice: e.FormNotice(ctx, row), Rules: e.Rules(ctx, row), Effects: e.Effects(ctx, row),
		Basis: e.Book().Cite(ctx, row.Basis)}
	p.Figures = lines(e.Figures(ctx, row, v.Target, typedOr(row, in, e.Known(&v.Question)), v.File))
	p.Frame.Error = bad != nil
	return act.Form(p), nil
}

// typedOr are the answers as they were typed, or what the file knows of them on a fresh form.
func typedOr(row *law.Act, in url.Values, prior law.Values) law.Values {
	if in == nil || row.Form == nil {
		return prior
	}
	v, _ := row.Form.Decode(in, time.Time{}, nil, "", row.Variant)
	return v
}

// unionFields: outcomes of one event share a form as a rule; where they do not, each field stands once.
func unionFields(ctx context.Context, rows []*law.Act, in url.Values, prior law.Values, now time.Time, ch Choices, bad []errs.Field) []ui.Field {
	var out []ui.Field
	seen := map[string]bool{}
	for _, row := range rows {
		for _, f := range FormFields(ctx, row, in, prior, now, ch, bad) {
			if !seen[f.Name] {
				seen[f.Name] = true
				out = append(out, f)
			}
		}
	}
	return out
}

func hasFiles(row *law.Act) bool {
	return row.Form != nil && slices.ContainsFunc(row.Form.Fields, func(f *law.Field) bool { return f.Type == "file" })
}

func fieldError(ctx context.Context, bad []errs.Field, name string) string {
	for _, b := range bad {
		if b.Name == name {
			return i18n.T(ctx, b.Key, b.Args...)
		}
	}
	return ""
}

// Problems presents a refusal: fields with their words, guards with their sentence and article.
func Problems(ctx context.Context, e *errs.E) ([]ui.Problem, []ui.Guard) {
	var ps []ui.Problem
	var gs []ui.Guard
	for _, f := range e.Fields {
		ps = append(ps, ui.Problem{Name: f.Name, Text: i18n.T(ctx, f.Key, f.Args...)})
	}
	for _, g := range e.Guards {
		sentence := g.Sentence.In(ctx)
		if g.Detail != "" {
			sentence += " " + i18n.T(ctx, g.Detail, g.Args...)
		}
		gs = append(gs, ui.Guard{ID: g.ID, Sentence: sentence, Basis: g.Law(ctx), Warn: g.Warn})
	}
	if len(ps)+len(gs) == 0 {
		ps = append(ps, ui.Problem{Text: i18n.T(ctx, e.Key, e.Args...)})
	}
	return ps, gs
}

// FormNotice says what is particular about an act: not built yet, decided by another person, or binding.
func (e *Desk) FormNotice(ctx context.Context, row *law.Act) *ui.Notice {
	switch {
	case !e.Registry().Built(row):
		return &ui.Notice{Tone: "warn", Text: i18n.T(ctx, "procedure.not_built")}
	case procedure.Proposed(row):
		return &ui.Notice{Tone: "info", Text: i18n.T(ctx, "act.form.two_persons", "roles", e.RoleNames(ctx, row.DeciderRoles))}
	case row.Binding:
		return &ui.Notice{Tone: "warn", Text: i18n.T(ctx, "act.form.binding")}
	}
	return nil
}

// RoleNames says roles in words, for whose turn it is.
func (e *Desk) RoleNames(ctx context.Context, roles []actor.Role) string {
	var out []string
	for _, r := range roles {
		if info := e.Book().Role(r); info != nil {
			out = append(out, info.Label.In(ctx))
		}
	}
	return strings.Join(out, i18n.T(ctx, "act.or"))
}

// Rules lists what an act is checked against when it is submitted; what concerns its decider is not said to whoever
// proposes it.
func (e *Desk) Rules(ctx context.Context, row *law.Act) []act.Rule {
	var out []act.Rule
	for _, g := range row.Guards {
		if procedure.Proposed(row) && (strings.HasPrefix(g.ID, "approver_") || strings.HasPrefix(g.ID, "decider_")) {
			continue
		}
		out = append(out, act.Rule{Sentence: g.Refusal.In(ctx), Basis: e.Book().Cite(ctx, g.Basis)})
	}
	return out
}

// chinese cites as the papers do: what is suggested is what is kept.
func (e *Desk) chinese(ctx context.Context) func(basis string) string {
	zh, book := i18n.With(ctx, i18n.ZH), e.Book()
	return func(basis string) string { return book.Cite(zh, basis) }
}

// Choices reads what the reader may pick from in this object's forms.
func (e *Desk) Choices(ctx context.Context, q database.Q, who actor.Actor, t matter.Target, f *matter.File, now time.Time) (Choices, error) {
	people, err := e.OfficersOf(ctx, q, who, f, now)
	officers := make([]Officer, len(people))
	for i, o := range people {
		officers[i] = Officer{Option: ui.Option{Value: o.Username, Label: i18n.Name(ctx, o.NameZH, o.NameEN)}, Roles: o.Roles}
	}
	ch := Choices{Officers: officers, Laws: e.lawOptions(ctx), Cite: e.chinese(ctx), named: e.Book().NamedIn}
	c, pack := f.DeskOf(who.AgencyID, t), f.Carrying(t)
	for _, a := range sortedAgencies(f) {
		ch.Agencies = append(ch.Agencies, ui.Option{Value: a.Code, Label: i18n.Pick(ctx, a.NameZH, a.NameEN)})
	}
	for i := len(f.Docs) - 1; i >= 0; i-- {
		if d := f.Docs[i]; (c != nil && d.CaseID == c.ID || pack.Carries(d.ID, 0)) && f.Offers(d.Ref) {
			ch.Documents = append(ch.Documents, ui.Option{Value: d.Ref, Label: d.Name(ctx, e.Book()) + " " + d.Number})
		}
	}
	for _, i := range f.Evidence {
		if (c != nil && (i.CaseID == c.ID || i.CustodyCaseID == c.ID) || pack.Carries(0, i.ID)) && i.Finding != "excluded" && f.Offers(i.Ref) {
			ch.Evidence = append(ch.Evidence, ui.Option{Value: i.Ref, Label: fmt.Sprintf("%03d %s", i.No, i.Name)})
		}
	}
	for _, p := range f.Parties {
		if c != nil && p.CaseID == c.ID && f.Opens(c.ID) {
			ch.Parties = append(ch.Parties, ui.Option{Value: p.Ref, Label: p.Name})
		}
	}
	return ch, err
}

func sortedAgencies(f *matter.File) []matter.Agency {
	var out []matter.Agency
	for _, a := range f.Agencies {
		if a.Kind != "system" && a.Kind != "coordination" {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b matter.Agency) int { return int(a.ID - b.ID) })
	return out
}

func (e *Desk) lawOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, p := range e.Book().Penalties {
		out = append(out, ui.Option{Value: p.Code, Label: procedure.Said(ctx, e.Book(), p.Code)})
	}
	return out
}

// Clock presents one of the file's clocks.
func (e *Desk) Clock(ctx context.Context, k matter.Clock, now time.Time) ui.Clock {
	row := badge.Row{Code: k.Code, State: k.State, StartedAt: k.StartedAt, DueAt: k.DueAt, ClosedAt: k.ClosedAt, Edition: k.Edition}
	return badge.Present(ctx, e.Book(), row, now)
}

// lines are lines of a file as facts of a page.
func lines(in []procedure.Line) []ui.Fact {
	out := make([]ui.Fact, len(in))
	for i, x := range in {
		out[i] = ui.Fact{Label: x.Label, Value: x.Value}
	}
	return out
}

func pick(b bool, yes, no string) string {
	if b {
		return yes
	}
	return no
}
