package testkit

import (
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
)

// EasyPasswords gives every account that has a password this one, hashed with the least work there is: a stored hash
// names its own parameters, and under the race detector a real one takes a second to check. It is a write like any other,
// at the time of the last event, so that the ledger binds the accounts as they are then.
func EasyPasswords(t testing.TB, db *database.DB, password string) {
	t.Helper()
	hash, err := argon2id.CreateHash(password, &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		t.Fatal(err)
	}
	var last time.Time
	if err := Super(t, db).QueryRow(t.Context(), `SELECT coalesce(max(at), 'epoch') FROM audit_events`).Scan(&last); err != nil {
		t.Fatal(err)
	}
	_, err = audit.New(db, func() time.Time { return last }).Write(t.Context(), actor.Automatic("test"), audit.Key{}, func(tx *audit.Tx) error {
		if _, err := tx.Exec(t.Context(), `UPDATE users SET password_hash = $1 WHERE password_hash <> ''`, hash); err != nil {
			return err
		}
		return tx.Record(t.Context(), audit.Event{Action: "test.easy_passwords", Kind: "account"})
	})
	if err != nil {
		t.Fatal(err)
	}
}
