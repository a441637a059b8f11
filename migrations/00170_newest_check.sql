-- +goose Up
-- Which check of a file is its last is told by the order in which they were written down, never by a clock, which may have been
-- set wrong. And what is missing is counted whenever something is: so many files that are not there are told of.
DROP INDEX evidence_checks_file_id_idx;
CREATE INDEX evidence_checks_file_id_idx ON evidence_checks (file_id, id DESC);
CREATE INDEX evidence_checks_missing_idx ON evidence_checks (file_id, id) WHERE missing;
COMMENT ON COLUMN evidence_checks.missing IS 'There were no bytes to read at the address, or they could not be read; says nothing about what they are.';
CREATE INDEX attachment_readings_missing_idx ON attachment_readings (file_id) WHERE missing;

-- A run that a command carries on ends with the command, however that ends.
ALTER TABLE reverifications ADD COLUMN by_command boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN reverifications.by_command IS 'A command carries it on, which holds an advisory lock while it lives; else jobs do.';
