// Package enginetest holds tests of the engine by itself: the tables in testdata are a tiny statute book of five machines'
// worth of one row each, loaded by law as the program loads its own, so that a test says one thing about the engine and
// nothing about the law. What needs rows runs on PostgreSQL; what is pure runs on facts in memory.
//
// Every expectation here is written down by hand. The tests are the ones that a mutant of the engine has to survive, so they
// take seconds, and each of them is about one line that could be removed.
package enginetest
