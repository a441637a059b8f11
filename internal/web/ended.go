package web

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"

	"github.com/labstack/echo/v4"

	"touchstone/internal/i18n"
	viewerrors "touchstone/views/errors"
	"touchstone/views/ui"
)

// formRoute is the page that the request asks for; of a POST the page with the form.
func (s *Server) formRoute(c echo.Context) Route {
	r := stateOf(c).route
	switch {
	case r.Method == http.MethodGet:
		return r
	case r.Form != "":
		return s.table[http.MethodGet+" "+r.Form]
	}
	return s.table[http.MethodGet+" "+c.Path()]
}

// ended answers a form that was sent after its session had ended: nothing is done, and the page gives the text back to
// be copied, so that nobody loses what he wrote. It answers only to a page of our own, which a stranger's page cannot
// pass for, and tells whether it did; without a text there is nothing to lose.
func (s *Server) ended(c echo.Context, signIn string) bool {
	st := stateOf(c)
	if c.Request().Method != http.MethodPost || st.route.Class != ClassAct && st.route.Class != ClassUpload || !s.fromUs(c) {
		return false
	}
	files, err := readText(c)
	if err != nil && st.form == nil {
		return false
	}
	list := s.typed(c)
	if len(list) == 0 { // nothing to copy, but choices may have been made
		s.keepFor(c)
		return false
	}
	ctx := Context(c)
	view := viewerrors.Ended{Frame: s.frame(c, "P40", i18n.T(ctx, "errors.ended.title")), Files: files,
		SignIn: ui.Action{Label: i18n.T(ctx, "errors.ended.sign_in"), Href: signIn, Primary: true}}
	view.Frame.Holds = true
	view.Filled = s.keepFor(c)
	for _, k := range list {
		view.Kept = append(view.Kept, ui.Fact{Label: k.label, Value: k.value})
	}
	_ = Render(c, http.StatusUnauthorized, viewerrors.SessionEnded(view))
	return true
}

// fromUs is what browsers say of a form without a session to hold a key against.
func (s *Server) fromUs(c echo.Context) bool {
	r := c.Request()
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin"
	}
	return r.Header.Get("Origin") == s.origin(r)
}

var errFilesFollow = errors.New("web: files follow")

// readText reads the fields of a form and stops at its first file, which nobody has a right to store yet. It tells
// whether there was one.
func readText(c echo.Context) (files bool, err error) {
	st := stateOf(c)
	if st.form != nil { // it was read, and then the session ended
		return st.filesFollow, nil
	}
	if st.route.Class != ClassUpload || !withFiles(c.Request()) {
		_, err := Form(c)
		return false, err
	}
	_, err = Upload(c, func(url.Values) error { return nil }, func(string, string, io.Reader) error { return errFilesFollow })
	if errors.Is(err, errFilesFollow) {
		st.filesFollow, err = true, nil
	}
	return st.filesFollow, err
}

// coded is what a button, a box or a hidden field sends: nobody wrote it.
var coded = regexp.MustCompile(`^[A-Za-z0-9_.:-]*$`)

// typed is the text of the form without what is secret and what only the program reads.
func (s *Server) typed(c echo.Context) []kept {
	var out []kept
	for _, k := range s.kept(c) {
		if k.known || !coded.MatchString(k.value) && !s.machine(k) {
			out = append(out, k)
		}
	}
	return out
}
