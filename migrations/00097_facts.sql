-- +goose Up
-- The facts that the ledger binds: one view for each table whose rows say who did, may or owns what. It gives number, row,
-- the stream on which the fact stands and its fields; times in UTC whatever the session says, and words only together, as
-- one SHA-256. Columns that are copies or counters (next_due, version, failures) are not facts.
-- The transaction keeps the keys of what it wrote in the setting ts.touched; the ledger reads it before the commit. So no
-- statement can write a fact and forget to bind it.
-- +goose StatementBegin
CREATE FUNCTION audit_touch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  r record;
  touched text := coalesce(current_setting('ts.touched', true), '');
  key text := TG_TABLE_NAME || '/';
BEGIN
  IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;
  CASE TG_TABLE_NAME
    WHEN 'case_members' THEN key := key || r.case_id || '.' || r.user_id;
    WHEN 'referral_items' THEN key := key || r.referral_id || '.' || r.item_no;
    WHEN 'referral_packages' THEN key := key || r.referral_id || '.' || r.version;
    WHEN 'handover_items' THEN key := key || r.handover_id || '.' || r.evidence_id;
    ELSE key := key || r.id;
  END CASE;
  IF position(',' || key || ',' IN touched) = 0 THEN
    PERFORM set_config('ts.touched', CASE touched WHEN '' THEN ',' ELSE touched END || key || ',', true);
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
COMMENT ON FUNCTION audit_touch() IS 'Notes the key of a fact that was written, for the event of the same transaction. Bulk loading by ts_migrate binds its rows itself.';

CREATE VIEW audit_facts_acts AS SELECT t.id AS a, 0::bigint AS b, t.root_kind || ':' || t.root_id AS stream, jsonb_build_object(
  'matter_id', t.matter_id, 'case_id', t.case_id, 'entity', t.entity, 'root_kind', t.root_kind, 'root_id', t.root_id, 'target_kind', t.target_kind,
    'target_id', t.target_id, 'row_id', t.row_id, 'event', t.event, 'variant', t.variant, 'from_state', t.from_state, 'to_state', t.to_state,
    'round', t.round, 'actor_id', t.actor_id, 'actor_role', t.actor_role, 'agency_id', t.agency_id, 'proposer_id', t.proposer_id,
    'proposer_role', t.proposer_role, 'approval_id', t.approval_id, 'twin_of', t.twin_of, 'from_paper', t.from_paper, 'also', t.also,
    'at', t.at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.actor_name, t.proposer_name, t.notes, t.input)::text, 'UTF8')), 'hex')) AS fields
FROM acts t;
CREATE TRIGGER acts_fact AFTER INSERT OR DELETE ON acts FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER acts_fact_changed AFTER UPDATE OF matter_id, case_id, entity, root_kind, root_id, target_kind, target_id, row_id, event, variant, from_state, to_state, round, actor_id, actor_role, agency_id, proposer_id, proposer_role, approval_id, twin_of, from_paper, also, at, actor_name, proposer_name, notes, input ON acts
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_approvals AS SELECT t.id AS a, 0::bigint AS b, t.root_kind || ':' || t.root_id AS stream, jsonb_build_object(
  'ref', t.ref, 'matter_id', t.matter_id, 'case_id', t.case_id, 'entity', t.entity, 'root_kind', t.root_kind, 'root_id', t.root_id,
    'target_kind', t.target_kind, 'target_id', t.target_id, 'row_id', t.row_id, 'event', t.event, 'variant', t.variant,
    'decider_roles', t.decider_roles, 'agency_id', t.agency_id, 'unit_id', t.unit_id, 'proposer_id', t.proposer_id, 'proposer_role', t.proposer_role,
    'digest', t.digest, 'revision', t.revision, 'state', t.state, 'opening_act_id', t.opening_act_id, 'clock', t.clock, 'decided_by', t.decided_by,
    'decision', t.decision, 'reason_code', t.reason_code, 'act_id', t.act_id, 'opened_at', t.opened_at AT TIME ZONE 'UTC',
    'due_at', t.due_at AT TIME ZONE 'UTC', 'decided_at', t.decided_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.input, t.shown, t.opinion)::text, 'UTF8')), 'hex')) AS fields
