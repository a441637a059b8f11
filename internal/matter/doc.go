// Package matter holds what belongs together: the cases about the same goods, and everything that was done, said and kept about
// them. File is that as guards and pages see it, read in one round trip (Load) and after a step by the parts that changed (Again);
// Target names one object of it. It writes the rows that every track writes: the matter itself, its cases as they begin, and who is
// named on them.
//
// What one package knows of a matter beyond this lies in the file under a type of that package (Facts).
package matter
