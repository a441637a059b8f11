// Package policies embeds the law and the access rules as tables that a lawyer and an auditor can read.
package policies

import (
	"embed"
	"io/fs"
)

//go:embed procedure items access
var files embed.FS

// FS returns the tables: procedure/*.csv, items/*.csv and access/*.
func FS() fs.FS { return files }
