-- +goose Up
CREATE TABLE referrals (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref          text NOT NULL CONSTRAINT referrals_ref_key UNIQUE,
  matter_id    bigint NOT NULL REFERENCES matters,
  from_case_id bigint NOT NULL REFERENCES cases,
  from_agency_id bigint NOT NULL REFERENCES agencies,
  from_unit_id bigint NOT NULL REFERENCES org_units,
  to_agency_id bigint REFERENCES agencies,
  to_text      text NOT NULL DEFAULT '',
  destination  text NOT NULL,
  state        text NOT NULL,
  version      int NOT NULL DEFAULT 1,
  offence      text NOT NULL,
  facts        text NOT NULL,
  team         bigint[] NOT NULL,
  parent_id    bigint REFERENCES referrals,
  to_case_id   bigint REFERENCES cases,
  marking      smallint NOT NULL DEFAULT 1,
  compartmented boolean NOT NULL DEFAULT false,
  package_version int NOT NULL DEFAULT 0,
  package_digest text NOT NULL DEFAULT '',
  opened_at    timestamptz NOT NULL,
  sent_at      timestamptz,
  received_at  timestamptz,
  received_by  bigint REFERENCES users,
  reservation  text NOT NULL DEFAULT '',
  next_due     timestamptz NOT NULL DEFAULT '9999-12-31'
);
COMMENT ON TABLE referrals IS 'A transfer of a suspected crime between two cases (D310). The addressee sees it only once sent_at is set.';
CREATE INDEX referrals_matter_id_idx ON referrals (matter_id);
CREATE INDEX referrals_from_case_id_idx ON referrals (from_case_id);
CREATE INDEX referrals_to_agency_idx ON referrals (to_agency_id, next_due, id) WHERE sent_at IS NOT NULL;
CREATE INDEX referrals_from_agency_idx ON referrals (from_agency_id, next_due, id);

CREATE TABLE referral_items (
  referral_id bigint NOT NULL REFERENCES referrals,
  item_no     smallint NOT NULL CONSTRAINT referral_items_item_no_check CHECK (item_no BETWEEN 1 AND 5),
  document_id bigint REFERENCES documents,
  evidence_ids bigint[] NOT NULL DEFAULT '{}',
  note        text NOT NULL DEFAULT '',
  not_applicable text NOT NULL DEFAULT '',
  set_by      bigint NOT NULL,
  set_at      timestamptz NOT NULL,
  PRIMARY KEY (referral_id, item_no)
);
COMMENT ON TABLE referral_items IS 'The five items of D310 art. 6 as chosen in the draft; frozen into referral_packages when the report is submitted and again when sent.';

CREATE TABLE referral_packages (
  referral_id bigint NOT NULL REFERENCES referrals,
  version     int NOT NULL,
  data        jsonb NOT NULL,
  digest      text NOT NULL,
  frozen_at   timestamptz NOT NULL,
  act_id      bigint NOT NULL,
  PRIMARY KEY (referral_id, version)
);
CREATE TRIGGER referral_packages_ledger BEFORE UPDATE OR DELETE OR TRUNCATE ON referral_packages FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE TABLE receipts (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  referral_id bigint NOT NULL REFERENCES referrals,
  act_id      bigint NOT NULL,
  signed_by   bigint NOT NULL,
  signed_name text NOT NULL,
  package_digest text NOT NULL,
  reservation text NOT NULL DEFAULT '',
  at          timestamptz NOT NULL
);
CREATE TRIGGER receipts_ledger BEFORE UPDATE OR DELETE OR TRUNCATE ON receipts FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE TABLE decisions (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id    bigint NOT NULL REFERENCES cases,
  act_id     bigint NOT NULL,
  kind       text NOT NULL,
  violation  text NOT NULL DEFAULT '',
  sanctions  text[] NOT NULL DEFAULT '{}',
  fine_fen   bigint NOT NULL DEFAULT 0,
  confiscated_fen bigint NOT NULL DEFAULT 0,
  calculation jsonb NOT NULL DEFAULT '{}',
  deviation  text NOT NULL DEFAULT '',
  reasons    text NOT NULL DEFAULT '',
  made_at    timestamptz NOT NULL
);
COMMENT ON TABLE decisions IS 'Administrative decisions with the calculator''s input, rule and range beside what was decided (procedure.md 4.3 rule 10). Append-only.';
CREATE INDEX decisions_case_id_idx ON decisions (case_id, id);
CREATE TRIGGER decisions_ledger BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE TABLE mss_handovers (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref         text NOT NULL CONSTRAINT mss_handovers_ref_key UNIQUE,
  matter_id   bigint NOT NULL REFERENCES matters,
  case_id     bigint NOT NULL REFERENCES cases,
  from_agency_id bigint NOT NULL REFERENCES agencies,
  to_agency_id bigint REFERENCES agencies,
  state       text NOT NULL,
  version     int NOT NULL DEFAULT 1,
  marking     smallint NOT NULL DEFAULT 3,
  compartmented boolean NOT NULL DEFAULT true,
  indicators  text[] NOT NULL DEFAULT '{}',
  register_no text NOT NULL DEFAULT '',
  holder      text NOT NULL DEFAULT '',
  channel     text NOT NULL DEFAULT '',
  external_ref text NOT NULL DEFAULT '',
  opened_at   timestamptz NOT NULL,
  sent_at     timestamptz,
  next_due    timestamptz NOT NULL DEFAULT '9999-12-31'
);
COMMENT ON TABLE mss_handovers IS 'Pointer only: where the content lies, never the content (SSL 31; procedure.md 7.1).';
CREATE INDEX mss_handovers_matter_id_idx ON mss_handovers (matter_id);

