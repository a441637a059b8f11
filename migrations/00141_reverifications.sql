-- +goose Up
-- A reading of everything that is stored takes hours: it goes on in pieces, and this is how far it is. What it finds stands
-- in the ledger and in evidence_checks; no claim rests on these figures.
CREATE TABLE reverifications (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  everything  boolean     NOT NULL,
  by_name     text        NOT NULL,
  started_at  timestamptz NOT NULL,
  last_file   bigint      NOT NULL,
  total       int         NOT NULL,
  cursor_id   bigint      NOT NULL DEFAULT 0,
  done        int         NOT NULL DEFAULT 0,
  altered     int         NOT NULL DEFAULT 0,
  missing     int         NOT NULL DEFAULT 0,
  thawed      int         NOT NULL DEFAULT 0,
  moved_at    timestamptz NOT NULL,
  finished_at timestamptz
);
COMMENT ON TABLE reverifications IS 'Runs of touchstone evidence reverify and of its page: which files were to be read (all, or those due) and how far it got.';
COMMENT ON COLUMN reverifications.last_file IS 'The newest file when the run began; later ones are not its business.';
CREATE UNIQUE INDEX reverifications_one_key ON reverifications ((true)) WHERE finished_at IS NULL;
GRANT SELECT, INSERT ON reverifications TO ts_app;
GRANT UPDATE (cursor_id, done, altered, missing, thawed, moved_at, finished_at) ON reverifications TO ts_app;
GRANT SELECT ON reverifications TO ts_backup;
