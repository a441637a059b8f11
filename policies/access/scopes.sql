-- The scopes of policy.csv: which rows. One fragment is all there is; lists, counts, single pages, locks, buttons and
-- search run the same text. Parameters: @user @unit @agency (of the actor), @clearance, @roles, @now.
--
--   name:   the word used in policy.csv       kinds: the kinds of things it is written for
--   zh: en: what it says, shown by "why can I see this?"
--   via:    a further table that the fragment is about, joined to the thing; for one row it is asked with EXISTS
--   order:  the order in which that table itself can deliver the things, so that a list reads only one page
--   many:   several of its rows may belong to one thing
--   bare:   it opens the thing itself; who has no other way to it is shown nothing of the file that the thing speaks of
--
-- A personal link is no right to a file: to have proposed, decided, asked or been in a team opens a thing only together
-- with the present agency and, unless a decision is asked of the reader now, with what opens the file to him today.
--
-- Aliases: c the case a thing belongs to (of an item: the case that has it in custody, else the case it was collected
-- in), o the case an item was collected in, r referral, e item, d document, a approval, h handover, mh state-security
-- handover, q access request, t tip, x record, u user, ev event, f case_facts, m member.

-- name: own_unit          kinds: case clock person record evidence
-- zh: 本单位办理、未设专案的案件
-- en: files of your own unit that are not compartmented
c.org_unit_id = @unit AND NOT c.compartmented AND c.marking <= @clearance

-- name: own_agency        kinds: case clock person record evidence
-- zh: 本机关办理、未设专案的案件
-- en: files of your own agency that are not compartmented
c.lead_agency_id = @agency AND NOT c.compartmented AND c.marking <= @clearance

-- name: member            kinds: case clock person record evidence
-- zh: 列入知悉范围的案件
-- en: files on which you are named
-- via: case_members m ON m.case_id = c.id
-- order: m.next_due, m.case_id
m.user_id = @user AND m.from_at <= @now AND m.to_at > @now AND m.marking <= @clearance

-- name: handling          kinds: case person record evidence
-- zh: 本人主办或协办的案件
-- en: files that you handle or support
-- via: case_members m ON m.case_id = c.id
-- order: m.next_due, m.case_id
m.user_id = @user AND m.from_at <= @now AND m.to_at > @now AND m.marking <= @clearance AND m.part IN ('handler', 'support')

-- name: leading           kinds: case
-- zh: 本人牵头主办的案件
-- en: files that you lead
-- via: case_members m ON m.case_id = c.id
-- order: m.next_due, m.case_id
m.user_id = @user AND m.from_at <= @now AND m.to_at > @now AND m.marking <= @clearance AND m.part = 'handler' AND m.lead

-- note: a duty of now: the head of the unit names handlers also of a compartmented file on which he is not named, without
-- note: reading it. Who handles it is counted now, as cases.handlersInForce counts: roles and accounts end by themselves.
-- name: owing             kinds: case
-- zh: 本单位承办人不足两人、须由你确定承办人员的案件
-- en: files of your own unit that lack handlers, whom you have to name
c.org_unit_id = @unit AND c.handlers_owed_at IS NOT NULL AND c.marking <= @clearance
  AND (SELECT count(*) FROM case_members h JOIN users hu ON hu.id = h.user_id AND hu.disabled_at IS NULL AND hu.agency_id = c.lead_agency_id
    WHERE h.case_id = c.id AND h.part = 'handler' AND h.from_at <= @now AND h.to_at > @now AND EXISTS (SELECT FROM role_grants hg WHERE hg.user_id = h.user_id AND hg.agency_id = c.lead_agency_id
      AND hg.role = CASE c.machine WHEN 'criminal_case' THEN 'ps_investigator' ELSE 'case_handler' END AND hg.valid_from <= @now AND hg.valid_to > @now AND hg.revoked_at IS NULL)) < 2

