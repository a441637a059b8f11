package web

import (
	"net/http"
	"strings"

	"touchstone/internal/names"
)

// Policy is the content security policy of every page: nothing inline, nothing from elsewhere, no nonce.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

// SandboxPolicy is the policy of downloaded files: whatever they are, they may do nothing in a browser.
const SandboxPolicy = "sandbox; default-src 'none'"

const permissions = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), display-capture=(), encrypted-media=(), fullscreen=(), " +
	"geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), " +
	"picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), web-share=(), xr-spatial-tracking=()"

const maxPath = 1 << 10

// secure puts the headers on every response before anything else can answer, so that no error escapes without them.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		h.Set("Content-Security-Policy", Policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", permissions)
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// Attach sets the headers of a file that is given out: saved, never shown, and powerless where it is shown all the same.
func Attach(h http.Header, name, contentType string) {
	if contentType == "" || active(contentType) {
		contentType = "application/octet-stream"
	}
	h.Set("Content-Type", contentType)
	h.Set("Content-Disposition", disposition(name))
	h.Set("Content-Security-Policy", SandboxPolicy)
}

// active tells whether a browser might run something in a file of that type.
func active(contentType string) bool {
	t, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	t = strings.TrimSpace(t)
	for _, part := range []string{"html", "xml", "svg", "script", "flash", "java", "multipart/"} {
		if strings.Contains(t, part) {
			return true
		}
	}
	return !strings.Contains(t, "/")
}

// disposition is Disposition for what is only ever saved.
func disposition(name string) string { return Disposition("attachment", name) }

// Disposition writes a file name as RFC 6266 and 8187 want it: an ASCII name for the old, the full one for the rest. kind is
// inline or attachment.
func Disposition(kind, name string) string {
	name = names.Saved(name)
	ascii := strings.Map(func(r rune) rune {
		if r > 0x7e || r == '"' || r == '%' || r == ';' {
			return '_'
		}
		return r
	}, name)
	return kind + `; filename="` + ascii + `"; filename*=UTF-8''` + extValue(name)
}

// extValue percent-encodes everything that RFC 8187 does not list as attr-char.
func extValue(s string) string {
	const plain = "!#$&+-.^_`|~"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte(plain, c) >= 0 {
			b.WriteByte(c)
			continue
		}
		const digits = "0123456789ABCDEF"
		b.WriteByte('%')
		b.WriteByte(digits[c>>4])
		b.WriteByte(digits[c&15])
	}
	return b.String()
}
