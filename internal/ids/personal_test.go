package ids_test

import (
	"testing"

	"touchstone/internal/ids"
)

// TestNumbersOfPeople: what people paste is read as what it is, and what cannot be such a number says why.
func TestNumbersOfPeople(t *testing.T) {
	t.Parallel()
	phone := func(s string) (string, ids.Fault) {
		n, fault, _ := ids.Phone(s)
		return n, fault
	}
	for _, x := range []struct {
		name     string
		read     func(string) (string, ids.Fault)
		in, want string
		fault    ids.Fault
	}{
		{"passport", ids.Passport, "Ｅ１２３４５６７８", "E12345678", ""}, {"passport", ids.Passport, "e 1234-5678\u200b", "E12345678", ""},
		{"passport", ids.Passport, "A1234567", "A1234567", ""}, {"passport", ids.Passport, "123456789", "123456789", ""},
		{"passport", ids.Passport, "E1234", "E1234", ids.NotLength}, {"passport", ids.Passport, "E123456789012", "E123456789012", ids.NotLength},
		{"passport", ids.Passport, "护照E12345678", "护照E12345678", ids.NotSigns}, {"passport", ids.Passport, "ABCDEFG", "ABCDEFG", ids.NotSigns},
		{"passport", ids.Passport, "—", "", ids.NotSigns},
		{"registration", ids.OtherNumber, "HRB 12345 B", "HRB12345B", ""}, {"registration", ids.OtherNumber, "ＣＲ－７７", "CR77", ""},
		{"registration", ids.OtherNumber, "军字第１２３号", "军字第123号", ""}, {"registration", ids.OtherNumber, "无", "无", ids.NotSigns},
		{"phone", phone, "１３９ １２３４－５６７８", "13912345678", ""}, {"phone", phone, "+86 139 1234 5678", "+8613912345678", ""},
		{"phone", phone, "(0755) 1234 5678", "075512345678", ""}, {"phone", phone, "12345", "12345", ""}, {"phone", phone, "+1 212 555 1234", "+12125551234", ""},
		{"phone", phone, "1234", "1234", ids.NotLength}, {"phone", phone, "1391234567890123", "1391234567890123", ids.NotLength},
		{"phone", phone, "12345678901", "12345678901", ids.NotPrefix}, {"phone", phone, "+86 120 1234 5678", "+8612012345678", ids.NotPrefix},
		{"phone", phone, "微信 abc139", "微信 abc139", ""}, {"phone", phone, "a@b.example", "a@b.example", ""},
	} {
		if got, fault := x.read(x.in); got != x.want || fault != x.fault {
			t.Errorf("%s %q reads %q, %q, not %q, %q", x.name, x.in, got, fault, x.want, x.fault)
		}
	}
}

