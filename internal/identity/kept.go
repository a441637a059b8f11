package identity

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"io"
	"net/url"
	"time"

	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// Limits of the texts that are kept for somebody whose session ended while he wrote (security F14).
const (
	keptFor   = 24 * time.Hour
	keptSize  = 256 << 10 // of one form; a longer one is given back to be copied and no more
	keptForms = 20        // of one person; then the oldest goes
)

// Texts keeps what was typed into forms that were sent after their session had ended, for the one person who wrote it.
// Rows are encrypted with a key outside the database (AES-256-GCM); owner and address are bound into the ciphertext, so
// that a row that was handed to somebody else does not open.
type Texts struct {
	db     *database.DB
	clock  func() time.Time
	random io.Reader
	aead   cipher.AEAD
}

// keptInfo tells this key from every other one that is derived from the same file.
const keptInfo = "touchstone kept text 1"

// newTexts derives its own key from that of the installation. Without one it is drawn: the texts then live as long as the
// program runs, and what an earlier run left does not open.
func newTexts(o Options) *Texts {
	secret := o.FieldSecret
	if len(secret) == 0 {
		secret = make([]byte, sha256.Size)
		if _, err := io.ReadFull(o.Random, secret); err != nil {
			panic(err) // no randomness, no program
		}
	}
	key, err := hkdf.Key(sha256.New, secret, nil, keptInfo, 32)
	if err != nil {
		panic(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return &Texts{db: o.DB, clock: o.Clock, random: o.Random, aead: aead}
}

// Put keeps the text of the form of that page for a day; an earlier one gives way. It tells whether it did: what is too
// long is not kept.
func (t *Texts) Put(ctx context.Context, user int64, path string, values url.Values) (bool, error) {
	if sizeOf(values) > keptSize {
		return false, nil
	}
	plain, err := json.Marshal(values)
	if err != nil {
		return false, errs.Wrap(errs.Internal, "errors.text.internal", err)
	}
	nonce := make([]byte, t.aead.NonceSize())
	if _, err := io.ReadFull(t.random, nonce); err != nil {
		return false, errs.Wrap(errs.Internal, "errors.text.internal", err)
	}
	sealed := t.aead.Seal(nil, nonce, plain, keptData(user, path))
	err = t.write(ctx, func(tx *database.Tx) error { return upsertText(ctx, tx, user, path, nonce, sealed, t.clock()) })
	return err == nil, err
}

// Of is what waits for that person on that page; nil where nothing does, or nothing that opens.
func (t *Texts) Of(ctx context.Context, user int64, path string) (url.Values, error) {
	nonce, sealed, err := readText(ctx, t.db.Read(), user, path, t.clock())
	if err != nil || nonce == nil {
		return nil, err
	}
	plain, err := t.aead.Open(nil, nonce, sealed, keptData(user, path))
	if err != nil { // another key, or a row that somebody moved: nobody's text
		return nil, nil
	}
	var values url.Values
	if err := json.Unmarshal(plain, &values); err != nil {
		return nil, errs.Wrap(errs.Internal, "errors.text.internal", err)
	}
	return values, nil
}

// Forget drops what waits on that page: the form was sent.
func (t *Texts) Forget(ctx context.Context, user int64, path string) error {
	return t.write(ctx, func(tx *database.Tx) error { return deleteText(ctx, tx, user, path) })
}

// Sweep drops what nobody came for. It is work for a job.
func (t *Texts) Sweep(ctx context.Context) error {
	return t.write(ctx, func(tx *database.Tx) error { return deleteOldTexts(ctx, tx, t.clock()) })
}

// write is, as that of sessions, outside the audit log: nothing of a case has happened yet.
func (t *Texts) write(ctx context.Context, fn func(*database.Tx) error) error {
	return plainly(ctx, t.db, fn)
}

func sizeOf(values url.Values) (n int) {
	for name, vs := range values {
		n += len(name)
		for _, v := range vs {
			n += len(v)
		}
	}
	return n
}

// keptData is what the ciphertext is bound to.
func keptData(user int64, path string) []byte {
	return append(binary.BigEndian.AppendUint64(nil, uint64(user)), path...)
}
