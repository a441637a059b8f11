-- +goose Up
CREATE TABLE acts (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  matter_id   bigint NOT NULL,
  case_id     bigint NOT NULL,
  entity      text NOT NULL,
  root_kind   text NOT NULL,
  root_id     bigint NOT NULL,
  target_kind text NOT NULL,
  target_id   bigint NOT NULL,
  row_id      text NOT NULL,
  event       text NOT NULL,
  variant     text NOT NULL DEFAULT '',
  from_state  text NOT NULL DEFAULT '',
  to_state    text NOT NULL DEFAULT '',
  round       int NOT NULL DEFAULT 1,
  actor_id    bigint NOT NULL,
  actor_name  text NOT NULL,
  actor_role  text NOT NULL,
  agency_id   bigint NOT NULL,
  proposer_id bigint,
  proposer_name text NOT NULL DEFAULT '',
  proposer_role text NOT NULL DEFAULT '',
  approval_id bigint,
  twin_of     bigint,
  from_paper  boolean NOT NULL DEFAULT false,
  also        text[] NOT NULL DEFAULT '{}',
  notes       text[] NOT NULL DEFAULT '{}',
  input       jsonb NOT NULL,
  at          timestamptz NOT NULL
);
COMMENT ON COLUMN acts.also IS 'Further event names fired by the same act (emits self:).';
COMMENT ON TABLE acts IS 'Every act of the procedure tables that happened, append-only. case_id is the file on whose timeline it stands; input is the decoded form as the law row defines it.';
CREATE INDEX acts_matter_id_idx ON acts (matter_id, id);
CREATE INDEX acts_case_id_idx ON acts (case_id, at DESC, id DESC);
CREATE TRIGGER acts_ledger BEFORE UPDATE OR DELETE OR TRUNCATE ON acts FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE TABLE approvals (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref         text NOT NULL CONSTRAINT approvals_ref_key UNIQUE,
  matter_id   bigint NOT NULL,
  case_id     bigint NOT NULL,
  entity      text NOT NULL,
  root_kind   text NOT NULL,
  root_id     bigint NOT NULL,
  target_kind text NOT NULL,
  target_id   bigint NOT NULL,
  row_id      text NOT NULL,
  event       text NOT NULL,
  variant     text NOT NULL DEFAULT '',
  decider_roles text[] NOT NULL,
  agency_id   bigint NOT NULL REFERENCES agencies,
  unit_id     bigint NOT NULL REFERENCES org_units,
  proposer_id bigint NOT NULL REFERENCES users,
  proposer_role text NOT NULL,
  input       jsonb NOT NULL,
  shown       jsonb NOT NULL,
  digest      text NOT NULL,
  revision    int NOT NULL DEFAULT 1,
  state       text NOT NULL CONSTRAINT approvals_state_check CHECK (state IN ('OPEN','DECIDED','RETURNED','REFUSED','WITHDRAWN')),
  opened_at   timestamptz NOT NULL,
  opening_act_id bigint,
  clock       text NOT NULL DEFAULT '',
  due_at      timestamptz,
  decided_at  timestamptz,
  decided_by  bigint REFERENCES users,
  decision    text NOT NULL DEFAULT '',
  reason_code text NOT NULL DEFAULT '',
  opinion     text NOT NULL DEFAULT '',
  act_id      bigint
);
COMMENT ON TABLE approvals IS 'A proposal waiting for another person''s decision. shown is what the approver will see, digest binds the signature to it; revision counts resubmissions of the same event on the same target.';
COMMENT ON COLUMN approvals.opening_act_id IS 'The act that is the proposal (proposal_act of the table); NULL = stored by the engine.';
CREATE UNIQUE INDEX approvals_open_key ON approvals (target_kind, target_id, event) WHERE state = 'OPEN';
CREATE INDEX approvals_inbox_idx ON approvals (agency_id, state, due_at, id);
CREATE INDEX approvals_proposer_idx ON approvals (proposer_id, state, opened_at DESC);
CREATE INDEX approvals_decided_by_idx ON approvals (decided_by, decided_at DESC) WHERE decided_by IS NOT NULL;
CREATE INDEX approvals_target_idx ON approvals (target_kind, target_id, id);

CREATE TABLE tasks (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  matter_id   bigint NOT NULL,
  case_id     bigint NOT NULL,
  entity      text NOT NULL,
  target_kind text NOT NULL,
  target_id   bigint NOT NULL,
  event       text NOT NULL,
  roles       text[] NOT NULL,
  agency_id   bigint NOT NULL REFERENCES agencies,
  origin_act_id bigint NOT NULL,
  opened_at   timestamptz NOT NULL,
  done_act_id bigint,
  done_at     timestamptz
);
COMMENT ON TABLE tasks IS 'An act that another act asks for (emits task:); nothing happens by itself.';
CREATE INDEX tasks_inbox_idx ON tasks (agency_id, opened_at, id) WHERE done_at IS NULL;
CREATE INDEX tasks_matter_idx ON tasks (matter_id) WHERE done_at IS NULL;

