package ui_test

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"touchstone/views/layout"
	"touchstone/views/ui"
)

// Everything here is fictional. tr picks the language of a specimen.
func tr(lang, zh, en string) string {
	if lang == "en" {
		return en
	}
	return zh
}

func frame(lang, id, title, current string) layout.Page {
	p := layout.Page{ID: id, Title: title, Demo: true, User: tr(lang, "周明", "Zhou Ming"), Unit: tr(lang, "商务 · 出口管制执法处", "Commerce · Export Control Enforcement"),
		HelpHref: "/help", Now: noon(), LogoutKey: "k0"}
	for _, n := range [][4]string{{"home", "工作台", "Home", ""}, {"inbox", "待办", "Inbox", "7"}, {"cases", "案件", "Cases", "42"}, {"tips", "线索", "Tips", "9"},
		{"clocks", "期限", "Deadlines", "5"}, {"referrals", "移送往来", "Referrals", "3"}, {"parties", "当事人索引", "Party index", ""}, {"stats", "统计", "Statistics", ""}} {
		p.Nav = append(p.Nav, layout.NavItem{Label: tr(lang, n[1], n[2]), Href: "/" + n[0], Count: n[3], Alert: n[0] == "inbox", Current: n[0] == current, Key: n[0]})
	}
	return p
}

func clock(lang, state string) ui.Clock {
	words := map[string][2]string{
		"ok": {"剩 52 天", "52 days"}, "near": {"剩 2 个工作日", "2 working days"}, "urgent": {"今日 18:00 到期", "Due today 18:00"}, "over": {"超期 1 天", "Overdue 1 day"},
		"held": {"已无扣押依据", "No basis to hold"}, "paused": {"中止计时", "Clock paused"}, "met": {"06-12 办结", "Done 06-12"}, "late": {"06-12 逾期办结", "Done late 06-12"},
		"earliest": {"最早 2025-06-26", "Earliest 2025-06-26"}, "lapsed": {"已失权", "Lapsed"},
	}
	return ui.Clock{Code: "REF-010", Name: tr(lang, "移送批准决定", "Referral approval decision"), State: state, Words: tr(lang, words[state][0], words[state][1]),
		Basis: tr(lang, "移送规定第5条第2款", "Transfer Rules art. 5(2)"), Period: tr(lang, "3 日", "3 days"), DayBasis: tr(lang, "自然日", "calendar days"),
		StartedBy: tr(lang, "提出移送", "Referral proposed"), StartedAt: noon().AddDate(0, 0, -3), Due: "2025-06-19T23:59:59+08:00", DueText: "2025-06-19"}
}

func allClocks(lang string) []ui.Clock {
	var list []ui.Clock
	for _, s := range []string{"urgent", "near", "ok", "over", "held", "paused", "met", "late", "earliest", "lapsed"} {
		list = append(list, clock(lang, s))
	}
	return list
}

func com() ui.AgencyMark { return ui.AgencyMark{Kind: "commerce"} }
func mps() ui.AgencyMark { return ui.AgencyMark{Kind: "public_security"} }

func identity(lang string) ui.Identity {
	urgent := clock(lang, "urgent")
	id := ui.Identity{Ref: "SM-2K7Q-9F3D-X", Title: tr(lang, "镓锭伪报品名出口", "Gallium ingots declared as aluminium"), Lead: com(),
		Tags: []ui.Tag{{Label: tr(lang, "待移送审批", "Referral pending"), Tone: "info", Machine: "admin_case", Code: "REFERRAL_PROPOSED"}}, Clock: &urgent,
		Facts: []ui.Fact{{Label: tr(lang, "主办", "Lead"), Node: ui.Agency(com())}, {Label: tr(lang, "协办", "Support"), Node: ui.Agency(mps())},
			{Label: tr(lang, "责任人", "Owner"), Value: tr(lang, "周明、何静（双人）", "Zhou Ming, He Jing")}, {Label: tr(lang, "标记", "Marking"), Value: tr(lang, "内部", "Internal")},
			{Label: tr(lang, "立案", "Filed"), Value: "2025-05-12"}, {Label: tr(lang, "涉案", "At stake"), Value: "1,240.0 kg · CNY 2,976,000"}},
		Actions: []ui.Action{{Label: tr(lang, "查看待审移送", "Open referral"), Href: "/r", Primary: true}},
		More:    []ui.Action{{Label: tr(lang, "登记事项", "Record an event"), Href: "/x", Event: "admin_case.noted"}}}
	for i, t := range [][3]string{{"概览", "Overview", ""}, {"时间线", "Timeline", "38"}, {"当事人", "Parties", "8"}, {"物项与路径", "Goods & routes", "3"},
		{"证据", "Evidence", "14"}, {"措施", "Measures", "2"},
		{"文书", "Documents", "6"}, {"处罚与移送", "Decisions", "1"}, {"知悉范围", "Access", "3"}, {"变更记录", "History", ""}} {
		id.Tabs = append(id.Tabs, ui.Tab{Label: tr(lang, t[0], t[1]), Href: "/t" + strconv.Itoa(i), Count: t[2], Current: i == 0})
	}
	return id
}

