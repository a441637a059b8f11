package procedure

import (
	"context"
	"slices"
	"strings"
	"time"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/entity"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// Do runs an act, or stores a proposal where the row needs a second person. Everything the act causes stands
// in one transaction: any error leaves nothing behind.
func (e *Engine) Do(ctx context.Context, who actor.Actor, cmd Command) (Receipt, error) {
	var out Receipt
	written, err := e.log.Write(ctx, who, cmd.Key, func(tx *audit.Tx) error {
		f, err := e.open(ctx, tx, who, cmd)
		if err != nil {
			return err
		}
		a, err := e.resolve(who, cmd, f, tx.Now)
		if err != nil {
			return err
		}
		if err := asked(a); err != nil {
			return err
		}
		if err := e.contentless(a, f); err != nil {
			return err
		}
		if err := filled(cmd.Uploads); err != nil {
			return err
		}
		if err := e.fits(ctx, tx, cmd); err != nil {
			return err
		}
		if a.Row.FourEyes && cmd.Approval == 0 {
			out, err = e.propose(ctx, tx, a, f)
		} else {
			out, err = e.act(ctx, tx, a, f, cmd)
		}
		if err == nil {
			tx.SetLocation(out.Location)
			err = e.settle(ctx, tx, cmd)
		}
		return err
	})
	if written.Replayed {
		return Receipt{Location: written.Location, Replayed: true}, nil
	}
	return out, err
}

// open locks whom the act names and what it touches, in this order, and reads the matter.
func (e *Engine) open(ctx context.Context, tx *audit.Tx, who actor.Actor, cmd Command) (*matter.File, error) {
	if err := e.keep(ctx, tx, cmd); err != nil {
		return nil, err
	}
	t := cmd.Subject()
	if t.ID == 0 {
		return e.loadFor(ctx, tx, who, 0, tx.Now)
	}
	matterID, err := e.lock(ctx, tx, who, t)
	if err != nil {
		return nil, err
	}
	return e.loadFor(ctx, tx, who, matterID, tx.Now)
}

// lock takes the turn of the matter and the root with its stream head, by the actor's scope. The rest of the family is read
// and not locked: whoever changes it has the turn (access.Turn).
func (e *Engine) lock(ctx context.Context, tx *audit.Tx, who actor.Actor, t matter.Target) (int64, error) {
	locked, err := e.access.Lock(ctx, tx, who, access.Act, access.Target{Kind: access.Kind(entity.Of(t.Entity).Kind), ID: t.ID})
	if err != nil {
		return 0, err
	}
	tx.Chain(audit.Stream(locked.Stream), audit.Head(locked.Head))
	return locked.MatterID, nil
}

// resolve finds the row that the present state admits, and the role in which the person acts.
func (e *Engine) resolve(who actor.Actor, cmd Command, f *matter.File, now time.Time) (*Act, error) {
	state := f.State(cmd.Target) // of a proposal it is the digest that says whether the page is stale, not the version
	if cmd.Target.ID != 0 && cmd.Version >= 0 && cmd.Approval == 0 && cmd.Version != f.Version(cmd.Target) {
		return nil, errs.New(errs.Conflict, "procedure.stale")
	}
	row, err := row(e.book().On(now), cmd.Target.Entity, cmd.Event, cmd.Variant, state)
	if err != nil {
		return nil, err
	}
	a := &Act{Row: row, Target: cmd.Target, Parent: cmd.Parent, From: state, To: row.To, Now: now, Who: who, Input: cmd.Input, Uploads: cmd.Uploads}
	if a.To == "" {
		a.To = state
	}
	a.Proposing = row.FourEyes && cmd.Approval == 0
	allowed := row.DeciderRoles
	if a.Proposing {
		if row.ProposalAct != "" {
			return nil, errs.New(errs.Conflict, "procedure.decided_on_approval")
		}
		allowed = row.ProposerRoles
	}
	if a.Role, err = e.reg.PlayRole(who, allowed, f, row.FourEyes && !a.Proposing); err != nil {
		return a, err
	}
	if cmd.Approval == 0 && e.proposes(row) && f.Open(cmd.Target, row.Event) != nil {
		return nil, errs.New(errs.Conflict, "procedure.already_proposed")
	}
	return a, nil
}

// onClock: pausing, resuming and extending act on the object that bears the clock, whatever it is.
func onClock(entity law.Machine, event string) law.Machine {
	if strings.HasPrefix(event, "clock.") {
		return law.AnyClock
	}
	return entity
}

// row finds the act that an object's state admits.
func row(book *law.Edition, entity law.Machine, event, variant, state string) (*law.Act, error) {
	return book.Find(onClock(entity, event), event, variant, state)
}

// Rows finds every variant of it.
func (e *Engine) Rows(entity law.Machine, event, state string) []*law.Act {
	return e.book().Variants(onClock(entity, event), event, state)
}

// act runs the row and what follows from it.
func (e *Engine) act(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File, cmd Command) (Receipt, error) {
	var appr *Approval
	var err error
	if cmd.Approval != 0 {
		if appr, err = e.takeApproval(ctx, tx, a, f, cmd); err != nil {
			return Receipt{}, err
		}
	}
	if err := e.check(ctx, tx, a, f); err != nil {
		return Receipt{}, err
	}
	if f, err = e.fire(ctx, tx, a, f); err != nil {
		return Receipt{}, err
	}
	if appr != nil {
		closeApproval(tx, appr.ID, "DECIDED", a.Row.Event, a.Input.Str("reason_code"), opinionOf(a.Input), &a.ID)
	}
	if err := e.openDecision(ctx, tx, a, f); err != nil {
		return Receipt{}, err
	}
	if a.From != a.To {
		withdrawOpen(tx, a.Target, a.opened)
	}
	if err := e.finish(ctx, tx, a, f); err != nil {
		return Receipt{}, err
	}
	return e.receipt(a, f), nil
}

// finish keeps the copies and writes the chain.
func (e *Engine) finish(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File) error {
	ids := make([]int64, 0, len(f.Cases))
	for _, c := range f.Cases {
		ids = append(ids, c.ID)
	}
	e.project(tx, ids)
	notify(tx, a, f)
	return e.record(ctx, tx, a, f)
}

func (e *Engine) receipt(a *Act, f *matter.File) Receipt {
	loc := a.Location
	if loc == "" {
		loc = entity.Of(a.Target.Entity).Address(f.Ref(a.Target)) + "?done=" + a.Row.Event
	}
	return Receipt{ActID: a.ID, Target: a.Target, Ref: f.Ref(a.Target), State: f.State(a.Target), Location: loc}
}

// check refuses rows that are not built, times in the future, people who cannot be named, and failed guards; every failed
// guard is named.
func (e *Engine) check(ctx context.Context, q database.Q, a *Act, f *matter.File) error {
	if !e.reg.Built(a.Row) {
		return errs.New(errs.Conflict, "procedure.not_built")
	}
	if bad := futureTimes(a); len(bad) > 0 {
		return errs.Invalid(bad...)
	}
	misnamed, err := e.mentioned(ctx, q, a, f)
	if err != nil {
		return err
	}
	failed, fields := e.judge(a, f)
	if fields = append(misnamed, fields...); len(failed)+len(fields) > 0 {
		refusal := errs.Refused(failed...)
		refusal.Fields = fields
		return refusal
	}
	return e.requireDocs(a, f)
}

// judge runs the guards of a row and returns those that stop it, with the fields that they blame.
func (e *Engine) judge(a *Act, f *matter.File) (failed []errs.Guard, fields []errs.Field) {
	for _, g := range a.Row.Guards {
		v := e.reg.guards[g.ID](a, f)
		if !v.Failed {
			continue
		}
		v.Args = e.InWords(a.Row.Form, v.Args)
		switch {
		case g.Kind == "warn", g.Kind == "needs_reason" && reasoned(a):
			a.notes = append(a.notes, g.Kind+":"+g.ID)
		default:
			failed = append(failed, e.failed(g, v))
			if v.Field != "" {
				fields = append(fields, errs.Field{Name: v.Field, Key: v.Detail, Args: v.Args})
			}
		}
	}
	return failed, fields
}

// failed is a guard as a refusal names it.
func (e *Engine) failed(g *law.Guard, v Verdict) errs.Guard {
	return errs.Guard{ID: g.ID, Sentence: g.Refusal, Basis: g.Basis, Cited: law.Cited{Book: e.book(), Basis: g.Basis}, Detail: v.Detail, Args: v.Args}
}

// reasoned: a rule of kind needs_reason passes when the act states why.
func reasoned(a *Act) bool {
	return slices.ContainsFunc([]string{"reason", "deviation_ground", "note", "difference_note"}, a.Input.Has)
}

// futureTimes: an act records what has happened; only ends, limits and hearings may lie ahead, as the bounds of its form say.
func futureTimes(a *Act) []errs.Field {
	if a.Row.Form == nil {
		return nil
	}
	var bad []errs.Field
	for _, x := range a.Row.Form.Fields {
		if t := a.Input.Time(x.Name); !t.IsZero() {
			if fault := x.Bounds.Day(t, a.Now); fault != nil {
				bad = append(bad, errs.Field{Name: x.Name, Key: fault.Key, Args: fault.Args})
			}
		}
	}
	return bad
}

func opinionOf(v law.Values) string {
	if s := v.Str("opinion"); s != "" {
		return s
	}
	return v.Str("reason")
}