CREATE TABLE clocks (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  matter_id   bigint NOT NULL,
  case_id     bigint NOT NULL,
  entity      text NOT NULL,
  target_kind text NOT NULL,
  target_id   bigint NOT NULL,
  code        text NOT NULL,
  state       text NOT NULL CONSTRAINT clocks_state_check CHECK (state IN ('RUNNING','PAUSED','MET','LATE','LAPSED')),
  started_at  timestamptz NOT NULL,
  due_at      timestamptz NOT NULL,
  minimum     boolean NOT NULL DEFAULT false,
  provisional boolean NOT NULL DEFAULT false,
  owner_role  text NOT NULL DEFAULT '',
  owner_agency_id bigint NOT NULL REFERENCES agencies,
  basis       text NOT NULL DEFAULT '',
  steps       jsonb NOT NULL DEFAULT '{}',
  paused_at   timestamptz,
  pause_basis text NOT NULL DEFAULT '',
  extensions  int NOT NULL DEFAULT 0,
  start_act_id bigint NOT NULL,
  close_act_id bigint,
  closed_at   timestamptz
);
COMMENT ON TABLE clocks IS 'Statutory clocks. case_id is the owing agency''s file, whose next_due this clock may set; steps holds how the end was computed, extensions and pauses included.';
CREATE UNIQUE INDEX clocks_running_key ON clocks (target_kind, target_id, code) WHERE state IN ('RUNNING','PAUSED');
CREATE INDEX clocks_case_id_idx ON clocks (case_id, state, due_at);
CREATE INDEX clocks_board_idx ON clocks (owner_agency_id, due_at, id) WHERE state = 'RUNNING';
CREATE INDEX clocks_matter_id_idx ON clocks (matter_id);
CREATE INDEX clocks_lapse_idx ON clocks (due_at) WHERE state = 'RUNNING';

CREATE TABLE document_series (
  agency_id bigint NOT NULL REFERENCES agencies,
  series    text NOT NULL,
  year      int NOT NULL,
  n         int NOT NULL,
  PRIMARY KEY (agency_id, series, year)
);
COMMENT ON TABLE document_series IS 'Official document numbers (文号) per agency, series and year; compartmented cases use their own series (security D8).';

CREATE TABLE documents (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref       text NOT NULL CONSTRAINT documents_ref_key UNIQUE,
  matter_id bigint NOT NULL,
  case_id   bigint NOT NULL,
  target_kind text NOT NULL,
  target_id bigint NOT NULL,
  code      text NOT NULL,
  title     text NOT NULL,
  number    text NOT NULL DEFAULT '',
  version   int NOT NULL DEFAULT 1,
  round     int NOT NULL DEFAULT 1,
  direction text NOT NULL CONSTRAINT documents_direction_check CHECK (direction IN ('out','in','internal')),
  template_version text NOT NULL,
  data      jsonb NOT NULL,
  digest    text NOT NULL,
  act_id    bigint NOT NULL,
  agency_id bigint NOT NULL REFERENCES agencies,
  issued_by bigint NOT NULL,
  issued_at timestamptz NOT NULL
);
COMMENT ON TABLE documents IS 'Official documents as frozen snapshots: number, template version, canonical data and their digest. Append-only; a newer version is a new row.';
CREATE INDEX documents_case_id_idx ON documents (case_id, issued_at DESC, id DESC);
CREATE INDEX documents_matter_id_idx ON documents (matter_id);
CREATE TRIGGER documents_ledger BEFORE UPDATE OR DELETE OR TRUNCATE ON documents FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE TABLE attachments (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref       text NOT NULL CONSTRAINT attachments_ref_key UNIQUE,
  agency_id bigint NOT NULL,
  case_id   bigint NOT NULL,
  act_id    bigint NOT NULL DEFAULT 0,
  document_id bigint,
  field     text NOT NULL DEFAULT '',
  name      text NOT NULL,
  size      bigint NOT NULL,
  digest    text NOT NULL,
  media     text NOT NULL,
  created_by bigint NOT NULL,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE attachments IS 'Files that belong to an act or a document (proof of service, rendition), as opposed to evidence.';
CREATE INDEX attachments_case_id_idx ON attachments (case_id, id);

CREATE TABLE records (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref        text NOT NULL CONSTRAINT records_ref_key UNIQUE,
  entity     text NOT NULL,
  matter_id  bigint NOT NULL,
  case_id    bigint NOT NULL REFERENCES cases,
  label      text NOT NULL,
  version    int NOT NULL DEFAULT 1,
  created_by bigint NOT NULL,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE records IS 'Bearers of recorded events without a machine: trade_record, customs_matter, frozen_asset, classified_matter.';
CREATE INDEX records_case_id_idx ON records (case_id);

CREATE TABLE notices (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency_id   bigint NOT NULL,
  unit_id     bigint,
  user_id     bigint,
  roles       text[] NOT NULL DEFAULT '{}',
  kind        text NOT NULL,
  target_kind text NOT NULL,
  target_id   bigint NOT NULL,
  created_at  timestamptz NOT NULL,
  read_at     timestamptz
);
COMMENT ON TABLE notices IS 'For information (待阅). Stores only kind and target; the text is made at reading time through access (security K16).';
CREATE INDEX notices_inbox_idx ON notices (agency_id, created_at DESC) WHERE read_at IS NULL;
