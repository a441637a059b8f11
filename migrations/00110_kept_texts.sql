-- +goose Up
-- What somebody typed into a form that was sent after his session had ended waits here for him, at most a day. It is
-- encrypted with a key that is not in the database; whose it is and where it belongs is bound into the ciphertext.
CREATE TABLE kept_texts (
  user_id    bigint      NOT NULL REFERENCES users,
  path       text        NOT NULL CHECK (path LIKE '/%' AND length(path) <= 1024),
  nonce      bytea       NOT NULL CHECK (octet_length(nonce) = 12),
  ciphertext bytea       NOT NULL CHECK (octet_length(ciphertext) BETWEEN 16 AND 2097152),
  until      timestamptz NOT NULL,
  PRIMARY KEY (user_id, path)
);
COMMENT ON TABLE kept_texts IS 'Drafts by accident (security F14): never passwords, files or who gave a tip; gone when the form is sent, at the latest after 24 h.';
CREATE INDEX kept_texts_until_idx ON kept_texts (until);
GRANT SELECT, INSERT, UPDATE, DELETE ON kept_texts TO ts_app;
GRANT SELECT ON kept_texts TO ts_backup;
