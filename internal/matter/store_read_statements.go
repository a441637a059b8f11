package matter

// The statements that read one matter. Each names its columns in the order its scan function takes them.
const (
	sqlCases = `SELECT id, matter_id, lead_agency_id, org_unit_id, ref, machine, state, round, version, title, mineral, lead_basis, source_kind,
  competence_basis, marking, compartmented, complex_or_major, economic_crime, coalesce(source_referral_id, 0), violation_ended_on,
  registered_at, filed_at, quantity_mg, value_fen, created_by, summary, typology, public_case, decided_at, closed_at
FROM cases WHERE matter_id = @matter ORDER BY id`
	sqlReferrals = `SELECT id, from_case_id, from_agency_id, from_unit_id, coalesce(to_agency_id, 0), coalesce(to_case_id, 0), coalesce(parent_id, 0),
  ref, state, destination, offence, facts, version, team, package_version, package_digest, opened_at, sent_at, received_at, reservation,
  to_text, marking, compartmented, coalesce((SELECT string_agg(u.name_zh, '、' ORDER BY u.id) FROM users u WHERE u.id = ANY (team)), ''),
  coalesce((SELECT string_agg(u.name_en, ', ' ORDER BY u.id) FROM users u WHERE u.id = ANY (team)), '')
FROM referrals WHERE matter_id = @matter ORDER BY id`
	sqlItems = `SELECT i.referral_id, i.item_no, coalesce(i.document_id, 0), i.evidence_ids, i.note, i.not_applicable
FROM referral_items i JOIN referrals r ON r.id = i.referral_id WHERE r.matter_id = @matter ORDER BY i.referral_id, i.item_no`
	sqlEvidence = `SELECT e.id, e.case_id, e.no, e.ref, e.state, e.track, e.name, e.kind, e.measure, e.finding, e.version, e.holder_agency_id,
  coalesce(e.holder_user_id, 0), coalesce(e.giver_id, 0), coalesce(e.to_agency_id, 0), coalesce(e.custody_case_id, 0), coalesce(e.parent_id, 0),
  e.collector_id, e.co_collector_id, coalesce(e.quantity::text, ''), e.unit, e.net_mg, e.gross_mg, e.seal_no, e.storage_place,
  (SELECT count(*) FROM evidence_files x WHERE x.evidence_id = e.id),
  (SELECT count(*) FROM evidence_files x WHERE x.evidence_id = e.id AND
     NOT coalesce((SELECT k.ok FROM evidence_checks k WHERE k.file_id = x.id AND k.algorithm = 'sha256' AND NOT k.missing ORDER BY k.id DESC LIMIT 1), true)),
  (SELECT count(*) FROM evidence_files x WHERE x.evidence_id = e.id
    AND (SELECT k.missing FROM evidence_checks k WHERE k.file_id = x.id AND k.algorithm = 'sha256' ORDER BY k.id DESC LIMIT 1)),
  (SELECT count(*) FROM evidence_files x WHERE x.evidence_id = e.id
    AND NOT EXISTS (SELECT FROM evidence_checks k WHERE k.file_id = x.id AND k.algorithm = 'sha256')),
  e.collected_at, e.place, e.method, e.source_person, e.original_or_copy, e.original_location, e.exclusion_reason, e.holder_text,
  coalesce((SELECT g.ref FROM goods_items g WHERE g.id = e.goods_item_id), ''), e.flagged,
  coalesce((SELECT string_agg(u.name_zh, '、' ORDER BY u.id) FROM users u WHERE u.id IN (e.collector_id, e.co_collector_id)), ''),
  coalesce((SELECT string_agg(u.name_en, ', ' ORDER BY u.id) FROM users u WHERE u.id IN (e.collector_id, e.co_collector_id)), ''),
  coalesce((SELECT string_agg(u.name_zh, '、' ORDER BY u.id) FROM users u WHERE u.id IN (e.holder_user_id, e.giver_id)), ''),
  coalesce((SELECT string_agg(u.name_en, ', ' ORDER BY u.id) FROM users u WHERE u.id IN (e.holder_user_id, e.giver_id)), ''),
  (SELECT coalesce(jsonb_agg(jsonb_build_object('Ref', x.ref, 'Digest', x.digest, 'Declared', x.declared_digest, 'Name', x.name, 'Size', x.size::text, 'Media',
    x.media)
     ORDER BY x.id), '[]') FROM evidence_files x WHERE x.evidence_id = e.id)
FROM evidence_items e WHERE e.matter_id = @matter ORDER BY e.id`
	sqlHandovers = `SELECT id, case_id, from_agency_id, coalesce(to_agency_id, 0), ref, state, version, sent_at,
  indicators, register_no, holder, channel, external_ref, greatest(marking, (SELECT c.marking FROM cases c WHERE c.id = case_id)), compartmented, opened_at
    FROM mss_handovers WHERE matter_id = @matter ORDER BY id`
	sqlPersons = `SELECT p.id, p.case_id, p.ref, p.state, p.name, p.version, coalesce((SELECT y.ref FROM parties y WHERE y.id = p.party_id), '') FROM persons p
		WHERE p.matter_id = @matter ORDER BY p.id`
	sqlRecords = `SELECT id, case_id, ref, entity, label, version FROM records WHERE matter_id = @matter ORDER BY id`
	sqlActs    = `SELECT x.id, x.case_id, x.target_id, x.row_id, x.event, x.variant, x.entity, x.from_state, x.to_state, x.round, x.actor_id,
		coalesce(x.proposer_id, 0),
  x.actor_name, coalesce(u.name_en, ''), x.proposer_name, x.actor_role, x.proposer_role, x.agency_id, x.also, x.input, x.at, x.twin_of IS NOT NULL, x.edition
FROM acts x LEFT JOIN users u ON u.id = x.actor_id WHERE x.matter_id = @matter ORDER BY x.id`
	sqlDocs = `SELECT id, case_id, target_kind, target_id, ref, code, number, title, digest, round, version, act_id, issued_at FROM documents
		WHERE matter_id = @matter ORDER BY id`
	sqlClocks = `SELECT id, case_id, target_id, code, state, target_kind, started_at, due_at, minimum, steps, owner_agency_id, paused_at, closed_at, pause_basis,
		basis, provisional, edition
FROM clocks WHERE matter_id = @matter ORDER BY id`
	sqlMembers = `SELECT m.case_id, m.user_id, u.username, u.name_zh, m.part, m.lead, u.certificate_no, u.certificate_to, u.agency_id, u.name_en
FROM case_members m JOIN cases c ON c.id = m.case_id JOIN users u ON u.id = m.user_id WHERE c.matter_id = @matter AND m.from_at <= $2 AND m.to_at > $2
  ORDER BY m.case_id, m.user_id`
	sqlGoods = `SELECT g.id, g.case_id, g.name, g.mineral, g.control_code, g.control_state, g.net_mg, g.value_fen, g.ref, g.listed_item,
  g.form, g.purity, g.control_basis, g.act_on, g.hs_declared, g.hs_found, coalesce(g.quantity::text, ''), g.unit, g.value_method, g.licence_state,
    g.licence_note
FROM goods_items g JOIN cases c ON c.id = g.case_id WHERE c.matter_id = @matter AND g.removed_at IS NULL ORDER BY g.id`
	sqlParties = `SELECT p.id, p.case_id, p.ref, p.name, p.kind, p.subject, p.name_latin, p.former_names, p.part, p.id_kind, p.id_number, p.country, p.address,
		p.note
FROM parties p JOIN cases c ON c.id = p.case_id WHERE c.matter_id = @matter AND p.removed_at IS NULL ORDER BY p.id`
	sqlDecisions = `SELECT d.id, d.case_id, d.kind, d.sanctions, d.fine_fen, d.confiscated_fen, d.made_at, d.violation, d.deviation, d.reasons, d.calculation::text
FROM decisions d JOIN cases c ON c.id = d.case_id WHERE c.matter_id = @matter ORDER BY d.id`
	sqlProposals = `SELECT a.ref, a.state, a.event, a.row_id, a.entity, a.target_id, a.proposer_id, a.decider_roles FROM approvals a
WHERE a.matter_id = @matter AND (a.state = 'OPEN' OR a.state = 'RETURNED' AND NOT EXISTS (SELECT FROM approvals later
  WHERE later.target_kind = a.target_kind AND later.target_id = a.target_id AND later.event = a.event AND later.id > a.id)) ORDER BY a.id`
	sqlAgencies = `SELECT id, code, kind, name_zh, name_en, own_penalty_power, accounts FROM agencies ORDER BY id`
)
