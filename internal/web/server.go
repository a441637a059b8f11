package web

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/i18n"
)

// Limits of the HTTP server itself (security §6).
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 30 * time.Second
	writeTimeout      = 60 * time.Second
	idleTimeout       = 60 * time.Second
	maxHeader         = 16 << 10
	workTimeout       = 25 * time.Second // what a page or an act may take; below writeTimeout, so that the answer still leaves
)

// Sessions is what the chain needs of sign-in. identity has it; app hands it in.
type Sessions interface {
	// Load reads the session behind the request's cookie, in one statement, and returns a request that carries it.
	Load(r *http.Request) (*http.Request, error)
	// Actor is who signed in, if anybody did.
	Actor(ctx context.Context) (actor.Actor, bool)
	// Token is the secret of the session; empty without one. It never leaves the server but in the cookie.
	Token(ctx context.Context) string
	// Former is whose session the request's cookie was, over or not, and its secret; 0 where nobody can tell.
	Former(r *http.Request) (userID int64, token string, err error)
	// Touch notes that the session is used, while a long request is under way.
	Touch(ctx context.Context)
	// Kept tells whether a text waits for the person on some page, so that other pages do not ask.
	Kept(ctx context.Context) bool
	// Shown names the person, the agency and the unit in a language, for the head of the page.
	Shown(ctx context.Context) (name, agency, unit string)
}

// Texts keeps what was typed into a form that was sent after its session had ended, for the one person who wrote it and
// the page of the form (security F14).
type Texts interface {
	Put(ctx context.Context, userID int64, path string, values url.Values) (kept bool, err error)
	Of(ctx context.Context, userID int64, path string) (url.Values, error)
	Forget(ctx context.Context, userID int64, path string) error
}

// Refusal is what is recorded when somebody is refused.
type Refusal struct{ Method, Route, Key string }

// Counts are the badges of the frame, in one batch in which more may travel.
type Counts func(ctx context.Context, who actor.Actor, more ...func(*database.Pipe)) (map[string]int, error)

// Options is everything the chain is told from outside.
type Options struct {
	Log    *slog.Logger
	Clock  func() time.Time // the program's clock, which a demo may set
	Wall   func() time.Time // the machine's clock: for connection deadlines and durations
	Random io.Reader

	Sessions Sessions
	Texts    Texts                                                    // nil: nothing is kept
	Counts   Counts                                                   // the frame's badges; nil: none
	Refused  func(context.Context, actor.Actor, Refusal)              // records refusals; nil: none
	Ready    func(context.Context) error                              // nil: always ready
	Stands   func(context.Context, actor.Actor) error                 // whether session, account and roles still hold; nil: they do
	Label    func(c echo.Context, asks []string, field string) string // what the forms of a route call a field, for giving text back

	Public    *url.URL // the public origin; nil: any loopback name
	Secure    bool     // cookies with __Host- and Secure
	Demo      bool
	Lang      string          // where nobody chose
	Catalogue *i18n.Catalogue // of all languages; nil: what is built in
	Proxies   []*net.IPNet

	UploadLimit int64         // bytes of one file
	Patience    time.Duration // how long an upload may bring nothing; 0: 30 s
	Linger      time.Duration // how long the work of a request goes on when the reader has closed his side; 0: 10 s
}

// formLimit is what all files of one form may have together.
func (o Options) formLimit() int64 { return 2 * o.UploadLimit }

// Server is the chain and the routes behind it.
type Server struct {
	o      Options
	e      *echo.Echo
	pages  map[string]Route // for ?next=
	table  map[string]Route // method and pattern
	hosts  []string
	pepper []byte
}

// New builds the chain. Routes are added by Mount.
func New(o Options) *Server {
	if o.UploadLimit == 0 {
		o.UploadLimit = 4 << 30
	}
	if o.Patience == 0 {
		o.Patience = partDeadline
	}
	if o.Linger == 0 {
		o.Linger = linger
	}
	s := &Server{o: o, e: echo.New(), pages: map[string]Route{}, table: map[string]Route{}, pepper: make([]byte, 16)}
	if _, err := io.ReadFull(o.Random, s.pepper); err != nil {
		panic(err)
	}
	s.hosts = []string{"127.0.0.1", "localhost", "[::1]"}
	if o.Public != nil {
		s.hosts = []string{o.Public.Host}
	}
	s.e.HideBanner, s.e.HidePort = true, true
	s.e.HTTPErrorHandler = s.fail
	s.e.IPExtractor = extractor(o.Proxies)
	s.e.Pre(twins)
	s.e.Use(s.begin, s.recover, s.guard, s.session, s.crossSite, s.authenticate, s.limit, s.keyed)
	return s
}

