package procedure

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/gabriel-vasile/mimetype"
)

// Kinds whose first bytes do not tell what they hold: containers, and what is not known at all.
const (
	nothing  = "application/octet-stream"
	archive  = "application/zip"
	compound = "application/x-ole-storage"
	xmlBased = "application/vnd.openxmlformats-officedocument."
)

// Looked is a stream of which is noted, while it is read, what tells a document from any container of its make: of an archive
// the list at its end, of a compound file the names of its streams. Of other kinds nothing is noted.
type Looked struct {
	io.Reader
	media string
	end   []byte   // the last bytes of an archive
	rest  []byte   // what is not a whole entry of a compound file yet
	found []string // kinds that streams of a compound file speak for
	root  string   // … and its root
}

// Look reads a stream on whose first bytes speak for a kind.
func Look(media string, r io.Reader) *Looked { return &Looked{Reader: r, media: media} }

func (l *Looked) Read(b []byte) (int, error) {
	n, err := l.Reader.Read(b)
	switch l.media {
	case archive:
		l.keepEnd(b[:n])
	case compound:
		l.takeEntries(b[:n])
	case nothing:
		l.media = drawing(&l.rest, b[:n])
	}
	return n, err
}

// drawing tells a drawing of AutoCAD by its version, of which the library does not know each (that of 2013 to 2017).
func drawing(head *[]byte, b []byte) string {
	const length = len("AC1027")
	*head = append(*head, b[:min(len(b), length-min(length, len(*head)))]...)
	if h := string(*head); len(h) == length && h[:4] == "AC10" && strings.Trim(h[4:], "0123456789") == "" {
		return "image/vnd.dwg"
	}
	return nothing
}

// Media is what the content is, when it was read to its end.
func (l *Looked) Media() string {
	switch {
	case l.media == archive:
		return held(members(l.end))
	case l.root != "":
		return l.root
	case len(l.found) == 1:
		return l.found[0]
	}
	return l.media
}

// endOfArchive is how much of an archive's end is kept: the list of some thousands of files.
const endOfArchive = 512 << 10

func (l *Looked) keepEnd(b []byte) {
	l.end = append(l.end, b...)
	if over := len(l.end) - endOfArchive; over > endOfArchive {
		l.end = append(l.end[:0], l.end[over:]...)
	}
}

// members are the names in the list at the end of an archive, those that are in what was kept of it.
func members(end []byte) map[string]bool {
	const entry, last = "PK\x01\x02", "PK\x05\x06"
	at := bytes.LastIndex(end, []byte(last))
	if at < 0 || len(end) < at+22 {
		return nil
	}
	size := uint64(binary.LittleEndian.Uint32(end[at+12:]))
	// Of a large archive, and of one that was written without knowing how large it would be, two more records stand between.
	if wide := at - 76; wide >= 0 && string(end[wide:wide+4]) == "PK\x06\x06" && string(end[at-20:at-16]) == "PK\x06\x07" {
		size, at = binary.LittleEndian.Uint64(end[wide+40:]), wide
	}
	from := at - int(min(size, uint64(at)))
	first := bytes.Index(end[from:at], []byte(entry))
	if first < 0 {
		return nil
	}
	out := map[string]bool{}
	for b := end[from+first : at]; len(b) >= 46 && string(b[:4]) == entry; {
		length := func(at int) int { return int(binary.LittleEndian.Uint16(b[at:])) }
		name, all := length(28), 46+length(28)+length(30)+length(32)
		if all > len(b) {
			break
		}
		s := string(b[46 : 46+name])
		out[s] = true
		if folder, _, ok := strings.Cut(s, "/"); ok {
			out[folder+"/"] = true
		}
		b = b[all:]
	}
	return out
}

