package inbox

import (
	"context"
	"slices"
	"time"

	"github.com/a-h/templ"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/cases"
	"touchstone/internal/deadline/badge"
	"touchstone/internal/entity"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	viewhome "touchstone/views/home"
	"touchstone/views/ui"
)

// presenter turns what was read into what is shown, in the reader's language.
type presenter struct {
	ctx    context.Context
	engine *acts.Desk
	book   *law.Edition
	who    actor.Actor
	now    time.Time
}

func (p presenter) t(key string, args ...any) string { return i18n.T(p.ctx, key, args...) }

// href is where an item is dealt with.
func (p presenter) href(i Item) string {
	switch i.Source {
	case "approval", "returned":
		return "/approvals/" + i.Ref
	case "receive":
		return "/referrals/" + i.Ref
	case "handover":
		return "/handovers/" + i.Ref
	case "request":
		return "/access-requests/" + i.Ref
	case "turn":
		return "/cases/" + i.CaseRef + "/acts/" + i.Event
	case installation:
		return "/admin/files"
	case "handlers":
		return "/cases/" + i.CaseRef + "/access"
	case "task", "owed":
		return entity.Of(i.Entity).Address(i.Target) + "/acts/" + i.Event
	}
	if i.Target != "" {
		return entity.Of(i.Entity).Address(i.Target)
	}
	return "/cases/" + i.CaseRef
}

// label says what an item asks for.
func (p presenter) label(i Item) string {
	switch i.Source {
	case "approval":
		if s := p.engine.Sought(p.ctx, i.RowID); s != "" {
			return s
		}
	case "returned":
		if s := p.engine.Sought(p.ctx, i.RowID); s != "" {
			return p.t("inbox.again", "act", s)
		}
	case "handover":
		return p.t("inbox.handover")
	case "assigned":
		return p.t("inbox.assigned")
	case "handlers", installation:
		return p.t("inbox.notice." + i.Event)
	}
	if i.Source == "request" {
		return p.t("inbox.notice." + i.Event)
	}
	said := p.book.EventLabel(i.Entity, i.Event)
	if i.Source == "notice" && said.ZH == i.Event && i18n.Has("inbox.notice."+i.Event) {
		return p.t("inbox.notice." + i.Event)
	}
	return said.In(p.ctx)
}

func (p presenter) clock(i Item) *ui.Clock {
	if i.Clock == nil {
		return nil
	}
	c := badge.Present(p.ctx, p.book, *i.Clock, p.now)
	return &c
}

func (p presenter) sourceTag(i Item) ui.Tag {
	tone := map[string]string{"returned": "warn", "receive": "info", "approval": "info", "handover": "info", "assigned": "info", "owed": "info",
		"handlers": "warn"}[i.Source]
	return ui.Tag{Label: p.t("inbox.source." + i.Source), Tone: tone}
}

func (p presenter) readTag(i Item) ui.Tag {
	if i.Read {
		return ui.Tag{Label: p.t("inbox.read")}
	}
	return ui.Tag{Label: p.t("inbox.unread"), Tone: "info"}
}

func (p presenter) outcomeTag(i Item) ui.Tag {
	t := ui.Tag{Label: p.t("inbox.outcome." + i.Outcome), Tone: map[string]string{"OPEN": "info", "DECIDED": "ok", "RETURNED": "warn",
		"REFUSED": "err"}[i.Outcome]}
	if i.Outcome == "DECIDED" && i.Decision == i.Event { // the proposal is named already
		t.Label = p.t("inbox.approved")
	} else if i.Outcome == "DECIDED" {
		if said := p.book.EventLabel(i.Entity, i.Decision); i.Decision != "" && said.ZH != i.Decision {
			t.Label = said.In(p.ctx)
		}
	}
	return t
}

