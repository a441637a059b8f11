package procedure

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"touchstone/internal/audit"
	"touchstone/internal/entity"
	"touchstone/internal/errs"
	"touchstone/internal/matter"
)

// Changed says what else of the file an effect has changed, beside the object of the act.
func (a *Act) Changed(parts ...matter.Part) { a.changed = append(a.changed, parts...) }

// recheck compares the file of an act with what stands in the database: an effect that does not say what it changed is found in
// the tests, which ask for it.
func (e *Engine) recheck(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File) error {
	if !e.rechecks {
		return nil
	}
	stored, err := e.load(ctx, tx, f.MatterID, tx.Now)
	if err != nil {
		return err
	}
	ours, theirs := reflect.ValueOf(*f), reflect.ValueOf(*stored)
	for i := range ours.NumField() {
		t := ours.Type().Field(i)
		if !t.IsExported() || slices.Contains([]string{"Agencies", "Readable", "Opened"}, t.Name) {
			continue
		}
		if !reflect.DeepEqual(ours.Field(i).Interface(), theirs.Field(i).Interface()) {
			return errs.Wrap(errs.Internal, "errs.internal", fmt.Errorf("procedure: %s of %s: the file in hand has other %s than the database:\n%.900v\n%.900v",
				a.Row.Event, entity.Of(a.Target.Entity).Kind, t.Name, ours.Field(i).Interface(), theirs.Field(i).Interface()))
		}
	}
	return nil
}
