package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"
)

// Class says what a route is, and with it who may come, how large a body may be and how errors look.
type Class int

// The classes of routes.
const (
	ClassPage   Class = iota // HTML for signed-in users
	ClassAct                 // a form's POST
	ClassUpload              // a multipart POST
	ClassJSON                // the JSON twin of a page; errors are JSON too
	ClassFile                // a download, an image or a stylesheet of a document
	ClassStatic              // embedded assets, the same for everybody
	ClassPublic              // answers without a session
)

// Route is one row of the URL table.
type Route struct {
	Method  string
	Path    string // echo's pattern, e.g. /cases/:ref
	Handler echo.HandlerFunc
	Class   Class
	Form    string   // of a POST: the page with its form, where that stands at another address
	Page    string   // P01 … P40, the data-page mark; empty where no page is shown
	Many    Many     // of a POST: the fields that may repeat; nil: every field stands in the form once
	Asks    []string // of a POST: the forms of the tables that its page shows; an act's route has those of its event
}

// Many names the fields of a form that may repeat. All others may not, so that a new form is safe without a word.
type Many func(c echo.Context) []string

// Repeat is Many for a form whose fields are known.
func Repeat(names ...string) Many { return func(echo.Context) []string { return names } }

// keyless tells whether the route may be posted to without a form's key: who signs in has no session to which a key could
// be bound, and signing out must work from any page.
func (r Route) keyless() bool { return r.Path == "/login" || r.Path == "/logout" }

// key names a page for ?next=, so that a redirect target is a row of the table and never an address.
func (r Route) key() string {
	parts := strings.Split(strings.Trim(r.Path, "/"), "/")
	for i, p := range parts {
		if strings.HasPrefix(p, ":") {
			parts[i] = "_"
		}
	}
	return strings.Join(parts, ".")
}

func (r Route) params() int { return strings.Count(r.Path, "/:") }

// open tells whether the route answers without a session.
func (r Route) open() bool { return r.Class == ClassStatic || r.Class == ClassPublic }

// parameter is what a path parameter may look like when it comes back through ?next=.
var parameter = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// nextOf turns the requested page into a value for ?next=; empty where there is nothing to return to.
func nextOf(r Route, values []string) string {
	if r.Method != http.MethodGet || r.Class != ClassPage || r.Path == "/" || len(values) != r.params() {
		return ""
	}
	for _, v := range values {
		if !parameter.MatchString(v) {
			return ""
		}
	}
	return strings.Join(append([]string{r.key()}, values...), "~")
}

// Next turns the value of ?next= back into the path of a page of this program. Everything else leads home.
func (s *Server) Next(next string) string {
	parts := strings.Split(next, "~")
	r, ok := s.pages[parts[0]]
	if !ok || r.params() != len(parts)-1 {
		return "/"
	}
	path := r.Path
	for _, v := range parts[1:] {
		if !parameter.MatchString(v) {
			return "/"
		}
		i := strings.Index(path, "/:")
		rest := path[i+2:]
		if j := strings.IndexByte(rest, '/'); j >= 0 {
			rest = rest[j:]
		} else {
			rest = ""
		}
		path = path[:i] + "/" + url.PathEscape(v) + rest
	}
	return path
}
