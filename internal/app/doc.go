// Package app puts the program together. It is the only package that knows every feature: what a lower package needs
// of a higher one is handed over here, by name.
//
//	config.go   what the environment says          routes.go   the whole URL table
//	app.go      the parts and their order          jobs.go     background work
//	serve.go    start, serve, stop                 frame.go    counts of the navigation, labels
package app
