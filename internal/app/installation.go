package app

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// The id of an installation stands in its database, in its store of files and in its folder of keys. A start compares
// them: a disk that is not mounted, a folder that only one of several servers has, and another installation's store are
// no stores that have lost their files.

var installationID = regexp.MustCompile(`^[0-9a-f]{32}$`)

// keyMark is the file in the folder of keys that bears the id.
const keyMark = "installation"

// openBlobs opens the installation's own store. Where the database has no id yet, the store becomes its own, once.
func openBlobs(ctx context.Context, c Config, h Host, db *database.DB) (blob.Store, error) {
	in, err := db.Installation(ctx, database.RoleApp)
	if err != nil {
		return nil, err
	}
	if in.Store == "" {
		if in.Store, err = takeBlobs(ctx, c, h, db); err != nil {
			return nil, err
		}
	}
	if err := keysBelong(c.Keys, in.Store); err != nil {
		return nil, err
	}
	s, err := blob.OpenReading(ctx, c.Blob) // it makes no folder where a disk should be
	if err != nil {
		return nil, err
	}
	if err := blob.Own(ctx, s, in.Store); err != nil {
		return nil, err
	}
	if s, err = blob.Open(ctx, c.Blob); err != nil {
		return nil, err
	}
	return blob.OwnedBy(s, in.Store), nil
}

// takeBlobs gives the installation its id. A store with files in it is adopted by a look at some of them: what the
// database knows must be there. Who comes second finds the id of the first.
func takeBlobs(ctx context.Context, c Config, h Host, db *database.DB) (string, error) {
	s, err := blob.Open(ctx, c.Blob)
	if err != nil {
		return "", err
	}
	if err := blob.Belongs(ctx, s, ""); err != nil {
		return "", err
	}
	checked, err := sample(ctx, db.Read(), s)
	if err != nil {
		return "", err
	}
	id, err := keysID(c.Keys, h.Random)
	if err != nil {
		return "", err
	}
	_, err = audit.New(db, c.clock(h.Wall)).Write(ctx, actor.Automatic("touchstone"), audit.Key{}, func(tx *audit.Tx) error {
		if err := database.InsertSetting(ctx, tx, "store", id); err != nil {
			return err // somebody else's start was faster; nobody takes the store meanwhile
		}
		if err := blob.Take(ctx, s, id); err != nil {
			return err
		}
		return tx.Record(ctx, audit.Event{Stream: audit.UnitStream(0), Action: "installation.store_taken", Kind: "installation",
			Details: map[string]any{"new": id, "files": checked}})
	})
	if err == nil {
		return id, nil
	}
	in, again := db.Installation(ctx, database.RoleApp)
	if again != nil || in.Store == "" {
		return "", err
	}
	return in.Store, nil
}

// sample looks for files of the database in a store, each with its size; it tells how many it found, or how many not.
func sample(ctx context.Context, q database.Q, s blob.Store) (int, error) {
	refs, err := addresses(ctx, q, sampleOfFiles)
	if err != nil {
		return 0, err
	}
	missing := 0
	for _, r := range refs {
		size, err := s.Stat(ctx, r)
		if err != nil && !errs.Is(err, errs.NotFound) && !errs.Is(err, errs.Conflict) {
			return 0, err
		}
		if err != nil || size != r.Size {
			missing++
		}
	}
	if missing > 0 {
		return 0, errs.New(errs.Unavailable, "blob.not_adopted", "missing", missing, "of", len(refs))
	}
	return len(refs), nil
}

// keysID is the id that the folder of keys bears; a new one is written there where it bears none. Without a folder it is
// only drawn.
func keysID(dir string, random io.Reader) (string, error) {
	if dir != "" {
		if id, err := readKeyMark(dir); err != nil || id != "" {
			return id, err
		}
	}
	b := make([]byte, 16)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	id := hex.EncodeToString(b)
	if dir == "" {
		return id, nil
	}
	if err := writeKeyMark(dir, id); err != nil {
		return "", keysUnusable(dir, err)
	}
	return readKeyMark(dir) // who was faster counts
}

// keysBelong is an error unless the folder of keys bears the id.
func keysBelong(dir, id string) error {
	if dir == "" {
		return nil
	}
	found, err := readKeyMark(dir)
	if err == nil && found != id {
		err = errs.New(errs.Unavailable, "app.keys_not_ours", "folder", dir, "id", id)
	}
	return err
}

func readKeyMark(dir string) (string, error) {
	text, err := os.ReadFile(filepath.Join(dir, keyMark))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	id := strings.TrimSpace(string(text))
	if err != nil || !installationID.MatchString(id) {
		return "", keysUnusable(dir, err)
	}
	return id, nil
}

func keysUnusable(dir string, err error) error {
	return &errs.E{Kind: errs.Unavailable, Key: "app.keys_mark", Args: []any{"folder", dir}, Err: err}
}

// writeKeyMark writes under another name and links into place: two programs agree on one id.
func writeKeyMark(dir, id string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, "new-")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.WriteString(id + "\n")
	if err := errors.Join(err, f.Chmod(0o444), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), filepath.Join(dir, keyMark)); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
