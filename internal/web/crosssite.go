package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/internal/errs"
)

// crossSite refuses a state-changing request that cannot show that it comes from one of our own pages (security D5).
// Browsers show it by Sec-Fetch-Site or Origin; where neither says anything, the form's key must.
func (s *Server) crossSite(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if !fits(stateOf(c).route, r.Header.Get("Sec-Fetch-Dest")) {
			return errs.New(errs.Forbidden, "web.cross_site")
		}
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			return next(c)
		}
		ok, err := s.ownPage(c)
		if err != nil {
			return err
		}
		if !ok {
			return errs.New(errs.Forbidden, "web.cross_site")
		}
		return next(c)
	}
}

// keyed refuses a POST without the key of a form that was made for this session and this address, whatever the browser
// says of where it comes from (security D5). What was typed is given back.
func (s *Server) keyed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		st := stateOf(c)
		if c.Request().Method != http.MethodPost || st.route.Path == "" {
			return next(c)
		}
		key, err := keyOf(c)
		if err != nil {
			return err
		}
		if !st.route.keyless() && !keyHolds(st.secret(c), c.Request().URL.Path, key) {
			_, _ = readText(c) // for the page that gives it back; what cannot be read is not given back
			return errs.New(errs.Forbidden, "web.no_key")
		}
		s.forget(c) // it is sent now, and what comes of it is shown there
		return next(c)
	}
}

func (s *Server) ownPage(c echo.Context) (bool, error) {
	r := c.Request()
	site, origin := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Origin")
	switch site {
	case "same-origin":
		return true, nil
	case "", "none":
	default:
		return false, nil
	}
	// Our own Referrer-Policy makes browsers send "null" with a form: it says nothing, neither for nor against.
	if origin != "" && origin != "null" {
		return origin == s.origin(r), nil
	}
	key, err := keyOf(c)
	if err != nil {
		return false, err
	}
	if key != "" {
		return keyHolds(stateOf(c).secret(c), r.URL.Path, key), nil
	}
	return origin == "" && site == "" && stateOf(c).route.keyless(), nil
}

// keyOf reads the key from the body: the whole of a plain form, only the first part of an upload.
func keyOf(c echo.Context) (string, error) {
	if stateOf(c).route.Class == ClassUpload && withFiles(c.Request()) {
		u, err := openUpload(c)
		if err != nil {
			return "", err
		}
		return u.key, nil
	}
	v, err := Form(c)
	return v.Get("key"), err
}

// withFiles tells a form with files from a plain one: a page whose form may carry files takes both.
func withFiles(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/")
}

// fits refuses to be embedded: a page is a document, never the image, frame or script of another one.
func fits(r Route, dest string) bool {
	switch dest {
	case "", "empty", "document":
		return true
	case "image", "style", "font", "script", "manifest":
		return r.Class == ClassStatic || r.Class == ClassFile && dest == "image"
	}
	return false
}

// knownHost refuses other names for this server: a page under a foreign name that resolves to us would otherwise count
// as our own.
func (s *Server) knownHost(host string) bool {
	return slices.ContainsFunc(s.hosts, func(h string) bool { return h == host || h == hostOnly(host) })
}
