-- +goose Up
CREATE TABLE case_views (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref        text NOT NULL CONSTRAINT case_views_ref_key UNIQUE,
  user_id    bigint NOT NULL REFERENCES users,
  unit_id    bigint NOT NULL REFERENCES org_units,
  name       text NOT NULL CONSTRAINT case_views_name_check CHECK (char_length(name) BETWEEN 1 AND 40),
  query      text NOT NULL CONSTRAINT case_views_query_check CHECK (char_length(query) <= 400),
  shared     boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  CONSTRAINT case_views_user_id_name_key UNIQUE (user_id, name)
);
COMMENT ON TABLE case_views IS 'A name for a filter of the case list. It holds a question, never an answer: what it shows is decided by access when it is read. A name is unique among its owner''s own only (security K11).';
COMMENT ON COLUMN case_views.query IS 'The filter as the address of the list writes it; read by the list''s own parser, which ignores and names what it does not know.';
COMMENT ON COLUMN case_views.shared IS 'Offered to everybody of unit_id, the unit in which the owner saved it.';
CREATE INDEX case_views_shared_idx ON case_views (unit_id, id) WHERE shared;

ALTER TABLE users ADD COLUMN case_view text NOT NULL DEFAULT '';
COMMENT ON COLUMN users.case_view IS 'The view with which the case list opens: a built-in one by its code, a saved one by its reference; empty or gone = what fits the role.';

GRANT SELECT, INSERT, DELETE ON case_views TO ts_app;
GRANT SELECT ON case_views TO ts_backup;
