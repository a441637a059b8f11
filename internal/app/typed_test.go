package app_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"touchstone/internal/testkit"
)

// twoForms are the two forms that an input of each kind is sent to: that of an act, and one that belongs to a page.
type twoForms struct{ act, page typedField }

// formField is a field of a form on a page.
type formField struct{ path, form, field string }

// typedField is a field with what else its form needs, and where what was typed is kept.
type typedField struct {
	formField
	lacks string // the field without which the form comes back
	fill  map[string]string
	kept  string
}

// at is the same form for another field.
func (p typedField) at(field, kept string) typedField {
	p.field, p.kept = field, kept
	return p
}

func placesOf(ref string) map[string]twoForms {
	register := typedField{formField: formField{"/cases/new", "form[data-act='admin_lead.registered']", ""}, lacks: "lead_basis",
		fill: map[string]string{"source_kind": "own_duty", "summary": "以其他品名申报出口锗片（虚构）。", "mineral": "锗片",
			"co_handler": "officer2", "marking": "INTERNAL", "lead_basis": "ECL-34-1", "quantity": "1240", "unit": "kg", "value": "2976000"}}
	goods := typedField{formField: formField{"/cases/" + ref + "/goods/new", "form[action$='/goods']", ""}, lacks: "name",
		fill: map[string]string{"name": "锗锭", "mineral": "锗", "unit": "kg"}}
	party := typedField{formField: formField{"/cases/" + ref + "/parties/new", "form[action$='/parties']", ""}, lacks: "part",
		fill: map[string]string{"name": "示例报关行（虚构）", "part": "freight_forwarder"}}
	tip := typedField{formField: formField{"/tips/new", "form[action='/tips/new']", ""}, lacks: "subject",
		fill: map[string]string{"source_kind": "tip", "channel": "letter", "received_at": "2026-05-12T09:30", "subject": "疑似无证出口", "summary": "来信反映（虚构）",
			"marking": "INTERNAL"}}
	identify := typedField{formField: formField{"/cases/" + ref + "/acts/identification.requested", "form[data-act='identification.requested']", ""},
		lacks: "question", fill: map[string]string{"item_parameters": "纯度（虚构）", "question": "是否管制物项"}}
	const newest = " ORDER BY id DESC LIMIT 1"
	act := func(p typedField, field string) typedField {
		event := strings.TrimSuffix(strings.TrimPrefix(p.form, "form[data-act='"), "']")
		return p.at(field, "SELECT coalesce(input->>'"+field+"', '') FROM acts WHERE event = '"+event+"'"+newest)
	}
	number := func(kind string) twoForms {
		return twoForms{act(register, "party"), party.at("id_number", "SELECT id_number FROM parties WHERE id_kind = '"+kind+"'"+newest)}
	}
	return map[string]twoForms{
		"choice": {act(register, "source_kind"), tip.at("source_kind", "SELECT source_kind FROM tips"+newest)},
		"line":   {act(register, "mineral"), goods.at("licence_note", "SELECT licence_note FROM goods_items"+newest)},
		"words":  {act(register, "summary"), party.at("note", "SELECT note FROM parties"+newest)},
		"moment": {act(register, "received_at"), tip.at("received_at",
			`SELECT to_char(received_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS"+08:00"') FROM tips`+newest)},
		"day":    {act(register, "violation_ended_on"), goods.at("act_on", "SELECT act_on::text FROM goods_items"+newest)},
		"number": {act(register, "quantity"), goods.at("quantity", "SELECT trim_scale(quantity)::text FROM goods_items"+newest)},
		"money":  {act(register, "value"), goods.at("value", "SELECT trim_scale(value_fen / 100.0)::text FROM goods_items"+newest)},
		"org":    {act(register, "party"), party.at("name", "SELECT name FROM parties"+newest)},
		"credit": number("credit_code"), "resident": number("resident_id"), "passport": number("passport"),
		"hs": {act(identify, "declared_hs"), goods.at("hs_declared", "SELECT hs_declared FROM goods_items"+newest)},
	}
}

// oddInput is what somebody types, and what he is told, or, where it is taken, what is kept of it.
type oddInput struct{ kind, in, told, kept string }

// asTyped are taken as they are, keptAs otherwise, and refusedAs are refused with what is told.
func asTyped(kind string, ins ...string) (out []oddInput) {
	for _, in := range ins {
		out = append(out, oddInput{kind: kind, in: in, kept: in})
	}
	return out
}

func keptAs(kind, kept string, ins ...string) (out []oddInput) {
	for _, in := range ins {
		out = append(out, oddInput{kind: kind, in: in, kept: kept})
	}
	return out
}

