-- +goose Up
-- What a reading command must know before it trusts a database: which schema it has and what kind of installation it is.
CREATE VIEW installation AS
  SELECT (SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied) AS version, (SELECT value FROM settings WHERE key = 'kind') AS kind;
COMMENT ON VIEW installation IS 'Version of the schema and kind of the installation, for whoever verifies without other rights.';
GRANT SELECT ON installation TO ts_app, ts_audit;