-- name: deciding          kinds: case clock person record evidence
-- zh: 有事项报请你审批的本机关案件
-- en: files of your own agency on which a decision is asked of you
-- via: approvals a ON a.case_id = c.id
-- order: a.case_due, a.case_id
-- many: yes
a.state = 'OPEN' AND a.agency_id = @agency AND a.decider_roles && @roles AND a.proposer_id <> @user AND a.case_agency_id = @agency AND a.case_marking <= @clearance

-- name: deciding_unit     kinds: case clock person record evidence
-- zh: 本单位有事项报请你审批的案件
-- en: files on which your own unit asks a decision of you
-- via: approvals a ON a.case_id = c.id
-- order: a.case_due, a.case_id
-- many: yes
a.state = 'OPEN' AND a.agency_id = @agency AND a.unit_id = @unit AND a.decider_roles && @roles AND a.proposer_id <> @user AND a.case_agency_id = @agency AND a.case_marking <= @clearance

-- note: of the papers on pointers to state security and on classified matters, those that stand behind his own decision:
-- note: papers of what it is asked on, and papers that the proposal names.
-- name: deciding          kinds: document
-- zh: 报请你审批的事项所依据的本机关案件文书
-- en: papers behind a decision that is asked of you, on files of your own agency
-- via: approvals a ON a.case_id = c.id
-- many: yes
a.state = 'OPEN' AND a.agency_id = @agency AND a.decider_roles && @roles AND a.proposer_id <> @user AND a.case_agency_id = @agency AND a.case_marking <= @clearance
  AND (d.code NOT LIKE 'DOC-S%' AND d.target_kind <> 'mss' OR (d.target_kind, d.target_id) IN ((a.root_kind, a.root_id), (a.target_kind, a.target_id)) OR strpos(a.input::text, d.ref) > 0)

-- name: deciding_unit     kinds: document
-- zh: 本单位报请你审批的事项所依据的案件文书
-- en: papers behind a decision that your own unit asks of you
-- via: approvals a ON a.case_id = c.id
-- many: yes
a.state = 'OPEN' AND a.agency_id = @agency AND a.unit_id = @unit AND a.decider_roles && @roles AND a.proposer_id <> @user AND a.case_agency_id = @agency AND a.case_marking <= @clearance
  AND (d.code NOT LIKE 'DOC-S%' AND d.target_kind <> 'mss' OR (d.target_kind, d.target_id) IN ((a.root_kind, a.root_id), (a.target_kind, a.target_id)) OR strpos(a.input::text, d.ref) > 0)

-- name: named_own_agency  kinds: case person record evidence
-- zh: 列入知悉范围的本机关案件
-- en: files of your own agency on which you are named
-- via: case_members m ON m.case_id = c.id
m.user_id = @user AND m.from_at <= @now AND m.to_at > @now AND m.marking <= @clearance AND c.lead_agency_id = @agency

-- name: origin_unit       kinds: evidence
-- zh: 本单位收集的证据
-- en: items that your own unit collected
o.org_unit_id = @unit AND NOT o.compartmented AND o.marking <= @clearance

-- name: origin_agency     kinds: evidence
-- zh: 本机关收集的证据
-- en: items that your own agency collected
o.lead_agency_id = @agency AND NOT o.compartmented AND o.marking <= @clearance

-- name: origin_member     kinds: evidence
-- zh: 列入知悉范围的案件所收集的证据
-- en: items collected in files on which you are named
-- via: case_members m ON m.case_id = o.id
m.user_id = @user AND m.from_at <= @now AND m.to_at > @now AND m.marking <= @clearance

-- name: custody           kinds: evidence
-- zh: 由本机关保管或者已移交本机关的物品
-- en: items that your agency holds or has taken over
(e.holder_agency_id = @agency OR e.custody_case_id IS NOT NULL AND c.lead_agency_id = @agency) AND c.marking <= @clearance

