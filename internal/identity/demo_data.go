package identity

import "touchstone/internal/actor"

// The demonstration's agencies and people. All of them are invented, and every page of a demonstration says so.

type demoAgency struct {
	code, kind, zh, en, short, region string
	ownPower, accounts                bool
	units                             []demoUnit
}

type demoUnit struct {
	code, zh, en string
	people       []demoPerson
}

type demoPerson struct {
	username, zh, en string
	roles            []actor.Role
}

func person(username, zh, en string, roles ...actor.Role) demoPerson {
	return demoPerson{username, zh, en, roles}
}

func demoAgencies() []demoAgency {
	return []demoAgency{
		{"mofcom", actor.Commerce, "商务主管部门出口管制局（演示）", "Export Control Bureau, commerce (demo)", "商务·部级", "", true, true, []demoUnit{
			{"enforcement", "执法一处", "Enforcement Division I", []demoPerson{
				person("officer", "林知远", "Lin Zhiyuan", actor.CaseHandler),
				person("officer2", "沈书瑶", "Shen Shuyao", actor.CaseHandler),
				person("unithead", "顾明川", "Gu Mingchuan", actor.UnitHead),
				person("intake", "叶初晴", "Ye Chuqing", actor.IntakeOfficer),
			}},
			{"legal", "法制处", "Legal Division", []demoPerson{
				person("legal", "苏砚秋", "Su Yanqiu", actor.LegalReviewer),
				person("hearing", "韩松年", "Han Songnian", actor.HearingOfficer),
			}},
			{"leadership", "局领导", "Bureau leadership", []demoPerson{
				person("head", "陆正言", "Lu Zhengyan", actor.AgencyHead),
				person("principal", "方怀瑾", "Fang Huaijin", actor.PrincipalHead),
			}},
			{"custody", "涉案财物管理室", "Custody of seized goods", []demoPerson{
				person("custodian", "严守一", "Yan Shouyi", actor.EvidenceCustodian),
			}},
			{"secrecy", "保密室", "Secrecy Office", []demoPerson{
				person("secrecy", "孟静文", "Meng Jingwen", actor.SecrecyOfficer),
			}},
		}},
		{"gdcom", actor.Commerce, "省级商务主管部门（演示）", "Provincial commerce department (demo)", "商务·省级", "440000", false, true, []demoUnit{
			{"enforcement", "执法处", "Enforcement Division", []demoPerson{
				person("gd.officer", "梁子衡", "Liang Ziheng", actor.CaseHandler),
				person("gd.officer2", "邓若溪", "Deng Ruoxi", actor.CaseHandler),
				person("gd.unithead", "冯启航", "Feng Qihang", actor.UnitHead),
			}},
			{"leadership", "厅领导", "Department leadership", []demoPerson{
				person("gd.head", "何景行", "He Jingxing", actor.AgencyHead),
				person("gd.principal", "谭云峰", "Tan Yunfeng", actor.PrincipalHead),
			}},
		}},
		{"szpsb", actor.PublicSecurity, "市公安局（演示）", "City public security bureau (demo)", "公安·市局", "440300", false, true, []demoUnit{
			{"investigation", "经济犯罪侦查支队", "Economic Crime Investigation", []demoPerson{
				person("ps.officer", "周立诚", "Zhou Licheng", actor.PSInvestigator),
				person("ps.officer2", "吴晓岚", "Wu Xiaolan", actor.PSInvestigator),
				person("ps.unithead", "郑国栋", "Zheng Guodong", actor.PSUnitHead),
			}},
			{"intake", "受案登记室", "Case Intake", []demoPerson{
				person("ps.intake", "许安然", "Xu Anran", actor.PSIntake),
			}},
			{"legal", "法制支队", "Legal Office", []demoPerson{
				person("ps.legal", "罗衡之", "Luo Hengzhi", actor.PSLegalOffice),
			}},
			{"leadership", "局领导", "Bureau leadership", []demoPerson{
				person("ps.head", "赵振武", "Zhao Zhenwu", actor.PSCountyHead),
				person("ps.higher", "秦守义", "Qin Shouyi", actor.PSHigherHead),
			}},
			{"custody", "涉案财物管理中心", "Custody Centre", []demoPerson{
				person("ps.custodian", "潘有恒", "Pan Youheng", actor.EvidenceCustodian),
			}},
		}},
		{"hpcus", actor.Customs, "海关（演示）", "Customs (demo)", "海关", "440100", true, true, []demoUnit{
			{"enforcement", "处置一科", "Penalty Section I", []demoPerson{
				person("cus.handler", "黄嘉树", "Huang Jiashu", actor.CaseHandler),
				person("cus.handler2", "曾语桐", "Zeng Yutong", actor.CaseHandler),
				person("cus.unithead", "钟鸣谦", "Zhong Mingqian", actor.UnitHead),
			}},
			{"legal", "法规处", "Legal Division", []demoPerson{
				person("cus.reviewer", "邱允中", "Qiu Yunzhong", actor.LegalReviewer),
			}},
			{"leadership", "关领导", "Customs leadership", []demoPerson{
				person("cus.chief", "江致远", "Jiang Zhiyuan", actor.AgencyHead),
				person("cus.principal", "施博文", "Shi Bowen", actor.PrincipalHead),
			}},
			{"custody", "涉案财物仓库", "Seized-goods store", []demoPerson{
				person("cus.store", "卢静好", "Lu Jinghao", actor.EvidenceCustodian),
			}},
			{"secrecy", "保密室", "Secrecy Office", []demoPerson{
				person("cus.secrecy", "彭一鸣", "Peng Yiming", actor.SecrecyOfficer),
			}},
		}},
		{"hpasb", actor.CustomsAntiSmuggling, "海关缉私局（演示）", "Customs anti-smuggling bureau (demo)", "海关缉私", "440100", false, true, []demoUnit{
			{"investigation", "侦查一科", "Investigation Section I", []demoPerson{
				person("cus.officer", "高远航", "Gao Yuanhang", actor.PSInvestigator),
				person("cus.officer2", "任清和", "Ren Qinghe", actor.PSInvestigator),
			}},
			{"intake", "受案登记室", "Case Intake", []demoPerson{
				person("cus.intake", "姜晓晨", "Jiang Xiaochen", actor.PSIntake),
			}},
			{"leadership", "局领导", "Bureau leadership", []demoPerson{
				person("cus.head", "石磊川", "Shi Leichuan", actor.PSCountyHead),
			}},
			{"custody", "涉案财物管理室", "Custody of seized goods", []demoPerson{
				person("cus.custodian", "白守正", "Bai Shouzheng", actor.EvidenceCustodian),
			}},
		}},
		{"gdss", actor.StateSecurity, "国家安全厅（演示）", "State security department (demo)", "国安", "440000", false, true, []demoUnit{
			{"liaison", "联络处", "Liaison Division", []demoPerson{
				person("ss.liaison", "穆清扬", "Mu Qingyang", actor.MSSLiaison),
				person("ss.head", "易安邦", "Yi Anbang", actor.MSSUnitHead),
			}},
		}},
		{"coord", actor.Coordination, "协调机制办公室（演示）", "Coordination office (demo)", "协调办", "", false, true, []demoUnit{
			{"general", "综合处", "General Division", []demoPerson{
				person("coord", "温以宁", "Wen Yining", actor.CoordReader),
				person("coord2", "纪昭明", "Ji Zhaoming", actor.CoordIssuer),
			}},
			{"secrecy", "保密室", "Secrecy Office", []demoPerson{
				person("coord.secrecy", "宁如海", "Ning Ruhai", actor.SecrecyOfficer),
			}},
		}},
		{"system", actor.SystemAgency, "系统运行（演示）", "System operation (demo)", "系统", "", false, true, []demoUnit{
			{"sysadmin", "系统管理岗", "System administration", []demoPerson{
				person("sysadmin", "汤博远", "Tang Boyuan", actor.Sysadmin),
			}},
			{"secadmin", "安全保密管理岗", "Security administration", []demoPerson{
				person("secadmin", "戴思齐", "Dai Siqi", actor.Secadmin),
				person("secadmin2", "夏知秋", "Xia Zhiqiu", actor.Secadmin),
			}},
			{"auditor", "安全审计岗", "Audit", []demoPerson{
				person("auditor", "丁明察", "Ding Mingcha", actor.Auditor),
			}},
		}},
		// Organs without accounts: what they do is recorded from their papers.
		{"dgpsb", actor.PublicSecurity, "邻市公安局（演示）", "Neighbouring city public security bureau (demo)", "公安·邻市", "441900", false, false,
			[]demoUnit{{"office", "收文室", "Mail room", nil}}},
		{"szproc", "procuratorate", "市人民检察院（演示）", "City people's procuratorate (demo)", "检察院", "440300", false, false,
			[]demoUnit{{"office", "收文室", "Mail room", nil}}},
		{"szcourt", "court", "市中级人民法院（演示）", "City intermediate people's court (demo)", "法院", "440300", false, false,
			[]demoUnit{{"office", "收文室", "Mail room", nil}}},
	}
}

// certified roles carry a law-enforcement certificate: without it the acts that need qualified officers refuse.
var certified = [...]actor.Role{actor.CaseHandler, actor.UnitHead, actor.PSInvestigator, actor.PSUnitHead, actor.IntakeOfficer, actor.PSIntake}
