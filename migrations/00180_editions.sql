-- +goose Up
-- What was done under which edition of the tables: its day of effect and, where it is known, the SHA-256 of its text. What is older than
-- this was done under the first one, of which no text was kept. The claims of the ledger about those rows stay what they were.
ALTER TABLE acts ADD COLUMN edition text NOT NULL DEFAULT '2004-11-01' CHECK (edition ~ '^\d{4}-\d\d-\d\d( [0-9a-f]{64})?$');
ALTER TABLE acts ALTER COLUMN edition DROP DEFAULT;
COMMENT ON COLUMN acts.edition IS 'The edition of the tables under which it was done, and by which its input is read: day of effect, and the SHA-256 of its text.';
ALTER TABLE approvals ADD COLUMN edition text NOT NULL DEFAULT '2004-11-01' CHECK (edition ~ '^\d{4}-\d\d-\d\d( [0-9a-f]{64})?$');
ALTER TABLE approvals ALTER COLUMN edition DROP DEFAULT;
COMMENT ON COLUMN approvals.edition IS 'The edition of the tables under which it was proposed, and by which its input is read.';
ALTER TABLE clocks ADD COLUMN edition text NOT NULL DEFAULT '2004-11-01' CHECK (edition ~ '^\d{4}-\d\d-\d\d( [0-9a-f]{64})?$');
ALTER TABLE clocks ALTER COLUMN edition DROP DEFAULT;
COMMENT ON COLUMN clocks.edition IS 'The edition of the tables under which it was started, and by which its end is counted.';

CREATE OR REPLACE VIEW audit_facts_acts AS SELECT t.id AS a, 0::bigint AS b, t.root_kind || ':' || t.root_id AS stream, jsonb_build_object(
  'matter_id', t.matter_id, 'case_id', t.case_id, 'entity', t.entity, 'root_kind', t.root_kind, 'root_id', t.root_id, 'target_kind', t.target_kind,
    'target_id', t.target_id, 'row_id', t.row_id, 'event', t.event, 'variant', t.variant, 'from_state', t.from_state, 'to_state', t.to_state,
    'round', t.round, 'actor_id', t.actor_id, 'actor_role', t.actor_role, 'agency_id', t.agency_id, 'proposer_id', t.proposer_id,
    'proposer_role', t.proposer_role, 'approval_id', t.approval_id, 'twin_of', t.twin_of, 'from_paper', t.from_paper, 'also', t.also,
    'at', t.at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.actor_name, t.proposer_name, t.notes, t.input)::text, 'UTF8')), 'hex'))
  || CASE t.edition WHEN '2004-11-01' THEN '{}' ELSE jsonb_build_object('edition', t.edition) END AS fields
FROM acts t;
DROP TRIGGER acts_fact_changed ON acts;
CREATE TRIGGER acts_fact_changed AFTER UPDATE OF matter_id, case_id, entity, root_kind, root_id, target_kind, target_id, row_id, event, variant, from_state, to_state, round, actor_id, actor_role, agency_id, proposer_id, proposer_role, approval_id, twin_of, from_paper, also, at, actor_name, proposer_name, notes, input, edition ON acts
  FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION audit_touch();
DROP TRIGGER acts_fact_before ON acts;
CREATE TRIGGER acts_fact_before BEFORE UPDATE OF matter_id, case_id, entity, root_kind, root_id, target_kind, target_id, row_id, event, variant, from_state, to_state, round, actor_id, actor_role, agency_id, proposer_id, proposer_role, approval_id, twin_of, from_paper, also, at, actor_name, proposer_name, notes, input, edition ON acts
  FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION audit_before();