FROM approvals t;
CREATE TRIGGER approvals_fact AFTER INSERT OR DELETE ON approvals FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER approvals_fact_changed AFTER UPDATE OF ref, matter_id, case_id, entity, root_kind, root_id, target_kind, target_id, row_id, event, variant, decider_roles, agency_id, unit_id, proposer_id, proposer_role, digest, revision, state, opening_act_id, clock, decided_by, decision, reason_code, act_id, opened_at, due_at, decided_at, input, shown, opinion ON approvals
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_documents AS SELECT t.id AS a, 0::bigint AS b, 'case:' || t.case_id AS stream, jsonb_build_object(
  'ref', t.ref, 'matter_id', t.matter_id, 'case_id', t.case_id, 'target_kind', t.target_kind, 'target_id', t.target_id, 'code', t.code,
    'number', t.number, 'number_rule', t.number_rule, 'version', t.version, 'round', t.round, 'direction', t.direction, 'template_version', t.template_version, 'digest', t.digest,
    'act_id', t.act_id, 'agency_id', t.agency_id, 'issued_by', t.issued_by, 'issued_at', t.issued_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.title, t.data)::text, 'UTF8')), 'hex')) AS fields
FROM documents t;
CREATE TRIGGER documents_fact AFTER INSERT OR DELETE ON documents FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER documents_fact_changed AFTER UPDATE OF ref, matter_id, case_id, target_kind, target_id, code, number, number_rule, version, round, direction, template_version, digest, act_id, agency_id, issued_by, issued_at, title, data ON documents
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_attachments AS SELECT t.id AS a, 0::bigint AS b, 'case:' || t.case_id AS stream, jsonb_build_object(
  'ref', t.ref, 'agency_id', t.agency_id, 'case_id', t.case_id, 'act_id', t.act_id, 'document_id', t.document_id, 'field', t.field, 'size', t.size,
    'digest', t.digest, 'media', t.media, 'created_by', t.created_by, 'created_at', t.created_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.name)::text, 'UTF8')), 'hex')) AS fields
FROM attachments t;
CREATE TRIGGER attachments_fact AFTER INSERT OR DELETE ON attachments FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER attachments_fact_changed AFTER UPDATE OF ref, agency_id, case_id, act_id, document_id, field, size, digest, media, created_by, created_at, name ON attachments
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_evidence_items AS SELECT t.id AS a, 0::bigint AS b, 'case:' || t.case_id AS stream, jsonb_build_object(
  'ref', t.ref, 'case_id', t.case_id, 'matter_id', t.matter_id, 'no', t.no, 'state', t.state, 'track', t.track, 'kind', t.kind,
    'collector_id', t.collector_id, 'co_collector_id', t.co_collector_id, 'original_or_copy', t.original_or_copy, 'quantity', t.quantity,
    'unit', t.unit, 'net_g', t.net_g, 'gross_g', t.gross_g, 'seal_no', t.seal_no, 'measure', t.measure, 'finding', t.finding,
    'holder_agency_id', t.holder_agency_id, 'holder_user_id', t.holder_user_id, 'giver_id', t.giver_id, 'to_agency_id', t.to_agency_id,
    'custody_case_id', t.custody_case_id, 'parent_id', t.parent_id, 'goods_item_id', t.goods_item_id, 'flagged', t.flagged,
    'collected_at', t.collected_at AT TIME ZONE 'UTC', 'created_at', t.created_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.name, t.place, t.method, t.source_person, t.original_location, t.storage_place, t.exclusion_reason, t.holder_text)::text, 'UTF8')), 'hex')) AS fields
FROM evidence_items t;
CREATE TRIGGER evidence_items_fact AFTER INSERT OR DELETE ON evidence_items FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER evidence_items_fact_changed AFTER UPDATE OF ref, case_id, matter_id, no, state, track, kind, collector_id, co_collector_id, original_or_copy, quantity, unit, net_g, gross_g, seal_no, measure, finding, holder_agency_id, holder_user_id, giver_id, to_agency_id, custody_case_id, parent_id, goods_item_id, flagged, collected_at, created_at, name, place, method, source_person, original_location, storage_place, exclusion_reason, holder_text ON evidence_items
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_evidence_files AS SELECT t.id AS a, 0::bigint AS b, 'case:' || p.case_id AS stream, jsonb_build_object(
  'ref', t.ref, 'evidence_id', t.evidence_id, 'agency_id', t.agency_id, 'case_id', t.case_id, 'digest', t.digest,
    'declared_digest', t.declared_digest, 'size', t.size, 'media', t.media, 'media_claimed', t.media_claimed, 'uploaded_by', t.uploaded_by,
    'uploaded_at', t.uploaded_at AT TIME ZONE 'UTC', 'words', encode(sha256(convert_to(jsonb_build_array(t.name)::text, 'UTF8')), 'hex')) AS fields