// TestPersonalIn: numbers of people are found in a text however they are written, and numbers of other things are left alone.
// Seen to fail with digits looked for as they stand, and with a stroke or a bracket for the end of a number.
func TestPersonalIn(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]bool{
		"电话13912345678。": true, "电话１３９１２３４５６７８": true, "139 1234 5678": true, "139-1234-5678": true, "139—1234—5678": true, "139.1234.5678": true,
		"139\u200b12345678": true, "+86-139-1234-5678": true, "8613912345678": true, "008613912345678，": true,
		"编号12 13912345678": true, "电话139 1234 5678 2026-05-12": true, "1 3 9 1 2 3 4 5 6 7 8": true, "139\u00a01234\u00a05678": true, "𝟏𝟑𝟗𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖": true,
		"139\n12345678":      true,
		"11010519491231002X": true, "110105 19491231 002x": true, "１１０１０５１９４９１２３１００２Ｘ": true, "110105-19491231-002X，": true, "证件11010519491231002X号": true,
		"110105/19491231/002X": true, "139/1234/5678": true, "(139)12345678": true, "（139）1234-5678": true, "(139) 1234 5678": true, "１３９／１２３４／５６７８": true,
		"(110105)19491231002X": true, "(+86)13912345678": true,
		"2026/05/12 09:30": false, "13 2026/05/12 9时": false, "规格 1380/13800/13": false, "(2026)139号1234567": false, "（2026）13912号": false, "1/3/9": false,
		"报关单号530120250012345678": false, "单价 13 800 138 000 元": false, "2026-05-12 09:30": false, "13 2026-05-12 9时": false, "192.168.10.100": false,
		"139123456789": false, "12345678901": false, "110105194912310021": false, "": false,
		"2026051209301": false, "HS 2846901900，重 1240 千克": false, "91350100M000100Y43": false, "-": false, "1-": false,
		// groups of several signs, and of signs that telephone numbers have
		"139 1234-5678": true, "139-1234 5678": true, "+86 139—1234 5678": true, "（139）12345678": true, "(139)1234-5678": true, "（139） - 1234 - 5678": true,
		"139 - 1234 - 5678": true, "139.1234-5678": true, "139·1234·5678": true,
		"139・1234・5678": true, "139_1234_5678": true, "139＿1234＿5678": true, "139|1234|5678": true, "139~1234~5678": true, "【139】1234 5678": true,
		"139。1234。5678": true, "+86139-1234-5678": true, "0086 (139) 1234 5678": true,
		"86/139/1234/5678": true, "138 001 38000": true, "1391-2345-678": true, "1391234-5678": true, "139-12345678": true, "139 12 34 56 78": true,
		"手机 +86 139—1234 5678，": true,
		// letters before and behind
		"Tel13912345678": true, "TEL:139 1234 5678": true, "Tel139 1234 5678": true, "wx13912345678": true, "ｗｘ１３９１２３４５６７８": true, "微信wx_13912345678": true,
		"手机号13912345678a": true, "13912345678x": true, "13912345678_1.jpg": true, "phone13912345678号": true,
		"ID11010519491231002X": true, "id11010519491231002x。": true, "11010519491231002X备": true, "11010519491231002Xa": true, "110105 1949/12/31 002X": true,
		"110105.1949.1231.002X": true, "110105(19491231)002X": true, "110105_19491231_002X": true, "110105 19491231 002 X": true, "11010519491231002Ⅹ": true,
		"一三九一二三四五六七八": true, "幺三九一二三四五六七八。": true, "手机13912345678一部": true,
		// … and their honest neighbours
		"5301 2025 0012 345678": false, "EDI530120250012345678": false, "530120-25-0012345678": false, "报关单530120250012345678/1": false,
		"HS 1302199099 1 千克": false, "1 3901100000": false, "13021990 500": false, "2846.90.19/8112.92.10": false, "HS1302.19.90/99": false, "1302-1990-99": false,
		"2026/05/12 09/30": false, "13/05/2026/123": false, "13-2026/05-12 9": false, "15 2026 05 12 3": false, "1949-2026 123": false, "139-20260512": false,
		"自2026.05.12至2026.06.13": false,
		"139.12345678":           false, "1391234.5678": false, "13912345678.00": false, "13912345678元": false, "13912345678 千克": false, "13912345678mg": false,
		"USD13912345678": false, "13,912,345,678": false, "13 912 345 678": false, "13/912/345/678": false,
		"SM-1391-2345-6": false, "PT-YKDR-56R3-T": false, "商务罚决〔2026〕13号": false, "〔2026〕139-1号": false, "CG19990512001": false, "XS20260512001": false,
		"EGLV139123456789": false, "MSKU1391234": false, "OOLU2639123456": false,
		"a1391234b5678c": false, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855": false, "13912345678f00d": false, "0x13912345678f": false,
		"550e8400-e29b-41d4-a139-446655440000": false, "sha256:1391234567812345678a": false, "1.3912345678E10": false,
		"二〇二六年五月十二日": false, "一二三四五六七八九": false,
		// one that an unsure number hides; a card in fours stays a card
		"住1101 13801012345": true, "1101 138 0101 2345": true, "6222 0219 13912345678": true, "6222 0219 1391 2345 678": false, "6222 0201 1112 2220 002": false,
		// T and M as business cards write them; units behind and currencies on either side are none
		"T13912345678": true, "M139 1234 5678": true, "m13912345678": true, "T139-1234-5678": true, "G13912345678": true, "13912345678t": false,
		"13912345678m": false, "139 1234 5678kg": false, "CNY13912345678": false, "T20260512001": false, "US139 1234 5678": false,
		// numbers of files and contracts, waybills, tables of goods, ranges, sizes, amounts
		"HT-158/2026/0034": false, "档案158-2026-0051": false, "138-2026-05-12": false, "131 2026 0512": false, "138-2026-0051": false, "合同号：138-1234-5678": false,
		"AWB 160-1234-5675": false,
		"160-1234 5675":     false, "160-12345675": false, "157-20265012": false, "运单172 1234 5675": false,
		"28469019 150\n28053019 180": false, "150\t28469019": false, "1350 1420 380 千克": false, "1350 1420 380": false, "1500000 2025": false, "1500000 1380": false,
		"150\t1380\t2000": false, "150 28469019": false, "150\n28469019": false,
		"150/1000/2000 目": false, "150/1000/2000": false, "150-1600-1800元": false, "13800000000美元": false, "15000000000日元": false, "15000000000韩元": false,
		"13912345678 人民币": false, "13912345678.5元": false, "13912345678 目": false,
		// … and the numbers of people beside them
		"电话138-2026-0051": true, "手机号：139 2026 0512": true, "微信138-2026-05-12": true, "Tel 160-12345675": true, "Mobile: 1350 1420 380": true, "139 2026 5678": true,
		"档案员139 1234 5678": true, "合同联系人139-1234-5678": true, "编号13912345678": true,
		"139 12345678": true, "2026-05-12 139-12345678": true, "138-00138000 2026-05-12": true, "139-1234-5678 目击者": true, "13912345678人民币1000元": true,
		"139 1234 5678元某": true, "手机13912345678。3人": true, "13912345678。12人": true, "139 1234 5678 圆通": true, "+86 139 12345678": true,
	} {
		if got := ids.PersonalIn(in); got != want {
			t.Errorf("%q: %v", in, got)
		}
	}
}

// TestPersonalNumbers_Permits: permits of residents of Hong Kong and Macao and those for going there identify a person as a
// passport does; what is made of a letter and a day does not, nor what goes on. Seen to fail with passports alone.
func TestPersonalNumbers_Permits(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]bool{"回乡证H12345678": true, "Ｍ１２３４５６７８": true, "H1234567801，": true, "通行证 C12345678": true, "CA1234567": true,
		"c 12345678": true, "合同C20260512": false, "H123456789": false, "C1234567": false, "型号AC12345678": false, "C123456780": false,
		"采购合同CG2026001": false, "CI-2026051": false, "合同C-2026-0051": false, "E-2026-1234": false, "样品CY2026101": false, "铅封CN1234567": false, "铅封号：CN1234567": false,
		"批号M2026050101": false, "H 2846901900": false, "封签 C12345678": false, "发票号E12345678": false,
		"护照EA2026123": true, "通行证C-2026-0051": true, "护照号码：E2026 1234": true, "E20261234": true, "CN1234567": true, "持合同及护照E12345678": true} {
		if got := len(ids.PersonalNumbers([]rune(in))) > 0; got != want {
			t.Errorf("%q: %v", in, got)
		}
	}
}
