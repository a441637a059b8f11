package law_test

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"touchstone/internal/law"
)

func field(typ, name string) *law.Field {
	x := &law.Field{Name: name, Type: typ, Required: law.Need{Always: true}}
	switch typ { // as most rows of the table have it
	case "text", "person":
		x.Bounds, _ = law.BoundsOf(typ, "", "300")
	case "longtext":
		x.Bounds, _ = law.BoundsOf(typ, "", "20000")
	case "reason":
		x.Bounds, _ = law.BoundsOf(typ, "10", "4000")
	}
	return x
}

// bounded is a field within bounds.
func bounded(typ, least, most string) *law.Field {
	x := &law.Field{Name: "x", Type: typ}
	var ok bool
	if x.Bounds, ok = law.BoundsOf(typ, least, most); !ok {
		panic(typ)
	}
	return x
}

// Days, numbers and names within their bounds, and just outside: the sentence says which.
func TestDecode_Bounds(t *testing.T) {
	now := time.Date(2026, 5, 12, 9, 30, 0, 0, law.Zone())
	for _, c := range []struct {
		f       *law.Field
		in, key string
	}{
		{bounded("date", "1949-10-01", "now"), "2026-05-12", ""}, {bounded("date", "1949-10-01", "now"), "2026-05-13", "form.future"},
		{bounded("date", "1949-10-01", "now"), "1949-10-01", ""}, {bounded("date", "1949-10-01", "now"), "1949-09-30", "form.too_early"},
		{bounded("date", "1949-10-01", "2099-12-31"), "2099-12-31", ""}, {bounded("date", "1949-10-01", "2099-12-31"), "2100-01-01", "form.too_late"},
		{bounded("datetime", "1949-10-01", "2099-12-31"), "2099-12-31T23:59", ""},
		{bounded("date", "planned", "2099-12-31"), "2026-06-12", ""}, {bounded("date", "planned", "2099-12-31"), "2025-05-12", ""},
		{bounded("date", "planned", "2099-12-31"), "2025-05-11", "form.too_early"},
		{bounded("datetime", "planned", "2099-12-31"), "1962-06-12T09:30", "form.too_early"},
		{bounded("date", "planned", "2099-12-31"), "2100-01-01", "form.too_late"},
		{bounded("datetime", "1949-10-01", "now"), "2026-05-12T09:34", ""}, // a clock on a desk
		{bounded("datetime", "1949-10-01", "now"), "2026-05-12T09:36", "form.future"}, {bounded("datetime", "1949-10-01", "now"), "2027-05-12T09:30", "form.future"},
		{bounded("integer", "1", "2"), "2", ""}, {bounded("integer", "1", "2"), "3", "form.range"}, {bounded("integer", "1", "2"), "0", "form.range"},
		{bounded("decimal", "0", "1000000000"), "1000000000", ""}, {bounded("decimal", "0", "1000000000"), "1000000000.001", "form.range"},
		{bounded("money", "0", "1000000000000"), "1000000000000.01", "form.range"}, {bounded("money", "0", "1000000000000"), "１，０００，０００，０００，０００．００", ""},
		{bounded("file", "", "255"), strings.Repeat("锗", 255), ""}, {bounded("file", "", "255"), strings.Repeat("锗", 256), "form.too_long"},
		{bounded("text", "", "94"), strings.Repeat("锗", 95), "form.too_long"},
	} {
		_, bad := (&law.Form{Fields: []*law.Field{c.f}}).Decode(url.Values{"x": {c.in}}, now, nil, "", "")
		key := ""
		if len(bad) > 0 {
			key = bad[0].Key
		}
		if key != c.key {
			t.Errorf("%s %.40s: %v, want %q", c.f.Type, c.in, bad, c.key)
		}
	}
	for _, x := range [][3]string{{"date", "", "now"}, {"date", "1949-10-01", ""}, {"text", "", ""}, {"integer", "2", "1"}, {"yesno", "", "1"},
		{"money", "0", "much"}} {
		if _, ok := law.BoundsOf(x[0], x[1], x[2]); ok {
			t.Errorf("bounds %q are taken", x)
		}
	}
}