func refusedAs(kind, told string, ins ...string) (out []oddInput) {
	for _, in := range ins {
		out = append(out, oddInput{kind: kind, in: in, told: told})
	}
	return out
}

// oddInputs: the points of typed = understood: one decoder, numbers, days, text, pasted numbers, lengths. Names that are compared
// are in TestTyped_Names, electronic service in TestService.
func oddInputs() []oddInput {
	han := func(n int) string { return strings.Repeat("锗", n) }
	const future, noDay, badDay, badMoment, number, money = "不得晚于现在", "没有这一天", "有效日期", "有效日期和时间", "请填写数字", "最多两位小数"
	return slices.Concat(
		// one decoder for all forms
		asTyped("choice", "own_duty"),
		keptAs("choice", "own_duty", " own_duty ", "own_duty\u200b", "\ufeffown_duty"),
		refusedAs("choice", "请从列表中选择", "OWN_DUTY", "moon", "0", "ｏｗｎ＿ｄｕｔｙ", "own_duty,tip", "履行职责发现"),
		refusedAs("choice", "请填写", "", "\u200b", "\u3164"),
		refusedAs("choice", "U+202E", "own\u202eduty"),
		// quantities and money
		asTyped("number", "0.5", "0.001", "1000000000"),
		keptAs("number", "1240000", "1 240 000"),
		keptAs("number", "5", "+5"),
		keptAs("number", "2100.5", "2,100.5"),
		keptAs("number", "2100", "２１００", "2 100"),
		keptAs("number", "1240", "1'240", "\u200b1240", "1240kg", "１２４０ 千克"),
		keptAs("number", "1240.5", "１，２４０．５"),
		refusedAs("number", "小于零", "-1", "-0.5"),
		refusedAs("number", number, "1e9", "NaN", "Infinity", "2.100,5", "一百", "1240 磅", "0x10", "1,24", "..5", "5."),
		refusedAs("number", "最多 6 位小数", "1.0000001"),
		refusedAs("number", "应在", "1000000000001"),
		keptAs("money", "1234567.8", "1,234,567.80"),
		keptAs("money", "5040000", "￥５，０４０，０００．００"),
		keptAs("money", "1200", "1200元", "¥1,200.00", "1200人民币", "1200圆"),
		asTyped("money", "66143.2", "0.01", "1000000000000"),
		refusedAs("money", money, "1.234"),
		refusedAs("money", "小于零", "-5"),
		refusedAs("money", "以数字填写金额", "1e9", "5万", "$5", "1,23", "1200万元"),
		refusedAs("money", "应在", "1000000000001"),
		// days and moments
		asTyped("day", "2024-02-29", "2000-02-29", "1949-10-01"),
		keptAs("day", "2024-02-29", "2024-2-29"),
		keptAs("day", "2026-05-12", "2026-05-12 ", "2026/5/12", "２０２６年５月１２日", "2026.05.12"),
		refusedAs("day", noDay, "1900-02-29", "2026-02-29", "2026-13-01", "2026-04-31"),
		refusedAs("day", future, "2026-05-13"),
		refusedAs("day", "年份应在", "2206-05-12", "0226-05-12", "20226-05-12"),
		refusedAs("day", "不得早于", "1949-09-30"),
		refusedAs("day", badDay, "12.5.2026", "20260512", "昨天", "2026-05"),
		keptAs("moment", "2026-05-12T09:30:00+08:00", "2026-05-12T09:30", "2026-05-12 09:30", "２０２６-０５-１２ ０９：３０"),
		keptAs("moment", "2026-05-12T12:04:00+08:00", "2026-05-12T12:04"),
		keptAs("moment", "2026-05-12T09:30:00+08:00", "2026年5月12日 9:30", "2026/5/12 9:30", "2026.05.12 09:30", "２０２６年５月１２日９时３０分"),
		refusedAs("moment", future, "2026-05-12T12:06", "2027-05-12T09:30"),
		refusedAs("moment", noDay, "2026-02-30T09:30", "2026-05-12T24:30", "2026-05-12T09:61"),
		refusedAs("moment", badMoment, "09:30", "2026-05-12"),
		refusedAs("moment", "年份应在", "0026-05-12T09:30", "20226-05-12T09:30"),
		refusedAs("moment", "不得早于", "1921-05-12T09:30"),
		// text, and what is too long
		keptAs("line", "锗片", "\ufeff锗片", "锗\u200b片", "锗\u00ad片", "锗\u2060片  "),
		asTyped("line", "葛\U000E0100城", "👨\u200d👩\u200d👧", "می\u200cخواهم", "〇八一", "阿卜杜拉·买买提", "𠮷野家", "\ue000号矿样", "é", han(300), strings.Repeat("𠮷", 300)),
		keptAs("line", "a b", "a\tb"),
		refusedAs("line", "U+202E", "gpj.\u202eexe"),
		refusedAs("line", "U+202A", "a\u202ab"),
		refusedAs("line", "U+2066", "a\u2066b"),
		refusedAs("line", "U+2069", "a\u2069b"),
		refusedAs("line", "U+200E", "a\u200eb"),
		refusedAs("line", "U+200F", "a\u200fb"),
		refusedAs("line", "U+0001", "a\x01b"),
		refusedAs("line", "U+001B", "a\x1b[0m"),
		refusedAs("line", "U+0085", "a\u0085b"),
		refusedAs("line", "U+009F", "a\u009fb"),
		refusedAs("line", "U+E0041", "a\U000E0041b"),
		refusedAs("line", "U+E007F", "a\U000E007Fb"),
		refusedAs("line", "U+000A", "a\nb"),
		refusedAs("line", "300", han(301), han(1000), strings.Repeat("e\u0301", 151)),
		keptAs("words", "第一行\n第二行\t列", "第一行\r\n第二行\t列"),
		keptAs("words", "经核查。", "\ufeff经核查。\u200b"),
		asTyped("words", han(4000), han(3999)),
		refusedAs("words", "U+202E", "a\u202eb"),
		refusedAs("words", "U+0007", "a\x07b"),
		refusedAs("words", "U+E0020", "a\U000E0020b"),
		refusedAs("words", "U+200F", "a\u200fb"),
		refusedAs("words", "000", han(20001)),
		asTyped("org", "阿卜杜拉·买买提", "示例有限公司（虚构）", "示例\u00a0有限公司", han(300), han(299)),
		refusedAs("org", "请填写", "\u3164\u3164", "\u2800\u2800\u2800", "\u200b\ufeff", "\u115f\u1160"),
		refusedAs("org", "U+202E", "示例\u202e公司"),
		refusedAs("org", "300", han(301), strings.Repeat("𠮷", 301)),
		// numbers that people paste
		asTyped("credit", "91440300MA5DEMPX0N"),
		keptAs("credit", "91440300MA5DEMPX0N", "９１４４０３００ＭＡ５ＤＥＭＰＸ０Ｎ", "9144 0300 MA5D EMPX0N", "91440300-MA5DEMPX0-N", "91440300ma5dempx0n",
			"\u200b91440300MA5DEMPX0N\ufeff"),
		refusedAs("credit", "校验码", "91440300MA5EXAMPLE", "914403007152672621"),
		refusedAs("credit", "18 位", "9144030071526726X", "914403007152672"),
		refusedAs("credit", "不使用", "Z14403007152672624"),
		asTyped("resident", "11010519491231002X"),
		keptAs("resident", "11010519491231002X", "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002x", "110105-19491231-002X", "\u200b11010519491231002X\u200b"),
		refusedAs("resident", "校验码", "110105194912310021"),
		refusedAs("resident", "出生日期", "11010519491331002X", "11010520991231002X", "11010518991231002X"),
		refusedAs("resident", "行政区划", "00010519491231002X"),
		refusedAs("resident", "18 位", "1101051949123100"),
		refusedAs("resident", "只能是数字", "110105I9491231002X"),
		keptAs("passport", "E12345678", "Ｅ１２３４５６７８", "E 1234 5678"),
		keptAs("passport", "G12345678", "\ufeffG12345678"),
		refusedAs("passport", "U+202E", "E1234\u202e5678"),
		asTyped("hs", "2846", "284690"),
		keptAs("hs", "28469019", "2846-9019", "\u200b28469019", "2846.9019"),
		keptAs("hs", "2846901900", "２８４６９０１９００", "2846 9019 00"),
		refusedAs("hs", "4、6、8", "28469", "284690190012"),
		refusedAs("hs", "只能是数字", "28A6"),
		refusedAs("hs", "章次", "0046"),
	)
}

