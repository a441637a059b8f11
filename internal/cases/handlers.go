package cases

import (
	"context"

	"touchstone/internal/audit"
	"touchstone/internal/errs"
)

// fewestHandlers is how many officers handle a case (APL 42; DUR 32; MPS 191).
const fewestHandlers = 2

// HandlersOwed is the kind of the notice, and the word of the inbox, for a case that lacks handlers.
const HandlersOwed = "handlers.owed"

// keepingTwo makes a change of who is named on a case, which is locked, and refuses one that takes its handlers below two.
// field is the entry to blame.
func keepingTwo(ctx context.Context, tx *audit.Tx, caseID int64, field string, change func() error) error {
	before, err := countHandlers(ctx, tx, caseID)
	if err != nil {
		return err
	}
	if err := change(); err != nil {
		return err
	}
	after, err := countHandlers(ctx, tx, caseID)
	if err == nil && before >= fewestHandlers && after < fewestHandlers {
		return errs.Invalid(errs.Field{Name: field, Key: "cases.two_handlers_needed"})
	}
	return err
}