func TestDecode_EveryType(t *testing.T) {
	zone := law.Zone()
	choice := &law.Field{Name: "x", Type: "enum:unit", Enum: "unit", Options: []*law.EnumValue{{Code: "kg"}}}
	for _, c := range []struct {
		f    *law.Field
		in   []string
		want any
		key  string
	}{
		{field("text", "x"), []string{"  锗锭 \r\n"}, "锗锭", ""},
		{field("text", "x"), []string{"a\nb"}, nil, "form.control"},
		{field("text", "x"), []string{"a\x00b"}, nil, "form.control"},
		{field("text", "x"), []string{"gpj.\u202Eexe"}, nil, "form.control"},
		{field("text", "x"), []string{"\xff"}, nil, "form.encoding"},
		{field("text", "x"), []string{strings.Repeat("锗", 301)}, nil, "form.too_long"},
		{field("text", "x"), []string{strings.Repeat("锗", 300)}, strings.Repeat("锗", 300), ""},
		{field("text", "x"), []string{"a", "b"}, nil, "form.repeated"},
		{field("text", "x"), []string{" ", ""}, nil, "form.required"},
		{field("text", "x"), nil, nil, "form.required"},
		{field("longtext", "x"), []string{"a\r\nb\tc"}, "a\nb\tc", ""},
		{field("longtext", "x"), []string{"a\x1b[0m"}, nil, "form.control"},
		{field("longtext", "x"), []string{strings.Repeat("a", 20001)}, nil, "form.too_long"},
		{field("reason", "x"), []string{"事实不清需要补充证据"}, "事实不清需要补充证据", ""},
		{field("reason", "x"), []string{"事实不清需补充证据"}, nil, "form.too_short"},
		{field("reason", "x"), []string{"a         b"}, nil, "form.too_short"},
		{field("reason", "x"), []string{strings.Repeat("\u3164", 10)}, nil, "form.required"},
		{field("reason", "x"), []string{"因" + strings.Repeat("\u2800", 10)}, nil, "form.too_short"},
		{field("reason", "x"), []string{strings.Repeat("\u200b", 10)}, nil, "form.required"},
		{field("text", "x"), []string{"\ufeff锗\u200b锭"}, "锗锭", ""},
		{field("text", "x"), []string{"a\U000E0041"}, nil, "form.control"},
		{field("text", "x"), []string{"a\tb"}, "a b", ""},
		{field("longtext", "x"), []string{"a\u200e"}, nil, "form.control"},
		{field("date", "x"), []string{"2026-02-28"}, time.Date(2026, 2, 28, 0, 0, 0, 0, zone), ""},
		{field("date", "x"), []string{"2026-02-29"}, nil, "form.no_such_day"},
		{field("date", "x"), []string{"0026-02-28"}, nil, "form.year"},
		{field("datetime", "x"), []string{"2026-05-12T09:30"}, time.Date(2026, 5, 12, 9, 30, 0, 0, zone), ""},
		{field("datetime", "x"), []string{"2026-05-12T01:30:00Z"}, time.Date(2026, 5, 12, 9, 30, 0, 0, zone), ""},
		{field("date", "x"), []string{"２０２６年２月２８日"}, time.Date(2026, 2, 28, 0, 0, 0, 0, zone), ""},
		{field("date", "x"), []string{"2024/2/29"}, time.Date(2024, 2, 29, 0, 0, 0, 0, zone), ""},
		{field("date", "x"), []string{"2206-02-28"}, nil, "form.year"},
		{field("date", "x"), []string{"28.2.2026"}, nil, "form.date"},
		{field("datetime", "x"), []string{"12.5.2026"}, nil, "form.datetime"},
		{field("datetime", "x"), []string{"2026-02-29T09:30"}, nil, "form.no_such_day"},
		{field("datetime", "x"), []string{"2026-05-12T24:30"}, nil, "form.no_such_day"},
		{field("datetime", "x"), []string{"20260-05-12T09:30"}, nil, "form.year"},
		{field("datetime", "x"), []string{"2026年5月12日 9:30"}, time.Date(2026, 5, 12, 9, 30, 0, 0, zone), ""},
		{field("date", "x"), []string{"20226-05-12"}, nil, "form.year"},
		{field("hs", "x"), []string{"２８４６．９０１９"}, "28469019", ""},
		{field("hs", "x"), []string{"ABC"}, nil, "ids.hs_code.signs"},
		{field("control_code", "x"), []string{"３Ｃ９０４．ａ"}, "3C904.a", ""},
		{field("documents", "x"), []string{"ＥＶ－００００－００００－０"}, []string{"ＥＶ－００００－００００－０"}, ""}, // none: a check letter that does not fit
		{field("datetime", "x"), []string{"２０２６-０５-１２ ０９：３０"}, time.Date(2026, 5, 12, 9, 30, 0, 0, zone), ""},
		{field("money", "x"), []string{"1,234,567.80"}, decimal.RequireFromString("1234567.80"), ""},
		{field("money", "x"), []string{"66143.2"}, decimal.RequireFromString("66143.2"), ""},
		{field("money", "x"), []string{"1.234"}, nil, "form.money"},
		{field("money", "x"), []string{"1,23"}, nil, "form.amount"},
		{field("money", "x"), []string{"-1"}, nil, "form.negative"},
		{field("money", "x"), []string{"1e9"}, nil, "form.amount"},
		{field("money", "x"), []string{"12345678901234567"}, nil, "quantity.too_dear"},
		{field("decimal", "x"), []string{"0.125"}, decimal.RequireFromString("0.125"), ""},
		{field("money", "x"), []string{"￥５，０４０，０００．００"}, decimal.RequireFromString("5040000.00"), ""},
		{field("money", "x"), []string{"1 234元"}, decimal.RequireFromString("1234"), ""},
		{field("decimal", "x"), []string{"2,100.5"}, decimal.RequireFromString("2100.5"), ""},
		{field("decimal", "x"), []string{"2.100,5"}, nil, "form.decimal"},
		{field("decimal", "x"), []string{"NaN"}, nil, "form.decimal"},
		{field("integer", "x"), []string{"３０"}, int64(30), ""},
		{field("integer", "x"), []string{"-30"}, int64(-30), ""},
		{field("integer", "x"), []string{"3.0"}, nil, "form.integer"},
		{field("yesno", "x"), []string{"no"}, false, ""},
		{field("yesno", "x"), []string{"true"}, nil, "form.yesno"},
		{field("officer", "x"), []string{"gd.officer2"}, "gd.officer2", ""},
		{field("officer", "x"), []string{"a b"}, nil, "form.officer"},
		{field("officers2", "x"), []string{"officer", "officer2"}, []string{"officer", "officer2"}, ""},
		{field("officers2", "x"), []string{"officer", "officer", ""}, nil, "form.two_officers"},
		{field("officers2", "x"), []string{"officer", "Officer"}, nil, "form.two_officers"},
		{field("officer", "x"), []string{"GD.Officer2"}, "gd.officer2", ""},
		{field("documents", "x"), []string{"案卷第3册", "DC-0000"}, []string{"案卷第3册", "DC-0000"}, ""},
		{field("documents", "x"), make201(), nil, "form.too_many"},
		{field("documents", "x"), make201()[:200], make201()[:200], ""},
		{field("evidence_items", "x"), []string{"SM-0000-0000-J"}, nil, "form.reference"},
		{field("person", "x"), []string{"张三（虚构）"}, "张三（虚构）", ""},
		{choice, []string{"kg"}, "kg", ""},
		{choice, []string{"lb"}, nil, "form.choice"},
		{&law.Field{Name: "files", Type: "file", Several: true}, []string{"a", "b"}, []string{"a", "b"}, ""},
		{field("file", "x"), []string{"a", "b"}, nil, "form.repeated"},
	} {
		form := &law.Form{Fields: []*law.Field{c.f}}
		v, bad := form.Decode(url.Values{c.f.Name: c.in}, time.Time{}, nil, "", "")
		key := ""
		if len(bad) > 0 {
			key = bad[0].Key
		}
		if key != c.key || len(bad) > 1 || !equal(v[c.f.Name], c.want) {
			t.Errorf("%s %.60q: %v %v, want %v %s", c.f.Type, c.in, v[c.f.Name], bad, c.want, c.key)
		}
	}
}

