-- +goose Up
CREATE TABLE parties (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref       text NOT NULL CONSTRAINT parties_ref_key UNIQUE,
  case_id   bigint NOT NULL REFERENCES cases,
  kind      text NOT NULL CONSTRAINT parties_kind_check CHECK (kind IN ('person','organisation')),
  name      text NOT NULL,
  name_latin text NOT NULL DEFAULT '',
  former_names text NOT NULL DEFAULT '',
  part      text NOT NULL DEFAULT '',
  id_kind   text NOT NULL DEFAULT '',
  id_number text NOT NULL DEFAULT '',
  country   text NOT NULL DEFAULT '',
  address   text NOT NULL DEFAULT '',
  note      text NOT NULL DEFAULT '',
  subject   boolean NOT NULL DEFAULT false,
  version   int NOT NULL DEFAULT 1,
  created_by bigint NOT NULL,
  created_at timestamptz NOT NULL,
  removed_at timestamptz
);
COMMENT ON TABLE parties IS 'A person or organisation as one case knows it; party facts are rows per case, never shared (security K06).';
COMMENT ON COLUMN parties.subject IS 'The suspected offender, to whom notices and decisions are addressed.';
CREATE INDEX parties_case_id_idx ON parties (case_id, id);

CREATE TABLE party_links (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id  bigint NOT NULL REFERENCES cases,
  from_id  bigint NOT NULL REFERENCES parties,
  to_id    bigint NOT NULL REFERENCES parties,
  relation text NOT NULL,
  status   text NOT NULL CONSTRAINT party_links_status_check CHECK (status IN ('confirmed','suspected')),
  source   text NOT NULL,
  evidence_id bigint,
  created_by bigint NOT NULL,
  created_at timestamptz NOT NULL,
  removed_at timestamptz,
  CONSTRAINT party_links_ends_check CHECK (from_id <> to_id)
);
COMMENT ON COLUMN party_links.source IS 'Where the link is known from; a link without a source is not stored.';
CREATE INDEX party_links_case_id_idx ON party_links (case_id, id);

CREATE TABLE goods_items (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref       text NOT NULL CONSTRAINT goods_items_ref_key UNIQUE,
  case_id   bigint NOT NULL REFERENCES cases,
  name      text NOT NULL,
  mineral   text NOT NULL,
  form      text NOT NULL DEFAULT '',
  purity    text NOT NULL DEFAULT '',
  act_on    date,
  control_code text NOT NULL DEFAULT '',
  control_basis text NOT NULL DEFAULT '',
  control_state text NOT NULL DEFAULT '',
  hs_declared text NOT NULL DEFAULT '',
  hs_found  text NOT NULL DEFAULT '',
  quantity  numeric(18,3),
  unit      text NOT NULL DEFAULT '',
  net_g     bigint,
  value_fen bigint,
  value_method text NOT NULL DEFAULT '',
  licence_state text NOT NULL DEFAULT '',
  licence_note text NOT NULL DEFAULT '',
  version   int NOT NULL DEFAULT 1,
  created_by bigint NOT NULL,
  created_at timestamptz NOT NULL,
  removed_at timestamptz
);
COMMENT ON COLUMN goods_items.control_code IS 'Control code looked up from policies/items by the date of the act (procedure.md finding 11), empty = not controlled or not determined (control_state says which).';
CREATE INDEX goods_items_case_id_idx ON goods_items (case_id, id);

CREATE TABLE goods_routes (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id   bigint NOT NULL REFERENCES cases,
  item_id   bigint REFERENCES goods_items,
  origin    text NOT NULL DEFAULT '',
  exit_port text NOT NULL DEFAULT '',
  transit   text NOT NULL DEFAULT '',
  destination text NOT NULL DEFAULT '',
  net_g     bigint,
  status    text NOT NULL DEFAULT 'suspected' CONSTRAINT goods_routes_status_check CHECK (status IN ('confirmed','suspected')),
  source    text NOT NULL DEFAULT '',
  created_by bigint NOT NULL,
  created_at timestamptz NOT NULL,
  removed_at timestamptz
);
COMMENT ON TABLE goods_routes IS 'One flow: origin, exit port, transit, destination; an empty leg is unknown.';
CREATE INDEX goods_routes_case_id_idx ON goods_routes (case_id, id);

