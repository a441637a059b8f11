package web

import (
	"context"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/actor"
	"touchstone/views/layout"
)

// Reading is what a presenter may know of the request that its page answers: the context with its language, the reader,
// the moment, what the address asks for; and it makes what only the reader's session can make, which is the frame, the
// keys of forms and the marks that stand for keys of rows. The web library stays behind it.
type Reading struct {
	Ctx   context.Context
	Who   actor.Actor
	Now   time.Time
	Query url.Values
	c     echo.Context
}

// ReadingOf is the reading of one request.
func ReadingOf(c echo.Context) Reading {
	return Reading{Ctx: Context(c), Who: Actor(c), Now: Now(c), Query: c.QueryParams(), c: c}
}

// Frame is the frame of the page; see Frame.
func (r Reading) Frame(page, title string) layout.Page { return Frame(r.c, page, title) }

// Key is the one-time key of a form that posts to an address; see FormKeyFor.
func (r Reading) Key(action string) string { return FormKeyFor(r.c, action) }

// Cursor seals the keys of a row; see Cursor.
func (r Reading) Cursor(list string, at time.Time, id int64) string { return Cursor(r.c, list, at, id) }

// CursorOf opens what Cursor has sealed; see CursorOf.
func (r Reading) CursorOf(list, text string) (time.Time, int64, bool) {
	return CursorOf(r.c, list, text)
}

// FirstPage is the address of a list from its beginning; see FirstPage.
func (r Reading) FirstPage(cursor string) string { return FirstPage(r.c, cursor) }

// SentTo tells whether what was typed was meant for one of a page's forms; see SentTo.
func (r Reading) SentTo(in url.Values, action string) bool { return SentTo(r.c, in, action) }