// held is the kind of an archive by what is in it.
func held(names map[string]bool) string {
	for _, x := range []struct{ media, all string }{
		{xmlBased + "wordprocessingml.document", "[Content_Types].xml word/"},
		{xmlBased + "spreadsheetml.sheet", "[Content_Types].xml xl/"},
		{xmlBased + "presentationml.presentation", "[Content_Types].xml ppt/"},
		{"application/vnd.ms-visio.drawing.main+xml", "[Content_Types].xml visio/"},
		{"application/vnd.oasis.opendocument", "mimetype META-INF/manifest.xml content.xml"},
		{"application/epub+zip", "mimetype META-INF/container.xml"},
		{"application/ofd", "OFD.xml"},
		{"application/vnd.android.package-archive", "AndroidManifest.xml"},
		{"application/vnd.android.package-archive", "BundleConfig.pb base/"},
		{"application/java-archive", "META-INF/MANIFEST.MF"},
		{"application/java-archive", "WEB-INF/"},
		{"application/vnd.google-earth.kmz", "doc.kml"},
	} {
		there := true
		for _, name := range strings.Fields(x.all) {
			there = there && names[name]
		}
		if there {
			return x.media
		}
	}
	return archive
}

// Entries of the directory of a compound file ([MS-CFB] 2.6) are all of one length, and begin at multiples of it.
const compoundEntry = 128

func (l *Looked) takeEntries(b []byte) {
	if n := len(l.rest); n > 0 {
		more := min(compoundEntry-n, len(b))
		l.rest, b = append(l.rest, b[:more]...), b[more:]
		if len(l.rest) < compoundEntry {
			return
		}
		l.entry(l.rest)
		l.rest = l.rest[:0]
	}
	for ; len(b) >= compoundEntry; b = b[compoundEntry:] {
		l.entry(b[:compoundEntry])
	}
	l.rest = append(l.rest, b...)
}

// entry notes what an entry speaks for, if it is one.
func (l *Looked) entry(b []byte) {
	const storage, stream, root = 1, 2, 5
	length := int(binary.LittleEndian.Uint16(b[64:]))
	if length < 4 || length > 64 || length%2 != 0 || b[66] != stream && b[66] != root && b[66] != storage {
		return
	}
	units := make([]uint16, 0, length/2-1)
	for i := 0; i < length-2; i += 2 {
		units = append(units, binary.LittleEndian.Uint16(b[i:]))
	}
	name := string(utf16.Decode(units))
	switch media := streamKind(name); {
	case b[66] == root:
		l.root = rootKind(b[80:96])
	case media != "" && !slices.Contains(l.found, media):
		l.found = append(l.found, media)
	}
}

// streamKind is the kind of document that has a stream of this name.
func streamKind(name string) string {
	switch name {
	case "WordDocument":
		return "application/msword"
	case "Workbook", "Book":
		return "application/vnd.ms-excel"
	case "PowerPoint Document":
		return "application/vnd.ms-powerpoint"
	case "VisioDocument":
		return "application/vnd.visio"
	case "Quill":
		return "application/vnd.ms-publisher"
	case "__properties_version1.0":
		return "application/vnd.ms-outlook"
	}
	return ""
}

// rootKind is the kind of document that is made by a program with this class identifier.
func rootKind(class []byte) string {
	const ole = "\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46" // the end of the identifiers of old programs
	id := string(class)
	if strings.HasPrefix(id, "\x10\x8d\x81\x64\x9b\x4f\xcf\x11\x86\xea") {
		return "application/vnd.ms-powerpoint"
	}
	if id[3:] != ole {
		return ""
	}
	switch id[:3] {
	case "\x00\x09\x02", "\x06\x09\x02":
		return "application/msword"
	case "\x10\x08\x02", "\x20\x08\x02":
		return "application/vnd.ms-excel"
	case "\x13\x1a\x02", "\x14\x1a\x02":
		return "application/vnd.visio"
	case "\x01\x12\x02":
		return "application/vnd.ms-publisher"
	case "\x0b\x0d\x02":
		return "application/vnd.ms-outlook"
	}
	return ""
}

// sniffed reads the head of a stream for its type and gives the whole stream back.
func sniffed(r io.Reader) (string, io.Reader, error) {
	head := make([]byte, 3072)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return "", nil, err
	}
	return kindOfBytes(head[:n]), io.MultiReader(strings.NewReader(string(head[:n])), r), nil
}

// kindOfBytes is the kind of content by its first bytes.
func kindOfBytes(head []byte) string {
	kind := mimetype.Detect(head)
	if wide := WideText(head); wide != "" && kind.Is("application/octet-stream") {
		return "text/plain; charset=" + wide
	}
	return kind.String()
}