FROM evidence_files t LEFT JOIN evidence_items p ON p.id = t.evidence_id;
CREATE TRIGGER evidence_files_fact AFTER INSERT OR DELETE ON evidence_files FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER evidence_files_fact_changed AFTER UPDATE OF ref, evidence_id, agency_id, case_id, digest, declared_digest, size, media, media_claimed, uploaded_by, uploaded_at, name ON evidence_files
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_custody_entries AS SELECT t.id AS a, 0::bigint AS b, 'case:' || p.case_id AS stream, jsonb_build_object(
  'evidence_id', t.evidence_id, 'n', t.n, 'action', t.action, 'method', t.method, 'giver_id', t.giver_id, 'receiver_id', t.receiver_id,
    'seal_no', t.seal_no, 'hash_state', t.hash_state, 'act_id', t.act_id, 'at', t.at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.from_holder, t.to_holder, t.place, t.giver_name, t.receiver_name, t.note)::text, 'UTF8')), 'hex')) AS fields
FROM custody_entries t LEFT JOIN evidence_items p ON p.id = t.evidence_id;
CREATE TRIGGER custody_entries_fact AFTER INSERT OR DELETE ON custody_entries FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER custody_entries_fact_changed AFTER UPDATE OF evidence_id, n, action, method, giver_id, receiver_id, seal_no, hash_state, act_id, at, from_holder, to_holder, place, giver_name, receiver_name, note ON custody_entries
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_decisions AS SELECT t.id AS a, 0::bigint AS b, 'case:' || t.case_id AS stream, jsonb_build_object(
  'case_id', t.case_id, 'act_id', t.act_id, 'kind', t.kind, 'violation', t.violation, 'sanctions', t.sanctions, 'fine_fen', t.fine_fen,
    'confiscated_fen', t.confiscated_fen, 'made_at', t.made_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.calculation, t.deviation, t.reasons)::text, 'UTF8')), 'hex')) AS fields
FROM decisions t;
CREATE TRIGGER decisions_fact AFTER INSERT OR DELETE ON decisions FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER decisions_fact_changed AFTER UPDATE OF case_id, act_id, kind, violation, sanctions, fine_fen, confiscated_fen, made_at, calculation, deviation, reasons ON decisions
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_receipts AS SELECT t.id AS a, 0::bigint AS b, 'referral:' || t.referral_id AS stream, jsonb_build_object(
  'referral_id', t.referral_id, 'act_id', t.act_id, 'signed_by', t.signed_by, 'package_digest', t.package_digest, 'at', t.at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.signed_name, t.reservation)::text, 'UTF8')), 'hex')) AS fields
FROM receipts t;
CREATE TRIGGER receipts_fact AFTER INSERT OR DELETE ON receipts FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER receipts_fact_changed AFTER UPDATE OF referral_id, act_id, signed_by, package_digest, at, signed_name, reservation ON receipts
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_cases AS SELECT t.id AS a, 0::bigint AS b, 'case:' || t.id AS stream, jsonb_build_object(
  'ref', t.ref, 'machine', t.machine, 'matter_id', t.matter_id, 'lead_agency_id', t.lead_agency_id, 'org_unit_id', t.org_unit_id, 'state', t.state,
    'round', t.round, 'mineral', t.mineral, 'lead_basis', t.lead_basis, 'typology', t.typology, 'source_kind', t.source_kind, 'marking', t.marking,
    'compartmented', t.compartmented, 'tip_id', t.tip_id, 'public_case', t.public_case, 'source_referral_id', t.source_referral_id,
    'violation_ended_on', t.violation_ended_on, 'competence_basis', t.competence_basis, 'complex_or_major', t.complex_or_major,
    'economic_crime', t.economic_crime, 'quantity_g', t.quantity_g, 'value_fen', t.value_fen, 'created_by', t.created_by,
    'registered_at', t.registered_at AT TIME ZONE 'UTC', 'filed_at', t.filed_at AT TIME ZONE 'UTC', 'decided_at', t.decided_at AT TIME ZONE 'UTC',
    'closed_at', t.closed_at AT TIME ZONE 'UTC', 'words', encode(sha256(convert_to(jsonb_build_array(t.title, t.summary)::text, 'UTF8')), 'hex')) AS fields