func network(lang string) templ.Component {
	return ui.Network(ui.Graph{Finding: tr(lang, "示例甲贸易与四个主体有关", "Sample Jia is linked to four parties"),
		Nodes: []ui.Node{{ID: "a", Label: tr(lang, "示例甲贸易", "Sample Jia Co."), Kind: "organisation", Focus: true, Href: "/p/a"},
			{ID: "b", Label: tr(lang, "李某（示例）", "Li (sample)"), Kind: "person"},
			{ID: "c", Label: tr(lang, "境外示例乙", "Sample Yi Ltd"), Kind: "organisation"}, {ID: "d", Label: tr(lang, "示例丙报关行", "Sample Bing Co."), Kind: "organisation"},
			{ID: "e", Kind: "closed"}},
		Edges: []ui.Edge{{From: "b", To: "a", Label: tr(lang, "实际控制", "controls")}, {From: "a", To: "c", Label: tr(lang, "出口给", "exports to")},
			{From: "a", To: "d", Label: tr(lang, "委托报关", "customs agent")}, {From: "a", To: "e", Label: tr(lang, "付款", "pays"), Suspected: true},
			{From: "c", To: "e", Label: tr(lang, "同址", "same address"), Suspected: true}}})
}

func flow(lang, unit, href string) templ.Component {
	return ui.RouteFlow(ui.FlowMap{Finding: tr(lang, "两省物项经口岸 P 流向目的地 Y", "Goods of two provinces leave through port P for destination Y"),
		Columns: []string{tr(lang, "起运", "Origin"), tr(lang, "出境口岸", "Exit port"), tr(lang, "转口", "Transit"), tr(lang, "目的地", "Destination")}, Unit: unit,
		TableHref: href, CountHead: tr(lang, "案件", "Cases"),
		Routes: []ui.Route{
			{Stops: []string{tr(lang, "A省", "Province A"), tr(lang, "口岸 P", "Port P"), tr(lang, "转口地 X", "Transit X"), tr(lang, "目的地 Y", "Destination Y")}, Value: "760",
				Text: "760.0", Count: "31"},
			{Stops: []string{tr(lang, "B省", "Province B"), tr(lang, "口岸 P", "Port P"), tr(lang, "转口地 X", "Transit X"), tr(lang, "目的地 Y", "Destination Y")}, Value: "250",
				Text: "250.0", Count: "14"},
			{Stops: []string{tr(lang, "B省", "Province B"), tr(lang, "口岸 P", "Port P"), ui.NoStop, tr(lang, "目的地 Y", "Destination Y")}, Value: "230", Text: "230.0",
				Count: "9"},
			{Stops: []string{tr(lang, "B省", "Province B"), tr(lang, "口岸 Q", "Port Q"), "", ""}, Value: "120", Text: "120.0", Count: "<5"},
		}})
}

