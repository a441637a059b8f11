package app_test

import (
	"strings"
	"testing"

	"touchstone/internal/app"
	"touchstone/internal/testkit"
)

// TestPrepare_RefusesAnUnknownEdition: a program that lacks the edition under which something was done, or counts, does not start: it
// could not be read.
func TestPrepare_RefusesAnUnknownEdition(t *testing.T) {
	t.Parallel()
	w := play(t, toFiling)
	p := newPlace(t, w.db)
	p.c.Demo = false
	prepared := func() (err error) {
		p.wants("the program", p.start(p.c, func(a *app.App) { err = a.Prepare(t.Context()) }), "")
		return err
	}
	if err := prepared(); err != nil {
		t.Fatal(err)
	}
	if _, err := testkit.Super(t, w.db).Exec(t.Context(),
		"UPDATE clocks SET edition = '1999-01-01 ' || repeat('a', 64) WHERE id = (SELECT min(id) FROM clocks)"); err != nil {
		t.Fatal(err)
	}
	if err := prepared(); err == nil || !strings.Contains(err.Error(), "edition 1999-01-01 aaaa") {
		t.Errorf("it starts: %v", err)
	}
}
