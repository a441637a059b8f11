package procedure

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"touchstone/internal/audit"
	"touchstone/internal/entity"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// fire runs one row that has passed its checks: state, effect, clocks, documents, then what the row emits.
// It returns the matter as it is afterwards: what the act changed of it is read again, the rest is as it was.
func (e *Engine) fire(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File) (*matter.File, error) {
	if err := e.requireDocs(a, f); err != nil {
		return f, err
	}
	f, err := e.move(ctx, tx, a, f)
	if err != nil {
		return f, err
	}
	if err := e.write(ctx, tx, a, f); err != nil {
		return f, err
	}
	if fn := e.reg.effects[a.Row.Event]; fn != nil {
		if err := fn(ctx, tx, a, f); err != nil {
			return f, err
		}
		moved := append(matter.PartsOf(entity.Of(a.Target.Entity).Kind), matter.PartActs)
		if f, err = matter.Again(ctx, tx, e.Book(), f, tx.Now, append(moved, a.changed...)...); err != nil {
			return f, err
		}
	}
	if err := e.moveClocks(ctx, tx, a, f); err != nil {
		return f, err
	}
	if err := e.issueDocs(ctx, tx, a, f); err != nil {
		return f, err
	}
	closeTasks(tx, a, f.MatterID)
	if f, err = e.afterwards(ctx, tx, a, f); err != nil {
		return f, err
	}
	return e.emit(ctx, tx, a, f)
}

// afterwards is the file with the act, its clocks and its papers, where anything still asks for it: a twin, a task, a proposal that
// the act, or the one behind it, opens.
func (e *Engine) afterwards(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File) (*matter.File, error) {
	if !e.rechecks && !e.goesOn(a) && (a.Origin == nil || !e.goesOn(a.Origin)) {
		return f, nil
	}
	parts := []matter.Part{matter.PartActs}
	if a.issued {
		parts = append(parts, matter.PartDocs)
	}
	if a.clocks {
		parts = append(parts, matter.PartClocks)
	}
	f, err := matter.Again(ctx, tx, e.Book(), f, tx.Now, parts...)
	if err != nil {
		return f, err
	}
	return f, e.recheck(ctx, tx, a, f)
}

// goesOn tells whether anything that an act causes is still to come.
func (e *Engine) goesOn(a *Act) bool {
	return slices.ContainsFunc(a.Row.Emits[a.emitted:], func(em law.Emit) bool { return !em.Self }) || len(DecidedBy(e.lawOf(a), a.Row.ID)) > 0
}