-- name: in_transit        kinds: evidence
-- zh: 正在移交给本机关的物品
-- en: items on their way to your agency
e.state = 'IN_TRANSIT' AND e.to_agency_id = @agency AND c.marking <= @clearance

-- name: carried           kinds: evidence
-- zh: 随移送案件送交本机关的证据
-- en: items that a referral to your agency carries
EXISTS (SELECT FROM referral_items ri JOIN referrals r ON r.id = ri.referral_id
  WHERE ri.evidence_ids @> ARRAY[e.id] AND r.from_case_id = e.case_id AND r.to_agency_id = @agency AND r.sent_at IS NOT NULL
    AND NOT r.compartmented AND r.marking <= @clearance)

-- note: the papers of a pointer to state security and the decisions on it are as closed as the pointer is: they open with it.
-- name: own_unit          kinds: document
-- zh: 本单位办理、未设专案的案件
-- en: files of your own unit that are not compartmented
c.org_unit_id = @unit AND NOT c.compartmented AND c.marking <= @clearance AND d.target_kind <> 'mss'

-- name: own_agency        kinds: document
-- zh: 本机关办理、未设专案的案件
-- en: files of your own agency that are not compartmented
c.lead_agency_id = @agency AND NOT c.compartmented AND c.marking <= @clearance AND d.target_kind <> 'mss'

-- name: member            kinds: document
-- zh: 列入知悉范围的案件
-- en: files on which you are named
-- via: case_members m ON m.case_id = c.id
m.user_id = @user AND m.from_at <= @now AND m.to_at > @now AND m.marking <= @clearance AND (d.target_kind <> 'mss' OR m.part IN ('handler', 'support'))

-- name: pointer           kinds: document
-- zh: 本机关移交国家安全机关、未设专案的线索的文书
-- en: papers of pointers from your own agency that are not compartmented
d.target_kind = 'mss' AND NOT c.compartmented AND c.marking <= @clearance AND EXISTS (SELECT FROM mss_handovers mh WHERE mh.id = d.target_id AND mh.from_agency_id = @agency AND mh.marking <= @clearance)

-- name: carried           kinds: document
-- zh: 随移送案件送交本机关的文书
-- en: documents that a referral to your agency carries: chosen for its package, or made for it (D310 art. 6)
EXISTS (SELECT FROM referrals r WHERE r.from_case_id = d.case_id AND r.to_agency_id = @agency AND r.sent_at IS NOT NULL
    AND NOT r.compartmented AND r.marking <= @clearance
    AND (EXISTS (SELECT FROM referral_items ri WHERE ri.referral_id = r.id AND ri.document_id = d.id)
      OR d.target_kind = 'referral' AND d.target_id = r.id AND d.code IN ('DOC-R04', 'DOC-R05', 'DOC-R06', 'DOC-R07', 'DOC-R08')))

-- name: answered          kinds: document
-- zh: 受移送机关就本机关移送案件作出的文书
-- en: what the addressee wrote to your agency about a referral of yours
d.direction = 'out' AND d.code LIKE 'DOC-R%' AND EXISTS (SELECT FROM referrals r
  WHERE (d.target_kind = 'referral' AND r.id = d.target_id OR d.target_kind = 'case' AND r.to_case_id = d.target_id)
    AND d.agency_id = r.to_agency_id AND r.from_agency_id = @agency AND r.marking <= @clearance
    AND (NOT r.compartmented OR EXISTS (SELECT FROM case_members m WHERE m.case_id = r.from_case_id AND m.user_id = @user AND m.from_at <= @now AND m.to_at > @now)))

-- name: custody           kinds: document
-- zh: 本机关保管物品的交接、保管文书
-- en: custody papers of items that your agency holds
d.target_kind = 'evidence' AND EXISTS (SELECT FROM evidence_items e
  WHERE e.id = d.target_id AND (e.holder_agency_id = @agency OR e.state = 'IN_TRANSIT' AND e.to_agency_id = @agency)) AND c.marking <= @clearance

