-- +goose Up
-- Wrong credentials while signing have a counter of their own: who guesses at the sign-in of somebody else must not stop
-- him from signing, and the other way round.
ALTER TABLE users ADD COLUMN sign_failures int NOT NULL DEFAULT 0, ADD COLUMN sign_locked_until timestamptz;
COMMENT ON COLUMN users.failures IS 'Wrong credentials in a row at the sign-in.';
COMMENT ON COLUMN users.sign_failures IS 'Wrong credentials in a row while signing; apart from failures.';

-- What was sent with a key: the same key with other text is no repetition. Keys used before this have none.
ALTER TABLE audit_requests ADD COLUMN content bytea;
COMMENT ON COLUMN audit_requests.content IS 'SHA-256 of the form that was sent with the key, without secrets; NULL = used before this was kept.';
