package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"touchstone/internal/access"
	"touchstone/internal/app"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
)

// AuditCmd is what an operator does with the ledger.
type AuditCmd struct {
	Verify AuditVerifyCmd `cmd:"" help:"Recompute chains, tree, checkpoints, digests of rows and files, reading only; exit 3 names every difference."`
}

// AuditVerifyCmd verifies.
type AuditVerifyCmd struct {
	Checkpoint string `type:"path" placeholder:"FILE" help:"Also compare with a checkpoint that was kept outside the database."`
	JSON       bool   `name:"json" help:"Print JSON."`
}

// Run is touchstone audit verify.
func (c *AuditVerifyCmd) Run(h *host) error {
	kept, err := c.kept()
	if err != nil {
		return err
	}
	return h.reading(database.RoleAudit, func(a *app.App) error {
		r, err := a.VerifyWith(h.ctx, kept)
		if err != nil {
			return err
		}
		if c.JSON {
			err = json.NewEncoder(h.out).Encode(r)
		} else {
			_, err = fmt.Fprintln(h.out, verdict(h, r, kept != nil))
		}
		if err == nil && !r.OK {
			err = &differenceError{i18n.T(h.english(), "audit.verify.difference")}
		}
		return err
	})
}

// kept reads the checkpoint that the auditor brings.
func (c *AuditVerifyCmd) kept() (*audit.Checkpoint, error) {
	if c.Checkpoint == "" {
		return nil, nil
	}
	text, err := os.ReadFile(c.Checkpoint)
	if err != nil {
		return nil, err
	}
	return audit.ReadCheckpoint(string(text))
}

// mostLines is how many differences a terminal gets.
const mostLines = 100

// verdict puts a report into words: each difference, and what a reader must know about what was not bound.
func verdict(h *host, r audit.Report, kept bool) string {
	ctx := h.english()
	var lines []string
	say := func(key string, args ...any) { lines = append(lines, i18n.T(ctx, key, args...)) }
	for _, b := range r.Bad[:min(len(r.Bad), mostLines)] {
		say("audit.verify.bad", "what", i18n.T(ctx, "audit.what."+b.What), "where", place(b), "problem", i18n.T(ctx, "audit.problem."+string(b.Problem)))
	}
	if more := r.Differences - int64(len(lines)); more > 0 {
		say("audit.verify.more", "n", more)
	}
	if r.OK {
		say(outcome(r), "events", r.Events, "streams", r.Streams, "facts", r.Facts, "checkpoints", r.Checkpoints, "blobs", r.Blobs, "unbound", r.Unbound)
	} else {
		say("audit.verify.count", "n", r.Differences)
	}
	for _, x := range []struct {
		key string
		n   int64
	}{{"audit.verify.bound_from", r.BoundChains}, {"audit.verify.unbound", r.Unbound}, {"audit.verify.masked", r.Masked}} {
		if x.n > 0 {
			say(x.key, "n", x.n)
		}
	}
	if r.OK && r.Schema.N == 0 {
		say("audit.verify.schema_unbound", "version", r.Schema.Version, "server", r.Schema.Server)
	}
	if r.Checkpoints == 0 {
		say("audit.verify.no_checkpoint")
	}
	if kept {
		say("audit.verify.kept")
	}
	return strings.Join(lines, "\n")
}

// outcome is the sentence for a database without a difference. It is intact only as far as events bind it.
func outcome(r audit.Report) string {
	switch {
	case r.Unbound > 0:
		return "audit.verify.ok_unbound"
	case r.Schema.N == 0:
		return "audit.verify.ok_schema_unbound"
	}
	return "audit.verify.ok"
}

// place names the chain and the number, the row, and the event.
func place(b audit.Bad) string {
	parts := []string{string(b.Stream)}
	if b.N > 0 {
		parts = append(parts, strconv.FormatInt(b.N, 10))
	}
	if b.Table != "" {
		parts = append(parts, b.Table+" "+b.Row)
	}
	if b.What == "blob" {
		parts = append(parts, b.Ref)
	}
	if b.Action != "" && b.At != nil {
		parts = append(parts, "("+b.Action+", "+i18n.DateTime(*b.At)+")")
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

// AccessCmd answers questions about who may see what.
type AccessCmd struct {
	Explain AccessExplainCmd `cmd:"" help:"Tell which scope lets a user in, or why none does."`
}

// AccessExplainCmd explains one decision.
type AccessExplainCmd struct {
	User   string `required:"" help:"Account name."`
	Object string `required:"" help:"KIND/REF, such as case/SM-XXXX-XXXX-C." placeholder:"KIND/REF"`
	Action string `default:"read" help:"Action of the policy."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Run is touchstone access explain.
func (c *AccessExplainCmd) Run(h *host) error {
	kind, ref, ok := strings.Cut(c.Object, "/")
	if !ok || ref == "" || !slices.Contains(access.Kinds(), access.Kind(kind)) || !slices.Contains(access.Actions(), access.Action(c.Action)) {
		return errs.New(errs.BadRequest, "access.explain.object")
	}
	return h.reading(database.RoleApp, func(a *app.App) error {
		reasons, err := a.Explain(h.ctx, c.User, access.Action(c.Action), access.Target{Kind: access.Kind(kind), Ref: ref})
		if err != nil {
			return err
		}
		allowed := slices.ContainsFunc(reasons, func(r access.Reason) bool { return r.Allows })
		if c.JSON {
			return json.NewEncoder(h.out).Encode(map[string]any{"allowed": allowed, "scopes": reasons})
		}
		for _, r := range reasons {
			word := "access.explain.refused"
			if r.Allows {
				word = "access.explain.allowed"
			}
			if _, err := fmt.Fprintf(h.out, "%-4s %-18s %s\n", i18n.T(h.english(), word), r.Scope, r.EN); err != nil {
				return err
			}
		}
		switch {
		case len(reasons) == 0:
			_, err = fmt.Fprintln(h.out, i18n.T(h.english(), "access.explain.no_role"))
		case !allowed:
			_, err = fmt.Fprintln(h.out, i18n.T(h.english(), "access.explain.denied"))
		}
		return err
	})
}

// reading runs fn on the program assembled for a command that reads, with the rights of one database role.
func (h *host) reading(role string, fn func(a *app.App) error) (err error) {
	c, err := h.config()
	if err != nil {
		return err
	}
	a, done, err := app.OpenReading(h.ctx, c, app.Host{Wall: h.wall, Random: h.random, Out: h.out, Logger: h.logger()}, role)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	return fn(a)
}

// changing runs fn on the program assembled for a command that changes accounts. It works beside a running server, and like
// reading it migrates and makes nothing.
func (h *host) changing(fn func(a *app.App) error) error { return h.reading(database.RoleApp, fn) }

// english is the language of a terminal.
func (h *host) english() context.Context { return i18n.With(h.ctx, terminal) }
