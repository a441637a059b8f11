// Package inbox reads across the program for one person: what waits for a decision or an act of theirs (P03), what
// their day looks like (P02), which periods their agency owes (P29), and the badges of the navigation. It writes
// nothing and decides nothing; every row comes under the condition of access, and a badge counts the rows behind it.
package inbox
