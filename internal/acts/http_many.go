package acts

import (
	"github.com/labstack/echo/v4"

	"touchstone/internal/web"
)

// Many are the fields that may repeat in the form of the act that the address names.
func (h *HTTP) Many(c echo.Context) []string { return h.Engine.Book().Repeating(c.Param("event")) }

// ManyOf is Many for a page that stands at an address of its own.
func (h *HTTP) ManyOf(events ...string) web.Many {
	return web.Repeat(h.Engine.Book().Repeating(events...)...)
}

// ManyOfAny is Many for a page that signs whatever act was proposed.
func (h *HTTP) ManyOfAny() web.Many {
	var events []string
	for _, row := range h.Engine.Book().Acts {
		events = append(events, row.Event)
	}
	return h.ManyOf(events...)
}
