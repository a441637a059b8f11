-- +goose Up
-- A referral is closed as the case it comes from; cases.Project keeps both marks from now on. Until now they stayed as they
-- were when the referral was opened.
UPDATE referrals r SET marking = c.marking, compartmented = c.compartmented FROM cases c
WHERE c.id = r.from_case_id AND (r.marking, r.compartmented) IS DISTINCT FROM (c.marking, c.compartmented);
COMMENT ON COLUMN referrals.compartmented IS 'Copy of the mark of the case it comes from, as marking is; kept by cases.Project.';