CREATE TABLE evidence_items (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref       text NOT NULL CONSTRAINT evidence_items_ref_key UNIQUE,
  case_id   bigint NOT NULL REFERENCES cases,
  matter_id bigint NOT NULL,
  no        int NOT NULL,
  state     text NOT NULL,
  version   int NOT NULL DEFAULT 1,
  track     text NOT NULL CONSTRAINT evidence_items_track_check CHECK (track IN ('administrative','criminal')),
  name      text NOT NULL,
  kind      text NOT NULL,
  collected_at timestamptz NOT NULL,
  place     text NOT NULL,
  method    text NOT NULL,
  collector_id bigint NOT NULL REFERENCES users,
  co_collector_id bigint NOT NULL REFERENCES users,
  source_person text NOT NULL DEFAULT '',
  original_or_copy text NOT NULL DEFAULT 'original',
  original_location text NOT NULL DEFAULT '',
  quantity  numeric(18,3),
  unit      text NOT NULL DEFAULT '',
  net_g     bigint,
  gross_g   bigint,
  seal_no   text NOT NULL DEFAULT '',
  storage_place text NOT NULL DEFAULT '',
  measure   text NOT NULL DEFAULT '' CONSTRAINT evidence_items_measure_check CHECK (measure IN ('','admin','criminal')),
  finding   text NOT NULL DEFAULT 'unverified' CONSTRAINT evidence_items_finding_check CHECK (finding IN ('unverified','verified','excluded')),
  exclusion_reason text NOT NULL DEFAULT '',
  holder_agency_id bigint NOT NULL REFERENCES agencies,
  holder_user_id bigint REFERENCES users,
  holder_text text NOT NULL DEFAULT '',
  giver_id  bigint REFERENCES users,
  to_agency_id bigint REFERENCES agencies,
  custody_case_id bigint REFERENCES cases,
  parent_id bigint REFERENCES evidence_items,
  goods_item_id bigint REFERENCES goods_items,
  flagged   boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  CONSTRAINT evidence_items_two_collectors_check CHECK (collector_id <> co_collector_id),
  CONSTRAINT evidence_items_case_id_no_key UNIQUE (case_id, no)
);
COMMENT ON TABLE evidence_items IS 'Machine evidence_item. measure is the legal measure beside the custody state; custody_case_id the receiving case after an accepted handover; giver_id who gave an item that is in transit.';
COMMENT ON COLUMN evidence_items.flagged IS 'Content judged dangerous: attachment only, never rendered (security D14).';
CREATE INDEX evidence_items_case_id_idx ON evidence_items (case_id, id);
CREATE INDEX evidence_items_matter_id_idx ON evidence_items (matter_id);
CREATE INDEX evidence_items_custody_case_id_idx ON evidence_items (custody_case_id) WHERE custody_case_id IS NOT NULL;

CREATE TABLE evidence_files (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref         text NOT NULL CONSTRAINT evidence_files_ref_key UNIQUE,
  evidence_id bigint NOT NULL REFERENCES evidence_items,
  agency_id   bigint NOT NULL,
  case_id     bigint NOT NULL,
  digest      text NOT NULL,
  declared_digest text NOT NULL DEFAULT '',
  name        text NOT NULL,
  size        bigint NOT NULL,
  media       text NOT NULL,
  media_claimed text NOT NULL DEFAULT '',
  uploaded_by bigint NOT NULL,
  uploaded_at timestamptz NOT NULL
);
COMMENT ON TABLE evidence_files IS 'Bytes of an item at the blob address (agency, case, digest) (security D2). digest is ours, "sha256:hex"; declared_digest what the provider stated. Append-only.';
CREATE INDEX evidence_files_evidence_id_idx ON evidence_files (evidence_id, id);
CREATE TRIGGER evidence_files_ledger BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_files FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE TABLE evidence_checks (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  file_id  bigint NOT NULL REFERENCES evidence_files,
  algorithm text NOT NULL,
  digest   text NOT NULL,
  ok       boolean NOT NULL,
  by_name  text NOT NULL,
  at       timestamptz NOT NULL
);
COMMENT ON TABLE evidence_checks IS 'Results of verifying stored bytes; the SM3 digest arrives here as a check of algorithm sm3.';
CREATE INDEX evidence_checks_file_id_idx ON evidence_checks (file_id, at DESC);

CREATE TABLE custody_entries (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  evidence_id bigint NOT NULL REFERENCES evidence_items,
  n           int NOT NULL,
  action      text NOT NULL,
  from_holder text NOT NULL DEFAULT '',
  to_holder   text NOT NULL,
  place       text NOT NULL DEFAULT '',
  method      text NOT NULL DEFAULT '',
  giver_id    bigint,
  giver_name  text NOT NULL DEFAULT '',
  receiver_id bigint,
  receiver_name text NOT NULL DEFAULT '',
  seal_no     text NOT NULL DEFAULT '',
  hash_state  text NOT NULL DEFAULT '',
  note        text NOT NULL DEFAULT '',
  act_id      bigint NOT NULL,
  at          timestamptz NOT NULL,
  CONSTRAINT custody_entries_evidence_id_n_key UNIQUE (evidence_id, n)
);
COMMENT ON TABLE custody_entries IS 'The custody chain: who had the item, from collection to now. Append-only.';
CREATE TRIGGER custody_entries_ledger BEFORE UPDATE OR DELETE OR TRUNCATE ON custody_entries FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE TABLE persons (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref       text NOT NULL CONSTRAINT persons_ref_key UNIQUE,
  case_id   bigint NOT NULL REFERENCES cases,
  matter_id bigint NOT NULL,
  party_id  bigint REFERENCES parties,
  name      text NOT NULL,
  state     text NOT NULL,
  version   int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE persons IS 'Machine person_in_criminal_case.';
CREATE INDEX persons_matter_id_idx ON persons (matter_id);