func casePage(lang string) templ.Component {
	near := clock(lang, "near")
	steps := []ui.Step{{Label: tr(lang, "补录 2025-06-16 称重笔录的见证人", "Add the witness to the weighing record of 2025-06-16"), Href: "/a", Event: "evidence.corrected",
		State: "returned", Tag: &ui.Tag{Label: tr(lang, "退回意见", "Return note"), Tone: "warn"}},
		{Label: tr(lang, "对先行登记保存的 3 箱物品作出处理决定", "Decide on the 3 boxes held under prior registration"), Href: "/b", Event: "evidence.registration_decided",
			State: "todo", Clock: &near},
		{Label: tr(lang, "复核 EV-014 检验报告哈希", "Re-verify the hash of test report EV-014"), State: "done"}}
	facts := []ui.Fact{{Label: tr(lang, "案由", "Allegation"), Value: tr(lang, "以“铝锭”品名申报出口镓锭，未取得出口许可", "Gallium exported as “aluminium ingot” with no licence")},
		{Label: tr(lang, "物项", "Item"), Value: tr(lang, "金属镓 ≥99.99%，62 箱", "Gallium metal ≥99.99%, 62 boxes")},
		{Label: tr(lang, "净重 / 价值", "Net / value"), Value: ui.Kg("1240") + " · " + ui.Money("2976000")},
		{Label: tr(lang, "来源", "Source"), Value: "TP-0311", Href: "/tips/1"},
		{Label: tr(lang, "许可核查", "Licence check"), Value: tr(lang, "未查询到有效许可（2025-05-14）", "No valid licence found (2025-05-14)")}}
	return in(layout.Frame, frame(lang, "P07", identity(lang).Title, "cases"),
		ui.IdentityBar(identity(lang)),
		box("cols",
			box("stack", card(tr(lang, "下一步", "Next steps"), tr(lang, "全部任务 7", "All 7 tasks"), "/tasks", ui.TaskList(steps)),
				box("two", card(tr(lang, "基本案情", "Key facts"), tr(lang, "修改", "Edit"), "/edit", ui.SummaryList(facts)),
					card(tr(lang, "当事人关系", "Party network"), tr(lang, "表格", "Table"), "/t2", network(lang))),
				card(tr(lang, "物项流向（净重 kg）", "Goods flow (net kg)"), tr(lang, "表格", "Table"), "/t3", flow(lang, "kg", "/t3"))),
			box("stack", card(tr(lang, "法定期限", "Statutory clocks"), tr(lang, "全部 5", "All 5"), "/clocks", ui.ClockList(allClocks(lang)[:3])),
				card(tr(lang, "最近动态", "Recent events"), tr(lang, "时间线", "Timeline"), "/t1", timeline(lang)))))
}

func timeline(lang string) templ.Component {
	c := com()
	return ui.Timeline([]ui.Entry{{What: tr(lang, "移送建议提交审批", "Referral submitted for approval"), At: noon(), Who: tr(lang, "周明", "Zhou Ming"), Href: "/e",
		Agency: &c},
		{What: tr(lang, "上一版被退回：缺见证人", "Previous version returned: witness missing"), At: noon().AddDate(0, 0, -1), Who: tr(lang, "陈主任", "Director Chen"),
			Kind: "warn"},
		{What: tr(lang, "EV-014 检验报告入库", "EV-014 test report received"), At: noon().AddDate(0, 0, -2), Kind: "ok", Text: tr(lang, "哈希已核", "hash verified")},
		{What: tr(lang, "接到线索", "Tip received"), At: noon().AddDate(0, -1, 0), Kind: "note", DayOnly: true}})
}

