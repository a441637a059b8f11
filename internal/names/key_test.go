package names_test

import (
	"testing"

	"pgregory.net/rapid"

	"touchstone/internal/names"
)

func TestSame(t *testing.T) {
	for _, pair := range [][2]string{
		{"阿不都·热西提", "阿不都•热西提"}, {"阿不都·热西提", "阿不都・热西提"}, {"阿不都·热西提", "阿不都‧热西提"}, {"阿不都·热西提", "阿不都 热西提"}, {"阿不都·热西提", "阿不都热西提"},
		{"张 三", "张三"}, {"张\u3000三", "张三"}, {"张\u200b三", "张三"}, {"张\u00a0三", "张三"}, {"\ufeff张三", "张三"},
		{"Ｌｉ Ｗｅｉ", "li wei"}, {"LI WEI", "Li  Wei"}, {"葛\U000E0100城", "葛城"}, {"ﬁne Metals Ltd.", "Fine metals ltd"}, {"STRASSE", "straße"},
		{"officer２", "OFFICER2"}, {"㈱", "(株)"}, {"①号仓库", "1号仓库"},
		{"阿不都·热西提", "阿不都ꞏ热西提"}, {"阿不都·热西提", "阿不都⸳热西提"}, {"阿不都·热西提", "阿不都᛫热西提"}, {"阿不都·热西提", "阿不都◦热西提"}, {"阿不都·热西提", "阿不都。热西提"}, {"gd.officer", "ＧＤ｡Officer"},
		{"张\uFFF0三", "张三"}, {"张\u2065三", "张三"}, {"张\U000E01F0三", "张三"}, {"张\u17B4三", "张三"}, {"张\U00016FE4三", "张三"}, {"张\U0001D159三", "张三"},
	} {
		if !names.Same(pair[0], pair[1]) {
			t.Errorf("%q and %q are one name: %q, %q", pair[0], pair[1], names.Key(pair[0]), names.Key(pair[1]))
		}
	}
	for _, pair := range [][2]string{
		{"张三", "张三丰"}, {"王己", "王已"}, {"李晋", "李普"}, {"虚构甲公司", "虚构乙公司"}, {"刘〇", "刘零"}, {"𠮷田", "吉田"}, {"", ""}, {"\u200b", " "}, {"Li Wei", "Li Wie"}, {"О", "O"},
	} {
		if names.Same(pair[0], pair[1]) {
			t.Errorf("%q and %q are two names: %q", pair[0], pair[1], names.Key(pair[0]))
		}
	}
}

// The key of a key is itself: what is stored as a key can be compared with one made today.
func TestKey_IsSettled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "name")
		if k := names.Key(s); names.Key(k) != k {
			t.Fatalf("%q -> %q -> %q", s, k, names.Key(k))
		}
	})
}
