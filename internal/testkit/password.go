package testkit

import (
	"testing"

	"github.com/alexedwards/argon2id"

	"touchstone/internal/database"
)

// EasyPasswords gives every account that has a password this one, hashed with the least work there is: a stored hash
// names its own parameters, and under the race detector a real one takes a second to check.
func EasyPasswords(t testing.TB, db *database.DB, password string) {
	t.Helper()
	hash, err := argon2id.CreateHash(password, &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Super(t, db).Exec(t.Context(), `UPDATE users SET password_hash = $1 WHERE password_hash <> ''`, hash); err != nil {
		t.Fatal(err)
	}
}
