package web

import (
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"touchstone/internal/errs"
	"touchstone/internal/names"
)

const (
	partDeadline = 30 * time.Second // an upload that brings nothing for so long is given up
	maxFilename  = 255              // characters
)

// upload is a multipart body of which the first part, the key, was read.
type upload struct {
	parts    *parts
	browser  bool
	key      string
	first    *part        // the first part where it was not the key
	files    []string     // field, name, size and SHA-256 of each file
	boxes    []string     // the fields of the files, empty ones included
	misnamed []errs.Field // files whose names nobody can keep
}

// FileFunc takes one file of an upload. It reads from body what it wants to keep; what it leaves is skipped. Nothing
// may be recorded before Upload has returned without error: a body can still break off after the last file.
type FileFunc func(field, filename string, body io.Reader) error

// Upload reads a multipart form: key first, then the fields, files last. fields is called once, before the first file
// and in any case; so the caller can check the fields before a file touches the disk.
func Upload(c echo.Context, fields func(url.Values) error, file FileFunc) (url.Values, error) {
	u, err := openUpload(c)
	if err != nil {
		return nil, err
	}
	s := stateOf(c)
	values := url.Values{}
	if u.key != "" {
		values.Set("key", u.key)
	}
	s.form = values // what was read is what an error page can give back
	extend(c, s.server.o.Patience)
	err = u.run(c, values, fields, file)
	if err != nil && !errors.Is(err, errFilesFollow) { // whoever is refused reads why when he has sent it all
		s.server.drain(c)
	}
	return values, err
}

func (u *upload) run(c echo.Context, values url.Values, fields func(url.Values) error, file FileFunc) error {
	size, count, called := 0, 0, false
	call := func() error {
		if called {
			return nil
		}
		called = true
		if err := checked(c, values); err != nil {
			return err
		}
		return fields(values)
	}
	for {
		p, err := u.next()
		if errors.Is(err, io.EOF) {
			if err := u.parts.skip(u.parts.in); err != nil { // less came than was declared: nobody knows what else was to come
				return bodyError(err)
			}
			if err := call(); err != nil {
				return err
			}
			stateOf(c).content = contentOf(values, u.files)
			if len(u.misnamed) > 0 {
				return errs.Invalid(u.misnamed...)
			}
			return nil
		}
		if err != nil {
			return bodyError(err)
		}
		if count++; count > MaxFields {
			return errs.New(errs.TooLarge, "web.too_many_fields")
		}
		if !p.file {
			if called {
				return errs.New(errs.BadRequest, "web.field_after_file")
			}
			v, err := io.ReadAll(io.LimitReader(p, int64(MaxBody-size)+1))
			if err != nil {
				return bodyError(err)
			}
			if size += len(v) + len(p.field); size > MaxBody {
				return errs.New(errs.TooLarge, "web.too_large")
			}
			values.Add(p.field, string(v))
			continue
		}
		if err := call(); err != nil {
			return err
		}
		if limit := stateOf(c).server.o.formLimit(); c.Request().ContentLength > limit {
			return tooMuch(limit)
		}
		if err := u.one(c, p, file); err != nil {
			return err
		}
	}
}

// one hands over a file. A file box that was left empty arrives as a part without name and content.
func (u *upload) one(c echo.Context, p *part, file FileFunc) error {
	if !text(p.field) {
		return errs.New(errs.BadRequest, "web.malformed")
	}
	if slices.Contains(u.boxes, p.field) && !slices.Contains(manyOf(c), p.field) {
		return errs.New(errs.BadRequest, "web.repeated")
	}
	u.boxes = append(u.boxes, p.field)
	body := &fileReader{part: p, left: stateOf(c).server.o.UploadLimit, sum: sha256.New()}
	if p.name == "" {
		if n, err := io.Copy(io.Discard, io.LimitReader(body, 1)); err != nil || n == 0 {
			return err
		}
		return errs.New(errs.BadRequest, "web.malformed")
	}
	if bad := misnamed(p); bad != nil {
		u.misnamed = append(u.misnamed, *bad)
	}
	name := p.name
	if len(u.misnamed) > 0 { // the form will be refused: whether the field takes files is still asked, and nothing is kept
		name = ""
	}
	if err := file(p.field, name, body); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, body); err != nil { // what the caller left belongs to what was sent
		return err
	}
	u.files = append(u.files, p.field, p.name, strconv.FormatInt(body.size, 10), string(body.sum.Sum(nil)))
	return nil
}