// table shows one tab.
func (p presenter) table(tab string, items []Item) ui.Table {
	col := func(name string) ui.Column { return ui.Column{Label: p.t("inbox.col." + name)} }
	what := ui.Column{Label: p.t("inbox.col.what"), Title: true}
	t := ui.Table{Caption: p.t("inbox.tab." + tab), Empty: ui.EmptyState{Text: p.t("inbox.empty." + tab)}}
	switch tab {
	case "todo":
		t.Columns = []ui.Column{what, col("kind"), col("case"), col("ref"), col("from"), {Label: p.t("inbox.col.due"), Clock: true, Sort: "ascending"}, col("since")}
		t.Empty.Action = &ui.Action{Label: p.t("inbox.to_done"), Href: "/inbox?tab=done"}
	case "cc":
		t.Columns = []ui.Column{what, col("case"), col("ref"), col("read"), {Label: p.t("inbox.col.since"), Sort: "descending"}}
	case "done":
		t.Columns = []ui.Column{what, col("case"), col("ref"), col("from"), col("outcome"), {Label: p.t("inbox.col.since"), Sort: "descending"}}
	default:
		t.Columns = []ui.Column{what, col("case"), col("ref"), col("outcome"), col("by"), {Label: p.t("inbox.col.since"), Sort: "descending"}}
	}
	for _, i := range items {
		t.Rows = append(t.Rows, p.row(tab, i))
	}
	return t
}

func (p presenter) row(tab string, i Item) ui.Row {
	ref := i.CaseRef
	if i.Target != "" {
		ref = i.Target
	}
	if slices.Contains([]string{"receive", "handover", "request"}, i.Source) {
		ref = i.Ref
	}
	actor.Opened(p.ctx, i.Marking)
	what, from := ui.LinkTo(p.href(i), p.label(i)), p.from(i)
	r := ui.Row{Ref: ref}
	switch tab {
	case "todo":
		c := p.clock(i)
		r.Hot = c != nil && (c.State == "urgent" || c.State == "over" || c.State == "held")
		r.Cells = []templ.Component{what, ui.StateTag(p.sourceTag(i)), ui.Text(p.about(i)), ui.Mono(ref), from, ui.ClockOrNone(c), ui.Day(i.At)}
	case "cc":
		r.Cells = []templ.Component{what, ui.Text(procedure.Written(i.Title)), ui.Mono(ref), ui.StateTag(p.readTag(i)), ui.Moment(i.At)}
	case "done":
		r.Cells = []templ.Component{what, ui.Text(procedure.Written(i.Title)), ui.Mono(ref), from, ui.StateTag(p.outcomeTag(i)), ui.Moment(i.At)}
	default:
		r.Cells = []templ.Component{what, ui.Text(procedure.Written(i.Title)), ui.Mono(ref), ui.StateTag(p.outcomeTag(i)),
			ui.Text(i18n.Name(p.ctx, i.DecidedBy, i.DecidedEN)), ui.Moment(i.At)}
	}
	return r
}

// about names the file that an item is of; of a referral from a file that the reader may not open, the crime.
func (p presenter) about(i Item) string {
	if i.Title == "" && i.Offence != "" {
		return p.book.EnumLabel("offence", i.Offence).In(p.ctx)
	}
	return procedure.Written(i.Title)
}

func (p presenter) from(i Item) templ.Component {
	switch {
	case i.From == "" && i.FromKind == "":
		return ui.Text("")
	case i.From == "":
		return ui.Agency(ui.AgencyMark{Kind: i.FromKind})
	case i.FromKind == p.who.AgencyKind:
		return ui.Text(i18n.Name(p.ctx, i.From, i.FromEN))
	}
	return ui.Several(ui.Agency(ui.AgencyMark{Kind: i.FromKind, Bare: true}), ui.Text(i18n.Name(p.ctx, i.From, i.FromEN)))
}

