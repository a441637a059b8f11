// Package page is the pages of evidence: the list and the item, its files, the handover lists and the runs that read every
// file again. What the law says of an item is package evidence's.
package page
