package blob

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"touchstone/internal/errs"
)

const (
	tmpDir     = "tmp"
	tmpPattern = "put-*"
)

// Files is a Store in a folder.
type Files struct{ root string }

// OpenFiles uses a folder, made when missing. It is for this program alone.
func OpenFiles(root string) (*Files, error) {
	if err := os.MkdirAll(filepath.Join(root, tmpDir), 0o700); err != nil {
		return nil, failure(err)
	}
	return &Files{root: root}, nil
}

// openExisting uses a folder that is there, and makes nothing.
func openExisting(root string) (*Files, error) {
	st, err := os.Stat(root)
	if err != nil || !st.IsDir() {
		return nil, errs.New(errs.NotFound, "blob.no_folder", "folder", root)
	}
	return &Files{root: root}, nil
}

// Put writes to a temporary file on the same file system and renames it into place.
func (f *Files) Put(ctx context.Context, agency, file int64, r io.Reader) (Ref, error) {
	return placed(ctx, f, agency, file, r)
}

// Stage writes to a temporary file on the same file system.
func (f *Files) Stage(ctx context.Context, agency, file int64, r io.Reader) (*Staged, error) {
	tmp, err := os.CreateTemp(filepath.Join(f.root, tmpDir), tmpPattern)
	if err != nil {
		return nil, failure(err)
	}
	discard := func() {
		_ = tmp.Close() // it may be closed already; what counts is the first error
		_ = os.Remove(tmp.Name())
	}
	ref, err := f.write(ctx, tmp, agency, file, r)
	if err != nil {
		discard()
		return nil, err
	}
	return &Staged{Ref: ref, discard: discard, place: func(context.Context) error {
		err := f.place(tmp, ref)
		if err != nil {
			discard()
		}
		return err
	}}, nil
}

func (f *Files) write(ctx context.Context, tmp *os.File, agency, file int64, r io.Reader) (Ref, error) {
	// The lock tells a sweep that the writer is alive; the kernel drops it with the process.
	if err := syscall.Flock(int(tmp.Fd()), syscall.LOCK_EX); err != nil {
		return Ref{}, failure(err)
	}
	sum := sha256.New()
	n, err := io.CopyBuffer(onlyWriter{io.MultiWriter(tmp, sum)}, withContext{ctx, r}, make([]byte, bufferSize))
	if err != nil {
		return Ref{}, failure(err)
	}
	ref := Ref{Agency: agency, Case: file, Digest: digest(sum), Size: n}
	if _, err := ref.key(); err != nil {
		return Ref{}, err
	}
	return ref, failure(errors.Join(tmp.Chmod(0o400), tmp.Sync()))
}

func (f *Files) place(tmp *os.File, ref Ref) error {
	final, err := f.name(ref)
	if err != nil {
		return err
	}
	if err := f.makeDirs(filepath.Dir(final)); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), final); err != nil {
		return failure(err)
	}
	return failure(errors.Join(syncDir(filepath.Dir(final)), tmp.Close())) // the bytes lie at their address; without a row nobody sees them
}

