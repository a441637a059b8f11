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

// wideOf makes of an archive one whose end is written as that of a large one; unsaid: its old end says no lengths.
func wideOf(archive string, unsaid bool) string {
	at := strings.LastIndex(archive, "PK\x05\x06")
	list := uint64(binary.LittleEndian.Uint32([]byte(archive[at+12:])))
	record := make([]byte, 56)
	copy(record, "PK\x06\x06")
	binary.LittleEndian.PutUint64(record[4:], 44)
	n := uint64(binary.LittleEndian.Uint16([]byte(archive[at+10:])))
	for i, v := range []uint64{n, n, list, uint64(at) - list} {
		binary.LittleEndian.PutUint64(record[24+8*i:], v)
	}
	locator := make([]byte, 20)
	copy(locator, "PK\x06\x07")
	binary.LittleEndian.PutUint64(locator[8:], uint64(at))
	binary.LittleEndian.PutUint32(locator[16:], 1)
	end := []byte(archive[at:])
	if unsaid {
		copy(end[8:20], strings.Repeat("\xff", 12))
	}
	return archive[:at] + string(record) + string(locator) + string(end)
}

// TestLook_WideArchives: an archive whose end is written as that of a large one is looked into as any other, and a stored one
// within it is not taken for it. Seen to fail with the list sought 76 bytes too late: a document of two entries was any archive.
func TestLook_WideArchives(t *testing.T) {
	t.Parallel()
	inner := zipOf(t, "OFD.xml")
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.CreateHeader(&zip.FileHeader{Name: "inner.ofd", Method: zip.Store})
	if err == nil {
		_, err = io.WriteString(f, inner)
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	for i, x := range []struct{ content, want string }{
		{zipOf(t, "OFD.xml", "Doc_0/Document.xml"), "application/ofd"}, {zipOf(t, "OFD.xml"), "application/ofd"}, {zipOf(t), "application/zip"},
		{zipOf(t, "word/document.xml", "[Content_Types].xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{b.String(), "application/zip"},
	} {
		for _, unsaid := range []bool{false, true} {
			content := wideOf(x.content, unsaid)
			if _, err := zip.NewReader(strings.NewReader(content), int64(len(content))); err != nil {
				t.Fatalf("%d, %v: it is no archive: %v", i, unsaid, err)
			}
			look := procedure.Look("application/zip", strings.NewReader(content))
			if _, err := io.Copy(io.Discard, look); err != nil || look.Media() != x.want {
				t.Errorf("%d, %v: %v, %s, want %s", i, unsaid, err, look.Media(), x.want)
			}
		}
	}
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
		{zipped, zipOf(t, "a.txt"), zipped}, {zipped, zipOf(t), zipped}, {zipped, zipOf(t, "word/a.txt"), zipped}, {zipped, "PK\x03\x04broken", zipped},
		{zipped, zipOf(t, zipOf(t, "[Content_Types].xml", "word/document.xml")), zipped},
		{zipped, zipOf(t, "customXml/item.xml", "word/document.xml", "[Content_Types].xml"), open + "wordprocessingml.document"},
		{zipped, zipOf(t, many...), open + "wordprocessingml.document"},
		{zipped, zipOf(t, "[Content_Types].xml", "xl/workbook.xml"), open + "spreadsheetml.sheet"},
		{zipped, zipOf(t, "[Content_Types].xml", "ppt/presentation.xml"), open + "presentationml.presentation"},
		{zipped, zipOf(t, "Doc_0/Document.xml", "OFD.xml"), "application/ofd"},
		{zipped, zipOf(t, "content.xml", "mimetype", "META-INF/manifest.xml"), "application/vnd.oasis.opendocument"},
		{zipped, zipOf(t, "META-INF/container.xml", "mimetype"), "application/epub+zip"},
		{zipped, zipOf(t, "a.class", "META-INF/MANIFEST.MF"), "application/java-archive"},
		{ole, compoundOf("", "a"), ole}, {ole, compoundOf("", "WordDocument"), "application/msword"},
		{ole, compoundOf("", "a", "Workbook"), "application/vnd.ms-excel"}, {ole, compoundOf("", "WordDocument", "Workbook"), ole},
		{ole, compoundOf(word, "WordDocument", "Workbook"), "application/msword"}, {ole, compoundOf("", "__properties_version1.0"), "application/vnd.ms-outlook"},
		{"application/octet-stream", "AC1027\x00\x00", "image/vnd.dwg"}, {"application/octet-stream", "AC10xx\x00", "application/octet-stream"},
		{"application/octet-stream", "AC1", "application/octet-stream"},
		{"image/png", zipOf(t, "OFD.xml"), "image/png"},
	} {
		for how, r := range []io.Reader{strings.NewReader(x.content), iotest.HalfReader(strings.NewReader(x.content)),
			iotest.OneByteReader(strings.NewReader(x.content))} {
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
