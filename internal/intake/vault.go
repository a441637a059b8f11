package intake

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/law"
)

// Identity is who gave a tip.
type Identity struct {
	Name    string `json:"name"`
	Contact string `json:"contact,omitempty"`
	Number  string `json:"number,omitempty"` // identity document
	Note    string `json:"note,omitempty"`
}

func (i Identity) empty() bool { return strings.TrimSpace(i.Name+i.Contact) == "" }

// read takes the numbers for what they are and names those that cannot be: a number of eighteen digits is a resident identity
// number, a contact that is all digits a telephone.
func (i *Identity) read(today time.Time) (bad []errs.Field) {
	if i == nil {
		return nil
	}
	add := func(name, area string, fault ids.Fault) {
		if fault != "" {
			bad = append(bad, errs.Field{Name: name, Key: area + string(fault)})
		}
	}
	if number, fault, told := ids.Phone(i.Contact); told {
		i.Contact = number
		add("informant_contact", "ids.phone.", fault)
	}
	if i.Number == "" {
		return bad
	}
	if ids.Resident(i.Number) {
		number, fault := ids.ResidentID(i.Number, today)
		i.Number = number
		add("informant_number", "ids.resident_id.", fault)
		return bad
	}
	number, fault := ids.OtherNumber(i.Number)
	i.Number = number
	add("informant_number", "ids.document.", fault)
	return bad
}

// Vault keeps identities: encrypted with a data key of their own (AES-256-GCM), the data key wrapped by a key file that
// lies outside the database and its backup. The handle it works on is that of role ts_informant, which can do nothing
// but call the four functions of the schema.
type Vault struct {
	open   func(context.Context) (database.Q, error)
	key    []byte
	keyID  string
	random io.Reader
	log    *audit.Log
	access *access.Policy
	book   law.Current
	read   database.Q
}

// NewVault makes the vault. open gives the handle of the informants' role when it is first needed (database.DB's
// Informant), read is the ordinary reading handle for the question whose tip it is.
func NewVault(open func(context.Context) (database.Q, error), read database.Q, key []byte, random io.Reader, log *audit.Log, policy *access.Policy,
	book law.Current) (*Vault, error) {
	if len(key) != keySize {
		return nil, errors.New("intake: the key of the informants' vault is not 32 bytes long")
	}
	sum := sha256.Sum256(append([]byte("touchstone informant key\x00"), key...))
	return &Vault{open: open, key: key, keyID: hex.EncodeToString(sum[:8]), random: random, log: log, access: policy, book: book, read: read}, nil
}

const (
	keySize = 32
	keyFile = "informant.key"
)

