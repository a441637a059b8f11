package identity

import (
	"context"

	"github.com/alexedwards/argon2id"

	"touchstone/internal/errs"
)

// The kinds of credentials; a verifier knows only those of its kind of installation.
const (
	KindPassword = "password"
	KindDemo     = "demo"
)

const (
	maxPassword  = 128 // bytes; more is answered without the work of hashing
	hashesAtOnce = 4
)

// parameters of security 11.4.2. A stored hash names its own, so they can grow.
func parameters() *argon2id.Params {
	return &argon2id.Params{Memory: 64 << 10, Iterations: 3, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// verifier compares passwords with hashes, a few at a time: each takes 64 MiB.
type verifier struct {
	kind  string // the one kind of credential it knows
	slots chan struct{}
}

// nobody is the hash of a random password that was thrown away, with the parameters of all others. It is compared with
// where there is no hash, so that a stranger waits as long as a colleague.
const nobody = "$argon2id$v=19$m=65536,t=3,p=1$QgTNUQ64CURsOk3yTP9plw$7teATYGF5G7lVtP42i0CGfA682B6ybaNW+qZVFUr2KY"

func newVerifier(kind string) *verifier {
	return &verifier{kind: kind, slots: make(chan struct{}, hashesAtOnce)}
}

// holds tells whether password belongs to the hash. A credential of an unknown kind, or none, never holds and takes
// just as long.
func (v *verifier) holds(ctx context.Context, kind, hash, password string) (bool, error) {
	if len(password) > maxPassword {
		return false, nil
	}
	known := kind == v.kind && hash != ""
	if !known {
		hash = nobody
	}
	select {
	case v.slots <- struct{}{}:
	case <-ctx.Done():
		return false, errs.Wrap(errs.Unavailable, "errors.text.unavailable", ctx.Err())
	}
	defer func() { <-v.slots }()
	ok, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, errs.Wrap(errs.Internal, "errors.text.internal", err)
	}
	return ok && known, nil
}

// hashPassword makes the stored form of a password.
func hashPassword(password string) (string, error) {
	h, err := argon2id.CreateHash(password, parameters())
	if err != nil {
		return "", errs.Wrap(errs.Internal, "errors.text.internal", err)
	}
	return h, nil
}
