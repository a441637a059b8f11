package quantity_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"touchstone/internal/errs"
	"touchstone/internal/quantity"
)

// kept reads a mass as a form does.
func kept(s, unit string) (*quantity.Mg, string) {
	n, bad := quantity.Number(s, unit)
	if bad == nil {
		var m *quantity.Mg
		if m, bad = quantity.Mass(n, unit); bad == nil {
			return m, ""
		}
	}
	return nil, bad.Key
}

// What is typed is what is kept, to the milligram; what is finer or more is refused by name, and nothing becomes zero.
func TestMass_AsTyped(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ typed, unit, grams, key string }{
		{"0.5", "g", "0.5", ""}, {"0.0005", "kg", "0.5", ""}, {"0.001", "g", "0.001", ""}, {"0.000001", "kg", "0.001", ""}, {"0.000000001", "t", "0.001", ""},
		{"0", "g", "0", ""},
		{"12.345678901", "t", "12345678.901", ""}, {"12.5000", "t", "12500000", ""}, {"1.2000000000", "t", "1200000", ""}, {"1000000", "t", "1000000000000", ""},
		{"1000000000", "kg", "1000000000000", ""},
		{"２，１００．５", "kg", "2100500", ""}, {"0.5 g", "g", "0.5", ""}, {"1.2吨", "t", "1200000", ""}, {"500 克", "g", "500", ""}, {"3 公斤", "kg", "3000", ""},
		{"7㎏", "kg", "7000", ""}, {"７ＫＧ", "kg", "7000", ""},
		{"0.0005", "g", "", "quantity.finer"}, {"0.0000001", "kg", "", "quantity.finer"}, {"1.2345678901", "t", "", "quantity.finer"},
		{"1000000.000000001", "t", "", "quantity.too_much"}, {"1000000000001", "g", "", "quantity.too_much"}, {"999999999999999", "t", "", "quantity.too_much"},
		{"500 g", "kg", "", "quantity.other_unit"}, {"-1", "kg", "", "form.negative"}, {"-0.5", "g", "", "form.negative"}, {"1e3", "kg", "", "form.decimal"},
		{"5.", "kg", "", "form.decimal"}, {"5 磅", "kg", "", "form.decimal"}, {"kg", "kg", "", "form.decimal"}, {"", "kg", "", "form.decimal"},
		{"1234567890123456", "g", "", "form.decimal"},
	} {
		m, key := kept(x.typed, x.unit)
		if key != x.key || (m == nil) != (x.key != "") || m != nil && m.Grams() != x.grams {
			t.Errorf("%q %s: %v %q, want %q %q", x.typed, x.unit, m, key, x.grams, x.key)
		}
	}
	if m, bad := quantity.Mass(decimal.RequireFromString("3"), "piece"); m != nil || bad != nil {
		t.Errorf("pieces have no mass: %v %v", m, bad)
	}
	if _, bad := quantity.Mass(decimal.RequireFromString("0.0000001"), "m3"); bad == nil || bad.Key != "quantity.places" {
		t.Errorf("%v", bad)
	}
}

func TestKilograms_OfAnyUnit(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"1.5": "1.5", "500 克": "0.5", "0.5g": "0.0005", "1.2 t": "1200", "0.000001": "0.000001", "0.0000001": "",
		"1000000000.1": "", "2 斤": "", "0.0001 g": ""} {
		d, bad := quantity.Kilograms(typed)
		if (bad != nil) != (want == "") || bad == nil && d.String() != want {
			t.Errorf("%q: %s %v, want %q", typed, d, bad, want)
		}
	}
}

// Whatever is kept reads back from what is printed, in every unit.
func TestMass_PrintsWhatItIs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		mg := rapid.Int64Range(0, quantity.MostMg).Draw(t, "mg")
		m := quantity.Milligrams(mg)
		for unit, printed := range map[string]string{"kg": m.Kg(), "t": m.Tonnes(), "g": m.Grams()} {
			if back, key := kept(printed, unit); key != "" || back.Cmp(m) != 0 {
				t.Fatalf("%d mg prints %q %s, reads %v %q", mg, printed, unit, back, key)
			}
			if (printed == "0") != (mg == 0) {
				t.Fatalf("%d mg prints %q", mg, printed)
			}
		}
		if back, ok := quantity.ReadGrams(m.Grams()); !ok || back.Cmp(m) != 0 {
			t.Fatalf("%d mg in the ledger is %q", mg, m.Grams())
		}
		if back, key := kept(decimal.New(mg, -9).String(), "t"); key != "" || back.Cmp(m) != 0 {
			t.Fatalf("tonnes with nine places: %d mg reads %v %q", mg, back, key)
		}
		v, err := m.Value()
		var back quantity.Mg
		if err != nil || back.Scan(v) != nil || back.Cmp(m) != 0 {
			t.Fatalf("%d mg is kept as %v, %v", mg, v, err)
		}
	})
}

