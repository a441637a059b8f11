-- +goose Up
-- What opens a file or steers what is done, and was bound by nothing: periods and what is asked for, checks of stored bytes,
-- pointers to closed files, agencies with their powers, units, settings, and of a decided proposal whose it was and how closed its
-- case. What stood in these tables before is taken up at the next start.
--
-- A table whose key is text gets a number made of it.
CREATE FUNCTION audit_number(key text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT ('x' || left(md5(key), 14))::bit(56)::bigint $$;
COMMENT ON FUNCTION audit_number(text) IS 'The number under which the ledger knows a row whose key is text.';

CREATE VIEW audit_facts_clocks AS SELECT t.id AS a, 0::bigint AS b, CASE WHEN t.target_kind IN ('referral', 'mss') THEN t.target_kind || ':' || t.target_id ELSE 'case:' || t.case_id END AS stream, jsonb_build_object(
  'matter_id', t.matter_id, 'case_id', t.case_id, 'entity', t.entity, 'target_kind', t.target_kind, 'target_id', t.target_id, 'code', t.code,
  'state', t.state, 'minimum', t.minimum, 'provisional', t.provisional, 'owner_role', t.owner_role, 'owner_agency_id', t.owner_agency_id,
  'extensions', t.extensions, 'start_act_id', t.start_act_id, 'close_act_id', t.close_act_id, 'started_at', t.started_at AT TIME ZONE 'UTC',
  'due_at', t.due_at AT TIME ZONE 'UTC', 'paused_at', t.paused_at AT TIME ZONE 'UTC', 'closed_at', t.closed_at AT TIME ZONE 'UTC',
  'words', encode(sha256(convert_to(jsonb_build_array(t.basis, t.steps, t.pause_basis)::text, 'UTF8')), 'hex')) AS fields
FROM clocks t;
CREATE VIEW audit_facts_tasks AS SELECT t.id AS a, 0::bigint AS b, CASE WHEN t.target_kind IN ('referral', 'mss') THEN t.target_kind || ':' || t.target_id ELSE 'case:' || t.case_id END AS stream, jsonb_build_object(
  'matter_id', t.matter_id, 'case_id', t.case_id, 'entity', t.entity, 'target_kind', t.target_kind, 'target_id', t.target_id, 'event', t.event,
  'roles', t.roles, 'agency_id', t.agency_id, 'origin_act_id', t.origin_act_id, 'done_act_id', t.done_act_id,
  'opened_at', t.opened_at AT TIME ZONE 'UTC', 'done_at', t.done_at AT TIME ZONE 'UTC') AS fields
FROM tasks t;
CREATE VIEW audit_facts_evidence_checks AS SELECT t.id AS a, 0::bigint AS b, 'case:' || p.case_id AS stream, jsonb_build_object(
  'file_id', t.file_id, 'algorithm', t.algorithm, 'digest', t.digest, 'ok', t.ok, 'missing', t.missing, 'at', t.at AT TIME ZONE 'UTC',
  'words', encode(sha256(convert_to(jsonb_build_array(t.by_name)::text, 'UTF8')), 'hex')) AS fields
FROM evidence_checks t LEFT JOIN evidence_files q ON q.id = t.file_id LEFT JOIN evidence_items p ON p.id = q.evidence_id;
CREATE VIEW audit_facts_case_pointers AS SELECT t.case_id AS a, t.agency_id::bigint AS b, 'case:' || t.case_id AS stream, jsonb_build_object(
  'case_id', t.case_id, 'agency_id', t.agency_id, 'words', encode(sha256(convert_to(jsonb_build_array(t.because)::text, 'UTF8')), 'hex')) AS fields
FROM case_pointers t;
CREATE VIEW audit_facts_persons AS SELECT t.id AS a, 0::bigint AS b, 'case:' || t.case_id AS stream, jsonb_build_object(
  'ref', t.ref, 'case_id', t.case_id, 'matter_id', t.matter_id, 'party_id', t.party_id, 'state', t.state,
  'created_at', t.created_at AT TIME ZONE 'UTC', 'words', encode(sha256(convert_to(jsonb_build_array(t.name)::text, 'UTF8')), 'hex')) AS fields
FROM persons t;
CREATE VIEW audit_facts_records AS SELECT t.id AS a, 0::bigint AS b, 'case:' || t.case_id AS stream, jsonb_build_object(
  'ref', t.ref, 'entity', t.entity, 'matter_id', t.matter_id, 'case_id', t.case_id, 'created_by', t.created_by,
  'created_at', t.created_at AT TIME ZONE 'UTC', 'words', encode(sha256(convert_to(jsonb_build_array(t.label)::text, 'UTF8')), 'hex')) AS fields
FROM records t;
CREATE VIEW audit_facts_agencies AS SELECT t.id AS a, 0::bigint AS b, 'unit:0'::text AS stream, jsonb_build_object(
  'code', t.code, 'kind', t.kind, 'region', t.region, 'own_penalty_power', t.own_penalty_power, 'accounts', t.accounts,
  'words', encode(sha256(convert_to(jsonb_build_array(t.name_zh, t.name_en, t.short_zh)::text, 'UTF8')), 'hex')) AS fields
FROM agencies t;
CREATE VIEW audit_facts_org_units AS SELECT t.id AS a, 0::bigint AS b, 'unit:0'::text AS stream, jsonb_build_object(
  'agency_id', t.agency_id, 'code', t.code, 'words', encode(sha256(convert_to(jsonb_build_array(t.name_zh, t.name_en)::text, 'UTF8')), 'hex')) AS fields
FROM org_units t;

-- The threshold that the schema itself puts there is no fact; another one is.
CREATE VIEW audit_facts_settings AS SELECT audit_number(t.key) AS a, 0::bigint AS b, 'unit:0'::text AS stream, jsonb_build_object(
  'key', t.key, 'words', encode(sha256(convert_to(jsonb_build_array(t.value)::text, 'UTF8')), 'hex')) AS fields
FROM settings t WHERE t.key <> 'small_cells' OR t.value <> '5';

-- A proposal that waits carries copies of its case (audit_copies); what it carried when it was decided says who reads it since.
CREATE VIEW audit_facts_approval_scopes AS SELECT t.id AS a, 0::bigint AS b, t.root_kind || ':' || t.root_id AS stream, jsonb_build_object(
  'case_marking', t.case_marking, 'case_agency_id', t.case_agency_id) AS fields
FROM approvals t WHERE t.state <> 'OPEN';

-- A trigger says which facts it is for where that is not the table.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION audit_touch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  r record;
  touched text := coalesce(current_setting('ts.touched', true), '');
  key text := coalesce(TG_ARGV[0], TG_TABLE_NAME) || '/';
BEGIN
  IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;
  CASE TG_TABLE_NAME
    WHEN 'case_members' THEN key := key || r.case_id || '.' || r.user_id;
    WHEN 'case_pointers' THEN key := key || r.case_id || '.' || r.agency_id;
    WHEN 'referral_items' THEN key := key || r.referral_id || '.' || r.item_no;
    WHEN 'referral_packages' THEN key := key || r.referral_id || '.' || r.version;
    WHEN 'handover_items' THEN key := key || r.handover_id || '.' || r.evidence_id;
    WHEN 'settings' THEN key := key || audit_number(r.key);
    ELSE key := key || r.id;
  END CASE;
  IF position(',' || key || ',' IN touched) = 0 THEN
    PERFORM set_config('ts.touched', CASE touched WHEN '' THEN ',' ELSE touched END || key || ',', true);
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION audit_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  x bigint;
  y bigint;
  tab text := coalesce(TG_ARGV[0], TG_TABLE_NAME);
  key text := tab || '/';
  kept text;
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'case_members' THEN x := OLD.case_id; y := OLD.user_id;
    WHEN 'case_pointers' THEN x := OLD.case_id; y := OLD.agency_id;
    WHEN 'referral_items' THEN x := OLD.referral_id; y := OLD.item_no;
    WHEN 'referral_packages' THEN x := OLD.referral_id; y := OLD.version;
    WHEN 'handover_items' THEN x := OLD.handover_id; y := OLD.evidence_id;
    WHEN 'settings' THEN x := audit_number(OLD.key);
    ELSE x := OLD.id;
  END CASE;
  key := key || x || coalesce('.' || y, '');
  IF position(',' || key || ',' IN coalesce(current_setting('ts.touched', true), '')) = 0 THEN
    kept := 'ts.before_' || (hashtext(key) & 63);
    PERFORM set_config(kept, coalesce(current_setting(kept, true), '') || key || E'\t' || coalesce(audit_fact(tab, x, y)::text, '') || E'\n', true);
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION audit_noted() RETURNS TABLE (key text, fields jsonb) LANGUAGE sql STABLE AS $$
  SELECT split_part(l, E'\t', 1), nullif(split_part(l, E'\t', 2), '')::jsonb
  FROM generate_series(0, 63) i, string_to_table(current_setting('ts.before_' || i, true), E'\n') l WHERE l <> ''
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION audit_fact(name text, x bigint, y bigint) RETURNS jsonb LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
  CASE name
    WHEN 'acts' THEN RETURN (SELECT f.fields FROM audit_facts_acts f WHERE f.a = x);
    WHEN 'approvals' THEN RETURN (SELECT f.fields FROM audit_facts_approvals f WHERE f.a = x);
    WHEN 'documents' THEN RETURN (SELECT f.fields FROM audit_facts_documents f WHERE f.a = x);
    WHEN 'attachments' THEN RETURN (SELECT f.fields FROM audit_facts_attachments f WHERE f.a = x);
    WHEN 'evidence_items' THEN RETURN (SELECT f.fields FROM audit_facts_evidence_items f WHERE f.a = x);
    WHEN 'evidence_files' THEN RETURN (SELECT f.fields FROM audit_facts_evidence_files f WHERE f.a = x);
    WHEN 'custody_entries' THEN RETURN (SELECT f.fields FROM audit_facts_custody_entries f WHERE f.a = x);
    WHEN 'decisions' THEN RETURN (SELECT f.fields FROM audit_facts_decisions f WHERE f.a = x);
    WHEN 'receipts' THEN RETURN (SELECT f.fields FROM audit_facts_receipts f WHERE f.a = x);
    WHEN 'cases' THEN RETURN (SELECT f.fields FROM audit_facts_cases f WHERE f.a = x);
    WHEN 'case_members' THEN RETURN (SELECT f.fields FROM audit_facts_case_members f WHERE f.a = x AND f.b = y);
    WHEN 'parties' THEN RETURN (SELECT f.fields FROM audit_facts_parties f WHERE f.a = x);
    WHEN 'party_links' THEN RETURN (SELECT f.fields FROM audit_facts_party_links f WHERE f.a = x);
    WHEN 'goods_items' THEN RETURN (SELECT f.fields FROM audit_facts_goods_items f WHERE f.a = x);
    WHEN 'goods_routes' THEN RETURN (SELECT f.fields FROM audit_facts_goods_routes f WHERE f.a = x);
    WHEN 'referrals' THEN RETURN (SELECT f.fields FROM audit_facts_referrals f WHERE f.a = x);
    WHEN 'referral_items' THEN RETURN (SELECT f.fields FROM audit_facts_referral_items f WHERE f.a = x AND f.b = y);
    WHEN 'referral_packages' THEN RETURN (SELECT f.fields FROM audit_facts_referral_packages f WHERE f.a = x AND f.b = y);
    WHEN 'mss_handovers' THEN RETURN (SELECT f.fields FROM audit_facts_mss_handovers f WHERE f.a = x);
    WHEN 'handovers' THEN RETURN (SELECT f.fields FROM audit_facts_handovers f WHERE f.a = x);
    WHEN 'handover_items' THEN RETURN (SELECT f.fields FROM audit_facts_handover_items f WHERE f.a = x AND f.b = y);
    WHEN 'tips' THEN RETURN (SELECT f.fields FROM audit_facts_tips f WHERE f.a = x);
    WHEN 'access_requests' THEN RETURN (SELECT f.fields FROM audit_facts_access_requests f WHERE f.a = x);
    WHEN 'users' THEN RETURN (SELECT f.fields FROM audit_facts_users f WHERE f.a = x);
    WHEN 'role_grants' THEN RETURN (SELECT f.fields FROM audit_facts_role_grants f WHERE f.a = x);
    WHEN 'clocks' THEN RETURN (SELECT f.fields FROM audit_facts_clocks f WHERE f.a = x);
    WHEN 'tasks' THEN RETURN (SELECT f.fields FROM audit_facts_tasks f WHERE f.a = x);
    WHEN 'evidence_checks' THEN RETURN (SELECT f.fields FROM audit_facts_evidence_checks f WHERE f.a = x);
    WHEN 'case_pointers' THEN RETURN (SELECT f.fields FROM audit_facts_case_pointers f WHERE f.a = x AND f.b = y);
    WHEN 'persons' THEN RETURN (SELECT f.fields FROM audit_facts_persons f WHERE f.a = x);
    WHEN 'records' THEN RETURN (SELECT f.fields FROM audit_facts_records f WHERE f.a = x);
    WHEN 'agencies' THEN RETURN (SELECT f.fields FROM audit_facts_agencies f WHERE f.a = x);
    WHEN 'org_units' THEN RETURN (SELECT f.fields FROM audit_facts_org_units f WHERE f.a = x);
    WHEN 'settings' THEN RETURN (SELECT f.fields FROM audit_facts_settings f WHERE f.a = x);
    WHEN 'approval_scopes' THEN RETURN (SELECT f.fields FROM audit_facts_approval_scopes f WHERE f.a = x);
  END CASE;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION audit_touched() RETURNS TABLE (tab text, row_id text, stream text, fields jsonb) LANGUAGE plpgsql STABLE
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
      WHEN 'clocks' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_clocks f ON f.a = u.k::bigint;
      WHEN 'tasks' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_tasks f ON f.a = u.k::bigint;
      WHEN 'evidence_checks' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_evidence_checks f ON f.a = u.k::bigint;
      WHEN 'case_pointers' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_case_pointers f ON f.a = split_part(u.k, '.', 1)::bigint AND f.b = split_part(u.k, '.', 2)::bigint;
      WHEN 'persons' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_persons f ON f.a = u.k::bigint;
      WHEN 'records' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_records f ON f.a = u.k::bigint;
      WHEN 'agencies' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_agencies f ON f.a = u.k::bigint;
      WHEN 'org_units' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_org_units f ON f.a = u.k::bigint;
      WHEN 'settings' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_settings f ON f.a = u.k::bigint;
      WHEN 'approval_scopes' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_approval_scopes f ON f.a = u.k::bigint;
    END CASE;
  END LOOP;
END $$;
-- +goose StatementEnd

CREATE OR REPLACE VIEW audit_facts AS
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

CREATE TRIGGER clocks_fact AFTER INSERT OR DELETE ON clocks FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER clocks_fact_going BEFORE DELETE ON clocks FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_before();
CREATE TRIGGER clocks_fact_changed AFTER UPDATE OF matter_id, case_id, entity, target_kind, target_id, code, state, minimum, provisional, owner_role, owner_agency_id, extensions, start_act_id, close_act_id, started_at, due_at, paused_at, closed_at, basis, steps, pause_basis ON clocks FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();
CREATE TRIGGER clocks_fact_before BEFORE UPDATE OF matter_id, case_id, entity, target_kind, target_id, code, state, minimum, provisional, owner_role, owner_agency_id, extensions, start_act_id, close_act_id, started_at, due_at, paused_at, closed_at, basis, steps, pause_basis ON clocks FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_before();
CREATE TRIGGER tasks_fact AFTER INSERT OR DELETE ON tasks FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER tasks_fact_going BEFORE DELETE ON tasks FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_before();
CREATE TRIGGER tasks_fact_changed AFTER UPDATE OF matter_id, case_id, entity, target_kind, target_id, event, roles, agency_id, origin_act_id, done_act_id, opened_at, done_at ON tasks FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();
CREATE TRIGGER tasks_fact_before BEFORE UPDATE OF matter_id, case_id, entity, target_kind, target_id, event, roles, agency_id, origin_act_id, done_act_id, opened_at, done_at ON tasks FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_before();
CREATE TRIGGER evidence_checks_fact AFTER INSERT OR DELETE ON evidence_checks FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER evidence_checks_fact_going BEFORE DELETE ON evidence_checks FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_before();
CREATE TRIGGER evidence_checks_fact_changed AFTER UPDATE OF file_id, algorithm, digest, ok, missing, at, by_name ON evidence_checks FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();
CREATE TRIGGER evidence_checks_fact_before BEFORE UPDATE OF file_id, algorithm, digest, ok, missing, at, by_name ON evidence_checks FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_before();
CREATE TRIGGER case_pointers_fact AFTER INSERT OR DELETE ON case_pointers FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER case_pointers_fact_going BEFORE DELETE ON case_pointers FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_before();
CREATE TRIGGER case_pointers_fact_changed AFTER UPDATE OF case_id, agency_id, because ON case_pointers FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();
CREATE TRIGGER case_pointers_fact_before BEFORE UPDATE OF case_id, agency_id, because ON case_pointers FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_before();
CREATE TRIGGER persons_fact AFTER INSERT OR DELETE ON persons FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER persons_fact_going BEFORE DELETE ON persons FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_before();
CREATE TRIGGER persons_fact_changed AFTER UPDATE OF ref, case_id, matter_id, party_id, state, created_at, name ON persons FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();
CREATE TRIGGER persons_fact_before BEFORE UPDATE OF ref, case_id, matter_id, party_id, state, created_at, name ON persons FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_before();
CREATE TRIGGER records_fact AFTER INSERT OR DELETE ON records FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER records_fact_going BEFORE DELETE ON records FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_before();
CREATE TRIGGER records_fact_changed AFTER UPDATE OF ref, entity, matter_id, case_id, created_by, created_at, label ON records FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();
CREATE TRIGGER records_fact_before BEFORE UPDATE OF ref, entity, matter_id, case_id, created_by, created_at, label ON records FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_before();
CREATE TRIGGER agencies_fact AFTER INSERT OR DELETE ON agencies FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER agencies_fact_going BEFORE DELETE ON agencies FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_before();
CREATE TRIGGER agencies_fact_changed AFTER UPDATE OF code, kind, region, own_penalty_power, accounts, name_zh, name_en, short_zh ON agencies FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();
CREATE TRIGGER agencies_fact_before BEFORE UPDATE OF code, kind, region, own_penalty_power, accounts, name_zh, name_en, short_zh ON agencies FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_before();
CREATE TRIGGER org_units_fact AFTER INSERT OR DELETE ON org_units FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER org_units_fact_going BEFORE DELETE ON org_units FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_before();
CREATE TRIGGER org_units_fact_changed AFTER UPDATE OF agency_id, code, name_zh, name_en ON org_units FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();
CREATE TRIGGER org_units_fact_before BEFORE UPDATE OF agency_id, code, name_zh, name_en ON org_units FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_before();
CREATE TRIGGER settings_fact AFTER INSERT OR DELETE ON settings FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_touch();
CREATE TRIGGER settings_fact_going BEFORE DELETE ON settings FOR EACH ROW WHEN (current_user <> 'ts_migrate') EXECUTE FUNCTION audit_before();
CREATE TRIGGER settings_fact_changed AFTER UPDATE OF key, value ON settings FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();
CREATE TRIGGER settings_fact_before BEFORE UPDATE OF key, value ON settings FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_before();
-- Only what is decided is a fact here.
CREATE TRIGGER approval_scopes_fact AFTER INSERT ON approvals FOR EACH ROW WHEN (current_user <> 'ts_migrate' AND NEW.state <> 'OPEN') EXECUTE FUNCTION audit_touch('approval_scopes');
CREATE TRIGGER approval_scopes_fact_gone AFTER DELETE ON approvals FOR EACH ROW WHEN (current_user <> 'ts_migrate' AND OLD.state <> 'OPEN') EXECUTE FUNCTION audit_touch('approval_scopes');
CREATE TRIGGER approval_scopes_fact_going BEFORE DELETE ON approvals FOR EACH ROW WHEN (current_user <> 'ts_migrate' AND OLD.state <> 'OPEN') EXECUTE FUNCTION audit_before('approval_scopes');
CREATE TRIGGER approval_scopes_fact_changed AFTER UPDATE OF state, case_marking, case_agency_id ON approvals FOR EACH ROW
  WHEN ((OLD.state <> NEW.state OR OLD.case_marking <> NEW.case_marking OR OLD.case_agency_id <> NEW.case_agency_id) AND (OLD.state <> 'OPEN' OR NEW.state <> 'OPEN')) EXECUTE FUNCTION audit_touch('approval_scopes');
CREATE TRIGGER approval_scopes_fact_before BEFORE UPDATE OF state, case_marking, case_agency_id ON approvals FOR EACH ROW
  WHEN ((OLD.state <> NEW.state OR OLD.case_marking <> NEW.case_marking OR OLD.case_agency_id <> NEW.case_agency_id) AND (OLD.state <> 'OPEN' OR NEW.state <> 'OPEN')) EXECUTE FUNCTION audit_before('approval_scopes');

-- Copies that are not what they are copied from: verification recomputes them, and no event needs to bind them. A proposal
-- whose copies were not made yet is closed to everybody. A key of a form that was sent names the event that it led to.
CREATE VIEW audit_copies AS
  SELECT 'case_members'::text AS tab, m.case_id || '.' || m.user_id AS row, 'case:' || m.case_id AS stream, 0::bigint AS n
  FROM case_members m JOIN cases c ON c.id = m.case_id WHERE m.marking IS DISTINCT FROM c.marking OR m.next_due IS DISTINCT FROM c.next_due
UNION ALL
  SELECT 'approvals', a.id::text, a.root_kind || ':' || a.root_id, 0
  FROM approvals a JOIN cases c ON c.id = a.case_id WHERE a.state = 'OPEN' AND a.case_marking <> 32767 AND (a.case_marking IS DISTINCT FROM c.marking OR a.case_agency_id IS DISTINCT FROM c.lead_agency_id OR a.case_due IS DISTINCT FROM c.next_due)
UNION ALL
  SELECT 'audit_requests', r.actor_id || ' ' || r.nonce, r.stream, r.n
  FROM audit_requests r LEFT JOIN audit_events e ON e.stream = r.stream AND e.n = r.n
  WHERE (r.actor_id IS DISTINCT FROM e.actor_id OR r.nonce IS DISTINCT FROM e.request_key)
    AND (e.n IS NOT NULL OR r.at >= (SELECT min(b.at) FROM audit_events b WHERE b.stream = 'unit:0' AND b.action = 'schema.bound'));
COMMENT ON VIEW audit_copies IS 'Rows whose copies are not what they are copied from; verification names them.';

-- Salt and body have no border in the digest of a text: what is moved from one to the other gives the same one. So the salt has
-- the length that the program gives it, or none where the event holds the words itself.
ALTER TABLE audit_texts ADD CONSTRAINT audit_texts_salt_check CHECK (octet_length(salt) IN (0, 16)) NOT VALID;
CREATE OR REPLACE VIEW audit_text_digests AS
  SELECT stream, n, field, 'sha256:' || encode(sha256(salt || convert_to(body, 'UTF8')), 'hex') AS digest,
    body ~ '[0-9A-Za-z]{3}[*]{3,}[0-9A-Za-z]{2}' AS masked, octet_length(salt) AS salted FROM audit_texts;

GRANT SELECT ON audit_facts_clocks, audit_facts_tasks, audit_facts_evidence_checks, audit_facts_case_pointers, audit_facts_persons, audit_facts_records, audit_facts_agencies, audit_facts_org_units, audit_facts_settings, audit_facts_approval_scopes, audit_copies TO ts_app, ts_audit;
