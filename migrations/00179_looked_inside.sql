-- +goose Up
-- Of a file it is known whether its kind was told by what is in it (acts.Look) or by its first bytes alone, as of all that were
-- stored before this: those are not said to be something else than their name says when they are archives, as office documents are.
ALTER TABLE evidence_files ADD COLUMN looked_inside boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN evidence_files.looked_inside IS 'The kind of the content was told by what is in it, where it is a container; else by its first bytes alone.';
