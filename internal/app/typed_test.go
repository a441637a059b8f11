package app_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"touchstone/internal/testkit"
)

// typedInto are the two forms that an input of each kind is sent to: that of an act, and one that belongs to a page.
type twoForms struct{ act, page formField }

// formField is a field of a form on a page.
type formField struct{ path, form, field string }

func placesOf(ref string) map[string]twoForms {
	register := formField{"/cases/new", "form[data-act='admin_lead.registered']", ""}
	goods := formField{"/cases/" + ref + "/goods/new", "form[action$='/goods']", ""}
	party := formField{"/cases/" + ref + "/parties/new", "form[action$='/parties']", ""}
	at := func(p formField, field string) formField { p.field = field; return p }
	return map[string]twoForms{
		"line":   {at(register, "mineral"), at(goods, "licence_note")},
		"words":  {at(register, "summary"), at(party, "note")},
		"moment": {at(register, "received_at"), formField{"/tips/new", "form[action='/tips/new']", "received_at"}},
		"day":    {at(register, "violation_ended_on"), at(goods, "act_on")},
		"number": {at(register, "quantity"), at(goods, "quantity")},
		"money":  {at(register, "value"), at(goods, "value")},
		"org":    {at(register, "party"), at(party, "name")},
		"credit": {page: at(party, "id_number")}, "resident": {page: at(party, "id_number")}, "passport": {page: at(party, "id_number")},
		"hs": {page: at(goods, "hs_declared")},
	}
}

// oddInput is what somebody types, and what he is told; nothing where it is taken.
type oddInput struct{ kind, in, told string }

