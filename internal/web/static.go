package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/internal/errs"
	"touchstone/static"
)

// Assets are the routes of the embedded files: named by their content, kept by browsers for ever.
func Assets() []Route {
	return []Route{{Method: http.MethodGet, Path: static.Prefix + ":file", Handler: asset, Class: ClassStatic}}
}

func asset(c echo.Context) error {
	b, mediaType, ok := static.Read(c.Param("file"))
	if !ok {
		return errs.New(errs.NotFound, "errors.text.not_found")
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return c.Blob(http.StatusOK, mediaType, b)
}

// Healthy is GET /healthz: the process lives.
func Healthy(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// Ready is GET /readyz: the database answers and its schema fits. It says one word.
func Ready(c echo.Context) error {
	o := stateOf(c).server.o
	if o.Ready != nil {
		if err := o.Ready(Context(c)); err != nil {
			o.Log.WarnContext(Context(c), "not ready", "error", err)
			return c.String(http.StatusServiceUnavailable, "unavailable\n")
		}
	}
	return c.String(http.StatusOK, "ready\n")
}
