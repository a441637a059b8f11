package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// Limits of the text that is kept for somebody whose session ended while he wrote (security F14).
const (
	keptFor   = 24 * time.Hour
	keptSize  = 256 << 10 // of one form; a longer one is given back to be copied and no more
	keptForms = 400       // of everybody; then the oldest goes
)

// keptText holds the text of forms that were sent after their session had ended, for the one person who wrote it: when he
// has signed in again the form stands filled in. It stands in memory alone, so that no disk and no backup ever has it;
// what a restart loses still stands on the page that gave it back.
type keptText struct {
	mu   sync.Mutex
	text map[author]keptForm
}

// author is who wrote, and the address of the page with the form.
type author struct {
	user int64
	path string
}

type keptForm struct {
	values url.Values
	until  time.Time
}

// put keeps the text of a form and tells whether it did.
func (k *keptText) put(a author, values url.Values, now time.Time) bool {
	size := 0
	for name, vs := range values {
		size += len(name) + len(strings.Join(vs, ""))
	}
	if size > keptSize {
		return false
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	maps.DeleteFunc(k.text, func(_ author, f keptForm) bool { return !now.Before(f.until) })
	for len(k.text) >= keptForms {
		delete(k.text, slices.MinFunc(slices.Collect(maps.Keys(k.text)), func(x, y author) int { return k.text[x].until.Compare(k.text[y].until) }))
	}
	k.text[a] = keptForm{values, now.Add(keptFor)}
	return true
}

func (k *keptText) of(a author, now time.Time) url.Values {
	k.mu.Lock()
	defer k.mu.Unlock()
	if f, ok := k.text[a]; ok && now.Before(f.until) {
		return maps.Clone(f.values)
	}
	return nil
}

func (k *keptText) forget(a author) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.text, a)
}

// Kept is what the reader typed into the form of this page when his session had ended; nil where there is nothing. The
// page of a form shows it as it shows what was typed into a form that was refused.
func Kept(c echo.Context) url.Values {
	st := stateOf(c)
	if !st.known || c.Request().Method != http.MethodGet {
		return nil
	}
	return st.server.texts.of(author{st.actor.UserID, c.Request().URL.Path}, st.server.o.Clock())
}

// keepFor keeps the text of this form for whoever had the session under which the form was made, as its key proves. It
// tells whether the form will stand filled in. Secrets and files are never kept, nor who gave a tip.
func (s *Server) keepFor(c echo.Context) bool {
	st := stateOf(c)
	path := s.formPath(c)
	user, token, err := s.o.Sessions.Former(c.Request())
	if err != nil || user == 0 || path == "" || !keyHolds(token, c.Request().URL.Path, st.form.Get("key")) {
		return false
	}
	values := maps.Clone(st.form)
	maps.DeleteFunc(values, func(name string, _ []string) bool {
		return slices.Contains(secretFields[:], name) || strings.HasPrefix(name, "informant")
	})
	return s.texts.put(author{user, path}, values, s.o.Clock())
}

// formPath is the address of the page with the form that this request sends; empty where none has it.
func (s *Server) formPath(c echo.Context) string {
	r := s.formRoute(c)
	if r.Path == "" || r.Class != ClassPage || r.params() != len(c.ParamValues()) {
		return ""
	}
	path := r.Path
	for i, name := range c.ParamNames() {
		path = strings.Replace(path, ":"+name, c.ParamValues()[i], 1)
	}
	return path
}
