package main

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
	"touchstone/internal/law"
)

// ProcedureCmd reads the legal tables.
type ProcedureCmd struct {
	Check ProcedureCheckCmd `cmd:"" help:"Cross-check the legal tables and count their rows."`
	Show  ProcedureShowCmd  `cmd:"" help:"Show everything the tables say about one event."`
}

// ProcedureCheckCmd cross-checks the tables.
type ProcedureCheckCmd struct {
	Tables string `help:"Check the tables in this folder instead of the built-in ones." type:"existingdir" placeholder:"DIR"`
}

// Run prints the counts, or every problem.
func (c *ProcedureCheckCmd) Run(env *Env) error {
	tables := env.Tables
	if c.Tables != "" {
		tables = os.DirFS(c.Tables)
	}
	book, err := law.Newest(tables)
	var bad *law.TableError
	if errors.As(err, &bad) {
		for _, p := range bad.Problems {
			if err := env.printf(" - %s\n", p); err != nil {
				return err
			}
		}
		return wrapProblems(len(bad.Problems))
	}
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return errs.Wrap(errs.NotFound, "law.no_tables", err)
		}
		return err
	}
	n := book.Counts()
	return env.printf("%d machines, %d states, %d transitions, %d recorded events, %d guards, %d clocks, %d documents, %d forms, %d form fields, "+
		"%d enum lists, %d enum values, %d day rules, %d roles, %d conditions\n%d not built\nno problems\n",
		n.Machines, n.States, n.Transitions, n.RecordedEvents, n.Guards, n.Clocks, n.Documents, n.Forms, n.Fields,
		n.EnumLists, n.EnumValues, n.DayRules, n.Roles, n.Conditions, notBuilt(book, env.Built))
}

func wrapProblems(n int) error { return errs.New(errs.InvalidInput, "law.problems", "n", n) }

// notBuilt counts the rows that this program refuses because a guard or a page is missing.
func notBuilt(book *law.Edition, built func(*law.Act) bool) int {
	n := 0
	for _, a := range book.Acts {
		if built == nil || !built(a) {
			n++
		}
	}
	return n
}