func listPage(lang string) templ.Component {
	t := ui.Table{Caption: tr(lang, "案件", "Cases"), Select: "case",
		Columns: []ui.Column{{Label: tr(lang, "案由", "Subject"), Title: true}, {Label: tr(lang, "案件号", "Case no.")}, {Label: tr(lang, "物项", "Mineral")},
			{Label: tr(lang, "数量 (kg)", "Qty (kg)"), Num: true}, {Label: tr(lang, "主办 / 协办", "Lead / support")}, {Label: tr(lang, "阶段", "Stage")},
			{Label: tr(lang, "最近期限", "Next clock"), Href: "?sort=due", Sort: "ascending", Clock: true},
			{Label: tr(lang, "责任人", "Owner"), NoWrap: true}, {Label: tr(lang, "更新", "Updated"), Href: "?sort=updated"}}}
	tones := []string{"info", "", "info", "paused", "ok", "warn"}
	for i, c := range allClocks(lang) {
		name := tr(lang, []string{"镓锭伪报品名出口", "锗片拆单绕证", "锑锭第三地转口"}[i%3],
			[]string{"Gallium ingots declared as aluminium", "Germanium wafers split", "Antimony via third place"}[i%3])
		bare := mps()
		bare.Bare = true
		ref := "SM-2K7Q-9F3D-" + strconv.Itoa(i)
		t.Rows = append(t.Rows, ui.Row{Ref: ref, Value: ref, Hot: i == 0, Bad: i == 5,
			Cells: []templ.Component{ui.LinkTo("/c"+strconv.Itoa(i), name), ui.Mono(ref), ui.Text(tr(lang, "镓 Ga", "Ga")), ui.Text(ui.Qty("1240", 1)),
				ui.Agencies([]ui.AgencyMark{com(), bare}), ui.StateTag(ui.Tag{Label: tr(lang, "调查中", "Investigating"), Tone: tones[i%6], Machine: "admin_case",
					Code: "INVESTIGATING"}), ui.ClockBadge(c), ui.Text(tr(lang, "周明", "Zhou Ming")), ui.Day(noon())}})
		if i == 2 {
			t.Rows = append(t.Rows, ui.Row{Closed: &ui.Closed{Text: tr(lang, "与 SM-2K7Q-9F3D-2 关联。", "linked to SM-2K7Q-9F3D-2."), Unit: mps(),
				Who: tr(lang, "经侦处值班员 决定", "duty desk"), Request: "/access"}})
		}
	}
	var tabs []ui.Tab
	for i, x := range [][3]string{{"我的在办", "Mine, open", "11"}, {"临期", "Due soon", "5"}, {"超期", "Overdue", "1"}, {"本处全部", "My unit", "42"},
		{"另存为视图", "Save as view", ""}} {
		tabs = append(tabs, ui.Tab{Label: tr(lang, x[0], x[1]), Href: "/v" + strconv.Itoa(i), Count: x[2], Current: i == 0, End: i == 4})
	}
	anyOf := []ui.Option{{Value: "", Label: tr(lang, "全部", "Any")}}
	return in(layout.Frame, frame(lang, "P04", tr(lang, "案件", "Cases"), "cases"),
		ui.Head(ui.Heading{Title: tr(lang, "案件", "Cases"), Sub: tr(lang, "你可见 42 件", "42 visible to you"),
			Actions: []ui.Action{{Label: tr(lang, "导出清单", "Export list"), Href: "/export"},
				{Label: tr(lang, "登记案件", "Register case"), Href: "/cases/new", Primary: true, Key: "new", Event: "admin_lead.registered"}}}),
		ui.Tabs(tr(lang, "视图", "Views"), tabs),
		ui.FilterBar(ui.Filter{Action: "/cases", Fields: []ui.Field{{Name: "stage", Type: "select", Label: tr(lang, "阶段", "Stage"), Options: anyOf},
			{Name: "mineral", Type: "select", Label: tr(lang, "物项", "Mineral"), Options: anyOf},
			{Name: "due", Type: "select", Label: tr(lang, "期限", "Deadline"), Options: anyOf}},
			Chips: []ui.Chip{{Label: tr(lang, "状态：在办", "Status: open"), Remove: "/cases"}, {Label: tr(lang, "责任人：本组", "Owner: my team"), Remove: "/cases"}},
			Clear: "/cases"}),
		with(ui.BulkForm(ui.Bulk{Action: "/bulk", Key: "k1", Buttons: []ui.BulkButton{{Label: tr(lang, "指派", "Assign"), Name: "do", Value: "assign"},
			{Label: tr(lang, "设提醒", "Remind"), Name: "do", Value: "remind"}}, Note: tr(lang, "审批、移送须逐案办理", "Approvals and referrals are one at a time")}),
			ui.DataTable(t), ui.Pager(ui.Pages{Text: tr(lang, "本页 10 条", "10 on this page"), Previous: "?before=x", Next: "?after=x"})))
}

