-- +goose Up
-- No two documents of an agency carry the same number (security D8). A compartmented matter numbers its papers in series of
-- its own, whose word carries a random mark; until now its numbers looked like those of the open series. What was numbered
-- until now (rule 1) stays as it is.
ALTER TABLE document_series ADD COLUMN mark text CONSTRAINT document_series_mark_check CHECK (mark ~ '^[0-9A-HJKMNP-TV-Z]{2,3}$');
COMMENT ON COLUMN document_series.mark IS 'Of the row that keeps the mark of a compartmented matter (series MARK/matter, year 0): two characters, random and used once in an agency. No other row has one.';
CREATE UNIQUE INDEX document_series_mark_key ON document_series (agency_id, mark) WHERE mark IS NOT NULL;
ALTER TABLE documents ADD COLUMN number_rule smallint NOT NULL DEFAULT 1;
ALTER TABLE documents ALTER COLUMN number_rule SET DEFAULT 2;
COMMENT ON COLUMN documents.number_rule IS '1: numbered before numbers were unique in an agency; an equal number may exist. 2: unique.';
CREATE UNIQUE INDEX documents_number_key ON documents (agency_id, number) WHERE number <> '' AND number_rule >= 2;
CREATE INDEX documents_number_idx ON documents (agency_id, number) WHERE number <> '';
