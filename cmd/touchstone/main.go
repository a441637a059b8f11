// Command touchstone is the whole program: the web server and the operator's commands.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"os/user"
	"strconv"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"touchstone/internal/app"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/policies"
)

// cli is every command. A command that is not built is absent.
type cli struct {
	Serve     serveCmd     `cmd:"" help:"Run the web server."`
	Migrate   migrateCmd   `cmd:"" help:"Bring the schema up to this program's."`
	Procedure ProcedureCmd `cmd:"" help:"Read and cross-check the legal tables."`
	Clock     ClockCmd     `cmd:"" help:"Compute when a statutory period ends."`
	Penalty   PenaltyCmd   `cmd:"" help:"Compute the range of a fine."`
	User      userCmd      `cmd:"" help:"Accounts and their roles."`
	Audit     AuditCmd     `cmd:"" help:"Verify the ledger."`
	Evidence  EvidenceCmd  `cmd:"" help:"Read stored evidence again."`
	Access    AccessCmd    `cmd:"" help:"Explain who may see what."`
	Seed      seedCmd      `cmd:"" help:"Load synthetic cases into a demonstration, for tests and benchmarks."`
	Version   versionCmd   `cmd:"" help:"Version, schema version and hash of the policies."`
}

// host is what a command gets of the machine. Tests hand in their own.
type host struct {
	ctx     context.Context
	out     io.Writer
	err     io.Writer
	environ []string
	wall    func() time.Time
	random  io.Reader

	operator string // user of the operating system, by whom the ledger names what the command line changed
}

// operator names the user of the operating system; a machine that does not know him gives his number.
func operator() string {
	u, err := user.Current()
	if err != nil {
		return strconv.Itoa(os.Getuid())
	}
	return u.Username
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	os.Exit(run(os.Args[1:], &host{
		ctx: ctx, out: os.Stdout, err: os.Stderr, environ: os.Environ(), wall: time.Now, random: rand.Reader, operator: operator(),
	}))
}

// stopped carries kong's own wish to end (after --help) out of its parser.
type stopped int

// run parses and runs one command and tells the exit code.
func run(args []string, h *host) (code int) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case stopped:
			code = int(p)
		default:
			panic(p)
		}
	}()
	parser, err := kong.New(&cli{}, kong.Name("touchstone"), kong.Description("Case work on strategic minerals between agencies."),
		kong.Writers(h.out, h.err), kong.Exit(func(code int) { panic(stopped(code)) }),
		kong.Bind(h, &Env{Out: h.out, Err: h.err, Tables: policies.FS(), Built: app.Built()}))
	if err != nil {
		return h.fail(err)
	}
	command, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(h.err, "touchstone:", err)
		return exitWrongUse
	}
	return h.fail(command.Run())
}

// fail prints an error and gives it its exit code.
func (h *host) fail(err error) int {
	if err == nil {
		return exitOK
	}
	fmt.Fprintln(h.err, "touchstone:", say(h.ctx, h.book(), err))
	if errs.Is(err, errs.BadRequest) { // a setting or an argument that cannot be
		return exitWrongUse
	}
	return exitCode(err)
}

// book are the tables by which an error names fields; nil where they cannot be read.
func (h *host) book() *law.Edition {
	book, err := law.Newest(policies.FS())
	if err != nil {
		return nil
	}
	return book
}

func (h *host) config() (app.Config, error) { return app.ReadConfig(h.environ) }

// logger writes the service log: JSON, UTC.
func (h *host) logger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(h.err, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Value.Kind() == slog.KindTime {
			a.Value = slog.TimeValue(a.Value.Time().UTC())
		}
		return a
	}}))
}
