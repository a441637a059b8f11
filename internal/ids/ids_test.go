package ids_test

import (
	"bytes"
	"crypto/rand"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"touchstone/internal/ids"
)

var shape = regexp.MustCompile(`^[A-Z]{2}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]$`)

func anyRef(t *rapid.T) string {
	ref, err := ids.NewRef(rapid.SampledFrom(ids.Prefixes()).Draw(t, "prefix"),
		bytes.NewReader(rapid.SliceOfN(rapid.Byte(), 5, 5).Draw(t, "bits")))
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func TestNewRef_FixedVectors(t *testing.T) {
	for want, in := range map[string]struct {
		prefix string
		bits   []byte
	}{
		"SM-0000-0000-J": {ids.Case, []byte{0, 0, 0, 0, 0}},
		"RF-ZZZZ-ZZZZ-N": {ids.Referral, []byte{255, 255, 255, 255, 255}},
	} {
		got, err := ids.NewRef(in.prefix, bytes.NewReader(in.bits))
		if err != nil || got != want {
			t.Errorf("%s: got %s, %v", want, got, err)
		}
		if !ids.Valid(got) {
			t.Errorf("%s is not valid", got)
		}
	}
}

func TestNewRef_IsReadableAndValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ref := anyRef(t)
		if !shape.MatchString(ref) || !ids.Valid(ref) || !ids.ValidOf(ref[:2], ref) {
			t.Fatal(ref)
		}
		typed := strings.ToLower(strings.ReplaceAll(ref, "-", " "))
		typed = typed[:2] + strings.NewReplacer("0", "o", "1", "l").Replace(typed[2:])
		if got, ok := ids.Normal(typed); !ok || got != ref {
			t.Fatalf("%q read as %q, %v", typed, got, ok)
		}
	})
}

func TestValid_FindsAnyOneWrongLetterAndAnyExchange(t *testing.T) {
	const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	rapid.Check(t, func(t *rapid.T) {
		ref := anyRef(t)
		i := rapid.SampledFrom([]int{3, 4, 5, 6, 8, 9, 10, 11, 13}).Draw(t, "i")
		j := rapid.SampledFrom([]int{3, 4, 5, 6, 8, 9, 10, 11, 13}).Draw(t, "j")
		b := []byte(ref)
		b[i] = rapid.SampledFrom([]byte(letters)).Draw(t, "letter")
		if string(b) != ref && ids.Valid(string(b)) {
			t.Fatalf("%s passes for %s", b, ref)
		}
		b = []byte(ref)
		b[i], b[j] = b[j], b[i]
		if i != 13 && j != 13 && string(b) != ref && ids.Valid(string(b)) {
			t.Fatalf("%s passes for %s", b, ref)
		}
		for _, p := range ids.Prefixes() {
			if other := p + ref[2:]; other != ref && ids.Valid(other) {
				t.Fatalf("%s is valid as %s", ref, other)
			}
		}
	})
}

func TestValid_RefusesWhatIsNoReference(t *testing.T) {
	ref, err := ids.NewRef(ids.Tip, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "-", ref + "0", ref[:13], strings.ToLower(ref), " " + ref, "XX" + ref[2:],
		strings.ReplaceAll(ref, "-", ""), "TP-00U0-0000-0", strings.Repeat("A", 1<<16), "TP-０000-0000-0"} {
		if ids.Valid(bad) {
			t.Errorf("%.40q accepted", bad)
		}
	}
	if _, err := ids.NewRef("ZZ", rand.Reader); err == nil {
		t.Error("unknown prefix accepted")
	}
	if _, err := ids.NewRef(ids.Case, bytes.NewReader([]byte{1, 2})); err == nil {
		t.Error("too few random bits accepted")
	}
}

// TestNormal_AsPasted: a reference copied from anywhere is the one that is meant; what only resembles one is none.
func TestNormal_AsPasted(t *testing.T) {
	ref, err := ids.NewRef(ids.Case, bytes.NewReader([]byte{7, 77, 177, 207, 17}))
	if err != nil {
		t.Fatal(err)
	}
	wide := strings.Map(func(r rune) rune { return r - '!' + '！' }, ref)
	with := func(dash string) string { return strings.ReplaceAll(ref, "-", dash) }
	for _, s := range []string{wide, strings.ToLower(wide), with("\u2014"), with("\u2011"), with("\u2212"), with("\u2013"), with("\uff0d"), with("\u00a0"),
		with("\u3000"), with("."), "\ufeff" + ref, with("\u200b-"), " " + ref + "\u00a0"} {
		if got, ok := ids.Normal(s); !ok || got != ref {
			t.Errorf("%q read as %q, %v", s, got, ok)
		}
	}
	for _, s := range []string{with("/"), with("_"), ref[:13], wide + "０", "案" + ref[2:], strings.Repeat(wide, 100)} {
		if got, ok := ids.Normal(s); ok {
			t.Errorf("%.40q read as %q", s, got)
		}
	}
}

