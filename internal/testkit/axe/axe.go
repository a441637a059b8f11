// Package axe carries the accessibility checker that browser tests evaluate in a page.
// It is for tests only and never part of the program.
package axe

import _ "embed"

// Source is axe-core, unmodified (MPL-2.0, see LICENSE and VENDOR).
//
//go:embed axe.min.js
var Source string

// Rules are the rule sets every page must pass, as the argument of axe.run.
const Rules = `{runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']}`
