-- +goose Up
-- A marking is one of four wherever it stands; the copy on a proposal begins closed to everybody until it is made.
ALTER TABLE tips ADD CONSTRAINT tips_marking_check CHECK (marking BETWEEN 0 AND 3);
ALTER TABLE case_members ADD CONSTRAINT case_members_marking_check CHECK (marking BETWEEN 0 AND 3);
ALTER TABLE referrals ADD CONSTRAINT referrals_marking_check CHECK (marking BETWEEN 0 AND 3);
ALTER TABLE mss_handovers ADD CONSTRAINT mss_handovers_marking_check CHECK (marking BETWEEN 0 AND 3);
ALTER TABLE approvals ADD CONSTRAINT approvals_case_marking_check CHECK (case_marking BETWEEN 0 AND 3 OR case_marking = 32767);