// oddInputs: the points of typed = understood: numbers, days, text, pasted numbers, names, lengths.
func oddInputs() []oddInput {
	han := func(n int) string { return strings.Repeat("锗", n) }
	const future, noDay, badDay, badMoment, number, money = "不得晚于现在", "没有这一天", "有效日期", "有效日期和时间", "请填写数字", "最多两位小数"
	out := []oddInput{
		// quantities and money
		{"number", "0.5", ""}, {"number", "0.001", ""}, {"number", "1000000000", ""}, {"number", "1 240 000", ""}, {"number", "+5", ""}, {"number", "2,100.5", ""}, {"number", "２１００", ""}, {"number", "2 100", ""}, {"number", "1'240", ""}, {"number", "\u200b1240", ""}, {"number", "１，２４０．５", ""},
		{"number", "-1", number}, {"number", "1e9", number}, {"number", "NaN", number}, {"number", "Infinity", number}, {"number", "2.100,5", number}, {"number", "一百", number}, {"number", "1240kg", ""}, {"number", "１２４０ 千克", ""}, {"number", "1240 磅", number},
		{"number", "1.0000001", "最多 6 位小数"}, {"number", "0x10", number}, {"number", "1000000000001", "应在"}, {"number", "1,24", number}, {"number", "..5", number}, {"number", "5.", number},
		{"money", "1,234,567.80", ""}, {"money", "￥５，０４０，０００．００", ""}, {"money", "1200元", ""}, {"money", "¥1,200.00", ""}, {"money", "66143.2", ""}, {"money", "0.01", ""}, {"money", "1000000000000", ""},
		{"money", "1.234", money}, {"money", "-5", money}, {"money", "1e9", money}, {"money", "5万", money}, {"money", "$5", money}, {"money", "1,23", money}, {"money", "1000000000001", "应在"},
		// days and moments
		{"day", "2024-02-29", ""}, {"day", "2024-2-29", ""}, {"day", "2026-05-12 ", ""}, {"day", "2000-02-29", ""}, {"day", "1900-02-29", noDay}, {"day", "2026/5/12", ""}, {"day", "２０２６年５月１２日", ""}, {"day", "2026.05.12", ""}, {"day", "1949-10-01", ""},
		{"day", "2026-02-29", noDay}, {"day", "2026-13-01", noDay}, {"day", "2026-04-31", noDay}, {"day", "2026-05-13", future}, {"day", "2206-05-12", "年份应在"}, {"day", "0226-05-12", "年份应在"},
		{"day", "1949-09-30", "不得早于"}, {"day", "12.5.2026", badDay}, {"day", "20260512", badDay}, {"day", "昨天", badDay}, {"day", "2026-05", badDay}, {"day", "20226-05-12", "年份应在"},
		{"moment", "2026-05-12T09:30", ""}, {"moment", "2026-05-12 09:30", ""}, {"moment", "２０２６-０５-１２ ０９：３０", ""}, {"moment", "2026-05-12T12:04", ""},
		{"moment", "2026-05-12T12:06", future}, {"moment", "2027-05-12T09:30", future}, {"moment", "2026-02-30T09:30", noDay}, {"moment", "2026-05-12T24:30", noDay}, {"moment", "2026-05-12T09:61", noDay},
		{"moment", "09:30", badMoment}, {"moment", "2026-05-12", badMoment}, {"moment", "0026-05-12T09:30", "年份应在"}, {"moment", "1921-05-12T09:30", "不得早于"},
		// text
		{"line", "\ufeff锗片", ""}, {"line", "锗\u200b片", ""}, {"line", "锗\u00ad片", ""}, {"line", "锗\u2060片  ", ""}, {"line", "葛\U000E0100城", ""}, {"line", "👨\u200d👩\u200d👧", ""},
		{"line", "می\u200cخواهم", ""}, {"line", "〇八一", ""}, {"line", "阿卜杜拉·买买提", ""}, {"line", "𠮷野家", ""}, {"line", "\ue000号矿样", ""}, {"line", "a\tb", ""}, {"line", "é", ""},
		{"line", "gpj.\u202eexe", "U+202E"}, {"line", "a\u202ab", "U+202A"}, {"line", "a\u2066b", "U+2066"}, {"line", "a\u2069b", "U+2069"}, {"line", "a\u200eb", "U+200E"}, {"line", "a\u200fb", "U+200F"},
		{"line", "a\x01b", "U+0001"}, {"line", "a\x1b[0m", "U+001B"}, {"line", "a\u0085b", "U+0085"}, {"line", "a\u009fb", "U+009F"}, {"line", "a\U000E0041b", "U+E0041"}, {"line", "a\U000E007Fb", "U+E007F"}, {"line", "a\nb", "U+000A"},
		{"words", "第一行\r\n第二行\t列", ""}, {"words", "\ufeff经核查。\u200b", ""}, {"words", "a\u202eb", "U+202E"}, {"words", "a\x07b", "U+0007"}, {"words", "a\U000E0020b", "U+E0020"}, {"words", "a\u200fb", "U+200F"},
		{"org", "阿卜杜拉·买买提", ""}, {"org", "示例有限公司（虚构）", ""}, {"org", "示例\u00a0有限公司", ""}, {"org", "\u3164\u3164", "请填写"}, {"org", "\u2800\u2800\u2800", "请填写"}, {"org", "\u200b\ufeff", "请填写"}, {"org", "\u115f\u1160", "请填写"}, {"org", "示例\u202e公司", "U+202E"},
		// numbers that people paste
		{"credit", "91440300MA5DEMPX0N", ""}, {"credit", "９１４４０３００ＭＡ５ＤＥＭＰＸ０Ｎ", ""}, {"credit", "9144 0300 MA5D EMPX0N", ""}, {"credit", "91440300-MA5DEMPX0-N", ""}, {"credit", "91440300ma5dempx0n", ""}, {"credit", "\u200b91440300MA5DEMPX0N\ufeff", ""},
		{"credit", "91440300MA5EXAMPLE", "校验码"}, {"credit", "9144030071526726X", "18 位"}, {"credit", "914403007152672", "18 位"}, {"credit", "914403007152672621", "校验码"}, {"credit", "Z14403007152672624", "不使用"},
		{"resident", "11010519491231002X", ""}, {"resident", "１１０１０５１９４９１２３１００２Ｘ", ""}, {"resident", "110105 19491231 002x", ""}, {"resident", "110105-19491231-002X", ""}, {"resident", "\u200b11010519491231002X\u200b", ""},
		{"resident", "110105194912310021", "校验码"}, {"resident", "11010519491331002X", "出生日期"}, {"resident", "11010520991231002X", "出生日期"}, {"resident", "11010518991231002X", "出生日期"}, {"resident", "00010519491231002X", "行政区划"}, {"resident", "1101051949123100", "18 位"}, {"resident", "110105I9491231002X", "只能是数字"},
		{"passport", "Ｅ１２３４５６７８", ""}, {"passport", "E 1234 5678", ""}, {"passport", "\ufeffG12345678", ""}, {"passport", "E1234\u202e5678", "U+202E"},
		{"hs", "2846", ""}, {"hs", "284690", ""}, {"hs", "2846-9019", ""}, {"hs", "\u200b28469019", ""}, {"hs", "2846.9019", ""}, {"hs", "２８４６９０１９００", ""}, {"hs", "2846 9019 00", ""}, {"hs", "28469", "4、6、8"}, {"hs", "28A6", "只能是数字"}, {"hs", "0046", "章次"}, {"hs", "284690190012", "4、6、8"},
		// lengths
		{"line", han(300), ""}, {"line", han(301), "300"}, {"words", han(4000), ""}, {"words", han(20001), "000"}, {"org", han(300), ""}, {"org", han(301), "300"},
		{"org", han(299), ""}, {"line", han(1000), "300"}, {"words", han(3999), ""}, {"org", strings.Repeat("𠮷", 301), "300"},
		{"line", strings.Repeat("𠮷", 300), ""}, {"line", strings.Repeat("e\u0301", 151), "300"},
	}
	return out
}