FROM cases t;
CREATE TRIGGER cases_fact AFTER INSERT OR DELETE ON cases FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER cases_fact_changed AFTER UPDATE OF ref, machine, matter_id, lead_agency_id, org_unit_id, state, round, mineral, lead_basis, typology, source_kind, marking, compartmented, tip_id, public_case, source_referral_id, violation_ended_on, competence_basis, complex_or_major, economic_crime, quantity_g, value_fen, created_by, registered_at, filed_at, decided_at, closed_at, title, summary ON cases
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_case_members AS SELECT t.case_id AS a, t.user_id::bigint AS b, 'case:' || t.case_id AS stream, jsonb_build_object(
  'case_id', t.case_id, 'user_id', t.user_id, 'part', t.part, 'handled', t.handled, 'lead', t.lead, 'granted_by', t.granted_by, 'basis', t.basis,
    'from_at', t.from_at AT TIME ZONE 'UTC', 'to_at', t.to_at AT TIME ZONE 'UTC') AS fields
FROM case_members t;
CREATE TRIGGER case_members_fact AFTER INSERT OR DELETE ON case_members FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER case_members_fact_changed AFTER UPDATE OF case_id, user_id, part, handled, lead, granted_by, basis, from_at, to_at ON case_members
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_parties AS SELECT t.id AS a, 0::bigint AS b, 'case:' || t.case_id AS stream, jsonb_build_object(
  'ref', t.ref, 'case_id', t.case_id, 'kind', t.kind, 'part', t.part, 'id_kind', t.id_kind, 'country', t.country, 'subject', t.subject,
    'created_by', t.created_by, 'created_at', t.created_at AT TIME ZONE 'UTC', 'removed_at', t.removed_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.name, t.name_latin, t.former_names, t.id_number, t.address, t.note)::text, 'UTF8')), 'hex')) AS fields
FROM parties t;
CREATE TRIGGER parties_fact AFTER INSERT OR DELETE ON parties FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER parties_fact_changed AFTER UPDATE OF ref, case_id, kind, part, id_kind, country, subject, created_by, created_at, removed_at, name, name_latin, former_names, id_number, address, note ON parties
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_party_links AS SELECT t.id AS a, 0::bigint AS b, 'case:' || t.case_id AS stream, jsonb_build_object(
  'case_id', t.case_id, 'from_id', t.from_id, 'to_id', t.to_id, 'relation', t.relation, 'status', t.status, 'evidence_id', t.evidence_id,
    'created_by', t.created_by, 'created_at', t.created_at AT TIME ZONE 'UTC', 'removed_at', t.removed_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.source)::text, 'UTF8')), 'hex')) AS fields
FROM party_links t;
CREATE TRIGGER party_links_fact AFTER INSERT OR DELETE ON party_links FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER party_links_fact_changed AFTER UPDATE OF case_id, from_id, to_id, relation, status, evidence_id, created_by, created_at, removed_at, source ON party_links
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_goods_items AS SELECT t.id AS a, 0::bigint AS b, 'case:' || t.case_id AS stream, jsonb_build_object(
  'ref', t.ref, 'case_id', t.case_id, 'mineral', t.mineral, 'purity', t.purity, 'act_on', t.act_on, 'control_code', t.control_code,
    'control_basis', t.control_basis, 'control_state', t.control_state, 'hs_declared', t.hs_declared, 'hs_found', t.hs_found, 'quantity', t.quantity,
    'unit', t.unit, 'net_g', t.net_g, 'value_fen', t.value_fen, 'value_method', t.value_method, 'licence_state', t.licence_state,
    'listed_item', t.listed_item, 'created_by', t.created_by, 'created_at', t.created_at AT TIME ZONE 'UTC',
    'removed_at', t.removed_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.name, t.form, t.licence_note)::text, 'UTF8')), 'hex')) AS fields
FROM goods_items t;
CREATE TRIGGER goods_items_fact AFTER INSERT OR DELETE ON goods_items FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER goods_items_fact_changed AFTER UPDATE OF ref, case_id, mineral, purity, act_on, control_code, control_basis, control_state, hs_declared, hs_found, quantity, unit, net_g, value_fen, value_method, licence_state, listed_item, created_by, created_at, removed_at, name, form, licence_note ON goods_items
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_goods_routes AS SELECT t.id AS a, 0::bigint AS b, 'case:' || t.case_id AS stream, jsonb_build_object(
  'case_id', t.case_id, 'item_id', t.item_id, 'net_g', t.net_g, 'status', t.status, 'created_by', t.created_by,
    'created_at', t.created_at AT TIME ZONE 'UTC', 'removed_at', t.removed_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.origin, t.exit_port, t.transit, t.destination, t.source)::text, 'UTF8')), 'hex')) AS fields
