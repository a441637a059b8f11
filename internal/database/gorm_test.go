package database_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"gorm.io/gorm"

	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/quantity"
	"touchstone/internal/testkit"
)

// sample has a column of every kind that rows of ours have.
type sample struct {
	ID     int64 `gorm:"primaryKey"`
	Name   string
	Texts  database.Texts `gorm:"type:text[]"`
	IDs    database.IDs   `gorm:"column:ids;type:bigint[]"`
	Doc    string         `gorm:"type:jsonb"`
	Amount *string
	NetMg  *quantity.Mg
	Fen    quantity.Fen
	At     *time.Time
	On     *time.Time
	Bytes  []byte
	Flag   bool
	N      int
}

func (sample) TableName() string { return "sample" }

const sampleTable = `CREATE TEMP TABLE sample (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, texts text[] NOT NULL,
  ids bigint[] NOT NULL,
  doc jsonb NOT NULL,
  amount numeric, net_mg bigint, fen bigint NOT NULL, at timestamptz, "on" date, bytes bytea, flag boolean NOT NULL, n integer NOT NULL,
  CONSTRAINT settings_small_cells_check CHECK (n < 100))`

func sampleTx(t *testing.T) *database.Tx {
	t.Helper()
	tx := begin(t, testkit.DB(t))
	if _, err := tx.Exec(t.Context(), sampleTable); err != nil {
		t.Fatal(err)
	}
	return tx
}

func full(t *testing.T, name string) sample {
	t.Helper()
	amount, net := "12.50", quantity.Milligrams(7)
	at, on := time.Date(2026, 11, 30, 8, 9, 10, 11000, time.UTC), time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	return sample{Name: name, Texts: database.Texts{`a"b`, "c,d", "", "镓"}, IDs: database.IDs{3, -1}, Doc: `{"a": [1, "?"]}`, Amount: &amount, NetMg: &net,
		Fen: quantity.Fens(9), At: &at, On: &on, Bytes: []byte{0, 1}, Flag: true, N: 5}
}

// TestGorm_RowsKeepWhatTheyHold writes several rows with one statement and reads one back.
func TestGorm_RowsKeepWhatTheyHold(t *testing.T) {
	t.Parallel()
	tx := sampleTx(t)
	ctx, count := database.Count(t.Context())
	rows := []sample{full(t, "one"), full(t, "two"), {Name: "empty", Doc: "{}"}}
	if err := database.CreateAll(ctx, tx, rows); err != nil {
		t.Fatal(err)
	}
	if count.Statements() != 1 || rows[1].ID != 2 {
		t.Fatalf("%d statements, second id %d: %q", count.Statements(), rows[1].ID, count.Texts())
	}
	got, err := gorm.G[sample](tx.Gorm()).Where("id = ?", rows[0].ID).Take(ctx)
	if err != nil {
		t.Fatal(err)
	}
	want := full(t, "one")
	if !slices.Equal(got.Texts, want.Texts) || !slices.Equal(got.IDs, want.IDs) || got.Doc != want.Doc || *got.Amount != *want.Amount ||
		got.NetMg.Cmp(*want.NetMg) != 0 || got.Fen.Plain() != "9" || !got.At.Equal(*want.At) || !got.On.Equal(*want.On) || !slices.Equal(got.Bytes, want.Bytes) ||
		!got.Flag || got.N != 5 {
		t.Errorf("read %+v\nwant %+v", got, want)
	}
	if nulls := value[int](t, tx, `SELECT num_nulls(texts, ids, amount, net_mg, at, "on", bytes) FROM sample WHERE name = 'empty'`); nulls != 5 {
		t.Errorf("%d columns of an empty row are NULL, want five: an empty list is none of them", nulls)
	}
}

// TestGorm_SetClears: a value that is zero, and one that is nothing, reach the row.
func TestGorm_SetClears(t *testing.T) {
	t.Parallel()
	tx := sampleTx(t)
	row := full(t, "one")
	if err := gorm.G[sample](tx.Gorm()).Create(t.Context(), &row); err != nil {
		t.Fatal(err)
	}
	err := database.One(gorm.G[sample](tx.Gorm()).Where("id = ? AND ids @> ?::bigint[] AND n = ANY(?)", row.ID, database.IDs{3}, database.IDs{5}).
		Set(database.Set{
			"name": "", "texts": database.Texts(nil), "ids": database.IDs{}, "doc": "{}", "amount": (*string)(nil), "net_mg": (*quantity.Mg)(nil), "fen": 0,
			"at": (*time.Time)(nil), "on": nil, "bytes": nil, "flag": false, "n": database.Next("n"),
		}).Update(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	if got := value[string](t, tx, "SELECT row(name, texts, ids, doc, amount, net_mg, fen, at, \"on\", bytes, flag, n)::text FROM sample"); got !=
		`("",{},{},{},,,0,,,,f,6)` {
		t.Error(got)
	}
}

// TestGorm_ChangedReadsTheRows also through an expression, in one statement.
func TestGorm_ChangedReadsTheRows(t *testing.T) {
	t.Parallel()
	tx := sampleTx(t)
	rows := []sample{full(t, "one"), full(t, "two"), full(t, "three")}
	if err := database.CreateAll(t.Context(), tx, rows); err != nil {
		t.Fatal(err)
	}
	ctx, count := database.Count(t.Context())
	got, err := database.Changed[sample](ctx, tx, database.Set{"n": 0}, []string{"id", "upper(name) AS name"}, "id > ?", rows[0].ID)
	if err != nil || len(got) != 2 || got[0].Name+got[1].Name != "TWOTHREE" || count.Statements() != 1 {
		t.Fatalf("%+v, %v, %q", got, err, count.Texts())
	}
	if got, err = database.Changed[sample](ctx, tx, database.Set{"n": 0}, []string{"id"}, "id = 0"); err != nil || len(got) != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
}

// TestGorm_ErrorsAreRead as those of pgx are, and a change of no row or of two is one.
func TestGorm_ErrorsAreRead(t *testing.T) {
	t.Parallel()
	tx := sampleTx(t)
	row := full(t, "one")
	row.N = 100
	err := gorm.G[sample](tx.Gorm()).Create(t.Context(), &row)
	var e *errs.E
	if !errors.As(err, &e) || e.Key != "database.small_cells" {
		t.Errorf("a broken constraint reads %v", err)
	}
	none := errs.New(errs.NotFound, "errs.not_found")
	for n, kind := range map[int]errs.Kind{0: errs.Conflict, 2: errs.Internal} {
		if err := database.One(n, nil); errs.KindOf(err) != kind {
			t.Errorf("%d rows: %v", n, err)
		}
	}
	if err := database.OneOr(0, nil, none); !errors.Is(err, none) {
		t.Errorf("no row: %v", err)
	}
	if err := database.OneOr(1, nil, none); err != nil {
		t.Errorf("one row: %v", err)
	}
}
