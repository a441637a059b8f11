package evidence

import (
	"context"
	"slices"
	"strings"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/names"
	"touchstone/internal/procedure"
)

// collect inserts the item and its files. The custody chain opens with the act, whose number exists only later
// (see started).
func collect(d Deps) procedure.Create {
	return func(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File) (int64, error) {
		c := f.CaseOf(a.Parent)
		if c == nil {
			return 0, errs.New(errs.NotFound, "errs.not_found")
		}
		track := strings.TrimPrefix(a.Row.Variant, "track=")
		kind := a.Input.Str("evidence_kind")
		if track == "administrative" && d.Book().CriminalOnly("evidence_kind", kind) {
			return 0, errs.Invalid(errs.Field{Name: "evidence_kind", Key: "evidence.field.criminal_only"})
		}
		first, second, err := collectors(a, f, c)
		if err != nil {
			return 0, err
		}
		ref, err := ids.NewRef(ids.Evidence, d.Random)
		if err != nil {
			return 0, err
		}
		item := itemRow{Ref: ref, CaseID: c.ID, MatterID: f.MatterID, State: a.To, Track: track, Name: a.Input.Str("name"), Kind: kind,
			CollectedAt: a.Input.Time("collected_at"), Place: a.Input.Str("place"), Method: a.Input.Str("collection_method"),
			CollectorID: first.ID, CoCollectorID: second.ID, SourcePerson: f.PersonName(a.Input.Str("source_person")), OriginalOrCopy: a.Input.Str("original_or_copy"),
			OriginalLocation: a.Input.Str("original_location"), Unit: a.Input.Str("unit"), HolderAgencyID: c.AgencyID, HolderUserID: &first.ID, CreatedAt: tx.Now}
		if a.Input.Has("quantity") {
			item.Quantity = database.NotZero(number(a, "quantity").String())
			if item.NetMg, err = law.Mass("quantity", number(a, "quantity"), item.Unit); err != nil {
				return 0, err
			}
		}
		id, err := insertItem(ctx, tx, item)
		if err != nil {
			return 0, err
		}
		return id, takeFiles(ctx, tx, d, a, id)
	}
}

// collectors are two persons of the case's organ (APL 42; MPS 63).
func collectors(a *procedure.Act, f *matter.File, c *matter.Case) (first, second *procedure.Account, err error) {
	if first, err = procedure.Officer(f, "collector", a.Collector(f), c.AgencyID); err != nil {
		return nil, nil, err
	}
	if second, err = procedure.Officer(f, "co_collector", a.Input.Str("co_collector"), c.AgencyID); err != nil {
		return nil, nil, err
	}
	if first.ID == second.ID {
		return nil, nil, errs.Invalid(errs.Field{Name: "co_collector", Key: "evidence.field.same_collector"})
	}
	return first, second, nil
}

// pictures are the media that a photograph may have, as found in its bytes. A drawing that may carry a script is none.
var pictures = []string{"image/png", "image/jpeg", "image/gif", "image/webp"}

// readable refuses a file without a byte, and a photograph that is none.
func readable(uploads []procedure.Upload) error {
	var bad []errs.Field
	for _, u := range uploads {
		switch {
		case u.Size == 0:
			bad = append(bad, errs.Field{Name: u.Field, Key: "evidence.field.empty_file", Args: []any{"name", names.Shown(u.Name)}})
		case u.Field == "photos" && !slices.Contains(pictures, u.Media):
			bad = append(bad, errs.Field{Name: u.Field, Key: "evidence.field.no_picture", Args: []any{"name", names.Shown(u.Name)}})
		}
	}
	if len(bad) > 0 {
		return errs.Invalid(bad...)
	}
	return nil
}

// takeFiles makes the uploads of a new item its files: they are evidence, not attachments of the act.
func takeFiles(ctx context.Context, tx *audit.Tx, d Deps, a *procedure.Act, item int64) error {
	if err := readable(a.Uploads); err != nil {
		return err
	}
	var rest []procedure.Upload
	var files []fileRow
	for _, u := range a.Uploads {
		if u.Field != "files" && u.Field != "photos" {
			rest = append(rest, u)
			continue
		}
		ref, err := ids.NewRef(ids.File, d.Random)
		if err != nil {
			return err
		}
		files = append(files, fileOf(tx, ref, item, u))
	}
	a.Uploads = rest
	database.CreateLater(tx, files)
	return nil
}
