package app

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/i18n"
	"touchstone/internal/identity"
	identitypage "touchstone/internal/identity/page"
	"touchstone/internal/job"
	"touchstone/internal/law"
	"touchstone/internal/web"
	"touchstone/policies"
)

// Parts are what an App is assembled of. serve makes them from a Config; tests bring a database of their own.
type Parts struct {
	Config Config
	DB     *database.DB
	Blobs  blob.Store
	Clock  func() time.Time // the program's clock
	Wall   func() time.Time // the machine's clock
	Random io.Reader
	Logger *slog.Logger
	Policy fs.FS // where access/ is read from; nil: what is built in
	Tables fs.FS // where procedure/ and items/ are read from; nil: what is built in

	Catalogue *i18n.Catalogue // the sentences of the pages; nil: what is built in
}

// App is the assembled program.
type App struct {
	Parts
	law      *law.Library
	Audit    *audit.Log
	Identity *identity.Identity
	Web      *web.Server
	pages    pages
	features features
	secret   []byte // of the installation, outside the database; nil without a folder for keys
}

// pages are the features' handlers, which routes.go puts into the URL table.
type pages struct {
	identity *identitypage.Pages
}

// New assembles the program over a migrated database. It starts nothing.
func New(p Parts) (*App, error) {
	a := &App{Parts: p}
	err := i18n.Check()
	if err != nil {
		return nil, err
	}
	if err := a.readLaw(); err != nil {
		return nil, err
	}
	if a.secret, err = a.keyFile(); err != nil {
		return nil, err
	}
	a.Audit = audit.New(p.DB, p.Clock)
	a.Identity = identity.New(identity.Options{
		DB: p.DB, Log: a.Audit, Clock: p.Clock, Random: p.Random, Logger: p.Logger, Demo: p.Config.Demo, Secure: p.Config.Secure(), FieldSecret: a.secret,
	})
	a.Audit.Judge(a.Identity.Standing)
	if err := a.build(); err != nil {
		return nil, err
	}
	a.pages = pages{
		identity: identitypage.NewPages(a.Identity, a.features.access, a.roleLabel),
	}
	a.Web = web.New(web.Options{
		Log: p.Logger, Clock: p.Clock, Wall: p.Wall, Random: p.Random,
		Sessions: a.Identity.Sessions(), Texts: a.Identity.Texts(), Counts: a.counts, Refused: a.refused, Stands: a.Identity.Stands, Ready: p.DB.Ready,
		Label: a.fieldLabel, Public: p.Config.URL, Secure: p.Config.Secure(), Demo: p.Config.Demo, Lang: p.Config.Lang, Catalogue: p.Catalogue,
		Proxies: p.Config.Proxies,
	})
	a.Web.Mount(a.Routes()...)
	return a, nil
}

// readLaw reads the tables. They say nothing in a language in which there are no pages.
func (a *App) readLaw() (err error) {
	tables, catalogue := a.Tables, a.Catalogue
	if tables == nil {
		tables = policies.FS()
	}
	if catalogue == nil {
		catalogue = i18n.Own()
	}
	if a.law, err = law.Load(tables); err != nil {
		return err
	}
	var problems []law.Problem
	for _, lang := range a.law.Languages() {
		if !catalogue.Speaks(lang) {
			problems = append(problems, law.Problem{Where: "text/" + lang + ".csv", What: "the catalogue does not know the language"})
		}
	}
	if len(problems) > 0 {
		return &law.TableError{Problems: problems}
	}
	return nil
}

// Book is the edition of the law that is in force today.
func (a *App) Book() *law.Edition { return a.law.On(a.Clock()) }

// Prepare gives a fresh database its kind, and a demonstration its people. It is safe to repeat.
func (a *App) Prepare(ctx context.Context) error {
	if err := a.Audit.BindSchema(ctx); err != nil { // before anything is claimed
		return err
	}
	if err := a.Identity.Claim(ctx); err != nil {
		return err
	}
	names, err := a.features.engine.Editions(ctx)
	if err != nil {
		return err
	}
	if err := a.law.Knows(names); err != nil {
		return err
	}
	if !a.Config.Demo {
		return nil
	}
	return a.Identity.EnsureDemo(ctx)
}

// Handler is the program behind the network.
func (a *App) Handler() http.Handler { return a.Web.Handler() }

// Jobs is the runner of the background work.
func (a *App) Jobs(ctx context.Context) (*job.Runner, error) {
	return job.NewRunner(ctx, a.DB, a.handlers(), a.periodic(), a.Logger, evidence.VerifyKind, evidence.RunKind, evidence.ItemKind, evidence.CopyKind)
}

// roleLabel is the word for a role, from the tables.
func (a *App) roleLabel(ctx context.Context, code actor.Role) string {
	if r := a.Book().Role(code); r != nil {
		return r.Label.In(ctx)
	}
	return string(code)
}

// refused records a refusal. That it cannot be recorded is no reason to allow what was refused.
func (a *App) refused(ctx context.Context, who actor.Actor, r web.Refusal) {
	err := a.Audit.Refused(ctx, who, audit.Event{
		Action: "access.refused", Kind: "route", TargetName: r.Method + " " + r.Route, Details: map[string]any{"refusal": r.Key},
	})
	if err != nil && !errs.Is(err, errs.TooMany) {
		a.Logger.ErrorContext(ctx, "refusal not recorded", "error", err)
	}
}
