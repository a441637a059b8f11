package procedure

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"touchstone/internal/canon"
)

// sealer makes the marks of what a list binds without showing it: numbers of documents, givers of items. It is keyed by the
// installation and lies outside the database: of a number most digits of which are shown, a plain digest gives away the rest
// by trying.
type sealer []byte

// sealInfo tells this key from every other one that is derived from the same file.
const sealInfo = "touchstone sealed fact 1"

// newSealer derives its own key from that of the installation. Without one (no folder for keys) it is drawn: what was signed
// stays signed, what waits is then another list after a restart.
func newSealer(secret []byte, random io.Reader) sealer {
	if len(secret) == 0 {
		secret = make([]byte, sha256.Size)
		if _, err := io.ReadFull(random, secret); err != nil {
			panic(err) // no randomness, no program
		}
	}
	key, err := hkdf.Key(sha256.New, secret, nil, sealInfo, sha256.Size)
	if err != nil {
		panic(err)
	}
	return key
}

// mark binds a value to the fact it belongs to: that the same number stands in two files is not to be read from the marks,
// nor found out by writing it into a file of one's own.
func (k sealer) mark(key, value string) string { return k.lifted(key, plainMark(value)) }

// plainMark is the mark as lists of format v1 have it. Nothing that leaves the program may carry it.
func plainMark(value string) string { return canon.New("approval.sealed").Str(value).Sum() }

// lifted is the mark of a fact of which the plain one is known: what an older list bound says the same as a new one.
func (k sealer) lifted(key, plain string) string {
	w := hmac.New(sha256.New, k)
	w.Write(canon.New("approval.seal").Str(key).Str(plain).Encoded())
	return hex.EncodeToString(w.Sum(nil))
}

// lift puts keyed marks into a list of format v1.
func (k sealer) lift(list Seen) {
	for i := range list {
		if x := &list[i]; x.Kind == KindSealed && len(x.Values) == 2 {
			x.Values[1] = k.lifted(x.Key, x.Values[1])
		}
	}
}
