package procedure_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"touchstone/internal/procedure"
)

func zipOf(t *testing.T, names ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, n := range names {
		f, err := w.Create(n)
		if err == nil {
			_, err = io.WriteString(f, strings.Repeat(n, 300))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// compoundOf is as much of a compound file as is looked at: its first bytes and a directory far behind them.
func compoundOf(class string, streams ...string) string {
	out := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 128*99-8)
	for i, name := range append([]string{"Root Entry"}, streams...) {
		e := make([]byte, 128)
		for k, u := range utf16.Encode([]rune(name)) {
			binary.LittleEndian.PutUint16(e[2*k:], u)
		}
		binary.LittleEndian.PutUint16(e[64:], uint16(2*len(name)+2))
		if e[66] = 2; i == 0 {
			e[66] = 5
			copy(e[80:], class)
		}
		out += string(e)
	}
	return out
}

// TestLook_WhatContainersHold: a document is told from any other archive or compound file by what is in it, wherever that
// stands, and however the bytes come. Seen to fail without Look: every one of them was what its first bytes are.
func TestLook_WhatContainersHold(t *testing.T) {
	t.Parallel()
	many := []string{"[Content_Types].xml"}
	for range 3000 {
		many = append(many, "word/media/image.png")
	}
	const (
		zipped, ole, open = "application/zip", "application/x-ole-storage", "application/vnd.openxmlformats-officedocument."
		word              = "\x06\x09\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46"
	)
	for i, x := range []struct{ media, content, want string }{
		{zipped, zipOf(t, "a.txt"), zipped}, {zipped, zipOf(t), zipped}, {zipped, zipOf(t, "word/a.txt"), zipped}, {zipped, "PK\x03\x04broken", zipped}, {zipped, zipOf(t, zipOf(t, "[Content_Types].xml", "word/document.xml")), zipped},
		{zipped, zipOf(t, "customXml/item.xml", "word/document.xml", "[Content_Types].xml"), open + "wordprocessingml.document"}, {zipped, zipOf(t, many...), open + "wordprocessingml.document"},
		{zipped, zipOf(t, "[Content_Types].xml", "xl/workbook.xml"), open + "spreadsheetml.sheet"}, {zipped, zipOf(t, "[Content_Types].xml", "ppt/presentation.xml"), open + "presentationml.presentation"},
		{zipped, zipOf(t, "Doc_0/Document.xml", "OFD.xml"), "application/ofd"}, {zipped, zipOf(t, "content.xml", "mimetype", "META-INF/manifest.xml"), "application/vnd.oasis.opendocument"},
		{zipped, zipOf(t, "META-INF/container.xml", "mimetype"), "application/epub+zip"}, {zipped, zipOf(t, "a.class", "META-INF/MANIFEST.MF"), "application/java-archive"},
		{ole, compoundOf("", "a"), ole}, {ole, compoundOf("", "WordDocument"), "application/msword"}, {ole, compoundOf("", "a", "Workbook"), "application/vnd.ms-excel"}, {ole, compoundOf("", "WordDocument", "Workbook"), ole},
		{ole, compoundOf(word, "WordDocument", "Workbook"), "application/msword"}, {ole, compoundOf("", "__properties_version1.0"), "application/vnd.ms-outlook"},
		{"application/octet-stream", "AC1027\x00\x00", "image/vnd.dwg"}, {"application/octet-stream", "AC10xx\x00", "application/octet-stream"}, {"application/octet-stream", "AC1", "application/octet-stream"},
		{"image/png", zipOf(t, "OFD.xml"), "image/png"},
	} {
		for how, r := range []io.Reader{strings.NewReader(x.content), iotest.HalfReader(strings.NewReader(x.content)), iotest.OneByteReader(strings.NewReader(x.content))} {
			if how == 2 && len(x.content) > 1<<20 {
				continue
			}
			look := procedure.Look(x.media, r)
			if b, err := io.ReadAll(look); err != nil || string(b) != x.content || look.Media() != x.want {
				t.Errorf("%d, %d: %v, whole %v, %s, want %s", i, how, err, string(b) == x.content, look.Media(), x.want)
			}
		}
	}
}
