-- +goose Up
-- Since when a person holds the present post: what was asked in an earlier one is closed to him.
ALTER TABLE users ADD COLUMN posted_at timestamptz NOT NULL DEFAULT 'epoch';
COMMENT ON COLUMN users.posted_at IS 'Since when the person is in this unit; written by a move of post.';
-- Since when a case that had two handlers has fewer (APL 42); kept by cases.Project, told to the head of the unit.
ALTER TABLE cases ADD COLUMN handlers_owed_at timestamptz;
CREATE INDEX cases_handlers_owed_idx ON cases (org_unit_id, next_due, id) WHERE handlers_owed_at IS NOT NULL;
COMMENT ON COLUMN cases.handlers_owed_at IS 'Since when the case, which had two handlers, has fewer; NULL = it lacks nobody.';
-- A decision is asked of everybody in the role but whoever proposed it.
DROP INDEX approvals_deciding_idx;
CREATE INDEX approvals_deciding_idx ON approvals (agency_id, case_due, case_id) INCLUDE (case_marking, case_agency_id, unit_id, proposer_id, decider_roles) WHERE state = 'OPEN';
