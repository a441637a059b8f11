-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION audit_heads_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.n < OLD.n OR NEW.stream <> OLD.stream
     OR NOT EXISTS (SELECT FROM audit_events e WHERE e.stream = NEW.stream AND e.n = NEW.n AND e.hash = NEW.hash) THEN
    RAISE EXCEPTION 'the head of a chain moves only to an entry that is there' USING ERRCODE = 'TS001';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_heads_follow BEFORE UPDATE OF stream, n, hash ON audit_heads FOR EACH ROW EXECUTE FUNCTION audit_heads_follow();
CREATE TRIGGER audit_heads_ledger BEFORE DELETE OR TRUNCATE ON audit_heads FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER audit_requests_ledger BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_requests FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
