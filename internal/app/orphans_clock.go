package app

import (
	"context"
	"time"

	"touchstone/internal/errs"
)

// mostApart is how far the machine's clock and that of the database may be from each other where ages decide what is destroyed.
const mostApart = time.Hour

// onTime refuses a machine whose clock is not that of the database: what lies in the trash for a month would seem to have lain
// there long enough.
func (a *App) onTime(ctx context.Context) error {
	theirs, err := a.databaseTime(ctx)
	if err != nil {
		return err
	}
	if a.Wall().Sub(theirs).Abs() > mostApart {
		return errs.New(errs.Unavailable, "blob.clock", "here", a.Wall().UTC().Format(time.RFC3339), "there", theirs.UTC().Format(time.RFC3339))
	}
	return nil
}
