-- +goose Up
-- Since when a person holds the present post: what was asked in an earlier one is closed to him.
ALTER TABLE users ADD COLUMN posted_at timestamptz NOT NULL DEFAULT 'epoch';
COMMENT ON COLUMN users.posted_at IS 'Since when the person is in this unit; written by a move of post.';
-- A decision is asked of everybody in the role but whoever proposed it.
DROP INDEX approvals_deciding_idx;
CREATE INDEX approvals_deciding_idx ON approvals (agency_id, case_due, case_id) INCLUDE (case_marking, case_agency_id, unit_id, proposer_id, decider_roles) WHERE state = 'OPEN';