func approvalPage(lang string) templ.Component {
	hour := clock(lang, "urgent")
	hour.Live, hour.Due = true, noon().Add(312*60*1e9).Format("2006-01-02T15:04:05Z07:00")
	id := ui.Identity{Ref: "RF-0147-1", Title: tr(lang, "审批：移送涉嫌犯罪案件", "Approve: criminal referral"), Lead: com(), Clock: &hour, Facts: identity(lang).Facts[:4],
		Text: tr(lang, "以“铝锭”品名申报出口镓锭 62 箱，未取得许可；涉嫌走私国家禁止进出口的货物罪（示例）。",
			"62 boxes of gallium declared as aluminium, no licence; suspected smuggling of export-prohibited goods (sample).")}
	items := []ui.PackageItem{}
	for i, s := range []string{"present", "present", "stale", "missing", "not_applicable"} {
		p := ui.PackageItem{Label: tr(lang, "涉嫌犯罪案件移送书", "Transfer letter"), Basis: tr(lang, "移送规定第6条", "Transfer Rules art. 6"), State: s}
		if i < 3 {
			p.Document, p.Href, p.Hash = "DOC-031 v3", "/d", strings.Repeat("9f3ac21e", 8)
		} else if s == "missing" {
			p.Fix = &ui.Action{Label: tr(lang, "补充", "Add"), Href: "/fix", Event: "document.drafted"}
		} else {
			p.Reason = tr(lang, "无检验对象", "nothing to test")
		}
		items = append(items, p)
	}
	decide := ui.ActForm{Action: "/approvals/x", Event: "approval.decide", Key: "k2", Version: "3", Submit: tr(lang, "继续：核对并签署", "Continue: check and sign"),
		Cancel: &ui.Action{Label: tr(lang, "转交", "Delegate"), Href: "/delegate"},
		Fields: []ui.Field{{Name: "decision", Type: "radios", Quiet: true, Label: tr(lang, "你的决定", "Your decision"),
			Options: []ui.Option{{Value: "referral.approved", Label: tr(lang, "批准移送", "Approve referral"),
				Hint: tr(lang, "24 小时内送公安，案件相关事项锁定", "Sent within 24 h; related fields lock")},
				{Value: "return", Label: tr(lang, "退回补正", "Return for correction"), Hint: tr(lang, "须写明理由，期限继续计算", "Reason required; the clock keeps running")},
				{Value: "refuse", Label: tr(lang, "不批准移送", "Refuse referral")}}},
			{Name: "opinion", Type: "longtext", Label: tr(lang, "意见", "Opinion"), Hint: tr(lang, "退回、不批准时必填", "required to return or refuse"), Rows: 2},
			{Name: "read", Type: "check", Label: tr(lang, "我已阅读移送书与全部变化", "I have read the letter and all changes")}}}
	return in(layout.Frame, frame(lang, "P20", id.Title, "inbox"), ui.IdentityBar(id),
		ui.Flow([]ui.FlowStep{{Label: tr(lang, "提出移送", "Proposed"), Who: tr(lang, "周明", "Zhou Ming"), Text: "06-19 09:42", State: "done"},
			{Label: tr(lang, "报告", "Report"), Who: tr(lang, "林昊", "Lin Hao"), Text: tr(lang, "06-19 11:15 · 同意", "06-19 11:15 · agreed"), State: "done"},
			{Label: tr(lang, "负责人审批", "Head decides"), Who: tr(lang, "你", "You"), Text: tr(lang, "今日 18:00 前", "by 18:00 today"), State: "current"},
			{Label: tr(lang, "移送公安", "Send to police"), Text: tr(lang, "批准后 24 小时内", "within 24 h"), State: "next"},
			{Label: tr(lang, "受案回执", "Receipt"), State: "next"}}),
		box("cols", box("stack",
			card(tr(lang, "与第 2 版相比的变化（2 处）", "Changed since version 2 (2)"), tr(lang, "全文比对", "Full comparison"), "/full",
				ui.Diff(tr(lang, "第 2 版", "Version 2"), tr(lang, "第 3 版", "Version 3"),
					[]ui.Change{{Label: tr(lang, "称重见证人", "Weighing witness"), New: tr(lang, "何静、检验员王某（示例）", "He Jing; inspector Wang (sample)")},
						{Label: tr(lang, "净重", "Net weight"), Old: "1,238.0 kg", New: "1,240.0 kg"}})),
			card(tr(lang, "法定移送材料", "Statutory package"), tr(lang, "移送规定第6条", "Transfer Rules art. 6"), "", ui.PackageCount(items),
				ui.Package(tr(lang, "法定移送材料", "Statutory package"), items))),
			box("stack", ui.DutiesBox([]ui.Duty{{Text: tr(lang, "提出人：周明、何静 — 不是你", "Proposers: Zhou Ming, He Jing — not you"), OK: true},
				{Text: tr(lang, "你不是本机关正职负责人", "You are not the principal head"), OK: false}}),
				card(tr(lang, "你的决定", "Your decision"), "", "", ui.Form(decide)))))
}

