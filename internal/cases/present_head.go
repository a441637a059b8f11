package cases

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/deadline/badge"
	"touchstone/internal/i18n"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
	"touchstone/views/ui"
)

// Names of the tabs of a case, as Header and Bar take them.
const (
	TabOverview  = "overview"
	TabTimeline  = "timeline"
	TabParties   = "parties"
	TabGoods     = "goods"
	TabEvidence  = "evidence"
	TabDocuments = "documents"
	TabDecisions = "decisions"
	TabAccess    = "access"
)

// Headers makes the top of every page of a case: the identity bar with its tabs. A page that has statements of its own
// queues the head in its batch (Queue, then Check and Bar); a page without asks Header.
type Headers struct {
	Access *access.Policy
	Book   law.Current
	Log    *audit.Log
}

// Header reads the head of a case and presents its bar. What the page shows below it is queued by more, in the same
// round trip: statements that find the case by its reference and under its scope (Here), never by a key that was read
// before. What the reader may not see is NotFound, or known (P39); the read of a marked case stands in the ledger before
// anything is shown (security D13).
func (h Headers) Header(ctx context.Context, q database.Q, who actor.Actor, ref, tab string, now time.Time, more ...func(*database.Pipe)) (ui.Identity, *Head,
	error) {
	head, err := h.read(ctx, q, who, ref, more)
	if err != nil {
		return ui.Identity{}, nil, err
	}
	if err := h.Check(ctx, q, who, ref, head); err != nil {
		return ui.Identity{}, nil, err
	}
	return h.Bar(ctx, head, tab, now), head, nil
}

// Check turns a head that did not come back into the error that says why, and records the reading of a marked case.
func (h Headers) Check(ctx context.Context, q database.Q, who actor.Actor, ref string, head *Head) error {
	if !head.found {
		_, err := h.Access.Visible(ctx, q, who, access.Case, ref)
		if err == nil { // it became visible between the two statements
			return head.gone()
		}
		return err
	}
	return h.Log.ViewedMarked(ctx, who, head.Marking, audit.Event{Stream: audit.CaseStream(head.ID), Kind: "case", TargetID: head.ID, TargetRef: head.Ref,
		CaseID: head.ID})
}

// Normal is a case reference as typed, in the form it is stored in; what is no reference finds nothing.
func Normal(ref string) string {
	if n, ok := ids.Normal(ref); ok && ids.PrefixOf(n) == ids.Case {
		return n
	}
	return ""
}

// Bar is the identity bar: who leads, who works on it, what is at stake, what presses, and the tabs.
func (h Headers) Bar(ctx context.Context, head *Head, tab string, now time.Time) ui.Identity {
	id := ui.Identity{Ref: head.Ref, Title: procedure.Written(head.Title), Lead: head.Lead(ctx), Tags: []ui.Tag{StateTag(ctx, h.Book(), head.Machine, head.State)},
		Tabs: head.tabs(ctx, tab)}
	if head.Next != nil {
		c := badge.Present(ctx, h.Book(), *head.Next, now)
		id.Clock = &c
	}
	id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "cases.head.lead"), Node: ui.Agency(id.Lead)})
	if len(head.Partners) > 0 {
		id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "cases.head.support"), Node: ui.Agencies(partners(ctx, head.Partners, false))})
	}
	id.Facts = append(id.Facts,
		ui.Fact{Label: i18n.T(ctx, "cases.head.owner"), Value: head.Owners(ctx)},
		ui.Fact{Label: i18n.T(ctx, "cases.head.marking"), Value: head.markings(ctx, h.Book())})
	if head.FiledAt != nil {
		id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "cases.head.filed"), Value: i18n.Date(*head.FiledAt)})
	} else {
		id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "cases.head.registered"), Value: i18n.Date(head.RegisteredAt)})
	}
	if head.Quantity != nil || head.Value != nil {
		id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "cases.head.at_stake"), Value: head.Stake()})
	}
	return id
}

// Lead is the mark of the agency whose file it is.
func (h *Head) Lead(ctx context.Context) ui.AgencyMark {
	return ui.AgencyMark{Kind: h.AgencyKind, Name: shortName(ctx, h.AgencyShort)}
}