FROM goods_routes t;
CREATE TRIGGER goods_routes_fact AFTER INSERT OR DELETE ON goods_routes FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER goods_routes_fact_changed AFTER UPDATE OF case_id, item_id, net_g, status, created_by, created_at, removed_at, origin, exit_port, transit, destination, source ON goods_routes
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_referrals AS SELECT t.id AS a, 0::bigint AS b, 'referral:' || t.id AS stream, jsonb_build_object(
  'ref', t.ref, 'matter_id', t.matter_id, 'from_case_id', t.from_case_id, 'from_agency_id', t.from_agency_id, 'from_unit_id', t.from_unit_id,
    'to_agency_id', t.to_agency_id, 'destination', t.destination, 'state', t.state, 'offence', t.offence, 'team', t.team, 'parent_id', t.parent_id,
    'to_case_id', t.to_case_id, 'marking', t.marking, 'compartmented', t.compartmented, 'package_version', t.package_version,
    'package_digest', t.package_digest, 'received_by', t.received_by, 'opened_at', t.opened_at AT TIME ZONE 'UTC',
    'sent_at', t.sent_at AT TIME ZONE 'UTC', 'received_at', t.received_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.to_text, t.facts, t.reservation)::text, 'UTF8')), 'hex')) AS fields
FROM referrals t;
CREATE TRIGGER referrals_fact AFTER INSERT OR DELETE ON referrals FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER referrals_fact_changed AFTER UPDATE OF ref, matter_id, from_case_id, from_agency_id, from_unit_id, to_agency_id, destination, state, offence, team, parent_id, to_case_id, marking, compartmented, package_version, package_digest, received_by, opened_at, sent_at, received_at, to_text, facts, reservation ON referrals
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_referral_items AS SELECT t.referral_id AS a, t.item_no::bigint AS b, 'referral:' || t.referral_id AS stream, jsonb_build_object(
  'referral_id', t.referral_id, 'item_no', t.item_no, 'document_id', t.document_id, 'evidence_ids', t.evidence_ids, 'set_by', t.set_by,
    'set_at', t.set_at AT TIME ZONE 'UTC', 'words', encode(sha256(convert_to(jsonb_build_array(t.note, t.not_applicable)::text, 'UTF8')), 'hex')) AS fields
FROM referral_items t;
CREATE TRIGGER referral_items_fact AFTER INSERT OR DELETE ON referral_items FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER referral_items_fact_changed AFTER UPDATE OF referral_id, item_no, document_id, evidence_ids, set_by, set_at, note, not_applicable ON referral_items
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_referral_packages AS SELECT t.referral_id AS a, t.version::bigint AS b, 'referral:' || t.referral_id AS stream, jsonb_build_object(
  'referral_id', t.referral_id, 'version', t.version, 'digest', t.digest, 'act_id', t.act_id, 'frozen_at', t.frozen_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.data)::text, 'UTF8')), 'hex')) AS fields
FROM referral_packages t;
CREATE TRIGGER referral_packages_fact AFTER INSERT OR DELETE ON referral_packages FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER referral_packages_fact_changed AFTER UPDATE OF referral_id, version, digest, act_id, frozen_at, data ON referral_packages
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_mss_handovers AS SELECT t.id AS a, 0::bigint AS b, 'mss:' || t.id AS stream, jsonb_build_object(
  'ref', t.ref, 'matter_id', t.matter_id, 'case_id', t.case_id, 'from_agency_id', t.from_agency_id, 'to_agency_id', t.to_agency_id, 'state', t.state,
    'marking', t.marking, 'compartmented', t.compartmented, 'indicators', t.indicators, 'register_no', t.register_no, 'channel', t.channel,
    'external_ref', t.external_ref, 'opened_at', t.opened_at AT TIME ZONE 'UTC', 'sent_at', t.sent_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.holder)::text, 'UTF8')), 'hex')) AS fields
FROM mss_handovers t;
CREATE TRIGGER mss_handovers_fact AFTER INSERT OR DELETE ON mss_handovers FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER mss_handovers_fact_changed AFTER UPDATE OF ref, matter_id, case_id, from_agency_id, to_agency_id, state, marking, compartmented, indicators, register_no, channel, external_ref, opened_at, sent_at, holder ON mss_handovers
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_handovers AS SELECT t.id AS a, 0::bigint AS b, 'case:' || t.case_id AS stream, jsonb_build_object(
  'ref', t.ref, 'matter_id', t.matter_id, 'case_id', t.case_id, 'referral_id', t.referral_id, 'from_agency_id', t.from_agency_id,
    'to_agency_id', t.to_agency_id, 'state', t.state, 'offered_by', t.offered_by, 'offered_at', t.offered_at AT TIME ZONE 'UTC',
    'closed_at', t.closed_at AT TIME ZONE 'UTC', 'words', encode(sha256(convert_to(jsonb_build_array(t.to_text, t.carrier)::text, 'UTF8')), 'hex')) AS fields
