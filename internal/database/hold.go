package database

import "context"

// Hold takes an advisory lock on a connection of its own, until release or until the program ends, however that ends. held is
// false where another has it.
func (db *DB) Hold(ctx context.Context, key int64) (release func(), held bool, err error) {
	conn, err := db.source.Connect(ctx, RoleApp)
	if err != nil {
		return nil, false, err
	}
	end := func() { _ = conn.Close(context.WithoutCancel(ctx)) }
	if err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", key).Scan(&held); err != nil || !held {
		end()
		return nil, false, translate(err)
	}
	return func() {
		// The lock would go with the connection, but a moment after it: who asks next would be told that it is held.
		_, _ = conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", key)
		end()
	}, true, nil
}
