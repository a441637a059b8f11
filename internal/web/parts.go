package web

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"touchstone/internal/errs"
)

// maxPartHead is how much the head of one part may take; the head of a whole request may take no more.
const maxPartHead = maxHeader

// parts reads a multipart body (RFC 7578). The library's reader takes no head with a control character in it, and files are
// called so: their names are kept as they are.
type parts struct {
	in   *bufio.Reader
	mark []byte // what ends a part: a line break, two dashes and the boundary
	sure int    // bytes to come that are known to be of the present part
}

func newParts(r io.Reader, boundary string) *parts {
	const piece = 64 << 10
	mark := "\r\n--" + boundary
	// What stands before the first part is a part without a head, of which nothing is read.
	return &parts{in: bufio.NewReaderSize(io.MultiReader(strings.NewReader("\r\n"), r), piece), mark: []byte(mark)}
}

// next skips what was left of a part and gives the disposition of the next one; io.EOF is the end of the form.
func (p *parts) next() (disposition string, err error) {
	if err := p.skip(content{p}); err != nil {
		return "", err
	}
	if _, err := p.in.Discard(len(p.mark)); err != nil {
		return "", whole(err)
	}
	line, err := p.line()
	last := strings.HasPrefix(line, "--")
	if err != nil && (err != io.EOF || !last) { // behind the last mark nothing need come
		return "", whole(err)
	}
	if strings.Trim(strings.TrimPrefix(line, "--"), " \t") != "" {
		return "", errs.New(errs.BadRequest, "web.unreadable_part")
	}
	if last {
		return "", io.EOF
	}
	return p.head()
}

// skip passes over what nobody reads: what stands before the first part, is left of one, or stands behind the last. Whoever
// fills in forms sends nothing there.
func (p *parts) skip(r io.Reader) error {
	n, err := io.CopyN(io.Discard, r, maxPartHead+1)
	switch {
	case n > maxPartHead:
		return errs.New(errs.TooLarge, "web.head_too_large")
	case errors.Is(err, io.EOF):
		return nil
	}
	return err
}

// head reads the head of a part, up to its content.
func (p *parts) head() (disposition string, err error) {
	var lines strings.Builder
	for left := maxPartHead; ; {
		start, err := p.in.Peek(2)
		if err != nil {
			return "", whole(err)
		}
		if string(start) == "\r\n" {
			break
		}
		line, err := p.line()
		if err != nil {
			return "", whole(err)
		}
		if left -= len(line) + 2; left < 0 {
			return "", errs.New(errs.TooLarge, "web.head_too_large")
		}
		switch goesOn := strings.ContainsAny(line[:1], " \t"); {
		case goesOn && lines.Len() > 0:
			lines.WriteString(" " + strings.TrimLeft(line, " \t"))
		case goesOn || !p.named(line):
			return "", errs.New(errs.BadRequest, "web.unreadable_part")
		default:
			lines.WriteString("\n" + line)
		}
	}
	disposition = dispositionOf(strings.Split(lines.String(), "\n"))
	if _, over, err := p.ahead(); err != nil || over { // of a part without content the line that ends its head ends it
		return disposition, err
	}
	p.sure = 0
	_, err = p.in.Discard(2)
	return disposition, err
}

// named tells whether a line of a head begins with a name, as each does; a mark within a head is none. What stands there
// would otherwise be a part of its own that is lost.
func (p *parts) named(line string) bool {
	name, _, there := strings.Cut(line, ":")
	unfit := func(r rune) bool { return r <= ' ' || r > '~' }
	return there && name != "" && !strings.ContainsFunc(name, unfit) && !strings.HasPrefix(line, strings.TrimPrefix(string(p.mark), "\r\n"))
}

// line is the next line of a head, without its end; where the body ends before, what came of it.
func (p *parts) line() (string, error) {
	b, err := p.in.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return "", errs.New(errs.TooLarge, "web.head_too_large")
	case err != nil:
		return string(b), err
	case !bytes.HasSuffix(b, []byte("\r\n")):
		return "", errs.New(errs.BadRequest, "web.unreadable_part")
	}
	return string(b[:len(b)-2]), nil
}

// dispositionOf is the line of a head that says what the part is.
func dispositionOf(lines []string) string {
	const name = "content-disposition"
	i := slices.IndexFunc(lines, func(s string) bool {
		return len(s) > len(name) && strings.EqualFold(s[:len(name)], name) && s[len(name)] == ':'
	})
	if i < 0 {
		return ""
	}
	return strings.Trim(lines[i][len(name)+1:], " \t")
}

// content is what the present part holds.
type content struct{ *parts }

func (c content) Read(b []byte) (int, error) {
	n, over, err := c.ahead()
	switch {
	case err != nil:
		return 0, err
	case over:
		return 0, io.EOF
	}
	n, err = c.in.Read(b[:min(len(b), n)])
	c.sure -= n
	return n, err
}

// ahead tells how many of the bytes that have come surely belong to the present part, or that it is over: that a mark comes
// next, with what must stand behind one.
func (p *parts) ahead() (n int, over bool, err error) {
	if p.sure > 0 {
		return p.sure, false, nil
	}
	least := len(p.mark) + len("--")
	if _, err := p.in.Peek(least); err != nil { // without its end a part is nothing
		return 0, false, whole(err)
	}
	b, err := p.in.Peek(p.in.Buffered())
	if err != nil {
		return 0, false, err
	}
	switch i := bytes.Index(b, p.mark); {
	case i > 0:
		p.sure = i
	case i < 0: // its last bytes may begin a mark
		p.sure = len(b) - len(p.mark) + 1
	case strings.IndexByte(" \t\r\n", b[len(p.mark)]) >= 0 || string(b[len(p.mark):least]) == "--":
		return 0, true, nil
	default: // it only resembles one
		p.sure = 1
	}
	return p.sure, false, nil
}

// whole tells a body that ends too early from the end of a form.
func whole(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
