package migrations_test

import (
	"context"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pressly/goose/v3"

	"touchstone/internal/testkit"
	"touchstone/migrations"
)

// TestUp_HealsWhatLandedTwice: a database that was brought up while a migration was another, or had another number, is brought
// up to the same schema as any. Seen to fail without the healing: two stop at a later file, two lack indexes.
func TestUp_HealsWhatLandedTwice(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"00012_handover_counts.sql", "00012_counts_and_listed_items.sql", "00016_covering_indexes.sql", "00018_covering_indexes.sql"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := testkit.EmptySource(t)
			owner, err := s.SQL("")
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = owner.Close() }()
			if _, err := owner.ExecContext(t.Context(), migrations.RolesSQL()); err != nil {
				t.Fatal(err)
			}
			db, err := s.SQL("ts_migrate")
			if err != nil {
				t.Fatal(err)
			}
			p, err := goose.NewProvider(goose.DialectPostgres, db, asItWas(t, name), goose.WithDisableGlobalRegistry(true))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = p.Close() }()
			if _, err := p.Up(context.WithoutCancel(t.Context())); err != nil {
				t.Fatal(err)
			}
			if err := migrations.Up(t.Context(), s.SQL, true); err != nil {
				t.Fatal(err)
			}
			have := dump(t, s)
			for line := range strings.Lines(string(want)) {
				if !strings.HasPrefix(line, "-- ") && !strings.Contains(have, line) {
					t.Errorf("missing: %s", line)
				}
			}
		})
	}
}

// asItWas are the migrations before an old one, and that one.
func asItWas(t *testing.T, old string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	names, err := fs.Glob(os.DirFS("."), "0*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(names, "testdata/landed/"+old) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if name == "testdata/landed/"+old {
			name = old
		} else if name[:5] >= old[:5] {
			continue
		}
		out[name] = &fstest.MapFile{Data: text}
	}
	return out
}
