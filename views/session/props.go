// Package session holds the page on which people sign in.
package session

import (
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// Login is P01.
type Login struct {
	Frame    layout.Page
	Key      string
	Next     string // key of the page to go on to
	Username string
	Problems []ui.Problem
	Notice   *ui.Notice
	Demo     bool
}
