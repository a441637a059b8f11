package procedure

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/entity"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// propose stores a proposal for a row that another person decides.
func (e *Engine) propose(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File) (Receipt, error) {
	if err := e.check(ctx, tx, a, f); err != nil {
		return Receipt{}, err
	}
	row, err := e.approvalFor(ctx, tx, a, f, a.Row.DeciderRoles)
	if err != nil {
		return Receipt{}, err
	}
	if err := e.keepFiles(tx, a.Uploads, 0, row.ID); err != nil {
		return Receipt{}, err
	}
	if err := e.recordProposal(ctx, tx, a, f, row, "approval.proposed"); err != nil {
		return Receipt{}, err
	}
	return Receipt{Target: a.Target, Ref: f.Ref(a.Target), State: a.From, Approval: row.Ref, Location: "/approvals/" + row.Ref + "?done=proposed"}, nil
}

// openDecision opens the approval that an act is the proposal of (proposal_act).
func (e *Engine) openDecision(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File) error {
	roles := rolesIn(DecidedBy(e.book(), a.Row.ID))
	if len(roles) == 0 {
		return nil
	}
	_, err := e.approvalFor(ctx, tx, a, f, roles)
	return err
}

// approvalFor stores a proposal with the list of what it shows.
func (e *Engine) approvalFor(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File, roles []actor.Role) (*approvalRow, error) {
	p, err := e.proposed(ctx, tx, a, f, roles)
	if err != nil {
		return nil, err
	}
	row, err := e.stored(ctx, p, f)
	if err != nil {
		return nil, err
	}
	row.UnitID = a.Who.UnitID
	if err := insertApproval(ctx, tx, row); err != nil {
		return nil, err
	}
	a.opened = append(a.opened, row.ID)
	return row, nil
}

// proposed is the proposal that an act makes, with what was said to the submission before it.
func (e *Engine) proposed(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File, roles []actor.Role) (*Approval, error) {
	ref, err := ids.NewRef("AP", e.random)
	if err != nil {
		return nil, err
	}
	p := &Approval{Ref: ref, State: "OPEN", Event: a.Row.Event, Variant: a.Row.Variant, RowID: a.Row.ID, Entity: a.Target.Entity, TargetID: a.Target.ID,
		MatterID: f.MatterID, CaseID: f.CaseOf(a.Target).ID, AgencyID: a.Who.AgencyID, ProposerID: a.Who.UserID, ProposerName: a.Who.Name, ProposerRole: a.Role,
		DeciderRoles: rolesOf(roles), OpenedAt: tx.Now, OpeningActID: a.ID, Files: a.Uploads, Edition: e.lawOf(a).Name()}
	input, err := toJSON(a.Row.Form.Plain(a.Input))
	if err != nil {
		return nil, err
	}
	if p.Input, err = a.Row.Form.Stored([]byte(input)); err != nil { // as it will be read: what is no field of the form is not proposed
		return nil, err
	}
	p.Revision, p.Earlier, err = earlierOf(ctx, tx, p)
	return p, err
}

// stored is the row of a proposal.
func (e *Engine) stored(ctx context.Context, p *Approval, f *matter.File) (*approvalRow, error) {
	list := e.Seen(ctx, p, f)
	shown, err := list.Stored()
	if err != nil {
		return nil, err
	}
	input, err := toJSON(p.Form(e.book()).Plain(p.Input))
	if err != nil {
		return nil, err
	}
	root, rootID := RootOf(p.Target(), f.Case(p.CaseID))
	row := &approvalRow{Ref: p.Ref, MatterID: p.MatterID, CaseID: p.CaseID, Entity: string(p.Entity), RootKind: root, RootID: rootID,
		TargetKind: entity.Of(p.Entity).Kind, TargetID: p.TargetID, RowID: p.RowID, Event: p.Event, Variant: p.Variant, DeciderRoles: p.DeciderRoles,
		AgencyID: p.AgencyID, ProposerID: p.ProposerID, ProposerRole: string(p.ProposerRole),
		Input: input, Shown: shown, Digest: list.Digest(), Revision: p.Revision, State: p.State, OpenedAt: p.OpenedAt,
		Edition: p.Edition}
	if p.OpeningActID != 0 {
		row.OpeningActID = &p.OpeningActID
	}
	if clock := NextClock(f, p.Target(), func(*matter.Clock) bool { return true }); clock != nil {
		row.Clock, row.DueAt = clock.Code, &clock.DueAt
	}
	return row, nil
}

