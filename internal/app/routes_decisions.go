package app

import (
	"net/http"

	"touchstone/internal/admincase"
	"touchstone/internal/msshandover"
	"touchstone/internal/papers"
	"touchstone/internal/penalty"
	"touchstone/internal/report"
	"touchstone/internal/web"
)

// decisionRoutes are the rows for a case's documents, its two tracks, its penalty and the pointers to state security.
func (a *App) decisionRoutes() []web.Route {
	const get, post = http.MethodGet, http.MethodPost
	f := a.features
	docs := &papers.HTTP{Engine: f.engine, Headers: f.cases.Headers(), DB: a.DB, Access: f.access}
	both := &admincase.HTTP{Engine: f.engine, Headers: f.cases.Headers(), DB: a.DB, Access: f.access}
	way := &penalty.HTTP{Engine: f.engine, Headers: f.cases.Headers(), DB: a.DB}
	mss := &msshandover.HTTP{Acts: f.procedure, Headers: f.cases.Headers(), DB: a.DB, Access: f.access, Log: a.Audit}
	return []web.Route{
		{Method: get, Path: "/cases/:ref/documents", Handler: docs.List, Class: web.ClassPage, Page: "P15"},
		{Method: get, Path: "/cases/:ref/decisions", Handler: both.Decisions, Class: web.ClassPage, Page: "P16"},
		{Method: get, Path: "/cases/:ref/penalty", Handler: way.Show, Class: web.ClassPage, Page: "P17"},
		{Method: get, Path: "/cases/:ref/mss/new", Handler: mss.New, Class: web.ClassPage, Page: "P16"},
		{Method: post, Path: "/cases/:ref/mss/new", Handler: mss.Propose, Class: web.ClassUpload, Page: "P16"},
		{Method: get, Path: "/mss/:ref", Handler: mss.Show, Class: web.ClassPage, Page: "P16"},
	}
}

// reportRoutes are the rows of the monthly summary.
func (a *App) reportRoutes() []web.Route {
	h := &report.HTTP{Book: a.Book, DB: a.DB, Access: a.features.access, Log: a.Audit, Demo: a.Config.Demo}
	return h.Routes()
}
