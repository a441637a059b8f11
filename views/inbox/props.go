// Package inbox holds the page of what waits for a person, what is done, what is to be read, and what was proposed.
package inbox

import (
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// Page is one tab of the inbox (P03).
type Page struct {
	Frame  layout.Page
	Head   ui.Heading
	Notice *ui.Notice
	Tabs   []ui.Tab
	Read   *ui.ActForm // marks what is shown as read
	Table  ui.Table
	Pages  ui.Pages
}