-- name: classified        kinds: record
-- zh: 本机关的涉密事项登记
-- en: entries of your agency's register of classified matters
x.entity = 'classified_matter' AND c.lead_agency_id = @agency AND NOT c.compartmented AND c.marking <= @clearance

-- name: own_unit          kinds: referral
-- zh: 本单位移送、未设专案的案件
-- en: referrals by your own unit that are not compartmented
r.from_unit_id = @unit AND NOT r.compartmented AND r.marking <= @clearance

-- name: own_agency        kinds: referral
-- zh: 本机关移送、未设专案的案件
-- en: referrals by your own agency that are not compartmented
r.from_agency_id = @agency AND NOT r.compartmented AND r.marking <= @clearance

-- name: member            kinds: referral
-- zh: 列入知悉范围的案件的移送
-- en: referrals of files on which you are named
-- via: case_members m ON m.case_id = r.from_case_id
m.user_id = @user AND m.from_at <= @now AND m.to_at > @now AND r.marking <= @clearance

-- name: handling          kinds: referral
-- zh: 本人主办或协办案件的移送
-- en: referrals of files that you handle or support
-- via: case_members m ON m.case_id = r.from_case_id
m.user_id = @user AND m.from_at <= @now AND m.to_at > @now AND m.part IN ('handler', 'support') AND r.marking <= @clearance

-- name: named_own_agency  kinds: referral
-- zh: 列入知悉范围的本机关案件的移送
-- en: referrals of files of your own agency on which you are named
-- via: case_members m ON m.case_id = r.from_case_id
m.user_id = @user AND m.from_at <= @now AND m.to_at > @now AND r.from_agency_id = @agency AND r.marking <= @clearance

-- name: team              kinds: referral
-- zh: 本人为移送专案组成员的移送（设专案的，须列入案件知悉范围）
-- en: referrals whose team you belong to; of a compartmented file, if you are named on it
@user = ANY (r.team) AND r.from_agency_id = @agency AND r.marking <= @clearance
  AND (NOT r.compartmented OR EXISTS (SELECT FROM case_members m WHERE m.case_id = r.from_case_id AND m.user_id = @user AND m.from_at <= @now AND m.to_at > @now))

-- name: deciding          kinds: referral
-- zh: 有事项报请你审批的移送
-- en: referrals on which a decision is asked of you
-- via: approvals a ON a.root_kind = 'referral' AND a.root_id = r.id
-- many: yes
a.state = 'OPEN' AND a.agency_id = @agency AND a.decider_roles && @roles AND a.proposer_id <> @user AND r.marking <= @clearance
  AND (r.from_agency_id = @agency OR r.to_agency_id = @agency AND r.sent_at IS NOT NULL)

-- name: addressed         kinds: referral
-- zh: 已向本机关移送、未设专案的案件
-- en: referrals sent to your agency that are not compartmented
r.to_agency_id = @agency AND r.sent_at IS NOT NULL AND NOT r.compartmented AND r.marking <= @clearance

-- name: receiving_desk    kinds: referral
-- zh: 已向本机关移送的案件（受案岗位）
-- en: all referrals sent to your agency, for the receiving desk
r.to_agency_id = @agency AND r.sent_at IS NOT NULL AND r.marking <= @clearance

-- name: receiving_member  kinds: referral
-- zh: 由移送形成、列入知悉范围的案件的移送
-- en: referrals from which a file arose on which you are named
-- via: case_members m ON m.case_id = r.to_case_id
m.user_id = @user AND m.from_at <= @now AND m.to_at > @now AND r.to_agency_id = @agency AND r.sent_at IS NOT NULL AND r.marking <= @clearance