func make201() []string {
	var out []string
	for i := range 201 {
		out = append(out, itoa(i))
	}
	return out
}

func equal(a, b any) bool {
	switch x := a.(type) {
	case time.Time:
		y, ok := b.(time.Time)
		return ok && x.Equal(y)
	case decimal.Decimal:
		y, ok := b.(decimal.Decimal)
		return ok && x.Equal(y)
	}
	return reflect.DeepEqual(a, b)
}

func TestDecode_ConditionalFields(t *testing.T) {
	b := load(t)
	missing := func(form string, in url.Values, cond func(string) bool, from, variant string) string {
		f := b.Form(form)
		_, bad := f.Decode(in, time.Time{}, cond, from, variant)
		var names []string
		for _, x := range bad {
			if x.Key == "form.required" && f.Field(x.Name).Required.Sometimes() {
				names = append(names, x.Name)
			}
		}
		return strings.Join(names, " ")
	}
	never := func(string) bool { return false }
	for _, c := range []struct {
		form string
		in   url.Values
		cond func(string) bool
		from string
		vari string
		want string
	}{
		{"investigation_report", url.Values{"turnover_state": {"ESTABLISHED"}}, never, "", "", "turnover"},
		{"investigation_report", url.Values{"turnover_state": {"NONE"}}, never, "", "", ""},
		{"prior_notice_approval", url.Values{"sanctions": {"warning", "fine"}}, never, "", "", "fine"},
		{"prior_notice_approval", url.Values{"sanctions": {"warning"}}, never, "", "", ""},
		{"prior_notice_served", nil, never, "LEGAL_REVIEW", "hearing=offered", "change_reason"},
		{"prior_notice_served", nil, never, "INVESTIGATION_CONCLUDED", "hearing=offered", ""},
		{"preservation_disposed", nil, never, "", "outcome=released", "receiver receipt"},
		{"preservation_disposed", nil, never, "", "outcome=seized", "list_delivered other_seizure_checked"},
		{"evidence_collected", url.Values{"evidence_kind": {"physical"}}, never, "", "track=criminal", "quantity unit"},
		{"evidence_stored", nil, func(id string) bool { return id == "evidence_kind=physical" }, "", "", "weight"},
		{"evidence_stored", nil, never, "", "", ""},
		{"hearing_requested", nil, func(id string) bool { return id == "late" }, "", "", "reason"},
		{"hearing_requested", nil, nil, "", "", ""},
	} {
		if got := missing(c.form, c.in, c.cond, c.from, c.vari); got != c.want {
			t.Errorf("%s %v from %q %q: %q, want %q", c.form, c.in, c.from, c.vari, got, c.want)
		}
	}
}