// extractor believes X-Forwarded-For only where a configured proxy sent it.
func extractor(proxies []*net.IPNet) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, n := range proxies {
		trust = append(trust, echo.TrustIPRange(n))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

// Mount adds routes. A page answers HEAD as it answers GET.
func (s *Server) Mount(routes ...Route) {
	for _, r := range routes {
		path := r.Path
		if base, ok := strings.CutSuffix(path, twinSuffix); ok {
			path = twinPrefix + base
		}
		s.table[r.Method+" "+path] = r
		s.e.Add(r.Method, path, r.Handler)
		if r.Method == http.MethodGet {
			s.table[http.MethodHead+" "+path] = r
			s.e.Add(http.MethodHead, path, r.Handler)
			if r.Class == ClassPage {
				s.pages[r.key()] = r
			}
		}
	}
}

// The router takes everything up to the next slash as a parameter. So a JSON twin, /cases/:ref.json, is kept under a
// prefix that no request can name.
const (
	twinSuffix = ".json"
	twinPrefix = "/.json"
)

func twins(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		u := c.Request().URL
		if strings.HasPrefix(u.Path, twinPrefix) {
			u.Path, u.RawPath = twinPrefix, ""
		}
		if base, ok := strings.CutSuffix(u.Path, twinSuffix); ok && base != "" {
			u.Path, u.RawPath = twinPrefix+base, ""
		}
		return next(c)
	}
}

// Routes lists what was mounted.
func (s *Server) Routes() []Route {
	var out []Route
	for key, r := range s.table {
		if strings.HasPrefix(key, r.Method+" ") {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b Route) int { return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method) })
	return out
}

// Handler is the whole server behind the network.
func (s *Server) Handler() http.Handler { return secure(s.e) }

// HTTP is the configured server; ctx is the parent of every request's context.
func (s *Server) HTTP(ctx context.Context) *http.Server {
	return &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeader,
		ErrorLog:       slog.NewLogLogger(s.o.Log.Handler(), slog.LevelDebug),
		BaseContext:    func(net.Listener) context.Context { return ctx },
	}
}

// state is what one request has gathered on its way.
type state struct {
	server      *Server
	began       time.Time
	closed      func() bool // the reader has closed his side of the connection, or broken it off
	body        *incoming
	broken      bool // no answer may end as if it were whole
	left        bool // nobody waited for the answer
	route       Route
	id          string
	lang        string
	actor       actor.Actor
	known       bool
	form        url.Values
	formErr     error
	content     string // digest of the form, once it was read
	upload      *upload
	filesFollow bool // of an upload its text was read, up to the first file
	pre         string
	counts      map[string]int // of the frame, where the page asked for them ahead
}

const stateKey = "touchstone"

func stateOf(c echo.Context) *state { return c.Get(stateKey).(*state) }

// Actor is who stands behind the request; the zero value on public pages without a session.
func Actor(c echo.Context) actor.Actor { return stateOf(c).actor }

// SignedIn tells whether the request has a session.
func SignedIn(c echo.Context) bool { return stateOf(c).known }

// RequestID names the request in the log and on error pages.
func RequestID(c echo.Context) string { return stateOf(c).id }

// Context is the request's context with its language.
func Context(c echo.Context) context.Context { return c.Request().Context() }

// Now is the program's clock.
func Now(c echo.Context) time.Time { return stateOf(c).server.o.Clock() }

// Next resolves a ?next= value; see Server.Next.
func Next(c echo.Context, next string) string { return stateOf(c).server.Next(next) }

// Language tells the chain that the reader's choice changed: it is kept in a cookie, because a GET writes no row.
func Language(c echo.Context, lang string) {
	c.SetCookie(stateOf(c).server.languageCookie(lang))
}

func (s *Server) cookieName(name string) string {
	if s.o.Secure {
		return "__Host-" + name
	}
	return name + "-demo"
}

func (s *Server) cookie(name, value string) *http.Cookie {
	return &http.Cookie{
		Name: s.cookieName(name), Value: value, Path: "/", HttpOnly: true, Secure: s.o.Secure, SameSite: http.SameSiteLaxMode,
	}
}

func (s *Server) languageCookie(lang string) *http.Cookie {
	c := s.cookie("lang", lang)
	c.MaxAge = 365 * 24 * 60 * 60
	return c
}

// origin is our own, as a browser writes it.
func (s *Server) origin(r *http.Request) string {
	if s.o.Public != nil {
		return s.o.Public.Scheme + "://" + s.o.Public.Host
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func hostOnly(hostport string) string {
	if i := strings.LastIndexByte(hostport, ':'); i >= 0 && !strings.HasSuffix(hostport, "]") {
		return hostport[:i]
	}
	return hostport
}
