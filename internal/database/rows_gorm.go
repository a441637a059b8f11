package database

import (
	"context"
	"database/sql"
	"database/sql/driver"

	"github.com/jackc/pgx/v5/pgtype"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Texts is a column text[] of a row; nothing is an empty list, not NULL.
type Texts []string

// Value writes the list as PostgreSQL reads it. Gorm would spread a plain slice over several parameters.
func (t Texts) Value() (driver.Value, error) { return listed(pgtype.TextArrayOID, []string(t)) }

// Scan reads the list.
func (t *Texts) Scan(from any) error { return pgtype.NewMap().SQLScanner((*[]string)(t)).Scan(from) }

// IDs is a column bigint[] of a row; nothing is an empty list, not NULL.
type IDs []int64

// Value writes the list as PostgreSQL reads it.
func (i IDs) Value() (driver.Value, error) { return listed(pgtype.Int8ArrayOID, []int64(i)) }

// Scan reads the list.
func (i *IDs) Scan(from any) error { return pgtype.NewMap().SQLScanner((*[]int64)(i)).Scan(from) }

func listed[T any](oid uint32, list []T) (driver.Value, error) {
	if list == nil {
		list = []T{}
	}
	b, err := pgtype.NewMap().Encode(oid, pgtype.TextFormatCode, list, nil)
	return string(b), err
}

// Number is a whole number that the database may find itself while it inserts the row: the next one of a list.
type Number struct {
	N    int64
	next clause.Expr
}

// NextOf finds the number by an expression.
func NextOf(sql string, args ...any) Number { return Number{next: gorm.Expr(sql, args...)} }

// GormDataType says that it is a number to gorm, which would look for a table.
func (Number) GormDataType() string { return "bigint" }

// GormValue is what stands in the statement.
func (n Number) GormValue(context.Context, *gorm.DB) clause.Expr {
	if n.next.SQL == "" {
		return gorm.Expr("?", n.N)
	}
	return n.next
}

// Scan reads the number.
func (n *Number) Scan(from any) error {
	var v sql.NullInt64
	err := v.Scan(from)
	n.N = v.Int64
	return err
}

// NotZero is the value of a column in which nothing is NULL.
func NotZero[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}
