package identity_test

import (
	"strings"
	"testing"
	"time"

	"touchstone/internal/identity"
	"touchstone/internal/testkit"
)

// TestSignIn_Locks: five failures, ten minutes, at the second; twice as long after five more; a success forgets.
func TestSignIn_Locks(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"known", "nobody-of-that-name"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, false)
			d.person("known", identity.KindPassword, "case_handler")
			fail := func(n int, want string) {
				t.Helper()
				for range n {
					d.wait()
					d.want("failure", d.try(name, "wrong"), want)
				}
			}
			fail(4, "identity.refused")
			fail(1, "identity.locked")
			d.clock.Advance(10*time.Minute - time.Second)
			d.want("a second before the end", d.try(name, password), "identity.locked")
			d.clock.Advance(2 * time.Second)
			fail(4, "identity.refused")
			fail(1, "identity.locked")
			d.clock.Advance(20*time.Minute - time.Second)
			d.want("a second before the second end", d.try(name, password), "identity.locked")
			d.clock.Advance(2 * time.Second)
			if name != "known" {
				d.want("still nobody", d.try(name, password), "identity.refused")
				return
			}
			d.want("the right password", d.try(name, password), "")
			fail(4, "identity.refused")
			d.want("the right password", d.try(name, password), "")
		})
	}
}

// TestSignIn_ClosesAfterAHundred: then only a security administrator opens the account.
func TestSignIn_ClosesAfterAHundred(t *testing.T) {
	t.Parallel()
	d := newDesk(t, false)
	id := d.person("known", identity.KindPassword, "case_handler")
	if _, err := testkit.Super(t, d.db).Exec(t.Context(), `UPDATE users SET failures = 99 WHERE id = $1`, id); err != nil {
		t.Fatal(err)
	}
	d.want("the hundredth", d.try("known", "wrong"), "identity.closed")
	d.clock.Advance(365 * 24 * time.Hour)
	d.want("a year later", d.try("known", password), "identity.closed")
}

func TestSignIn_LimitsAnAddress(t *testing.T) {
	t.Parallel()
	d := newDesk(t, false)
	for i := range 30 {
		if got := d.try("x"+strings.Repeat("y", i), strings.Repeat("p", 200)); got != "identity.refused" {
			t.Fatalf("attempt %d: %q", i, got)
		}
	}
	d.want("the 31st", d.try("other", "x"), "identity.too_many_attempts")
	d.clock.Advance(time.Minute)
	d.want("a minute later", d.try("other", strings.Repeat("p", 200)), "identity.refused")
}

// TestSignIn_RefusesAlike: unknown, wrong, disabled, without hash, too long: one sentence.
func TestSignIn_RefusesAlike(t *testing.T) {
	t.Parallel()
	d := newDesk(t, false)
	d.person("known", identity.KindPassword, "case_handler")
	d.person("gone", identity.KindPassword, "case_handler")
	d.person("both", identity.KindPassword, "sysadmin", "auditor")
	d.person("empty", identity.KindPassword, "case_handler")
	if _, err := testkit.Super(t, d.db).Exec(t.Context(), `UPDATE users SET disabled_at = now() WHERE username = 'gone';
		UPDATE users SET password_hash = '' WHERE username = 'empty'`); err != nil {
		t.Fatal(err)
	}
	for _, x := range [][2]string{
		{"nobody", password}, {"known", "wrong"}, {"gone", password}, {"both", password}, {"empty", ""}, {"empty", password}, {"", ""},
		{"known", strings.Repeat("x", 200_000)}, {"known", password + "x"},
	} {
		d.want(x[0], d.try(x[0], x[1]), "identity.refused")
	}
	d.want("the name's case and blanks do not matter", d.try(" KNOWN ", password), "")
}

// TestSignIn_TakesAsLongForAStranger: the fastest of several, taken in turn, because everything else on the machine only
// adds time: more are taken where it still disturbs one of the two. Not in parallel, so that it adds little. Seen to fail
// (150 ms against 1 ms) without nobody's hash.
func TestSignIn_TakesAsLongForAStranger(t *testing.T) {
	d := newDesk(t, true)
	if err := d.EnsureDemo(t.Context()); err != nil {
		t.Fatal(err)
	}
	best := map[string]time.Duration{"officer": time.Hour, "nobody": time.Hour}
	alike := func() bool {
		ratio := float64(best["nobody"]) / float64(best["officer"])
		return ratio > 0.6 && ratio < 1.6
	}
	for n := 0; n < 6 || n < 30 && !alike(); n++ {
		for name := range best {
			start := time.Now()
			d.want(name, d.try(name, "wrong"), "identity.refused")
			best[name] = min(best[name], time.Since(start))
		}
	}
	if !alike() {
		t.Errorf("known %v, stranger %v", best["officer"], best["nobody"])
	}
}
