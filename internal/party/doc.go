// Package party keeps the persons and organisations of a case and the links between them.
//
// A party is a row of one case and never shared: that two files know the same company is itself information (security
// K06). A link needs a source; a link without one is a rumour and is not stored. Numbers of identity are checked where
// a check character exists, and shown masked unless the reader unmasks on record.
package party
