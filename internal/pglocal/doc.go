// Package pglocal is the embedded default database: a private PostgreSQL cluster made and run from the server
// programs already installed on the machine. It downloads nothing, opens no TCP port and needs no configuration.
//
//	Start ─ lock the folder ─ initdb once ─ clear what a crash left ─ postgres ─ wait until it answers
//	  │                                                                              │
//	  └── Stop: SIGINT, wait, SIGQUIT                     the program dies: SIGINT by the kernel (Linux)
//
// The folder holds data/ (the cluster), run/ (the socket, mode 0700) and postgres.log. Whoever may enter run/ may log
// in as any role: that is why the built-in database is for evaluation and small offices, and why nothing else listens.
package pglocal
