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

// Tell leaves a notice with every account u that a condition names; its own arguments begin with $5.
func Tell(ctx context.Context, q database.Q, n Notice, who string, args ...any) error {
	_, err := q.Exec(ctx, tell+who, n.with(args)...)
	return err
}

// TellLater is Tell; the statement travels with the next one.
func TellLater(w database.Writer, n Notice, who string, args ...any) {
	w.Later(nil, tell+who, n.with(args)...)
}

const tell = `INSERT INTO notices (agency_id, user_id, kind, target_kind, target_id, created_at)
SELECT u.agency_id, u.id, $1, $2, $3, $4 FROM users u WHERE `

func (n Notice) with(args []any) []any {
	return append([]any{n.Kind, n.TargetKind, n.TargetID, n.At}, args...)
}
