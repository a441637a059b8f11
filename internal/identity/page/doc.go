// Package page is the pages of sign-in, of one's own account, and of the people of an agency (P01, /me, P36).
package page