// requireDocs: a document the row asks for must exist before the act; twins included.
func (e *Engine) requireDocs(a *Act, f *matter.File) error {
	var missing [][]string
	for _, need := range a.Row.DocsRequired {
		if !e.reg.Cond(need.Cond, a, f) {
			continue
		}
		if !slices.ContainsFunc(need.AnyOf, func(code string) bool { return f.Document(code) != nil }) {
			missing = append(missing, need.AnyOf)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	args := []any{"documents", papers{e.Book(), missing}}
	refusal := errs.Refused(errs.Guard{ID: "document_required", Sentence: i18n.Sentence("procedure.document_required"), Basis: a.Row.Basis,
		Cited: law.Cited{Book: e.lawOf(a), Basis: a.Row.Basis}, Detail: "procedure.document_missing", Args: args})
	refusal.Key, refusal.Args = "procedure.document_missing", args
	return refusal
}

// papers are those that are missing; of a group one is enough.
type papers struct {
	book    *law.Edition
	missing [][]string
}

// In says them by their names, those of which one is enough together.
func (p papers) In(ctx context.Context) string {
	var out []string
	for _, group := range p.missing {
		var anyOf []string
		for _, code := range group {
			if d := p.book.Document(code); d != nil {
				anyOf = append(anyOf, d.Name.In(ctx))
			}
		}
		out = append(out, strings.Join(anyOf, i18n.T(ctx, "act.or")))
	}
	return i18n.Clauses(ctx, out)
}

// move changes the state, or makes the object that the act brings into being, and reads what it has changed.
func (e *Engine) move(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File) (*matter.File, error) {
	if a.Target.ID == 0 {
		return e.create(ctx, tx, a, f)
	}
	kind := entity.Of(a.Target.Entity).Kind
	m := moved{To: a.To, Version: f.Version(a.Target), Moves: a.Row.Transition && kind == "case"}
	if s := e.lawOf(a).State(a.Target.Entity, a.To); s != nil {
		m.Stamp = s.Stamps
	}
	if !a.Row.Transition {
		m.To = f.State(a.Target) // the version rises all the same, so that a page opened before the act is stale
	}
	m.Round = m.Moves && a.Row.NewRound
	updateState(tx, a.Target, m)
	return matter.Again(ctx, tx, e.Book(), f, tx.Now, matter.PartsOf(kind)[:1]...)
}

// create makes the object of an act that has none yet; with the first of a matter the matter begins.
func (e *Engine) create(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File) (*matter.File, error) {
	create := e.reg.creates[a.Row.Event]
	if create == nil {
		return f, errs.New(errs.Conflict, "procedure.not_built")
	}
	id, err := create(ctx, tx, a, f)
	a.Target.ID = id
	if err != nil {
		return f, err
	}
	if f.MatterID != 0 {
		return matter.Again(ctx, tx, e.Book(), f, tx.Now, append(matter.PartsOf(entity.Of(a.Target.Entity).Kind), a.changed...)...)
	}
	matterID, err := matterOf(ctx, tx, a.Target)
	if err != nil {
		return f, err
	}
	begun, err := e.load(ctx, tx, matterID, tx.Now)
	if err == nil {
		SetAccounts(begun, Accounts(f))
	}
	return begun, err
}

// write stores the act with its input and files.
func (e *Engine) write(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File) error {
	c := f.CaseOf(a.Target)
	if c == nil {
		return errs.New(errs.Internal, "errs.internal")
	}
	for _, em := range a.Row.Emits {
		if em.Self && e.reg.Cond(em.Cond, a, f) {
			a.also = append(a.also, em.Event)
		}
	}
	root, rootID := RootOf(a.Target, c)
	a.caseID, a.stream = c.ID, fmt.Sprintf("%s:%d", root, rootID)
	input, err := toJSON(a.Row.Form.Plain(a.Input))
	if err != nil {
		return err
	}
	row := &actRow{MatterID: f.MatterID, CaseID: c.ID, Entity: string(a.Target.Entity), RootKind: root, RootID: rootID,
		TargetKind: entity.Of(a.Target.Entity).Kind, TargetID: a.Target.ID, RowID: a.Row.ID, Event: a.Row.Event, Variant: a.Row.Variant, FromState: a.From,
		ToState: a.To, Round: c.Round, ActorID: a.Who.UserID, ActorName: a.Who.Name, ActorRole: string(a.Role), AgencyID: a.Who.AgencyID, Also: a.also,
		Notes: a.notes, Input: input, At: tx.Now, Edition: e.lawOf(a).Name()}
	if a.Proposer != nil {
		row.ProposerID, row.ProposerName, row.ProposerRole = &a.Proposer.ID, a.Proposer.Name, string(a.Proposer.Role)
	}
	if a.Origin != nil {
		row.TwinOf = &a.Origin.ID
	}
	if err := insertAct(ctx, tx, row); err != nil {
		return err
	}
	a.ID = row.ID
	if a.stored {
		attachProposed(tx, a)
		return nil
	}
	return e.keepFiles(tx, a.Uploads, a.ID, 0)
}

// RootOf names the aggregate whose chain an act is written to.
func RootOf(t matter.Target, c *matter.Case) (string, int64) {
	if e := entity.Of(t.Entity); e.Root && e.Kind != "case" {
		return e.Kind, t.ID
	}
	return "case", c.ID
}

// emit fires the twins and opens the tasks of a row. A twin whose object does not admit it becomes a note.
func (e *Engine) emit(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File) (_ *matter.File, err error) {
	for n, em := range a.Row.Emits {
		if a.emitted = n + 1; em.Self || !e.reg.Cond(em.Cond, a, f) {
			continue
		}
		if em.Task {
			e.openTask(tx, a, f, em)
		} else if f, err = e.twin(ctx, tx, a, f, em); err != nil {
			return f, err
		}
	}
	return f, nil
}

// find looks for the linked object that admits an event: the newest first, then a new one.
func (e *Engine) find(a *Act, f *matter.File, em law.Emit) (*law.Act, matter.Target, bool) {
	linked := f.Linked(a.Target, em.Entity)
	for i := len(linked) - 1; i >= 0; i-- {
		if row, err := e.lawOf(a).Find(em.Entity, em.Event, em.Variant, f.State(linked[i])); err == nil {
			return row, linked[i], true
		}
	}
	row, err := e.lawOf(a).Find(em.Entity, em.Event, em.Variant, law.New)
	return row, matter.Target{Entity: em.Entity}, err == nil
}

func (e *Engine) twin(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File, em law.Emit) (*matter.File, error) {
	row, t, ok := e.find(a, f, em)
	if !ok || !e.reg.Built(row) {
		a.notes = append(a.notes, "twin not admitted: "+em.Event)
		return f, nil
	}
	b := &Act{Row: row, Target: t, Parent: a.Target, From: f.State(t), To: row.To, Now: a.Now, Who: a.Who, Role: a.Role, Input: a.Input, Proposer: a.Proposer,
		Twin: true, Origin: a}
	f, err := e.fire(ctx, tx, b, f)
	if err != nil {
		return f, fmt.Errorf("procedure: twin %s of %s: %w", row.ID, a.Row.ID, err)
	}
	if k := f.CriminalOf(a.Target.ID); t.ID == 0 && a.Target.Entity == "referral" && k != nil {
		e.clocks.Carry(tx, a.Target.ID, k.AgencyID, k.ID)
	}
	return f, e.record(ctx, tx, b, f)
}

// openTask puts an act into the inbox of those who decide it; nothing happens by itself.
func (e *Engine) openTask(tx *audit.Tx, a *Act, f *matter.File, em law.Emit) {
	linked := f.Linked(a.Target, em.Entity)
	for i := len(linked) - 1; i >= 0; i-- {
		t := linked[i]
		rows := e.lawOf(a).Variants(em.Entity, em.Event, f.State(t))
		c := f.CaseOf(t)
		if len(rows) == 0 || c == nil {
			continue
		}
		roles := rows[0].DeciderRoles
		if rows[0].FourEyes && rows[0].ProposalAct == "" {
			roles = rows[0].ProposerRoles
		}
		openTask(tx, a, t, em.Event, c.ID, c.AgencyID, rolesOf(roles), f.MatterID)
		return
	}
	a.notes = append(a.notes, "task not admitted: "+em.Event)
}

// record writes the act into the chain of its root.
func (e *Engine) record(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File) error {
	c := f.Case(a.caseID)
	d := map[string]any{"act": a.ID, "row": a.Row.ID, "role": string(a.Role)}
	if a.Row.Variant != "" {
		d["variant"] = a.Row.Variant
	}
	if a.From != a.To {
		d["from"], d["to"] = a.From, a.To
	}
	if a.Proposer != nil {
		d["proposer"] = a.Proposer.Name
	}
	if a.Origin != nil {
		d["twin_of"] = a.Origin.ID
	}
	input, err := toJSON(a.Row.Form.Plain(a.Input))
	if err != nil {
		return err
	}
	d["input_digest"] = digestOf("act_input", input)
	return tx.Record(ctx, audit.Event{Stream: audit.Stream(a.stream), Action: a.Row.Event, Kind: entity.Of(a.Target.Entity).Kind,
		TargetID: a.Target.ID, TargetRef: f.Ref(a.Target), CaseID: c.ID, Details: d})
}