FROM handovers t;
CREATE TRIGGER handovers_fact AFTER INSERT OR DELETE ON handovers FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER handovers_fact_changed AFTER UPDATE OF ref, matter_id, case_id, referral_id, from_agency_id, to_agency_id, state, offered_by, offered_at, closed_at, to_text, carrier ON handovers
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_handover_items AS SELECT t.handover_id AS a, t.evidence_id::bigint AS b, 'case:' || p.case_id AS stream, jsonb_build_object(
  'handover_id', t.handover_id, 'evidence_id', t.evidence_id, 'outcome', t.outcome, 'listed_quantity', t.listed_quantity, 'listed_g', t.listed_g,
    'listed_seal', t.listed_seal, 'counted_quantity', t.counted_quantity, 'counted_g', t.counted_g, 'counted_seal', t.counted_seal,
    'words', encode(sha256(convert_to(jsonb_build_array(t.note)::text, 'UTF8')), 'hex')) AS fields
FROM handover_items t LEFT JOIN handovers p ON p.id = t.handover_id;
CREATE TRIGGER handover_items_fact AFTER INSERT OR DELETE ON handover_items FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER handover_items_fact_changed AFTER UPDATE OF handover_id, evidence_id, outcome, listed_quantity, listed_g, listed_seal, counted_quantity, counted_g, counted_seal, note ON handover_items
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_tips AS SELECT t.id AS a, 0::bigint AS b, 'unit:' || t.unit_id AS stream, jsonb_build_object(
  'ref', t.ref, 'agency_id', t.agency_id, 'unit_id', t.unit_id, 'channel', t.channel, 'source_kind', t.source_kind, 'mineral', t.mineral,
    'has_informant', t.has_informant, 'public_case', t.public_case, 'state', t.state, 'marking', t.marking, 'case_id', t.case_id,
    'created_by', t.created_by, 'triaged_by', t.triaged_by, 'received_at', t.received_at AT TIME ZONE 'UTC',
    'triaged_at', t.triaged_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.subject, t.summary, t.party_name, t.reason)::text, 'UTF8')), 'hex')) AS fields
FROM tips t;
CREATE TRIGGER tips_fact AFTER INSERT OR DELETE ON tips FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER tips_fact_changed AFTER UPDATE OF ref, agency_id, unit_id, channel, source_kind, mineral, has_informant, public_case, state, marking, case_id, created_by, triaged_by, received_at, triaged_at, subject, summary, party_name, reason ON tips
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_access_requests AS SELECT t.id AS a, 0::bigint AS b, NULL::text AS stream, jsonb_build_object(
  'ref', t.ref, 'requester_id', t.requester_id, 'days', t.days, 'state', t.state, 'decided_by', t.decided_by,
    'created_at', t.created_at AT TIME ZONE 'UTC', 'answer_by', t.answer_by AT TIME ZONE 'UTC', 'decided_at', t.decided_at AT TIME ZONE 'UTC',
    'told_at', t.told_at AT TIME ZONE 'UTC', 'words', encode(sha256(convert_to(jsonb_build_array(t.case_ref, t.purpose, t.reason)::text, 'UTF8')), 'hex')) AS fields
FROM access_requests t;
CREATE TRIGGER access_requests_fact AFTER INSERT OR DELETE ON access_requests FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER access_requests_fact_changed AFTER UPDATE OF ref, case_ref, requester_id, days, state, decided_by, created_at, answer_by, decided_at, told_at, purpose, reason ON access_requests
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_users AS SELECT t.id AS a, 0::bigint AS b, 'unit:' || t.unit_id AS stream, jsonb_build_object(
  'ref', t.ref, 'agency_id', t.agency_id, 'unit_id', t.unit_id, 'username', t.username, 'certificate_no', t.certificate_no,
    'certificate_to', t.certificate_to, 'reviewer_qualified', t.reviewer_qualified, 'clearance', t.clearance, 'credential_kind', t.credential_kind,
    'created_at', t.created_at AT TIME ZONE 'UTC', 'posted_at', t.posted_at AT TIME ZONE 'UTC', 'disabled_at', t.disabled_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.name_zh, t.name_en, t.password_hash)::text, 'UTF8')), 'hex')) AS fields
