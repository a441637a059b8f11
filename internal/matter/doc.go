// Package matter holds the rows that every track writes about a matter: the matter itself, its cases as they begin, and who is
// named on them.
package matter
