// Package badge shows a clock: the state, the words, the rule and the due moment that every page gives it. The clocks
// themselves, and what moves them, are package deadline's.
package badge
