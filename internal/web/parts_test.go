package web

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

// TestParts_AsTheLibraryReads: every body is taken apart as the library takes it apart, however it arrives: contents that
// resemble a boundary, none at all, long ones. Seen to fail with a mark at the end of what had come taken for content.
func TestParts_AsTheLibraryReads(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"\r\n--Bound", "\r\n--Boundary", "\r\n--Boundaryx", "\r\n--Boundary-x", "\r", "\n", "\r\n", "--", "x", "\r\r\n", "--Boundary--",
		"中文\x00\xff", strings.Repeat("y", 70<<10)}
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

// partsOf reads a body to its end.
func partsOf(s string) (got string, err error) {
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

// TestParts_WhatEndsTooEarly: a body that is cut anywhere before its last boundary is never the end of a form.
func TestParts_WhatEndsTooEarly(t *testing.T) {
	t.Parallel()
	const form = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--B\r\ncontent-disposition: form-data;\r\n name=\"b\"\r\nContent-Type: " +
		"x/y\r\n\r\n\r\n--B\r\nX: y\r\nContent-Disposition: form-data; name=\"c\"\r\n\r\n--B--"
	if got, err := partsOf("before\r\n" + form + "\r\nbehind"); err != io.EOF || got != `form-data; name="a"=x;form-data; name="b"=;form-data; name="c"=;` {
		t.Errorf("whole: %v %s", err, got)
	}
	for n := range len(form) {
		if _, err := partsOf(form[:n]); err == nil || errors.Is(err, io.EOF) {
			t.Errorf("cut at %d: %v", n, err)
		}
	}
}

// TestParts_RefusedAsByTheLibrary: what the library takes for no form is none here: a mark with something behind it is no end
// of a form, and a part whose head does not end does not become another one. What it takes is taken. Seen to fail with the end
// taken for one whatever stood behind it, and with heads whose lines nobody looked at: files were cut, or became fields.
func TestParts_RefusedAsByTheLibrary(t *testing.T) {
	t.Parallel()
	const (
		head = "Content-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n"
		part = "--B\r\n" + head + "\r\n"
	)
	for i, x := range []struct {
		body  string
		right bool
	}{
		{part + "x\r\n--B--", true}, {part + "x\r\n--B--\r\n", true}, {part + "x\r\n--B-- \t\r\nbehind", true}, {part + "x\r\n--B-- ", true},
		{part + "x\r\n--B \t\r\n" + head + "\r\ny\r\n--B--", true},
		{part + "first\r\n--B--x\r\nsecond\r\n--B--\r\n", false}, {part + "first\r\n--B-----\r\nsecond\r\n--B--\r\n", false}, {part + "x\r\n--B-- x", false},
		{part + "x\r\n--B--\r", false}, {part + "x\r\n--B--\n" + part, false},
		{"--B\r\nContent-Disposition: form-data; name=\"note\"\r\n" + part + "x\r\n--B--", false}, {"--B\r\nno colon\r\n" + head + "\r\nx\r\n--B--", false},
		{"--B\r\n : x\r\n" + head + "\r\nx\r\n--B--", false},
		{"--B\r\n" + head + " \r\n\tmore\r\nX-Y: z\r\n\r\nx\r\n--B--", true}, {"--B\r\nX-\x80: z\r\n" + head + "\r\nx\r\n--B--", false},
	} {
		_, err := partsOf(x.body)
		lib := error(nil)
		for r := multipart.NewReader(strings.NewReader(x.body), "B"); lib == nil; {
			var p *multipart.Part
			if p, lib = r.NextRawPart(); lib == nil {
				_, lib = io.Copy(io.Discard, p)
			}
		}
		if (err == io.EOF) != x.right || (lib == io.EOF) != x.right {
			t.Errorf("%d: %v, by the library %v, right %v: %q", i, err, lib, x.right, x.body)
		}
	}
	for _, colon := range []string{"--B: x\r\n", "--By: x\r\n"} { // here the library loses a part
		if got, err := partsOf("--B\r\n" + head + colon + head + "\r\nx\r\n--B--"); err == io.EOF {
			t.Errorf("%q: %s", colon, got)
		}
	}
}

// TestParts_WhatNobodyReads: what stands before the first part, is left of one or stands behind the last is passed over as far
// as a head may go. Seen to fail without the bound.
func TestParts_WhatNobodyReads(t *testing.T) {
	t.Parallel()
	const part = "\r\n--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"
	for what, body := range map[string]func(string) string{
		"before": func(s string) string { return s + part + "x\r\n--B--\r\n" },
		"left":   func(s string) string { return part + s + part + "x\r\n--B--\r\n" },
		"behind": func(s string) string { return part + "x\r\n--B--\r\n" + s },
	} {
		for n, right := range map[int]bool{0: true, maxPartHead - 2: true, maxPartHead + 1: false, 1 << 20: false} {
			p := newParts(strings.NewReader(body(strings.Repeat("x", n))), "B")
			err := error(nil)
			for err == nil {
				_, err = p.next()
			}
			if err == io.EOF {
				err = p.skip(p.in)
			}
			if (err == nil) != right {
				t.Errorf("%s, %d bytes: %v", what, n, err)
			}
		}
	}
}

// A head of many lines that go on costs no more than it is long. Seen to fail with each line joined to all before it: 27 MB
// for a head of 16 KiB.
func TestParts_LongHeads(t *testing.T) {
	head := "Content-Disposition: form-data; name=\"a\"; x=\"" + strings.Repeat("x", 8<<10) + "\r\n" + strings.Repeat(" \r\n", 2600)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got, err := partsOf("--B\r\n" + head + "\r\nx\r\n--B--")
	runtime.ReadMemStats(&after)
	if spent := after.TotalAlloc - before.TotalAlloc; err != io.EOF || len(got) < 8<<10 || spent > 1<<20 {
		t.Errorf("%v, %d bytes of a head, %d bytes allocated", err, len(got), spent)
	}
}
