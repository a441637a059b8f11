-- +goose Up
-- A notice is for one person: it is read by that person or not at all.
DROP INDEX notices_inbox_idx;
ALTER TABLE notices DROP COLUMN unit_id, DROP COLUMN roles, ALTER COLUMN user_id SET NOT NULL;
CREATE INDEX notices_reader_idx ON notices (user_id, created_at DESC, id DESC);
CREATE INDEX notices_unread_idx ON notices (user_id) WHERE read_at IS NULL;
