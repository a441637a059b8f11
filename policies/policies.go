// Package policies embeds the law and the access rules as tables that a lawyer and an auditor can read.
package policies

import (
	"embed"
	"io/fs"
)

//go:embed procedure items
var files embed.FS

// FS returns the tables: procedure/*.csv and items/*.csv.
func FS() fs.FS { return files }
