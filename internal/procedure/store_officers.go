package procedure

import (
	"context"

	"touchstone/internal/audit"
	"touchstone/internal/written"
)

// sqlKeep takes the accounts of an organ that are named, by those who name them or in a stored proposal.
const sqlKeep = `SELECT 1 FROM users u WHERE u.agency_id = $1
	AND (lower(u.username) = ANY ($2) OR EXISTS (SELECT FROM approvals a, unnest($4::text[]) AS n (field)
  WHERE a.id = $3 AND lower((a.input -> n.field)::text)::jsonb @> to_jsonb(lower(u.username)))) ORDER BY u.id FOR SHARE OF u`

// KeepOfficers keeps colleagues whom an act is about to name as they are until it is over: nobody is named while he is
// moved, disabled or deprived of a role. It is asked before any file is locked, because whoever takes somebody out of office
// takes his account before the files that hang on it, and the two must not wait for each other. Whoever was moved before is
// seen by the next statement. Nobody waits for an account of another organ.
func KeepOfficers(ctx context.Context, tx *audit.Tx, usernames []string) error {
	return keepOfficers(ctx, tx, usernames, 0, nil)
}

func keepOfficers(ctx context.Context, tx *audit.Tx, usernames []string, proposal int64, fields []string) error {
	names := make([]string, 0, len(usernames))
	for _, name := range usernames {
		names = append(names, written.Account(name))
	}
	_, err := tx.Exec(ctx, sqlKeep, tx.Who.AgencyID, names, proposal, fields)
	return err
}

// keep is KeepOfficers for everybody whom the form of an act, or the proposal that it decides, names by account.
func (e *Engine) keep(ctx context.Context, tx *audit.Tx, cmd Command) error {
	var names, fields []string
	for _, n := range e.book().Namings {
		if n.Officers && n.Event == cmd.Event {
			names, fields = append(names, cmd.Input.List(n.Field.Name)...), append(fields, n.Field.Name)
		}
	}
	if len(names) == 0 && (cmd.Approval == 0 || len(fields) == 0) {
		return nil
	}
	return keepOfficers(ctx, tx, names, cmd.Approval, fields)
}
