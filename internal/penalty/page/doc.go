// Package page is the pages of a penalty: the calculator and what was paid. What the law says of it is package penalty's.
package page
