package cases

import (
	"context"
	"time"
	"touchstone/internal/audit"
	"touchstone/internal/quantity"

	"gorm.io/gorm"
)

// partyRow is the party that a case begins with.
type partyRow struct {
	ID               int64 `gorm:"primaryKey"`
	Ref              string
	CaseID           int64
	Kind, Name, Part string
	Subject          bool
	CreatedBy        int64
	CreatedAt        time.Time
}

func (partyRow) TableName() string { return "parties" }

func insertParty(ctx context.Context, tx *audit.Tx, ref string, caseID int64, name string) error {
	return gorm.G[partyRow](tx.Gorm()).Create(ctx, &partyRow{Ref: ref, CaseID: caseID, Kind: "organisation", Name: name, Part: "suspect", Subject: true,
		CreatedBy: tx.Who.UserID, CreatedAt: tx.Now})
}

// goods is the first item of goods of a case: the mineral that it is about.
type goods struct {
	ID                  int64 `gorm:"primaryKey"`
	Ref                 string
	CaseID              int64
	Name, Mineral, Unit string
	Quantity            *string
	NetMg               *quantity.Mg
	ValueFen            *quantity.Fen
	ActOn               *time.Time
	CreatedBy           int64
	CreatedAt           time.Time
}

func (goods) TableName() string { return "goods_items" }

func insertGoods(ctx context.Context, tx *audit.Tx, g goods) (int64, error) {
	g.CreatedBy, g.CreatedAt = tx.Who.UserID, tx.Now
	err := gorm.G[goods](tx.Gorm()).Create(ctx, &g)
	return g.ID, err
}

// route is the way that they went, as far as it is known; it is suspected.
type route struct {
	ID                                     int64 `gorm:"primaryKey"`
	CaseID, ItemID                         int64
	Origin, ExitPort, Transit, Destination string
	NetMg                                  *quantity.Mg
	Status, Source                         string
	CreatedBy                              int64
	CreatedAt                              time.Time
}

func (route) TableName() string { return "goods_routes" }

func insertRoute(ctx context.Context, tx *audit.Tx, r route) error {
	r.Status, r.CreatedBy, r.CreatedAt = "suspected", tx.Who.UserID, tx.Now
	return gorm.G[route](tx.Gorm()).Create(ctx, &r)
}
