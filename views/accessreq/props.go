// Package accessreq holds the pages of requests for access to a case.
package accessreq

import (
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// List is what waits for the reader's decision, and what the reader asked for (P27).
type List struct {
	Frame              layout.Page
	Head               ui.Heading
	Notice             *ui.Notice
	Decide, Mine, Past ui.Table
}

// One is one request, or the form for a new one.
type One struct {
	Frame   layout.Page
	Head    ui.Heading
	Notice  *ui.Notice
	Facts   []ui.Fact
	Form    *ui.ActForm
	Explain string
}
