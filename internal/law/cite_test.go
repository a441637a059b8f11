package law_test

import (
	"testing"

	"touchstone/internal/law"
	"touchstone/policies"
)

func TestCite_ReadsLikeAChineseCitation(t *testing.T) {
	t.Parallel()
	book, err := law.Load(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	for basis, want := range map[string]string{
		"APL 57, 58; product rule":               "《行政处罚法》第57条、第58条；产品规则",
		"Decree 310 (rev. 2020) Art.5":           "《行政执法机关移送涉嫌犯罪案件的规定》第5条",
		"ECL 34(1); DUR 39":                      "《出口管制法》第34条第1款；《两用物项出口管制条例》第39条",
		"ACL Art.25, 27":                         "《行政强制法》第25条、第27条",
		"MPS Procedure Arts. 182":                "《公安机关办理刑事案件程序规定》第182条",
		"SPP 557-563":                            "《人民检察院刑事诉讼规则》第557条至第563条",
		"CL 151(3)":                              "《刑法》第151条第3款",
		"MOFCOM/GACC Announcement 2024 No. 33":   "商务部、海关总署公告2024年第33号",
		"MOFCOM Announcement 2025 No. 61":        "商务部公告2025年第61号",
		"APL Art.64(2) + Art.85":                 "《行政处罚法》第64条第2款及第85条",
		"ACL Art.57-58 + Art.69":                 "《行政强制法》第57条至第58条及第69条",
		"APL 57 + ACL 19":                        "《行政处罚法》第57条及《行政强制法》第19条",
		"our rule + Art.85":                      "our rule + Art.85",
		"D310 5; Gaojianhui [2006] 2":            "《行政执法机关移送涉嫌犯罪案件的规定》第5条；《关于在行政执法中及时移送涉嫌犯罪案件的意见》（高检会〔2006〕2号）",
		"Fafa [2016] 22 Art.5":                   "《关于办理刑事案件收集提取和审查判断电子数据若干问题的规定》（法发〔2016〕22号）第5条",
		"SPP/MPS Gongtongzi [2017] No.25 Art.16": "《关于公安机关办理经济犯罪案件的若干规定》（公通字〔2017〕25号）第16条",
		"a rule that nobody abbreviated":         "a rule that nobody abbreviated",
	} {
		if got := book.Cite(basis); got != want {
			t.Errorf("%q: %q, want %q", basis, got, want)
		}
	}
}
