-- +goose Up
-- A request for access holds what was typed, and nothing that tells whether there is such a case: the case is found when
-- somebody who may decide reads the request. Requests made until now keep the reference they were made with; who was refused was told at once.
ALTER TABLE access_requests ADD COLUMN case_ref text, ADD COLUMN answer_by timestamptz, ADD COLUMN told_at timestamptz;
UPDATE access_requests q SET case_ref = c.ref, answer_by = q.created_at + interval '7 days',
  told_at = CASE q.state WHEN 'REFUSED' THEN coalesce(q.decided_at, q.created_at) END FROM cases c WHERE c.id = q.case_id;
ALTER TABLE access_requests ALTER COLUMN case_ref SET NOT NULL, ALTER COLUMN answer_by SET NOT NULL, DROP COLUMN case_id, DROP COLUMN agency_id,
  ADD CONSTRAINT access_requests_case_ref_check CHECK (char_length(case_ref) BETWEEN 1 AND 40),
  ADD CONSTRAINT access_requests_told_check CHECK (told_at IS NULL OR state = 'REFUSED');
COMMENT ON COLUMN access_requests.case_ref IS 'The reference as it was typed, written as references are. Real, hidden and invented ones are kept alike.';
COMMENT ON COLUMN access_requests.answer_by IS 'End of the working days after which who asked is told that he gets no access, whether it was decided or not.';
COMMENT ON COLUMN access_requests.told_at IS 'When who asked was told that he gets no access. Until then a refusal is known to the deciders alone.';
CREATE INDEX access_requests_case_ref_idx ON access_requests (case_ref, created_at DESC);
CREATE INDEX access_requests_open_idx ON access_requests (created_at DESC) WHERE state = 'OPEN';
CREATE INDEX access_requests_untold_idx ON access_requests (answer_by) WHERE told_at IS NULL AND state <> 'GRANTED';
