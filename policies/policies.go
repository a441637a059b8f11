// Package policies embeds the law and the access rules as tables that a lawyer and an auditor can read.
package policies

import (
	"embed"
	"io/fs"
)

//go:embed procedure items access demo
var files embed.FS

// FS returns the tables: procedure/<day of effect>/*.csv, items/*.csv, access/* and the matters of the demonstration, demo/*.csv.
func FS() fs.FS { return files }
