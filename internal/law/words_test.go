package law_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/law"
)

// TestFormula_OfTwoElementsAndNoWord: a formula names two elements at least and says so by a small letter or a figure; charges, faces and
// brackets belong to it, and a word that happens to be of symbols does not.
func TestFormula_OfTwoElementsAndNoWord(t *testing.T) {
	t.Parallel()
	trade := load(t).Trade
	in := func(text string) string {
		var out []string
		for _, symbol := range []string{"ga", "in", "as", "ge", "sb", "te", "w"} {
			if strings.Contains(trade.Fold(text), law.InFormula(symbol)) {
				out = append(out, symbol)
			}
		}
		return strings.Join(out, " ")
	}
	for text, want := range map[string]string{"GaAs": "ga as", "InGaAs": "ga in as", "Ga(III)As": "ga as", "GaAs(100)": "ga as", "GaAs(x)": "ga as",
		"In(GaAs)2": "ga in as",
		"In(GaAs":   "ga as", "Ga": "", "GaGa": "", "WO": "", "WO3": "w", "WP": "", "GaAsq": "", "aGaAs": "", "GaAs-Ge": "ga as ge", "GaAs ": "ga as",
		"(GaAs)": "ga as", "GaAs)": "ga as",
		"Ga2Te3": "ga te", "GaAs(Ge)": "ga as ge"} {
		if got := in(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if one, other := trade.Fold("In(GaAs)2"), trade.Fold("InGaAs"); one != other {
		t.Errorf("the brackets of a formula are left behind: %q", one)
	}
}

// TestExplain_EveryWordOrTheRest: of a name is told what each word of the trade is, once, and what is left is nobody's word.
func TestExplain_EveryWordOrTheRest(t *testing.T) {
	t.Parallel()
	trade := load(t).Trade
	kinds, rest := trade.Explain(trade.Fold("锭"))
	if len(kinds) != 1 || rest != "" {
		t.Errorf("a word of the trade: %q, %q", kinds, rest)
	}
	twice, _ := trade.Explain(trade.Fold("锭，锭"))
	if !slices.Equal(twice, kinds) {
		t.Errorf("twice the same: %q", twice)
	}
	if kinds, rest = trade.Explain(trade.Fold("锭 qwerty 12")); len(kinds) != 1 || rest != "qwerty" {
		t.Errorf("what is left: %q, %q", kinds, rest)
	}
	if kinds, rest = trade.Explain(trade.Fold("阿巴")); len(kinds) != 0 || rest != "阿巴" {
		t.Errorf("what nobody knows: %q, %q", kinds, rest)
	}
	masked := trade.Mask(trade.Fold("锭qwerty"), twice[0])
	if strings.Contains(masked, "锭") || !strings.Contains(masked, "qwerty") {
		t.Errorf("without its kind: %q", masked)
	}
	if got := trade.Mask(trade.Fold("锭qwerty"), "no kind"); got != trade.Fold("锭qwerty") {
		t.Errorf("of another kind nothing goes: %q", got)
	}
}

// TestEarlierRule_BetweenItsDays: a rule was in force between the days that somebody read; of the time before its first day, and after
// its last, it is known that it was not.
func TestEarlierRule_BetweenItsDays(t *testing.T) {
	t.Parallel()
	day := func(s string) time.Time {
		d, err := time.ParseInLocation(time.DateOnly, s, law.Zone())
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	whole := law.EarlierRule{From: day("2006-09-01"), Until: day("2023-11-30")}
	for i, x := range []struct {
		rule       law.EarlierRule
		on         string
		may, known bool
	}{{whole, "2006-08-31", false, true}, {whole, "2006-09-01", true, true}, {whole, "2023-11-30", true, true}, {whole, "2023-12-01", false, true},
		{law.EarlierRule{}, "2010-01-01", true, false}, {law.EarlierRule{Until: day("2023-11-30")}, "2010-01-01", true, false},
		{law.EarlierRule{Until: day("2023-11-30")}, "2024-01-01", false, true}, {law.EarlierRule{From: day("2006-09-01")}, "2024-01-01", true, true}} {
		if may, known := x.rule.On(day(x.on).Add(15 * time.Hour)); may != x.may || known != x.known {
			t.Errorf("%d: %t, %t", i, may, known)
		}
	}
}

// TestEarlierRule_OfTheItem: an item knows the days of the rule before its announcement.
func TestEarlierRule_OfTheItem(t *testing.T) {
	t.Parallel()
	n := 0
	for _, i := range load(t).Items(time.Date(2026, 3, 2, 0, 0, 0, 0, law.Zone()), "") {
		if i.EarlierBasis == "Ann. 50/2006" {
			n++
			if from, until := i.EarlierRule.From.Format(time.DateOnly), i.EarlierRule.Until.Format(time.DateOnly); from != "2006-09-01" || until != "2023-11-30" {
				t.Errorf("%s: from %s to %s", i.NameZH, from, until)
			}
		}
	}
	if n == 0 {
		t.Error("no item rests on it")
	}
}

// TestAppointments_BarWhatTheySay: CPL 29; MPS 62. A witness of a search is no investigator of it and decides nothing in it; who sees a
// secret destroyed decides nothing on it and may do the rest.
func TestAppointments_BarWhatTheySay(t *testing.T) {
	t.Parallel()
	b := load(t)
	for code, want := range map[string]string{"search.witness": "case_handler ps_investigator decides", "secret_destroyed.witness": "decides"} {
		a := b.Appointment(code)
		var got []string
		for _, r := range a.Bars {
			got = append(got, string(r))
		}
		if a.BarsDecisions {
			got = append(got, "decides")
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s bars %q", code, got)
		}
	}
	if a := b.Appointment("search.witness"); a.Clashes(actor.UnitHead, false) || !a.Clashes(actor.UnitHead, true) || !a.Clashes(actor.CaseHandler, false) {
		t.Error("a witness")
	}
	if b.Appointment("handler").BarsDecisions || len(b.Appointment("handler").Bars) != 0 {
		t.Error("who handles is barred by his role")
	}
}

// TestNeeds_ByAnAnswer: a field hangs on the answer beside it, of whatever type it is.
func TestNeeds_ByAnAnswer(t *testing.T) {
	t.Parallel()
	needs := func(value string, v law.Values) bool {
		x := &law.Field{Name: "why", Type: "text", Required: law.Need{Key: "a", Value: value}}
		form := &law.Form{Fields: []*law.Field{{Name: "a"}, x}}
		return form.Needs(x, v, nil, "", "")
	}
	for i, x := range []struct {
		value string
		given any
		want  bool
	}{{"yes", true, true}, {"yes", false, false}, {"no", false, true}, {"no", true, false}, {"other", false, false}, {"other", true, false}, {"3", int64(3),
		true}, {"3", int64(4), false},
		{"x", "x", true}, {"x", "y", false}, {"x", []string{"y", "x"}, true}, {"x", []string{"y"}, false}} {
		if got := needs(x.value, law.Values{"a": x.given}); got != x.want {
			t.Errorf("%d: %t", i, got)
		}
	}
	if needs("no", law.Values{}) {
		t.Error("what was not answered is no answer")
	}
	several := &law.Form{Fields: []*law.Field{{Name: "who", Type: "officers2", Default: "actor"}, {Name: "one", Type: "officer", Default: "actor"},
		{Name: "day", Type: "date", Default: "now"},
		{Name: "at", Type: "datetime", Default: "now"}, {Name: "old", Type: "text", Default: "prior"}, {Name: "given", Type: "text", Default: "prior"}}}
	v := law.Values{"given": "mine"}
	now := time.Date(2026, 3, 2, 9, 30, 0, 0, law.Zone())
	several.Fill(v, law.Values{"old": "1", "given": "2"}, "wang", now)
	if !slices.Equal(v["who"].([]string),
		[]string{"wang"}) || v["one"] != "wang" || !v.Time("day").Equal(now.Add(-570*time.Minute)) || !v.Time("at").Equal(now) || v.Str("old") != "1" ||
		v.Str("given") != "mine" {
		t.Errorf("what the form left open: %v", v)
	}
}

// TestWords_OfCodes: a code is called by the label of its own list; fields that repeat are those of the forms of these events; a row
// without a form has none.
func TestWords_OfCodes(t *testing.T) {
	t.Parallel()
	b := load(t)
	if l := b.EnumLabel("return_code", "facts_unclear"); l.ZH != "事实不清" {
		t.Errorf("it is called %q", l.ZH)
	}
	for _, x := range [][2]string{{"return_code", "no_such_code"}, {"typology", "facts_unclear"}} {
		if l := b.EnumLabel(x[0], x[1]); l.ZH != x[1] || l.Of("en") != x[1] {
			t.Errorf("%v, which the list does not have, is called %q", x, l.ZH)
		}
	}
	lead := b.Repeating("admin_lead.registered")
	if !slices.Contains(lead, "route") || !slices.Contains(lead, "typology") || slices.Contains(lead, "team") || len(b.Repeating("no.such")) != 0 {
		t.Errorf("repeated: %q", lead)
	}
	if b.FormOf("REF-T03") == nil || b.FormOf("NO-000") != nil {
		t.Error("the form of a row")
	}
	form := &law.Form{Fields: []*law.Field{{Name: "proof", Type: "file"}, {Name: "quantity", Type: "quantity"}, {Name: "unit", Type: "text"}}}
	if _, bad := form.Decode(map[string][]string{"proof": {"a\nb.pdf"}}, time.Time{}, nil, "", ""); len(bad) != 1 || bad[0].Name != "proof" {
		t.Errorf("a name of two lines: %v", bad)
	}
	if v, bad := form.Decode(map[string][]string{"quantity": {"2 kg"}}, time.Time{}, nil, "", ""); len(bad) != 0 || v.Str("unit") != "kg" {
		t.Errorf("the unit that is written: %v, %v", v, bad)
	}
	if v, bad := form.Decode(map[string][]string{"quantity": {"x kg"}}, time.Time{}, nil, "", ""); len(bad) == 0 || v.Has("unit") {
		t.Errorf("of no quantity there is no unit: %v, %v", v, bad)
	}
}
