package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

// Kept is what the reader typed into the form of this page when his session had ended; nil where there is nothing. The
// page of a form shows it as it shows what was typed into a form that was refused. A page that nobody left a text for
// asks nothing: that one waits at all is known with the session.
func Kept(c echo.Context) url.Values {
	return KeptAt(c, c.Request().URL.Path)
}

// KeptAt is Kept for a page that shows the form of another one.
func KeptAt(c echo.Context, path string) url.Values {
	st := stateOf(c)
	s := st.server
	if !st.known || c.Request().Method != http.MethodGet || !s.waits(c) {
		return nil
	}
	values, err := s.o.Texts.Of(Context(c), st.actor.UserID, path)
	if err != nil { // an empty form is better than none
		s.o.Log.WarnContext(Context(c), "kept text not read", "request", st.id, "error", err)
		return nil
	}
	return values
}

// KeptOr is Kept for a page whose address may ask for something of its own: what is asked for now goes before a text about
// something else. The fields are those that the query of the address fills in.
func KeptOr(c echo.Context, fields map[string]string) url.Values {
	in, q := Kept(c), c.QueryParams()
	for param, field := range fields {
		if len(q[param]) > 0 && !slices.Equal(q[param], in[field]) {
			return nil
		}
	}
	return in
}

// SentTo tells on a page with several forms whether these values were typed into the one that posts to this address: just
// now, or when the session had ended.
func SentTo(c echo.Context, in url.Values, action string) bool {
	if c.Request().Method == http.MethodPost {
		return c.Request().URL.Path == action
	}
	return in.Get(sentTo) == action
}

// sentTo is the field in which the address of the form stands among its values: no field of ours is without a name.
const sentTo = ""

func (s *Server) waits(c echo.Context) bool {
	return s.o.Texts != nil && s.o.Sessions.Kept(c.Request().Context())
}

// forget drops the text that waited for the form that is being sent.
func (s *Server) forget(c echo.Context) {
	st := stateOf(c)
	path := s.formPath(c)
	if path == "" || !s.waits(c) {
		return
	}
	if err := s.o.Texts.Forget(Context(c), st.actor.UserID, path); err != nil { // it shows once too often
		s.o.Log.WarnContext(Context(c), "kept text not dropped", "request", st.id, "error", err)
	}
}

// keepFor keeps the text of this form for whoever had the session under which the form was made, as its key proves. It
// tells whether the form will stand filled in. Secrets and files are never kept, nor who gave a tip. Where it cannot be
// kept the page still gives it back, and promises nothing.
func (s *Server) keepFor(c echo.Context) bool {
	st := stateOf(c)
	path := s.formPath(c)
	if s.o.Texts == nil || path == "" {
		return false
	}
	user, token, err := s.o.Sessions.Former(c.Request())
	if err == nil && (user == 0 || !keyHolds(token, c.Request().URL.Path, st.form.Get("key"))) {
		return false
	}
	kept := false
	if err == nil {
		kept, err = s.o.Texts.Put(Context(c), user, path, keepable(st.form, c.Request().URL.Path))
	}
	if err != nil {
		s.o.Log.WarnContext(Context(c), "text not kept", "request", st.id, "error", err)
	}
	return kept && err == nil
}

// informantFields say who gave a tip: that stands in the vault or nowhere (security D12).
var informantFields = [...]string{"informant_name", "informant_contact", "informant_number"}

// keepable leaves out what is secret, what belongs to the page that was sent, and who gave a tip. Which proposal a
// decision was about is kept: it says where the text belongs; and which version of a row was changed: what somebody else
// changes meanwhile is not overwritten unseen.
func keepable(form url.Values, action string) url.Values {
	values := maps.Clone(form)
	maps.DeleteFunc(values, func(name string, _ []string) bool {
		return name != "proposal" && name != "version" && slices.Contains(secretFields[:], name) || slices.Contains(informantFields[:], name)
	})
	values.Set(sentTo, action)
	return values
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