FROM users t;
CREATE TRIGGER users_fact AFTER INSERT OR DELETE ON users FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER users_fact_changed AFTER UPDATE OF ref, agency_id, unit_id, username, certificate_no, certificate_to, reviewer_qualified, clearance, credential_kind, created_at, posted_at, disabled_at, name_zh, name_en, password_hash ON users
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts_role_grants AS SELECT t.id AS a, 0::bigint AS b, 'unit:' || p.unit_id AS stream, jsonb_build_object(
  'user_id', t.user_id, 'role', t.role, 'agency_id', t.agency_id, 'presiding', t.presiding, 'granted_by', t.granted_by,
    'confirmed_by', t.confirmed_by, 'valid_from', t.valid_from AT TIME ZONE 'UTC', 'valid_to', t.valid_to AT TIME ZONE 'UTC',
    'revoked_at', t.revoked_at AT TIME ZONE 'UTC') AS fields
FROM role_grants t LEFT JOIN users p ON p.id = t.user_id;
CREATE TRIGGER role_grants_fact AFTER INSERT OR DELETE ON role_grants FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER role_grants_fact_changed AFTER UPDATE OF user_id, role, agency_id, presiding, granted_by, confirmed_by, valid_from, valid_to, revoked_at ON role_grants
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();

CREATE VIEW audit_facts AS
  SELECT 'acts' AS tab, a::text AS row, stream, fields FROM audit_facts_acts
  UNION ALL
  SELECT 'approvals' AS tab, a::text AS row, stream, fields FROM audit_facts_approvals
  UNION ALL
  SELECT 'documents' AS tab, a::text AS row, stream, fields FROM audit_facts_documents
  UNION ALL
  SELECT 'attachments' AS tab, a::text AS row, stream, fields FROM audit_facts_attachments
  UNION ALL
  SELECT 'evidence_items' AS tab, a::text AS row, stream, fields FROM audit_facts_evidence_items
  UNION ALL
  SELECT 'evidence_files' AS tab, a::text AS row, stream, fields FROM audit_facts_evidence_files
  UNION ALL
  SELECT 'custody_entries' AS tab, a::text AS row, stream, fields FROM audit_facts_custody_entries
  UNION ALL
  SELECT 'decisions' AS tab, a::text AS row, stream, fields FROM audit_facts_decisions
  UNION ALL
  SELECT 'receipts' AS tab, a::text AS row, stream, fields FROM audit_facts_receipts
  UNION ALL
  SELECT 'cases' AS tab, a::text AS row, stream, fields FROM audit_facts_cases
  UNION ALL
  SELECT 'case_members' AS tab, a || '.' || b AS row, stream, fields FROM audit_facts_case_members
  UNION ALL
  SELECT 'parties' AS tab, a::text AS row, stream, fields FROM audit_facts_parties
  UNION ALL
  SELECT 'party_links' AS tab, a::text AS row, stream, fields FROM audit_facts_party_links
  UNION ALL
  SELECT 'goods_items' AS tab, a::text AS row, stream, fields FROM audit_facts_goods_items
  UNION ALL
  SELECT 'goods_routes' AS tab, a::text AS row, stream, fields FROM audit_facts_goods_routes
  UNION ALL
  SELECT 'referrals' AS tab, a::text AS row, stream, fields FROM audit_facts_referrals
  UNION ALL
  SELECT 'referral_items' AS tab, a || '.' || b AS row, stream, fields FROM audit_facts_referral_items
  UNION ALL
  SELECT 'referral_packages' AS tab, a || '.' || b AS row, stream, fields FROM audit_facts_referral_packages
  UNION ALL
  SELECT 'mss_handovers' AS tab, a::text AS row, stream, fields FROM audit_facts_mss_handovers
  UNION ALL
  SELECT 'handovers' AS tab, a::text AS row, stream, fields FROM audit_facts_handovers
  UNION ALL
  SELECT 'handover_items' AS tab, a || '.' || b AS row, stream, fields FROM audit_facts_handover_items
  UNION ALL
  SELECT 'tips' AS tab, a::text AS row, stream, fields FROM audit_facts_tips
  UNION ALL
  SELECT 'access_requests' AS tab, a::text AS row, stream, fields FROM audit_facts_access_requests
  UNION ALL
  SELECT 'users' AS tab, a::text AS row, stream, fields FROM audit_facts_users
  UNION ALL
  SELECT 'role_grants' AS tab, a::text AS row, stream, fields FROM audit_facts_role_grants;
