package web

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"sync"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/views/layout"
)

const keepBuffer = 1 << 20 // a buffer that has grown beyond this is not kept

// buffers are reused because every page needs one of about the same size.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// RenderForm writes the page of a form: as it is asked for, or with what was wrong in it.
func RenderForm(c echo.Context, bad *errs.E, page templ.Component) error {
	if bad != nil {
		return Render(c, http.StatusUnprocessableEntity, page)
	}
	return Render(c, http.StatusOK, page)
}

// Render writes a page: into a buffer first, so that a template that fails leaves a whole error page and no torso.
func Render(c echo.Context, status int, page templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	defer func() {
		if b.Cap() <= keepBuffer {
			buffers.Put(b)
		}
	}()
	if err := page.Render(marked(Context(c)), b); err != nil {
		return err
	}
	return c.HTMLBlob(status, b.Bytes())
}

// marked tells the frame the marking of what this request has opened. No handler sets it: a page cannot forget it.
func marked(ctx context.Context) context.Context {
	if m, ok := actor.Highest(ctx); ok {
		return layout.WithMarking(ctx, m.String())
	}
	return ctx
}

// WriteJSON writes the JSON twin of a page.
func WriteJSON(c echo.Context, v any) error { return c.JSON(http.StatusOK, v) }

// See sends the browser to the page that shows what a POST did.
func See(c echo.Context, path string) error { return c.Redirect(http.StatusSeeOther, path) }

// acceptLanguage reads the browser's wish, as far as there is a language for it.
func acceptLanguage(ctx context.Context, header string) string {
	for _, part := range strings.Split(header, ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		if primary, _, _ := strings.Cut(strings.ToLower(tag), "-"); i18n.Speaks(ctx, primary) {
			return primary
		}
	}
	return ""
}
