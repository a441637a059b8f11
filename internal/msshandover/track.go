package msshandover

import (
	"context"
	"io"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// Deps is what the track needs from outside.
type Deps struct {
	// Random draws references.
	Random io.Reader
}

// Track is the machine mss_handover.
func Track(d Deps) procedure.Track {
	return procedure.Track{
		Guards:  map[string]procedure.Guard{"secrecy_cleared": secrecyCleared},
		Creates: map[string]procedure.Create{"mss_handover.proposed": d.propose},
		Effects: map[string]procedure.Effect{
			"mss_handover.secrecy_checked": checked,
			"mss_handover.sent":            sent,
			"mss_handover.acknowledged":    acknowledged,
		},
		Seen: []procedure.SeenPart{{At: procedure.OfObject, Say: seen}},
	}
}

// clearances are the acts by which a secrecy officer lets something out.
var clearances = map[law.Machine]string{law.MSSHandover: "mss_handover.secrecy_checked", "coordination_report": "coord_report.secrecy_reviewed"}

// secrecyCleared: SSL 31, 35. The secrecy officer has decided, and not that the level is unclear.
func secrecyCleared(a *procedure.Act, f *matter.File) procedure.Verdict {
	p := f.LastOn(a.Target, clearances[a.Target.Entity])
	return procedure.When(p != nil && p.Input.Str("classification_result") != "unclear")
}

// propose makes the pointer in the case where the indicator was seen.
func (d Deps) propose(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File) (int64, error) {
	c := f.CaseOf(a.Parent)
	if c == nil {
		return 0, errs.New(errs.NotFound, "errs.not_found")
	}
	if len(a.Uploads) > 0 {
		return 0, errs.New(errs.Conflict, "msshandover.no_files")
	}
	ref, err := ids.NewRef(ids.MSS, d.Random)
	if err != nil {
		return 0, err
	}
	a.Location = "/mss/" + ref + "?done=" + a.Row.Event
	return insertHandover(ctx, tx, row{Ref: ref, State: a.To, MatterID: f.MatterID, CaseID: c.ID, FromAgencyID: c.AgencyID,
		Indicators: a.Input.List("indicators"), RegisterNo: a.Input.Str("pointer")})
}

func checked(_ context.Context, tx *audit.Tx, a *procedure.Act, _ *matter.File) error {
	set(tx, a.Target.ID, database.Set{"channel": a.Input.Str("channel")})
	return nil
}

// sent names the organ: from here its liaison may see the pointer.
func sent(_ context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File) error {
	to, ok := evidence.AgencyNamed(f, a.Input.Str("receiving_unit"))
	if !ok || to.Kind != "state_security" {
		return errs.Invalid(errs.Field{Name: "receiving_unit", Key: "msshandover.field.organ_unknown"})
	}
	set(tx, a.Target.ID, database.Set{"to_agency_id": to.ID, "register_no": a.Input.Str("pointer"), "sent_at": tx.Now})
	return nil
}

func acknowledged(_ context.Context, tx *audit.Tx, a *procedure.Act, _ *matter.File) error {
	set(tx, a.Target.ID, database.Set{"external_ref": a.Input.Str("pointer")})
	return nil
}
