package badge

import (
	"context"
	"strconv"
	"time"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/views/ui"
)

// Row is a clock as a page reads it. Entity and StartEvent, where the page has them, name the act that started it.
type Row struct {
	Code, State         string
	Edition             string // of the tables, by which its end is counted
	Entity              law.Machine
	StartEvent          string
	StartedAt, DueAt    time.Time
	Minimum             bool
	Provisional         bool
	PauseBasis          string
	Extensions          int
	PausedAt, ClosedAt  *time.Time
	OwnerZH, OwnerEN    string // whose duty it is, where that is not the reader's own agency
	TargetKind, Subject string // what it stands on: the reference of a referral or an item
}

// Rests orders clocks that do not press behind those that do: a minimum interval is no deadline, a paused period does not
// count at all.
func (r Row) Rests() int {
	switch {
	case r.State == "PAUSED":
		return 2
	case r.Minimum:
		return 1
	}
	return 0
}

// Present turns a clock into the badge that every page shows: state, words, rule, article and due moment. It is the
// only place that does, so that a list, a case and the deadline board never say different things.
func Present(ctx context.Context, book *law.Edition, r Row, now time.Time) ui.Clock {
	book = book.Under(r.Edition)
	k := book.ClockEver(r.Code)
	if k == nil { // no edition knows it
		return ui.Clock{Code: r.Code, Name: r.Code, State: law.ClockLapsed, Due: i18n.Machine(r.DueAt)}
	}
	badge := book.Badge(law.Due{Code: r.Code, Start: r.StartedAt, Due: r.DueAt}, r.life(), now, nil)
	r.settle(&badge)
	c := ui.Clock{Code: r.Code, Name: k.Name.In(ctx), State: badge.State, Words: words(ctx, badge),
		Basis: book.Cite(ctx, k.Basis), Period: Period(ctx, k.Amount, k.Unit), DayBasis: i18n.T(ctx, "clocks.basis."+k.Unit),
		StartedAt: r.StartedAt, Due: i18n.Machine(r.DueAt), DueText: dueText(k, r.DueAt),
		Live: k.Unit == law.Hours && r.State == "RUNNING" && badge.State != law.ClockOver}
	if r.StartEvent != "" {
		c.StartedBy = book.EventLabel(r.Entity, r.StartEvent).In(ctx)
	}
	c.Note = r.note(ctx)
	return c
}

func (r Row) life() law.Life {
	l := law.Life{Paused: r.State == "PAUSED", Lapsed: r.State == "LAPSED"}
	if r.ClosedAt != nil && (r.State == "MET" || r.State == "LATE") {
		l.Stopped = *r.ClosedAt
	}
	return l
}

// settle: whether a closed clock was kept was decided by the act that closed it, from the time when the thing was
// done; the moment of recording, which the badge knows, may be later.
func (r Row) settle(b *law.Badge) {
	switch {
	case r.State == "MET" && b.State == law.ClockLate:
		b.State, b.Key = law.ClockMet, "clock.met"
	case r.State == "LATE" && b.State == law.ClockMet:
		b.State, b.Key = law.ClockLate, "clock.late"
	}
}

func (r Row) note(ctx context.Context) string {
	note := ""
	add := func(s string) {
		if note != "" {
			note += " · "
		}
		note += s
	}
	if r.Extensions > 0 {
		add(i18n.T(ctx, "clocks.note.extended", "n", r.Extensions))
	}
	if r.State == "PAUSED" && r.PauseBasis != "" {
		add(r.PauseBasis)
	}
	if r.Provisional {
		add(i18n.T(ctx, "clocks.note.provisional"))
	}
	if owner := i18n.Pick(ctx, r.OwnerZH, r.OwnerEN); owner != "" {
		add(i18n.T(ctx, "clocks.note.owner", "agency", owner))
	}
	return note
}

// Period says how long a period is: 7 working days.
func Period(ctx context.Context, amount int, unit string) string {
	return i18n.T(ctx, "clocks.period."+unit, "n", strconv.Itoa(amount))
}

func words(ctx context.Context, b law.Badge) string {
	at := i18n.MonthDay(b.At)
	switch b.Key {
	case "clock.today_at":
		at = i18n.Clock(b.At)
	case "clock.due_at":
		at = i18n.MonthDay(b.At) + " " + i18n.Clock(b.At)
	case "clock.earliest":
		at = i18n.Date(b.At)
	}
	return i18n.T(ctx, b.Key, "n", b.N, "at", at)
}

// dueText: only hour clocks and first permitted moments carry an hour; other periods end with their day.
func dueText(k *law.Clock, due time.Time) string {
	if k.Unit == law.Hours {
		return i18n.DateTime(due)
	}
	return i18n.Date(due)
}