func reportPage(lang string) templ.Component {
	figs := []templ.Component{ui.Figure(ui.Fig{Code: "cases.open", Label: tr(lang, "在办案件", "Open cases"), Value: "128",
		Note: tr(lang, "较上月 +9", "+9 on last month"), Href: "/cell/1"}),
		ui.Figure(ui.Fig{Code: "referrals", Label: tr(lang, "本月移送", "Referred"), Value: "23", Note: tr(lang, "较上月 +4", "+4")}),
		ui.Figure(ui.Fig{Code: "seized", Label: tr(lang, "查扣净重", "Seized"), Value: "61400", Text: "61.4 t"}),
		ui.Figure(ui.Fig{Code: "mss", Label: tr(lang, "国安移送", "State security"), Withheld: true})}
	var bars []ui.Bar
	for i, v := range []float64{146, 128, 41, 36, 33, 0} {
		bars = append(bars,
			ui.Bar{Label: tr(lang, []string{"已登记", "已立案", "提出移送", "批准移送", "公安受案", "公安立案"}[i],
				[]string{"Registered", "Filed", "Proposed", "Approved", "Received", "Police filed"}[i]), Value: v, Withheld: v == 0, Href: []string{"/cell/2", ""}[i%2]})
	}
	stacks := []ui.Stack{{Label: tr(lang, "商务", "Commerce"), Text: "112 / 9 / 2",
		Parts: []ui.Part{{Tone: "ok", Value: 112}, {Tone: "near", Value: 9}, {Tone: "over", Value: 2}}},
		{Label: tr(lang, "国安", "State sec."), Text: "20 / <5 / <5",
			Parts: []ui.Part{{Tone: "ok", Value: 20}, {Tone: "near", Withheld: true}, {Tone: "over", Withheld: true}}}}
	var points []ui.Point
	for i := range 13 {
		points = append(points, ui.Point{Label: strconv.Itoa(i%12+1) + tr(lang, "月", ""), Value: float64(9 + i*i%7), Withheld: i == 4})
	}
	minerals := ui.Table{Caption: tr(lang, "按物项", "By mineral"), Plain: true,
		Columns: []ui.Column{{Label: tr(lang, "物项", "Mineral")}, {Label: tr(lang, "在办", "Open"), Num: true}, {Label: tr(lang, "移送", "Referred"), Num: true}},
		Rows: []ui.Row{{Cells: []templ.Component{ui.Text("镓 Ga"), ui.FigureCell(ui.Fig{Code: "ga.open", Value: "21", Href: "/cell/3"}),
			ui.FigureCell(ui.Fig{Code: "ga.ref", Withheld: true})}}},
		Foot: []templ.Component{ui.Text(tr(lang, "合计（不含未显示）", "Total (excl. withheld)")), ui.Text("21"), ui.Text("")}}
	return in(layout.Frame, frame(lang, "P33", tr(lang, "2025 年 5 月情况汇总", "Summary of May 2025"), "stats"),
		ui.Head(ui.Heading{Title: tr(lang, "2025 年 5 月情况汇总", "Summary of May 2025"), Tags: []ui.Tag{{Label: tr(lang, "草稿", "Draft"), Tone: "warn"}},
			Sub:     tr(lang, "数据截至 2025-06-01 00:00 · 口径 v4", "Data to 2025-06-01 00:00 · definitions v4"),
			Actions: []ui.Action{{Label: "CSV", Href: "/csv"}, {Label: tr(lang, "核对并报送", "Check and issue"), Href: "/check", Primary: true}}}),
		box("figs", figs...),
		box("two", card(tr(lang, "本年累计：案件卡在哪一步？", "Where do cases stop?"), tr(lang, "表格", "Table"), "#t",
			ui.BarChart(tr(lang, "多数案件停在立案", "Most cases stop at filing"), bars)),
			card(tr(lang, "法定期限：谁接近或超过期限？", "Who is near or past a limit?"), tr(lang, "表格", "Table"), "#t",
				ui.StackedBar(tr(lang, "商务有 2 件超期", "Commerce has 2 overdue"), stacks)),
			card(tr(lang, "按物项", "By mineral"), "", "", ui.DataTable(minerals)),
			card(tr(lang, "物项流向（吨）", "Goods flow (t)"), "", "", flow(lang, "t", ""))),
		card(tr(lang, "十三个月趋势", "Thirteen months"), "", "", ui.Trend(tr(lang, "移送量平稳", "Referrals are steady"),
			[]ui.Series{{Label: tr(lang, "移送", "Referrals"), Points: points}, {Label: tr(lang, "立案", "Filings"), Points: points[3:]}})))
}

