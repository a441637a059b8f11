// Package page is the pages of a referral: its list, its page, its package. What the law says of it is package referral's.
package page