// point is the numbered point of the house's rule for what is typed to which an input belongs.
func (x oddInput) point() string {
	switch x.kind {
	case "number", "money":
		return "quantities"
	case "day", "moment":
		return "dates"
	case "credit", "resident", "passport", "hs":
		return "numbers people paste"
	}
	if utf8.RuneCountInString(x.in) > 100 {
		return "lengths"
	}
	return "text"
}

// TestTyped_OddInputs: what officers type and paste is understood, or the field says why not, in the form of an act and in
// a form that belongs to a page alike. Each form lacks something else, so that it comes back whatever is typed.
func TestTyped_OddInputs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	places := placesOf(s.registered("officer", "officer2", "示例辛贸易有限公司（虚构）", "锗片"))
	idKinds := map[string]string{"credit": "credit_code", "resident": "resident_id", "passport": "passport"}
	all, refused, forms := oddInputs(), 0, 0
	points := map[string]int{}
	for _, x := range all {
		points[x.point()]++
		for where, p := range map[string]formField{"act": places[x.kind].act, "page": places[x.kind].page} {
			if p.path == "" {
				continue
			}
			forms++
			f := s.open(p)
			if k := idKinds[x.kind]; k != "" {
				f.Set("id_kind", k)
			}
			page := f.Force(p.field, x.in).Submit()
			told := ""
			for _, n := range page.All("[data-error-for='" + p.field + "']") {
				told += n.Text()
			}
			if page.Status != http.StatusUnprocessableEntity || (told == "") != (x.told == "") || !strings.Contains(told, x.told) {
				t.Errorf("%s %s %.40q: answered %d, told %q, want %q", where, x.kind, x.in, page.Status, told, x.told)
			}
		}
		if x.told != "" {
			refused++
		}
	}
	t.Logf("%d inputs, %d of them refused, %d forms sent: %v", len(all), refused, forms, points)
	for point, n := range points {
		if n < 10 {
			t.Errorf("only %d inputs of %s", n, point)
		}
	}
	if len(all) < 150 {
		t.Errorf("only %d inputs", len(all))
	}
}

// open is the form of a field, filled so that it comes back because of another field.
func (s *site) open(p formField) *testkit.Form {
	s.t.Helper()
	who := "officer"
	if p.path == "/tips/new" {
		who = "intake"
	}
	return s.as(who).Get(p.path).Want(http.StatusOK).Form(p.form)
}

