package people

import (
	"context"
	"time"

	"touchstone/internal/database"
)

// Notice is what lies in somebody's inbox: the kind of news and the object it is about.
type Notice struct {
	Kind, TargetKind string
	TargetID         int64
	At               time.Time
}

// Told is the place of the first argument of Tell's condition, after those of the notice.
const Told = 5

// Tell leaves a notice with every account u that a condition names.
func Tell(ctx context.Context, q database.Q, n Notice, who string, args ...any) error {
	_, err := q.Exec(ctx, `INSERT INTO notices (agency_id, user_id, kind, target_kind, target_id, created_at)
SELECT u.agency_id, u.id, $1, $2, $3, $4 FROM users u WHERE `+who, append([]any{n.Kind, n.TargetKind, n.TargetID, n.At}, args...)...)
	return err
}
