// Package document holds the official document on paper: the frozen snapshot of one act, as issued.
package document

import "touchstone/views/layout"

// Page is one document. Paragraphs are the text, Table the particulars by their labels.
type Page struct {
	Sheet      layout.Document
	Opening    string
	Table      []Line
	TableTitle string
	Closing    []string
}

// Line is one particular.
type Line struct{ Label, Value string }
