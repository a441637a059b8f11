package goods

import (
	"context"
	"slices"
	"strings"
	"testing"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
)

// answer is what must be said of goods: the state; each word of says stands in what P10 and P20 say of them, none of silent.
type answer struct{ name, mineral, on, found, listed, state, says, silent string }

// The goods that a reading of the section found answered wrongly, each with its right answer, and their honest neighbours.
var answers = []answer{
	// An item that is suspended, or not listed yet, hides none in force.
	{"金属钬镝合金", "钬、镝", "2026-03-01", "2805301910", "", Undetermined, "含镝的靶材等 金属钐 仍须核查以前的规定：《出口许可证管理货物目录》", "清单未列："},
	{"金属块", "钬", "2026-03-01", "2805301910", "", Undetermined, "2805301910属于金属钐", ""},
	{"金属块", "铒", "2026-03-01", "2805301910", "", Undetermined, "2805301910属于金属钐", ""},
	{"x", "稀土", "2026-03-01", "2805301910", "金属钬", Undetermined, "2805301910属于金属钐", ""},
	{"氧化钬及其混合物和氧化镝", "稀土", "2026-03-01", "2846909999", "", Controlled, "氧化镝及其混合物 1C905.b", "1C909"},
	{"人造石墨负极材料", "石墨", "2026-03-01", "3801909090", "", Undetermined, "同属一个税目", ""},
	{"人造石墨负极材料", "石墨", "2026-03-01", "8507600000", "", Suspended, "人造石墨负极材料", ""},
	{"金属钬", "钬", "2026-03-01", "28053019", "", Suspended, "金属钬 出口许可证管理货物目录", "技术目录"},
	{"氧化钬", "钬", "2026-03-01", "2846901999", "", Suspended, "氧化钬及其混合物", ""},
	{"金属钬", "钬", "2026-11-11", "28053019", "", Undetermined, "据报道延长 出口许可证管理货物目录", ""},
	{"人造金刚石单晶", "超硬材料", "2026-03-01", "71051020", "", Suspended, "粒径大于50 μm", "以前的规定"},

	{"按1C226管制的碳化钨粉", "钨", "2026-03-01", "3926909090", "", Undetermined, "未按1C226管制的碳化钨：名称没有说明", ""}, // an entry that nobody read hides none

	// Of several things each is named, with its own basis.
	{"人造石墨负极材料与球化石墨混合料", "石墨", "2025-03-01", "8545190000", "", Controlled, "天然鳞片石墨 1C108.c", "1C108.b"},
	{"人造石墨负极材料与球化石墨混合料", "石墨", "2026-03-01", "8545190000", "", Controlled, "天然鳞片石墨 1C108.c", "3C901"},
	{"金属镓和锑锭", "镓、锑", "2024-10-01", "3926909090", "", Controlled, "金属镓（单质） 金属锑及制品 2023年第23号 2024年第33号", ""},
	{"金属镓和锑锭", "镓、锑", "2024-09-01", "3926909090", "", Controlled, "金属镓（单质） 2023年第23号", "锑及制品"},
	{"氧化镓、二氧化锗混合粉", "镓、锗", "2026-03-01", "3926909090", "", Controlled, "氧化镓 二氧化锗", ""},
	{"金属镓、金属碲", "镓、碲", "2025-03-01", "3926909090", "", Controlled, "6C002.a 2024年第51号 2025年第10号", ""},
	{"金属锗、金属铋", "锗、铋", "2025-03-01", "3926909090", "", Controlled, "6C001.a 2024年第51号 2025年第10号", ""},
	{"磷化铟/铟镓砷外延片", "铟", "2026-05-12", "8541410000", "", Controlled, "铟镓砷 磷化铟 2024年第51号 2025年第10号", ""},

	// What applied instead, as far as it was in force.
	{"x", "稀土", "2026-03-01", "", "稀土相关技术", Suspended, "中国禁止出口限制出口技术目录", "出口许可证"},
	{"x", "稀土", "2024-06-01", "", "稀土相关技术", Undetermined, "中国禁止出口限制出口技术目录", ""},
	{"稀土矿", "稀土", "2026-03-01", "25309020", "", Suspended, "稀土矿 出口许可证管理货物目录", "技术目录"},
	{"独居石", "稀土", "2026-03-01", "2612200000", "", Suspended, "稀土矿 出口许可证管理货物目录", ""},
	{"石墨", "石墨", "2005-01-01", "2504101000", "", NotControlled, "", "2006年第50号"},
	{"球化石墨", "石墨", "2006-08-31", "3801909010", "", NotControlled, "", "2006年第50号"},
	{"球化石墨", "石墨", "2006-09-01", "3801909010", "", Undetermined, "2006年第50号的内容未收录", "须核实"},
	{"球化石墨", "石墨", "2023-11-30", "3801909010", "", Undetermined, "2006年第50号", ""},
	{"人造石墨", "石墨", "2006-08-15", "3801100090", "", Undetermined, "核两用品", "2006年第50号"},
	{"石墨粉", "石墨", "2025-03-01", "8545190000", "", Undetermined, "天然鳞片石墨", "2006年第50号"},
	{"金属镝", "镝", "2025-04-03", "2805301200", "", Undetermined, "《出口许可证管理货物目录》在行为日是否适用须核实", ""},
	{"镓锭", "镓", "2023-07-31", "8112929010", "", NotControlled, "", "目录"},
	{"铟锭", "铟", "2025-01-15", "8112923010", "", Undetermined, "出口许可证管理货物目录", "技术"},
	{"铟锭", "铟", "2025-03-01", "8112923010", "", Undetermined, "磷化铟 出口许可证管理货物目录", "技术及资料"},
	{"氧化钼", "钼", "2025-03-01", "2825700000", "", Undetermined, "钼粉及合金颗粒 出口许可证管理货物目录", "技术及资料"},
	{"钼铁", "钼", "2025-03-01", "7202700000", "", Undetermined, "钼粉及合金颗粒 出口许可证管理货物目录", "技术及资料"},

	// Vessels, measures, forms, symbols and formulas, in every way of writing.
	{"一罐镓", "镓", "2024-06-01", "7017900000", "", Controlled, "金属镓（单质）", ""},
	{"两瓶镓", "镓", "2024-06-01", "7017900000", "", Controlled, "金属镓（单质）", ""},
	{"一包镓", "镓", "2024-06-01", "9503008900", "", Controlled, "金属镓（单质）", ""},
	{"一瓶 镓", "镓", "2026-05-12", "7017900000", "", Controlled, "金属镓（单质）", ""},
	{"镓珠", "镓", "2026-05-12", "3926909090", "", Controlled, "金属镓（单质）", ""},
	{"镓锭 25kg", "镓", "2026-05-12", "3926909090", "", Controlled, "金属镓（单质）", ""},
	{"镓锭（4N，25公斤/桶）", "镓", "2024-06-01", "7616999000", "", Controlled, "金属镓（单质）", ""},
	{"镓 99.9999%", "镓", "2026-05-12", "7017900000", "", Controlled, "金属镓（单质）", ""},
	{"1#镓锭", "镓", "2026-05-12", "3926909090", "", Controlled, "金属镓（单质）", ""},
	{"Ga锭（6N）", "镓", "2026-05-12", "3926909090", "", Controlled, "金属镓（单质）", ""},
	{"Ga metal 6N", "Ga", "2026-05-12", "3926909090", "", Controlled, "金属镓（单质）", ""},
	{"two vials of gallium", "gallium", "2026-05-12", "7017900000", "", Controlled, "金属镓（单质）", ""},
	{"three bottles of Ga", "gallium", "2026-05-12", "7017900000", "", Controlled, "金属镓（单质）", ""},
	{"gallium ingot 4N 25 kg", "gallium", "2024-06-01", "7616999000", "", Controlled, "金属镓（单质）", ""},
	{"高純鎵錠", "鎵", "2026-05-12", "7017900000", "", Controlled, "金属镓（单质）", ""},
	{"锗单晶", "锗", "2026-03-01", "8112929090", "", Controlled, "金属锗（单质）", ""},
	{"1#锑锭", "锑", "2025-03-01", "7806009000", "", Controlled, "金属锑及制品", "技术"},
	{"銻錠", "銻", "2025-03-01", "7806009000", "", Controlled, "金属锑及制品", ""},
	{"锑锭 25公斤", "锑", "2025-03-01", "7806009000", "", Controlled, "金属锑及制品", ""},
	{"锑珠", "锑", "2025-03-01", "7806009000", "", Controlled, "金属锑及制品", ""},
	{"4N碲锭", "碲", "2025-03-01", "3926909090", "", Controlled, "金属碲", ""},
	{"碲丸", "碲", "2025-03-01", "3926909090", "", Controlled, "金属碲", ""},
	{"Ga₂O₃粉末", "镓", "2026-05-12", "3926909090", "", Controlled, "氧化镓", ""},
	{"Gallium(III) oxide", "gallium", "2026-05-12", "3926909090", "", Controlled, "氧化镓", ""},
	{"三氧化二镓（β相）", "镓", "2024-06-01", "3926909090", "", Controlled, "氧化镓", ""},
	{"氧化鎵", "镓", "2024-06-01", "3926909090", "", Controlled, "氧化镓", ""},
	{"粉末（氧化镓）", "镓", "2026-05-12", "3926909090", "", Controlled, "氧化镓", ""},
	{"ＧａＡｓ晶片", "镓", "2026-05-12", "8541410000", "", Controlled, "砷化镓", ""},
	{"gaas wafer", "gallium", "2026-05-12", "8541410000", "", Controlled, "砷化镓", ""},
	{"砷化鎵晶片", "镓", "2026-05-12", "8541410000", "", Controlled, "砷化镓", ""},
	{"镓铟砷外延片", "镓", "2026-05-12", "8541410000", "", Controlled, "铟镓砷", ""},
	{"GaInAs wafer", "gallium", "2025-01-15", "8541410000", "", Controlled, "铟镓砷", ""},
	{"Hg₁₋ₓCdₓTe外延片", "碲", "2025-03-01", "9001909090", "", Controlled, "碲化镉汞", "碲化镉锌"},
	{"汞镉碲晶片", "碲", "2025-03-01", "9001909090", "", Controlled, "碲化镉汞", ""},
	{"MCT晶片", "碲", "2025-03-01", "9001909090", "", Controlled, "碲化镉汞", "技术及资料"},
	{"碲镉锌晶体", "碲", "2025-03-01", "9022909090", "", Controlled, "碲化镉锌", "技术及资料"},
	{"Dy₂O₃粉", "镝", "2026-03-01", "3926909090", "", Controlled, "氧化镝及其混合物 1C905.b", ""},
	{"黄色氧化钨WO₃", "钨", "2025-07-04", "3206491900", "", Controlled, "氧化钨", ""},
	{"TMIn", "铟", "2025-03-01", "3824999990", "", Controlled, "三甲基铟", ""},

	// What mentions an element and is not explained leaves room.
	{"镓铟合金", "镓", "2025-01-15", "3926909090", "", Undetermined, "金属镓（单质） 须按物项描述判断", ""},
	{"镓合金锭", "镓", "2026-05-12", "3926909090", "", Undetermined, "金属镓（单质）", ""},
	{"Ga(NO3)3", "镓", "2026-05-12", "2834299090", "", Undetermined, "氧化镓", ""},
	{"硝酸镓", "镓", "2026-05-12", "2834299090", "", Undetermined, "氧化镓", ""},
	{"GaInP晶片", "镓", "2026-05-12", "8541410000", "", Undetermined, "砷化镓", ""},
	{"含镓物料", "镓", "2026-05-12", "7601200000", "", Undetermined, "金属镓（单质）", ""},
	{"含镓99.99%的合金块", "镓", "2026-05-12", "7601200000", "", Undetermined, "金属镓（单质）", ""},
	{"不含镓和锗", "镓", "2026-05-12", "3926909090", "", Undetermined, "金属锗（单质）", "金属镓"},
	{"装饰玩具", "镓", "2026-05-12", "9503008900", "", Undetermined, "金属镓（单质）", ""},
	{"装饰玩具（铋99.999%）", "铋", "2026-03-15", "9503008900", "", Undetermined, "金属铋及制品", "技术"},
	{"镓锭生产技术资料", "镓", "2026-05-12", "", "", Undetermined, "金属镓（单质）", "商品编号"},
	{"氧化镓生产工艺图纸", "镓", "2026-05-12", "", "", Undetermined, "氧化镓", ""},
	{"稀土磁材制备技术", "稀土", "2026-03-01", "", "", Undetermined, "稀土相关技术 中国禁止出口限制出口技术目录", "靶材"},
	{"稀土萃取分离技术图纸", "稀土", "2024-06-01", "", "", Undetermined, "中国禁止出口限制出口技术目录", "出口许可证"},
	{"生锑", "锑", "2025-03-01", "3824999990", "", Undetermined, "锑矿及原料", "技术"},
	{"硫化锑", "锑", "2025-03-01", "2830909000", "", Undetermined, "锑矿及原料", "技术"},
	{"Sb₂O₃", "锑", "2025-03-01", "3206111000", "", Undetermined, "大于或等于99.99%", "技术"},
	{"MPCVD设备", "超硬材料", "2025-03-01", "8486209000", "", Undetermined, "微波等离子体化学气相沉积（MPCVD）设备的列管条件", "工艺技术"},
	{"六面顶压机", "超硬材料", "2025-03-01", "8462910000", "", Undetermined, "六面顶压机设备的列管条件", "制造技术"},
	{"CVD金刚石窗口片", "超硬材料", "2025-03-01", "9001909090", "", Undetermined, "金刚石窗口材料的列管条件", "工艺技术"},
	{"等静压石墨块", "石墨", "2025-03-01", "8545190000", "", Undetermined, "纯度大于99.9%", ""},
	{"三高石墨", "石墨", "2025-03-01", "8545190000", "", Undetermined, "纯度大于99.9%", ""},
	{"石墨球", "石墨", "2025-03-01", "8545190000", "", Undetermined, "天然鳞片石墨", ""},
	{"天然石墨负极材料", "石墨", "2025-03-01", "8507909000", "", Undetermined, "天然鳞片石墨", ""},
	{"石墨负极", "石墨", "2025-03-01", "8545190000", "", Undetermined, "天然鳞片石墨", ""}, // a piece of a name that was not listed yet settles nothing
	{"石墨纸", "石墨", "2025-03-01", "4811900000", "", Undetermined, "天然鳞片石墨", ""},
	{"柔性石墨垫片", "石墨", "2025-03-01", "8484100000", "", Undetermined, "天然鳞片石墨", ""},
	{"非鳞片石墨与鳞片石墨", "石墨", "2025-03-01", "6909110000", "", Controlled, "1C108.c", ""},
	{"不含鳞片石墨和含鳞片石墨", "石墨", "2025-03-01", "6909110000", "", Controlled, "1C108.c", ""},
	{"磁铁（含钬、镝）", "钬、镝", "2026-03-01", "8505111000", "", Undetermined, "含镝钕铁硼永磁材料 出口许可证管理货物目录", ""},

	// A heading of four digits says no more when it is filled up with zeros.
	{"石墨", "石墨", "2025-03-01", "3801", "", Undetermined, "位数不足", ""},
	{"石墨", "石墨", "2025-03-01", "3801000000", "", Undetermined, "位数不足", ""},
	{"石墨粉", "石墨", "2025-03-01", "2504000000", "", Undetermined, "位数不足", ""},
	{"回收料", "镓", "2026-05-12", "8112000000", "", Undetermined, "位数不足", ""},
	{"回收料", "镓", "2026-05-12", "81120000", "", Undetermined, "位数不足", ""},
	{"晶片", "镓", "2026-03-01", "3818000000", "", Undetermined, "位数不足", ""},

	// Another item under the same customs code is not what the goods are called.
	{"球化石墨", "石墨", "2025-03-01", "3801909010", "", Controlled, "1C108.c", "1C108.b 99.9%"},
	{"球化石墨", "石墨", "2025-03-01", "6815190020", "", Controlled, "1C108.c", "1C108.b 99.9%"},
	{"球化石墨", "石墨", "2025-03-01", "3801100030", "", Controlled, "1C108.c", "1C108.b 99.9%"},
	{"人造石墨块", "石墨", "2025-03-01", "3801909010", "", Controlled, "1C108.b 99.9%", "1C108.c"},
	{"钨镍铁合金棒", "钨", "2025-03-01", "8101940001", "", Controlled, "1C004 17.5", "1C117.c"},
	{"氧化镝", "镝", "2025-07-04", "3824999922", "", Controlled, "1C905.b", "1C905.a 1C905.c"},
	{"高纯石墨制品", "石墨", "2025-03-01", "3801100030", "", Controlled, "1C108.b 99.9%", "1C108.c"},

	// Goods made with an item are others; what a name denies is not there.
	{"氮化镓充电器", "镓", "2026-05-12", "8504401400", "", Undetermined, "氮化镓：名称没有说明", ""},
	{"氮化镓充电器", "镓", "2026-05-12", "", "", Undetermined, "氮化镓：名称没有说明", ""},
	{"氮化镓充电器", "镓", "2026-05-12", "3926909090", "", Undetermined, "氮化镓：名称没有说明", ""},
	{"GaN快充头", "镓", "2026-05-12", "8504401400", "", Undetermined, "氮化镓：名称没有说明", ""},
	{"氮化镓LED灯珠", "镓", "2026-05-12", "8541410000", "", Undetermined, "氮化镓：名称没有说明", ""},
	{"LED lamp with gallium arsenide", "gallium", "2026-05-12", "9405110000", "", Undetermined, "砷化镓：名称没有说明", ""},
	{"LED灯", "镓", "2026-05-12", "9405110000", "", Undetermined, "", ""},
	{"不含氧化镓的抛光粉", "镓", "2024-06-01", "3405900000", "", NotControlled, "", ""},
	{"含氧化镓的抛光粉", "镓", "2024-06-01", "3405900000", "", Undetermined, "氧化镓：名称没有说明", ""},
	{"含镓废料", "镓", "2026-05-12", "7204210000", "", NotControlled, "", ""},
	{"镓废料", "镓", "2026-05-12", "7204210000", "", NotControlled, "", ""},
	{"含镓铝合金", "镓", "2026-05-12", "7601200000", "", NotControlled, "", ""},
	{"铝合金（含镓0.02%）", "镓", "2026-05-12", "7601200000", "", NotControlled, "", ""},
	{"非鳞片石墨", "石墨", "2025-03-01", "6909110000", "", NotControlled, "", ""},
	{"石墨电极", "石墨", "2025-03-01", "8545110000", "", NotControlled, "", ""},
	{"铅笔", "石墨", "2025-03-01", "9609101000", "", NotControlled, "", ""},
	{"废铁", "镓", "2026-05-12", "7204210000", "", NotControlled, "", ""},

	// A word of technology beside goods that have a customs code is one of the goods' making.
	{"无铅工艺用含铋焊锡膏", "铋", "2025-05-21", "3810100000", "", Undetermined, "金属铋及制品", ""},
	{"含铋焊锡膏、说明书", "铋", "2025-05-21", "3810100000", "", Undetermined, "金属铋及制品", ""},
	{"新配方含铋锡膏", "铋", "2025-05-21", "3810100000", "", Undetermined, "金属铋及制品", ""},
	{"含钨工艺刀具", "钨", "2025-07-04", "8207900000", "", Undetermined, "钨粉", ""},
	{"含钨刀具、说明书", "钨", "2025-07-04", "8207900000", "", Undetermined, "钨粉", ""},
	{"钨废料、软件", "钨", "2025-07-04", "8101970000", "", Undetermined, "钨粉", ""},
	{"锑锭、数据线", "锑", "2025-03-01", "8544421100", "", Controlled, "金属锑及制品", ""},
	{"锑锭、说明书", "锑", "2025-03-01", "7806009000", "", Controlled, "金属锑及制品", ""},
	{"氧化镓生产工艺图纸", "镓", "2026-05-12", "3926909090", "", Undetermined, "氧化镓", ""},
	{"含锑合金冶炼分离技术图纸", "锑", "2025-03-01", "4906000000", "", Undetermined, "金锑冶炼分离技术", ""},

	// What stands in a vessel is no part of it, and a compound is no host.
	{"glass vial with gallium", "gallium", "2026-05-12", "7017900000", "", Undetermined, "金属镓（单质）", ""},
	{"plastic bottle containing gallium", "gallium", "2026-05-12", "3923300000", "", Undetermined, "金属镓（单质）", ""},
	{"玻璃小瓶内含镓", "镓", "2024-06-01", "7017900000", "", Undetermined, "金属镓（单质）", ""},
	{"奶粉罐内含镓", "镓", "2024-06-01", "7017900000", "", Undetermined, "金属镓（单质）", ""},
	{"内含镓的奶粉罐", "镓", "2024-06-01", "7017900000", "", Undetermined, "金属镓（单质）", ""},
	{"含镓铝箔袋", "镓", "2024-06-01", "7607190090", "", Undetermined, "金属镓（单质）", ""},
	{"钢管内含镓", "镓", "2024-06-01", "7304900000", "", Undetermined, "金属镓（单质）", ""},
	{"注射器（含镓）", "镓", "2026-05-12", "9018310000", "", Undetermined, "金属镓（单质）", ""},
	{"离心管内含镓", "镓", "2026-05-12", "3926909090", "", Undetermined, "金属镓（单质）", ""},
	{"行李箱夹层内含镓", "镓", "2026-05-12", "4202121000", "", Undetermined, "金属镓（单质）", ""},
	{"玩具（内含镓）", "镓", "2026-05-12", "9503008900", "", Undetermined, "金属镓（单质）", ""},
	{"toy with gallium", "gallium", "2026-05-12", "9503008900", "", Undetermined, "金属镓（单质）", ""},
	{"含锑化合物", "锑", "2025-03-01", "3824999990", "", Undetermined, "有机锑化合物", ""},
	{"含铟有机化合物", "铟", "2025-07-04", "3824999990", "", Undetermined, "三甲基铟", ""},
	{"含碲化合物晶体", "碲", "2025-07-04", "3824999990", "", Undetermined, "碲化镉", ""},
	{"含镓半导体化合物晶片", "镓", "2026-05-12", "8541410000", "", Undetermined, "砷化镓", ""},
	{"铝20%容器内含镓", "镓", "2026-05-12", "7616999000", "", Undetermined, "金属镓（单质）", ""},
	{"含锑铅锭", "锑", "2025-03-01", "7801910000", "", NotControlled, "", ""},
	{"含镓铝合金锭 25kg", "镓", "2026-05-12", "7601200000", "", NotControlled, "", ""},
	{"铝合金含镓0.02%", "镓", "2026-05-12", "7601200000", "", NotControlled, "", ""},
	{"铝合金（含镓200ppm）", "镓", "2026-05-12", "7601200000", "", NotControlled, "", ""},

	// A metal that was won from waste is the metal, and the waste of antimony is printed.
	{"废旧锑锭", "锑", "2025-03-01", "7806009000", "", Undetermined, "金属锑及制品", ""},
	{"废镓锭", "镓", "2026-05-12", "3926909090", "", Undetermined, "金属镓（单质）", ""},
	{"废料回收镓锭", "镓", "2026-05-12", "7601200000", "", Undetermined, "金属镓（单质）", ""},
	{"粉煤灰提取高纯镓", "镓", "2026-05-12", "3926909090", "", Undetermined, "金属镓（单质）", ""},
	{"赤泥提镓产品", "镓", "2026-05-12", "7601200000", "", Undetermined, "金属镓（单质）", ""},
	{"粉煤灰提取的镓", "镓", "2026-05-12", "7601200000", "", Undetermined, "金属镓（单质）", ""},
	{"炉渣提取镓锭", "镓", "2026-05-12", "7601200000", "", Undetermined, "金属镓（单质）", ""},
	{"废碲锭", "碲", "2025-03-01", "7806009000", "", Undetermined, "金属碲", ""},
	{"锑废碎料", "锑", "2025-03-01", "7802000000", "", Undetermined, "金属锑及制品", ""},
	{"锑废料", "锑", "2025-03-01", "7802000000", "", Undetermined, "金属锑及制品", ""},
	{"antimony scrap", "antimony", "2025-03-01", "7802000000", "", Undetermined, "金属锑及制品", ""},
	{"废料", "锑", "2025-03-01", "7802000000", "", Undetermined, "金属锑及制品", ""},
	{"锑渣", "锑", "2025-03-01", "2620910000", "", NotControlled, "", ""},
	{"含锑炉渣", "锑", "2025-03-01", "2620910000", "", NotControlled, "", ""},
	{"高纯镓（粉煤灰提取）", "镓", "2026-05-12", "3926909090", "", Controlled, "金属镓（单质）", ""},

	// Goods of daily use that bear the name of graphite say nothing of another element; some electrodes are of the listed graphite.
	{"铅笔", "镓", "2026-05-12", "9609101000", "", Undetermined, "金属镓（单质）", ""},
	{"铅笔", "锑", "2025-03-01", "9609101000", "", Undetermined, "金属锑及制品", ""},
	{"铅笔盒", "碲", "2025-03-01", "4202320000", "", Undetermined, "金属碲", ""},
	{"光谱纯石墨电极", "石墨", "2025-03-01", "8545190000", "", Undetermined, "纯度大于99.9%", ""},
	{"电火花石墨电极", "石墨", "2025-03-01", "8545190000", "", Undetermined, "纯度大于99.9%", ""},
	{"电火花加工用石墨电极", "石墨", "2025-03-01", "8545190000", "", Undetermined, "纯度大于99.9%", ""},
	{"EDM graphite electrode", "graphite", "2025-03-01", "8545190000", "", Undetermined, "纯度大于99.9%", ""},
	{"高功率石墨电极", "石墨", "2025-03-01", "8545110000", "", NotControlled, "", ""},

	// An impurity in a specification is not the metal.
	{"铅锭，锑0.02%，铋0.01%", "锑", "2025-03-01", "7801100000", "", Undetermined, "金属铋及制品", ""},
	{"电解铅 Pb 99.97%, Sb 0.001%, Bi 0.03%", "锑", "2025-03-01", "7801100000", "", Undetermined, "金属锑及制品", ""},
	{"锌锭，Ge 0.001%", "锗", "2025-03-01", "7901119000", "", Undetermined, "金属锗（单质）", ""},
	{"锌锭，Ge 0.001", "锗", "2025-03-01", "7901119000", "", Undetermined, "金属锗（单质）", ""},
	{"铝锭，镓含量0.02%", "镓", "2026-05-12", "7601200000", "", Undetermined, "金属镓（单质）", ""},
	{"碲铜棒，Te 0.5%", "碲", "2025-03-01", "7407290000", "", Undetermined, "金属碲", ""},
	{"锑锭，Sb 99.85%", "锑", "2025-03-01", "7806009000", "", Controlled, "金属锑及制品", ""},
	{"锑锭，锑含量99.85%，铅0.02%", "锑", "2025-03-01", "7806009000", "", Controlled, "金属锑及制品", ""},
	{"Ge 0.5kg", "锗", "2025-03-01", "3926909090", "", Controlled, "金属锗（单质）", ""},

	// Letters that stand for an item or an element are other words too.
	{"APT粉", "钨", "2025-07-04", "3926909090", "", Controlled, "仲钨酸铵", ""},
	{"APT粉", "镓", "2025-07-04", "3926909090", "", Controlled, "仲钨酸铵", ""},
	{"gap wafer", "gallium", "2026-05-12", "8541410000", "", Controlled, "磷化镓", ""},
	{"GaP wafer", "锑", "2026-05-12", "8541410000", "", Controlled, "磷化镓", ""},
	{"Ge锭", "镓", "2025-03-01", "3926909090", "", Controlled, "金属锗（单质）", ""},
	{"ge ingot", "germanium", "2025-03-01", "3926909090", "", Controlled, "金属锗（单质）", ""},

	// Other goods that hold an item that takes mixtures, and what tests for a metal.
	{"含鳞片石墨镁碳砖", "石墨", "2025-03-01", "6902100000", "", Undetermined, "天然鳞片石墨", ""},
	{"镁碳砖（含鳞片石墨）", "石墨", "2025-03-01", "6902100000", "", Undetermined, "天然鳞片石墨", ""},
	{"含膨胀石墨防火条", "石墨", "2025-03-01", "3926909090", "", Undetermined, "天然鳞片石墨", ""},
	{"含氧化钇涂层剪刀", "钇", "2025-07-04", "8213000000", "", Undetermined, "氧化钇及其混合物", ""},
	{"含氧化钇不锈钢管", "钇", "2025-07-04", "7306900000", "", Undetermined, "氧化钇及其混合物", ""},
	{"氧化钇稳定氧化锆珠", "钇", "2025-07-04", "6909110000", "", Undetermined, "氧化钇及其混合物", ""},
	{"重金属锑检测试剂盒", "锑", "2025-03-01", "3822190090", "", Undetermined, "金属锑及制品", ""},
	{"重金属锑标准溶液", "锑", "2025-03-01", "3822190090", "", Undetermined, "金属锑及制品", ""},
	{"重金属锑", "锑", "2025-03-01", "3822190090", "", Undetermined, "金属锑及制品", ""},
	{"含鳞片石墨粉", "石墨", "2025-03-01", "6909110000", "", Controlled, "1C108.c", ""},
	{"氧化钇粉", "钇", "2025-07-04", "6909110000", "", Controlled, "1C908.b", ""},

	// What is made of a kind that is always made is the item; a word of another word denies nothing.
	{"合成砷化镓多晶", "镓", "2024-06-01", "3926909090", "", Controlled, "砷化镓", ""},
	{"人工合成氧化镓晶体", "镓", "2024-06-01", "3926909090", "", Controlled, "氧化镓", ""},
	{"人造金刚石窗口片", "超硬材料", "2025-03-01", "9001909090", "", Undetermined, "金刚石窗口材料的列管条件", "六面顶"},
	{"人造球化石墨", "石墨", "2025-03-01", "8545190000", "", Undetermined, "", ""},
	{"仿砷化镓晶片", "镓", "2026-05-12", "8541410000", "", Undetermined, "", ""},
	{"不含重金属、氧化镓", "镓", "2026-05-12", "3926909090", "", Undetermined, "", ""},
	{"不含金属镓、氧化镓", "镓", "2026-05-12", "3926909090", "", Undetermined, "", ""},
	{"无铅、锑锭", "锑", "2025-03-01", "7806009000", "", Undetermined, "", ""},
	{"非锑精矿", "锑", "2025-03-01", "2608000000", "", NotControlled, "", ""},

	// Letters that are another word, and words that deny nothing.
	{"GAP T恤", "镓", "2026-05-12", "6109100021", "", Undetermined, "", ""},
	{"GAP T恤", "锑", "2026-05-12", "6109100021", "", Undetermined, "金属锑及制品", "磷化镓"},
	{"gap filler pad", "gallium", "2026-05-12", "3919909090", "", Undetermined, "", ""},
	{"air gap paper", "锑", "2026-05-12", "4811900000", "", Undetermined, "", "磷化镓"},
	{"MCT油", "碲", "2025-03-01", "1515909090", "", Undetermined, "", ""},
	{"MCT oil", "镓", "2025-03-01", "2106909090", "", Undetermined, "", "碲化镉汞"},
	{"gan dried tofu", "gallium", "2026-05-12", "2106909090", "", Undetermined, "", ""},
	{"APT钻石", "钨", "2025-07-04", "7102390000", "", Undetermined, "", ""},
	{"APT钻石", "镓", "2025-07-04", "7102390000", "", Undetermined, "", "仲钨酸铵"},
	{"1TB固态", "镝", "2025-07-04", "8471704000", "", Undetermined, "", "铽"},
	{"1TB固态", "铽", "2025-07-04", "8471704000", "", Undetermined, "", ""},
	{"TB pack", "镓", "2025-07-04", "4202920000", "", Undetermined, "", "铽"},
	{"GE 管", "镓", "2025-03-01", "7304900000", "", Undetermined, "", "金属锗"},
	{"Y管", "镓", "2025-07-04", "7307920000", "", Undetermined, "", "金属钇"},
	{"ER wire 1.2mm", "镓", "2026-03-01", "8311200000", "", Undetermined, "", "金属铒"},
	{"无尘布、砷化镓晶片", "镓", "2026-05-12", "8541410000", "", Controlled, "砷化镓", ""},
	{"无锡产托盘、砷化镓晶片", "镓", "2026-05-12", "8541410000", "", Controlled, "砷化镓", ""},
	{"无人机、金属镓", "镓", "2026-05-12", "3926909090", "", Controlled, "金属镓（单质）", ""},
	{"不带包装、氧化镓", "镓", "2026-05-12", "3926909090", "", Controlled, "氧化镓", ""},
	{"南非锑精矿", "锑", "2025-03-01", "2608000000", "", Controlled, "锑矿及原料", ""},
}

