-- +goose Up
CREATE TABLE matters (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref       text NOT NULL CONSTRAINT matters_ref_key UNIQUE,
  opened_at timestamptz NOT NULL
);
COMMENT ON TABLE matters IS 'What hangs together: the files of several agencies about the same goods or people, with the referrals between them. The engine reads one matter as one family.';

CREATE TABLE tips (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref         text NOT NULL CONSTRAINT tips_ref_key UNIQUE,
  agency_id   bigint NOT NULL REFERENCES agencies,
  unit_id     bigint NOT NULL REFERENCES org_units,
  channel     text NOT NULL,
  source_kind text NOT NULL,
  received_at timestamptz NOT NULL,
  subject     text NOT NULL,
  summary     text NOT NULL,
  party_name  text NOT NULL DEFAULT '',
  mineral     text NOT NULL DEFAULT '',
  has_informant boolean NOT NULL DEFAULT false,
  public_case text NOT NULL DEFAULT '',
  state       text NOT NULL CONSTRAINT tips_state_check CHECK (state IN ('NEW','TRIAGED','USED','DISMISSED')),
  marking     smallint NOT NULL DEFAULT 1,
  reason      text NOT NULL DEFAULT '',
  case_id     bigint,
  version     int NOT NULL DEFAULT 1,
  created_by  bigint NOT NULL REFERENCES users,
  triaged_by  bigint REFERENCES users,
  triaged_at  timestamptz
);
COMMENT ON TABLE tips IS 'Information received before any case exists. Who gave it stands in the schema informant, never here.';
COMMENT ON COLUMN tips.public_case IS 'Code of the public-record entry this matter was opened from, else empty.';
CREATE INDEX tips_list_idx ON tips (agency_id, state, received_at DESC, id DESC);

CREATE TABLE cases (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref            text NOT NULL CONSTRAINT cases_ref_key UNIQUE,
  machine        text NOT NULL CONSTRAINT cases_machine_check CHECK (machine IN ('admin_case','criminal_case')),
  matter_id      bigint NOT NULL REFERENCES matters,
  lead_agency_id bigint NOT NULL REFERENCES agencies,
  org_unit_id    bigint NOT NULL REFERENCES org_units,
  state          text NOT NULL,
  round          int NOT NULL DEFAULT 1,
  version        int NOT NULL DEFAULT 1,
  title          text NOT NULL,
  summary        text NOT NULL DEFAULT '',
  mineral        text NOT NULL DEFAULT '',
  lead_basis     text NOT NULL DEFAULT '',
  typology       text NOT NULL DEFAULT '',
  source_kind    text NOT NULL DEFAULT '',
  marking        smallint NOT NULL DEFAULT 1 CONSTRAINT cases_marking_check CHECK (marking BETWEEN 0 AND 3),
  compartmented  boolean NOT NULL DEFAULT false,
  tip_id         bigint REFERENCES tips,
  public_case    text NOT NULL DEFAULT '',
  source_referral_id bigint,
  violation_ended_on date,
  competence_basis text NOT NULL DEFAULT '',
  complex_or_major boolean NOT NULL DEFAULT false,
  economic_crime boolean NOT NULL DEFAULT false,
  quantity_g     bigint,
  value_fen      bigint,
  registered_at  timestamptz NOT NULL,
  filed_at       timestamptz,
  decided_at     timestamptz,
  closed_at      timestamptz,
  updated_at     timestamptz NOT NULL,
  created_by     bigint NOT NULL REFERENCES users,
  next_due       timestamptz NOT NULL DEFAULT '9999-12-31',
  next_clock     text NOT NULL DEFAULT ''
);
COMMENT ON TABLE cases IS 'One agency''s file on one track. state is written by procedure only.';
COMMENT ON COLUMN cases.next_due IS 'Earliest running clock this agency owes on the file, its items, persons and referrals; 9999-12-31 = none. Kept by cases.Project.';
COMMENT ON COLUMN cases.round IS 'Raised by each return to INVESTIGATING; DOC-A24..A30 count only in their round.';
COMMENT ON COLUMN cases.quantity_g IS 'Net mass of all goods rows in grams; NULL = unknown, which differs from 0.';
COMMENT ON COLUMN cases.value_fen IS 'Value of all goods rows in fen (1/100 CNY); NULL = unknown.';
CREATE INDEX cases_org_unit_id_next_due_idx ON cases (org_unit_id, next_due, id);
CREATE INDEX cases_lead_agency_id_next_due_idx ON cases (lead_agency_id, next_due, id);
CREATE INDEX cases_next_due_idx ON cases (next_due, id);
CREATE INDEX cases_unit_state_idx ON cases (org_unit_id, state, next_due, id);
CREATE INDEX cases_agency_state_idx ON cases (lead_agency_id, state, next_due, id);
CREATE INDEX cases_matter_id_idx ON cases (matter_id);
CREATE INDEX cases_source_referral_id_idx ON cases (source_referral_id) WHERE source_referral_id IS NOT NULL;

