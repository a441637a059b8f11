-- +goose Up
-- A mass is kept in milligrams: half a gram is neither nothing nor a whole gram. One thing weighs a million tonnes at most.
-- What adds up many rows is a numeric without an end, for masses and for money: no row can break a sum. A quantity keeps
-- every place that was typed. In the ledger a mass is spelled in grams as ever, with a fraction where there is one, so that
-- what was claimed before holds; no row of facts changes, and none is bound anew.
--
-- What weighs more than that was mistyped before there was a bound. It is not cut to fit: it is corrected first.
-- +goose StatementBegin
DO $$
DECLARE
  heavy text;
BEGIN
  SELECT string_agg(said, ', ') INTO heavy FROM (
    SELECT 'goods_items ' || ref AS said FROM goods_items WHERE net_g NOT BETWEEN 0 AND 1000000000000
    UNION ALL SELECT 'goods_routes ' || id FROM goods_routes WHERE net_g NOT BETWEEN 0 AND 1000000000000
    UNION ALL SELECT 'evidence_items ' || ref FROM evidence_items WHERE net_g NOT BETWEEN 0 AND 1000000000000 OR gross_g NOT BETWEEN 0 AND 1000000000000
    UNION ALL SELECT 'handover_items ' || handover_id || '.' || evidence_id FROM handover_items WHERE listed_g NOT BETWEEN 0 AND 1000000000000 OR counted_g NOT BETWEEN 0 AND 1000000000000
    LIMIT 20) h;
  IF heavy IS NOT NULL THEN
    RAISE EXCEPTION 'masses of less than nothing or of more than a million tonnes; correct them with the program before: %', heavy;
  END IF;
END $$;
-- +goose StatementEnd

-- What reads the columns goes and comes again below.
DROP VIEW audit_facts;
DROP VIEW audit_facts_cases;
DROP VIEW audit_facts_evidence_items;
DROP VIEW audit_facts_goods_items;
DROP VIEW audit_facts_goods_routes;
DROP VIEW audit_facts_handover_items;
DROP TRIGGER cases_fact_changed ON cases;
DROP TRIGGER cases_fact_before ON cases;
DROP TRIGGER evidence_items_fact_changed ON evidence_items;
DROP TRIGGER evidence_items_fact_before ON evidence_items;
DROP TRIGGER goods_items_fact_changed ON goods_items;
DROP TRIGGER goods_items_fact_before ON goods_items;
DROP TRIGGER goods_routes_fact_changed ON goods_routes;
DROP TRIGGER goods_routes_fact_before ON goods_routes;
DROP TRIGGER handover_items_fact_changed ON handover_items;
DROP TRIGGER handover_items_fact_before ON handover_items;

ALTER TABLE cases RENAME COLUMN quantity_g TO quantity_mg;
ALTER TABLE cases ALTER COLUMN quantity_mg TYPE numeric(30,0) USING quantity_mg * 1000::numeric, ALTER COLUMN value_fen TYPE numeric(30,0);
COMMENT ON COLUMN cases.quantity_mg IS 'Net mass of all goods rows in milligrams; NULL = unknown, which differs from 0.';

ALTER TABLE case_facts RENAME COLUMN seized_g TO seized_mg;
ALTER TABLE case_facts RENAME COLUMN goods_g TO goods_mg;
ALTER TABLE case_facts ALTER COLUMN seized_mg TYPE numeric(30,0) USING seized_mg * 1000::numeric, ALTER COLUMN goods_mg TYPE numeric(30,0) USING goods_mg * 1000::numeric,
  ALTER COLUMN value_fen TYPE numeric(30,0);

ALTER TABLE goods_items RENAME COLUMN net_g TO net_mg;
ALTER TABLE goods_items ALTER COLUMN net_mg TYPE bigint USING net_mg * 1000, ALTER COLUMN quantity TYPE numeric,
  ADD CONSTRAINT goods_items_net_mg_check CHECK (net_mg BETWEEN 0 AND 1000000000000000);

