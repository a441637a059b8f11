// Package job is work after commit and work by the clock: rendering, sealing, notices, re-verification.
//
// A use case says job.Add inside its transaction: the job exists if and only if the act does. A Runner in each process
// works jobs off. Work is done at least once, so a handler must bear doing it again; periodic handlers work off all
// that is due, whatever ticks were missed. A job carries ids, never personal data. The queue itself is river's; nothing
// outside this package knows that.
package job