// TestTyped_FormsOfPages: requests for access, answers, places on a case, notes, views, decisions and tips are bounded by their
// rows: the field says by its label and its limit what is wrong, what was typed is kept, and what is just within passes the
// field. Seen to fail where the day of a place was read after the credential.
func TestTyped_FormsOfPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例壬贸易有限公司（虚构）", "锗片")
	s.as("intake").Post("/tips/new", url.Values{"source_kind": {"tip"}, "channel": {"letter"}, "received_at": {"2026-05-12T09:30"}, "subject": {"疑似无证出口"}, "summary": {"来电反映（虚构）"}, "marking": {"INTERNAL"}, "informant_name": {"罗某某（虚构）"}})
	tip := "/tips/" + s.ref("SELECT ref FROM tips ORDER BY id DESC LIMIT 1")
	han := func(n int) string { return strings.Repeat("锗", n) }
	ask, access := formField{"/access-requests/new", "form[action='/access-requests/new']", ""}, formField{"/cases/" + ref + "/access", "form:has(input[name=do][value=grant])", ""}
	note, view := formField{"/cases/" + ref + "/timeline", "main form[action$='/timeline'][method=post]", "text"}, formField{"/cases/views?view=all&q=1", "form[action='/cases/views']", "name"}
	dismiss, reveal := formField{tip, "form[action$='/dismiss']", "reason"}, formField{tip, "form[action$='/informant']", "purpose"}
	at := func(p formField, field string) formField { p.field = field; return p }
	for _, x := range []struct {
		who         string
		at          formField
		in          string
		label, told string // empty: the field takes it
	}{
		{"officer", at(ask, "days"), "0", "天数", "1 至 180"}, {"officer", at(ask, "days"), "181", "天数", "1 至 180"}, {"officer", at(ask, "days"), "三十", "天数", "整数"}, {"officer", at(ask, "days"), "1.5", "天数", "整数"},
		{"officer", at(ask, "days"), "１８０", "天数", ""}, {"officer", at(ask, "days"), "", "天数", "请填写"},
		{"officer", at(ask, "case"), strings.Repeat("A", 41), "案件号", "40"}, {"officer", at(ask, "case"), "SM\u202e-1", "案件号", "U+202E"}, {"officer", at(ask, "case"), "\u3164", "案件号", "请填写"},
		{"officer", at(ask, "purpose"), han(9), "用途", "10"}, {"officer", at(ask, "purpose"), strings.Repeat("\u200b", 10), "用途", "请填写"}, {"officer", at(ask, "purpose"), han(4001), "用途", "4000"}, {"officer", at(ask, "purpose"), han(4000), "用途", ""},
		{"unithead", at(access, "until"), "2206-05-12", "截止日期", "年份"}, {"unithead", at(access, "until"), "2026-02-30", "截止日期", "没有这一天"}, {"unithead", at(access, "until"), "２０２６年６月１日", "截止日期", ""},
		{"unithead", at(access, "reason"), han(9), "理由", "10"}, {"unithead", at(access, "reason"), han(4001), "理由", "4000"}, {"unithead", at(access, "reason"), "核查\x07需要查看该案件全部证据", "理由", "U+0007"},
		{"officer", note, han(2001), "备注", "2000"}, {"officer", note, "\u2800", "备注", "请填写"}, {"officer", note, "见\U000E0041", "备注", "U+E0041"},
		{"officer", view, han(25), "名称", "24"}, {"officer", view, "\u200b", "名称", "请填写"}, {"officer", view, "a\u2066", "名称", "U+2066"},
		{"intake", dismiss, han(9), "理由", "10"}, {"intake", dismiss, han(4001), "理由", "4000"}, {"intake", reveal, han(9), "用途", "10"}, {"intake", reveal, "核实\u202e线索来源是否可靠的需要", "用途", "U+202E"},
	} {
		p := s.as(x.who).Get(x.at.path).Want(http.StatusOK).Form(x.at.form).Force(x.at.field, x.in).Submit()
		told := ""
		for _, n := range p.All("[data-error-for='" + x.at.field + "']") {
			told += n.Text()
		}
		where := x.at.path + " " + x.at.field
		if p.Status != http.StatusUnprocessableEntity || (told == "") != (x.told == "") || !strings.Contains(told, x.told) || x.told != "" && !strings.Contains(p.One("[role=alert]").Text(), x.label) {
			t.Errorf("%s, %.30q: answered %d, told %q, want %q of %s", where, x.in, p.Status, told, x.told, x.label)
			continue
		}
		if kept := p.Form(x.at.form).Value(x.at.field); kept != x.in && !strings.Contains(x.in, "\x07") {
			t.Errorf("%s: %.30q came back as %.30q", where, x.in, kept)
		}
	}
	if p := s.as("officer").Get(note.path).Form(note.form).Set("text", han(2000)).Submit(); p.Status != http.StatusOK {
		t.Errorf("a note of 2000 characters: %d", p.Status)
	}
	if p := s.as("officer").Get(view.path).Form(view.form).Set("name", han(24)).Submit(); p.Status != http.StatusOK {
		t.Errorf("a view's name of 24 characters: %d", p.Status)
	}
}

