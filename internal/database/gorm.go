package database

import (
	"context"

	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"

	"touchstone/internal/errs"
)

// dialect reads errors where they appear, as the wrappers in rows.go do for pgx.
type dialect struct{ *postgres.Dialector }

// Translate is called by gorm for every error of a statement.
func (dialect) Translate(err error) error { return translate(err) }

func openGorm(std gorm.ConnPool) (*gorm.DB, error) {
	pg, ok := postgres.New(postgres.Config{Conn: std}).(*postgres.Dialector)
	if !ok {
		return nil, errs.New(errs.Internal, "database.failed")
	}
	return gorm.Open(dialect{pg}, &gorm.Config{
		SkipDefaultTransaction: true, DisableAutomaticPing: true,
		DisableNestedTransaction: true, // a savepoint would let an inner failure pass (T1)
		QueryFields:              true, // a read names the columns of its row, and no more
		TranslateError:           true,
		Logger:                   logger.Discard,
	})
}

// Set are explicit assignments, by column: what is zero is written too, nil is NULL. (Updates of a struct would skip
// zero values.)
type Set map[string]any

// Assignments stand in the order of their columns.
func (s Set) Assignments() []clause.Assignment { return clause.Assignments(s) }

// Next is the value of a column after this change of its row.
func Next(column string) clause.Expr { return gorm.Expr("? + 1", clause.Column{Name: column}) }

// One makes sure that a change touched the row it meant: none, and somebody was faster; two are our bug.
func One(n int, err error) error {
	return OneOr(n, err, errs.New(errs.Conflict, "errors.text.conflict"))
}

// OneOr is One where the absence of the row has a sentence of its own.
func OneOr(n int, err, none error) error {
	switch {
	case err != nil:
		return err
	case n == 0:
		return none
	case n > 1:
		return errs.New(errs.Internal, "errs.internal")
	}
	return nil
}

// Changed changes the rows that the condition names and reads columns (or expressions named like fields) of each.
func Changed[T any](ctx context.Context, w Writer, set Set, columns []string, where string, args ...any) ([]T, error) {
	var rows []T
	read := make([]clause.Column, len(columns))
	for i, c := range columns {
		read[i] = clause.Column{Name: c, Raw: true}
	}
	err := w.Gorm().WithContext(ctx).Model(&rows).Clauses(clause.Set(set.Assignments()), clause.Returning{Columns: read}).
		Where(where, args...).Updates(map[string]any{}).Error
	return rows, err
}

// CreateAll inserts several rows with one statement and sets their ids; none is none.
func CreateAll[T any](ctx context.Context, w Writer, rows []T, with ...clause.Expression) error {
	if len(rows) == 0 {
		return nil
	}
	return gorm.G[T](w.Gorm(), with...).CreateInBatches(ctx, &rows, len(rows))
}

// CreateLater is CreateAll of rows whose ids nobody needs: the statement travels with the next one.
func CreateLater[T any](w Writer, rows []T, with ...clause.Expression) {
	if len(rows) > 0 {
		queue(w, nil, w.Dry().Clauses(with...).Create(&rows))
	}
}

// ChangeLater changes the rows that the condition names; the statement travels with the next one. check judges how many rows
// it touched; nil judges nothing.
func ChangeLater[T any](w Writer, check func(rows int64) error, set Set, where string, args ...any) {
	changeLater(w, w.Dry().Model(new(T)), check, set, where, args)
}

// ChangeLaterIn is ChangeLater in a table of several that have the same columns.
func ChangeLaterIn[T any](w Writer, table string, check func(rows int64) error, set Set, where string, args ...any) {
	changeLater(w, w.Dry().Model(new(T)).Table(table), check, set, where, args)
}

func changeLater(w Writer, in *gorm.DB, check func(rows int64) error, set Set, where string, args []any) {
	queue(w, check, in.Clauses(clause.Set(set.Assignments())).Where(where, args...).Updates(map[string]any{}))
}

// queue hands over what gorm has built. What it could not build is the answer to the next statement.
func queue(w Writer, check func(rows int64) error, built *gorm.DB) {
	if err := built.Error; err != nil {
		w.Later(func(int64) error { return err }, "SELECT")
		return
	}
	w.Later(check, built.Statement.SQL.String(), built.Statement.Vars...)
}

// Exactly one row is changed, or the caller's error says why there is none; more than one is our fault.
func Exactly(none error) func(rows int64) error {
	return func(n int64) error { return OneOr(int(n), nil, none) }
}