CREATE TABLE case_members (
  case_id   bigint NOT NULL REFERENCES cases,
  user_id   bigint NOT NULL REFERENCES users,
  part      text NOT NULL CONSTRAINT case_members_part_check CHECK (part IN ('handler','support','reader')),
  lead      boolean NOT NULL DEFAULT false,
  from_at   timestamptz NOT NULL,
  to_at     timestamptz NOT NULL DEFAULT '9999-12-31',
  granted_by bigint NOT NULL REFERENCES users,
  basis     text NOT NULL DEFAULT '',
  next_due  timestamptz NOT NULL DEFAULT '9999-12-31',
  marking   smallint NOT NULL DEFAULT 1,
  PRIMARY KEY (case_id, user_id)
);
COMMENT ON TABLE case_members IS 'Who handles, supports or reads a case by name. next_due and marking are copies kept by cases.Project so that a list by membership has its own order.';
CREATE INDEX case_members_user_id_idx ON case_members (user_id, next_due, case_id) INCLUDE (marking, to_at);

CREATE TABLE case_facts (
  case_id       bigint PRIMARY KEY REFERENCES cases,
  agency_id     bigint NOT NULL,
  machine       text NOT NULL,
  mineral       text NOT NULL,
  typology      text NOT NULL,
  stage         text NOT NULL,
  terminal      boolean NOT NULL,
  registered_on date NOT NULL,
  filed_on      date,
  proposed_on   date,
  approved_on   date,
  received_on   date,
  criminal_filed_on date,
  decided_on    date,
  closed_on     date,
  seized_g      bigint NOT NULL DEFAULT 0,
  goods_g       bigint NOT NULL DEFAULT 0,
  value_fen     bigint NOT NULL DEFAULT 0,
  fine_fen      bigint NOT NULL DEFAULT 0,
  clocks_ok     int NOT NULL DEFAULT 0,
  clocks_late   int NOT NULL DEFAULT 0,
  next_due      timestamptz NOT NULL DEFAULT '9999-12-31',
  route         text NOT NULL DEFAULT ''
);
COMMENT ON TABLE case_facts IS 'One narrow row per case for reports, written by cases.Project in the transaction of the act. Holds no name and no text.';
CREATE INDEX case_facts_registered_on_idx ON case_facts (registered_on);

CREATE SCHEMA informant;
CREATE TABLE informant.identities (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tip_id     bigint NOT NULL UNIQUE,
  agency_id  bigint NOT NULL,
  kek_id     text NOT NULL,
  wrapped_key bytea NOT NULL,
  nonce      bytea NOT NULL,
  ciphertext bytea NOT NULL,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE informant.identities IS 'Who gave a tip (ECL 31). Encrypted in the program with a data key wrapped by a key file outside the database; reached only through the four functions below by role ts_informant.';
CREATE TABLE informant.accesses (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tip_id   bigint NOT NULL,
  actor_id bigint NOT NULL,
  action   text NOT NULL,
  at       timestamptz NOT NULL
);
-- +goose StatementBegin
CREATE FUNCTION informant.put(p_tip bigint, p_agency bigint, p_kek text, p_key bytea, p_nonce bytea, p_text bytea, p_actor bigint, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = informant, pg_temp AS $$
BEGIN
  INSERT INTO identities (tip_id, agency_id, kek_id, wrapped_key, nonce, ciphertext, created_at) VALUES (p_tip, p_agency, p_kek, p_key, p_nonce, p_text, p_at);
  INSERT INTO accesses (tip_id, actor_id, action, at) VALUES (p_tip, p_actor, 'put', p_at);
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION informant.get(p_tip bigint, p_agency bigint, p_actor bigint, p_at timestamptz) RETURNS TABLE (kek_id text, wrapped_key bytea, nonce bytea, ciphertext bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = informant, pg_temp AS $$
BEGIN
  INSERT INTO accesses (tip_id, actor_id, action, at) VALUES (p_tip, p_actor, 'get', p_at);
  RETURN QUERY SELECT i.kek_id, i.wrapped_key, i.nonce, i.ciphertext FROM identities i WHERE i.tip_id = p_tip AND i.agency_id = p_agency;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION informant.rewrap(p_tip bigint, p_kek text, p_key bytea, p_actor bigint, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = informant, pg_temp AS $$
BEGIN
  UPDATE identities SET kek_id = p_kek, wrapped_key = p_key WHERE tip_id = p_tip;
  INSERT INTO accesses (tip_id, actor_id, action, at) VALUES (p_tip, p_actor, 'rewrap', p_at);
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION informant.erase(p_tip bigint, p_actor bigint, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = informant, pg_temp AS $$
BEGIN
  DELETE FROM identities WHERE tip_id = p_tip;
  INSERT INTO accesses (tip_id, actor_id, action, at) VALUES (p_tip, p_actor, 'erase', p_at);
END $$;
-- +goose StatementEnd
