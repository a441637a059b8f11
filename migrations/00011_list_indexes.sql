-- +goose Up
-- A list walks one index per scope and must be able to tell from the index alone whether a row belongs to it: with a
-- plan for no value in particular the planner else expects so few rows that it reads and sorts everything.
DROP INDEX cases_org_unit_id_next_due_idx;
DROP INDEX cases_lead_agency_id_next_due_idx;
DROP INDEX case_members_user_id_idx;
CREATE INDEX cases_unit_list_idx ON cases (org_unit_id, next_due, id) INCLUDE (compartmented, marking);
CREATE INDEX cases_agency_list_idx ON cases (lead_agency_id, next_due, id) INCLUDE (compartmented, marking);
CREATE INDEX case_members_list_idx ON case_members (user_id, next_due, case_id) INCLUDE (marking, from_at, to_at, part, lead);
