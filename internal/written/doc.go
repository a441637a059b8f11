// Package written reads what people type and paste: which characters are refused, which are dropped, what counts as
// nothing, and what a number is that came with full-width digits or grouping.
//
// Refused are characters that a reader cannot see and that change what he sees: controls, marks that turn text around,
// tags. Dropped are those that word processors leave behind and that mean nothing. Everything else is kept as it was typed:
// rare characters with their variation selectors, joiners between letters, private use characters, 〇 and ·.
package written