ALTER TABLE goods_routes RENAME COLUMN net_g TO net_mg;
ALTER TABLE goods_routes ALTER COLUMN net_mg TYPE bigint USING net_mg * 1000, ADD CONSTRAINT goods_routes_net_mg_check CHECK (net_mg BETWEEN 0 AND 1000000000000000);

ALTER TABLE evidence_items RENAME COLUMN net_g TO net_mg;
ALTER TABLE evidence_items RENAME COLUMN gross_g TO gross_mg;
ALTER TABLE evidence_items ALTER COLUMN net_mg TYPE bigint USING net_mg * 1000, ALTER COLUMN gross_mg TYPE bigint USING gross_mg * 1000, ALTER COLUMN quantity TYPE numeric,
  ADD CONSTRAINT evidence_items_net_mg_check CHECK (net_mg BETWEEN 0 AND 1000000000000000), ADD CONSTRAINT evidence_items_gross_mg_check CHECK (gross_mg BETWEEN 0 AND 1000000000000000);

ALTER TABLE handover_items RENAME COLUMN listed_g TO listed_mg;
ALTER TABLE handover_items RENAME COLUMN counted_g TO counted_mg;
ALTER TABLE handover_items ALTER COLUMN listed_mg TYPE bigint USING listed_mg * 1000, ALTER COLUMN counted_mg TYPE bigint USING counted_mg * 1000,
  ADD CONSTRAINT handover_items_listed_mg_check CHECK (listed_mg BETWEEN 0 AND 1000000000000000), ADD CONSTRAINT handover_items_counted_mg_check CHECK (counted_mg BETWEEN 0 AND 1000000000000000);

CREATE FUNCTION audit_grams(mg numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT trim_scale(mg * 0.001) $$;
COMMENT ON FUNCTION audit_grams(numeric) IS 'A mass in milligrams as the ledger spells it: in grams.';

CREATE VIEW audit_facts_cases AS SELECT t.id AS a, 0::bigint AS b, 'case:' || t.id AS stream, jsonb_build_object(
  'ref', t.ref, 'machine', t.machine, 'matter_id', t.matter_id, 'lead_agency_id', t.lead_agency_id, 'org_unit_id', t.org_unit_id, 'state', t.state,
    'round', t.round, 'mineral', t.mineral, 'lead_basis', t.lead_basis, 'typology', t.typology, 'source_kind', t.source_kind, 'marking', t.marking,
    'compartmented', t.compartmented, 'tip_id', t.tip_id, 'public_case', t.public_case, 'source_referral_id', t.source_referral_id,
    'violation_ended_on', t.violation_ended_on, 'competence_basis', t.competence_basis, 'complex_or_major', t.complex_or_major,
    'economic_crime', t.economic_crime, 'quantity_g', audit_grams(t.quantity_mg), 'value_fen', t.value_fen, 'created_by', t.created_by,
    'registered_at', t.registered_at AT TIME ZONE 'UTC', 'filed_at', t.filed_at AT TIME ZONE 'UTC', 'decided_at', t.decided_at AT TIME ZONE 'UTC',
    'closed_at', t.closed_at AT TIME ZONE 'UTC', 'words', encode(sha256(convert_to(jsonb_build_array(t.title, t.summary)::text, 'UTF8')), 'hex')) AS fields
FROM cases t;
CREATE TRIGGER cases_fact_changed AFTER UPDATE OF ref, machine, matter_id, lead_agency_id, org_unit_id, state, round, mineral, lead_basis, typology, source_kind, marking, compartmented, tip_id, public_case, source_referral_id, violation_ended_on, competence_basis, complex_or_major, economic_crime, quantity_mg, value_fen, created_by, registered_at, filed_at, decided_at, closed_at, title, summary ON cases
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();
CREATE TRIGGER cases_fact_before BEFORE UPDATE OF ref, machine, matter_id, lead_agency_id, org_unit_id, state, round, mineral, lead_basis, typology, source_kind, marking, compartmented, tip_id, public_case, source_referral_id, violation_ended_on, competence_basis, complex_or_major, economic_crime, quantity_mg, value_fen, created_by, registered_at, filed_at, decided_at, closed_at, title, summary ON cases
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_before();

CREATE VIEW audit_facts_evidence_items AS SELECT t.id AS a, 0::bigint AS b, 'case:' || t.case_id AS stream, jsonb_build_object(
  'ref', t.ref, 'case_id', t.case_id, 'matter_id', t.matter_id, 'no', t.no, 'state', t.state, 'track', t.track, 'kind', t.kind,
    'collector_id', t.collector_id, 'co_collector_id', t.co_collector_id, 'original_or_copy', t.original_or_copy, 'quantity', t.quantity,
    'unit', t.unit, 'net_g', audit_grams(t.net_mg), 'gross_g', audit_grams(t.gross_mg), 'seal_no', t.seal_no, 'measure', t.measure, 'finding', t.finding,
    'holder_agency_id', t.holder_agency_id, 'holder_user_id', t.holder_user_id, 'giver_id', t.giver_id, 'to_agency_id', t.to_agency_id,
    'custody_case_id', t.custody_case_id, 'parent_id', t.parent_id, 'goods_item_id', t.goods_item_id, 'flagged', t.flagged,
    'collected_at', t.collected_at AT TIME ZONE 'UTC', 'created_at', t.created_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.name, t.place, t.method, t.source_person, t.original_location, t.storage_place, t.exclusion_reason, t.holder_text)::text, 'UTF8')), 'hex')) AS fields
