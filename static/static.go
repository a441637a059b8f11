// Package static holds the style sheets, the scripts and the icons, each under a name
// that changes with its content, so that a browser may keep it for ever.
package static

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"path"
	"strings"
	"sync"
)

// Prefix is the folder of URLs under which web serves the files.
const Prefix = "/static/"

//go:embed app.css print.css enhance.js htmx.min.js icons.svg
var files embed.FS

// names maps both ways between a file and its hashed name; read once, never written again.
var names = sync.OnceValue(index)

type table struct{ hashed, plain map[string]string }

func index() table {
	t := table{map[string]string{}, map[string]string{}}
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return t
	}
	for _, e := range entries {
		raw, err := fs.ReadFile(files, e.Name())
		if err != nil {
			continue
		}
		sum := sha256.Sum256(raw)
		ext := path.Ext(e.Name())
		hashed := strings.TrimSuffix(e.Name(), ext) + "." + hex.EncodeToString(sum[:6]) + ext
		t.hashed[e.Name()], t.plain[hashed] = hashed, e.Name()
	}
	return t
}

// URL is the address of a file by its plain name: URL("app.css") is
// /static/app.1f2e3d4c5b6a.css. An unknown name keeps itself and answers 404.
func URL(name string) string {
	if hashed, ok := names().hashed[name]; ok {
		return Prefix + hashed
	}
	return Prefix + name
}

// FS is the embedded tree by plain names.
func FS() fs.FS { return files }

// Read gives the content and the media type behind a hashed name. A stale or invented
// hash is not found: an answer that a cache keeps for ever must be the one it names.
func Read(hashed string) (content []byte, mediaType string, ok bool) {
	plain, ok := names().plain[hashed]
	if !ok {
		return nil, "", false
	}
	raw, err := fs.ReadFile(files, plain)
	if err != nil {
		return nil, "", false
	}
	return raw, mediaTypeOf(plain), true
}

// mediaTypeOf is written out because the tables of the machine differ.
func mediaTypeOf(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return "application/octet-stream"
}