-- name: with_items        kinds: referral
-- zh: 已立案、需要移交涉案物品的移送
-- en: accepted referrals whose items have to be handed over
r.state IN ('FILED', 'HANDED_OVER') AND NOT r.compartmented AND r.marking <= @clearance
  AND (r.from_agency_id = @agency OR r.to_agency_id = @agency AND r.sent_at IS NOT NULL)

-- note: a pointer holds no content. Who handles the file or is asked to decide needs the clearance of the file; who
-- note: sees pointers by his post needs that of the pointer.
-- name: handling          kinds: mss
-- zh: 本人主办或协办案件移交国家安全机关的线索
-- en: pointers of files that you handle or support
-- via: case_members m ON m.case_id = mh.case_id
m.user_id = @user AND m.from_at <= @now AND m.to_at > @now AND m.part IN ('handler', 'support') AND m.marking <= @clearance

-- name: own_agency        kinds: mss
-- zh: 本机关移交国家安全机关、未设专案的线索
-- en: pointers from your own agency that are not compartmented
mh.from_agency_id = @agency AND NOT mh.compartmented AND mh.marking <= @clearance

-- name: secrecy_desk      kinds: mss
-- zh: 本机关移交国家安全机关的线索（定密岗位）
-- en: all pointers from your own agency, for the secrecy officer
mh.from_agency_id = @agency AND mh.marking <= @clearance

-- name: deciding          kinds: mss
-- zh: 有事项报请你审批的国家安全线索
-- en: pointers on which a decision is asked of you
-- via: approvals a ON a.root_kind = 'mss' AND a.root_id = mh.id
-- many: yes
a.state = 'OPEN' AND a.agency_id = @agency AND a.decider_roles && @roles AND a.proposer_id <> @user
  AND (mh.from_agency_id = @agency AND c.marking <= @clearance OR mh.to_agency_id = @agency AND mh.sent_at IS NOT NULL AND mh.marking <= @clearance)

-- name: liaison           kinds: mss
-- zh: 已向本机关移交的线索
-- en: pointers sent to your agency
mh.to_agency_id = @agency AND mh.sent_at IS NOT NULL AND mh.marking <= @clearance

-- name: decider           kinds: approval
-- zh: 报请你审批、尚未办结的事项
-- en: decisions that wait for a role of yours in your agency
a.state = 'OPEN' AND a.agency_id = @agency AND a.decider_roles && @roles AND a.proposer_id <> @user AND c.marking <= @clearance

-- name: decider_unit      kinds: approval
-- zh: 本单位报请你审批、尚未办结的事项
-- en: decisions for which your own unit waits on you
a.state = 'OPEN' AND a.agency_id = @agency AND a.unit_id = @unit AND a.decider_roles && @roles AND a.proposer_id <> @user AND c.marking <= @clearance

-- note: named on the file it stands on, or on the own file that arose from its referral.
-- name: decided           kinds: approval
-- zh: 你在本机关作出审批、现仍列入知悉范围的事项
-- en: decisions you made in your present agency, on files on which you are still named
-- via: case_members m ON m.case_id = ANY (ARRAY[a.case_id, (SELECT r.to_case_id FROM referrals r WHERE a.root_kind = 'referral' AND r.id = a.root_id)])
-- many: yes
a.decided_by = @user AND a.agency_id = @agency AND m.user_id = @user AND m.from_at <= @now AND m.to_at > @now AND c.marking <= @clearance

-- name: proposer          kinds: approval
-- zh: 你在本机关提出、现仍列入知悉范围的审批事项
-- en: what you proposed in your present agency, on files on which you are still named
-- via: case_members m ON m.case_id = ANY (ARRAY[a.case_id, (SELECT r.to_case_id FROM referrals r WHERE a.root_kind = 'referral' AND r.id = a.root_id)])
-- many: yes
a.proposer_id = @user AND a.agency_id = @agency AND m.user_id = @user AND m.from_at <= @now AND m.to_at > @now AND c.marking <= @clearance

