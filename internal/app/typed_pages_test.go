package app_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"touchstone/internal/testkit"
)

// TestTyped_FormsOfPages: requests for access, answers, places on a case, notes, views, decisions and tips are bounded by their
// rows: the field says by its label and its limit what is wrong, what was typed is kept, and what is just within passes the
// field. Seen to fail where the day of a place was read after the credential.
func TestTyped_FormsOfPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例壬贸易有限公司（虚构）", "锗片")
	s.as("intake").Post("/tips/new", url.Values{"source_kind": {"tip"}, "channel": {"letter"}, "received_at": {"2026-05-12T09:30"}, "subject": {"疑似无证出口"},
		"summary": {"来电反映（虚构）"}, "marking": {"INTERNAL"}, "informant_name": {"罗某某（虚构）"}})
	tip := "/tips/" + s.ref("SELECT ref FROM tips ORDER BY id DESC LIMIT 1")
	han := func(n int) string { return strings.Repeat("锗", n) }
	ask, access := formField{"/access-requests/new", "form[action='/access-requests/new']", ""},
		formField{"/cases/" + ref + "/access", "form:has(input[name=do][value=grant])", ""}
	note, view := formField{"/cases/" + ref + "/timeline", "main form[action$='/timeline'][method=post]", "text"},
		formField{"/cases/views?view=all&q=1", "form[action='/cases/views']", "name"}
	dismiss, reveal := formField{tip, "form[action$='/dismiss']", "reason"}, formField{tip, "form[action$='/informant']", "purpose"}
	at := func(p formField, field string) formField { p.field = field; return p }
	for _, x := range []struct {
		who         string
		at          formField
		in          string
		label, told string // empty: the field takes it
	}{
		{"officer", at(ask, "days"), "0", "天数", "1 至 180"}, {"officer", at(ask, "days"), "181", "天数", "1 至 180"}, {"officer", at(ask, "days"), "三十", "天数", "整数"},
		{"officer", at(ask, "days"), "1.5", "天数", "整数"},
		{"officer", at(ask, "days"), "１８０", "天数", ""}, {"officer", at(ask, "days"), "", "天数", "请填写"},
		{"officer", at(ask, "case"), strings.Repeat("A", 41), "案件号", "40"}, {"officer", at(ask, "case"), "SM\u202e-1", "案件号", "U+202E"},
		{"officer", at(ask, "case"), "\u3164", "案件号", "请填写"},
		{"officer", at(ask, "purpose"), han(9), "用途", "10"}, {"officer", at(ask, "purpose"), strings.Repeat("\u200b", 10), "用途", "请填写"},
		{"officer", at(ask, "purpose"), han(4001), "用途", "4000"}, {"officer", at(ask, "purpose"), han(4000), "用途", ""},
		{"unithead", at(access, "until"), "2206-05-12", "截止日期", "年份"}, {"unithead", at(access, "until"), "2026-02-30", "截止日期", "没有这一天"},
		{"unithead", at(access, "until"), "２０２６年６月１日", "截止日期", ""},
		{"unithead", at(access, "reason"), han(9), "理由", "10"}, {"unithead", at(access, "reason"), han(4001), "理由", "4000"},
		{"unithead", at(access, "reason"), "核查\x07需要查看该案件全部证据", "理由", "U+0007"},
		{"officer", note, han(2001), "备注", "2000"}, {"officer", note, "\u2800", "备注", "请填写"}, {"officer", note, "见\U000E0041", "备注", "U+E0041"},
		{"officer", view, han(25), "名称", "24"}, {"officer", view, "\u200b", "名称", "请填写"}, {"officer", view, "a\u2066", "名称", "U+2066"},
		{"intake", dismiss, han(9), "理由", "10"}, {"intake", dismiss, han(4001), "理由", "4000"}, {"intake", reveal, han(9), "用途", "10"},
		{"intake", reveal, "核实\u202e线索来源是否可靠的需要", "用途", "U+202E"},
	} {
		p := s.as(x.who).Get(x.at.path).Want(http.StatusOK).Form(x.at.form).Force(x.at.field, x.in).Submit()
		told := ""
		for _, n := range p.All("[data-error-for='" + x.at.field + "']") {
			told += n.Text()
		}
		where := x.at.path + " " + x.at.field
		if p.Status != http.StatusUnprocessableEntity || (told == "") != (x.told == "") || !strings.Contains(told, x.told) ||
			x.told != "" && !strings.Contains(p.One("[role=alert]").Text(), x.label) {
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
// names compared without their spaces alone, and with accounts looked for by lower-case letters alone.
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
	same := []string{"阿不都·热西提", "阿不都•热西提", "阿不都・热西提", "阿不都‧热西提", "阿不都 热西提", "阿不都　热西提", "阿不都热西提", "阿不都·\u200b热西提", "\ufeff阿不都·热西提", "ABDURISHIT G", "ａｂｄｕｒｉｓｈｉｔ　ｇ",
		"Officer２", "gd.officer", "ＧＤ．officer", "gd officer", "GD。Officer"}
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
		v.as("officer").Get("/cases/"+ref+"/parties/new").Want(http.StatusOK).Form("form[action$='/parties']").Set("name", name).Set("part",
			"freight_forwarder").Set("id_kind", "other").Set("id_number", fmt.Sprint("A-", i)).Submit()
		if n := v.count("SELECT count(*) FROM parties WHERE name = $1", strings.Trim(strings.NewReplacer("\u200b", "", "\ufeff", "").Replace(name), " ")); n == 0 {
			t.Errorf("%q is not kept as it was typed", name)
		}
	}
	t.Logf("%d names", len(same)+len(other))
}
