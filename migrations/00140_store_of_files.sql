-- +goose Up
-- The installation has an id, which its database, its store of files and its folder of keys all bear: a store that is not
-- mounted, another's, or private to one of several servers is told from one that has lost its files.
ALTER TABLE settings ADD CONSTRAINT settings_store_check CHECK (key <> 'store' OR value ~ '^[0-9a-f]{32}$');
CREATE OR REPLACE VIEW installation AS
  SELECT (SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied) AS version, (SELECT value FROM settings WHERE key = 'kind') AS kind,
    (SELECT value FROM settings WHERE key = 'store') AS store;
COMMENT ON VIEW installation IS 'Version of the schema, kind of the installation and the id that its store of files bears, for whoever verifies without other rights.';

-- Every row that refers to stored bytes: what no row here names belongs to nobody.
CREATE VIEW stored_files AS
  SELECT agency_id, case_id, digest, size FROM evidence_files
  UNION ALL SELECT agency_id, case_id, digest, size FROM attachments;
COMMENT ON VIEW stored_files IS 'The address (agency, case, digest) and the size of all that rows say is stored. A table that comes to refer to bytes is added here.';
GRANT SELECT ON stored_files TO ts_app, ts_backup;
CREATE INDEX evidence_files_address_idx ON evidence_files (case_id, digest) INCLUDE (size);
CREATE INDEX attachments_address_idx ON attachments (case_id, digest) INCLUDE (size);