func TestNewRef_DoesNotRepeat(t *testing.T) {
	seen := map[string]bool{}
	for range 2000 {
		ref, err := ids.NewRef(ids.Case, rand.Reader)
		if err != nil || seen[ref] {
			t.Fatal(ref, err)
		}
		seen[ref] = true
	}
}

// Published example of GB 32100-2015 and made-up numbers whose check characters were computed by hand.
func TestCreditCode(t *testing.T) {
	for _, good := range []string{"91350100M000100Y43", "91350100m000100y43 ", "９１３５０１００Ｍ０００１００Ｙ４３", "9135 0100-M000 100Y43", "91350100\u200bM000100Y43"} {
		if got, fault := ids.CreditCode(good); fault != "" || got != "91350100M000100Y43" {
			t.Errorf("%s refused: %s", good, fault)
		}
	}
	for bad, why := range map[string]ids.Fault{"": ids.NotLength, "91350100M000100Y44": ids.NotChecked, "9135A100M000100Y43": ids.NotSigns,
		"91350100M000I00Y43": ids.NotSigns, "91350100M000100Y4": ids.NotLength,
		"B1350100M000100Y43": ids.NotPrefix, "91990100M000100Y43": ids.NotDivision, "91350100M000100Y4张": ids.NotSigns, "9135 0100–M000_100Y43": ids.NotSigns,
		"91350100M000100Y4３3": ids.NotLength} {
		if _, fault := ids.CreditCode(bad); fault != why {
			t.Errorf("%s: %q, not %q", bad, fault, why)
		}
	}
}

func TestCreditCode_FindsAnyOneWrongLetter(t *testing.T) {
	const letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	rapid.Check(t, func(t *rapid.T) {
		b := []byte("91350100M000100Y43")
		b[rapid.IntRange(0, 17).Draw(t, "i")] = rapid.SampledFrom([]byte(letters)).Draw(t, "letter")
		if _, fault := ids.CreditCode(string(b)); (fault == "") != (string(b) == "91350100M000100Y43") {
			t.Fatalf("%s: %v", b, fault)
		}
	})
}

// 11010519491231002X is the example of the standard.
func TestResidentID(t *testing.T) {
	today := time.Date(2026, 5, 12, 0, 0, 0, 0, time.UTC)
	for _, good := range []string{"11010519491231002X", "11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X"} {
		if _, fault := ids.ResidentID(good, today); fault != "" {
			t.Errorf("%s refused: %s", good, fault)
		}
	}
	for bad, why := range map[string]ids.Fault{"": ids.NotLength, "110105194912310021": ids.NotChecked, "11010519491331002X": ids.NotBorn,
		"11010519490230002X": ids.NotBorn, "1101051949123100X2": ids.NotSigns,
		"01010519491231002X": ids.NotDivision, "990105194912310021": ids.NotDivision, "440524188001010014": ids.NotBorn, "11010520491231002X": ids.NotBorn,
		"11010520260513002X": ids.NotBorn, "1101051949123100": ids.NotLength} {
		if _, fault := ids.ResidentID(bad, today); fault != why {
			t.Errorf("%s: %q, not %q", bad, fault, why)
		}
	}
	if b, ok := ids.Born("11010519491231002X"); !ok || b.Format("2006-01-02") != "1949-12-31" {
		t.Error(b)
	}
	if _, ok := ids.Born("110105194912310021"); ok {
		t.Error("birth date of an invalid number")
	}
}

func TestHSCode(t *testing.T) {
	for in, want := range map[string]string{"8112.92.90.10": "8112929010", "280530": "280530", "2805 3019": "28053019", "2805": "2805", "２８０５３０１９": "28053019",
		"2805-30": "280530", "2805301200999": "2805301200", "2805.3012.00.999": "2805301200"} {
		if got, fault := ids.HSCode(in); fault != "" || got != want {
			t.Errorf("%s: %s %v", in, got, fault)
		}
	}
	for bad, why := range map[string]ids.Fault{"": ids.NotLength, "28": ids.NotLength, "28053": ids.NotLength, "0012345678": ids.NotChapter,
		"7700000000": ids.NotChapter, "28O53019": ids.NotSigns, "81129290101": ids.NotLength, "280530120099": ids.NotLength, "28053012009999": ids.NotLength} {
		if _, fault := ids.HSCode(bad); fault != why {
			t.Errorf("%s: %q, not %q", bad, fault, why)
		}
	}
}
