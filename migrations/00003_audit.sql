-- +goose Up
CREATE TABLE audit_heads (
  stream text PRIMARY KEY,
  n      bigint NOT NULL,
  hash   bytea NOT NULL,
  sealed bigint NOT NULL DEFAULT 0
);
COMMENT ON TABLE audit_heads IS 'The last entry of each chain. Locked in the same statement as the root an act changes. sealed = the n that the last sealing round took.';

CREATE TABLE audit_events (
  stream      text NOT NULL,
  n           bigint NOT NULL,
  at          timestamptz NOT NULL,
  actor_id    bigint NOT NULL,
  actor_name  text NOT NULL,
  agency      text NOT NULL,
  unit        text NOT NULL,
  action      text NOT NULL,
  kind        text NOT NULL,
  target_id   bigint NOT NULL,
  target_ref  text NOT NULL,
  target_name text NOT NULL,
  case_id     bigint NOT NULL DEFAULT 0,
  details     jsonb NOT NULL,
  request_key text NOT NULL DEFAULT '',
  address     text NOT NULL DEFAULT '',
  encoding    text NOT NULL,
  prev        bytea NOT NULL,
  hash        bytea NOT NULL,
  PRIMARY KEY (stream, n)
);
COMMENT ON TABLE audit_events IS 'Append-only ledger: hash = SHA-256(encoding(fields) || prev). Ids and names, no foreign keys.';
CREATE INDEX audit_events_case_id_idx ON audit_events (case_id, at DESC) WHERE case_id <> 0;
CREATE INDEX audit_events_at_idx ON audit_events (at);
CREATE INDEX audit_events_actor_id_idx ON audit_events (actor_id, at);

CREATE TABLE audit_requests (
  actor_id bigint NOT NULL,
  route    text NOT NULL,
  target   text NOT NULL,
  nonce    text NOT NULL,
  stream   text NOT NULL,
  n        bigint NOT NULL,
  location text NOT NULL DEFAULT '',
  at       timestamptz NOT NULL,
  PRIMARY KEY (actor_id, route, target, nonce)
);
COMMENT ON TABLE audit_requests IS 'One-time form keys already used (security D9): a repeat finds the first act.';

CREATE TABLE audit_tree (
  idx  bigint PRIMARY KEY,
  hash bytea NOT NULL
);
CREATE TABLE audit_checkpoints (
  size bigint PRIMARY KEY,
  note text NOT NULL,
  at   timestamptz NOT NULL
);

-- +goose StatementBegin
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'ledger table % is append-only', TG_TABLE_NAME USING ERRCODE = 'TS001';
END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_events_ledger BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER audit_tree_ledger BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_tree FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER audit_checkpoints_ledger BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoints FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