func formPage(lang string) templ.Component {
	people := []ui.Option{}
	for i := range 8 {
		people = append(people, ui.Option{Value: "officer" + strconv.Itoa(i), Label: tr(lang, "执法人员"+strconv.Itoa(i), "Officer "+strconv.Itoa(i)),
			Hint: tr(lang, "出口管制执法处", "Export Control Enforcement")})
	}
	f := ui.ActForm{Action: "/cases/x/acts/y", Event: "evidence.collected", Variant: "seizure", Key: "k3", Version: "7",
		Effect: tr(lang, "登记后，本件进入证据保管链。", "Once registered, the item enters the custody chain."), Cancel: &ui.Action{Label: tr(lang, "取消", "Cancel"), Href: "/c"},
		Problems: []ui.Problem{{Name: "place", Text: tr(lang, "请填写提取地点", "Enter where it was collected")},
			{Name: "officers", Text: tr(lang, "至少选择两名执法人员", "Choose at least two officers")}, {Name: "", Text: tr(lang, "案卷已被他人修改", "Somebody changed the file")}},
		Guards: []ui.Guard{{ID: "two_officers_present", Sentence: tr(lang, "应当由两名以上执法人员共同进行", "Two or more officers must act together"),
			Basis: tr(lang, "行政处罚法第42条", "Administrative Penalty Law art. 42")}, {ID: "w", Sentence: tr(lang, "期限将于今日届满", "The period ends today"), Warn: true}}}
	for _, kind := range []string{"text", "longtext", "reason", "datetime", "date", "money", "decimal", "integer", "yesno", "place", "legal_basis", "officers2",
		"officer", "person", "org", "documents", "evidence_items", "password", "code", "check", "file"} {
		field := ui.Field{Name: kind, Type: kind, Label: tr(lang, "字段 ", "Field ") + kind, Hint: tr(lang, "一句话说明。", "One sentence."), Optional: kind == "text"}
		switch kind {
		case "officers2":
			field.Name, field.Options, field.Values = "officers", people, []string{"officer1"}
		case "officer", "person", "org", "legal_basis", "documents", "evidence_items":
			field.Options = people[:3]
		case "decimal":
			field.Unit = "kg"
		case "file":
			field.Limit = tr(lang, "每个文件不超过 200 MB，PDF 或 JPEG", "up to 200 MB each, PDF or JPEG")
		}
		f.Fields = append(f.Fields, field)
	}
	f.Fields = append(f.Fields, ui.Field{Name: "kind", Type: "enum:evidence_type", Label: tr(lang, "证据种类", "Type"), Options: people},
		ui.Field{Name: "marks", Type: "enum:marks", Multiple: true, Label: tr(lang, "多选", "Several"), Options: people[:2]})
	return in(layout.Frame, frame(lang, "P12", tr(lang, "登记证据", "Register evidence"), "cases"),
		ui.Head(ui.Heading{Title: tr(lang, "登记证据", "Register evidence"), Back: &ui.Action{Label: tr(lang, "返回案件", "Back to the case"), Href: "/c"}}), ui.Form(f),
		card(tr(lang, "冲突", "Conflict"), "", "",
			ui.Conflict([]ui.ConflictField{{Name: "c1", Label: tr(lang, "净重", "Net weight"), Opened: "1,238", Saved: "1,240", Yours: "1,239", Touched: true}})))
}

