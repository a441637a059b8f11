package app

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/internal/i18n"
	"touchstone/internal/web"
	viewme "touchstone/views/me"
)

// home is an empty desk: the inbox brings the real P02.
func (a *App) home(c echo.Context) error {
	title := i18n.T(web.Context(c), "web.nav.home")
	return web.Render(c, http.StatusOK, viewme.Words(viewme.Text{Frame: web.Frame(c, "P02", title), Title: title}))
}
