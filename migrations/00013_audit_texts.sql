-- +goose Up
CREATE TABLE audit_texts (
  stream text NOT NULL,
  n      bigint NOT NULL,
  field  text NOT NULL,
  salt   bytea NOT NULL,
  body   text NOT NULL,
  PRIMARY KEY (stream, n, field),
  CONSTRAINT audit_texts_body_json CHECK (body::jsonb IS NOT NULL)
);
COMMENT ON TABLE audit_texts IS 'The words that belong to an event of the ledger (notes, reasons, names): append-only, shown to those who may read the file of the event. The ledger holds their digest alone.';
COMMENT ON COLUMN audit_texts.body IS 'JSON of the value; the ledger''s digest is SHA-256(salt || body). Rows with an empty salt were carried from events that hold the words themselves.';
CREATE TRIGGER audit_texts_ledger BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_texts FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE VIEW audit_text_digests AS
  SELECT stream, n, field, 'sha256:' || encode(sha256(salt || convert_to(body, 'UTF8')), 'hex') AS digest FROM audit_texts;
COMMENT ON VIEW audit_text_digests IS 'What verification needs of audit_texts: digests, no words. The auditor''s role reads this and not the table.';

INSERT INTO audit_texts (stream, n, field, salt, body)
  SELECT stream, n, 'text', '', (details->'text')::text FROM audit_events WHERE action = 'note.added' AND jsonb_typeof(details->'text') = 'string';

GRANT SELECT, INSERT ON audit_texts TO ts_app;
GRANT SELECT ON audit_texts TO ts_backup;
GRANT SELECT ON audit_text_digests TO ts_app, ts_audit, ts_backup;
