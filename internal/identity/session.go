package identity

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"github.com/alexedwards/scs/v2"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
)

// Sessions keeps user_sessions. scs makes the tokens and carries the session through the request; when something is
// written is decided here, and never by the fact that an answer was sent.
type Sessions struct {
	scs    *scs.SessionManager
	store  *sessionStore
	clock  func() time.Time
	logger *slog.Logger
}

func newSessions(o Options, kind string) *Sessions {
	store := &sessionStore{db: o.DB, clock: o.Clock, kind: kind, demo: o.Demo}
	m := scs.New()
	m.Store, m.Codec, m.HashTokenInStore = store, codec{}, true
	// Limits are the store's: it knows the roles and the program's clock, scs only the machine's.
	m.Lifetime, m.IdleTimeout = absolute, 0
	m.Cookie.Name, m.Cookie.Secure, m.Cookie.Persist = "ts-demo", o.Secure, false
	if o.Secure {
		m.Cookie.Name = "__Host-ts"
	}
	return &Sessions{scs: m, store: store, clock: o.Clock, logger: o.Logger}
}

const valueKey = "session"

// session is everything one statement says about who asks.
type session struct {
	User       actor.Actor `json:"-"`
	ID         string      `json:"id"`
	UserID     int64       `json:"user_id"`
	Username   string      `json:"username"`
	NameZH     string      `json:"name_zh"`
	NameEN     string      `json:"name_en"`
	AgencyID   int64       `json:"agency_id"`
	AgencyCode string      `json:"agency_code"`
	AgencyKind string      `json:"agency_kind"`
	AgencyZH   string      `json:"agency_zh"`
	AgencyEN   string      `json:"agency_en"`
	UnitID     int64       `json:"unit_id"`
	UnitZH     string      `json:"unit_zh"`
	UnitEN     string      `json:"unit_en"`
	Clearance  int16       `json:"clearance"`
	Lang       string      `json:"lang"`
	Theme      string      `json:"theme"`
	Density    string      `json:"density"`
	Opened     time.Time   `json:"opened"`
	Seen       time.Time   `json:"seen"`
	StepUp     *time.Time  `json:"step_up"`
	Kept       bool        `json:"kept"` // a text waits for this person that he typed when his session had ended
	Grants     []GrantRow  `json:"grants"`
	// Only of a session that is being opened:
	Address string `json:"address,omitempty"`
	Agent   string `json:"agent,omitempty"`
}

func (s *session) actor() actor.Actor {
	a := actor.Actor{
		UserID: s.UserID, Username: s.Username, Name: s.NameZH, NameEN: s.NameEN,
		AgencyID: s.AgencyID, AgencyCode: s.AgencyCode, AgencyName: s.AgencyZH, AgencyKind: s.AgencyKind,
		UnitID: s.UnitID, UnitName: s.UnitZH, Clearance: actor.Marking(s.Clearance),
		Lang: s.Lang, Theme: s.Theme, Density: s.Density, SessionID: s.ID,
	}
	for _, g := range s.Grants {
		a.Roles = append(a.Roles, actor.Role(g.Role))
		a.Principal = a.Principal || g.Presiding
	}
	if CheckRoles(a.Roles) != nil { // somebody wrote grants past us: better no power than two that exclude each other
		a.Roles, a.Principal = nil, false
	}
	if s.StepUp != nil {
		a.StepUpAt = *s.StepUp
	}
	return a
}

// rested tells whether nobody has used the session for longer than its roles allow.
func (s *session) rested(now time.Time) bool {
	return !now.Before(s.Seen.Add(IdleLimit(s.actor().Roles)))
}

// codec hands the store's JSON to the session and back.
type codec struct{}

func (codec) Encode(_ time.Time, values map[string]any) ([]byte, error) {
	s, ok := values[valueKey].(*session)
	if !ok {
		return nil, errors.New("identity: session without a person")
	}
	return json.Marshal(s)
}

func (codec) Decode(b []byte) (time.Time, map[string]any, error) {
	s := &session{}
	if err := json.Unmarshal(b, s); err != nil {
		return time.Time{}, nil, err
	}
	s.User = s.actor()
	return time.Time{}, map[string]any{valueKey: s}, nil
}

// sessionStore is scs.CtxStore on user_sessions.
type sessionStore struct {
	db    *database.DB
	clock func() time.Time
	kind  string
	demo  bool
}

// FindCtx reads a session unless it has rested too long.
func (t *sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	hash, ok := tokenHash(token)
	if !ok {
		return nil, false, nil
	}
	now := t.clock()
	var b []byte
	err := t.db.Read().QueryRow(ctx, findSQL, hash, now, t.kind).Scan(&b)
	if database.NoRows(err) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	s := &session{}
	if err := json.Unmarshal(b, s); err != nil {
		return nil, false, errs.Wrap(errs.Internal, "errors.text.internal", err)
	}
	if s.rested(now) {
		return nil, false, nil
	}
	return b, true, nil
}

