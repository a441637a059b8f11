package audit

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/database"
)

// Schema tells what the definitions were compared with, by which the facts are read and noted.
type Schema struct {
	Version int64 `json:"version"` // of the schema
	Server  int   `json:"server"`  // major version
	N       int64 `json:"n"`       // the event on unit:0 that binds them; 0 = none yet
	Objects int   `json:"objects"`
}

// boundSchema is what the ledger holds of the definitions of a pair; n is 0 if it holds nothing.
type boundSchema struct {
	n       int64
	at      moment
	objects map[string]any
	digest  string
}

// find is the event that binds the definitions of a pair.
func (p pair) find(ctx context.Context, q database.Q) (b boundSchema, err error) {
	err = q.QueryRow(ctx, sqlBoundSchema, p.version, p.server).Scan(&b.n, &b.at, &b.objects, &b.digest)
	if database.NoRows(err) {
		err = nil
	}
	return b, err
}

// schema compares the definitions with those that the ledger has bound: what it names is the
// yardstick of all the rest. It comes after the facts: what is wrong with a row is read first.
func (v *verifier) schema(ctx context.Context) error {
	p, err := pairOf(ctx, v.q)
	if err != nil {
		return err
	}
	known, err := p.find(ctx, v.q)
	if err != nil {
		return err
	}
	now, err := definitions(ctx, v.q)
	if err != nil {
		return err
	}
	if err := v.ownNames(ctx); err != nil { // definitions has put them aside
		return err
	}
	v.report.Schema = Schema{Version: p.version, Server: p.server, N: known.n, Objects: len(now)}
	if err := v.shadows(ctx); err != nil {
		return err
	}
	if err := v.cut(ctx); err != nil || known.n == 0 {
		return err
	}
	v.compare(known, now)
	return nil
}

// compare names the definitions that are not those that are bound.
func (v *verifier) compare(known boundSchema, now map[string]any) {
	bound := known.objects
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if was, there := bound[name]; !there {
			v.definition(name, known, SchemaAdded)
		} else if was != now[name] {
			v.definition(name, known, SchemaChanged)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(bound)) {
		if now[name] == nil {
			v.definition(name, known, SchemaGone)
		}
	}
}

// cut names events that bind facts by definitions of which nothing is bound any more: each names those that it was written
// under, and every start binds them before. Where nothing is bound at all one line says so.
func (v *verifier) cut(ctx context.Context) error {
	err := notCut(ctx, v.q)
	if !errors.Is(err, errCut) {
		return err
	}
	rows, err := v.q.Query(ctx, sqlLost)
	if err != nil {
		return err
	}
	b := Bad{What: "schema", Problem: SchemaCut, Table: "audit_events", Row: string(UnitStream(0))}
	_, err = pgx.ForEachRow(rows, []any{&b.Stream, &b.N}, func() error {
		v.tell(b)
		return nil
	})
	return err
}

// shadows names what stands in for a table, view or function of ours.
func (v *verifier) shadows(ctx context.Context) error {
	rows, err := v.q.Query(ctx, sqlShadows)
	if err != nil {
		return err
	}
	var name string
	_, err = pgx.ForEachRow(rows, []any{&name}, func() error {
		b := Bad{What: "schema", Problem: SchemaShadow}
		b.Table, b.Row, _ = strings.Cut(name, " ")
		v.tell(b)
		return nil
	})
	return err
}

func (v *verifier) definition(name string, known boundSchema, p Problem) {
	b := Bad{What: "schema", Stream: UnitStream(0), N: known.n, At: known.at.told(), Action: schemaBound, Problem: p}
	b.Table, b.Row, _ = strings.Cut(name, " ")
	v.tell(b)
}
