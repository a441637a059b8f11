// Package page is the pages of a pointer to state security. What the law says of it is package msshandover's.
package page
