// Package quantity says once what a mass, an amount of money and a day are: how people type them, in which unit they are
// kept, how they are printed, and what is too fine, too much or no such thing.
//
// A mass is a whole number of milligrams, an amount a whole number of fen. Nothing is rounded on the way in or out: what is
// finer than the unit is refused by name, and what is printed reads back as the same value. Sums have no upper end, so that
// no row, however large, breaks the sum of all; a single mass or amount is bounded (MostMg, MostFen).
package quantity