func TestDecode_DefaultsCostTheUserNothing(t *testing.T) {
	b := load(t)
	f := b.Form("evidence_collected")
	v, bad := f.Decode(url.Values{}, time.Time{}, nil, law.New, "track=administrative")
	for _, x := range bad {
		if d := f.Field(x.Name).Default; d != "" {
			t.Errorf("%s is missed although its default is %s", x.Name, d)
		}
	}
	if v.Str("original_or_copy") != "original" {
		t.Error("value:original is not set")
	}
	now := time.Date(2026, 5, 12, 15, 4, 0, 0, law.Zone())
	f.Fill(v, nil, "officer", now)
	if v.Str("collector") != "officer" {
		t.Errorf("collector %v", v["collector"])
	}
	g := b.Form("admin_decision_penalty")
	w, _ := g.Decode(url.Values{}, time.Time{}, nil, "", "")
	g.Fill(w, law.Values{"fine": decimal.NewFromInt(7), "nothing": "x"}, "officer", now)
	if !w.Money("fine").Equal(decimal.NewFromInt(7)) || w.Has("nothing") {
		t.Errorf("%v", w)
	}
	// Without an earlier record the field is missing after all.
	w, _ = g.Decode(url.Values{}, time.Time{}, nil, "", "")
	found := false
	for _, x := range g.Missing(w, nil, "", "kind=PENALTY") {
		found = found || x.Name == "evidence"
	}
	if !found {
		t.Error("evidence is not missed")
	}
}

// A stored proposal reads back as what was decoded; what Decode accepts is text that may be stored and shown.
func checkDecode(t interface{ Fatalf(string, ...any) }, f *law.Form, in url.Values) {
	v, _ := f.Decode(in, time.Time{}, func(string) bool { return true }, "X", "outcome=released")
	for _, x := range f.Fields {
		for _, s := range v.List(x.Name) {
			if !utf8.ValidString(s) || s == "" || strings.ContainsRune(s, 0) || x.Type != "longtext" && x.Type != "reason" && strings.ContainsRune(s, '\n') {
				t.Fatalf("%s accepted %q", x.Name, s)
			}
		}
		if _, list := v[x.Name].([]string); v.Has(x.Name) && list != x.Multiple() {
			t.Fatalf("%s: %T", x.Name, v[x.Name])
		}
	}
	again := f.Read(f.Encode(v))
	for name := range v {
		if !equal(v[name], again[name]) {
			t.Fatalf("%s: %#v read back as %#v", name, v[name], again[name])
		}
	}
	for name := range again {
		if !v.Has(name) && f.Field(name).DefaultValue() == "" { // a refused value leaves its default
			t.Fatalf("%s appears out of nothing", name)
		}
	}
}

