-- +goose Up
-- Who handled a case until a day: the count that tells a unit when a case lost handlers by time looks for the last ones.
CREATE INDEX case_members_ended_idx ON case_members (to_at) WHERE part = 'handler' AND to_at < '9999-12-31 00:00:00+00';
