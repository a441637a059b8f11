package evidence

import (
	"path"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// Kinds that many endings promise, as the first bytes of such a file tell them. One that begins with ~ stands for what is
// made of it, too.
const (
	anyText = "~text/plain"
	anyXML  = "~text/xml"
	anyJSON = "~application/json"
	zipped  = "application/zip"
	ole     = "application/x-ole-storage"
	program = "application/vnd.microsoft.portable-executable"
	unknown = "application/octet-stream" // nothing is known of the first bytes of such a file
	office  = "application/vnd.openxmlformats-officedocument."
	open    = "application/vnd.oasis.opendocument."
	openAny = "application/vnd.oasis.opendocument" // which of them, its list of files does not say
	kmz     = "application/vnd.google-earth.kmz"
)

// promise is what endings of names say of the content: its kinds, the plainest first.
type promise struct {
	endings string
	kinds   []string
}

// promises are the endings that promise something. Another one promises nothing that could be compared.
func promises() []promise {
	return slices.Concat(ofPapers(), ofPictures(), ofRecordings(), ofArchives(), ofPrograms())
}

func ofPapers() []promise {
	return []promise{
		{".pdf", []string{"application/pdf"}},
		{".txt .log .md .csv .tsv .ini .srt .ics .vcf", []string{anyText}},
		{".json .geojson", []string{anyJSON, anyText}},
		{".xml .gpx .gml .kml .rss .xsd .xsl", []string{anyXML, anyText}},
		{".htm .html .xhtml", []string{"text/html", "application/xhtml+xml", anyXML, anyText, "text/x-php"}},
		{".eml .mht .mhtml", []string{"message/rfc822", anyText, "text/html"}},
		{".rtf", []string{"text/rtf"}},
		{".docx .docm .dotx .dotm", []string{office + "wordprocessingml.document"}},
		{".xlsx .xlsm .xltx .xltm .xlsb", []string{office + "spreadsheetml.sheet"}},
		{".pptx .pptm .ppsx .ppsm .potx", []string{office + "presentationml.presentation"}},
		{".vsdx", []string{"application/vnd.ms-visio.drawing.main+xml"}},
		{".odt .ott", []string{open + "text", open + "text-template", openAny}},
		{".ods .ots", []string{open + "spreadsheet", open + "spreadsheet-template", openAny}},
		{".odp .otp", []string{open + "presentation", open + "presentation-template", openAny}},
		{".ofd", []string{"application/ofd"}},
		{".epub", []string{"application/epub+zip"}},
		{".doc .dot .wps .wpt", []string{"application/msword"}},
		{".xls .xlt .et .ett", []string{"application/vnd.ms-excel"}},
		{".ppt .pps .pot .dps", []string{"application/vnd.ms-powerpoint"}},
		{".msg", []string{"application/vnd.ms-outlook"}},
		{".vsd .vst", []string{"application/vnd.visio"}},
		{".pub", []string{"application/vnd.ms-publisher"}},
		{".mpp", []string{ole}},
		{".one", []string{"application/onenote"}},
		{".chm", []string{"application/vnd.ms-htmlhelp"}},
		{".mdb .accdb", []string{"application/x-msaccess"}},
		{".sqlite .sqlite3", []string{"application/vnd.sqlite3"}},
		{".dbf", []string{"application/x-dbf"}},
		{".p7s", []string{"application/pkcs7-signature", anyText}},
	}
}

func ofPictures() []promise {
	return []promise{
		{".png", []string{"image/png", "image/apng"}},
		{".jpg .jpeg .jpe .jfif .jif", []string{"image/jpeg"}},
		{".gif", []string{"image/gif"}},
		{".webp", []string{"image/webp"}},
		{".bmp .dib", []string{"image/bmp"}},
		{".tif .tiff .dng .nef .cr2", []string{"image/tiff"}},
		{".heic .heif", []string{"image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"}},
		{".avif", []string{"image/avif"}},
		{".jp2 .jpf .jpx", []string{"image/jp2", "image/jpx"}},
		{".svg", []string{"image/svg+xml", anyXML, anyText}},
		{".ico", []string{"image/x-icon"}},
		{".psd", []string{"image/vnd.adobe.photoshop"}},
		{".dwg", []string{"image/vnd.dwg"}},
		{".dxf", []string{"image/vnd.dxf", anyText}},
		{".djvu", []string{"image/vnd.djvu"}},
		{".eps .ps", []string{"application/postscript", unknown}},
	}
}

func ofRecordings() []promise {
	return []promise{
		{".mp4 .m4v .mov .m4a .m4b .f4v .3gp .3g2 .qt", []string{"video/mp4", "video/quicktime", "video/x-m4v", "audio/mp4", "audio/x-m4a", "video/3gpp",
			"video/3gpp2"}},
		{".mpg .mpeg .mpe .vob", []string{"video/mpeg"}},
		{".avi", []string{"video/x-msvideo"}},
		{".mkv .webm .mka", []string{"video/x-matroska", "video/webm"}},
		{".wmv .wma .asf", []string{"video/x-ms-asf"}},
		{".flv", []string{"video/x-flv"}},
		{".rm .rmvb", []string{"application/vnd.rn-realmedia-vbr", unknown}},
		{".ts .mts .m2ts", []string{"video/mp2t", unknown, anyText}},
		{".ogg .oga .ogv .opus", []string{"application/ogg", "audio/ogg", "video/ogg"}},
		{".mp3", []string{"audio/mpeg"}},
		{".wav", []string{"audio/wav"}},
		{".flac", []string{"audio/flac"}},
		{".aac", []string{"audio/aac"}},
		{".aif .aiff", []string{"audio/aiff"}},
		{".amr", []string{"audio/amr"}},
		{".mid .midi", []string{"audio/midi"}},
		{".ape", []string{"audio/ape"}},
	}
}

func ofArchives() []promise {
	return []promise{
		{".zip", []string{zipped, kmz}},
		{".kmz", []string{kmz, zipped}},
		{".rar", []string{"application/x-rar-compressed"}},
		{".7z", []string{"application/x-7z-compressed"}},
		{".gz .tgz", []string{"application/gzip"}},
		{".bz2 .tbz2", []string{"application/x-bzip2"}},
		{".xz .txz", []string{"application/x-xz"}},
		{".zst", []string{"application/zstd"}},
		{".tar", []string{"application/x-tar"}},
		{".cab", []string{"application/vnd.ms-cab-compressed", "application/x-installshield"}},
		{".deb", []string{"application/vnd.debian.binary-package"}},
		{".rpm", []string{"application/x-rpm"}},
		{".iso .img", []string{"application/x-iso9660-image", unknown}},
		{".pcap", []string{"application/vnd.tcpdump.pcap"}},
	}
}

func ofPrograms() []promise {
	return []promise{
		{".exe .dll .scr .sys .ocx .cpl .efi", []string{program}},
		{".com", []string{program, unknown}},
		{".msi .msp", []string{"application/x-ms-installer", ole}},
		{".lnk", []string{"application/x-ms-shortcut"}},
		{".jar .war", []string{"application/java-archive"}},
		{".apk .aab", []string{"application/vnd.android.package-archive", "application/java-archive"}},
		{".class", []string{"application/x-java-applet"}},
		{".so .elf", []string{"application/x-elf", "application/x-object", "application/x-executable", "application/x-sharedlib"}},
		{".dylib", []string{"application/x-mach-binary"}},
		{".swf", []string{"application/x-shockwave-flash"}},
		{".wasm", []string{"application/wasm"}},
		{".bat .cmd .ps1 .vbs .wsf .reg .hta", []string{anyText, anyXML, "text/html"}},
		{".js .mjs", []string{"text/javascript", anyText}},
		{".sh", []string{"text/x-shellscript", anyText}},
		{".py", []string{"text/x-python", anyText}},
		{".pl", []string{"text/x-perl", anyText}},
		{".rb", []string{"text/x-ruby", anyText}},
		{".lua", []string{"text/x-lua", anyText}},
		{".tcl", []string{"text/x-tcl", anyText}},
		{".php", []string{"text/x-php", "text/html", anyText}},
	}
}

// active are kinds that do something when they are opened: only the ending that names them promises them, never one that
// promises any text, and none at all under an ending that promises nothing.
func active() []string {
	return []string{program, "application/x-elf", "application/x-object", "application/x-executable", "application/x-sharedlib", "application/x-mach-binary",
		"application/x-ms-installer", "application/x-ms-shortcut",
		"application/java-archive", "application/vnd.android.package-archive", "application/x-java-applet", "application/x-shockwave-flash", "application/wasm",
		"application/vnd.ms-htmlhelp",
		"text/html", "application/xhtml+xml", "image/svg+xml", "text/rtf", "text/x-php", "text/javascript", "text/x-shellscript", "text/x-python", "text/x-perl",
		"text/x-ruby", "text/x-lua", "text/x-tcl"}
}

// ending is the ending of a file's name as systems read it, whatever folders and blanks stand around.
func ending(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	return strings.ToLower(path.Ext(strings.TrimRight(name, " .")))
}

// claims are the kinds that the ending of a name promises; none where it promises nothing that could be compared.
func claims(name string) []string {
	if e := ending(name); e != "" {
		for _, p := range promises() {
			if slices.Contains(strings.Fields(p.endings), e) {
				return p.kinds
			}
		}
	}
	return nil
}

// Claimed is the kind that a file's name promises; empty where it promises none that could be compared.
func Claimed(name string) string {
	if c := claims(name); c != nil {
		return strings.TrimPrefix(c[0], "~")
	}
	return ""
}

// Disguised tells whether a file is by its content something else than its name says, or something that a name must say.
func (f File) Disguised() bool {
	media, _, _ := strings.Cut(f.Media, ";")
	kinds := claims(f.Name)
	if f.MediaClaimed != "" && f.MediaClaimed != Claimed(f.Name) { // it was stored under another rule
		return f.MediaClaimed != media
	}
	if kinds == nil {
		return slices.Contains(active(), media)
	}
	return !slices.ContainsFunc(kinds, func(k string) bool { return keeps(k, media) })
}

// Unrecognised tells that nobody knows what a file is that is not recognised as what its name says: it is not said to be
// something else. That holds, too, for an archive into which nobody has looked, under the name of a document that is one.
func (f File) Unrecognised() bool {
	media, _, _ := strings.Cut(f.Media, ";")
	return media == unknown || media == ole || media == zipped && !f.LookedInside && slices.ContainsFunc(claims(f.Name), packed)
}

// packed tells kinds that are archives by their make.
func packed(kind string) bool {
	switch kind {
	case "application/vnd.ms-visio.drawing.main+xml", "application/ofd", "application/epub+zip", "application/java-archive",
		"application/vnd.android.package-archive":
		return true
	}
	return strings.HasPrefix(kind, office) || strings.HasPrefix(kind, openAny)
}

// keeps tells whether content of a kind is what was promised.
func keeps(promised, media string) bool {
	family, any := strings.CutPrefix(promised, "~")
	found := mimetype.Lookup(media)
	if family == media || found != nil && found.Is(family) {
		return true
	}
	if !any || slices.Contains(active(), media) {
		return false
	}
	for found != nil {
		if found = found.Parent(); found != nil && found.Is(family) {
			return true
		}
	}
	return false
}
