package written_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"touchstone/internal/written"
)

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		" 氧化镝 ": "氧化镝", "\ufeff氧化镝": "氧化镝", "氧\u200b化镝": "氧化镝", "氧\u2060化\u00ad镝": "氧化镝", "a\tb": "a b", "x\r\n": "x",
		"葛\U000E0100城": "葛\U000E0100城", "〇号库·甲": "〇号库·甲", "\U000F0000": "\U000F0000", "می\u200cخواهم": "می\u200cخواهم", "क्\u200dष": "क्\u200dष", "a\u200d": "a",
		"\ufe0fa": "a",
		"\u3164":  "", "\u2800\u2800": "", "\u200b\u2060": "", "\u00a0\u3000": "", "\u3164x": "\u3164x", "\ufff0\u2065": "", "张\ufff8三": "张三",
		"👩🏽\u200d🚀": "👩🏽\u200d🚀", "x\u2028": "x", "0.5 g": "0.5 g", "㎏": "㎏", "𰻞": "𰻞", "é": "é",
	} {
		if got, err := written.Line(in); err != nil || got != want {
			t.Errorf("%q reads %q, %v, not %q", in, got, err, want)
		}
	}
}

func TestLine_Refuses(t *testing.T) {
	for in, point := range map[string]string{
		"a\x00b": "U+0000", "a\x1bb": "U+001B", "a\x7fb": "U+007F", "a\u0085b": "U+0085", "a\u009fb": "U+009F", "a\u202eb": "U+202E", "a\u202ab": "U+202A",
		"a\u2066b": "U+2066", "a\u2069b": "U+2069",
		"a\u200eb": "U+200E", "a\u200fb": "U+200F", "a\U000E0041b": "U+E0041", "a\nb": "U+000A", "a\u2028b": "U+2028",
		"\u0085a": "U+0085", "a\x0c": "U+000C", "\va": "U+000B", "a\U000E0080b": "U+E0080", "\U000E01F0": "U+E01F0", "\U000E0FFF": "U+E0FFF",
	} {
		_, err := written.Line(in)
		var r written.Refused
		if !errors.As(err, &r) || r.CodePoint() != point {
			t.Errorf("%q: %v, not %s", in, err, point)
		}
	}
}

func TestBlock(t *testing.T) {
	for in, want := range map[string]string{"a  \r\nb\t\r\n\r\n": "a\nb", "a\u2029b": "a\nb", "a\rb": "a\nb", "\tx\n\ty": "x\n\ty", "\u3164\n\u2800": ""} {
		if got, err := written.Block(in); err != nil || got != want {
			t.Errorf("%q reads %q, %v, not %q", in, got, err, want)
		}
	}
	if _, err := written.Block("a\vb"); err == nil {
		t.Error("a vertical tab passes")
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]int{strings.Repeat("\u3164", 10): 0, strings.Repeat("\u200b", 10): 0, "理由充分。": 5, "a b\u00a0c": 3, "\u2800x": 1,
		"e\u0301": 1} {
		if got := written.Visible(in); got != want {
			t.Errorf("%q: %d, not %d", in, got, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, x := range []struct {
		name     string
		read     func(string) string
		in, want string
	}{
		{"number", written.Number, "１２３．４５", "123.45"}, {"number", written.Number, "1,234,567.8", "1234567.8"}, {"number", written.Number, "1，234", "1234"},
		{"number", written.Number, "1 234.5", "1234.5"},
		{"number", written.Number, "1\u202f234", "1234"}, {"number", written.Number, "12\u200b3", "123"}, {"number", written.Number, "1'234", "1234"},
		{"number", written.Number, "0.0004", "0.0004"},
		{"number", written.Number, "12,34", "12,34"}, {"number", written.Number, "1.234,5", "1.234,5"}, {"number", written.Number, "1 23", "1 23"},
		{"number", written.Number, "−5", "-5"}, {"number", written.Number, "1,2345", "1,2345"},
		{"amount", written.Amount, "￥５，０４０，０００．００", "5040000.00"}, {"amount", written.Amount, "5040000元", "5040000"}, {"amount", written.Amount, "CNY 1,200", "1200"},
		{"amount", written.Amount, "人民币１元", "1"}, {"amount", written.Amount, "5万", "5万"},
		{"identifier", written.Identifier, "９１３５ 0100-M000100Y43", "91350100M000100Y43"}, {"identifier", written.Identifier, "2805.30.19\u200b00", "2805301900"},
		{"identifier", written.Identifier, "1101 0119 9003 0712 3x", "11010119900307123X"},
		{"account", written.Account, "ＧＤ．Ｏｆｆｉｃｅｒ\u200b ", "gd.officer"}, {"account", written.Account, "gd。officer", "gd.officer"},
		{"account", written.Account, "gd　officer", "gd officer"}, {"account", written.Account, " \u200b ", ""},
		{"account", written.Account, "ps-officer2", "ps-officer2"},
		{"legible", written.Legible, "电话１３９\u200b１２３４—５６７８", "电话1391234-5678"}, {"legible", written.Legible, "①𝟏³", "113"},
		{"phone", written.Phone, "＋86 138-0013-8000", "+8613800138000"}, {"phone", written.Phone, "(0755) 1234 5678", "075512345678"},
		{"phone", written.Phone, "138x", "138x"},
	} {
		if got := x.read(x.in); got != x.want {
			t.Errorf("%s %q reads %q, not %q", x.name, x.in, got, x.want)
		}
	}
}

// TestUnseen: whatever Unicode says is not to be drawn leaves nothing on paper, assigned or not; what is drawn does. Seen to
// fail with the list of classes there was.
func TestUnseen(t *testing.T) {
	n := 0
	for r := range unicode.MaxRune {
		if unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) {
			if n++; written.Visible(strings.Repeat(string(r), 10)) != 0 {
				t.Errorf("%U is taken for visible", r)
			}
		}
	}
	for _, r := range "\u2800\u3164\U00016FE4\U0001D159\U000E0FFF" {
		if !written.Unseen(r) {
			t.Errorf("%U is taken for visible", r)
		}
	}
	for _, r := range "〇·。\ue000\u0301𠮷a" {
		if written.Unseen(r) {
			t.Errorf("%U is taken for nothing", r)
		}
	}
	t.Logf("%d code points", n)
}

// What was read once reads the same again: a form that is shown again loses nothing more.
func TestRead_IsSettled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "typed")
		for name, read := range map[string]func(string) (string, error){"line": written.Line, "block": written.Block} {
			once, err := read(s)
			if err != nil {
				continue
			}
			if twice, err := read(once); err != nil || twice != once {
				t.Fatalf("%s: %q -> %q -> %q, %v", name, s, once, twice, err)
			}
		}
		for name, read := range map[string]func(string) string{"number": written.Number, "identifier": written.Identifier, "plain": written.Plain,
			"account": written.Account} {
			if once := read(s); read(once) != once {
				t.Fatalf("%s: %q -> %q -> %q", name, s, once, read(once))
			}
		}
	})
}