CREATE OR REPLACE VIEW audit_facts_approvals AS SELECT t.id AS a, 0::bigint AS b, t.root_kind || ':' || t.root_id AS stream, jsonb_build_object(
  'ref', t.ref, 'matter_id', t.matter_id, 'case_id', t.case_id, 'entity', t.entity, 'root_kind', t.root_kind, 'root_id', t.root_id,
    'target_kind', t.target_kind, 'target_id', t.target_id, 'row_id', t.row_id, 'event', t.event, 'variant', t.variant,
    'decider_roles', t.decider_roles, 'agency_id', t.agency_id, 'unit_id', t.unit_id, 'proposer_id', t.proposer_id, 'proposer_role', t.proposer_role,
    'digest', t.digest, 'revision', t.revision, 'state', t.state, 'opening_act_id', t.opening_act_id, 'clock', t.clock, 'decided_by', t.decided_by,
    'decision', t.decision, 'reason_code', t.reason_code, 'act_id', t.act_id, 'opened_at', t.opened_at AT TIME ZONE 'UTC',
    'due_at', t.due_at AT TIME ZONE 'UTC', 'decided_at', t.decided_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.input, t.shown, t.opinion)::text, 'UTF8')), 'hex'))
  || CASE t.edition WHEN '2004-11-01' THEN '{}' ELSE jsonb_build_object('edition', t.edition) END AS fields
FROM approvals t;
DROP TRIGGER approvals_fact_changed ON approvals;
CREATE TRIGGER approvals_fact_changed AFTER UPDATE OF ref, matter_id, case_id, entity, root_kind, root_id, target_kind, target_id, row_id, event, variant, decider_roles, agency_id, unit_id, proposer_id, proposer_role, digest, revision, state, opening_act_id, clock, decided_by, decision, reason_code, act_id, opened_at, due_at, decided_at, input, shown, opinion, edition ON approvals
  FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION audit_touch();
DROP TRIGGER approvals_fact_before ON approvals;
CREATE TRIGGER approvals_fact_before BEFORE UPDATE OF ref, matter_id, case_id, entity, root_kind, root_id, target_kind, target_id, row_id, event, variant, decider_roles, agency_id, unit_id, proposer_id, proposer_role, digest, revision, state, opening_act_id, clock, decided_by, decision, reason_code, act_id, opened_at, due_at, decided_at, input, shown, opinion, edition ON approvals
  FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION audit_before();

CREATE OR REPLACE VIEW audit_facts_clocks AS SELECT t.id AS a, 0::bigint AS b, CASE WHEN t.target_kind IN ('referral', 'mss') THEN t.target_kind || ':' || t.target_id ELSE 'case:' || t.case_id END AS stream, jsonb_build_object(
  'matter_id', t.matter_id, 'case_id', t.case_id, 'entity', t.entity, 'target_kind', t.target_kind, 'target_id', t.target_id, 'code', t.code,
  'state', t.state, 'minimum', t.minimum, 'provisional', t.provisional, 'owner_role', t.owner_role, 'owner_agency_id', t.owner_agency_id,
  'extensions', t.extensions, 'start_act_id', t.start_act_id, 'close_act_id', t.close_act_id, 'started_at', t.started_at AT TIME ZONE 'UTC',
  'due_at', t.due_at AT TIME ZONE 'UTC', 'paused_at', t.paused_at AT TIME ZONE 'UTC', 'closed_at', t.closed_at AT TIME ZONE 'UTC',
  'words', encode(sha256(convert_to(jsonb_build_array(t.basis, t.steps, t.pause_basis)::text, 'UTF8')), 'hex'))
  || CASE t.edition WHEN '2004-11-01' THEN '{}' ELSE jsonb_build_object('edition', t.edition) END AS fields
FROM clocks t;
DROP TRIGGER clocks_fact_changed ON clocks;
CREATE TRIGGER clocks_fact_changed AFTER UPDATE OF matter_id, case_id, entity, target_kind, target_id, code, state, minimum, provisional, owner_role, owner_agency_id, extensions, start_act_id, close_act_id, started_at, due_at, paused_at, closed_at, basis, steps, pause_basis, edition ON clocks
  FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION audit_touch();
DROP TRIGGER clocks_fact_before ON clocks;
CREATE TRIGGER clocks_fact_before BEFORE UPDATE OF matter_id, case_id, entity, target_kind, target_id, code, state, minimum, provisional, owner_role, owner_agency_id, extensions, start_act_id, close_act_id, started_at, due_at, paused_at, closed_at, basis, steps, pause_basis, edition ON clocks
  FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION audit_before();