// TestControl_AsTheTradeNamesGoods: seen to fail for each group with the table of words, the places of several names, the zeros of
// a heading, or the days of the earlier rules taken away.
func TestControl_AsTheTradeNamesGoods(t *testing.T) {
	t.Parallel()
	d := desk(t)
	zh := i18n.With(context.Background(), i18n.ZH)
	for _, a := range answers {
		day := on(a.on)
		in := Input{Name: a.name, Mineral: a.mineral, HSFound: a.found, Listed: a.listed, ActOn: day}
		f := d.controlOf(in)
		said := d.note(zh, f, Row{ActOn: &day}) + " " + strings.Join(f.Codes, " ") + " " + d.Book().Cite(f.Basis)
		if f.State != a.state || f.State == Undetermined && len(f.Gaps) == 0 {
			t.Errorf("%s on %s: %s %v, want %s", a.name, a.on, f.State, kinds(f), a.state)
		}
		for _, w := range strings.Fields(a.says) {
			if !strings.Contains(said, w) {
				t.Errorf("%s on %s: no %s in %s", a.name, a.on, w, said)
			}
		}
		for _, w := range strings.Fields(a.silent) {
			if strings.Contains(said, w) {
				t.Errorf("%s on %s: %s in %s", a.name, a.on, w, said)
			}
		}
		if f.State == Controlled && slices.ContainsFunc(f.Items, func(h law.ItemOn) bool {
			return h.State != law.ItemInForce || !strings.Contains(f.Basis, h.BasisOn(day))
		}) {
			t.Errorf("%s on %s: %+v by %s", a.name, a.on, f.Items, f.Basis)
		}
	}
}

