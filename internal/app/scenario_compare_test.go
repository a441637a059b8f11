package app_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

func differences(list []procedure.Difference) string {
	var out strings.Builder
	for _, x := range list {
		fmt.Fprintf(&out, "%+v → %+v; ", x.Old, x.New)
	}
	return out.String()
}

// note keeps the order in which things came up, without the ones a scenario takes as given.
func (w *world) note() {
	f := w.file()
	add := func(entity law.Machine, id int64) {
		t := matter.Target{Entity: entity, ID: id}
		if !slices.Contains(w.things, t) {
			w.things = append(w.things, t)
		}
	}
	for _, e := range f.Evidence {
		if !slices.Contains(w.fixture, e.Ref) {
			add(law.Evidence, e.ID)
		}
	}
	for _, c := range f.Cases {
		if c.Machine == "admin_case" {
			add(law.AdminCase, c.ID)
		}
	}
	for _, r := range f.Referrals {
		add(law.Referral, r.ID)
	}
	for _, c := range f.Cases {
		if c.Machine == "criminal_case" {
			add(law.CriminalCase, c.ID)
		}
	}
	for _, p := range f.Persons {
		add(law.Person, p.ID)
	}
	for _, h := range f.Handovers {
		add(law.MSSHandover, h.ID)
	}
	for _, r := range f.Records {
		add(law.Machine(r.Entity), r.ID)
	}
}

func stateOf(f *matter.File, t matter.Target) (string, int) {
	switch t.Entity {
	case law.AdminCase, law.CriminalCase:
		c := f.Case(t.ID)
		return c.State, c.Version
	case law.Referral:
		r := f.Referral(t.ID)
		return r.State, r.Version
	case law.Evidence:
		e := f.Item(t.ID)
		return e.State, e.Version
	case law.MSSHandover:
		h := f.MSS(t.ID)
		return h.State, h.Version
	case law.Person:
		p := f.Person(t.ID)
		return p.State, p.Version
	}
	return "", f.Record(t.ID).Version
}

func (w *world) states() string {
	f := w.file()
	var out []string
	for _, t := range w.things {
		if w.book.HasStates(t.Entity) {
			state, _ := stateOf(f, t)
			out = append(out, string(t.Entity)+"="+state)
		}
	}
	return strings.Join(out, " ")
}

// running are the clocks that run, with the day on which each ends, or of hours the minute.
func (w *world) running() string {
	var out []string
	for _, k := range w.file().Clocks {
		code, layout := k.Code, time.DateOnly
		if k.State == "PAUSED" {
			code += "(paused)"
		}
		if w.book.Clock(k.Code).Unit == law.Hours {
			layout = "2006-01-02T15:04"
		}
		if k.Running() {
			out = append(out, code+"="+k.DueAt.In(law.Zone()).Format(layout))
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func (w *world) tasks() string {
	var out []string
	rows, err := w.super.Query(w.t.Context(), "SELECT entity || ':' || event FROM tasks WHERE done_at IS NULL ORDER BY id")
	if err != nil {
		w.t.Fatal(err)
	}
	if out, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
		w.t.Fatal(err)
	}
	return strings.Join(out, " ")
}

// verify: what lists and reports read is what the file says.
func (w *world) verify() string {
	w.t.Helper()
	stale, err := w.desk.Stale(w.t.Context(), w.db.Read())
	if err != nil {
		w.t.Fatal(err)
	}
	if len(stale) > 0 {
		return fmt.Sprintf("%d cases with stale copies", len(stale))
	}
	return ""
}

func explain(err error) string {
	var e *errs.E
	if !errors.As(err, &e) {
		return err.Error()
	}
	out := e.Error() + fmt.Sprint(e.Args)
	for _, g := range e.Guards {
		out += " guard:" + g.ID
	}
	return out
}

// stoppedBy names what refused an act as scenarios.csv does: the papers that are missing, else the guards, else the rule of the
// engine by the key of its refusal.
func stoppedBy(book *law.Edition, err error) (out []string) {
	var e *errs.E
	if !errors.As(err, &e) {
		return nil
	}
	for _, g := range e.Guards {
		if g.ID == "document_required" {
			out = append(out, papersIn(book, g.Args)...)
		} else {
			out = append(out, g.ID)
		}
	}
	if len(out) == 0 {
		out = []string{e.Key}
	}
	return out
}

// papersIn are the codes of the papers that a refusal calls by their names, in its order. Some names hold a separator themselves.
func papersIn(book *law.Edition, args []any) (out []string) {
	or := i18n.T(context.Background(), "act.or")
	for _, arg := range args {
		var rest string
		if said, ok := arg.(i18n.Sayer); ok {
			rest = said.In(context.Background())
		}
		for rest != "" {
			best := ""
			for _, d := range book.Documents {
				if after, ok := strings.CutPrefix(rest, d.Name.ZH); ok && len(d.Name.ZH) > len(best) && (after == "" || strings.HasPrefix(after, "；") ||
					strings.HasPrefix(after, or)) {
					best = d.Name.ZH
				}
			}
			i := slices.IndexFunc(book.Documents, func(d *law.Document) bool { return d.Name.ZH == best })
			if i < 0 {
				return append(out, rest)
			}
			out = append(out, book.Documents[i].Code)
			rest = strings.TrimPrefix(strings.TrimPrefix(rest[len(best):], "；"), or)
		}
	}
	return out
}

// refusal: the program said no; it did not break.
func refusal(err error) bool {
	return slices.Contains([]errs.Kind{errs.InvalidInput, errs.Forbidden, errs.Conflict, errs.NotFound}, errs.KindOf(err))
}
