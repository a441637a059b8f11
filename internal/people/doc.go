// Package people is who holds which role now, and who may be named in which field: one condition under which a grant counts,
// and one row a person, for those who name somebody (an act, a form, a file) and for those who are told something by their role.
package people