-- note: who keeps an item opens the item, not the file: of a compartmented file only what he himself has yet to do, and of
-- note: any file no more than the item and his own words.
-- name: custody           kinds: approval
-- zh: 你就本机关保管的物品提出或者作出的审批事项
-- en: what you proposed or decided about items that your agency holds
-- bare: yes
a.agency_id = @agency AND (a.proposer_id = @user OR a.decided_by = @user) AND c.marking <= @clearance
  AND (NOT c.compartmented OR a.proposer_id = @user AND a.state IN ('OPEN', 'RETURNED'))
  AND (a.target_kind = 'record' AND c.lead_agency_id = @agency OR a.target_kind = 'evidence' AND EXISTS (SELECT FROM evidence_items e
    WHERE e.id = a.target_id AND (e.holder_agency_id = @agency OR e.state = 'IN_TRANSIT' AND e.to_agency_id = @agency)))

-- name: received          kinds: approval
-- zh: 本机关就收到的移送、线索报请审批的事项
-- en: decisions of your own agency on referrals and pointers sent to it
a.agency_id = @agency AND c.marking <= @clearance
  AND (a.root_kind = 'referral' AND EXISTS (SELECT FROM referrals r WHERE r.id = a.root_id AND r.to_agency_id = @agency AND r.sent_at IS NOT NULL AND r.marking <= @clearance)
    OR a.root_kind = 'mss' AND EXISTS (SELECT FROM mss_handovers mh WHERE mh.id = a.root_id AND mh.to_agency_id = @agency AND mh.sent_at IS NOT NULL AND mh.marking <= @clearance))

-- name: handling          kinds: approval
-- zh: 本人主办或协办案件的审批事项
-- en: decisions on files that you handle or support
-- via: case_members m ON m.case_id = a.case_id
m.user_id = @user AND m.from_at <= @now AND m.to_at > @now AND m.part IN ('handler', 'support') AND a.agency_id = @agency AND c.marking <= @clearance

-- name: own_unit          kinds: approval
-- zh: 本单位未设专案案件的审批事项
-- en: decisions that your own unit asked for, not compartmented
a.agency_id = @agency AND a.unit_id = @unit AND NOT c.compartmented AND c.marking <= @clearance AND a.root_kind <> 'mss'

-- name: own_agency        kinds: approval
-- zh: 本机关未设专案案件的审批事项
-- en: decisions in your own agency, not compartmented
a.agency_id = @agency AND NOT c.compartmented AND c.marking <= @clearance AND a.root_kind <> 'mss'

-- name: pointer           kinds: approval
-- zh: 本机关移交国家安全机关、未设专案的线索的审批事项
-- en: decisions on pointers from your own agency that are not compartmented
a.root_kind = 'mss' AND a.agency_id = @agency AND NOT c.compartmented AND c.marking <= @clearance
  AND EXISTS (SELECT FROM mss_handovers mh WHERE mh.id = a.root_id AND mh.from_agency_id = @agency AND mh.marking <= @clearance)

-- name: own_unit          kinds: handover access_request
-- zh: 本单位未设专案案件的交接和知悉申请
-- en: handovers and access requests of your own unit's files, not compartmented
c.org_unit_id = @unit AND NOT c.compartmented AND c.marking <= @clearance

-- name: own_agency        kinds: handover access_request
-- zh: 本机关未设专案案件的交接和知悉申请
-- en: handovers and access requests of your own agency's files, not compartmented
c.lead_agency_id = @agency AND NOT c.compartmented AND c.marking <= @clearance

-- name: handling          kinds: handover
-- zh: 本人主办或协办案件的交接
-- en: handovers of files that you handle or support
-- via: case_members m ON m.case_id = c.id
m.user_id = @user AND m.from_at <= @now AND m.to_at > @now AND m.part IN ('handler', 'support') AND c.marking <= @clearance