COMMENT ON VIEW audit_facts IS 'Every fact that the ledger binds, as it stands now. details->facts of an event holds "tab/row": digest; verification compares.';

-- A few rows of each table by their keys: one after the other by the index, however large the table is and whether or not
-- it has been analysed; and planned once in a session.
-- +goose StatementBegin
CREATE FUNCTION audit_touched() RETURNS TABLE (tab text, row_id text, stream text, fields jsonb) LANGUAGE plpgsql STABLE
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
DECLARE
  t record;
BEGIN
  FOR t IN SELECT split_part(k, '/', 1) AS name, array_agg(split_part(k, '/', 2)) AS rows
           FROM string_to_table(current_setting('ts.touched', true), ',') k WHERE k <> '' GROUP BY 1 ORDER BY 1 LOOP
    CASE t.name
      WHEN 'acts' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_acts f ON f.a = u.k::bigint;
      WHEN 'approvals' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_approvals f ON f.a = u.k::bigint;
      WHEN 'documents' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_documents f ON f.a = u.k::bigint;
      WHEN 'attachments' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_attachments f ON f.a = u.k::bigint;
      WHEN 'evidence_items' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_evidence_items f ON f.a = u.k::bigint;
      WHEN 'evidence_files' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_evidence_files f ON f.a = u.k::bigint;
      WHEN 'custody_entries' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_custody_entries f ON f.a = u.k::bigint;
      WHEN 'decisions' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_decisions f ON f.a = u.k::bigint;
      WHEN 'receipts' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_receipts f ON f.a = u.k::bigint;
      WHEN 'cases' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_cases f ON f.a = u.k::bigint;
      WHEN 'case_members' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_case_members f ON f.a = split_part(u.k, '.', 1)::bigint AND f.b = split_part(u.k, '.', 2)::bigint;
      WHEN 'parties' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_parties f ON f.a = u.k::bigint;
      WHEN 'party_links' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_party_links f ON f.a = u.k::bigint;
      WHEN 'goods_items' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_goods_items f ON f.a = u.k::bigint;
      WHEN 'goods_routes' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_goods_routes f ON f.a = u.k::bigint;
      WHEN 'referrals' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_referrals f ON f.a = u.k::bigint;
      WHEN 'referral_items' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_referral_items f ON f.a = split_part(u.k, '.', 1)::bigint AND f.b = split_part(u.k, '.', 2)::bigint;
      WHEN 'referral_packages' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_referral_packages f ON f.a = split_part(u.k, '.', 1)::bigint AND f.b = split_part(u.k, '.', 2)::bigint;
      WHEN 'mss_handovers' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_mss_handovers f ON f.a = u.k::bigint;
      WHEN 'handovers' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_handovers f ON f.a = u.k::bigint;
      WHEN 'handover_items' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_handover_items f ON f.a = split_part(u.k, '.', 1)::bigint AND f.b = split_part(u.k, '.', 2)::bigint;
      WHEN 'tips' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_tips f ON f.a = u.k::bigint;
      WHEN 'access_requests' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_access_requests f ON f.a = u.k::bigint;
      WHEN 'users' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_users f ON f.a = u.k::bigint;
      WHEN 'role_grants' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_role_grants f ON f.a = u.k::bigint;
    END CASE;
  END LOOP;
END $$;
-- +goose StatementEnd
COMMENT ON FUNCTION audit_touched() IS 'The facts that this transaction has written, as they stand now; one that is gone has no fields.';

CREATE OR REPLACE VIEW audit_text_digests AS
  SELECT stream, n, field, 'sha256:' || encode(sha256(salt || convert_to(body, 'UTF8')), 'hex') AS digest,
    body ~ '[0-9A-Za-z]{3}[*]{3,}[0-9A-Za-z]{2}' AS masked FROM audit_texts;

GRANT SELECT ON audit_facts, audit_facts_acts, audit_facts_approvals, audit_facts_documents, audit_facts_attachments, audit_facts_evidence_items,
audit_facts_evidence_files, audit_facts_custody_entries, audit_facts_decisions, audit_facts_receipts, audit_facts_cases, audit_facts_case_members,
audit_facts_parties, audit_facts_party_links, audit_facts_goods_items, audit_facts_goods_routes, audit_facts_referrals, audit_facts_referral_items,
audit_facts_referral_packages, audit_facts_mss_handovers, audit_facts_handovers, audit_facts_handover_items, audit_facts_tips,
audit_facts_access_requests, audit_facts_users, audit_facts_role_grants TO ts_app, ts_audit;