// point is the numbered point of the house's rule for what is typed to which an input belongs.
func (x oddInput) point() string {
	switch x.kind {
	case "choice":
		return "1 one decoder"
	case "number", "money":
		return "2 quantities"
	case "day", "moment":
		return "3 dates"
	case "credit", "resident", "passport", "hs":
		return "5 numbers people paste"
	}
	if utf8.RuneCountInString(x.in) > 100 {
		return "7 lengths"
	}
	return "4 text"
}

// idKinds are the kinds of a party's number. The form of an act has no such field: where somebody writes a number as a name it
// is a name.
func idKinds() map[string]string {
	return map[string]string{"credit": "credit_code", "resident": "resident_id", "passport": "passport"}
}

// asName is what an act is told, and keeps, of a number that stands where a name does.
func (x oddInput) asName() oddInput {
	if strings.HasPrefix(x.told, "U+") {
		return oddInput{kind: "org", in: x.in, told: x.told}
	}
	return oddInput{kind: "org", in: x.in, kept: strings.TrimSpace(strings.NewReplacer("\u200b", "", "\ufeff", "").Replace(x.in))}
}

// TestTyped_OddInputs: what officers type and paste is understood, or the field says why not by its label, in the form of an act
// and in a form that belongs to a page alike. Each form lacks something else, so that it comes back whatever is typed; what is
// taken is sent once more, whole, and is kept as it is meant. Seen to fail with the raw passport number and the raw HS code kept.
func TestTyped_OddInputs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	places := placesOf(s.registered("officer", "officer2", "示例辛贸易有限公司（虚构）", "锗片"))
	_, codes := s.fieldCodes()
	all, refused, forms, kept, lines := oddInputs(), 0, 0, 0, 0
	points := map[string]int{}
	for i, x := range all {
		points[x.point()]++
		if x.told != "" {
			refused++
		}
		for where, p := range map[string]typedField{"act": places[x.kind].act, "page": places[x.kind].page} {
			y := x
			if where == "act" && idKinds()[x.kind] != "" {
				y = x.asName()
			}
			forms++
			page := s.lacking(p, y)
			told := ""
			for _, n := range page.All("[data-error-for='" + p.field + "']") {
				told += n.Text()
			}
			if page.Status != http.StatusUnprocessableEntity || (told == "") != (y.told == "") || !strings.Contains(told, y.told) {
				t.Errorf("%s %s %.40q: answered %d, told %q, want %q", where, y.kind, y.in, page.Status, told, y.told)
			}
			for _, fault := range faultsOf(page, codes, &lines) {
				t.Errorf("%s %s %.40q: %s", where, y.kind, y.in, fault)
			}
			if y.told != "" {
				continue
			}
			kept++
			if got := s.keeps(p, y, fmt.Sprint(where, i)); got != y.kept {
				t.Errorf("%s %s %.40q is kept as %.60q, want %.60q", where, y.kind, y.in, got, y.kept)
			}
		}
	}
	points["9 labels"] = lines
	t.Logf("%d inputs, %d of them refused, %d forms sent, %d of them kept: %v", len(all), refused, forms, kept, points)
	for _, point := range []string{"1 one decoder", "2 quantities", "3 dates", "4 text", "5 numbers people paste", "7 lengths", "9 labels"} {
		if points[point] < 10 {
			t.Errorf("only %d inputs of %s", points[point], point)
		}
	}
	if len(all) < 150 {
		t.Errorf("only %d inputs", len(all))
	}
}

