-- +goose Up
-- Files of acts and proposals are read again as those of evidence are. What a reading finds wrong, and that it has come right,
-- are events of the case; this is which file is to be read next.
CREATE TABLE attachment_readings (
  file_id bigint PRIMARY KEY REFERENCES attachments ON DELETE CASCADE,
  altered boolean     NOT NULL,
  missing boolean     NOT NULL,
  at      timestamptz NOT NULL
);
COMMENT ON TABLE attachment_readings IS 'How the bytes of a file of an act or a proposal were last found; the findings themselves are events.';
COMMENT ON COLUMN attachment_readings.altered IS 'Other bytes were found, and not since the right ones.';
GRANT SELECT, INSERT, UPDATE ON attachment_readings TO ts_app;
GRANT SELECT ON attachment_readings TO ts_backup;

ALTER TABLE reverifications ADD COLUMN last_paper bigint NOT NULL DEFAULT 0, ADD COLUMN paper_cursor bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN reverifications.last_paper IS 'The newest file of an act or a proposal when the run began.';
GRANT UPDATE (paper_cursor) ON reverifications TO ts_app;