// CommitCtx opens a session. The limits of the earlier one of the same sign-in are the caller's matter.
func (t *sessionStore) CommitCtx(ctx context.Context, token string, b []byte, _ time.Time) error {
	hash, ok := tokenHash(token)
	if !ok {
		return errs.New(errs.Internal, "errors.text.internal")
	}
	s := &session{}
	if err := json.Unmarshal(b, s); err != nil {
		return errs.Wrap(errs.Internal, "errors.text.internal", err)
	}
	now := t.clock()
	return t.write(ctx, func(tx *database.Tx) error {
		err := insertSession(ctx, tx, sessionRow{TokenHash: hash, UserID: s.UserID, Address: s.Address, Agent: s.Agent, CreatedAt: now, LastSeenAt: now,
			ExpiresAt: EndOf(now, i18n.Beijing())})
		if err != nil || t.demo { // forty demo accounts are shared by many: no limit there
			return err
		}
		return endBeyond(ctx, tx, s.UserID, parallel, now)
	})
}

// DeleteCtx ends a session.
func (t *sessionStore) DeleteCtx(ctx context.Context, token string) error {
	hash, ok := tokenHash(token)
	if !ok {
		return nil
	}
	return t.write(ctx, func(tx *database.Tx) error { return deleteByHash(ctx, tx, hash) })
}

// touch keeps a session from resting too long; one that has rested too long is not woken.
func (t *sessionStore) touch(ctx context.Context, token string, now, awake time.Time) error {
	hash := sha256.Sum256([]byte(token))
	return t.write(ctx, func(tx *database.Tx) error { return updateSeen(ctx, tx, hash[:], now, awake) })
}

// Sweep removes sessions that have ended, a day later: until then they still tell whose text it is that was typed under
// one. It is work for a job.
func (s *Sessions) Sweep(ctx context.Context) error {
	return s.store.write(ctx, func(tx *database.Tx) error { return deleteOldSessions(ctx, tx, s.clock().Add(-keptFor)) })
}

// write is one of the few writes outside the audit log: sessions are no facts of a case. The sign-in itself is recorded.
func (t *sessionStore) write(ctx context.Context, fn func(*database.Tx) error) error {
	return plainly(ctx, t.db, fn)
}

func plainly(ctx context.Context, db *database.DB, fn func(*database.Tx) error) error {
	tx, err := db.Begin(ctx)
	if err != nil {
		return err
	}
	if err := fn(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// tokenHash reads the hash that scs made of the token; whatever else a browser sent is no token.
func tokenHash(hashed string) ([]byte, bool) {
	b, err := base64.RawURLEncoding.DecodeString(hashed)
	return b, err == nil && len(b) == sha256.Size
}

// The methods without a context are required by scs and never called.

func (*sessionStore) Find(string) ([]byte, bool, error)      { return nil, false, errNoContext }
func (*sessionStore) Commit(string, []byte, time.Time) error { return errNoContext }
func (*sessionStore) Delete(string) error                    { return errNoContext }

var errNoContext = errors.New("identity: session store used without a context")

// Actor is who signed in, if anybody did.
func (s *Sessions) Actor(ctx context.Context) (actor.Actor, bool) {
	if v := s.current(ctx); v != nil {
		return v.User, true
	}
	return actor.Actor{}, false
}

// Token is the secret of the session; empty without one.
func (s *Sessions) Token(ctx context.Context) string {
	if s.current(ctx) == nil {
		return ""
	}
	return s.scs.Token(ctx)
}

// Kept tells whether a text waits for the person on some page.
func (s *Sessions) Kept(ctx context.Context) bool {
	v := s.current(ctx)
	return v != nil && v.Kept
}

// Shown names the person, the agency and the unit for the head of the page.
func (s *Sessions) Shown(ctx context.Context) (name, agency, unit string) {
	v := s.current(ctx)
	if v == nil {
		return "", "", ""
	}
	return i18n.Pick(ctx, v.NameZH, v.NameEN), i18n.Pick(ctx, v.AgencyZH, v.AgencyEN), i18n.Pick(ctx, v.UnitZH, v.UnitEN)
}

type loadedKey struct{}

// current is the session of a loaded request; scs panics on any other context.
func (s *Sessions) current(ctx context.Context) *session {
	if ctx.Value(loadedKey{}) == nil {
		return nil
	}
	v, _ := s.scs.Get(ctx, valueKey).(*session)
	return v
}
