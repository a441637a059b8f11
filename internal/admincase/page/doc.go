// Package page is the pages of an administrative case: investigation, decision, execution. What the law says of it is package admincase's.
package page
