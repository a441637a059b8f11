package evidence

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"touchstone/internal/procedure"
)

// Textual tells whether a file is plain text, or a table of it: what a browser may show by itself.
func (f File) Textual() bool {
	return strings.HasPrefix(f.Media, "text/plain") || strings.HasPrefix(f.Media, "text/csv")
}

// EncodingOf reads a text to its end and tells in which encoding it is written, by the name that browsers know: a mark at
// its beginning counts, then UTF-8 where every byte fits it, then the Chinese one; empty where none fits.
func EncodingOf(r io.Reader) (string, error) {
	head := make([]byte, 4096)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return "", err
	}
	head = head[:n]
	for mark, name := range map[string]string{"\xef\xbb\xbf": "utf-8", "\xff\xfe": "utf-16le", "\xfe\xff": "utf-16be"} {
		if bytes.HasPrefix(head, []byte(mark)) {
			return name, nil
		}
	}
	if name := procedure.WideText(head); name != "" {
		return name, nil
	}
	u, g := utf8Fit{}, chineseFit{}
	buf := make([]byte, 64<<10)
	for b := head; ; {
		u.take(b)
		g.take(b)
		n, err := r.Read(buf)
		if b = buf[:n]; n == 0 && err != nil {
			if err != io.EOF {
				return "", err
			}
			break
		}
	}
	switch {
	case !u.bad && len(u.rest) == 0:
		return "utf-8", nil
	case !g.bad && g.want == 0:
		return "gb18030", nil
	}
	return "", nil
}

// utf8Fit checks a stream for UTF-8.
type utf8Fit struct {
	rest []byte
	bad  bool
}

func (f *utf8Fit) take(b []byte) {
	b = append(f.rest, b...)
	for len(b) > 0 && !f.bad {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			if !utf8.FullRune(b) {
				break
			}
			f.bad = true
		}
		b = b[n:]
	}
	f.rest = bytes.Clone(b)
}

// chineseFit checks a stream for GB18030, of which GBK is a part.
type chineseFit struct {
	want int  // bytes of a character that are still to come
	two  bool // it may become one of four bytes
	bad  bool
}

func (f *chineseFit) take(b []byte) {
	for _, c := range b {
		switch {
		case f.want == 0 && c >= 0x81 && c <= 0xfe:
			f.want, f.two = 1, true
		case f.want == 0:
			f.bad = f.bad || c == 0x80 || c == 0xff
		case f.two && c >= 0x30 && c <= 0x39: // second of four
			f.want, f.two = 2, false
		case f.two:
			f.bad = f.bad || c < 0x40 || c == 0x7f || c == 0xff
			f.want = 0
		case f.want == 2: // third of four
			f.bad = f.bad || c < 0x81 || c == 0xff
			f.want = 1
		default: // fourth
			f.bad = f.bad || c < 0x30 || c > 0x39
			f.want = 0
		}
	}
}
