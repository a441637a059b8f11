package cases

import (
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/database"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
)

// Open is a case that a page has opened: its head, its matter and what waits on it for a decision.
type Open struct {
	Head    *Head
	File    *matter.File
	Case    *matter.Case
	Waiting []procedure.Waiting
	Who     actor.Actor
	Now     time.Time
}

// Target is the case as acts name it.
func (o *Open) Target() matter.Target {
	return matter.Target{Entity: law.Machine(o.Case.Machine), ID: o.Case.ID}
}

// Open reads the case of the address in one round trip, with what more the page asks for, and puts the read on record where its
// marking demands it. What the reader may not see is not there, or known and closed (P39).
func (h Headers) Open(c echo.Context, db *database.DB, e *acts.Desk, more ...func(*database.Pipe, string)) (*Open, error) {
	ctx, ref := web.Context(c), Normal(c.Param("ref"))
	o := &Open{Who: web.Actor(c), Now: web.Now(c)}
	var opening *procedure.Opening
	err := db.Batch(ctx, func(b *database.Pipe) {
		o.Head = h.Queue(b, o.Who, ref)
		opening = e.QueueOpen(b, o.Who, "cases", ref, o.Now)
		e.QueueWaiting(b, o.Who, ref, &o.Waiting)
		for _, ask := range more {
			ask(b, ref)
		}
	})
	if err != nil {
		return nil, err
	}
	if err := h.Check(ctx, db.Read(), o.Who, ref, o.Head); err != nil {
		return nil, Closed(c, err)
	}
	f, id, err := e.Opened(ctx, db.Read(), opening)
	if err != nil {
		return nil, err
	}
	o.File, o.Case = f, f.Case(id)
	return o, nil
}

// Making is an act that makes something on a case: of which machine, where its form stands under the case, and by which variant
// of the event, if the kind of the case decides it.
type Making struct {
	Machine     law.Machine
	Event, Path string
	Variant     func(law.Machine) string
}

// Asking prepares such an act on the case of the address, with the head of its page.
func (h Headers) Asking(c echo.Context, a *acts.HTTP, m Making) (*acts.Asking, *Head, error) {
	ctx, who, ref := web.Context(c), web.Actor(c), Normal(c.Param("ref"))
	var o *procedure.Opening
	var head *Head
	err := a.DB.Batch(ctx, func(b *database.Pipe) {
		o = a.Engine.QueueForm(b, who, "cases", ref, web.Now(c))
		head = h.Queue(b, who, ref)
	})
	if err != nil {
		return nil, nil, err
	}
	f, id, err := a.Engine.Opened(ctx, a.DB.Read(), o)
	if err != nil {
		return nil, nil, err
	}
	cs, variant := f.Case(id), ""
	if m.Variant != nil {
		variant = m.Variant(law.Machine(cs.Machine))
	}
	asking, err := a.AskNew(who, f, m.Machine, matter.Target{Entity: law.Machine(cs.Machine), ID: id}, m.Event, variant, "/cases/"+cs.Ref+m.Path)
	return asking, head, err
}
