// Package people is who holds which role, and when: the one condition under which a grant counts.
package people
