package testkit

import (
	"context"
	"time"

	"github.com/alexedwards/argon2id"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
)

// EasyPasswords gives every account that has a password this one, hashed with the least work there is: a stored hash
// names its own parameters, and under the race detector a real one takes a second to check. It is a write like any other,
// at the time of the last event, so that the ledger binds the accounts as they are then.
func EasyPasswords(ctx context.Context, db *database.DB, password string) error {
	hash, err := argon2id.CreateHash(password, &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		return err
	}
	last, err := lastEvent(ctx, db)
	if err != nil {
		return err
	}
	_, err = audit.New(db, func() time.Time { return last }).Write(ctx, actor.Automatic("test"), audit.Key{}, func(tx *audit.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE users SET password_hash = $1 WHERE password_hash <> ''`, hash); err != nil {
			return err
		}
		return tx.Record(ctx, audit.Event{Action: "test.easy_passwords", Kind: "account"})
	})
	return err
}

func lastEvent(ctx context.Context, db *database.DB) (last time.Time, err error) {
	conn, err := db.Source().Connect(ctx, "")
	if err != nil {
		return last, err
	}
	defer func() { _ = conn.Close(ctx) }()
	return last, conn.QueryRow(ctx, `SELECT coalesce(max(at), 'epoch') FROM audit_events`).Scan(&last)
}
