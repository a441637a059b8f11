package evidence

import (
	"path"
	"slices"
	"strings"
)

// claims are the kinds that the ending of a name promises, the plainest first: what content of such a file looks like by its
// first bytes. An ending that is not here promises nothing that could be compared.
func claims(name string) []string {
	const zip, ole, text = "application/zip", "application/x-ole-storage", "text/*"
	switch strings.ToLower(path.Ext(name)) {
	case ".pdf":
		return []string{"application/pdf"}
	case ".png":
		return []string{"image/png", "image/vnd.mozilla.apng"}
	case ".jpg", ".jpeg":
		return []string{"image/jpeg"}
	case ".gif":
		return []string{"image/gif"}
	case ".webp":
		return []string{"image/webp"}
	case ".bmp":
		return []string{"image/bmp"}
	case ".tif", ".tiff":
		return []string{"image/tiff"}
	case ".heic", ".heif":
		return []string{"image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"}
	case ".svg":
		return []string{"image/svg+xml", text}
	case ".txt", ".log", ".md", ".csv", ".tsv":
		return []string{"text/plain", text, "application/json", "application/x-ndjson"}
	case ".json":
		return []string{"application/json", "text/plain"}
	case ".xml":
		return []string{"text/xml", text}
	case ".htm", ".html":
		return []string{"text/html", text}
	case ".eml":
		return []string{"message/rfc822", text}
	case ".rtf":
		return []string{"text/rtf"}
	case ".docx":
		return []string{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", zip}
	case ".xlsx":
		return []string{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", zip}
	case ".pptx":
		return []string{"application/vnd.openxmlformats-officedocument.presentationml.presentation", zip}
	case ".ofd", ".zip":
		return []string{zip}
	case ".doc", ".wps":
		return []string{"application/msword", ole}
	case ".xls", ".et":
		return []string{"application/vnd.ms-excel", ole}
	case ".ppt", ".dps":
		return []string{"application/vnd.ms-powerpoint", ole}
	case ".msg":
		return []string{"application/vnd.ms-outlook", ole}
	case ".rar":
		return []string{"application/x-rar-compressed"}
	case ".7z":
		return []string{"application/x-7z-compressed"}
	case ".gz", ".tgz":
		return []string{"application/gzip"}
	case ".tar":
		return []string{"application/x-tar"}
	case ".mp4", ".m4v", ".mov", ".m4a", ".3gp":
		return []string{"video/mp4", "video/quicktime", "video/x-m4v", "audio/mp4", "audio/x-m4a", "video/3gpp"}
	case ".avi":
		return []string{"video/x-msvideo"}
	case ".mkv", ".webm":
		return []string{"video/x-matroska", "video/webm"}
	case ".mp3":
		return []string{"audio/mpeg"}
	case ".wav":
		return []string{"audio/wav"}
	case ".amr":
		return []string{"audio/amr"}
	case ".exe", ".dll":
		return []string{"application/vnd.microsoft.portable-executable"}
	}
	return nil
}

// claimed is the kind that a file's name promises; empty where it promises none that could be compared.
func claimed(name string) string {
	if c := claims(name); c != nil {
		return c[0]
	}
	return ""
}

// disguised tells whether a file is by its content something else than its name says.
func (f File) disguised() bool {
	kinds := claims(f.Name)
	media, _, _ := strings.Cut(f.Media, ";")
	if f.MediaClaimed != "" && f.MediaClaimed != claimed(f.Name) { // it was stored under another rule
		return f.MediaClaimed != media
	}
	return kinds != nil && !slices.ContainsFunc(kinds, func(k string) bool {
		family, any := strings.CutSuffix(k, "*")
		return k == media || any && strings.HasPrefix(media, family)
	})
}
