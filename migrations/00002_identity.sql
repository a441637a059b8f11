-- +goose Up
CREATE TABLE settings (
  key   text PRIMARY KEY,
  value text NOT NULL
);
COMMENT ON TABLE settings IS 'One row per parameter of the installation. kind = demo|production is written once at first start and never changed; small_cells is the one threshold under which counts are withheld (security D7).';
INSERT INTO settings VALUES ('small_cells', '5');
ALTER TABLE settings ADD CONSTRAINT settings_small_cells_check CHECK (key <> 'small_cells' OR value::int >= 3);
ALTER TABLE settings ADD CONSTRAINT settings_kind_check CHECK (key <> 'kind' OR value IN ('demo','production'));

CREATE TABLE agencies (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code        text NOT NULL CONSTRAINT agencies_code_key UNIQUE,
  kind        text NOT NULL CONSTRAINT agencies_kind_check CHECK (kind IN ('commerce','customs','public_security','customs_anti_smuggling','state_security','coordination','system','procuratorate','court','other')),
  name_zh     text NOT NULL,
  name_en     text NOT NULL,
  short_zh    text NOT NULL,
  region      text NOT NULL DEFAULT '',
  own_penalty_power boolean NOT NULL DEFAULT false,
  accounts    boolean NOT NULL DEFAULT true
);
COMMENT ON COLUMN agencies.own_penalty_power IS 'May impose penalties in its own name (ECL 40, DUR 45); otherwise a commission instrument is needed.';
COMMENT ON COLUMN agencies.accounts IS 'false: an organ without accounts; its acts are recorded from the paper received.';

CREATE TABLE org_units (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency_id bigint NOT NULL REFERENCES agencies,
  code      text NOT NULL,
  name_zh   text NOT NULL,
  name_en   text NOT NULL,
  CONSTRAINT org_units_agency_id_code_key UNIQUE (agency_id, code)
);

CREATE TABLE users (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ref           text NOT NULL CONSTRAINT users_ref_key UNIQUE,
  agency_id     bigint NOT NULL REFERENCES agencies,
  unit_id       bigint NOT NULL REFERENCES org_units,
  username      text NOT NULL CONSTRAINT users_username_key UNIQUE,
  name_zh       text NOT NULL,
  name_en       text NOT NULL,
  certificate_no text NOT NULL DEFAULT '',
  certificate_to date,
  reviewer_qualified boolean NOT NULL DEFAULT false,
  clearance     smallint NOT NULL DEFAULT 1 CONSTRAINT users_clearance_check CHECK (clearance BETWEEN 0 AND 3),
  credential_kind text NOT NULL DEFAULT 'password' CONSTRAINT users_credential_kind_check CHECK (credential_kind IN ('password','demo')),
  password_hash text NOT NULL DEFAULT '',
  failures      int NOT NULL DEFAULT 0,
  locked_until  timestamptz,
  lang          text NOT NULL DEFAULT 'zh' CHECK (lang IN ('zh','en')),
  theme         text NOT NULL DEFAULT 'auto' CHECK (theme IN ('auto','light','dark')),
  density       text NOT NULL DEFAULT 'compact' CHECK (density IN ('compact','comfortable')),
  shortcuts     boolean NOT NULL DEFAULT true,
  last_sign_in_at timestamptz,
  created_at    timestamptz NOT NULL,
  disabled_at   timestamptz
);
COMMENT ON COLUMN users.certificate_no IS 'Law-enforcement certificate; acts that need qualified officers refuse an empty or expired one (APL 42, 55).';
COMMENT ON COLUMN users.reviewer_qualified IS 'Holds the national legal qualification asked of first-time legal reviewers (APL 58).';

CREATE TABLE role_grants (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id    bigint NOT NULL REFERENCES users,
  role       text NOT NULL,
  agency_id  bigint NOT NULL REFERENCES agencies,
  presiding  boolean NOT NULL DEFAULT false,
  valid_from timestamptz NOT NULL,
  valid_to   timestamptz NOT NULL,
  granted_by bigint REFERENCES users,
  confirmed_by bigint REFERENCES users,
  revoked_at timestamptz,
  CONSTRAINT role_grants_period_check CHECK (valid_to > valid_from),
  CONSTRAINT role_grants_two_admins_check CHECK (confirmed_by IS NULL OR confirmed_by <> granted_by)
);
COMMENT ON COLUMN role_grants.presiding IS 'The holder is the principal head or presides over the work (D310 art. 5).';
CREATE INDEX role_grants_user_id_idx ON role_grants (user_id) INCLUDE (role, valid_from, valid_to, revoked_at);

CREATE TABLE user_sessions (
  token_hash   bytea PRIMARY KEY,
  user_id      bigint NOT NULL REFERENCES users,
  data         bytea NOT NULL,
  address      text NOT NULL DEFAULT '',
  agent        text NOT NULL DEFAULT '',
  step_up_at   timestamptz,
  created_at   timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL
);
COMMENT ON TABLE user_sessions IS 'What an administrator lists or revokes is the session. Only the SHA-256 of the token is stored.';
CREATE INDEX user_sessions_user_id_idx ON user_sessions (user_id);
CREATE INDEX user_sessions_expires_at_idx ON user_sessions (expires_at);
