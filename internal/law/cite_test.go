package law_test

import (
	"testing"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/policies"
)

func TestCite_ReadsLikeAChineseCitation(t *testing.T) {
	t.Parallel()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	for basis, want := range map[string]string{
		"APL 57, 58; product rule":                    "《行政处罚法》第五十七条、第五十八条；产品规则",
		"Decree 310 (rev. 2020) Art.5":                "《行政执法机关移送涉嫌犯罪案件的规定》第五条",
		"ECL 34(1); DUR 39":                           "《出口管制法》第三十四条第(一)项；《两用物项出口管制条例》第三十九条",
		"ACL Art.25, 27":                              "《行政强制法》第二十五条、第二十七条",
		"MPS Procedure Arts. 182":                     "《公安机关办理刑事案件程序规定》第一百八十二条",
		"SPP 557-563":                                 "《人民检察院刑事诉讼规则》第五百五十七条至第五百六十三条",
		"CL 151(3)":                                   "《刑法》第一百五十一条第三款",
		"MOFCOM/GACC Announcement 2024 No. 33":        "商务部、海关总署公告2024年第33号",
		"MOFCOM Announcement 2025 No. 61":             "商务部公告2025年第61号",
		"APL Art.64(2) + Art.85":                      "《行政处罚法》第六十四条第(二)项及第八十五条",
		"ACL Art.57-58 + Art.69":                      "《行政强制法》第五十七条至第五十八条及第六十九条",
		"APL 57 + ACL 19":                             "《行政处罚法》第五十七条及《行政强制法》第十九条",
		"our rule + Art.85":                           "our rule + Art.85",
		"D310 5; Gaojianhui [2006] 2":                 "《行政执法机关移送涉嫌犯罪案件的规定》第五条；《关于在行政执法中及时移送涉嫌犯罪案件的意见》（高检会〔2006〕2号）",
		"Fafa [2016] 22 Art.5":                        "《关于办理刑事案件收集提取和审查判断电子数据若干问题的规定》（法发〔2016〕22号）第五条",
		"SPP/MPS Gongtongzi [2017] No.25 Art.16":      "《关于公安机关办理经济犯罪案件的若干规定》（公通字〔2017〕25号）第十六条",
		"ECL 28(5)":                                   "《出口管制法》第二十八条第(五)项",
		"APL 33(1)":                                   "《行政处罚法》第三十三条第一款",
		"APL 64(7)(8), 65":                            "《行政处罚法》第六十四条第(七)项、第(八)项、第六十五条",
		"ACL 18(7)-(9)":                               "《行政强制法》第十八条第(七)项至第(九)项",
		"Customs Penalty Regs Art.9(1)(2)":            "《海关行政处罚实施条例》第九条第一款第(二)项",
		"ECL Art.35 para.1":                           "《出口管制法》第三十五条第一款",
		"Dual-Use Regs Art.39(4) -> ECL Art.34":       "《两用物项出口管制条例》第三十九条第(四)项，依照《出口管制法》第三十四条",
		"Civil Procedure Law Art.95 via APL Art.61":   "《民事诉讼法》第九十五条（依《行政处罚法》第六十一条）",
		"ECL Art.37 (duty: Art.18)":                   "《出口管制法》第三十七条（义务见第十八条）",
		"APL Art.56 + Art.85 (7 days = working days)": "《行政处罚法》第五十六条及第八十五条（七日以内为工作日）",
		"SPP Provisions 2021 Art.8":                   "《最高人民检察院关于推进行政执法与刑事司法衔接工作的规定》（高检发释字〔2021〕4号）第八条",
		"Customs Penalty Regs Art.14 (2004 text read; amended 2022)": "《海关行政处罚实施条例》第十四条（按2004年文本核对，2022年已修订）",
		"a rule that nobody abbreviated":                             "a rule that nobody abbreviated",
	} {
		if got := book.Cite(t.Context(), basis); got != want {
			t.Errorf("%q: %q, want %q", basis, got, want)
		}
	}
}

func TestCite_InEnglishNamesTheLaw(t *testing.T) {
	t.Parallel()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	for basis, want := range map[string]string{
		"APL 57, 58; product rule":              "Administrative Penalty Law arts. 57, 58; product rule",
		"D310 6(5)":                             "Decree 310 art. 6(5)",
		"Decree 310 (rev. 2020) Art.5":          "Decree 310 art. 5",
		"APL Art.64(2) + Art.85":                "Administrative Penalty Law art. 64(2) with art. 85",
		"MOFCOM/GACC Announcement 2024 No. 33":  "MOFCOM/GACC Announcement No. 33 of 2024",
		"SPP 557-563":                           "SPP Rules arts. 557-563",
		"Dual-Use Regs Art.39(4) -> ECL Art.34": "Dual-Use Items Regulations art. 39(4), under Export Control Law art. 34",
		"a rule that nobody abbreviated":        "a rule that nobody abbreviated",
	} {
		if got := book.Cite(i18n.With(t.Context(), "en"), basis); got != want {
			t.Errorf("%q: %q, want %q", basis, got, want)
		}
	}
}
