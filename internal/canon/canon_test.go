package canon_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"touchstone/internal/canon"
)

// The vectors are frozen: if one of them changes, every stored hash chain stops verifying.
func TestVectors(t *testing.T) {
	at := time.Date(2026, 5, 12, 23, 59, 59, 123456789, time.FixedZone("", 8*3600))
	for name, c := range map[string]struct {
		w    *canon.Writer
		want string
	}{
		"empty": {canon.New("k"), vectorEmpty},
		"all": {canon.New("audit.event").Str("移送").Int(-7).Time(at).Bytes([]byte{0, 255}).Bool(true).Null().
			List([]string{"a", ""}).Map(map[string]any{"b": 1.50, "a": []any{nil, false, "x"}, "c": map[string]any{}}), vectorAll},
	} {
		if got := c.w.Sum(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if got := hex.EncodeToString(canon.New("k").Encoded()); got != "73000000000000000863616e6f6e2e763173"+"00000000000000016b" {
		t.Errorf("layout changed: %s", got)
	}
}

func TestTime_IgnoresZoneAndWhatTheDatabaseCannotKeep(t *testing.T) {
	at := time.Date(2026, 5, 12, 23, 59, 59, 123456789, time.FixedZone("", 8*3600))
	if canon.New("k").Time(at).Sum() != canon.New("k").Time(at.UTC().Truncate(time.Microsecond)).Sum() {
		t.Error("the same instant has two encodings")
	}
	if canon.New("k").Time(at).Sum() == canon.New("k").Time(at.Add(time.Microsecond)).Sum() {
		t.Error("a microsecond is lost")
	}
}

// Two sequences of values that differ anywhere have different bytes, even if their concatenations are equal.
func TestEncoding_IsInjective(t *testing.T) {
	gen := rapid.SliceOfN(rapid.OneOf(
		rapid.StringMatching(`[ab]{0,3}`).AsAny(),
		rapid.Int64Range(-2, 2).AsAny(),
		rapid.Bool().AsAny(),
		rapid.SliceOfN(rapid.ByteRange('a', 'b'), 0, 3).AsAny(),
		rapid.SliceOfN(rapid.StringMatching(`[ab]{0,2}`), 0, 2).AsAny(),
	), 0, 4)
	write := func(vs []any) []byte {
		w := canon.New("k")
		for _, v := range vs {
			switch v := v.(type) {
			case string:
				w.Str(v)
			case int64:
				w.Int(v)
			case bool:
				w.Bool(v)
			case []byte:
				w.Bytes(v)
			case []string:
				w.List(v)
			}
		}
		return w.Encoded()
	}
	spell := func(vs []any) string { // an independent spelling: JSON with the type beside each value
		var b strings.Builder
		for _, v := range vs {
			j, _ := json.Marshal(v)
			if _, raw := v.([]byte); raw {
				b.WriteString("raw")
			}
			b.Write(j)
			b.WriteByte('\n')
		}
		return b.String()
	}
	seen := map[string]string{}
	rapid.Check(t, func(t *rapid.T) {
		vs := gen.Draw(t, "values")
		e, s := string(write(vs)), spell(vs)
		if old, ok := seen[e]; ok && old != s {
			t.Fatalf("%q and %q share bytes", old, s)
		}
		seen[e] = s
	})
}

// What the audit log relies on: details survive the way through jsonb.
func TestMap_IsTheSameAfterJSON(t *testing.T) {
	leaf := rapid.OneOf(
		rapid.String().AsAny(), rapid.Bool().AsAny(), rapid.Int64().AsAny(), rapid.Int32().AsAny(), rapid.Just[any](nil),
		rapid.Float64().AsAny(), rapid.SliceOfN(rapid.String(), 0, 3).AsAny(),
		rapid.Custom(func(t *rapid.T) any { return decimal.New(rapid.Int64().Draw(t, "m"), -2) }),
		rapid.Custom(func(t *rapid.T) any {
			return time.UnixMicro(rapid.Int64Range(0, 4e15).Draw(t, "t"))
		}),
	)
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.MapOf(rapid.String(), leaf).Draw(t, "m")
		m["nested"] = map[string]any{"x": leaf.Draw(t, "x"), "l": []any{leaf.Draw(t, "y")}}
		b, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		dec := json.NewDecoder(bytes.NewReader(b))
		dec.UseNumber()
		var back map[string]any
		if err := dec.Decode(&back); err != nil {
			t.Fatal(err)
		}
		before, after := canon.New("k").Map(m), canon.New("k").Map(back)
		if before.Err() != nil || after.Err() != nil {
			t.Fatal(before.Err(), after.Err())
		}
		if before.Sum() != after.Sum() {
			t.Fatalf("%v hashes differently after JSON", m)
		}
	})
}

func TestMap_NumbersCountByValue(t *testing.T) {
	sum := func(v any) string { return canon.New("k").Map(map[string]any{"n": v}).Sum() }
	for _, v := range []any{1, int64(1), 1.0, json.Number("1"), json.Number("1.00"), json.Number("10e-1"), uint8(1)} {
		if sum(v) != sum(1) {
			t.Errorf("%T %v is not 1", v, v)
		}
	}
	for _, v := range []any{"1", true, 1.0000001, -1, nil, []any{1}} {
		if sum(v) == sum(1) {
			t.Errorf("%T %v passes for 1", v, v)
		}
	}
}

func TestSum_IsEmptyWhenAValueHasNoEncoding(t *testing.T) {
	for _, v := range []any{math.NaN(), math.Inf(1), make(chan int), json.Number("1e999999"), json.Number("x")} {
		w := canon.New("k").Map(map[string]any{"v": v})
		if w.Err() == nil || w.Sum() != "" {
			t.Errorf("%T accepted", v)
		}
	}
}

func TestRaw_ReadsOnlyItsOwnDigests(t *testing.T) {
	d := canon.Digest([]byte("x"))
	if b, err := canon.Raw(d); err != nil || len(b) != 32 {
		t.Fatal(err)
	}
	for _, bad := range []string{"", d[7:], "sm3:" + d[7:], d[:len(d)-2], d + "00", strings.ToUpper(d), "sha256:" + strings.ToUpper(d[7:])} {
		if _, err := canon.Raw(bad); err == nil {
			t.Errorf("%q accepted", bad)
		}
	}
}