// Key reads the key file in a directory. Where there is none it is made, but only if create says so: the embedded
// default may, an installation with its own database gets its key from its operators. A key that others may read is
// refused.
func Key(dir string, create bool, random io.Reader) ([]byte, error) {
	path := filepath.Join(dir, keyFile)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) && create {
		return makeKey(dir, path, random)
	}
	if err != nil {
		return nil, errs.Wrap(errs.Unavailable, "intake.rule.key_missing", fmt.Errorf("intake: %w", err))
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, errs.New(errs.Unavailable, "intake.rule.key_readable", "file", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, errs.Wrap(errs.Unavailable, "intake.rule.key_missing", fmt.Errorf("intake: %w", err))
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != keySize {
		return nil, errs.New(errs.Unavailable, "intake.rule.key_damaged", "file", path)
	}
	return key, nil
}

// makeKey writes a new key under another name and links it into place, so that a crash leaves no half a key and two
// programs agree on one.
func makeKey(dir, path string, random io.Reader) ([]byte, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	key := make([]byte, keySize)
	if _, err := io.ReadFull(random, key); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(dir, "new-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.WriteString(hex.EncodeToString(key) + "\n")
	err = errors.Join(err, f.Chmod(0o400), f.Sync(), f.Close())
	if err != nil {
		return nil, err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return Key(dir, false, random)
}

// put stores an identity. The tip's number is bound into the ciphertext: a row moved to another tip does not open.
func (v *Vault) put(ctx context.Context, who actor.Actor, tip int64, id Identity, now time.Time) error {
	plain, err := json.Marshal(id)
	if err != nil {
		return err
	}
	dek := make([]byte, keySize)
	if _, err := io.ReadFull(v.random, dek); err != nil {
		return err
	}
	nonce, text, err := v.seal(dek, plain, tip)
	if err != nil {
		return err
	}
	wrapNonce, wrapped, err := v.seal(v.key, dek, tip)
	if err != nil {
		return err
	}
	q, err := v.open(ctx)
	if err != nil {
		return err
	}
	return putSealed(ctx, q, who, tip, sealed{v.keyID, append(wrapNonce, wrapped...), nonce, text}, now)
}

// Reveal shows who gave a tip: to an intake officer of the agency that received it, on record twice. The event is
// committed before anything is decrypted; the vault writes its own row of the access. The caller has asked for the
// reader's credential.
func (v *Vault) Reveal(ctx context.Context, who actor.Actor, tip int64, purpose string, key audit.Key, now time.Time) (Identity, error) {
	if err := v.book().Form("informant_reveal").Typed("purpose", &purpose); err != nil {
		return Identity{}, err
	}
	if err := v.access.Require(ctx, v.read, who, access.Unmask, access.Target{Kind: access.Tip, ID: tip}); err != nil {
		return Identity{}, err
	}
	if !who.HasAny(actor.IntakeOfficer, actor.PSIntake) {
		return Identity{}, errs.New(errs.Forbidden, "access.forbidden")
	}
	if err := v.log.ViewedOnce(ctx, who, key, audit.Event{Action: "informant.read", Kind: "tip", TargetID: tip,
		Details: map[string]any{"purpose": purpose}}); err != nil {
		return Identity{}, err
	}
	return v.get(ctx, who, tip, now)
}

func (v *Vault) get(ctx context.Context, who actor.Actor, tip int64, now time.Time) (Identity, error) {
	q, err := v.open(ctx)
	if err != nil {
		return Identity{}, err
	}
	kept, err := getSealed(ctx, q, who, tip, now)
	if database.NoRows(err) {
		return Identity{}, errs.New(errs.NotFound, "intake.rule.no_informant")
	}
	if err != nil {
		return Identity{}, err
	}
	if kept.keyID != v.keyID {
		return Identity{}, errs.New(errs.Unavailable, "intake.rule.key_other")
	}
	var id Identity
	if len(kept.wrapped) < nonceSize {
		return id, errs.New(errs.Internal, "intake.rule.sealed_damaged")
	}
	dek, err := v.unseal(v.key, kept.wrapped[:nonceSize], kept.wrapped[nonceSize:], tip)
	var text []byte
	if err == nil {
		text, err = v.unseal(dek, kept.nonce, kept.text, tip)
	}
	if err == nil {
		err = json.Unmarshal(text, &id)
	}
	if err != nil {
		return Identity{}, errs.Wrap(errs.Internal, "intake.rule.sealed_damaged", fmt.Errorf("intake: tip %d: %w", tip, err))
	}
	return id, nil
}

// Erase destroys an identity for good: with its data key gone no backup of the database can show it.
func (v *Vault) Erase(ctx context.Context, who actor.Actor, tip int64, reason string, now time.Time) error {
	if err := v.access.Require(ctx, v.read, who, access.Unmask, access.Target{Kind: access.Tip, ID: tip}); err != nil {
		return err
	}
	if err := v.log.Viewed(ctx, who, audit.Event{Action: "informant.erased", Kind: "tip", TargetID: tip, Details: map[string]any{"reason": reason}}); err != nil {
		return err
	}
	q, err := v.open(ctx)
	if err != nil {
		return err
	}
	return eraseSealed(ctx, q, who, tip, now)
}

const nonceSize = 12

func gcm(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func (v *Vault) seal(key, plain []byte, tip int64) (nonce, text []byte, err error) {
	a, err := gcm(key)
	if err != nil {
		return nil, nil, err
	}
	nonce = make([]byte, nonceSize)
	if _, err := io.ReadFull(v.random, nonce); err != nil {
		return nil, nil, err
	}
	return nonce, a.Seal(nil, nonce, plain, about(tip)), nil
}

func (v *Vault) unseal(key, nonce, text []byte, tip int64) ([]byte, error) {
	a, err := gcm(key)
	if err != nil {
		return nil, err
	}
	if len(nonce) != nonceSize {
		return nil, errors.New("nonce of another length")
	}
	return a.Open(nil, nonce, text, about(tip))
}

func about(tip int64) []byte {
	return binary.BigEndian.AppendUint64([]byte("touchstone informant v1:"), uint64(tip))
}