// NextClock is the running clock that presses most on an object or its case; minimum intervals do not press.
func NextClock(f *matter.File, t matter.Target, shown func(*matter.Clock) bool) *matter.Clock {
	var best *matter.Clock
	c := f.CaseOf(t)
	for i := range f.Clocks {
		k := &f.Clocks[i]
		own := k.TargetKind == entity.Of(t.Entity).Kind && k.TargetID == t.ID
		ofCase := c != nil && k.TargetKind == "case" && k.TargetID == c.ID
		if k.State == "RUNNING" && !k.Minimum && (own || ofCase) && shown(k) && (best == nil || k.DueAt.Before(best.DueAt)) {
			best = k
		}
	}
	return best
}

// recordProposal writes a proposal's life into the chain of its root.
func (e *Engine) recordProposal(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File, row *approvalRow, action string) error {
	c := f.CaseOf(a.Target)
	return tx.Record(ctx, audit.Event{Stream: audit.Stream(fmt.Sprintf("%s:%d", row.RootKind, row.RootID)), Action: action, Kind: "approval", TargetID: row.ID,
		TargetRef: row.Ref, TargetName: a.Row.Event, CaseID: c.ID,
		Details: map[string]any{"event": a.Row.Event, "variant": a.Row.Variant, "digest": row.Digest, "revision": row.Revision}})
}

// Approval is a stored proposal as the engine needs it.
type Approval struct {
	ID                     int64
	Ref, State, Event      string
	Variant, RowID, Digest string
	Entity                 law.Machine
	TargetID, MatterID     int64
	CaseID, AgencyID       int64
	ProposerID             int64
	ProposerName           string
	ProposerRole           actor.Role
	DeciderRoles           []string
	Input                  law.Values
	Shown                  Seen     // what was stored with it
	Legacy                 bool     // it was stored before lists were typed
	Outdated               bool     // it is stored in another format than today's (seenFormat)
	Files                  []Upload // that came with it
	Earlier                Earlier
	Revision               int
	OpenedAt               time.Time
	Clock                  string
	DueAt                  *time.Time
	DecidedAt              *time.Time
	DecidedBy              int64
	DecidedName            string
	Decision, ReasonCode   string
	Opinion                string
	OpeningActID           int64
	RootKind               string
	RootID                 int64
	Edition                string        // of the tables, under which it was proposed
	Marking                actor.Marking // of the file or of the pointer to state security, now
}

// Earlier is the submission before a proposal, with what was said to it.
type Earlier struct{ Ref, Opinion string }

// Form is the form in which it was proposed, by the edition of that day; nil for a row that has none.
func (p *Approval) Form(book *law.Edition) *law.Form {
	return book.Under(p.Edition).FormOf(p.RowID)
}

// Target is the object the proposal is about.
func (p *Approval) Target() matter.Target { return matter.Target{Entity: p.Entity, ID: p.TargetID} }

// takeApproval checks that the act decides this open proposal, by another person, on what was shown.
func (e *Engine) takeApproval(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File, cmd Command) (*Approval, error) {
	p, err := e.approvalByID(ctx, tx, cmd.Approval)
	if err != nil {
		return nil, err
	}
	if p.Target() != a.Target {
		return nil, errs.New(errs.NotFound, "errs.not_found")
	}
	if p.State != "OPEN" {
		return nil, errs.New(errs.Conflict, "procedure.already_decided")
	}
	if !slices.ContainsFunc(e.Options(p, f), func(row *law.Act) bool { return row == a.Row }) {
		return nil, errs.New(errs.Conflict, "procedure.not_an_option")
	}
	if cmd.Digest != e.DigestNow(ctx, p, f) {
		return nil, errs.New(errs.Conflict, "procedure.changed_since")
	}
	if e.superseded(p, e.lawOf(a)) {
		return nil, errs.New(errs.Conflict, "procedure.other_edition")
	}
	a.Proposer = &Signer{ID: p.ProposerID, Name: p.ProposerName, Role: p.ProposerRole}
	if p.OpeningActID == 0 {
		if len(a.Uploads) > 0 {
			return nil, errNoSuchFile()
		}
		a.Input, a.Uploads, a.stored, a.approval = overlay(p.Input, a.Input), p.Files, true, p.ID
	}
	return p, nil
}

// overlay: of a stored proposal the decider may add an opinion, nothing else; the proposer's own words stay.
func overlay(proposed, decided law.Values) law.Values {
	out := law.Values{}
	for k, v := range proposed {
		out[k] = v
	}
	switch mine, theirs := decided.Str("opinion"), proposed.Str("opinion"); {
	case mine != "" && theirs != "" && mine != theirs:
		out["opinion"] = theirs + "\n" + mine
	case mine != "":
		out["opinion"] = mine
	}
	return out
}