// TestControl_SuspendedHidesNothingInForce: whatever suspended item goods are called, a code that is printed for an item in force,
// or its name beside, is never answered with the suspension alone.
func TestControl_SuspendedHidesNothingInForce(t *testing.T) {
	t.Parallel()
	d := desk(t)
	all := d.Book().Items(on("2026-03-01"), "")
	var names []string
	for _, h := range all {
		if h.State == law.ItemSuspended && len(h.Group) > 0 {
			names = once(names, h.NameZH)
		}
	}
	for _, h := range all {
		if h.State != law.ItemInForce || len(h.Group) == 0 {
			continue
		}
		for _, name := range names {
			if f := d.find(name, "稀土", h.HS, on("2026-03-01")); h.HS != "" && f.State == Suspended || f.State == NotControlled {
				t.Errorf("%s %s: %s", name, h.HS, f.State)
			}
			if f := d.find(name+"和"+law.Outside(h.NameZH), "稀土", "", on("2026-03-01")); f.State != Controlled || f.Items[0].NameZH != h.NameZH {
				t.Errorf("%s and %s: %s %v", name, h.NameZH, f.State, f.Items)
			}
		}
	}
}

// Only what is in force decides, and an older answer that is written says today's codes and basis of the same items.
func TestListing_SaysWhatThePageSays(t *testing.T) {
	t.Parallel()
	d := desk(t)
	day := on("2025-03-01")
	g := goodsOf("高纯度高强度高密度人造石墨材料及其制品", "石墨", "3801100030")
	g.ActOn, g.ControlState, g.ControlCode, g.ControlBasis = &day, Controlled, "1C108.b;1C108.c", "MOFCOM/GACC Announcement 2023 No. 39"
	l := d.listing(t.Context(), g)
	if l.State != Controlled || l.Code != "1C108.b" || l.Basis != "MOFCOM Announcement 2024 No. 51" {
		t.Errorf("%+v", l)
	}
	for _, w := range []string{"高纯度高强度高密度人造石墨材料及其制品", "列管条件：纯度大于99.9%", "商品编号见", "2023年第39号"} {
		if !strings.Contains(l.NoteZH, w) {
			t.Errorf("no %s in %q", w, l.NoteZH)
		}
	}
	if l.Note == "" || !strings.Contains(l.NoteEN, "Threshold") {
		t.Errorf("%+v", l)
	}
	day = on("2026-03-01")
	g = goodsOf("金属钬", "钬", "28053019")
	g.ActOn, g.ControlState = &day, Suspended
	if l := d.listing(t.Context(), g); l.State != Suspended || !strings.Contains(l.NoteZH, "出口许可证管理货物目录") || !strings.Contains(l.Note, GapMeanwhile) {
		t.Errorf("%+v", l)
	}
}

