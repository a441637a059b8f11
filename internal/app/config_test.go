package app_test

import (
	"errors"
	"strings"
	"testing"

	"touchstone/internal/app"
	"touchstone/internal/errs"
)

func TestReadConfig_RefusesUnknownNames(t *testing.T) {
	t.Parallel()
	_, err := app.ReadConfig([]string{"PATH=/bin", "TOUCHSTONE_DEMO=true", "TOUCHSTONE_PROT=1", "TOUCHSTONE_ADRR=x"})
	var e *errs.E
	if !errors.As(err, &e) || e.Key != "app.unknown_variable" || e.Args[1] != "TOUCHSTONE_ADRR, TOUCHSTONE_PROT" {
		t.Errorf("%v", err)
	}
	for _, bad := range []string{"TOUCHSTONE_DEMO=perhaps", "TOUCHSTONE_CLOCK=today", "TOUCHSTONE_LANG=fr", "TOUCHSTONE_URL=ftp://x",
		"TOUCHSTONE_URL=https://u:secret@x",
		"TOUCHSTONE_TRUSTED_PROXIES=everybody"} {
		_, err := app.ReadConfig([]string{bad})
		if !errs.Is(err, errs.BadRequest) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// TestCheck walks the safeguards of starting.
func TestCheck(t *testing.T) {
	t.Parallel()
	const tls = "TOUCHSTONE_TLS_CERT=c,TOUCHSTONE_TLS_KEY=k"
	for env, want := range map[string]string{
		"TOUCHSTONE_DEMO=true":                                                  "",
		"TOUCHSTONE_DEMO=true,TOUCHSTONE_ADDR=[::1]:80":                         "",
		"TOUCHSTONE_DEMO=true,TOUCHSTONE_ADDR=localhost:80":                     "",
		"TOUCHSTONE_DEMO=true,TOUCHSTONE_CLOCK=2025-06-19T12:48:00Z":            "",
		"TOUCHSTONE_DEMO=true,TOUCHSTONE_ADDR=0.0.0.0:80":                       "app.demo_not_local",
		"TOUCHSTONE_DEMO=true,TOUCHSTONE_ADDR=:80":                              "app.demo_not_local",
		"TOUCHSTONE_DEMO=true,TOUCHSTONE_ADDR=0.0.0.0:80," + tls:                "app.url_missing",
		"TOUCHSTONE_ADDR=nonsense":                                              "app.bad_variable",
		"":                                                                      "app.url_missing",
		"TOUCHSTONE_URL=http://cases.example":                                   "app.url_not_https",
		"TOUCHSTONE_URL=https://cases.example":                                  "app.tls_missing",
		"TOUCHSTONE_URL=https://cases.example," + tls:                           "",
		"TOUCHSTONE_URL=https://cases.example,TOUCHSTONE_TLS_CERT=c":            "app.tls_half",
		"TOUCHSTONE_URL=https://x.example,TOUCHSTONE_TRUSTED_PROXIES=10.0.0.1":  "",
		"TOUCHSTONE_URL=http://127.0.0.1:8080":                                  "",
		"TOUCHSTONE_URL=http://127.0.0.1,TOUCHSTONE_CLOCK=2025-06-19T12:48:00Z": "app.clock_without_demo",
	} {
		c, err := app.ReadConfig(strings.Split(env, ","))
		if err == nil {
			err = c.Check()
		}
		var e *errs.E
		got := ""
		if errors.As(err, &e) {
			got = e.Key
		}
		if got != want {
			t.Errorf("%q: %q, want %q", env, got, want)
		}
	}
}
