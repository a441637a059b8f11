// Package goods keeps what a case is about: minerals and products with quantity, value and control status, and the
// way they took.
//
// Whether an item is controlled is a question of its description and of the day of the act, not of its customs code
// (procedure.md finding 11): the code is looked up in policies/items by the date of the act and the result is kept
// with what was asked. What is shown and signed is that result, unless the list of today says something harder of the
// same facts.
package goods