// open is the form of a field, as who fills it sees it.
func (s *site) open(p formField) *testkit.Form {
	s.t.Helper()
	who := "officer"
	switch {
	case p.path == "/tips/new":
		who = "intake"
	case strings.HasSuffix(p.path, "/acts/identification.requested"):
		who = "unithead"
	}
	return s.as(who).Get(p.path).Want(http.StatusOK).Form(p.form)
}

// filled is a form with its field as it is typed.
func (s *site) filled(p typedField, x oddInput, set map[string]string) *testkit.Form {
	s.t.Helper()
	f := s.open(p.formField)
	for name, v := range set {
		if name != p.field {
			f.Force(name, v)
		}
	}
	if k := idKinds()[x.kind]; k != "" {
		f.Set("id_kind", k)
	}
	return f.Force(p.field, x.in)
}

// lacking sends the form without something that it needs.
func (s *site) lacking(p typedField, x oddInput) *testkit.Page {
	s.t.Helper()
	return s.filled(p, x, map[string]string{p.lacks: ""}).Submit()
}

// keeps sends the form with all that it needs, and tells what is kept. Each has a name of its own.
func (s *site) keeps(p typedField, x oddInput, name string) string {
	s.t.Helper()
	set := maps.Clone(p.fill)
	if p.path == "/cases/new" {
		set["party"] = "示例" + name + "（虚构）"
	}
	page := s.filled(p, x, set).Submit()
	if page.Has("body[data-page='P05']") && page.Status == http.StatusOK { // looks like another one: looked at, saved again
		page = page.Form(p.form).Submit()
	}
	if page.Status != http.StatusOK {
		s.t.Errorf("%s %s %.40q is not taken: %d %.300s", p.path, p.field, x.in, page.Status, page.One("main").Text())
		return x.kept
	}
	return s.ref(p.kept)
}