func TestMoney_PrintsWhatItIs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, quantity.MostFen).Draw(t, "fen")
		f := quantity.Fens(n)
		d, bad := quantity.Yuan(f.Fixed())
		if bad != nil {
			t.Fatalf("%d fen prints %q: %v", n, f.Fixed(), bad)
		}
		if back, bad := quantity.Money(d); bad != nil || back.Cmp(f) != 0 {
			t.Fatalf("%d fen prints %q, reads %v %v", n, f.Fixed(), back, bad)
		}
		if back, ok := quantity.ReadFen(f.Plain()); !ok || back.Cmp(f) != 0 {
			t.Fatalf("%d fen in the ledger is %q", n, f.Plain())
		}
	})
	for typed, key := range map[string]string{"0.001": "form.money", "-1": "form.negative", "9000000000000000.01": "quantity.too_dear"} {
		if _, bad := quantity.Money(decimal.RequireFromString(typed)); bad == nil || bad.Key != key {
			t.Errorf("%s: %v", typed, bad)
		}
	}
}

// A sum has no end: ten thousand of the heaviest things, and twice what a bigint holds.
func TestSum_HasNoEnd(t *testing.T) {
	t.Parallel()
	var sum quantity.Mg
	for range 10_000 {
		sum = sum.Plus(quantity.Milligrams(quantity.MostMg))
	}
	if sum.Tonnes() != "10000000000" {
		t.Errorf("%s t", sum.Tonnes())
	}
	var read quantity.Mg
	if err := read.Scan("18446744073709551616"); err != nil || read.Kg() != "18446744073709.551616" {
		t.Errorf("%s, %v", read.Kg(), err)
	}
	if _, err := read.Value(); err == nil {
		t.Error("a row takes more than it holds")
	}
	if err := read.Scan("0.5"); err == nil {
		t.Error("half a milligram")
	}
	if err := json.Unmarshal([]byte("18446744073709551616"), &read); err != nil || read.Kg() != "18446744073709.551616" {
		t.Errorf("%s, %v", read.Kg(), err)
	}
	if _, err := json.Marshal(read); err == nil {
		t.Error("a number without its unit")
	}
	for _, s := range []string{"", "x", "1e9", "--1", "1.2345", "NaN"} {
		if _, ok := quantity.ReadGrams(s); ok {
			t.Errorf("%q is no mass", s)
		}
	}
}

func TestDayOf_IsLegal(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 2, 28, 16, 30, 0, 0, time.UTC)
	if d := quantity.DayOf(at); d == nil || d.Format(time.DateOnly) != "2026-03-01" {
		t.Errorf("%v", d)
	}
	if quantity.DayOf(time.Time{}) != nil {
		t.Error("no day is none")
	}
}

// TestDay_AsWritten: a day and a moment are read in the ways in which people write them; a year of five digits is told as a
// year.
func TestDay_AsWritten(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ typed, want, key string }{
		{"2026-05-12", "2026-05-12 00:00:00", ""}, {"２０２６年５月１２日", "2026-05-12 00:00:00", ""}, {"2026.5.12", "2026-05-12 00:00:00", ""},
		{"20226-05-12", "", "form.year"}, {"202605-05-12", "", "form.year"}, {"0226-02-30", "", "form.year"},
		{"2026-02-30", "", "form.no_such_day"}, {"2026-5", "", "form.date"}, {"2026-05-12 09:30", "", "form.date"},
	} {
		got, bad := quantity.Day(x.typed)
		told(t, x.typed, got, bad, x.want, x.key)
	}
	for _, x := range []struct{ typed, want, key string }{
		{"2026-05-12T09:30", "2026-05-12 09:30:00", ""}, {"2026-05-12 09:30:15", "2026-05-12 09:30:15", ""}, {"2026年5月12日 9:30", "2026-05-12 09:30:00", ""},
		{"2026年5月12日9时30分", "2026-05-12 09:30:00", ""},
		{"2026/5/12 9:30", "2026-05-12 09:30:00", ""}, {"2026.05.12 09:30", "2026-05-12 09:30:00", ""}, {"２０２６．５．１２　９：３０", "2026-05-12 09:30:00", ""},
		{"2026-05-12T01:30:00Z", "2026-05-12 09:30:00", ""},
		{"20226-05-12T09:30", "", "form.year"}, {"0026-05-12T09:30", "", "form.year"}, {"2026-05-12T24:00", "", "form.no_such_day"},
		{"2026-05-12 09:60", "", "form.no_such_day"}, {"2026-02-30 09:30", "", "form.no_such_day"},
		{"2026-05-129:30", "", "form.datetime"}, {"2026-05-12", "", "form.datetime"}, {"09:30", "", "form.datetime"},
		{"2026-13-40T25:61:00Z", "", "form.no_such_day"},
	} {
		got, bad := quantity.Moment(x.typed)
		told(t, x.typed, got, bad, x.want, x.key)
	}
}

func told(t *testing.T, typed string, got time.Time, bad *errs.Field, want, key string) {
	t.Helper()
	said := ""
	if bad != nil {
		said = bad.Key
	}
	if said != key || want != "" && got.In(quantity.Zone()).Format(time.DateTime) != want || want == "" && !got.IsZero() {
		t.Errorf("%q: %s %q, want %s %q", typed, got, said, want, key)
	}
}
