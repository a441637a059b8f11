-- +goose Up
-- A file that came with a proposal is kept with it and is the act's from the moment the proposal is decided. Of a proposal
-- that came back, was refused or was withdrawn it stays with the proposal: what was asked for, and on which paper.
ALTER TABLE attachments ADD COLUMN approval_id bigint REFERENCES approvals;
COMMENT ON COLUMN attachments.approval_id IS 'The proposal that the file came with; act_id is 0 until that is decided.';
CREATE INDEX attachments_approval_id_idx ON attachments (approval_id, id) WHERE approval_id IS NOT NULL;
CREATE INDEX attachments_act_id_idx ON attachments (act_id, id) WHERE act_id <> 0;

-- The ledger binds which proposal it is, too. A row without one has the fields that it had.
CREATE OR REPLACE VIEW audit_facts_attachments AS SELECT t.id AS a, 0::bigint AS b, 'case:' || t.case_id AS stream, jsonb_build_object(
  'ref', t.ref, 'agency_id', t.agency_id, 'case_id', t.case_id, 'act_id', t.act_id, 'document_id', t.document_id, 'field', t.field, 'size', t.size,
    'digest', t.digest, 'media', t.media, 'created_by', t.created_by, 'created_at', t.created_at AT TIME ZONE 'UTC',
    'words', encode(sha256(convert_to(jsonb_build_array(t.name)::text, 'UTF8')), 'hex'))
    || CASE WHEN t.approval_id IS NULL THEN '{}'::jsonb ELSE jsonb_build_object('approval_id', t.approval_id) END AS fields
FROM attachments t;
DROP TRIGGER attachments_fact_changed ON attachments;
CREATE TRIGGER attachments_fact_changed AFTER UPDATE OF ref, agency_id, case_id, act_id, document_id, approval_id, field, size, digest, media, created_by, created_at, name ON attachments
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_touch();
DROP TRIGGER attachments_fact_before ON attachments;
CREATE TRIGGER attachments_fact_before BEFORE UPDATE OF ref, agency_id, case_id, act_id, document_id, approval_id, field, size, digest, media, created_by, created_at, name ON attachments
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit_before();