func recordPage(lang string) templ.Component {
	hash := strings.Repeat("9f3ac21e", 8)
	return in(layout.Frame, frame(lang, "P13", "EV-014", "cases"),
		ui.Head(ui.Heading{Title: tr(lang, "EV-014 检验报告", "EV-014 test report")}),
		ui.Banner(ui.Notice{Text: tr(lang, "已登记，未立案", "Registered, not filed"), Tone: "ok"}),
		ui.Banner(ui.Notice{Text: tr(lang, "版本已过期", "Superseded"), Tone: "warn", Action: &ui.Action{Label: tr(lang, "改用第 5 版", "Use version 5"), Href: "/v5"}}),
		ui.Banner(ui.Notice{Text: tr(lang, "校验不一致", "Hash differs"), Tone: "err", Alert: true}), ui.Banner(ui.Notice{Text: tr(lang, "提示", "Note")}),
		box("two", card(tr(lang, "保管链", "Custody chain"), "", "",
			ui.CustodyChain([]ui.Handover{{Action: tr(lang, "提取", "Collected"), At: noon(), To: tr(lang, "周明", "Zhou Ming"), Place: tr(lang, "仓库", "Warehouse"),
				Signed: []string{"周明", "何静"}},
				{Action: tr(lang, "移交", "Handed over"), From: tr(lang, "周明", "Zhou Ming"), To: tr(lang, "保管员", "Custodian"), At: noon(),
					Seal: tr(lang, "封条 0031", "Seal 0031"), Gap: tr(lang, "此前 3 小时无保管记录", "3 hours without a record before this")}})),
			card(tr(lang, "状态", "State"), "", "",
				ui.SummaryList([]ui.Fact{{Label: "SHA-256", Node: ui.Hash(hash)}, {Label: tr(lang, "校验", "Hash"), Node: ui.HashState("verified", "06-17 11:20")},
					{Label: tr(lang, "校验", "Hash"), Node: ui.HashState("mismatch", "")}, {Label: tr(lang, "校验", "Hash"), Node: ui.HashState("pending", "")},
					{Label: tr(lang, "查证", "Finding"), Node: ui.Several(ui.Finding("pending"), ui.Finding("verified"), ui.Finding("excluded"))},
					{Label: tr(lang, "机关", "Agencies"), Node: ui.Agencies([]ui.AgencyMark{com(), mps(), {Kind: "state_security"}, {Kind: "customs"},
						{Kind: "customs_anti_smuggling"}, {Kind: "coordination"}, {Kind: "system"}})},
					{Label: tr(lang, "名称", "Name"), Value: tr(lang, "检验报告", "Test report"), Change: "/change"}}), ui.ClockList(allClocks(lang)))),
		ui.DataTable(ui.Table{Caption: tr(lang, "空表", "Empty table"),
			Empty: ui.EmptyState{Text: tr(lang, "先登记，后提取", "Register first, then collect"), Action: &ui.Action{Label: tr(lang, "添加", "Add"), Href: "/add"}}}),
		ui.ClosedPanel(ui.Closed{Text: tr(lang, "与本案关联。", "linked to this case."), Unit: mps(), Who: tr(lang, "经侦处 决定", "economic crime unit"), Request: "/access"}),
		card(tr(lang, "图过大", "Too big"), "", "", bigGraph()))
}

func bigGraph() templ.Component {
	g := ui.Graph{Finding: "x"}
	for i := range 41 {
		g.Nodes = append(g.Nodes, ui.Node{ID: strconv.Itoa(i)})
	}
	return ui.Network(g)
}

func loginPage(lang string) templ.Component {
	p := layout.Page{ID: "P01", Title: tr(lang, "登录", "Sign in")}
	return in(layout.Bare, p, card(tr(lang, "登录", "Sign in"), "", "", heading(tr(lang, "登录试金石", "Sign in to Touchstone")),
		ui.Form(ui.ActForm{Action: "/login", Key: "k", Submit: tr(lang, "登录", "Sign in"),
			Fields: []ui.Field{{Name: "username", Type: "text", Label: tr(lang, "用户名", "User name"), Autocomplete: "username"},
				{Name: "password", Type: "password", Label: tr(lang, "口令", "Password"), Autocomplete: "current-password"}}})))
}

func heading(text string) templ.Component { return raw("<h1>" + text + "</h1>") }

func raw(html string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, html)
		return err
	})
}

func letter(lang string) templ.Component {
	d := layout.Document{Title: "涉嫌犯罪案件移送书", Number: "演示移〔2025〕0147 号", Ref: "DOC-031 v3", Demo: true, Hash: "9f3a0c77…c21e", PrintedBy: "陈主任", PrintedAt: noon(),
		Copy: 1, To: "（示例）市公安局：", Organ: "（示例）商务主管部门", Date: "2025年6月19日", Seal: true, Back: "/d", BackLabel: "返回"}
	return with(layout.Sheet(d),
		raw("<p>我单位在查处镓锭伪报品名出口一案（案件号 SM-2K7Q-9F3D-X）中，发现示例甲贸易公司涉嫌犯罪。2025年5月9日接到线索，5月12日立案。经查，该公司以“铝锭”品名申报出口金属镓 62 箱，净重 1 240.0 千克，价值人民币 2 976 000.00 "+
			"元，未取得出口许可。</p><p>根据《行政执法机关移送涉嫌犯罪案件的规定》第三条、第五条、第六条，现将该案移送你局，请依法审查，并在接受之日起三日内书面通知处理结果。</p><p>附件：</p><p>1. 涉嫌犯罪案件情况的调查报告（DOC-028 v5）</p><p>2. 涉案物品清单，62 "+
			"箱（DOC-029 v2）</p>"))
}
