// Package deadline keeps the running statutory clocks: start, stop, extend, pause and resume, each inside the
// transaction of the act that causes it. When a period ends is law.Due's business; which act moves which clock
// is the tables'. A clock row remembers how its end was computed, so that a lawyer can redo it.
package deadline
