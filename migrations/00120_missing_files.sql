-- +goose Up
-- A file that is not there is another finding than one whose bytes were changed: it freezes nothing, and a later good
-- reading ends it. What was found before keeps its meaning until it is read again.
ALTER TABLE evidence_checks ADD COLUMN missing boolean NOT NULL DEFAULT false;
ALTER TABLE evidence_checks ADD CONSTRAINT evidence_checks_missing_check CHECK (NOT missing OR NOT ok AND digest = '');
COMMENT ON COLUMN evidence_checks.missing IS 'There were no bytes to read at the address; says nothing about what they are.';
