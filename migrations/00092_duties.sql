-- +goose Up
-- Who handled or supported a file keeps that duty for it when his part changes or ends (APL 57; roles.csv): the part he
-- has now says only what he may do now.
ALTER TABLE case_members ADD COLUMN handled text NOT NULL DEFAULT '';
UPDATE case_members SET handled = part WHERE part IN ('handler', 'support');
-- A file knew until now only the part that somebody has at present; whom an act named as its handlers was one.
UPDATE case_members m SET handled = 'handler' FROM users u WHERE u.id = m.user_id AND m.handled = ''
  AND EXISTS (SELECT FROM acts x WHERE x.case_id = m.case_id AND lower((x.input -> 'handlers')::text)::jsonb @> to_jsonb(lower(u.username)));
ALTER TABLE case_members ADD CONSTRAINT case_members_handled_check CHECK (handled IN ('', 'handler', 'support'));
COMMENT ON COLUMN case_members.handled IS 'The part, handler or support, that this person once had on the file; empty if never. It outlives the part: a duty by appointment does not end with the appointment.';
