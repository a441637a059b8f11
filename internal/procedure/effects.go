package procedure

import (
	"context"
	"slices"
	"time"

	"touchstone/internal/audit"
	"touchstone/internal/canon"
	"touchstone/internal/deadline"
	"touchstone/internal/document"
	"touchstone/internal/entity"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// moveClocks applies the row's columns in the order the tables fix: starts, extends, pauses, resumes, stops.
func (e *Engine) moveClocks(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File) error {
	for _, ref := range a.Row.Starts {
		if !e.reg.Cond(ref.Cond, a, f) {
			continue
		}
		e.startClock(a, f, ref.Code)
	}
	if len(a.starts) > 0 {
		a.clocks = true
		if err := e.clocks.Start(tx, a.starts...); err != nil {
			return err
		}
	}
	for _, step := range []struct {
		refs   []law.Ref
		newest bool
		do     func(context.Context, *audit.Tx, deadline.Move) error
	}{{a.Row.Extends, true, e.clocks.Extend}, {a.Row.Pauses, true, e.clocks.Pause}, {a.Row.Resumes, true, e.clocks.Resume}, {a.Row.Stops, false, e.clocks.Stop}} {
		for _, ref := range step.refs {
			if err := e.onRunning(ctx, tx, a, f, ref, step.newest, step.do); err != nil {
				return err
			}
		}
	}
	return nil
}

// startClock opens a clock on the act's own object if the clock lives there (a sample counts for its parent),
// else on the newest linked object of the clock's kind.
func (e *Engine) startClock(a *Act, f *matter.File, code string) {
	targets := e.clockTargets(a, f, code)
	if len(targets) == 0 {
		a.notes = append(a.notes, "no object for clock "+code)
		return
	}
	t := targets[len(targets)-1]
	m := e.clockMove(a, f, t, code)
	if from := e.lawOf(a).ClockEver(code).CountedFrom; len(from) > 0 {
		if m.From = e.countedFrom(a, f, t, from); m.From.IsZero() {
			return
		}
	}
	a.starts = append(a.starts, m)
}

// countedFrom is the day that a clock counts from instead of what the act says happened: that of the first field that the act's form
// or the file of the clock's object gives, or that of the event. Zero: nobody knows it yet, and there is nothing to count.
func (e *Engine) countedFrom(a *Act, f *matter.File, t matter.Target, from []string) time.Time {
	for _, name := range from {
		if at := a.Input.Time(name); !at.IsZero() {
			return at
		}
		if name == a.Row.Event {
			return occurred(a)
		}
	}
	c := f.CaseOf(t)
	if c == nil {
		return time.Time{}
	}
	known := e.Prior(c.AgencyID, t, f)
	for _, name := range from {
		if at := known.Time(name); !at.IsZero() {
			return at
		}
	}
	return time.Time{}
}

// onRunning applies a change to the running clocks of a code (or of every code, "*", or the one named in the
// form) on the act's object or, failing that, on the linked ones: the newest only, or for stops all.
func (e *Engine) onRunning(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File, ref law.Ref, newest bool,
	do func(context.Context, *audit.Tx, deadline.Move) error) error {
	if !e.reg.Cond(ref.Cond, a, f) {
		return nil
	}
	code := ref.Code
	if code == "*" {
		if code = a.Input.Str(clockField); code == "" {
			return nil
		}
	}
	if a.Row.Entity == law.AnyClock && code != a.Input.Str(clockField) {
		return nil // pausing and extending touch the one clock that the form names
	}
	targets := e.clockTargets(a, f, code)
	if newest && len(targets) > 1 {
		targets = targets[len(targets)-1:]
	}
	for _, t := range targets {
		if k := f.Clock(entity.Of(t.Entity).Kind, t.ID, code); (k == nil || !k.Running()) && !a.startsClock(code) {
			continue // nothing runs that could be moved
		}
		a.clocks = true
		if err := do(ctx, tx, e.clockMove(a, f, t, code)); err != nil {
			return err
		}
	}
	return nil
}

func (a *Act) startsClock(code string) bool {
	return slices.ContainsFunc(a.starts, func(m deadline.Move) bool { return m.Code == code })
}

func (e *Engine) clockTargets(a *Act, f *matter.File, code string) []matter.Target {
	return clockTargets(e.lawOf(a), a, f, code)
}

// clockTargets are the objects that bear a clock which an act on another moves.
func clockTargets(book *law.Edition, a *Act, f *matter.File, code string) []matter.Target {
	c := book.ClockEver(code)
	if c == nil {
		return nil
	}
	if c.Entity == a.Target.Entity {
		if item := f.Item(a.Target.ID); a.Target.Entity == "evidence_item" && item != nil && item.ParentID != 0 {
			return []matter.Target{{Entity: c.Entity, ID: item.ParentID}}
		}
		return []matter.Target{a.Target}
	}
	return f.Linked(a.Target, c.Entity)
}

func (e *Engine) clockMove(a *Act, f *matter.File, t matter.Target, code string) deadline.Move {
	clock := e.lawOf(a).ClockEver(code)
	caseID, agency := owing(f, t, e.lawOf(a).Receiving(clock.Owner))
	return deadline.Move{Code: code, TargetKind: entity.Of(t.Entity).Kind, TargetID: t.ID, Entity: t.Entity, MatterID: f.MatterID, CaseID: caseID,
		OwnerAgencyID: agency, Now: a.Now, From: occurred(a), Until: e.statedLimit(a), ActID: a.ID, Basis: a.Input.Str("legal_basis")}
}

// owing names the file and agency that owe a clock. The receiving side owes on the criminal case.
func owing(f *matter.File, t matter.Target, receiving bool) (int64, int64) {
	c := f.CaseOf(t)
	if t.Entity == "referral" && receiving {
		r := f.Referral(t.ID)
		if k := f.CriminalOf(t.ID); k != nil {
			return k.ID, k.AgencyID
		}
		if r.ToAgencyID != 0 {
			return c.ID, r.ToAgencyID
		}
	}
	if c == nil {
		return 0, 0
	}
	return c.ID, c.AgencyID
}

// occurred is when the thing happened that an act records; the act's own moment where the form names none.
// Periods run from what happened, not from when somebody typed it.
func occurred(a *Act) time.Time {
	if t := a.moment(law.Occurred, a.Now); !t.IsZero() {
		return t
	}
	return a.Now
}

// moment is the time of that meaning in the act's form; a twin carries the answers of its origin.
func (a *Act) moment(m law.Meaning, until time.Time) time.Time {
	if t := a.Row.Form.Moment(a.Input, m, until); !t.IsZero() || a.Origin == nil {
		return t
	}
	return a.Origin.Row.Form.Moment(a.Input, m, until)
}

// statedLimit is a new end written in the act: an extension's date, or the limit of a redo instrument.
func (e *Engine) statedLimit(a *Act) *time.Time {
	if a.Due != nil {
		return a.Due
	}
	t := a.moment(law.EndsOn, time.Time{})
	if t.IsZero() {
		return nil
	}
	end := endOfDay(t.In(law.Zone()))
	return &end
}

// issueDocs numbers and freezes the documents of a row. Of alternatives the first is issued, unless the form
// or the item's kind asks for another. A twin does not issue again what its origin just issued.
func (e *Engine) issueDocs(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File) error {
	for _, need := range a.Row.DocsIssued {
		if !e.reg.Cond(need.Cond, a, f) {
			continue
		}
		code := e.lawOf(a).RecordOf(need.AnyOf, a.Input.Str("collection_method"))
		if a.Origin != nil && originIssued(a.Origin, code) {
			continue
		}
		a.issued = true
		if err := e.issue(ctx, tx, a, f, code); err != nil {
			return err
		}
	}
	return nil
}

func originIssued(o *Act, code string) bool {
	for _, need := range o.Row.DocsIssued {
		for _, c := range need.AnyOf {
			if c == code {
				return true
			}
		}
	}
	return false
}

func (e *Engine) issue(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File, code string) error {
	d := e.lawOf(a).Document(code)
	c := f.CaseOf(a.Target)
	if k := f.CriminalOf(a.Target.ID); a.Target.Entity == "referral" && k != nil && k.AgencyID == a.Who.AgencyID {
		c = k
	}
	agency := f.Agencies[a.Who.AgencyID]
	ref, err := ids.NewRef("DC", e.random)
	if err != nil {
		return err
	}
	_, err = document.Issue(ctx, tx, d, document.Request{Code: code, MatterID: f.MatterID, CaseID: c.ID, TargetKind: entity.Of(a.Target.Entity).Kind,
		TargetID: a.Target.ID, Round: c.Round, ActID: a.ID, AgencyID: a.Who.AgencyID, AgencyShort: e.lawOf(a).NumberMark(agency.Kind),
		Compartmented: c.Compartmented, By: a.Who.UserID, Now: a.Now, Data: e.documentData(a, f, c, agency), Ref: ref, Random: e.random})
	return err
}

// documentData is the canonical content of a document: the file's facts and the act's input, by the field
// names of the tables, so that the page can print them with their labels.
func (e *Engine) documentData(a *Act, f *matter.File, c *matter.Case, agency matter.Agency) map[string]any {
	data := map[string]any{"case_ref": c.Ref, "case_title": c.Title, "agency": agency.NameZH, "signed_by": a.Who.Name, "role": string(a.Role),
		"event": a.Row.Event, "variant": a.Row.Variant, "basis": a.Row.Basis, "form": formID(a.Row), "edition": e.lawOf(a).Name(),
		"input": a.Row.Form.Plain(a.Input), "mineral": c.Mineral, "lead_basis": c.LeadBasis}
	if named := a.partiesNamed(f); len(named) > 0 {
		data["named"] = named
	}
	if a.Proposer != nil {
		data["proposed_by"] = a.Proposer.Name
	}
	if h := f.Handlers(c.ID); len(h) > 0 {
		names := make([]string, len(h))
		for i := range h {
			names[i] = h[i].Name
		}
		data["handlers"] = names
	}
	for _, p := range f.Parties {
		if p.CaseID == c.ID && p.Subject {
			data["party"] = p.Name
			break
		}
	}
	if r := f.Referral(a.Target.ID); a.Target.Entity == "referral" && r != nil {
		data["offence"], data["facts"], data["destination"], data["referral_ref"], data["package_digest"] = r.Offence, r.Facts, r.Destination, r.Ref, r.PackageDigest
		data["to_agency"] = f.Agencies[r.ToAgencyID].NameZH
	}
	if i := f.Item(a.Target.ID); a.Target.Entity == "evidence_item" && i != nil {
		data["evidence_ref"], data["evidence_no"], data["evidence_name"], data["quantity"], data["unit"], data["seal_no"] = i.Ref, i.No, i.Name, i.Quantity, i.Unit,
			i.SealNo
	}
	return data
}

// partiesNamed are the names of the parties that an act's form names by reference, as they are on the day of the paper: they may be
// called otherwise later.
func (a *Act) partiesNamed(f *matter.File) map[string]string {
	out := map[string]string{}
	if a.Row.Form == nil {
		return out
	}
	for _, x := range a.Row.Form.Fields {
		if x.Type != "org" && x.Type != "person" {
			continue
		}
		for _, v := range a.Input.List(x.Name) {
			if p := f.Picked(v); p != nil {
				out[v] = p.Name
			}
		}
	}
	return out
}

func formID(row *law.Act) string {
	if row.Form == nil {
		return ""
	}
	return row.Form.ID
}

func digestOf(kind, content string) string { return canon.New(kind).Str(content).Sum() }
