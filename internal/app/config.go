package app

import (
	"errors"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"touchstone/internal/errs"
	"touchstone/internal/i18n"
)

// Config is what the environment says (contract §2). Secrets are plain strings here: env's own errors quote values.
type Config struct {
	DatabaseURL    string   `env:"DATABASE_URL"`
	Addr           string   `env:"TOUCHSTONE_ADDR" envDefault:"127.0.0.1:8080"`
	Data           string   `env:"TOUCHSTONE_DATA" envDefault:"./var"`
	Blob           string   `env:"TOUCHSTONE_BLOB"`
	Demo           bool     `env:"TOUCHSTONE_DEMO"`
	ClockText      string   `env:"TOUCHSTONE_CLOCK"`
	Lang           string   `env:"TOUCHSTONE_LANG" envDefault:"zh"`
	TrustedProxies []string `env:"TOUCHSTONE_TRUSTED_PROXIES"`
	URLText        string   `env:"TOUCHSTONE_URL"`
	TLSCert        string   `env:"TOUCHSTONE_TLS_CERT"`
	TLSKey         string   `env:"TOUCHSTONE_TLS_KEY"`
	Keys           string   `env:"TOUCHSTONE_KEYS"`

	Clock   time.Time    `env:"-"` // zero: the machine's
	URL     *url.URL     `env:"-"` // nil: any loopback name
	Proxies []*net.IPNet `env:"-"`
}

const variablePrefix = "TOUCHSTONE_"

// ReadConfig reads the environment. A name of ours that nobody knows stops the start: it is a misspelt setting.
func ReadConfig(environ []string) (Config, error) {
	var c Config
	values := map[string]string{}
	for _, line := range environ {
		if name, v, ok := strings.Cut(line, "="); ok {
			values[name] = v
		}
	}
	params, err := env.GetFieldParams(&c)
	if err != nil {
		return c, errs.Wrap(errs.Internal, "app.config", err)
	}
	var unknown []string
	for name := range values {
		known := slices.ContainsFunc(params, func(p env.FieldParams) bool { return p.Key == name })
		if strings.HasPrefix(name, variablePrefix) && !known {
			unknown = append(unknown, name)
		}
	}
	if unknown != nil {
		slices.Sort(unknown)
		return c, errs.New(errs.BadRequest, "app.unknown_variable", "names", strings.Join(unknown, ", "))
	}
	if err := env.ParseWithOptions(&c, env.Options{Environment: values}); err != nil {
		return c, errs.New(errs.BadRequest, "app.bad_variable", "name", fieldOf(err))
	}
	return c, c.parse()
}

// fieldOf names the variable of a parse error and leaves its value out.
func fieldOf(err error) string {
	var p env.ParseError
	if errors.As(err, &p) {
		return p.Name
	}
	return "?"
}

func (c *Config) parse() (err error) {
	if c.ClockText != "" {
		if c.Clock, err = time.Parse(time.RFC3339, c.ClockText); err != nil {
			return errs.New(errs.BadRequest, "app.bad_variable", "name", "TOUCHSTONE_CLOCK")
		}
	}
	if !i18n.Own().Speaks(c.Lang) {
		return errs.New(errs.BadRequest, "app.bad_variable", "name", "TOUCHSTONE_LANG")
	}
	if c.URLText != "" {
		u, err := url.Parse(c.URLText)
		if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.Path != "" && u.Path != "/" || u.User != nil {
			return errs.New(errs.BadRequest, "app.bad_variable", "name", "TOUCHSTONE_URL")
		}
		c.URL = u
	}
	for _, p := range c.TrustedProxies {
		n, err := prefix(strings.TrimSpace(p))
		if err != nil {
			return errs.New(errs.BadRequest, "app.bad_variable", "name", "TOUCHSTONE_TRUSTED_PROXIES")
		}
		c.Proxies = append(c.Proxies, n)
	}
	if c.Data, err = filepath.Abs(c.Data); err != nil {
		return errs.New(errs.BadRequest, "app.bad_variable", "name", "TOUCHSTONE_DATA")
	}
	if c.Blob == "" {
		c.Blob = "file://" + filepath.Join(c.Data, "blobs")
	}
	if c.Keys == "" {
		c.Keys = filepath.Join(c.Data, "keys")
	}
	return nil
}

// prefix reads a network, or one address as a network of one.
func prefix(s string) (*net.IPNet, error) {
	if a, err := netip.ParseAddr(s); err == nil {
		s = netip.PrefixFrom(a, a.BitLen()).String()
	}
	_, n, err := net.ParseCIDR(s)
	return n, err
}

// Check refuses combinations that would be unsafe, before anything is started.
func (c Config) Check() error {
	host, _, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return errs.New(errs.BadRequest, "app.bad_variable", "name", "TOUCHSTONE_ADDR")
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return errs.New(errs.BadRequest, "app.tls_half")
	}
	local, tls := loopback(host), c.TLSCert != ""
	switch {
	case c.Demo && !local && !tls:
		return errs.New(errs.BadRequest, "app.demo_not_local", "addr", c.Addr)
	case c.Demo && !local && c.URL == nil:
		return errs.New(errs.BadRequest, "app.url_missing")
	case c.Demo:
		return nil
	case !c.Clock.IsZero():
		return errs.New(errs.BadRequest, "app.clock_without_demo")
	case c.URL == nil:
		return errs.New(errs.BadRequest, "app.url_missing")
	case c.URL.Scheme != "https" && !loopback(c.URL.Hostname()):
		return errs.New(errs.BadRequest, "app.url_not_https")
	case c.URL.Scheme == "https" && !tls && len(c.Proxies) == 0:
		return errs.New(errs.BadRequest, "app.tls_missing")
	}
	return nil
}

// Secure tells whether cookies are bound to https. A demonstration on a loopback address is the one exception.
func (c Config) Secure() bool { return !c.Demo || c.TLSCert != "" }

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}
