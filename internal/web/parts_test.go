package web

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"strings"
	"testing"
	"testing/iotest"
)

// TestParts_AsTheLibraryReads: every body is taken apart as the library takes it apart, however it arrives: contents that
// resemble a boundary, none at all, long ones. Seen to fail with a mark at the end of what had come taken for content.
func TestParts_AsTheLibraryReads(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"\r\n--Bound", "\r\n--Boundary", "\r\n--Boundaryx", "\r\n--Boundary-x", "\r", "\n", "\r\n", "--", "x", "\r\r\n", "--Boundary--", "中文\x00\xff", strings.Repeat("y", 70<<10)}
	for i := range 400 {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		if err := w.SetBoundary("Boundary"); err != nil {
			t.Fatal(err)
		}
		var want []string
		for range random.IntN(5) {
			p, err := w.CreateFormFile("files", "a")
			if err != nil {
				t.Fatal(err)
			}
			content := ""
			for range random.IntN(8) {
				content += pieces[random.IntN(len(pieces)-1+i%2)]
			}
			for _, end := range []string{"\r", "\n", "--"} { // true boundaries
				content = strings.ReplaceAll(content, "\r\n--Boundary"+end, "?")
			}
			if strings.HasSuffix(content, "\r\n--Boundary") { // a line break and the next boundary follow
				content += "?"
			}
			if strings.HasPrefix(content, "--Boundary") { // the line before it ends the head
				content = "?" + content
			}
			_, _ = io.WriteString(p, content) // a buffer takes everything
			want = append(want, content)
		}
		if len(want) == 0 {
			continue
		}
		_ = w.Close() // so it does
		lib := multipart.NewReader(bytes.NewReader(b.Bytes()), "Boundary")
		for _, how := range []func(io.Reader) io.Reader{func(r io.Reader) io.Reader { return r }, iotest.HalfReader, iotest.DataErrReader, iotest.OneByteReader} {
			ours := newParts(how(bytes.NewReader(b.Bytes())), "Boundary")
			for n := 0; ; n++ {
				d, err := ours.next()
				if err == io.EOF && n == len(want) {
					break
				}
				if err != nil || d != `form-data; name="files"; filename="a"` {
					t.Fatalf("%d part %d: %q %v", i, n, d, err)
				}
				if got, err := io.ReadAll(content{ours}); err != nil || string(got) != want[n] {
					t.Fatalf("%d part %d: %v: %.200q, want %.200q", i, n, err, got, want[n])
				}
			}
		}
		for n := range want { // what is wanted is what the library reads
			p, err := lib.NextRawPart()
			if err != nil {
				t.Fatalf("%d part %d by the library: %v", i, n, err)
			}
			if got, err := io.ReadAll(p); err != nil || string(got) != want[n] {
				t.Fatalf("%d part %d by the library: %v: %.200q, want %.200q", i, n, err, got, want[n])
			}
		}
	}
}

// TestParts_WhatEndsTooEarly: a body that is cut anywhere before its last boundary is never the end of a form.
func TestParts_WhatEndsTooEarly(t *testing.T) {
	t.Parallel()
	const form = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--B\r\ncontent-disposition: form-data;\r\n name=\"b\"\r\nContent-Type: x/y\r\n\r\n\r\n--B\r\nX: y\r\nContent-Disposition: form-data; name=\"c\"\r\n\r\n--B--"
	read := func(s string) (got string, err error) {
		p := newParts(strings.NewReader(s), "B")
		for {
			d, err := p.next()
			if err != nil {
				return got, err
			}
			b, err := io.ReadAll(content{p})
			if err != nil {
				return got, err
			}
			got += d + "=" + string(b) + ";"
		}
	}
	if got, err := read("before\r\n" + form + "\r\nbehind"); err != io.EOF || got != `form-data; name="a"=x;form-data; name="b"=;form-data; name="c"=;` {
		t.Errorf("whole: %v %s", err, got)
	}
	for n := range len(form) {
		if _, err := read(form[:n]); err == nil || errors.Is(err, io.EOF) {
			t.Errorf("cut at %d: %v", n, err)
		}
	}
}
