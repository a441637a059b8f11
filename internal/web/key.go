package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/internal/errs"
)

const (
	nonceSize = 16
	macSize   = 16
)

// RequestKey has the shape of audit.Key, so that it can be handed over as one although neither package imports the other.
type RequestKey = struct{ Route, Target, Nonce, Content string }

// FormKey makes the one-time key of a form that posts to the address of this page: a nonce and an HMAC of it over
// session and address. Nothing is stored; the secret is the session's token, which no other site can know.
func FormKey(c echo.Context) string { return FormKeyFor(c, c.Request().URL.Path) }

// FormKeyFor makes the key of a form that posts to another address than the page's own.
func FormKeyFor(c echo.Context, action string) string {
	s := stateOf(c)
	nonce := make([]byte, nonceSize)
	if _, err := io.ReadFull(s.server.o.Random, nonce); err != nil {
		panic(err) // no randomness, no forms: the recover middleware makes a 500 of it
	}
	return base64.RawURLEncoding.EncodeToString(append(nonce, mac(s.secret(c), action, nonce)...))
}

// AuditKey is the one-time key of this request for audit.Write: a repeated POST finds the first act by it. A request
// without a key has the zero value and no such protection.
func AuditKey(c echo.Context) RequestKey {
	s := stateOf(c)
	nonce := s.form.Get("key")
	if nonce == "" || len(nonce) > 64 {
		return RequestKey{}
	}
	return RequestKey{
		Route:  c.Request().Method + " " + c.Path(),
		Target: strings.Join(c.ParamValues(), "/"),
		Nonce:  nonce, Content: s.content,
	}
}

// contentOf is the digest of what a form brought: every field but the key and what is secret, and of its files the field,
// the name, the size and the digest. The same key with another text or another file is no repetition.
func contentOf(values url.Values, files []string) string {
	h := sha256.New()
	put := func(s string) {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(s))))
		h.Write([]byte(s))
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if name == "key" || name == "credential" || name == "password" {
			continue
		}
		put(name)
		for _, v := range values[name] {
			put(v)
		}
	}
	put("")
	for _, f := range files {
		put(f)
	}
	return string(h.Sum(nil))
}

func mac(secret, action string, nonce []byte) []byte {
	m := hmac.New(sha256.New, []byte("touchstone form key\x00"+secret))
	m.Write(nonce)
	m.Write([]byte(action))
	return m.Sum(nil)[:macSize]
}

// keyHolds tells whether the key was made for this session and this address.
func keyHolds(secret, action, key string) bool {
	b, err := base64.RawURLEncoding.DecodeString(key)
	if err != nil || len(b) != nonceSize+macSize || secret == "" {
		return false
	}
	return hmac.Equal(b[nonceSize:], mac(secret, action, b[:nonceSize]))
}

// secret is what binds keys to a browser: the session's token, before sign-in the value of the pre-session cookie.
func (s *state) secret(c echo.Context) string {
	if t := s.server.o.Sessions.Token(c.Request().Context()); t != "" {
		return t
	}
	if s.pre != "" {
		return s.pre
	}
	if ck, err := c.Request().Cookie(s.server.cookieName("pre")); err == nil && len(ck.Value) == preLength {
		s.pre = ck.Value
		return s.pre
	}
	return ""
}

const preLength = 22 // 16 bytes in base64

// Prepare gives a browser without a session the cookie to which the sign-in form's key is bound. It is kept in the
// browser only.
func Prepare(c echo.Context) error {
	s := stateOf(c)
	if s.secret(c) != "" {
		return nil
	}
	b := make([]byte, nonceSize)
	if _, err := io.ReadFull(s.server.o.Random, b); err != nil {
		return errs.Wrap(errs.Internal, "errors.text.internal", err)
	}
	s.pre = base64.RawURLEncoding.EncodeToString(b)
	c.SetCookie(s.server.cookie("pre", s.pre))
	return nil
}