FROM evidence_items t;
CREATE TRIGGER evidence_items_fact_changed AFTER UPDATE OF ref, case_id, matter_id, no, state, track, kind, collector_id, co_collector_id, original_or_copy, quantity, unit, net_mg, gross_mg, seal_no, measure, finding, holder_agency_id, holder_user_id, giver_id, to_agency_id, custody_case_id, parent_id, goods_item_id, flagged, collected_at, created_at, name, place, method, source_person, original_location, storage_place, exclusion_reason, holder_text ON evidence_items
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();
CREATE TRIGGER evidence_items_fact_before BEFORE UPDATE OF ref, case_id, matter_id, no, state, track, kind, collector_id, co_collector_id, original_or_copy, quantity, unit, net_mg, gross_mg, seal_no, measure, finding, holder_agency_id, holder_user_id, giver_id, to_agency_id, custody_case_id, parent_id, goods_item_id, flagged, collected_at, created_at, name, place, method, source_person, original_location, storage_place, exclusion_reason, holder_text ON evidence_items
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_before();

CREATE VIEW audit_facts_goods_items AS SELECT t.id AS a, 0::bigint AS b, 'case:' || t.case_id AS stream, jsonb_build_object(
  'ref', t.ref, 'case_id', t.case_id, 'mineral', t.mineral, 'purity', t.purity, 'act_on', t.act_on, 'control_code', t.control_code,
    'control_basis', t.control_basis, 'control_state', t.control_state, 'hs_declared', t.hs_declared, 'hs_found', t.hs_found, 'quantity', t.quantity,
    'unit', t.unit, 'net_g', audit_grams(t.net_mg), 'value_fen', t.value_fen, 'value_method', t.value_method, 'licence_state', t.licence_state,
    'listed_item', t.listed_item, 'created_by', t.created_by, 'created_at', t.created_at AT TIME ZONE 'UTC',
    'removed_at', t.removed_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.name, t.form, t.licence_note)::text, 'UTF8')), 'hex')) AS fields
FROM goods_items t;
CREATE TRIGGER goods_items_fact_changed AFTER UPDATE OF ref, case_id, mineral, purity, act_on, control_code, control_basis, control_state, hs_declared, hs_found, quantity, unit, net_mg, value_fen, value_method, licence_state, listed_item, created_by, created_at, removed_at, name, form, licence_note ON goods_items
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();
CREATE TRIGGER goods_items_fact_before BEFORE UPDATE OF ref, case_id, mineral, purity, act_on, control_code, control_basis, control_state, hs_declared, hs_found, quantity, unit, net_mg, value_fen, value_method, licence_state, listed_item, created_by, created_at, removed_at, name, form, licence_note ON goods_items
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_before();

