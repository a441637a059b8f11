// Package web is everything between the network and a feature's http.go: the chain of middleware, forms and uploads,
// one-time keys, rendering, and the one place where an error becomes a page.
//
//	http.Server → headers → echo router → recover → request id → log → method and host → session → actor
//	            → cross-site check → time limit → handler → Render | error page
//
// Nothing here knows a feature. What it needs from higher layers (sessions, the frame's counts, the record of
// refusals) is handed in by app through Options.
package web
