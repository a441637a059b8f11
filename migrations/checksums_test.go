package migrations_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestChecksums_LandedFilesStay: a migration that landed never changes and never goes, and a new one stands above the highest:
// a database that has the later ones would otherwise not be what its version says. With -update (make schema) new files are
// added to the list; what is on it is never rewritten.
func TestChecksums_LandedFilesStay(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("checksums")
	if err != nil {
		t.Fatal(err)
	}
	list, faults := landed(os.DirFS("."), string(text))
	for _, fault := range faults {
		t.Error(fault)
	}
	switch {
	case list == string(text):
	case *update:
		if err := os.WriteFile("checksums", []byte(list), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Error("a new migration is not on the list yet; run: make schema")
	}
}

// landed compares the files with the list, and adds to it those that are new.
func landed(files fs.FS, list string) (added string, faults []string) {
	sums := map[string]string{}
	highest := ""
	for line := range strings.Lines(list) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		sums[name], highest = sum, max(highest, name)
	}
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return list, []string{err.Error()}
	}
	for _, name := range names {
		if name == "schema.sql" {
			continue
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return list, []string{err.Error()}
		}
		sum := fmt.Sprintf("%x", sha256.Sum256(text))
		switch was, known := sums[name]; {
		case known && was != sum:
			faults = append(faults, name+" has landed and was changed: write a new one")
		case !known && name < highest:
			faults = append(faults, name+" is numbered below "+highest+", which has landed")
		case !known:
			list += sum + "  " + name + "\n"
		}
		delete(sums, name)
	}
	for name := range sums {
		faults = append(faults, name+" has landed and is gone")
	}
	return list, faults
}

func TestChecksums_NamesWhatWasTouched(t *testing.T) {
	t.Parallel()
	const list = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  00001_a.sql\nx  00003_c.sql\nx  00005_e.sql\n"
	files := fstest.MapFS{"00001_a.sql": {}, "00002_b.sql": {}, "00003_c.sql": {}, "00006_f.sql": {}, "schema.sql": {}}
	added, faults := landed(files, list)
	if want := []string{"00002_b.sql is numbered below 00005_e.sql, which has landed", "00003_c.sql has landed and was changed: write a new one",
		"00005_e.sql has landed and is gone"}; !slices.Equal(faults, want) {
		t.Errorf("%q", faults)
	}
	if !strings.HasPrefix(added, list) || !strings.HasSuffix(added, "  00006_f.sql\n") || strings.Contains(added, "00002") {
		t.Errorf("%q", added)
	}
}
