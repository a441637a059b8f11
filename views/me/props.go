// Package me holds the reader's own pages: settings and sessions, help, accessibility.
package me

import (
	"time"

	"touchstone/views/layout"
	"touchstone/views/ui"
)

// Settings is P38 /me.
type Settings struct {
	Frame                layout.Page
	Key                  string
	Who                  []ui.Fact
	Lang, Theme, Density string
	Shortcuts            bool
	Saved                bool
	Problems             []ui.Problem
	Sessions             []Session
}

// Session is one browser in which the reader is signed in.
type Session struct {
	ID, Address, Agent string
	Opened, Seen, Ends time.Time
	Current            bool
	Key                string
}

// Text is a page of plain words: help, accessibility.
type Text struct {
	Frame    layout.Page
	Bare     bool
	Title    string
	Sections []Section
}

// Section of a page of words.
type Section struct {
	Title      string
	Paragraphs []string
	Keys       []ui.Fact
}
