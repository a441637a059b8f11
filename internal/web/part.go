package web

import (
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"touchstone/internal/errs"
)

// part is one part of a multipart body with what its head says.
type part struct {
	content
	field, name string
	file        bool // also without a name: a box that was left empty
}

// next reads up to the body of the next part; io.EOF is the end of the form.
func (u *upload) next() (*part, error) {
	if p := u.first; p != nil {
		u.first = nil
		return p, nil
	}
	disposition, err := u.parts.next()
	if err != nil {
		return nil, err
	}
	return u.headed(disposition)
}

// headed reads the head of a part. One that cannot be read is refused: taken for a field without a name it would be dropped,
// and the file in it with it, while the rest is kept.
func (u *upload) headed(head string) (*part, error) {
	before, raw, quoted := strings.Cut(head, `; filename="`)
	raw, ended := strings.CutSuffix(raw, `"`)
	asSent := quoted && ended && !strings.Contains(raw, `"`)
	kind, params, err := mime.ParseMediaType(head)
	if err != nil && asSent { // the name ends in a backslash, which then stands before the closing mark
		kind, params, err = mime.ParseMediaType(before)
	}
	if err != nil || kind != "form-data" || params["name"] == "" {
		return nil, errs.New(errs.BadRequest, "web.unreadable_part")
	}
	name, file := params["filename"]
	if asSent && strings.Contains(raw, `\`) && u.unescaped(raw) {
		name, file = raw, true
	}
	return &part{content: content{u.parts}, field: params["name"], name: name, file: file}, nil
}

// unescaped tells whether the backslashes in a name are its own. Browsers write a name between quotation marks as it is, but
// for marks and line breaks; scripts put a backslash before marks and backslashes. Where every backslash of a script is double
// the name is taken for one that was written so.
func (u *upload) unescaped(raw string) bool {
	return u.browser || strings.Contains(strings.ReplaceAll(raw, `\\`, ""), `\`)
}

// browser tells by the name that all of them bear whether a browser sends.
func browser(r *http.Request) bool { return strings.HasPrefix(r.UserAgent(), "Mozilla/") }

const (
	extendEvery = 1 << 20 // bytes
	extendLeast = 4 << 10 // … of whoever sends slowly
)

// arriving is the body as it comes in. Whoever goes on sending gets more time.
type arriving struct {
	body   io.Reader
	since  int // bytes since the time was extended
	at     time.Time
	after  time.Duration // how long it is not extended again where little comes
	wall   func() time.Time
	extend func()
}

func (a *arriving) Read(b []byte) (int, error) {
	n, err := a.body.Read(b)
	a.since += n
	if a.since >= extendEvery || a.since >= extendLeast && a.wall().Sub(a.at) >= a.after {
		a.since, a.at = 0, a.wall()
		a.extend()
	}
	return n, err
}