// Options are the rows that would decide a proposal in the object's present state.
func (e *Engine) Options(p *Approval, f *matter.File) []*law.Act {
	var out []*law.Act
	if p.OpeningActID != 0 {
		for _, row := range DecidedBy(e.book(), p.RowID) {
			if row.Admits(f.State(p.Target())) {
				out = append(out, row)
			}
		}
		return out
	}
	if row, err := row(e.book(), p.Entity, p.Event, p.Variant, f.State(p.Target())); err == nil {
		out = append(out, row)
	}
	return out
}

// Turn is a decision on a stored proposal that no row of the tables says: return for correction, refusal, or
// the proposer's own withdrawal.
type Turn struct {
	Approval   int64
	Decision   string // return, refuse, withdraw
	ReasonCode string
	Reason     string
	Digest     string
	Key        audit.Key
}

// Turn ends a stored proposal without an act.
func (e *Engine) Turn(ctx context.Context, who actor.Actor, in Turn) (Receipt, error) {
	var out Receipt
	written, err := e.log.Write(ctx, who, in.Key, func(tx *audit.Tx) error {
		p, err := e.approvalByID(ctx, tx, in.Approval)
		if err != nil {
			return err
		}
		matterID, err := e.lock(ctx, tx, who, p.Target())
		if err != nil {
			return err
		}
		f, err := e.loadFor(ctx, tx, who, matterID, tx.Now)
		if err != nil {
			return err
		}
		state, err := e.turnState(ctx, who, p, f, &in)
		if err != nil {
			return err
		}
		closeApproval(tx, p.ID, state, in.Decision, in.ReasonCode, in.Reason, nil)
		turned(tx, p, in.Decision, f)
		out = Receipt{Target: p.Target(), Ref: f.Ref(p.Target()), Approval: p.Ref, Location: "/approvals/" + p.Ref + "?done=" + in.Decision}
		tx.SetLocation(out.Location)
		c := f.CaseOf(p.Target())
		root, rootID := RootOf(p.Target(), c)
		return tx.Record(ctx, audit.Event{Stream: audit.Stream(fmt.Sprintf("%s:%d", root, rootID)), Action: "approval." + in.Decision, Kind: "approval",
			TargetID: p.ID, TargetRef: p.Ref, TargetName: p.Event, CaseID: c.ID,
			Details: map[string]any{"event": p.Event, "reason_code": in.ReasonCode, "digest": p.Digest}})
	})
	if written.Replayed {
		return Receipt{Location: written.Location, Replayed: true}, nil
	}
	return out, err
}

func (e *Engine) turnState(ctx context.Context, who actor.Actor, p *Approval, f *matter.File, in *Turn) (string, error) {
	if in.Decision == "withdraw" {
		if p.ProposerID != who.UserID || p.OpeningActID != 0 {
			return "", errs.New(errs.Forbidden, "procedure.only_proposer")
		}
		in.Reason, in.ReasonCode = "", "" // who takes his own proposal back is asked for nothing
		return "WITHDRAWN", nil
	}
	if p.OpeningActID != 0 {
		return "", errs.New(errs.Conflict, "procedure.not_an_option")
	}
	if p.ProposerID == who.UserID {
		return "", errs.New(errs.Forbidden, "procedure.own_proposal")
	}
	if _, err := e.reg.PlayRole(who, RolesFrom(p.DeciderRoles), f, true); err != nil {
		return "", err
	}
	for _, row := range e.Options(p, f) {
		if err := e.BarsPerson(Deciding(p, row, who, f), f); err != nil {
			return "", err
		}
	}
	if bad := e.ReadTurn(in); len(bad) > 0 {
		return "", errs.Invalid(bad...)
	}
	if in.Digest != e.DigestNow(ctx, p, f) {
		return "", errs.New(errs.Conflict, "procedure.changed_since")
	}
	if in.Decision == "return" {
		return "RETURNED", nil
	}
	return "REFUSED", nil
}

// ReadTurn reads what was said with a return or a refusal, by a form of the engine's own, and leaves it the way it is kept.
func (e *Engine) ReadTurn(in *Turn) []errs.Field {
	v, bad := e.book().Form("decision_turned").Decode(url.Values{"opinion": {in.Reason}, "reason_code": {in.ReasonCode}}, time.Time{}, nil, "", "")
	in.Reason, in.ReasonCode = v.Str("opinion"), v.Str("reason_code")
	return bad
}
