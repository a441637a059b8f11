package blob

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"touchstone/internal/errs"
)

// Trash moves a file into the trash of a day.
func (f *Files) Trash(_ context.Context, ref Ref, day time.Time) error {
	key, err := ref.key()
	if err != nil {
		return err
	}
	return f.move(f.at(key), filepath.Join(f.root, trashDir, day.UTC().Format(trashDay), filepath.FromSlash(key)))
}

// Restore takes a file out of the trash again, from the newest day that has it.
func (f *Files) Restore(_ context.Context, ref Ref) error {
	key, err := ref.key()
	if err != nil {
		return err
	}
	days, err := os.ReadDir(filepath.Join(f.root, trashDir))
	if err != nil {
		return failure(err)
	}
	for _, d := range slices.Backward(days) {
		err := f.move(filepath.Join(f.root, trashDir, d.Name(), filepath.FromSlash(key)), f.at(key))
		if !errs.Is(err, errs.NotFound) {
			return err
		}
	}
	return failure(fs.ErrNotExist)
}

// EmptyTrash removes what was thrown away before a day, and tells how many files that were.
func (f *Files) EmptyTrash(ctx context.Context, before time.Time) (int, error) {
	days, err := os.ReadDir(filepath.Join(f.root, trashDir))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, failure(err)
	}
	n := 0
	for _, d := range days {
		if _, err := time.Parse(trashDay, d.Name()); err != nil || d.Name() >= before.UTC().Format(trashDay) {
			continue // what is no day is not ours to remove
		}
		dir := filepath.Join(f.root, trashDir, d.Name())
		err := filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				n++
			}
			return errors.Join(err, ctx.Err())
		})
		if err := errors.Join(err, os.RemoveAll(dir)); err != nil {
			return n, failure(err)
		}
	}
	return n, nil
}

// move renames a file and makes that last.
func (f *Files) move(from, to string) error {
	if _, err := os.Lstat(from); err != nil {
		return failure(err)
	}
	if err := f.makeDirs(filepath.Dir(to)); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return failure(err)
	}
	return failure(errors.Join(syncDir(filepath.Dir(to)), syncDir(filepath.Dir(from))))
}

// StoredAt is when the bytes were written.
func (f *Files) StoredAt(_ context.Context, ref Ref) (time.Time, error) {
	name, err := f.name(ref)
	if err != nil {
		return time.Time{}, err
	}
	st, err := os.Stat(name)
	if err != nil {
		return time.Time{}, failure(err)
	}
	return st.ModTime(), nil
}

func (f *Files) at(key string) string { return filepath.Join(f.root, filepath.FromSlash(key)) }
