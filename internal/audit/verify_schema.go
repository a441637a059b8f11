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

// find is the event that binds the definitions of a pair; 0 if there is none.
func (p pair) find(ctx context.Context, q database.Q) (n int64, at moment, objects map[string]any, err error) {
	err = q.QueryRow(ctx, sqlBoundSchema, p.version, p.server).Scan(&n, &at, &objects)
	if database.NoRows(err) {
		err = nil
	}
	return n, at, objects, err
}

// schema compares the definitions with those that the ledger has bound: what it names is the
// yardstick of all the rest. It comes after the facts: what is wrong with a row is read first.
func (v *verifier) schema(ctx context.Context) error {
	p, err := pairOf(ctx, v.q)
	if err != nil {
		return err
	}
	n, at, bound, err := p.find(ctx, v.q)
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
	v.report.Schema = Schema{Version: p.version, Server: p.server, N: n, Objects: len(now)}
	if err := v.shadows(ctx); err != nil {
		return err
	}
	if n == 0 {
		return v.cut(ctx)
	}
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if was, known := bound[name]; !known {
			v.definition(name, n, at, SchemaAdded)
		} else if was != now[name] {
			v.definition(name, n, at, SchemaChanged)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(bound)) {
		if now[name] == nil {
			v.definition(name, n, at, SchemaGone)
		}
	}
	return nil
}

// cut names that the chain is gone which binds the definitions: facts are claimed, and every start binds them before.
func (v *verifier) cut(ctx context.Context) error {
	err := notCut(ctx, v.q)
	if errors.Is(err, errCut) {
		v.tell(Bad{What: "schema", Stream: UnitStream(0), Table: "audit_events", Row: string(UnitStream(0)), Problem: SchemaCut})
		return nil
	}
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

func (v *verifier) definition(name string, n int64, at moment, p Problem) {
	b := Bad{What: "schema", Stream: UnitStream(0), N: n, At: at.told(), Action: schemaBound, Problem: p}
	b.Table, b.Row, _ = strings.Cut(name, " ")
	v.tell(b)
}