// ProcedureShowCmd shows one event.
type ProcedureShowCmd struct {
	Event string `arg:"" help:"Name of the event, such as referral.approved or referral.filing_decided[outcome=file]."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

type shownAct struct {
	ID           string       `json:"id"`
	Entity       string       `json:"entity"`
	Event        string       `json:"event"`
	Variant      string       `json:"variant,omitempty"`
	LabelZH      string       `json:"label_zh"`
	LabelEN      string       `json:"label_en"`
	From         []string     `json:"from"`
	To           string       `json:"to,omitempty"`
	Proposers    []actor.Role `json:"proposer_roles"`
	Deciders     []actor.Role `json:"decider_roles"`
	FourEyes     bool         `json:"four_eyes"`
	Binding      bool         `json:"binding"`
	External     string       `json:"external_party,omitempty"`
	Guards       []shownGuard `json:"guards"`
	Form         string       `json:"form"`
	Fields       []shownField `json:"fields"`
	Clocks       []shownClock `json:"clocks"`
	DocsRequired []string     `json:"documents_required"`
	DocsIssued   []string     `json:"documents_issued"`
	Emits        []string     `json:"emits"`
	Basis        string       `json:"legal_basis"`
	SourceStatus string       `json:"source_status"`
	Notes        string       `json:"notes,omitempty"`
	Built        bool         `json:"built"`
}

type shownGuard struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	ZH    string `json:"zh"`
	EN    string `json:"en"`
	Basis string `json:"legal_basis"`
}

type shownField struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Required string `json:"required"`
	Default  string `json:"default,omitempty"`
	LabelZH  string `json:"label_zh"`
	LabelEN  string `json:"label_en"`
}

type shownClock struct {
	Move string `json:"move"`
	Code string `json:"code"`
	Cond string `json:"if,omitempty"`
	Name string `json:"name_en"`
}

// Run prints each row of the event.
func (c *ProcedureShowCmd) Run(env *Env) error {
	book, err := env.book()
	if err != nil {
		return err
	}
	event, variant, _ := strings.Cut(strings.TrimSuffix(c.Event, "]"), "[")
	shown := []shownAct{}
	for _, a := range book.Event(event) {
		if variant == "" || a.Variant == variant {
			shown = append(shown, show(book, a, env.Built != nil && env.Built(a)))
		}
	}
	if len(shown) == 0 {
		return errs.New(errs.NotFound, "law.unknown_event", "event", c.Event)
	}
	if c.JSON {
		return env.printJSON(shown)
	}
	for _, s := range shown {
		if err := s.print(env); err != nil {
			return err
		}
	}
	return nil
}

func show(book *law.Edition, a *law.Act, built bool) shownAct {
	s := shownAct{ID: a.ID, Entity: string(a.Entity), Event: a.Event, Variant: a.Variant, LabelZH: a.Label.ZH, LabelEN: a.Label.Of(terminal),
		From: orEmpty(a.From), To: a.To,
		Proposers: orEmpty(a.ProposerRoles), Deciders: orEmpty(a.DeciderRoles), FourEyes: a.FourEyes, Binding: a.Binding, External: a.ExternalParty,
		Guards: []shownGuard{}, Form: a.Form.ID, Fields: []shownField{}, Clocks: []shownClock{}, DocsRequired: documents(a.DocsRequired),
		DocsIssued: documents(a.DocsIssued), Emits: []string{}, Basis: a.Basis, SourceStatus: a.SourceStatus, Notes: a.Notes.Of(terminal), Built: built}
	if a.From == nil {
		s.From = []string{"*"}
	}
	for _, g := range a.Guards {
		s.Guards = append(s.Guards, shownGuard{g.ID, g.Kind, g.Rule.ZH, g.Rule.Of(terminal), g.Basis})
	}
	for _, f := range a.Form.Fields {
		s.Fields = append(s.Fields, shownField{f.Name, f.Type, need(f.Required), f.Default, f.Label.ZH, f.Label.Of(terminal)})
	}
	for _, m := range []struct {
		name string
		refs []law.Ref
	}{{"start", a.Starts}, {"extend", a.Extends}, {"check", a.Checks}, {"pause", a.Pauses}, {"resume", a.Resumes}, {"stop", a.Stops}} {
		for _, r := range m.refs {
			name := ""
			if k := book.Clock(r.Code); k != nil {
				name = k.Name.Of(terminal)
			}
			s.Clocks = append(s.Clocks, shownClock{m.name, r.Code, r.Cond, name})
		}
	}
	for _, e := range a.Emits {
		s.Emits = append(s.Emits, emitted(e))
	}
	return s
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func need(n law.Need) string {
	switch {
	case n.Always:
		return "yes"
	case n.Cond != "":
		return "if:" + n.Cond
	case n.Key != "":
		return "if:" + n.Key + "=" + n.Value
	}
	return "no"
}

func withCond(s, cond string) string {
	if cond == "" {
		return s
	}
	return s + "?" + cond
}

func documents(needs []law.DocNeed) []string {
	out := []string{}
	for _, n := range needs {
		out = append(out, withCond(strings.Join(n.AnyOf, "|"), n.Cond))
	}
	return out
}

func emitted(e law.Emit) string {
	s := string(e.Entity) + ":" + e.Event
	if e.Self {
		s = "self:" + e.Event
	}
	if e.Task {
		s = "task:" + s
	}
	if e.Variant != "" {
		s += "[" + e.Variant + "]"
	}
	return withCond(s, e.Cond)
}

func (s shownAct) print(env *Env) error {
	variant := ""
	if s.Variant != "" {
		variant = "[" + s.Variant + "]"
	}
	to := s.To
	if to == "" {
		to = "(unchanged)"
	}
	lines := []string{
		s.ID + "  " + s.Event + variant + "  " + s.LabelZH + " / " + s.LabelEN,
		"  " + s.Entity + ": " + strings.Join(s.From, "|") + " -> " + to,
		"  proposer: " + roles(s.Proposers) + "   decider: " + roles(s.Deciders),
		"  basis: " + s.Basis + " (" + s.SourceStatus + ")",
	}
	for _, g := range s.Guards {
		lines = append(lines, "  guard "+g.ID+" ("+g.Kind+"): "+g.ZH, "    "+g.EN+" ["+g.Basis+"]")
	}
	for _, k := range s.Clocks {
		lines = append(lines, "  "+k.Move+" "+withCond(k.Code, k.Cond)+" "+k.Name)
	}
	for _, d := range s.DocsRequired {
		lines = append(lines, "  needs document "+d)
	}
	for _, d := range s.DocsIssued {
		lines = append(lines, "  issues document "+d)
	}
	for _, e := range s.Emits {
		lines = append(lines, "  emits "+e)
	}
	lines = append(lines, "  form "+s.Form)
	for _, f := range s.Fields {
		lines = append(lines, "    "+f.Name+" ("+f.Type+", required "+f.Required+"): "+f.LabelZH+" / "+f.LabelEN)
	}
	if s.Notes != "" {
		lines = append(lines, "  note: "+s.Notes)
	}
	if !s.Built {
		lines = append(lines, "  not built")
	}
	return env.printf("%s\n", strings.Join(lines, "\n"))
}

func roles(rs []actor.Role) string {
	if len(rs) == 0 {
		return "-"
	}
	var out []string
	for _, r := range rs {
		out = append(out, string(r))
	}
	return strings.Join(out, "|")
}