CREATE VIEW audit_facts_goods_routes AS SELECT t.id AS a, 0::bigint AS b, 'case:' || t.case_id AS stream, jsonb_build_object(
  'case_id', t.case_id, 'item_id', t.item_id, 'net_g', audit_grams(t.net_mg), 'status', t.status, 'created_by', t.created_by,
    'created_at', t.created_at AT TIME ZONE 'UTC', 'removed_at', t.removed_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.origin, t.exit_port, t.transit, t.destination, t.source)::text, 'UTF8')), 'hex')) AS fields
FROM goods_routes t;
CREATE TRIGGER goods_routes_fact_changed AFTER UPDATE OF case_id, item_id, net_mg, status, created_by, created_at, removed_at, origin, exit_port, transit, destination, source ON goods_routes
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();
CREATE TRIGGER goods_routes_fact_before BEFORE UPDATE OF case_id, item_id, net_mg, status, created_by, created_at, removed_at, origin, exit_port, transit, destination, source ON goods_routes
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_before();

CREATE VIEW audit_facts_handover_items AS SELECT t.handover_id AS a, t.evidence_id::bigint AS b, 'case:' || p.case_id AS stream, jsonb_build_object(
  'handover_id', t.handover_id, 'evidence_id', t.evidence_id, 'outcome', t.outcome, 'listed_quantity', t.listed_quantity, 'listed_g', audit_grams(t.listed_mg),
    'listed_seal', t.listed_seal, 'counted_quantity', t.counted_quantity, 'counted_g', audit_grams(t.counted_mg), 'counted_seal', t.counted_seal,
    'words', encode(sha256(convert_to(jsonb_build_array(t.note)::text, 'UTF8')), 'hex')) AS fields
FROM handover_items t LEFT JOIN handovers p ON p.id = t.handover_id;
CREATE TRIGGER handover_items_fact_changed AFTER UPDATE OF handover_id, evidence_id, outcome, listed_quantity, listed_mg, listed_seal, counted_quantity, counted_mg, counted_seal, note ON handover_items
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();
CREATE TRIGGER handover_items_fact_before BEFORE UPDATE OF handover_id, evidence_id, outcome, listed_quantity, listed_mg, listed_seal, counted_quantity, counted_mg, counted_seal, note ON handover_items
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_before();

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
  SELECT 'role_grants' AS tab, a::text AS row, stream, fields FROM audit_facts_role_grants
  UNION ALL
  SELECT 'clocks' AS tab, a::text AS row, stream, fields FROM audit_facts_clocks
  UNION ALL
  SELECT 'tasks' AS tab, a::text AS row, stream, fields FROM audit_facts_tasks
  UNION ALL
  SELECT 'evidence_checks' AS tab, a::text AS row, stream, fields FROM audit_facts_evidence_checks
  UNION ALL
  SELECT 'case_pointers' AS tab, a || '.' || b AS row, stream, fields FROM audit_facts_case_pointers
  UNION ALL
  SELECT 'persons' AS tab, a::text AS row, stream, fields FROM audit_facts_persons
  UNION ALL
  SELECT 'records' AS tab, a::text AS row, stream, fields FROM audit_facts_records
  UNION ALL
  SELECT 'agencies' AS tab, a::text AS row, stream, fields FROM audit_facts_agencies
  UNION ALL
  SELECT 'org_units' AS tab, a::text AS row, stream, fields FROM audit_facts_org_units
  UNION ALL
  SELECT 'settings' AS tab, a::text AS row, stream, fields FROM audit_facts_settings
  UNION ALL
  SELECT 'approval_scopes' AS tab, a::text AS row, stream, fields FROM audit_facts_approval_scopes;
COMMENT ON VIEW audit_facts IS 'Every fact that the ledger binds, as it stands now. details->facts of an event holds "tab/row": digest; verification compares.';
GRANT SELECT ON audit_facts, audit_facts_cases, audit_facts_evidence_items, audit_facts_goods_items, audit_facts_goods_routes, audit_facts_handover_items TO ts_app, ts_audit;