func TestDecode_ReadsBackWhatItStored(t *testing.T) {
	b := load(t)
	value := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"yes", "no", "2026-05-12", "2026-05-12T09:30", "1,234.50", "12", "officer", "officer2",
		"fine", "ESTABLISHED", "original", "physical", "kg", "这是十个字以上的理由说明。", "a\r\nb", "\xff", "EV-0000-0000-0"}))
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(b.Forms).Draw(t, "form")
		in := url.Values{}
		for _, x := range f.Fields {
			in[x.Name] = rapid.SliceOfN(value, 0, 3).Draw(t, x.Name)
		}
		checkDecode(t, f, in)
	})
}

// TestRead_JudgesNothing: what was stored under another house's rules is there, as it was stored, for whoever decides on it.
func TestRead_JudgesNothing(t *testing.T) {
	f := &law.Form{Fields: []*law.Field{bounded("reason", "10", "4000"), {Name: "day", Type: "date"}, {Name: "at", Type: "datetime"},
		{Name: "fine", Type: "money"}, {Name: "n", Type: "integer"}, {Name: "yes", Type: "yesno"},
		{Name: "kind", Type: "enum:unit", Enum: "unit", Options: []*law.EnumValue{{Code: "kg"}}}, {Name: "hs", Type: "hs"}, {Name: "who", Type: "officer"},
		{Name: "files", Type: "file"}, {Name: "unread", Type: "date"}}}
	zone := law.Zone()
	stored := url.Values{"x": {"短\u200e\u202e"}, "day": {"1900-01-01"}, "at": {"2199-05-12T09:30:00+08:00"}, "fine": {"12345678901234567890.125"}, "n": {"-30"},
		"yes": {"no"}, "kind": {"lb"}, "hs": {"ABC"}, "who": {"Officer2"},
		"files": {"a", "", strings.Repeat("锗", 300)}, "unread": {"昨天"}, "other": {"x"}}
	want := law.Values{"x": "短\u200e\u202e", "day": time.Date(1900, 1, 1, 0, 0, 0, 0, zone), "at": time.Date(2199, 5, 12, 9, 30, 0, 0, zone),
		"fine": decimal.RequireFromString("12345678901234567890.125"), "n": int64(-30),
		"yes": false, "kind": "lb", "hs": "ABC", "who": "officer2", "files": []string{"a", strings.Repeat("锗", 300)}, "unread": "昨天"}
	got := f.Read(stored)
	for name := range want {
		if !equal(got[name], want[name]) {
			t.Errorf("%s is read back as %#v", name, got[name])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d values of %d", len(got), len(want))
	}
}

// TestDecode_UnitOfTheThing: a form that does not ask for the unit takes that of the thing: its places, and its sign behind
// the number.
func TestDecode_UnitOfTheThing(t *testing.T) {
	f := &law.Form{Fields: []*law.Field{{Name: "quantity", Type: "quantity"}}}
	of := func(unit string) func(string) bool {
		return func(id string) bool { return id == "evidence_unit="+unit }
	}
	for _, c := range []struct{ unit, in, want, key string }{
		{"t", "1.2345678", "1.2345678", ""}, {"t", "1.234567891", "1.234567891", ""}, {"t", "1.2345678912", "", "quantity.finer"}, {"kg", "12.5 kg", "12.5", ""},
		{"kg", "12.5千克", "12.5", ""},
		{"kg", "12.5 g", "", "quantity.other_unit"}, {"g", "0.0005", "", "quantity.finer"}, {"piece", "3", "3", ""}, {"piece", "3 kg", "", "form.decimal"},
		{"piece", "1.2345678", "", "quantity.places"},
	} {
		v, bad := f.Decode(url.Values{"quantity": {c.in}}, time.Time{}, of(c.unit), "", "")
		key := ""
		if len(bad) > 0 {
			key = bad[0].Key
		}
		if key != c.key || c.want != "" && v.Money("quantity").String() != c.want || c.want == "" && v.Has("quantity") {
			t.Errorf("%s of %s: %v %v, want %q %q", c.in, c.unit, v, bad, c.want, c.key)
		}
	}
}

func FuzzFormDecode(f *testing.F) {
	b := load(f)
	f.Add(0, "reason=abcdefghijkl&note=x")
	f.Add(7, "turnover=1%2C000.50&sanctions=fine&sanctions=warning&documents=a&documents=%ff")
	f.Add(20, "occurred_at=2026-05-12T09:30&officers=a&officers=b&evidence=EV-0000-0000-0")
	f.Fuzz(func(t *testing.T, n int, query string) {
		in, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		form := b.Forms[((n%len(b.Forms))+len(b.Forms))%len(b.Forms)]
		checkDecode(t, form, in)
	})
}