CREATE TABLE handovers (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref          text NOT NULL CONSTRAINT handovers_ref_key UNIQUE,
  matter_id    bigint NOT NULL,
  case_id      bigint NOT NULL REFERENCES cases,
  referral_id  bigint REFERENCES referrals,
  from_agency_id bigint NOT NULL REFERENCES agencies,
  to_agency_id bigint REFERENCES agencies,
  to_text      text NOT NULL DEFAULT '',
  state        text NOT NULL CONSTRAINT handovers_state_check CHECK (state IN ('OFFERED','CLOSED')),
  carrier      text NOT NULL DEFAULT '',
  offered_by   bigint NOT NULL REFERENCES users,
  offered_at   timestamptz NOT NULL,
  closed_at    timestamptz
);
COMMENT ON TABLE handovers IS 'A handover list (DOC-R15): items that move together from one custodian to another.';
CREATE INDEX handovers_to_agency_idx ON handovers (to_agency_id, offered_at DESC, id DESC);
CREATE INDEX handovers_from_agency_idx ON handovers (from_agency_id, offered_at DESC, id DESC);

CREATE TABLE handover_items (
  handover_id bigint NOT NULL REFERENCES handovers,
  evidence_id bigint NOT NULL REFERENCES evidence_items,
  outcome     text NOT NULL DEFAULT '' CONSTRAINT handover_items_outcome_check CHECK (outcome IN ('','match','difference','refused')),
  note        text NOT NULL DEFAULT '',
  PRIMARY KEY (handover_id, evidence_id)
);

CREATE TABLE access_requests (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref        text NOT NULL CONSTRAINT access_requests_ref_key UNIQUE,
  case_id    bigint NOT NULL REFERENCES cases,
  agency_id  bigint NOT NULL REFERENCES agencies,
  requester_id bigint NOT NULL REFERENCES users,
  purpose    text NOT NULL,
  days       int NOT NULL CONSTRAINT access_requests_days_check CHECK (days BETWEEN 1 AND 180),
  state      text NOT NULL CONSTRAINT access_requests_state_check CHECK (state IN ('OPEN','GRANTED','REFUSED')),
  reason     text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  decided_by bigint REFERENCES users,
  decided_at timestamptz
);
COMMENT ON COLUMN access_requests.agency_id IS 'The agency that decides (the case''s lead agency).';
CREATE INDEX access_requests_agency_idx ON access_requests (agency_id, state, created_at DESC);
CREATE INDEX access_requests_requester_idx ON access_requests (requester_id, created_at DESC);

CREATE TABLE case_pointers (
  case_id   bigint NOT NULL REFERENCES cases,
  agency_id bigint NOT NULL REFERENCES agencies,
  because   text NOT NULL,
  PRIMARY KEY (case_id, agency_id)
);
COMMENT ON TABLE case_pointers IS 'Known-but-closed (P39): this agency may know that the case exists, and nothing else.';
