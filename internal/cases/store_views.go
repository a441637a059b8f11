package cases

import (
	"context"
	"time"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// countViews counts the views of the person and the shared ones of the unit. Whoever counts waits for whoever saves.
func countViews(ctx context.Context, tx *audit.Tx) (own, unit int, err error) {
	for _, lock := range []struct {
		sql string
		id  int64
	}{{"SELECT id FROM org_units WHERE id = $1 FOR NO KEY UPDATE", tx.Who.UnitID}, {"SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE", tx.Who.UserID}} {
		var id int64
		if err := tx.QueryRow(ctx, lock.sql, lock.id).Scan(&id); err != nil {
			return 0, 0, err
		}
	}
	err = tx.QueryRow(ctx, `SELECT (SELECT count(*) FROM case_views WHERE user_id = $1)::int, (SELECT count(*) FROM `+sharedViews+` WHERE w.unit_id = $2)::int`,
		tx.Who.UserID, tx.Who.UnitID).Scan(&own, &unit)
	return own, unit, err
}

// viewRow is a saved filter of the case list.
type viewRow struct {
	ID             int64 `gorm:"primaryKey"`
	Ref            string
	UserID, UnitID int64
	Name, Query    string
	Shared         bool
	CreatedAt      time.Time
}

func (viewRow) TableName() string { return "case_views" }

// opener is an account, for the view with which it opens the list.
type opener struct{ ID int64 }

func (opener) TableName() string { return "users" }

func insertView(ctx context.Context, tx *audit.Tx, ref string, in SaveViewInput) (int64, error) {
	row := viewRow{Ref: ref, UserID: tx.Who.UserID, UnitID: tx.Who.UnitID, Name: in.Name, Query: in.Query, Shared: in.Shared, CreatedAt: tx.Now}
	taken := clause.OnConflict{Columns: []clause.Column{{Name: "user_id"}, {Name: "name"}}, DoNothing: true}
	if err := gorm.G[viewRow](tx.Gorm(), taken).Create(ctx, &row); err != nil {
		return 0, err
	}
	if row.ID == 0 {
		return 0, errs.Invalid(errs.Field{Name: "name", Key: "cases.views.name_taken"})
	}
	return row.ID, nil
}

// deleteView deletes one of the person's own views; the number of rows tells whether there was one.
func deleteView(ctx context.Context, tx *audit.Tx, ref string) (int, error) {
	n, err := gorm.G[viewRow](tx.Gorm()).Where("ref = ? AND user_id = ?", ref, tx.Who.UserID).Delete(ctx)
	if err != nil || n == 0 {
		return n, err
	}
	_, err = gorm.G[opener](tx.Gorm()).Where("id = ? AND case_view = ?", tx.Who.UserID, ref).Set(database.Set{"case_view": ""}).Update(ctx)
	return n, err
}

func seesView(ctx context.Context, tx *audit.Tx, ref string) (seen bool, err error) {
	err = tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM case_views WHERE ref = $1 AND user_id = $2) OR EXISTS (SELECT FROM `+sharedViews+` WHERE w.ref = $1
		AND w.unit_id = $3)`, ref, tx.Who.UserID, tx.Who.UnitID).Scan(&seen)
	return seen, err
}

func openWith(ctx context.Context, tx *audit.Tx, view string) error {
	return database.One(gorm.G[opener](tx.Gorm()).Where("id = ?", tx.Who.UserID).Set(database.Set{"case_view": view}).Update(ctx))
}
