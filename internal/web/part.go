package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"regexp"
	"strings"
	"time"
	"unicode"

	"touchstone/internal/errs"
)

// maxPartHead is how much the head of one part may take; the head of a whole request may take no more.
const maxPartHead = maxHeader

// part is one part of a multipart body with what its head says.
type part struct {
	*multipart.Part
	field, name string
	file        bool // also without a name: a box that was left empty
}

// next reads up to the body of the next part; io.EOF is the end of the form.
func (u *upload) next() (*part, error) {
	if p := u.first; p != nil {
		u.first = nil
		return p, nil
	}
	u.body.head = maxPartHead
	p, err := u.reader.NextRawPart()
	u.body.head = 0
	if err != nil {
		return nil, err
	}
	return u.headed(p)
}

// headed reads the head of a part. One that cannot be read is refused: taken for a field without a name it would be dropped,
// and the file in it with it, while the rest is kept.
func (u *upload) headed(p *multipart.Part) (*part, error) {
	head := p.Header.Get("Content-Disposition")
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
	return &part{Part: p, field: params["name"], name: name, file: file}, nil
}

// unreadableName is what is wrong with a part whose head cannot be read because the name of its file contains a control character,
// as names may on some systems; nil where it is something else.
func (u *upload) unreadableName(err error) *errs.Field {
	var malformed textproto.ProtocolError
	if !errors.As(err, &malformed) {
		return nil
	}
	for _, m := range fileHead.FindAllSubmatch(u.body.last, -1) {
		if field, name := string(m[1]), string(m[2]); text(field) && strings.ContainsFunc(name, unicode.IsControl) {
			return &errs.Field{Name: field, Key: "form.file_name", Args: []any{"name", shownName(name)}}
		}
	}
	return nil
}

// fileHead matches the head of a file's part.
var fileHead = regexp.MustCompile(`(?i)\r\nContent-Disposition: *form-data; *name="([^"\r\n]*)"; *filename="([^\r\n]*)"\r\n`)

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

// arriving is the body as it comes in. The head of a part is bounded; whoever goes on sending gets more time.
type arriving struct {
	body   io.Reader
	head   int // what the head of a part may still take; 0: none is being read
	since  int // bytes since the time was extended
	at     time.Time
	after  time.Duration // how long it is not extended again where little comes
	wall   func() time.Time
	extend func()
	last   []byte // what came last: the head that is being read is in it
}

const headsKept = 16 << 10

func (a *arriving) Read(b []byte) (int, error) {
	inHead := a.head > 0
	if inHead {
		b = b[:min(len(b), a.head)]
	}
	n, err := a.body.Read(b)
	a.last = append(a.last[max(0, len(a.last)-headsKept):], b[max(0, n-headsKept):n]...)
	if inHead {
		if a.head -= n; a.head <= 0 {
			return 0, errs.New(errs.TooLarge, "web.head_too_large")
		}
	}
	a.since += n
	if a.since >= extendEvery || a.since >= extendLeast && a.wall().Sub(a.at) >= a.after {
		a.since, a.at = 0, a.wall()
		a.extend()
	}
	return n, err
}
