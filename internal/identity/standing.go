package identity

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// Standing is audit.Standing: who acts is judged by the session, the account and the roles in force when the act
// commits, not when the request began. A session that has rested too long is none in force. A request that is under way
// is use of it (Sessions.Touch), so an upload whose bytes keep coming ends its session by the absolute limit alone.
func (i *Identity) Standing(ctx context.Context, q database.Q, who actor.Actor, now time.Time) error {
	return i.stands(ctx, q, standingSQL, who, now)
}

// Stands asks the same without keeping anything: for what is sent to a reader over a longer time.
func (i *Identity) Stands(ctx context.Context, who actor.Actor) error {
	return i.stands(ctx, i.db.Read(), standsSQL, who, i.clock())
}

func (i *Identity) stands(ctx context.Context, q database.Q, sql string, who actor.Actor, now time.Time) error {
	var b []byte
	err := q.QueryRow(ctx, sql, who.UserID, who.SessionID, now, i.verifier.kind).Scan(&b)
	switch {
	case database.NoRows(err):
		return errs.New(errs.Unauthenticated, "identity.session_ended")
	case err != nil:
		return err
	}
	s := &session{}
	if err := json.Unmarshal(b, s); err != nil {
		return errs.Wrap(errs.Internal, "errors.text.internal", err)
	}
	if s.rested(now) {
		return errs.New(errs.Unauthenticated, "identity.session_ended")
	}
	if !sameRights(s.actor(), who) {
		return errs.New(errs.Forbidden, "identity.rights_changed")
	}
	return nil
}

// sameRights tells whether a person may do now exactly what he could when his request was judged.
func sameRights(now, judged actor.Actor) bool {
	return now.AgencyID == judged.AgencyID && now.UnitID == judged.UnitID && now.Clearance == judged.Clearance &&
		now.Principal == judged.Principal && slices.Equal(sorted(now.Roles), sorted(judged.Roles))
}

func sorted(roles []actor.Role) []actor.Role { return slices.Sorted(slices.Values(roles)) }
