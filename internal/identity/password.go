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

// verifier compares passwords with hashes, a few at a time: each takes 64 MiB.
type verifier struct {
	kind  string // the one kind of credential it knows
	slots chan struct{}
}

// Hashes with the parameters of security 11.4.2; a stored hash names its own, so they can grow.
const (
	// nobody is of a random password that was thrown away. It is compared with where there is no hash, so that a stranger
	// waits as long as a colleague.
	nobody = "$argon2id$v=19$m=65536,t=3,p=1$QgTNUQ64CURsOk3yTP9plw$7teATYGF5G7lVtP42i0CGfA682B6ybaNW+qZVFUr2KY"
	// demoHash is of DemoPassword, which everybody knows: there is nothing that a salt of its own would protect.
	demoHash = "$argon2id$v=19$m=65536,t=3,p=1$E/FpqOdioyGgJi/onpFwkQ$9Mxa99BslPhkicGoT06kP2/CxR+uxKYPb2y5ylNVO4I"
)

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
