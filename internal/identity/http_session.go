package identity

import (
	"context"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"touchstone/internal/database"
)

const maxAgent = 200

// Load reads the session behind the request's cookie in one statement. Once a minute it notes that the session lives.
func (s *Sessions) Load(r *http.Request) (*http.Request, error) {
	token := s.tokenOf(r)
	ctx, err := s.scs.Load(r.Context(), token)
	if err != nil {
		return nil, err
	}
	ctx = context.WithValue(ctx, loadedKey{}, true)
	s.Touch(ctx)
	return r.WithContext(ctx), nil
}

// Touch notes that the session is used: with every request, and while a long one brings or takes its bytes.
func (s *Sessions) Touch(ctx context.Context) {
	v, now := s.current(ctx), s.clock()
	if v == nil || now.Sub(v.Seen) < seenStep {
		return
	}
	if err := s.store.touch(ctx, s.scs.Token(ctx), now, now.Add(-IdleLimit(v.User.Roles))); err != nil { // the page is still good; only the session may end early
		s.logger.WarnContext(ctx, "session not touched", "error", err)
		return
	}
	v.Seen = now
}

// tokenOf is the token that the browser sent. Two of them are none: somebody planted the other one, and nobody can tell
// which it is. They are counted as they were sent: the library drops one whose value it cannot read.
func (s *Sessions) tokenOf(r *http.Request) string {
	name, sent := s.scs.Cookie.Name, 0
	for _, line := range r.Header["Cookie"] {
		for pair := range strings.SplitSeq(line, ";") {
			if n, _, _ := strings.Cut(pair, "="); strings.TrimSpace(n) == name {
				sent++
			}
		}
	}
	if c, err := r.Cookie(name); err == nil && sent == 1 && len(c.Value) <= 64 {
		return c.Value
	}
	return ""
}

// Former is whose session the browser's cookie was, also where it is over. An ended one that has no row any more is
// nobody's.
func (s *Sessions) Former(r *http.Request) (userID int64, token string, err error) {
	if token = s.tokenOf(r); token == "" {
		return 0, "", nil
	}
	userID, err = s.store.owner(r.Context(), token)
	if database.NoRows(err) {
		return 0, "", nil
	}
	return userID, token, err
}

// Open gives the browser a new session for the account. The token is always a new one, whatever the browser sent.
func (s *Sessions) Open(ctx context.Context, w http.ResponseWriter, r *http.Request, a Account, address string) error {
	if err := s.scs.RenewToken(ctx); err != nil {
		return err
	}
	agent := r.UserAgent()
	if len(agent) > maxAgent {
		agent = agent[:maxAgent]
	}
	if !utf8.ValidString(agent) {
		agent = ""
	}
	s.scs.Put(ctx, valueKey, &session{UserID: a.ID, Address: address, Agent: agent})
	token, _, err := s.scs.Commit(ctx)
	if err != nil {
		return err
	}
	s.scs.WriteSessionCookie(ctx, w, token, s.clock())
	return nil
}

// Close ends the session and takes its cookie back.
func (s *Sessions) Close(ctx context.Context, w http.ResponseWriter) error {
	if s.current(ctx) != nil {
		if err := s.scs.Destroy(ctx); err != nil {
			return err
		}
	}
	s.scs.WriteSessionCookie(ctx, w, "", time.Time{})
	return nil
}
