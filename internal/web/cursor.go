package web

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/labstack/echo/v4"
)

const (
	cursorPlain = 16
	gcmNonce    = 12
	gcmTag      = 16
)

// Cursor seals the keys of the last row that a page showed. Row keys never leave the server readable, and a cursor
// means something only in the session and on the list it was made for (security K01, K08): anywhere else it is the
// first page. The same row gives the same cursor, so that a page is the same page when it is loaded again.
func Cursor(c echo.Context, list string, due time.Time, id int64) string {
	var plain [cursorPlain]byte
	binary.BigEndian.PutUint64(plain[:8], uint64(due.UnixMicro()))
	binary.BigEndian.PutUint64(plain[8:], uint64(id))
	aead, key := cursorCipher(c)
	nonce := cursorNonce(key, list, plain[:])
	return base64.RawURLEncoding.EncodeToString(aead.Seal(nonce, nonce, plain[:], []byte(list)))
}

// FirstPage is the address of the list that is shown from a cursor on, from its beginning; empty where it is the
// beginning.
func FirstPage(c echo.Context, cursor string) string {
	q := c.Request().URL.Query()
	if q.Get(cursor) == "" {
		return ""
	}
	q.Del(cursor)
	q.Del("lang")
	if len(q) == 0 {
		return c.Request().URL.EscapedPath()
	}
	return c.Request().URL.EscapedPath() + "?" + q.Encode()
}

// CursorOf opens what Cursor sealed; false is the first page.
func CursorOf(c echo.Context, list, text string) (due time.Time, id int64, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(b) != gcmNonce+cursorPlain+gcmTag {
		return time.Time{}, 0, false
	}
	aead, _ := cursorCipher(c)
	plain, err := aead.Open(nil, b[:gcmNonce], b[gcmNonce:], []byte(list))
	if err != nil {
		return time.Time{}, 0, false
	}
	return time.UnixMicro(int64(binary.BigEndian.Uint64(plain[:8]))).UTC(), int64(binary.BigEndian.Uint64(plain[8:])), true
}

// cursorCipher derives a key from the session's token, which no other session and no page knows.
func cursorCipher(c echo.Context) (cipher.AEAD, []byte) {
	m := hmac.New(sha256.New, []byte("touchstone cursor\x00"+stateOf(c).secret(c)))
	m.Write([]byte("key"))
	key := m.Sum(nil)
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // 32 bytes are always a key
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return aead, key
}

// cursorNonce is a function of what is sealed: two different rows never share one.
func cursorNonce(key []byte, list string, plain []byte) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(list))
	m.Write([]byte{0})
	m.Write(plain)
	return m.Sum(nil)[:gcmNonce]
}