// makeDirs makes the folders of an address and makes them last: a new entry is durable when its parent is synced.
func (f *Files) makeDirs(dir string) error {
	if _, err := os.Stat(dir); err == nil || dir == f.root {
		return nil
	}
	if err := f.makeDirs(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return failure(err)
	}
	return failure(syncDir(filepath.Dir(dir)))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Open opens the file of an address; reading ends with the context.
func (f *Files) Open(ctx context.Context, ref Ref) (io.ReadCloser, error) {
	name, err := f.name(ref)
	if err != nil {
		return nil, err
	}
	// What is no file there (a pipe would wait for ever for somebody to write) is not what was stored.
	if st, err := os.Lstat(name); err != nil {
		return nil, failure(err)
	} else if !st.Mode().IsRegular() {
		return nil, damaged(ref)
	}
	r, err := os.Open(name)
	if err != nil {
		return nil, failure(err)
	}
	return opened{withContext{ctx, r}, r}, nil
}

type opened struct {
	io.Reader
	io.Closer
}

// Stat asks the file system for the size.
func (f *Files) Stat(_ context.Context, ref Ref) (int64, error) {
	name, err := f.name(ref)
	if err != nil {
		return 0, err
	}
	st, err := os.Lstat(name)
	if err != nil {
		return 0, failure(err)
	}
	if !st.Mode().IsRegular() {
		return 0, damaged(ref)
	}
	return st.Size(), nil
}

// Walk lists the files. What goes while it looks is not there.
func (f *Files) Walk(ctx context.Context) iter.Seq2[Ref, error] {
	return func(yield func(Ref, error) bool) {
		err := filepath.WalkDir(f.root, func(name string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) && name != f.root {
				return nil // a temporary file was put into place meanwhile, or a folder of the trash emptied
			}
			if err := errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			if d.IsDir() {
				return nil
			}
			info, err := d.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(f.root, name)
			if err != nil {
				return err
			}
			if ref, ok := refOf(filepath.ToSlash(rel), info.Size()); ok && !yield(ref, nil) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield(Ref{}, failure(err))
		}
	}
}

// Sweep removes temporary files whose writer is gone. A living writer holds a lock on its own.
func (f *Files) Sweep(ctx context.Context) (int, error) {
	left, err := os.ReadDir(filepath.Join(f.root, tmpDir))
	if err != nil {
		return 0, failure(err)
	}
	n := 0
	for _, e := range left {
		if err := ctx.Err(); err != nil {
			return n, failure(err)
		}
		gone, err := removeDead(filepath.Join(f.root, tmpDir, e.Name()))
		if err != nil {
			return n, failure(err)
		}
		if gone {
			n++
		}
	}
	return n, nil
}

func removeDead(name string) (bool, error) {
	t, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil // put into place meanwhile
	}
	if err != nil {
		return false, err
	}
	defer func() { _ = t.Close() }()
	if err := syscall.Flock(int(t.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return false, nil // its writer lives
	}
	// Names in tmp are never used twice: what this one names is the dead file, or nothing any more.
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	return true, nil
}

// Mark reads a file at the root.
func (f *Files) Mark(_ context.Context, name string) (string, error) {
	r, err := os.Open(filepath.Join(f.root, name))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", failure(err)
	}
	defer func() { _ = r.Close() }()
	text, err := io.ReadAll(io.LimitReader(r, markSize))
	return strings.TrimSpace(string(text)), failure(err)
}

// SetMark writes a file at the root under another name, makes it last and puts it into place.
func (f *Files) SetMark(_ context.Context, name, text string) error {
	tmp, err := os.CreateTemp(f.root, name+".*")
	if err != nil {
		return failure(err)
	}
	defer func() { _ = os.Remove(tmp.Name()) }() // it is gone where all went well
	_, err = tmp.WriteString(text + "\n")
	if err := errors.Join(err, tmp.Chmod(0o400), tmp.Sync(), tmp.Close()); err != nil {
		return failure(err)
	}
	if err := os.Rename(tmp.Name(), filepath.Join(f.root, name)); err != nil {
		return failure(err)
	}
	return failure(syncDir(f.root))
}

func (f *Files) name(ref Ref) (string, error) {
	key, err := ref.key()
	return filepath.Join(f.root, filepath.FromSlash(key)), err
}

// failure reads an error of the file system. What is already read passes unchanged.
func failure(err error) error {
	var own *errs.E
	switch {
	case err == nil, errors.As(err, &own):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return errs.Wrap(errs.NotFound, "blob.missing", err)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return errs.Wrap(errs.Unavailable, "blob.full", err)
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE): // no more files may be open at once
		return errs.Wrap(errs.Unavailable, "blob.failed", err)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.Is(err, io.ErrUnexpectedEOF):
		return errs.Wrap(errs.BadRequest, "blob.cut_short", err) // the sender went away
	}
	return errs.Wrap(errs.Internal, "blob.failed", err)
}
