package procedure

import (
	"encoding/binary"
	"testing"
	"unicode/utf16"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/policies"
)

// theLaw is the newest edition of the program's own tables.
func theLaw(t *testing.T) *law.Edition {
	t.Helper()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// wide writes units of UTF-16 in an order.
func wide(order binary.AppendByteOrder, units ...uint16) (out []byte) {
	for _, u := range units {
		out = order.AppendUint16(out, u)
	}
	return out
}

// TestWideText_LettersAndNothingElse: text without a mark is told by a zero byte and by four fifths of letters that are used here; at
// the edges of the letters, and one control character or unit of private use, are the difference.
func TestWideText_LettersAndNothingElse(t *testing.T) {
	t.Parallel()
	le, be := binary.LittleEndian, binary.BigEndian
	zh := utf16.Encode([]rune("海关报关单 No. 1\r\n\t"))
	// The letter is none when its bytes change places, nor is the end of a line, in which the zero is.
	with := func(more ...uint16) []uint16 {
		return append(append([]uint16{'\n', 0x4e2d, 0x4e2d, 0x4e2d}, more...), 0x4e2d)
	}
	for i, x := range []struct {
		head []byte
		want string
	}{
		{wide(le, zh...), "utf-16le"}, {wide(be, zh...), "utf-16be"}, {[]byte("plain text"), ""}, {nil, ""}, {wide(le, 0x4e2d, 0x6587), ""},
		{append(wide(le, zh...), 'x'), "utf-16le"}, // cut in the middle of a unit
		{wide(le, with(0x1f)...), ""}, {wide(le, append([]uint16{0x1f}, zh...)...), ""}, {wide(le, with(0)...), ""}, {wide(le, with(0x20)...), "utf-16le"},
		{wide(le, with('\t')...), "utf-16le"},
		{wide(le, with('\n')...), "utf-16le"}, {wide(le, with('\r')...), "utf-16le"}, {wide(le, with(0xffff)...), ""}, {wide(le, with(0xe000)...), ""},
		{wide(le, with(0xf8ff)...), ""}, {wide(le, with(0xf900)...), "utf-16le"}, {wide(le, with(0xdfff)...), "utf-16le"}, // one in six may be any other letter
		{wide(le, '\n', 0x4e2d, 0x4e2d, 0x4e2d, 0x7e), "utf-16le"}, {wide(le, '\n', 0x4e2d, 0x4e2d, 0x4e2d, 0x7f), ""},
		// four of five are not more than four fifths
		{wide(le, '\n', 0x4e2d, 0x4e2d, 0x4e2d, 0x3000), "utf-16le"}, {wide(le, '\n', 0x4e2d, 0x4e2d, 0x4e2d, 0x2fff), ""},
		{wide(le, '\n', 0x4e2d, 0x4e2d, 0x4e2d, 0x303f), "utf-16le"}, {wide(le, '\n', 0x4e2d, 0x4e2d, 0x4e2d, 0x3040), ""},
		{wide(le, '\n', 0x4e2d, 0x4e2d, 0x4e2d, 0x4e00), "utf-16le"}, {wide(le, '\n', 0x4e2d, 0x4e2d, 0x4e2d, 0x4dff), ""},
		{wide(le, '\n', 0x4e2d, 0x4e2d, 0x4e2d, 0x9fff), "utf-16le"}, {wide(le, '\n', 0x4e2d, 0x4e2d, 0x4e2d, 0xa000), ""},
		{wide(le, '\n', 0x4e2d, 0x4e2d, 0x4e2d, 0xff00), "utf-16le"}, {wide(le, '\n', 0x4e2d, 0x4e2d, 0x4e2d, 0xfeff), ""},
	} {
		if got := WideText(x.head); got != x.want {
			t.Errorf("%d: %q, want %q", i, got, x.want)
		}
	}
}

// field is a field of some form of the tables, of a type.
func field(t *testing.T, book *law.Edition, kind string) *law.Field {
	t.Helper()
	for _, form := range book.Forms {
		for _, x := range form.Fields {
			if x.Type == kind && len(x.Options) == 0 {
				return x
			}
		}
	}
	t.Fatalf("no field of type %s", kind)
	return nil
}

// TestWords_SayWhatAnswersStandFor: codes by their labels, references by what they name, accounts by people, moments by the clock of
// Beijing; what somebody wrote without the numbers of people, unless it is the reader's own.
func TestWords_SayWhatAnswersStandFor(t *testing.T) {
	t.Parallel()
	book := theLaw(t)
	f := kin()
	f.Agencies = map[int64]matter.Agency{7: {ID: 7, Code: "com", NameZH: "商务机关", NameEN: "Commerce"}}
	f.Members = []matter.Member{{Username: "li", Name: "李"}, {Username: "wang", Name: "王"}}
	f.Parties = []matter.Party{{Ref: "PT-1", Name: "虚构公司"}}
	f.Docs = []matter.Doc{{Ref: "DC-1", Title: "告知书", Number: "1号"}, {Ref: "DC-2", Title: "决定书", Number: "2号"}}
	f.Evidence[1].No = 7
	f.Referrals[0].Offence = "smuggling_contraband"
	zh := i18n.With(t.Context(), i18n.ZH)
	w := Words{Ctx: zh, Book: book, File: f, Said: map[string]string{"zhao": "赵（机关负责人）"}}
	for _, x := range []struct{ kind, value, want string }{
		{"datetime", "2026-03-02T01:30:00Z", "2026-03-02 09:30"}, {"datetime", "soon", "soon"}, {"officer", "wang", "王"}, {"officers2", "zhao", "赵（机关负责人）"},
		{"officer", "nobody", "nobody"}, {"org", "com", "商务机关"}, {"person", "PT-1", "虚构公司"}, {"person", "张某", "张某"}, {"documents", "DC-2", "《决定书》2号"},
		{"evidence_items", "EV-1", "007 报关单"}, {"documents", "外来文书", "外来文书"}, {"text", "原文", "原文"}, {"text", "11010119900101001X", "11010119900101001X"},
		{"longtext", "身份证11010119900101001X", "身份证110*************1X"}, {"date", "2026-03-02", "2026-03-02"},
	} {
		if got := w.Values(field(t, book, x.kind), []string{x.value}); got != x.want {
			t.Errorf("%s %s is %q, want %q", x.kind, x.value, got, x.want)
		}
	}
	w.Own = true
	if got := w.Values(field(t, book, "longtext"), []string{"身份证11010119900101001X"}); got != "身份证11010119900101001X" {
		t.Errorf("one's own words are %q", got)
	}
	if got := Local(field(t, book, "date"), "2026-03-02T01:30:00Z"); got != "2026-03-02T01:30:00Z" {
		t.Errorf("of a day there is no time: %q", got)
	}
	if w.Facts(nil, law.Values{"a": "b"}) != nil {
		t.Error("without a form nothing is said")
	}
	form := book.Form("decision_turned")
	if got := w.Facts(form, law.Values{"opinion": "补充材料后再报", "other": "x"}); len(got) != 1 || got[0].Value != "补充材料后再报" {
		t.Errorf("the answers are %v", got)
	}
}

// TestInWords_OfARefusal: whoever is refused reads what fields, papers, clocks and articles are called, never their codes; what is no
// code stays as it is.
func TestInWords_OfARefusal(t *testing.T) {
	t.Parallel()
	book := theLaw(t)
	e := &Engine{book: law.Fixed(book)}
	form := book.Form("prior_notice_approval")
	got := e.InWords(form, []any{"field", "fine", "paper", "DOC-R02", "clock", "REF-010", "sanction", "warning", "name", "fine", "field", 7, "field",
		"no_such_field", "paper", "DOC-X"})
	said := func(i int) string { l, _ := got[i].(i18n.Label); return l.ZH }
	for i, want := range map[int]string{1: "罚款（元）", 3: book.Document("DOC-R02").Name.ZH, 5: book.Clock("REF-010").Name.ZH, 7: "警告"} {
		if said(i) != want {
			t.Errorf("argument %d is %v, want %s", i, got[i], want)
		}
	}
	if got[9] != "fine" || got[11] != 7 || got[13] != "no_such_field" || got[15] != "DOC-X" {
		t.Errorf("what is no code: %v", got)
	}
	if l, _ := e.InWords(nil, []any{"field", "seal_no"})[1].(i18n.Label); l.ZH == "" {
		t.Error("a field of another form has its name")
	}
	sayer := func(name, code string) (zh, en string) {
		l, ok := e.InWords(nil, []any{name, code})[1].(i18n.Sayer)
		if !ok {
			return "", ""
		}
		return l.In(i18n.With(t.Context(), i18n.ZH)), l.In(i18n.With(t.Context(), "en"))
	}
	if zh, en := sayer("basis", "APL 44"); zh == "" || en == "" || zh == en {
		t.Errorf("the article is %q, %q", zh, en)
	}
	if zh, en := sayer("indicator", "quantity"); zh == "" || en == "" || zh == en {
		t.Errorf("the indicator is %q, %q", zh, en)
	}
}
