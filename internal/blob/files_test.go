package blob_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"

	"touchstone/internal/blob"
	"touchstone/internal/errs"
)

func folder(t *testing.T) (*blob.Files, string) {
	t.Helper()
	root := t.TempDir()
	s, err := blob.OpenFiles(root)
	if err != nil {
		t.Fatal(err)
	}
	return s, root
}

// stored lists the files below root, temporary ones apart.
func stored(t *testing.T, root string) (kept, tmp []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if filepath.Base(filepath.Dir(name)) == "tmp" {
			tmp = append(tmp, name)
		} else {
			kept = append(kept, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return kept, tmp
}

func TestFiles_Conform(t *testing.T) {
	t.Parallel()
	s, _ := folder(t)
	conform(t, s)
}

func TestFiles_AreReadOnlyAndPrivate(t *testing.T) {
	t.Parallel()
	s, root := folder(t)
	if _, err := s.Put(t.Context(), agency, file, strings.NewReader("x")); err != nil {
		t.Fatal(err)
	}
	kept, tmp := stored(t, root)
	if len(kept) != 1 || len(tmp) != 0 {
		t.Fatal(kept, tmp)
	}
	st, err := os.Stat(kept[0])
	if err != nil || st.Mode().Perm() != 0o400 {
		t.Errorf("mode %v, %v", st.Mode(), err)
	}
}

// Writing in full even what exists: otherwise time and disk use tell who else has the same file (D2). It also mends.
func TestFiles_PutWritesAgain(t *testing.T) {
	t.Parallel()
	s, root := folder(t)
	ref, err := s.Put(t.Context(), agency, file, strings.NewReader("the same"))
	if err != nil {
		t.Fatal(err)
	}
	kept, _ := stored(t, root)
	before, err := os.Stat(kept[0])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), agency, file, strings.NewReader("the same")); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(kept[0])
	if err != nil || os.SameFile(before, after) {
		t.Errorf("the second Put did not write: %v", err)
	}
	if err := blob.Verify(t.Context(), s, ref); err != nil {
		t.Error(err)
	}
}

func TestSweep_SparesALivingWriter(t *testing.T) {
	t.Parallel()
	s, root := folder(t)
	r, w := io.Pipe()
	type result struct {
		ref blob.Ref
		err error
	}
	done := make(chan result)
	go func() {
		ref, err := s.Put(t.Context(), agency, file, r)
		done <- result{ref, err}
	}()
	if _, err := w.Write(noise(300 << 10)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "tmp", "put-dead"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Sweep(t.Context()); n != 1 || err != nil {
		t.Errorf("swept %d, %v; want the dead one only", n, err)
	}
	_ = w.Close()
	if res := <-done; res.err != nil || blob.Verify(t.Context(), s, res.ref) != nil {
		t.Errorf("the living one: %v", res.err)
	}
}

const crashVar = "TOUCHSTONE_TEST_BLOB_CRASH"

// TestFiles_KillAtAnyMoment kills a writing process again and again: what lies at an address is always whole.
func TestFiles_KillAtAnyMoment(t *testing.T) {
	if root := os.Getenv(crashVar); root != "" {
		s, err := blob.OpenFiles(root)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; ; i++ {
			ref, err := s.Put(t.Context(), agency, file, bytes.NewReader(append(noise(200<<10), byte(i), byte(i>>8), byte(i>>16))))
			fmt.Println("acked", ref.Digest, ref.Size, err)
		}
	}
	t.Parallel()
	rounds := 5
	if os.Getenv("LONG") != "" {
		rounds = 100
	}
	acked := 0
	for round := range rounds {
		s, root := folder(t)
		cmd := exec.Command(os.Args[0], "-test.run", "^TestFiles_KillAtAnyMoment$")
		cmd.Env = append(os.Environ(), crashVar+"="+root)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var refs []blob.Ref
		for range 3 + round%7 { // after a few acknowledgements, in the middle of the next ones
			var ref blob.Ref
			var cause string
			if _, err := fmt.Fscanf(out, "acked %s %d %s\n", &ref.Digest, &ref.Size, &cause); err != nil || cause != "<nil>" {
				t.Fatal(err, cause)
			}
			ref.Agency, ref.Case = agency, file
			refs = append(refs, ref)
		}
		_ = cmd.Process.Signal(syscall.SIGKILL)
		_ = cmd.Wait()
		for _, ref := range refs {
			if err := blob.Verify(t.Context(), s, ref); err != nil {
				t.Errorf("acknowledged and lost: %v", err)
			}
			acked++
		}
		for ref, err := range s.Walk(t.Context()) {
			if err = errors.Join(err, blob.Verify(t.Context(), s, ref)); err != nil {
				t.Errorf("lies at its address and is not whole: %v", err)
			}
		}
		if _, err := s.Sweep(t.Context()); err != nil {
			t.Error(err)
		}
		if _, tmp := stored(t, root); len(tmp) > 0 {
			t.Errorf("left after the sweep: %v", tmp)
		}
	}
	t.Logf("%d rounds, %d acknowledged, none lost", rounds, acked)
}

// A full disk, made with the limit on file size where no small file system can be mounted: both end a write early. It
// runs alone: a child that another test is just starting holds the deleted file, and its space, until it begins.
func TestFiles_DiskFull(t *testing.T) {
	root := t.TempDir()
	if err := syscall.Mount("tmpfs", root, "tmpfs", 0, "size=1m"); err != nil {
		t.Logf("no small file system can be mounted here (%v): a writer that says ENOSPC stands in", err)
		s, _ := folder(t)
		_, err := s.Put(t.Context(), agency, file, iotest.ErrReader(syscall.ENOSPC))
		if !errs.Is(err, errs.Unavailable) {
			t.Errorf("got %v", err)
		}
		return
	}
	t.Cleanup(func() { _ = syscall.Unmount(root, 0) })
	s, err := blob.OpenFiles(root)
	if err != nil {
		t.Fatal(err)
	}
	small, err := s.Put(t.Context(), agency, file, bytes.NewReader(noise(300<<10)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), agency, file, bytes.NewReader(noise(2<<20))); !errs.Is(err, errs.Unavailable) {
		t.Errorf("got %v, want a full store", err)
	}
	kept, tmp := stored(t, root)
	if len(kept) != 1 || len(tmp) != 0 {
		t.Errorf("left %v and %v", kept, tmp)
	}
	if err := blob.Verify(t.Context(), s, small); err != nil {
		t.Error(err)
	}
	if _, err := s.Put(t.Context(), agency, file, bytes.NewReader(noise(300<<10+1))); err != nil {
		t.Errorf("the space did not come back: %v", err)
	}
}
