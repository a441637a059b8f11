package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"touchstone/internal/blob"
	"touchstone/internal/errs"
)

// tornLine is a store whose line breaks off behind a number of bytes, as a client of S3 tells it.
type tornLine struct {
	blob.Store
	after int64
}

func (s tornLine) Open(ctx context.Context, ref blob.Ref) (io.ReadCloser, error) {
	r, err := s.Store.Open(ctx, ref)
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(io.LimitReader(r, s.after), iotest.ErrReader(io.ErrUnexpectedEOF)), r}, nil
}

// TestReader_TornStreamIsNoEnd: a line that breaks off ends neither a reading nor a part of one as if it were whole, at any
// place. Seen to fail where the wrapped error was taken for the end (Verify said right, a reading of half the bytes ended well).
func TestReader_TornStreamIsNoEnd(t *testing.T) {
	t.Parallel()
	s, _ := folder(t)
	for _, size := range []int{10, 300 << 10, 1 << 20} {
		ref, err := s.Put(t.Context(), agency, file, bytes.NewReader(noise(size)))
		if err != nil {
			t.Fatal(err)
		}
		for _, after := range []int{0, 1, size / 2, size - 1, size} {
			torn := tornLine{s, int64(after)}
			if err := blob.Verify(t.Context(), torn, ref); !errs.Is(err, errs.Unavailable) {
				t.Errorf("%d of %d bytes: verified, %v", after, size, err)
			}
			r, err := blob.Reader(t.Context(), torn, ref)
			if err != nil {
				t.Fatal(err)
			}
			noted := &blob.Noted{ReadCloser: r}
			if b, err := io.ReadAll(noted); err == nil || len(b) == size || !errs.Is(noted.Err, errs.Unavailable) {
				t.Errorf("%d of %d bytes: %d were given out, %v, noted %v", after, size, len(b), err, noted.Err)
			}
			if r, err = blob.Reader(t.Context(), torn, ref); err != nil {
				t.Fatal(err)
			}
			if b, err := io.ReadAll(blob.Section(r, 0, 1)); err == nil {
				t.Errorf("%d of %d bytes: a part of %d, complete", after, size, len(b))
			}
		}
	}
}

// TestNoted_ReadsTheRest: what nobody takes any more is compared to its end, and once.
func TestNoted_ReadsTheRest(t *testing.T) {
	t.Parallel()
	s, root := folder(t)
	b := noise(1 << 20)
	ref, err := s.Put(t.Context(), agency, file, bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	for _, right := range []bool{true, false} {
		if !right {
			name := at(root, ref)
			b[len(b)-1] ^= 1
			if err := errors.Join(os.Chmod(name, 0o600), os.WriteFile(name, b, 0o600)); err != nil {
				t.Fatal(err)
			}
		}
		r, err := blob.Reader(t.Context(), s, ref)
		if err != nil {
			t.Fatal(err)
		}
		noted := &blob.Noted{ReadCloser: r}
		if _, err := noted.Read(make([]byte, 100)); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := noted.Rest(); right != (err == nil) || !right && !errs.Is(err, errs.Conflict) {
				t.Errorf("right %v: %v", right, err)
			}
		}
	}
}

func at(root string, ref blob.Ref) string {
	hexa := strings.TrimPrefix(ref.Digest, "sha256:")
	return filepath.Join(root, "7", "42", hexa[:2], hexa)
}

// TestFiles_WhatIsNoFile: a link, a folder and what lies under a file are no file of ours, whatever size they seem to have; the
// first two are other than what was stored, of the last nothing is known though the store answers. Reading ends with its reader.
func TestFiles_WhatIsNoFile(t *testing.T) {
	t.Parallel()
	s, root := folder(t)
	if err := s.SetMark(t.Context(), "installation", "one"); err != nil {
		t.Fatal(err)
	}
	owned := blob.OwnedBy(s, "one")
	for what, do := range map[string]func(name string) error{
		"a link": func(name string) error {
			return errors.Join(os.Rename(name, name+".away"), os.Symlink(name+".away", name))
		},
		"a folder": func(name string) error { return errors.Join(os.Remove(name), os.Mkdir(name, 0o700)) },
		"under a file": func(name string) error {
			d := filepath.Dir(name)
			return errors.Join(os.RemoveAll(d), os.WriteFile(d, nil, 0o600))
		},
		"a file that is": nil,
	} {
		ref, err := owned.Put(t.Context(), agency, file, strings.NewReader(what))
		if err != nil {
			t.Fatal(err)
		}
		kind := errs.Conflict
		switch {
		case do == nil:
			if size, err := owned.Stat(t.Context(), ref); err != nil || size != int64(len(what)) {
				t.Errorf("%s: %d, %v", what, size, err)
			}
			ctx, gone := context.WithCancel(t.Context())
			r, err := owned.Open(ctx, ref)
			if err != nil {
				t.Fatal(err)
			}
			gone()
			if _, err := io.ReadAll(r); err == nil {
				t.Error("read for nobody")
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
			continue
		case what == "under a file":
			kind = errs.Internal
		}
		if err := do(at(root, ref)); err != nil {
			t.Fatal(err)
		}
		if _, err := owned.Open(t.Context(), ref); !errs.Is(err, kind) {
			t.Errorf("%s is opened: %v", what, err)
		}
		if _, err := owned.Stat(t.Context(), ref); !errs.Is(err, kind) {
			t.Errorf("%s has a size: %v", what, err)
		}
		if err := blob.Answers(t.Context(), owned); err != nil {
			t.Errorf("%s: the store does not answer: %v", what, err)
		}
	}
	if err := os.Remove(filepath.Join(root, "installation")); err != nil {
		t.Fatal(err)
	}
	if err := blob.Answers(t.Context(), owned); err == nil {
		t.Error("another store answers as ours")
	}
}

// TestFiles_WalkBearsWhatGoes: what is put into place or thrown away while the store is listed ends the list no more than it
// was there. Seen to fail with the error of a file that has gone.
func TestFiles_WalkBearsWhatGoes(t *testing.T) {
	t.Parallel()
	s, root := folder(t)
	dir := filepath.Join(root, "7", "42")
	name := func(first string, i int) string {
		return filepath.Join(dir, first, first+strings.Repeat(string(rune('0'+i)), 62))
	}
	for _, first := range []string{"aa", "bb", "cc"} {
		if err := os.MkdirAll(filepath.Join(dir, first), 0o700); err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			if err := os.WriteFile(name(first, i), []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	var seen []string
	for ref, err := range s.Walk(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if len(seen) == 0 { // a neighbour goes, and a folder that is listed already
			if err := errors.Join(os.Remove(name("aa", 1)), os.RemoveAll(filepath.Join(dir, "bb"))); err != nil {
				t.Fatal(err)
			}
		}
		seen = append(seen, ref.Digest[7:10])
	}
	if got := strings.Join(seen, " "); got != "aa0 aa2 cc0 cc1 cc2" {
		t.Errorf("listed %s", got)
	}
	if err := os.RemoveAll(root); err != nil {
		t.Fatal(err)
	}
	failed := false
	for _, err := range s.Walk(t.Context()) {
		failed = failed || err != nil
	}
	if !failed {
		t.Error("a store that has gone is listed as empty")
	}
}
