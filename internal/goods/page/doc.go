// Package page is the pages of the goods of a case and of the ways they took (P10). What the control list says of goods is package
// goods'.
package page