// shortName is the short name of an agency, which it has in Chinese only; to others the component says the word of its kind, which is as
// short.
func shortName(ctx context.Context, zh string) string {
	if i18n.Lang(ctx) != i18n.ZH {
		return ""
	}
	return zh
}

func partners(ctx context.Context, list []Partner, bare bool) []ui.AgencyMark {
	var out []ui.AgencyMark
	for _, p := range list {
		out = append(out, ui.AgencyMark{Kind: p.Kind, Name: shortName(ctx, p.ZH), Bare: bare})
	}
	return out
}

// Owners are the handlers by name, the leading one first.
func (h *Head) Owners(ctx context.Context) string {
	var names []string
	for _, m := range h.Members {
		if m.Part == "handler" {
			if name := nameOf(ctx, m); !slices.Contains(names, name) { // two of another agency are one line
				names = append(names, name)
			}
		}
	}
	if len(names) == 0 {
		return i18n.T(ctx, "cases.head.unassigned")
	}
	return strings.Join(names, i18n.T(ctx, "cases.list_separator"))
}

// handling are the accounts of the handlers, the leading one first.
func (h *Head) handling() (usernames []string) {
	for _, m := range h.Members {
		if m.Part == "handler" {
			usernames = append(usernames, m.Username)
		}
	}
	return usernames
}

func (h *Head) markings(ctx context.Context, book *law.Edition) string {
	text := enumLabel(ctx, book, "marking", h.Marking.String())
	if h.Compartmented {
		text += " · " + i18n.T(ctx, "cases.head.compartmented")
	}
	return text
}

// Stake is the mass and value of everything on the file.
func (h *Head) Stake() string { return joined(Kilograms(h.Quantity), Yuan(h.Value)) }

// Handles tells whether that person handles or supports the case.
func (h *Head) Handles(userID int64) bool {
	for _, m := range h.Members {
		if m.ID == userID && m.Part != "reader" {
			return true
		}
	}
	return false
}

func (h *Head) tabs(ctx context.Context, current string) []ui.Tab {
	base := "/cases/" + h.Ref
	tab := func(name string, n int) ui.Tab {
		t := ui.Tab{Label: i18n.T(ctx, "cases.tab."+name), Href: base + "/" + name, Current: name == current}
		if name == TabOverview {
			t.Href = base
		} else if n > 0 {
			t.Count = strconv.Itoa(n)
		}
		return t
	}
	n := h.Counts
	return []ui.Tab{tab(TabOverview, 0), tab(TabTimeline, n.Timeline), tab(TabParties, n.Parties), tab(TabGoods, n.Goods), tab(TabEvidence, n.Evidence),
		tab(TabDocuments, n.Documents), tab(TabDecisions, n.Decisions), tab(TabAccess, n.Access)}
}

// StateTag shows the state of a machine by the table's own words and tone.
func StateTag(ctx context.Context, book *law.Edition, m law.Machine, code string) ui.Tag {
	t := ui.Tag{Label: code, Machine: string(m), Code: code}
	if s := book.State(m, code); s != nil {
		t.Label = s.Label.In(ctx)
		if s.Colour != "neutral" {
			t.Tone = s.Colour
		}
	}
	return t
}

func enumLabel(ctx context.Context, book *law.Edition, list, code string) string {
	if code == "" {
		return ""
	}
	return book.EnumLabel(list, code).In(ctx)
}

// Kilograms writes a mass as pages show it; unknown is not nothing.
func Kilograms(m *quantity.Mg) string {
	if m == nil {
		return ui.Unknown
	}
	return ui.Kg(m.Kg())
}

// Yuan writes an amount of money as pages show it.
func Yuan(f *quantity.Fen) string {
	if f == nil {
		return ui.Unknown
	}
	return ui.Money(f.Fixed())
}

// joined puts a dot between the parts that are known.
func joined(parts ...string) string {
	var known []string
	for _, p := range parts {
		if p != "" && p != ui.Unknown {
			known = append(known, p)
		}
	}
	if len(known) == 0 {
		return ui.Unknown
	}
	return strings.Join(known, " · ")
}