// The picker gives each basis with its own day.
func TestSince_EachBasisWithItsDay(t *testing.T) {
	t.Parallel()
	d := desk(t)
	zh := i18n.With(context.Background(), i18n.ZH)
	got := d.since(zh, d.bearing("金属镓（单质）", on("2026-03-01"))[0])
	if got != "2023-08-01起 · 商务部、海关总署公告2023年第23号；2024-12-01起 · 《两用物项出口管制清单》（商务部公告2024年第51号）" {
		t.Error(got)
	}
}

// What is declared under another code is not thereby another thing.
func TestControl_DeclaredCodeWeakensNothing(t *testing.T) {
	t.Parallel()
	d := desk(t)
	for _, hs := range []string{"9503008900", "3801000000", "3818"} {
		if f := d.controlOf(Input{Name: "人字形镓锭样品", Mineral: "镓", HSDeclared: hs, ActOn: on("2026-05-12")}); f.State == NotControlled {
			t.Errorf("%s: %s", hs, f.State)
		}
		if f := d.controlOf(Input{Name: "镓锭", Mineral: "镓", HSDeclared: hs, ActOn: on("2026-05-12")}); f.State != Controlled {
			t.Errorf("%s: %s", hs, f.State)
		}
	}
}

func goodsOf(name, mineral, found string) procedure.Goods {
	return procedure.Goods{Name: name, Mineral: mineral, HSFound: found}
}
