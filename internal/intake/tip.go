package intake

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/law"
)

// Desk takes in tips.
type Desk struct {
	Log    *audit.Log
	Access *access.Policy
	Book   law.Current
	Vault  *Vault
	Random io.Reader
}

// TipInput is what is written down when information comes in.
type TipInput struct {
	Channel, SourceKind string // codes of enums.csv: channel, source_kind
	ReceivedAt          time.Time
	Subject, Summary    string
	PartyName, Mineral  string
	Marking             actor.Marking
	PublicCase          string       // code of the public-record entry, if opened from one
	Informant           *Identity    // nil: anonymous, or not a person
	On                  time.Time    // the day on which it is typed: nobody is born later
	Wrong               []errs.Field // what its form could not read
	Key                 audit.Key
}

// Receipt is what registering leaves for the browser.
type Receipt struct {
	ID       int64
	Ref      string
	Location string
}

// Register writes down a tip. The identity goes to the vault before the commit: a tip that says it has an informant
// whose name was lost would be worse than an error.
func (d Desk) Register(ctx context.Context, who actor.Actor, in TipInput) (Receipt, error) {
	if !d.Access.Can(who, access.Tip, access.Create) {
		return Receipt{}, errs.New(errs.Forbidden, "access.forbidden")
	}
	bad := append(in.mentions(), in.Informant.read(in.On)...)
	if bad = errs.Also(d.fields(who, in), bad...); len(bad) > 0 {
		return Receipt{}, errs.Invalid(bad...)
	}
	var out Receipt
	written, err := d.Log.Write(ctx, who, in.Key, func(tx *audit.Tx) error {
		if bad := d.Book().Form("tip").Field("received_at").Bounds.Day(in.ReceivedAt, tx.Now); bad != nil {
			bad.Name = "received_at"
			return errs.Invalid(*bad)
		}
		ref, err := ids.NewRef(ids.Tip, d.Random)
		if err != nil {
			return err
		}
		id, err := insertTip(ctx, tx, ref, in)
		if err != nil {
			return err
		}
		if in.Informant != nil {
			if err := d.Vault.put(ctx, who, id, *in.Informant, tx.Now); err != nil {
				return err
			}
		}
		out = Receipt{id, ref, "/tips/" + ref + "?done=registered"}
		tx.SetLocation(out.Location)
		return tx.Record(ctx, audit.Event{Stream: audit.UnitStream(who.UnitID), Action: "tip.registered", Kind: "tip", TargetID: id, TargetRef: ref,
			Details: map[string]any{"source_kind": in.SourceKind, "public_case": in.PublicCase}})
	})
	if written.Replayed {
		return Receipt{Location: written.Location}, nil
	}
	return out, err
}

// fields names what cannot be accepted.
func (d Desk) fields(who actor.Actor, in TipInput) []errs.Field {
	var bad []errs.Field
	add := func(name, key string, args ...any) { bad = append(bad, errs.Field{Name: name, Key: key, Args: args}) }
	for _, x := range []struct{ name, list, value string }{{"channel", "channel", in.Channel}, {"source_kind", "source_kind", in.SourceKind}} {
		if !d.known(x.list, x.value) {
			add(x.name, "form.choice")
		}
	}
	if in.ReceivedAt.IsZero() {
		add("received_at", "form.required")
	}
	for name, words := range map[string]string{"subject": in.Subject, "summary": in.Summary} {
		if words == "" {
			add(name, "form.required")
		}
	}
	switch {
	case in.Marking < actor.Public || in.Marking > actor.WorkSecret: // a tip holds content: a pointer cannot
		add("marking", "form.choice")
	case in.Marking > who.Clearance:
		add("marking", "intake.field.marking_above_clearance")
	}
	if in.Informant != nil {
		if in.Informant.empty() {
			add("informant_name", "form.required")
		}
	}
	return errs.Also(slices.Clone(in.Wrong), bad...)
}

// mentions names the texts in which somebody's number stands: that of who gave the tip belongs in the vault, anybody else's
// among the parties of a case.
func (in TipInput) mentions() (bad []errs.Field) {
	for _, x := range []struct{ name, words string }{{"subject", in.Subject}, {"summary", in.Summary}, {"party_name", in.PartyName}, {"mineral", in.Mineral}} {
		if ids.PersonalIn(x.words) {
			bad = append(bad, errs.Field{Name: x.name, Key: "intake.field.number_in_text"})
		}
	}
	return bad
}

func (d Desk) known(list, code string) bool {
	for _, v := range d.Book().Enum(list) {
		if v.Code == code {
			return true
		}
	}
	return false
}

// Triage says that a tip is worth verifying; case handlers may then make a lead of it.
func (d Desk) Triage(ctx context.Context, who actor.Actor, id int64, version int, key audit.Key) error {
	return d.turn(ctx, who, id, version, key, "TRIAGED", "tip.triaged", "")
}

// Dismiss closes a tip without a case, and says why.
func (d Desk) Dismiss(ctx context.Context, who actor.Actor, id int64, version int, reason string, key audit.Key) error {
	if err := d.Book().Form("tip_dismissal").Typed("reason", &reason); err != nil {
		return err
	}
	return d.turn(ctx, who, id, version, key, "DISMISSED", "tip.dismissed", reason)
}

func (d Desk) turn(ctx context.Context, who actor.Actor, id int64, version int, key audit.Key, to, action, reason string) error {
	_, err := d.Log.Write(ctx, who, key, func(tx *audit.Tx) error {
		locked, err := d.Access.Lock(ctx, tx, who, access.Triage, access.Target{Kind: access.Tip, ID: id})
		if err != nil {
			return err
		}
		open := locked.State == "NEW" || locked.State == "TRIAGED" && to == "DISMISSED"
		if !open {
			return errs.New(errs.Conflict, "intake.rule.tip_closed")
		}
		if version >= 0 && locked.Version != version {
			return errs.New(errs.Conflict, "procedure.stale")
		}
		unit, err := setTip(ctx, tx, id, to, reason)
		if err != nil {
			return err
		}
		tx.SetLocation("/tips/" + locked.Target.Ref + "?done=" + strings.TrimPrefix(action, "tip."))
		return tx.Record(ctx, audit.Event{Stream: audit.UnitStream(unit), Action: action, Kind: "tip", TargetID: id, TargetRef: locked.Target.Ref,
			Details: map[string]any{"from": locked.State, "to": to, "reason": reason}})
	})
	return err
}
