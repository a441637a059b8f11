// Package blob keeps the bytes of evidence and attachments, on a file system or in an S3-compatible store.
//
//	Put: temporary file ─ copy and hash ─ fsync ─ rename to the address ─ fsync the folder        then, and only then, a row
//
// The address is (agency, case, digest). Content is shared inside one case only: a store that knew the same bytes in
// two cases would answer questions that nobody may ask (security D2), so every Put writes in full, even what is there.
// A stored file is never changed here. What belongs to nobody goes into the trash, and from there, a month later, for
// good. A crash leaves at most a temporary file, which Sweep removes.
package blob
