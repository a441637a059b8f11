package database

import "context"

// Hold takes an advisory lock on a connection of its own, until release or until the program ends, however that ends. held is
// false where another has it.
func (db *DB) Hold(ctx context.Context, key int64) (release func(), held bool, err error) {
	conn, err := db.source.Connect(ctx, RoleApp)
	if err != nil {
		return nil, false, err
	}
	release = func() { _ = conn.Close(context.WithoutCancel(ctx)) } // the lock goes with the connection
	if err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", key).Scan(&held); err != nil || !held {
		release()
		return nil, false, translate(err)
	}
	return release, true, nil
}
