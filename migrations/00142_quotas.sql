-- +goose Up
-- What an account has brought today is summed up before another byte of it is taken.
CREATE INDEX evidence_files_uploaded_idx ON evidence_files (uploaded_by, uploaded_at) INCLUDE (size);
CREATE INDEX attachments_created_idx ON attachments (created_by, created_at) INCLUDE (size);