// desk fills the home page.
func (p presenter) desk(page *viewhome.Page, got desk) {
	name := p.who.Name
	page.Head = ui.Heading{Title: p.t("home.title"), Sub: p.t("home.hello", "name", name, "date", i18n.DateProse(p.ctx, p.now))}
	if len(got.todo) > homeItems {
		got.todo, page.MoreTodo = got.todo[:homeItems], p.t("home.more")
	}
	for _, i := range got.todo {
		if i.Source == "returned" {
			page.Returned = append(page.Returned, p.step(i))
		} else {
			page.Todo = append(page.Todo, p.step(i))
		}
	}
	for _, l := range got.clocks {
		page.Clocks = append(page.Clocks, p.homeClock(l))
	}
	if len(got.todo) > 0 {
		page.Head.Actions = []ui.Action{{Label: p.t("home.open_first"), Href: p.href(got.todo[0]), Primary: true}}
	} else if len(got.clocks) > 0 {
		page.Head.Actions = []ui.Action{{Label: p.t("home.open_first"), Href: "/cases/" + got.clocks[0].Ref, Primary: true}}
	}
	page.Quiet = p.quiet(got)
	for _, x := range got.changes {
		actor.Opened(p.ctx, x.Marking)
		what := p.book.EventLabel(law.Machine(x.Entity), x.Event)
		if row := p.book.ActEver(x.RowID); row != nil {
			what = row.Label
		}
		e := ui.Entry{What: what.In(p.ctx), Href: "/cases/" + x.Ref, Who: i18n.Name(p.ctx, x.Actor, x.ActorEN), Text: procedure.Written(x.Title) + " · " + x.Ref,
			At: x.At}
		if x.Kind != "" {
			e.Agency = &ui.AgencyMark{Kind: x.Kind, Bare: true}
		}
		page.Changes = append(page.Changes, e)
	}
}

// quiet is the sentence of a day without anything due, with the next date.
func (p presenter) quiet(got desk) string {
	if len(got.clocks) > 0 {
		if !got.clocks[0].DueAt.Before(endOfDay(p.now)) {
			return p.t("home.nothing_today", "date", i18n.DateProse(p.ctx, got.clocks[0].DueAt))
		}
		return ""
	}
	return p.t("home.no_clocks")
}

func (p presenter) step(i Item) ui.Step {
	title := p.about(i)
	if title == "" {
		title = i.Ref
	}
	actor.Opened(p.ctx, i.Marking)
	s := ui.Step{Label: p.label(i), Href: p.href(i), State: "todo", Hint: title}
	if i.Source == "task" || i.Source == "turn" || i.Source == "owed" {
		s.Event = i.Event
	}
	if c := p.clock(i); c != nil {
		s.Clock = c
	} else {
		tag := p.sourceTag(i)
		s.Tag = &tag
	}
	return s
}

func (p presenter) homeClock(l clockLine) viewhome.Clock {
	actor.Opened(p.ctx, l.Marking)
	badge := badge.Present(p.ctx, p.book, l.Row, p.now)
	return viewhome.Clock{Badge: badge, Title: procedure.Written(l.Title), Href: "/cases/" + l.Ref, Ref: l.Ref,
		Owner: i18n.Name(p.ctx, l.OwnerZHName, l.OwnerENName), State: cases.StateTag(p.ctx, p.book, l.Machine, l.CaseState), Target: l.Target}
}

// can adds the figures and the ways on that a role has.
func (p presenter) can(page *viewhome.Page, policy *access.Policy) {
	add := func(kind access.Kind, action access.Action, key, href string) {
		if policy.Can(p.who, kind, action) {
			page.Links = append(page.Links, ui.Fact{Label: p.t("home.link." + key), Value: p.t("home.go"), Href: href})
		}
	}
	page.HasFiles = policy.Can(p.who, access.Case, access.Read)
	add(access.Case, access.Create, "register", "/cases/new")
	add(access.Tip, access.Create, "tip", "/tips/new")
	add(access.Case, access.Read, "cases", "/cases")
	add(access.PublicRecord, access.Read, "public", "/public-record")
	add(access.AccessRequest, access.Read, "access", "/access-requests")
	add(access.Report, access.Read, "reports", "/reports/monthly")
	add(access.User, access.Create, "users", "/admin/users")
	add(access.User, access.Grant, "users", "/admin/users")
	page.Duties = p.duties()
}

// duties says in the words of the role table what the reader's roles are.
func (p presenter) duties() []string {
	var out []string
	for _, r := range p.who.Roles {
		if info := p.book.Role(r); info != nil {
			out = append(out, info.Label.In(p.ctx))
		}
	}
	return out
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
