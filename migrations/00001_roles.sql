-- +goose Up
-- Roles belong to the cluster, not to the database, so this file must bear being run again: before every migration it
-- is run by whoever may create roles, and once more, as an empty step, in the order of the files by ts_migrate.
-- +goose StatementBegin
DO $$
DECLARE
  r text;
  may text := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN
  IF current_user = 'ts_migrate' THEN
    RETURN;
  END IF;
  FOREACH r IN ARRAY ARRAY['ts_migrate','ts_app','ts_informant','ts_seal','ts_audit','ts_report','ts_backup'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOSUPERUSER NOCREATEROLE NOCREATEDB NOINHERIT NOLOGIN NOBYPASSRLS', r);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL; -- another database of this cluster was faster
      END;
    END IF;
    IF NOT pg_has_role(current_user, r, may) THEN
      EXECUTE format('GRANT %I TO CURRENT_USER', r);
    END IF;
  END LOOP;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname LIKE 'ts\_%' AND rolname <> current_user AND rolname <> session_user
             AND rolname IN ('ts_migrate','ts_app','ts_informant','ts_seal','ts_audit','ts_report','ts_backup')
             AND (rolsuper OR rolcreaterole OR rolbypassrls)) THEN
    RAISE EXCEPTION 'a role of this program has powers that it must not have (superuser, createrole or bypassrls)';
  END IF;
  -- The schema belongs to ts_migrate, which nobody serves requests as.
  EXECUTE format('GRANT CREATE, TEMPORARY ON DATABASE %I TO ts_migrate', current_database());
  EXECUTE format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
  IF (SELECT nspowner <> 'ts_migrate'::regrole FROM pg_namespace WHERE nspname = 'public') THEN
    ALTER SCHEMA public OWNER TO ts_migrate;
  END IF;
END
$$;
-- +goose StatementEnd
