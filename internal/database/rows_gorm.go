package database

import (
	"database/sql/driver"

	"github.com/jackc/pgx/v5/pgtype"
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
