package web

import (
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"touchstone/internal/errs"
)

const (
	partDeadline = 30 * time.Second // a part that brings nothing for so long is given up
	maxFilename  = 255              // characters
)

// upload is a multipart body of which the first part, the key, was read.
type upload struct {
	reader *multipart.Reader
	key    string
	first  *multipart.Part // the first part where it was not the key
	files  []string        // field, name, size and SHA-256 of each file
	boxes  []string        // the fields of the files, empty ones included
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
	u.extend(c)
	return values, u.run(c, values, fields, file)
}

func (u *upload) run(c echo.Context, values url.Values, fields func(url.Values) error, file FileFunc) error {
	size, count, called := 0, 0, false
	call := func() error {
		if called {
			return nil
		}
		called = true
		if err := checkValues(values); err != nil {
			return err
		}
		if err := once(c, values); err != nil {
			return err
		}
		return fields(values)
	}
	for {
		p, err := u.next()
		if errors.Is(err, io.EOF) {
			if _, err := io.Copy(io.Discard, c.Request().Body); err != nil { // less came than was declared: nobody knows what else was to come
				return bodyError(err)
			}
			if err := call(); err != nil {
				return err
			}
			stateOf(c).content = contentOf(values, u.files)
			return nil
		}
		if err != nil {
			return bodyError(err)
		}
		if count++; count > MaxFields {
			return errs.New(errs.TooLarge, "web.too_many_fields")
		}
		if err := named(p); err != nil {
			return err
		}
		if !isFile(p) {
			if called {
				return errs.New(errs.BadRequest, "web.field_after_file")
			}
			v, err := io.ReadAll(io.LimitReader(p, int64(MaxBody-size)+1))
			if err != nil {
				return bodyError(err)
			}
			if size += len(v) + len(p.FormName()); size > MaxBody {
				return errs.New(errs.TooLarge, "web.too_large")
			}
			values.Add(p.FormName(), string(v))
			continue
		}
		if err := call(); err != nil {
			return err
		}
		if err := u.one(c, p, file); err != nil {
			return err
		}
	}
}

// one hands over a file. A file box that was left empty arrives as a part without name and content.
func (u *upload) one(c echo.Context, p *multipart.Part, file FileFunc) error {
	name := fileName(p)
	if !text(name) || utf8.RuneCountInString(name) > maxFilename || !text(p.FormName()) {
		return errs.New(errs.BadRequest, "web.malformed")
	}
	if slices.Contains(u.boxes, p.FormName()) && !slices.Contains(manyOf(c), p.FormName()) {
		return errs.New(errs.BadRequest, "web.repeated")
	}
	u.boxes = append(u.boxes, p.FormName())
	body := &fileReader{part: p, left: stateOf(c).server.o.UploadLimit, extend: func() { u.extend(c) }, sum: sha256.New()}
	if name == "" {
		if n, err := io.Copy(io.Discard, io.LimitReader(body, 1)); err != nil || n == 0 {
			return err
		}
		return errs.New(errs.BadRequest, "web.malformed")
	}
	if err := file(p.FormName(), name, body); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, body); err != nil { // what the caller left belongs to what was sent
		return err
	}
	u.files = append(u.files, p.FormName(), name, strconv.FormatInt(body.size, 10), string(body.sum.Sum(nil)))
	return nil
}

// fileName is the name of a part as it was sent, with folders and all. Browsers write it between quotation marks as it is,
// but for marks and line breaks; scripts put a backslash before marks and backslashes. Where every backslash is one of theirs
// the name is taken for theirs.
func fileName(p *multipart.Part) string {
	head := p.Header.Get("Content-Disposition")
	_, params, err := mime.ParseMediaType(head)
	if err != nil {
		return p.FileName()
	}
	_, raw, found := strings.Cut(head, `; filename="`)
	raw, ended := strings.CutSuffix(raw, `"`)
	if !found || !ended || !strings.Contains(raw, `\`) || strings.Contains(raw, `"`) {
		return params["filename"]
	}
	if strings.Contains(strings.ReplaceAll(raw, `\\`, ""), `\`) {
		return raw
	}
	return params["filename"]
}

func (u *upload) next() (*multipart.Part, error) {
	if p := u.first; p != nil {
		u.first = nil
		return p, nil
	}
	return u.reader.NextRawPart()
}

// extend gives the next piece of the body its own time; the server's limit for a whole request is meant for pages. Whoever
// sends is using his session.
func (u *upload) extend(c echo.Context) {
	stateOf(c).server.o.Sessions.Touch(c.Request().Context())
	rc := http.NewResponseController(c.Response())
	at := stateOf(c).server.o.Wall().Add(partDeadline)
	// A connection without deadlines (a test's recorder) keeps none.
	_ = rc.SetReadDeadline(at)
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
	u := &upload{reader: multipart.NewReader(c.Request().Body, b)}
	p, err := u.reader.NextRawPart()
	if err != nil {
		return nil, bodyError(err)
	}
	if p.FormName() != "key" || isFile(p) {
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

// named refuses a part whose head cannot be read: taken for a field without a name it would be dropped, and the file
// in it with it, while the rest is kept.
func named(p *multipart.Part) error {
	if t, params, err := mime.ParseMediaType(p.Header.Get("Content-Disposition")); err != nil || t != "form-data" || params["name"] == "" {
		return errs.New(errs.BadRequest, "web.unreadable_part")
	}
	return nil
}

// isFile tells a file from a field by the presence of a file name, also an empty one.
func isFile(p *multipart.Part) bool {
	_, params, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
	if err != nil {
		return p.FileName() != ""
	}
	_, ok := params["filename"]
	return ok
}

// fileReader reads one file, up to the limit, renewing the connection's deadline as data come, and digests it on the way:
// another file under the same name is no repetition of the form.
type fileReader struct {
	part   io.Reader
	left   int64
	extend func()
	since  int
	size   int64
	sum    hash.Hash
}

const extendEvery = 1 << 20

func (f *fileReader) Read(b []byte) (int, error) {
	n, err := f.part.Read(b)
	if f.left -= int64(n); f.left < 0 {
		return 0, errs.New(errs.TooLarge, "web.file_too_large")
	}
	f.size += int64(n)
	f.sum.Write(b[:n])
	if f.since += n; f.since >= extendEvery {
		f.since = 0
		f.extend()
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return n, bodyError(err)
	}
	return n, err
}