// misnamed names a file whose name is too long or cannot be read; it is shown by its beginning.
func misnamed(p *part) *errs.Field {
	switch {
	case !text(p.name):
		return &errs.Field{Name: p.field, Key: "form.file_name", Args: []any{"name", shownName(p.name)}}
	case utf8.RuneCountInString(p.name) > maxFilename:
		return &errs.Field{Name: p.field, Key: "form.file_name_long", Args: []any{"name", shownName(p.name), "max", maxFilename}}
	}
	return nil
}

// shownName is the beginning of the name of a file as people can see it.
func shownName(name string) string {
	shown := []rune(names.Shown(strings.ToValidUTF8(name, "\ufffd")))
	if len(shown) > 40 {
		shown = append(shown[:40], '…')
	}
	return string(shown)
}

// extend gives the next piece of the body its own time; the server's limit for a whole request is meant for pages. Whoever
// sends is using his session.
func extend(c echo.Context, patience time.Duration) {
	o := stateOf(c).server.o
	o.Sessions.Touch(c.Request().Context())
	rc := http.NewResponseController(c.Response())
	at := o.Wall().Add(patience)
	// A connection without deadlines (a test's recorder) keeps none.
	if stateOf(c).body.err == nil { // else it is watched for the reader's leaving, who may wait as long as the work takes
		_ = rc.SetReadDeadline(at)
	}
	_ = rc.SetWriteDeadline(at.Add(partDeadline))
}

func openUpload(c echo.Context) (*upload, error) {
	s := stateOf(c)
	if s.upload != nil {
		return s.upload, nil
	}
	_, params, err := mime.ParseMediaType(c.Request().Header.Get("Content-Type"))
	if err != nil || !multipartBody(c.Request()) || s.route.Class != ClassUpload {
		return nil, errs.New(errs.UnsupportedType, "web.unsupported_type")
	}
	b := params["boundary"]
	if b == "" || len(b) > 70 {
		return nil, errs.New(errs.BadRequest, "web.malformed")
	}
	o := s.server.o
	body := &arriving{body: c.Request().Body, after: o.Patience / 6, at: o.Wall(), wall: o.Wall, extend: func() {
		if s.known || o.Wall().Sub(s.began) < timeOfDrains { // who must prove himself by what he sends has not for ever
			extend(c, o.Patience)
		}
	}}
	extend(c, o.Patience)
	u := &upload{browser: browser(c.Request()), parts: newParts(body, b)}
	p, err := u.next()
	if err != nil {
		return nil, bodyError(err)
	}
	if p.field != "key" || p.file {
		u.first = p
	} else {
		v, err := io.ReadAll(io.LimitReader(p, 128))
		if err != nil {
			return nil, bodyError(err)
		}
		if !text(string(v)) {
			return nil, errs.New(errs.BadRequest, "web.malformed")
		}
		u.key = string(v)
	}
	s.upload = u
	return u, nil
}

// multipartBody tells whether the request brings files. The form of an act may come either way.
func multipartBody(r *http.Request) bool {
	t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && t == "multipart/form-data"
}

// fileReader reads one file, up to the limit, and digests it on the way: another file under the same name is no repetition of
// the form.
type fileReader struct {
	part io.Reader
	left int64
	size int64
	sum  hash.Hash
}

func (f *fileReader) Read(b []byte) (int, error) {
	n, err := f.part.Read(b)
	if f.left -= int64(n); f.left < 0 {
		return 0, errs.New(errs.TooLarge, "web.file_too_large")
	}
	f.size += int64(n)
	f.sum.Write(b[:n])
	if err != nil && !errors.Is(err, io.EOF) {
		return n, bodyError(err)
	}
	return n, err
}
