// Package testkit is what tests stand on: a real database per test, a clock that stands still, a browserless client
// that fills in forms, selectors on HTML, and Chromium. Tests only; it imports no feature, they hand in a handler.
//
//	db := testkit.DB(t)                      // a migrated database of its own, gone afterwards
//	now := testkit.NewClock("2026-05-12T09:00:00+08:00")
//	c := testkit.NewClient(t, handler)       // keeps cookies, follows redirects when asked
//	page := c.Get("/cases"); page.One("[data-ref]"); page.Form("[data-act='referral.opened']").Set("reason", "…").Submit()
//	tab := testkit.OpenTab(t, origin, testkit.Scripts(false))
package testkit