-- name: leading           kinds: access_request
-- zh: 本人牵头主办案件的知悉申请
-- en: access requests for files that you lead
-- via: case_members m ON m.case_id = c.id
m.user_id = @user AND m.from_at <= @now AND m.to_at > @now AND m.part = 'handler' AND m.lead AND c.marking <= @clearance

-- name: requester         kinds: access_request
-- zh: 你在现任岗位提出的知悉申请
-- en: access requests that you made in your present post
q.requester_id = @user AND EXISTS (SELECT FROM users post WHERE post.id = @user AND post.posted_at <= q.created_at)

-- name: taking_over       kinds: handover
-- zh: 移交给本机关、未设专案的交接
-- en: handovers to your agency that are not compartmented
h.to_agency_id = @agency AND NOT c.compartmented AND c.marking <= @clearance

-- name: handing_desk      kinds: handover
-- zh: 由本机关移出的交接（保管岗位）
-- en: all handovers from your agency, for the custodian
h.from_agency_id = @agency AND c.marking <= @clearance

-- name: taking_desk       kinds: handover
-- zh: 移交给本机关的交接（保管岗位）
-- en: all handovers to your agency, for the custodian
h.to_agency_id = @agency AND c.marking <= @clearance

-- name: intake_own_agency kinds: tip
-- zh: 本机关的线索
-- en: tips of your own agency
t.agency_id = @agency AND t.marking <= @clearance

-- name: triaged           kinds: tip
-- zh: 本机关已完成初筛的线索
-- en: tips of your own agency that intake has triaged
t.agency_id = @agency AND t.state IN ('TRIAGED', 'USED') AND t.marking <= @clearance

-- name: directory         kinds: user
-- zh: 本机关通讯录
-- en: the directory of your own agency
u.agency_id = @agency AND u.disabled_at IS NULL

-- name: administered      kinds: user
-- zh: 授权管理范围内机关的账号
-- en: accounts of the agencies that your administrator's grant covers
EXISTS (SELECT FROM role_grants g JOIN agencies ga ON ga.id = g.agency_id
  WHERE g.user_id = @user AND g.role = ANY (@roles) AND g.role IN ('sysadmin', 'secadmin', 'auditor')
    AND g.valid_from <= @now AND g.valid_to > @now AND g.revoked_at IS NULL AND (ga.id = u.agency_id OR ga.kind = 'system'))

-- name: covered           kinds: audit
-- zh: 授权审计范围内机关的记录，专案只显示完整性结果
-- en: events of the agencies that your auditor's grant covers; of compartmented files only the integrity result
EXISTS (SELECT FROM role_grants g JOIN agencies ga ON ga.id = g.agency_id
  WHERE g.user_id = @user AND g.role = 'auditor' AND g.valid_from <= @now AND g.valid_to > @now AND g.revoked_at IS NULL
    AND (ga.code = ev.agency OR ga.kind = 'system'))
  AND ev.stream NOT LIKE 'mss:%' AND NOT EXISTS (SELECT FROM cases c WHERE c.id = ev.case_id AND c.compartmented)

-- name: agency_figures    kinds: report
-- zh: 本机关的统计数字
-- en: figures of your own agency
f.agency_id = @agency

-- name: aggregate         kinds: report
-- zh: 协调机制办公室的汇总数字
-- en: figures of all agencies, for the coordination office
EXISTS (SELECT FROM agencies ga WHERE ga.id = @agency AND ga.kind = 'coordination')

-- name: reference         kinds: public_record
-- zh: 公开案例
-- en: the public record
TRUE

-- name: parameters        kinds: admin
-- zh: 系统参数和状态
-- en: parameters and status of the installation
TRUE

-- name: everything        kinds: case referral evidence person record mss approval handover tip document clock
-- zh: 由期限届满或关联行为自动触发
-- en: fired by a period that ended or by the twin of another act
TRUE
