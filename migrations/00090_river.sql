-- +goose Up
-- The job queue's tables as its own migrations 1 to 8 leave them (river v0.51.1), written out so that one lock and one
-- schema.sql cover everything. The test of package job compares them with what river itself would make.
CREATE TYPE river_job_state AS ENUM ('available','cancelled','completed','discarded','pending','retryable','running','scheduled');

-- +goose StatementBegin
CREATE FUNCTION river_job_state_in_bitmask(bitmask bit, state river_job_state) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT CASE state
        WHEN 'available' THEN get_bit(bitmask, 7)
        WHEN 'cancelled' THEN get_bit(bitmask, 6)
        WHEN 'completed' THEN get_bit(bitmask, 5)
        WHEN 'discarded' THEN get_bit(bitmask, 4)
        WHEN 'pending'   THEN get_bit(bitmask, 3)
        WHEN 'retryable' THEN get_bit(bitmask, 2)
        WHEN 'running'   THEN get_bit(bitmask, 1)
        WHEN 'scheduled' THEN get_bit(bitmask, 0)
        ELSE 0
    END = 1;
$$;
-- +goose StatementEnd

CREATE TABLE river_job (
  id            bigserial PRIMARY KEY,
  state         river_job_state NOT NULL DEFAULT 'available',
  attempt       smallint NOT NULL DEFAULT 0,
  max_attempts  smallint NOT NULL DEFAULT 25,
  attempted_at  timestamptz,
  created_at    timestamptz NOT NULL DEFAULT now(),
  finalized_at  timestamptz,
  scheduled_at  timestamptz NOT NULL DEFAULT now(),
  priority      smallint NOT NULL DEFAULT 1,
  args          jsonb NOT NULL,
  attempted_by  text[],
  errors        jsonb[],
  kind          text NOT NULL,
  metadata      jsonb NOT NULL DEFAULT '{}',
  queue         text NOT NULL DEFAULT 'default',
  tags          varchar(255)[] NOT NULL DEFAULT '{}',
  unique_key    bytea,
  unique_states bit(8),
  CONSTRAINT finalized_or_finalized_at_null CHECK (
    (finalized_at IS NULL AND state NOT IN ('cancelled','completed','discarded')) OR
    (finalized_at IS NOT NULL AND state IN ('cancelled','completed','discarded'))),
  CONSTRAINT kind_length CHECK (char_length(kind) > 0 AND char_length(kind) < 128),
  CONSTRAINT max_attempts_is_positive CHECK (max_attempts > 0),
  CONSTRAINT priority_in_range CHECK (priority >= 1 AND priority <= 4),
  CONSTRAINT queue_length CHECK (char_length(queue) > 0 AND char_length(queue) < 128)
);
COMMENT ON TABLE river_job IS 'Work after commit: rendering, sealing, notices. Holds ids, never personal data.';
CREATE INDEX river_job_args_index ON river_job USING gin (args);
CREATE INDEX river_job_kind ON river_job (kind);
CREATE INDEX river_job_metadata_index ON river_job USING gin (metadata);
CREATE INDEX river_job_prioritized_fetching_index ON river_job (state, queue, priority, scheduled_at, id);
CREATE INDEX river_job_state_and_finalized_at_index ON river_job (state, finalized_at) WHERE finalized_at IS NOT NULL;
CREATE UNIQUE INDEX river_job_unique_idx ON river_job (unique_key)
  WHERE unique_key IS NOT NULL AND unique_states IS NOT NULL AND river_job_state_in_bitmask(unique_states, state);

CREATE UNLOGGED TABLE river_leader (
  elected_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  leader_id  text NOT NULL,
  name       text PRIMARY KEY DEFAULT 'default',
  CONSTRAINT leader_id_length CHECK (char_length(leader_id) > 0 AND char_length(leader_id) < 128),
  CONSTRAINT name_length CHECK (name = 'default')
);
COMMENT ON TABLE river_leader IS 'Which process runs the periodic jobs.';

CREATE TABLE river_migration (
  line       text NOT NULL,
  version    bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT line_length CHECK (char_length(line) > 0 AND char_length(line) < 128),
  CONSTRAINT version_gte_1 CHECK (version >= 1),
  CONSTRAINT river_migration_pkey1 PRIMARY KEY (line, version)
);
COMMENT ON TABLE river_migration IS 'Which of river''s own migrations this file stands for.';
INSERT INTO river_migration (line, version) SELECT 'main', generate_series(1, 8);

CREATE TABLE river_notification (
  id         bigserial PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now(),
  payload    text NOT NULL,
  topic      text NOT NULL,
  CONSTRAINT topic_length CHECK (length(topic) > 0 AND length(topic) < 128)
);
COMMENT ON TABLE river_notification IS 'Notifications for runners that cannot listen.';
CREATE INDEX river_notification_created_at_idx ON river_notification (created_at);
CREATE INDEX river_notification_topic_id_idx ON river_notification (topic, id);

CREATE TABLE river_queue (
  name       text PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now(),
  metadata   jsonb NOT NULL DEFAULT '{}',
  paused_at  timestamptz,
  updated_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
);
COMMENT ON TABLE river_queue IS 'The queues and whether they are paused.';

GRANT SELECT, INSERT, UPDATE, DELETE ON river_job, river_leader, river_notification, river_queue TO ts_app;
GRANT SELECT ON river_migration TO ts_app;
GRANT USAGE ON SEQUENCE river_job_id_seq, river_notification_id_seq TO ts_app;
GRANT SELECT ON river_job, river_migration, river_queue TO ts_backup;
-- Which migrations ran is for everybody to read and for nobody to write but the migrator.
REVOKE ALL ON goose_db_version FROM ts_app;
GRANT SELECT ON goose_db_version TO ts_app, ts_backup;
