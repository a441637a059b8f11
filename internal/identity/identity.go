package identity

import (
	"context"
	"io"
	"log/slog"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// The kinds of installation.
const (
	Demo       = "demo"
	Production = "production"
)

// Options is what identity is told from outside.
type Options struct {
	DB     *database.DB
	Log    *audit.Log
	Clock  func() time.Time
	Random io.Reader
	Logger *slog.Logger
	Demo   bool
	Secure bool // cookies with __Host- and Secure
	// FieldSecret is the installation's secret from which the key of kept texts is derived; empty: one is drawn.
	FieldSecret []byte
}

// Identity is the desk where people are recognised.
type Identity struct {
	db       *database.DB
	log      *audit.Log
	clock    func() time.Time
	random   io.Reader
	logger   *slog.Logger
	demo     bool
	verifier *verifier
	throttle *throttle
	sessions *Sessions
	texts    *Texts
}

// New opens the desk for one kind of installation.
func New(o Options) *Identity {
	kind, factor := KindPassword, 1
	if o.Demo {
		kind, factor = KindDemo, demoFactor
	}
	i := &Identity{
		db: o.DB, log: o.Log, clock: o.Clock, random: o.Random, logger: o.Logger, demo: o.Demo,
		verifier: newVerifier(kind), throttle: newThrottle(factor),
	}
	i.sessions, i.texts = newSessions(o, kind), newTexts(o)
	return i
}

// Sessions is what web needs of this package.
func (i *Identity) Sessions() *Sessions { return i.sessions }

// Texts are the texts that wait for somebody whose session ended while he wrote.
func (i *Identity) Texts() *Texts { return i.texts }

// Claim gives a fresh database its kind and refuses a demonstration on anything else than a demo database. A demo
// database may be served without demo; it lets nobody in, because its credentials mean nothing there.
func (i *Identity) Claim(ctx context.Context) error {
	kind, foreign, err := i.kindOf(ctx)
	if err != nil {
		return err
	}
	if i.demo && (kind == Production || foreign) {
		return errs.New(errs.Forbidden, "identity.not_a_demo_database")
	}
	if !i.demo && kind == Demo {
		i.logger.WarnContext(ctx, "this is a demo database: nobody can sign in without --demo")
		return nil
	}
	if kind != "" {
		return nil
	}
	own := Production
	if i.demo {
		own = Demo
	}
	_, err = i.log.Write(ctx, actor.Automatic("touchstone"), audit.Key{}, func(tx *audit.Tx) error {
		if err := database.InsertSetting(ctx, tx, "kind", own); err != nil {
			return err
		}
		return tx.Record(ctx, audit.Event{
			// no fact is older than the binding
			Stream: audit.UnitStream(0), Action: "installation.claimed", Kind: "installation", Details: map[string]any{"kind": own, "bound": true},
		})
	})
	return err
}

// InDemo tells whether the installation is a demonstration.
func (i *Identity) InDemo() bool { return i.demo }
