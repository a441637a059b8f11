package blob_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"touchstone/internal/blob"
	"touchstone/internal/errs"
)

const (
	agency = int64(7)
	file   = int64(42)
)

func noise(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{byte(n)}).Read(b) // never fails
	return b
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(s[:])
}

// conform is what every store must do.
func conform(t *testing.T, s blob.Store) {
	ctx := t.Context()
	put := func(t *testing.T, agency, file int64, b []byte) blob.Ref {
		t.Helper()
		ref, err := s.Put(ctx, agency, file, bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		return ref
	}
	read := func(t *testing.T, ref blob.Ref) []byte {
		t.Helper()
		r, err := blob.Reader(ctx, s, ref)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = r.Close() }()
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	all := func(t *testing.T) map[blob.Ref]bool {
		t.Helper()
		m := map[blob.Ref]bool{}
		for ref, err := range s.Walk(ctx) {
			if err != nil {
				t.Fatal(err)
			}
			m[ref] = true
		}
		return m
	}
	for _, size := range []int{0, 1, 256<<10 - 1, 256 << 10, 20<<20 + 7} {
		t.Run(fmt.Sprintf("keeps %d bytes", size), func(t *testing.T) {
			b := noise(size)
			ref := put(t, agency, file, b)
			if want := (blob.Ref{Agency: agency, Case: file, Digest: sum(b), Size: int64(size)}); ref != want {
				t.Fatalf("got %+v, want %+v", ref, want)
			}
			if !bytes.Equal(read(t, ref), b) {
				t.Error("other bytes came back")
			}
			if n, err := s.Stat(ctx, ref); err != nil || n != int64(size) {
				t.Errorf("stat %d %v", n, err)
			}
			if err := blob.Verify(ctx, s, ref); err != nil {
				t.Error(err)
			}
			if !all(t)[ref] {
				t.Error("the walk misses it")
			}
		})
	}
	t.Run("the same bytes again, and in another case", func(t *testing.T) {
		b := noise(1000)
		one, again, other := put(t, agency, file, b), put(t, agency, file, b), put(t, agency, file+1, b)
		if one != again || one == other || one.Digest != other.Digest {
			t.Errorf("%+v %+v %+v", one, again, other)
		}
		if !all(t)[one] || !all(t)[other] {
			t.Error("each case has its own")
		}
	})
	t.Run("what is not there is not found", func(t *testing.T) {
		there := put(t, agency, file, noise(33))
		for _, ref := range []blob.Ref{
			{Agency: agency, Case: file, Digest: sum([]byte("never stored")), Size: 1},
			{Agency: agency + 1, Case: file, Digest: there.Digest, Size: there.Size},
			{Agency: agency, Case: file + 9, Digest: there.Digest, Size: there.Size},
		} {
			if _, err := s.Open(ctx, ref); !errs.Is(err, errs.NotFound) {
				t.Errorf("open: %v", err)
			}
			if _, err := s.Stat(ctx, ref); !errs.Is(err, errs.NotFound) {
				t.Errorf("stat: %v", err)
			}
			if err := blob.Verify(ctx, s, ref); !errs.Is(err, errs.NotFound) {
				t.Errorf("verify: %v", err)
			}
		}
	})
	t.Run("no address, no bytes", func(t *testing.T) {
		for _, digest := range []string{"", "sha256:../../etc/passwd", "md5:" + strings.Repeat("a", 64), "sha256:" + strings.Repeat("A", 64)} {
			if _, err := s.Open(ctx, blob.Ref{Agency: agency, Case: file, Digest: digest}); err == nil || errs.Is(err, errs.NotFound) {
				t.Errorf("%q: %v", digest, err)
			}
		}
	})
	t.Run("stages bytes and places or drops them", func(t *testing.T) {
		one, err := s.Stage(ctx, agency, file, bytes.NewReader(noise(51)))
		if err != nil {
			t.Fatal(err)
		}
		two, err := s.Stage(ctx, agency, file, bytes.NewReader(noise(52)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Sweep(ctx); err != nil || all(t)[one.Ref] || all(t)[two.Ref] {
			t.Errorf("there before it was placed, or swept: %v", err)
		}
		two.Discard()
		for range 2 {
			if err := one.Place(ctx); err != nil {
				t.Fatal(err)
			}
			one.Discard()
		}
		if err := blob.Verify(ctx, s, one.Ref); err != nil || all(t)[two.Ref] {
			t.Errorf("placed: %v, dropped and there %v", err, all(t)[two.Ref])
		}
	})
	t.Run("throws away and brings back", func(t *testing.T) {
		ref, day := put(t, agency, file, noise(53)), time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC)
		at, err := s.StoredAt(ctx, ref)
		if err != nil || time.Since(at) > time.Hour || time.Since(at) < -time.Hour {
			t.Errorf("stored at %v, %v", at, err)
		}
		if err := s.Restore(ctx, ref); !errs.Is(err, errs.NotFound) {
			t.Errorf("brought back what was not thrown away: %v", err)
		}
		for range 2 {
			if err := s.Trash(ctx, ref, day); err != nil || all(t)[ref] {
				t.Fatalf("thrown away: %v", err)
			}
			if err := s.Trash(ctx, ref, day); !errs.Is(err, errs.NotFound) {
				t.Errorf("thrown away twice: %v", err)
			}
			if err := s.Restore(ctx, ref); err != nil || blob.Verify(ctx, s, ref) != nil {
				t.Errorf("brought back: %v", err)
			}
		}
		if err := s.Trash(ctx, ref, day); err != nil {
			t.Fatal(err)
		}
		for days, want := range []int{0, 1, 0} {
			if n, err := s.EmptyTrash(ctx, day.AddDate(0, 0, days)); n != want || err != nil {
				t.Errorf("emptied %d, want %d, %v", n, want, err)
			}
		}
		if err := s.Restore(ctx, ref); !errs.Is(err, errs.NotFound) {
			t.Errorf("brought back what is gone: %v", err)
		}
	})
	t.Run("bears the mark of one installation", func(t *testing.T) {
		const one, two = "one", "two"
		keys := func(err error, key string) {
			t.Helper()
			var e *errs.E
			if (err == nil) != (key == "") || err != nil && (!errors.As(err, &e) || e.Key != key) {
				t.Errorf("got %v, want %q", err, key)
			}
		}
		keys(blob.Belongs(ctx, s, ""), "")
		keys(blob.Own(ctx, s, one), "blob.not_ours") // nobody has begun to take it
		keys(blob.Take(ctx, s, two), "")
		keys(blob.Take(ctx, s, one), "")
		keys(blob.Belongs(ctx, s, one), "blob.not_ours")
		keys(blob.Own(ctx, s, two), "blob.not_ours")
		for range 2 {
			keys(blob.Own(ctx, s, one), "")
		}
		keys(blob.Belongs(ctx, s, one), "")
		keys(blob.Belongs(ctx, s, ""), "blob.not_ours")
		there := put(t, agency, file, noise(44))
		absent := blob.Ref{Agency: agency, Case: file, Digest: sum([]byte("never stored")), Size: 1}
		mine, others := blob.OwnedBy(s, one), blob.OwnedBy(s, two)
		_, err := mine.Open(ctx, absent)
		keys(err, "blob.missing")
		_, err = others.Open(ctx, absent)
		keys(err, "blob.not_ours")
		_, err = others.Stat(ctx, absent)
		keys(err, "blob.not_ours")
		keys(blob.Verify(ctx, mine, there), "")
		_, err = others.Put(ctx, agency, file, bytes.NewReader(noise(45)))
		keys(err, "blob.not_ours")
		_, err = others.Sweep(ctx)
		keys(err, "blob.not_ours")
		for _, err := range others.Walk(ctx) {
			keys(err, "blob.not_ours")
		}
		if all(t)[blob.Ref{Agency: agency, Case: file, Digest: sum(noise(45)), Size: 45}] {
			t.Error("stored in another's store")
		}
	})
	t.Run("an interrupted upload leaves nothing", func(t *testing.T) {
		before := len(all(t))
		broken := io.MultiReader(bytes.NewReader(noise(17<<20)), iotest.ErrReader(io.ErrUnexpectedEOF))
		if _, err := s.Put(ctx, agency, file, broken); !errs.Is(err, errs.BadRequest) {
			t.Errorf("got %v", err)
		}
		gone, cancel := context.WithCancel(ctx)
		r := io.MultiReader(bytes.NewReader(noise(300<<10)), cancelling{cancel}, bytes.NewReader(noise(300<<10)))
		if _, err := s.Put(gone, agency, file, r); err == nil {
			t.Error("kept what its sender gave up")
		}
		if after := len(all(t)); after != before {
			t.Errorf("%d blobs, before %d", after, before)
		}
		if _, err := s.Sweep(ctx); err != nil {
			t.Error(err)
		}
		if n, err := s.Sweep(ctx); n != 0 || err != nil {
			t.Errorf("a second sweep found %d, %v", n, err)
		}
	})
}

type cancelling struct{ cancel context.CancelFunc }

func (c cancelling) Read([]byte) (int, error) { c.cancel(); return 0, io.EOF }

// What lies at an address and is no file is altered, and nobody waits for it. Seen to wait for ever for a pipe.
func TestReader_WhatIsNoFile(t *testing.T) {
	t.Parallel()
	for name, put := range map[string]func(string) error{
		"a pipe":   func(p string) error { return syscall.Mkfifo(p, 0o600) },
		"a folder": func(p string) error { return os.Mkdir(p, 0o700) },
		"a link":   func(p string) error { return os.Symlink("/etc/hostname", p) },
	} {
		s, root := folder(t)
		ref, err := s.Put(t.Context(), agency, file, bytes.NewReader(noise(100)))
		if err != nil {
			t.Fatal(err)
		}
		kept, _ := stored(t, root)
		if err := errors.Join(os.Remove(kept[0]), put(kept[0])); err != nil {
			t.Fatal(err)
		}
		if err := blob.Verify(t.Context(), s, ref); !errs.Is(err, errs.Conflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever the size and wherever a byte was changed: a good file comes whole, and of another the last byte never comes.
func TestReader_HoldsTheLastBlockBack(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 100, 256<<10 - 1, 256 << 10, 256<<10 + 1, 512 << 10, 3*256<<10 + 17} {
		s, root := folder(t)
		good := noise(size)
		ref, err := s.Put(t.Context(), agency, file, bytes.NewReader(good))
		if err != nil {
			t.Fatal(err)
		}
		kept, _ := stored(t, root)
		for _, at := range []int{-1, 0, size / 2, size - 1} {
			b := bytes.Clone(good)
			if at >= 0 {
				b[at] ^= 1
			}
			if err := errors.Join(os.Chmod(kept[0], 0o600), os.WriteFile(kept[0], b, 0o600)); err != nil {
				t.Fatal(err)
			}
			r, err := blob.Reader(t.Context(), s, ref)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(iotest.OneByteReader(struct{ io.Reader }{r}))
			switch _ = r.Close(); {
			case at < 0 && (err != nil || !bytes.Equal(got, good)):
				t.Errorf("%d good bytes: %d came, %v", size, len(got), err)
			case at >= 0 && (!errs.Is(err, errs.Conflict) || len(got) >= size || !bytes.Equal(got, b[:len(got)])):
				t.Errorf("%d bytes, changed at %d: %d came, %v", size, at, len(got), err)
			}
		}
	}
}

func TestReader_BreaksOffOnOtherBytes(t *testing.T) {
	t.Parallel()
	for name, doctor := range map[string]func([]byte) []byte{
		"one bit":   func(b []byte) []byte { b[len(b)/2] ^= 1; return b },
		"shorter":   func(b []byte) []byte { return b[:len(b)-1] },
		"longer":    func(b []byte) []byte { return append(b, 0) },
		"emptied":   func([]byte) []byte { return nil },
		"exchanged": func(b []byte) []byte { return noise(len(b) + 1)[:len(b)] },
	} {
		s, root := folder(t)
		ref, err := s.Put(t.Context(), agency, file, bytes.NewReader(noise(500<<10)))
		if err != nil {
			t.Fatal(err)
		}
		kept, _ := stored(t, root)
		if err := errors.Join(os.Chmod(kept[0], 0o600), os.WriteFile(kept[0], doctor(noise(500<<10)), 0o600)); err != nil {
			t.Fatal(err)
		}
		r, err := blob.Reader(t.Context(), s, ref)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if !errs.Is(err, errs.Conflict) {
			t.Errorf("%s: delivered as complete: %v", name, err)
		}
		if len(got) >= 500<<10 { // whoever passes on what he gets has not passed on all of it
			t.Errorf("%s: %d bytes were given out before the fault was found", name, len(got))
		}
		_ = r.Close()
		if err := blob.Verify(t.Context(), s, ref); !errs.Is(err, errs.Conflict) {
			t.Errorf("%s: verified: %v", name, err)
		}
	}
}

func TestOpen_ReadsTheAddress(t *testing.T) {
	t.Parallel()
	if _, err := blob.Open(t.Context(), "file://"+t.TempDir()); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"", "/just/a/path", "file://host/path", "s3://bucket", "ftp://x/y", "s3://?endpoint=x", "%"} {
		if _, err := blob.Open(t.Context(), bad); !errs.Is(err, errs.Unavailable) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
