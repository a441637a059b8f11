package web

import (
	"strings"
	"testing"
	"unicode/utf8"

	"touchstone/internal/errs"
	"touchstone/internal/written"
)

// TestNext: only rows of the table, never an address.
func TestNext(t *testing.T) {
	t.Parallel()
	s := &Server{pages: map[string]Route{}}
	for _, path := range []string{"/inbox", "/cases/:ref", "/cases/:ref/acts/:event"} {
		r := Route{Method: "GET", Path: path}
		s.pages[r.key()] = r
	}
	for next, want := range map[string]string{
		"inbox":                                 "/inbox",
		"cases._~SM-2K7Q-9F3D-X":                "/cases/SM-2K7Q-9F3D-X",
		"cases._.acts._~SM-1~referral.approved": "/cases/SM-1/acts/referral.approved",
		"":                                      "/",
		"//evil.example":                        "/",
		"/\\evil.example":                       "/",
		"%2f%2fevil.example":                    "/",
		"https://evil.example":                  "/",
		"cases._~//evil":                        "/",
		"cases._~..":                            "/",
		"cases._~.":                             "/",
		"cases._~a%2fb":                         "/",
		"cases._~a\r\nSet-Cookie: x":            "/",
		"cases._":                               "/",
		"cases._~a~b":                           "/",
		"inbox~x":                               "/",
		"cases._~" + strings.Repeat("a", 65):    "/",
	} {
		if got := s.Next(next); got != want {
			t.Errorf("Next(%q) = %q, want %q", next, got, want)
		}
	}
	r := Route{Method: "GET", Path: "/cases/:ref"}
	if got := s.Next(nextOf(r, []string{"SM-1"})); got != "/cases/SM-1" {
		t.Errorf("round trip: %q", got)
	}
	if got := nextOf(Route{Method: "POST", Path: "/cases/:ref", Class: ClassAct}, []string{"SM-1"}); got != "" {
		t.Errorf("a POST is no page to come back to: %q", got)
	}
}

// TestDisposition: the header stays one well-formed line whatever the name is.
func TestDisposition(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"a.pdf":            `attachment; filename="a.pdf"; filename*=UTF-8''a.pdf`,
		"证据.pdf":           `attachment; filename="__.pdf"; filename*=UTF-8''%E8%AF%81%E6%8D%AE.pdf`,
		"../../etc/passwd": `attachment; filename="passwd"; filename*=UTF-8''passwd`,
		"a\"b;c%.txt":      `attachment; filename="a_b_c_.txt"; filename*=UTF-8''a%22b%3Bc%25.txt`,
		"gpj.\u202eexe":    `attachment; filename="gpj.exe"; filename*=UTF-8''gpj.exe`,
		"\r\nX: y\x00":     `attachment; filename="X: y"; filename*=UTF-8''X%3A%20y`,
		"":                 `attachment; filename="file"; filename*=UTF-8''file`,
		" . ":              `attachment; filename="file"; filename*=UTF-8''file`,
	} {
		if got := disposition(name); got != want {
			t.Errorf("%q:\n%s\nwant\n%s", name, got, want)
		}
	}
	if got := disposition(strings.Repeat("字", 10_000)); len(got) > 2200 {
		t.Errorf("%d bytes", len(got))
	}
}

func TestActiveTypesAreGivenOutAsBytes(t *testing.T) {
	t.Parallel()
	for _, ct := range []string{"text/html", "image/svg+xml", "application/xhtml+xml; charset=x", "text/javascript", "x", ""} {
		h := map[string][]string{}
		Attach(h, "a", ct)
		if h["Content-Type"][0] != "application/octet-stream" || h["Content-Security-Policy"][0] != SandboxPolicy {
			t.Errorf("%q: %v", ct, h)
		}
	}
}

// FuzzDecodeForm: a decoded form is text once it is over the border, and no input makes it panic or answer anything but 400 and 413.
func FuzzDecodeForm(f *testing.F) {
	for _, s := range []string{"a=1&b=2", "a=%ff", "&&&", "key=1&key=2", "a=%00", "%zz", "a;b", "=", "a=\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		v, err := decodeForm(body)
		if err != nil {
			if status := fromKind(err); status != 400 && status != 413 {
				t.Fatalf("%v is %d", err, status)
			}
			return
		}
		for name, vs := range v {
			for _, s := range append(vs, name) { // as fields of our forms come in; others are refused
				if s = written.Bordered(s); !utf8.ValidString(s) || strings.Contains(s, "\x00") {
					t.Fatalf("%q passed", s)
				}
			}
		}
	})
}

func fromKind(err error) int { return statusOf(errs.KindOf(err)) }
