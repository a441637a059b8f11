-- +goose Up
-- The number of near periods stands on every page, and the board sorts them: both are answered from the indexes alone.
DROP INDEX clocks_board_idx;
CREATE INDEX clocks_board_idx ON clocks (owner_agency_id, due_at, id) INCLUDE (case_id, owner_role, minimum, target_kind) WHERE state = 'RUNNING';
DROP INDEX clocks_case_id_idx;
CREATE INDEX clocks_case_id_idx ON clocks (case_id, state, due_at) INCLUDE (id, owner_agency_id, owner_role, minimum, target_kind);
-- What an agency has still to send is few of its referrals.
CREATE INDEX referrals_unsent_idx ON referrals (from_agency_id) INCLUDE (from_case_id, compartmented) WHERE state IN ('DRAFT', 'REPORT_SUBMITTED', 'APPROVED');
