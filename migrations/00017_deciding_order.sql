-- +goose Up
-- Whoever decides lists his cases by their next period: an open proposal carries its case's order, marking and agency, as
-- a membership does, so that his list reads one page of them and not all.
ALTER TABLE approvals ADD COLUMN case_due timestamptz NOT NULL DEFAULT '9999-12-31', ADD COLUMN case_marking smallint NOT NULL DEFAULT 32767, ADD COLUMN case_agency_id bigint NOT NULL DEFAULT 0;
UPDATE approvals a SET case_due = c.next_due, case_marking = c.marking, case_agency_id = c.lead_agency_id FROM cases c WHERE c.id = a.case_id AND a.state = 'OPEN';
CREATE INDEX approvals_deciding_idx ON approvals (agency_id, case_due, case_id) INCLUDE (case_marking, case_agency_id, unit_id, decider_roles) WHERE state = 'OPEN';
COMMENT ON COLUMN approvals.case_due IS 'Copies of the case''s next_due, marking and lead agency, kept by cases.Project while the proposal is open.';