// TestTyped_Names: whoever a thing is given back to is no officer of the case, in whatever way his name is written, and who bears
// another name is taken; the page for parties keeps each spelling as it was typed, without what nobody sees. Seen to fail with
// names compared without their spaces alone.
func TestTyped_Names(t *testing.T) {
	t.Parallel()
	v, form := returning(t)
	set := func(zh, en string) {
		t.Helper()
		if _, err := testkit.Super(t, v.db).Exec(t.Context(), "UPDATE users SET name_zh = $1, name_en = $2 WHERE username = 'officer2'", zh, en); err != nil {
			t.Fatal(err)
		}
	}
	const guard = "[data-guard='receiver_is_no_officer']"
	set("阿不都·热西提", "Abdurishit Ｇ.")
	ref := v.ref("SELECT ref FROM cases ORDER BY id LIMIT 1")
	same := []string{"阿不都·热西提", "阿不都•热西提", "阿不都・热西提", "阿不都‧热西提", "阿不都 热西提", "阿不都　热西提", "阿不都热西提", "阿不都·\u200b热西提", "\ufeff阿不都·热西提", "ABDURISHIT G", "ａｂｄｕｒｉｓｈｉｔ　ｇ", "Officer２"}
	other := []string{"阿不都·熱西提", "阿不都·热西", "Abdurishit C."}
	for _, name := range same {
		if p := form().Set("receiver", name).File("receipt", "收条.pdf", []byte("%PDF-1.7\n")).Submit(); p.Status != http.StatusUnprocessableEntity || !p.Has(guard) {
			t.Errorf("%q is the officer: %d", name, p.Status)
		}
	}
	for i, name := range other {
		p := form().Set("receiver", name).File("receipt", "收条.pdf", []byte("%PDF-1.7\n"))
		if i < len(other)-1 {
			p.Force("variant", "") // comes back for that alone
		}
		if got := p.Submit(); got.Has(guard) || i == len(other)-1 && got.Status != http.StatusOK {
			t.Errorf("%q is somebody else: %d %s", name, got.Status, got.One("main").Text())
		}
	}
	for i, name := range append(same, other...) {
		v.as("officer").Get("/cases/"+ref+"/parties/new").Want(http.StatusOK).Form("form[action$='/parties']").Set("name", name).Set("part", "freight_forwarder").Set("id_kind", "other").Set("id_number", fmt.Sprint("A-", i)).Submit()
		if n := v.count("SELECT count(*) FROM parties WHERE name = $1", strings.Trim(strings.NewReplacer("\u200b", "", "\ufeff", "").Replace(name), " ")); n == 0 {
			t.Errorf("%q is not kept as it was typed", name)
		}
	}
	t.Logf("%d names", len(same)+len(other))
}
