package goods

import (
	"context"
	"time"

	"gorm.io/gorm"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/quantity"
)

// itemRow is an item of goods on a case.
type itemRow struct {
	ID                                     int64 `gorm:"primaryKey"`
	Ref                                    string
	CaseID                                 int64
	Name, Mineral, Form, Purity            string
	ActOn                                  *time.Time
	ControlCode, ControlBasis              string
	ControlState                           string
	HSDeclared, HSFound                    string
	Quantity                               *string
	Unit                                   string
	NetMg                                  *quantity.Mg
	ValueFen                               *quantity.Fen
	ValueMethod, LicenceState, LicenceNote string
	ListedItem                             string
	CreatedBy                              int64
	CreatedAt                              time.Time
}

func (itemRow) TableName() string { return "goods_items" }

// standing are the items of a case that nobody has taken off.
const standing = "ref = ? AND case_id = ? AND removed_at IS NULL"

func insertItem(ctx context.Context, tx *audit.Tx, ref string, caseID int64, x item) (id int64, err error) {
	row := itemRow{Ref: ref, CaseID: caseID, Name: x.Name, Mineral: x.Mineral, Form: x.Form, Purity: x.Purity, ActOn: quantity.DayOf(x.ActOn),
		ControlCode: x.code, ControlBasis: x.basis, ControlState: x.state, HSDeclared: x.HSDeclared, HSFound: x.HSFound, Quantity: x.quantity, Unit: x.Unit,
		NetMg: x.net, ValueFen: x.value, ValueMethod: x.ValueMethod, LicenceState: x.LicenceState, LicenceNote: x.LicenceNote, ListedItem: x.Listed,
		CreatedBy: tx.Who.UserID, CreatedAt: tx.Now}
	err = gorm.G[itemRow](tx.Gorm()).Create(ctx, &row)
	return row.ID, err
}

func updateItem(ctx context.Context, tx *audit.Tx, ref string, caseID int64, x item) (id int64, err error) {
	rows, err := database.Changed[itemRow](ctx, tx, database.Set{
		"name": x.Name, "mineral": x.Mineral, "form": x.Form, "purity": x.Purity, "act_on": quantity.DayOf(x.ActOn), "control_code": x.code,
		"control_basis": x.basis, "control_state": x.state, "hs_declared": x.HSDeclared, "hs_found": x.HSFound, "quantity": x.quantity, "unit": x.Unit,
		"net_mg": x.net, "value_fen": x.value, "value_method": x.ValueMethod, "licence_state": x.LicenceState, "licence_note": x.LicenceNote,
		"listed_item": x.Listed, "version": database.Next("version"),
	}, []string{"id"}, standing+" AND version = ?", ref, caseID, x.Version)
	if err == nil && len(rows) == 0 {
		err = missing(ctx, tx, ref, caseID)
	}
	if err != nil {
		return 0, err
	}
	return rows[0].ID, nil
}

// missing tells a stale page from an item that is not there.
func missing(ctx context.Context, tx *audit.Tx, ref string, caseID int64) error {
	n, err := gorm.G[itemRow](tx.Gorm()).Where(standing, ref, caseID).Count(ctx, "*")
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	return errs.New(errs.Conflict, "procedure.stale")
}

func removeItem(ctx context.Context, tx *audit.Tx, ref string, caseID int64) (id int64, name string, err error) {
	rows, err := database.Changed[itemRow](ctx, tx, database.Set{"removed_at": tx.Now, "version": database.Next("version")}, []string{"id", "name"},
		standing, ref, caseID)
	if err := database.OneOr(len(rows), err, errs.New(errs.NotFound, "errs.not_found")); err != nil {
		return 0, "", err
	}
	_, err = gorm.G[routeRow](tx.Gorm()).Where("item_id = ? AND removed_at IS NULL", rows[0].ID).Set(database.Set{"removed_at": tx.Now}).Update(ctx)
	return rows[0].ID, rows[0].Name, err
}

// routeRow is a way that goods of a case went.
type routeRow struct {
	ID                                     int64 `gorm:"primaryKey"`
	CaseID                                 int64
	ItemID                                 *int64
	Origin, ExitPort, Transit, Destination string
	NetMg                                  *quantity.Mg
	Status, Source                         string
	CreatedBy                              int64
	CreatedAt                              time.Time
}

func (routeRow) TableName() string { return "goods_routes" }

func insertRoute(ctx context.Context, tx *audit.Tx, caseID int64, in RouteInput, net *quantity.Mg) (id int64, err error) {
	row := routeRow{CaseID: caseID, Origin: in.Origin, ExitPort: in.ExitPort, Transit: in.Transit, Destination: in.Destination, NetMg: net,
		Status: in.Status, Source: in.Source, CreatedBy: tx.Who.UserID, CreatedAt: tx.Now}
	if in.Item != "" {
		goods, err := gorm.G[itemRow](tx.Gorm()).Select("id").Where(standing, in.Item, caseID).Take(ctx)
		if database.NoRows(err) {
			return 0, errs.Invalid(errs.Field{Name: "item", Key: "form.reference"})
		}
		if err != nil {
			return 0, err
		}
		row.ItemID = &goods.ID
	}
	err = gorm.G[routeRow](tx.Gorm()).Create(ctx, &row)
	return row.ID, err
}

func removeRoute(ctx context.Context, tx *audit.Tx, caseID, id int64) error {
	n, err := gorm.G[routeRow](tx.Gorm()).Where("id = ? AND case_id = ? AND removed_at IS NULL", id, caseID).Set(database.Set{"removed_at": tx.Now}).Update(ctx)
	return database.OneOr(n, err, errs.New(errs.NotFound, "errs.not_found"))
}
