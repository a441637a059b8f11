package names_test

import (
	"context"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"touchstone/internal/database"
	"touchstone/internal/names"
	"touchstone/internal/testkit"
)

// newer are characters of which Go's tables know a compatibility form and the server's do not yet.
func newer(r rune) bool { return r >= 0x1e030 && r <= 0x1e08f }

// inSQL are the keys of names as the database makes them.
func inSQL(ctx context.Context, q database.Q, of []string) (keys []string, err error) {
	err = q.QueryRow(ctx, "SELECT array_agg(name_key(x.name) ORDER BY x.n) FROM unnest($1::text[]) WITH ORDINALITY AS x (name, n)", of).Scan(&keys)
	return keys, err
}

// TestKey_InStatements: the database makes the same key of every character and of names put together of odd ones; so the
// statements that look for accounts and duties find whom the guards find.
func TestKey_InStatements(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	var batch []string
	compare := func() {
		t.Helper()
		keys, err := inSQL(t.Context(), db.Read(), batch)
		if err != nil || len(keys) != len(batch) {
			t.Fatal(err, len(keys))
		}
		for i, k := range keys {
			if want := names.Key(batch[i]); k != want {
				t.Errorf("%q (%U): the database makes %q, the program %q", batch[i], []rune(batch[i]), k, want)
			}
		}
		batch = batch[:0]
	}
	all := 0
	for r := rune(1); r <= unicode.MaxRune && !t.Failed(); r++ {
		known := unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point)
		if !known || newer(r) || unicode.In(r, unicode.Han, unicode.Hangul) && r%53 != 0 { // of the many that are alike, some
			continue
		}
		all++
		if batch = append(batch, string(r), "张"+string(r)+"三"); len(batch) >= 4096 {
			compare()
		}
	}
	compare()
	t.Logf("%d characters", all)
	odd := rapid.StringOfN(
		rapid.OneOf(rapid.SampledFrom([]rune("张三李·•・.　 \u200b\ufeffＬｉlIİıßẞſKÅΩσςéé\u0301\u0308①㈱ﬁ〇葛\U000E0100\uFFF0\u2065\U000E01F0。｡ꞏ⸳᛫◦가각ㄱ\u1160")),
			rapid.RuneFrom(nil, unicode.Han, unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Hangul, unicode.Arabic, unicode.Tibetan)), 0, 12, -1).
		Filter(func(s string) bool {
			for _, r := range s {
				if newer(r) {
					return false
				}
			}
			return true
		})
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(odd, 20, 20).Draw(t, "names")
		keys, err := inSQL(context.Background(), db.Read(), list)
		if err != nil {
			t.Fatal(err)
		}
		for i, k := range keys {
			if want := names.Key(list[i]); k != want {
				t.Fatalf("%q (%U): the database makes %q, the program %q", list[i], []rune(list[i]), k, want)
			}
		}
	})
}
