// Package papers is the page of a case's official documents: which were issued on it, in which version, and which the
// acts open to the reader would issue next; and the print of one document from its snapshot.
package papers
