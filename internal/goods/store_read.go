package goods

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/database"
	"touchstone/internal/quantity"
)

// Row is a goods item as P10 shows it.
type Row struct {
	ID                                      int64
	Ref, Name, Mineral, Form, Purity        string
	ActOn                                   *time.Time
	ControlCode, ControlBasis, ControlState string
	HSDeclared, HSFound                     string
	Quantity, Unit                          string
	Net                                     *quantity.Mg
	Value                                   *quantity.Fen
	ValueMethod, LicenceState, LicenceNote  string
	Listed                                  string
	Version                                 int
	Weighed                                 *quantity.Mg // what the evidence of this item weighed, where it was weighed
}

// Route is one flow.
type Route struct {
	ID                                     int64
	ItemRef, ItemName                      string
	Origin, ExitPort, Transit, Destination string
	Net                                    *quantity.Mg
	Status, Source                         string
}

// Totals are the sums over the items. A sum is nil where nothing is known; Unknown counts the items without that figure.
type Totals struct {
	Items                     int
	Net                       *quantity.Mg
	Value                     *quantity.Fen
	UnknownMass, UnknownValue int
	Controlled                int
}

// Sheet is everything P10 shows.
type Sheet struct {
	Items  []Row
	Routes []Route
	Totals Totals
}

// SQLRow reads items g; the columns of Row in their order.
const SQLRow = `SELECT g.id, g.ref, g.name, g.mineral, g.form, g.purity, g.act_on, g.control_code, g.control_basis, g.control_state, g.hs_declared, g.hs_found,
	coalesce(g.quantity::text, ''), g.unit,
  g.net_mg, g.value_fen, g.value_method, g.licence_state, g.licence_note, g.listed_item, g.version,
  (SELECT sum(coalesce(e.net_mg, e.gross_mg)) FROM evidence_items e WHERE e.goods_item_id = g.id AND e.parent_id IS NULL)
FROM goods_items g `

// Of loads the sheet of a case in one round trip. The caller has decided that the reader may see the case.
func Of(ctx context.Context, q database.Q, caseID int64) (*Sheet, error) {
	s := &Sheet{}
	b := &pgx.Batch{}
	database.Many(b, &s.Items, ItemsOf("$1"), pgx.RowToStructByPos[Row], caseID)
	database.Many(b, &s.Routes, RoutesOf("$1"), pgx.RowToStructByPos[Route], caseID)
	if err := q.SendBatch(ctx, b).Close(); err != nil {
		return nil, err
	}
	s.Totals = Sum(s.Items)
	return s, nil
}

// ItemsOf and RoutesOf read what is on a case; here is the expression of its key.
func ItemsOf(here string) string {
	return SQLRow + "WHERE g.case_id = " + here + " AND g.removed_at IS NULL ORDER BY g.id"
}

func RoutesOf(here string) string {
	return `SELECT r.id, coalesce(g.ref, ''), coalesce(g.name, ''), r.origin, r.exit_port, r.transit, r.destination, r.net_mg, r.status, r.source
FROM goods_routes r LEFT JOIN goods_items g ON g.id = r.item_id WHERE r.case_id = ` + here + ` AND r.removed_at IS NULL ORDER BY r.id`
}

// Sum adds up what is known.
func Sum(items []Row) Totals {
	t := Totals{Items: len(items)}
	for _, i := range items {
		plus(&t.Net, i.Net, &t.UnknownMass)
		plus(&t.Value, i.Value, &t.UnknownValue)
		if i.ControlState == Controlled {
			t.Controlled++
		}
	}
	return t
}

func plus[T interface{ Plus(T) T }](total **T, x *T, unknown *int) {
	if x == nil {
		*unknown++
		return
	}
	n := *x
	if *total != nil {
		n = n.Plus(**total)
	}
	*total = &n
}
