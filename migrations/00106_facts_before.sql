-- +goose Up
-- What a fact was before a write changed it, for the event of the same transaction: a row that was doctored must not pass
-- because an honest act changes it later. The settings ts.before_0 to ts.before_63 keep it in lines of key, tab and fields,
-- once for each fact of a transaction; they are many so that a transaction of many rows does not copy one long text again
-- and again.
-- +goose StatementBegin
CREATE FUNCTION audit_fact(name text, x bigint, y bigint) RETURNS jsonb LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
  CASE name
    WHEN 'acts' THEN RETURN (SELECT f.fields FROM audit_facts_acts f WHERE f.a = x);
    WHEN 'approvals' THEN RETURN (SELECT f.fields FROM audit_facts_approvals f WHERE f.a = x);
    WHEN 'documents' THEN RETURN (SELECT f.fields FROM audit_facts_documents f WHERE f.a = x);
    WHEN 'attachments' THEN RETURN (SELECT f.fields FROM audit_facts_attachments f WHERE f.a = x);
    WHEN 'evidence_items' THEN RETURN (SELECT f.fields FROM audit_facts_evidence_items f WHERE f.a = x);
    WHEN 'evidence_files' THEN RETURN (SELECT f.fields FROM audit_facts_evidence_files f WHERE f.a = x);
    WHEN 'custody_entries' THEN RETURN (SELECT f.fields FROM audit_facts_custody_entries f WHERE f.a = x);
    WHEN 'decisions' THEN RETURN (SELECT f.fields FROM audit_facts_decisions f WHERE f.a = x);
    WHEN 'receipts' THEN RETURN (SELECT f.fields FROM audit_facts_receipts f WHERE f.a = x);
    WHEN 'cases' THEN RETURN (SELECT f.fields FROM audit_facts_cases f WHERE f.a = x);
    WHEN 'case_members' THEN RETURN (SELECT f.fields FROM audit_facts_case_members f WHERE f.a = x AND f.b = y);
    WHEN 'parties' THEN RETURN (SELECT f.fields FROM audit_facts_parties f WHERE f.a = x);
    WHEN 'party_links' THEN RETURN (SELECT f.fields FROM audit_facts_party_links f WHERE f.a = x);
    WHEN 'goods_items' THEN RETURN (SELECT f.fields FROM audit_facts_goods_items f WHERE f.a = x);
    WHEN 'goods_routes' THEN RETURN (SELECT f.fields FROM audit_facts_goods_routes f WHERE f.a = x);
    WHEN 'referrals' THEN RETURN (SELECT f.fields FROM audit_facts_referrals f WHERE f.a = x);
    WHEN 'referral_items' THEN RETURN (SELECT f.fields FROM audit_facts_referral_items f WHERE f.a = x AND f.b = y);
    WHEN 'referral_packages' THEN RETURN (SELECT f.fields FROM audit_facts_referral_packages f WHERE f.a = x AND f.b = y);
    WHEN 'mss_handovers' THEN RETURN (SELECT f.fields FROM audit_facts_mss_handovers f WHERE f.a = x);
    WHEN 'handovers' THEN RETURN (SELECT f.fields FROM audit_facts_handovers f WHERE f.a = x);
    WHEN 'handover_items' THEN RETURN (SELECT f.fields FROM audit_facts_handover_items f WHERE f.a = x AND f.b = y);
    WHEN 'tips' THEN RETURN (SELECT f.fields FROM audit_facts_tips f WHERE f.a = x);
    WHEN 'access_requests' THEN RETURN (SELECT f.fields FROM audit_facts_access_requests f WHERE f.a = x);
    WHEN 'users' THEN RETURN (SELECT f.fields FROM audit_facts_users f WHERE f.a = x);
    WHEN 'role_grants' THEN RETURN (SELECT f.fields FROM audit_facts_role_grants f WHERE f.a = x);
  END CASE;
END $$;
-- +goose StatementEnd
COMMENT ON FUNCTION audit_fact(text, bigint, bigint) IS 'The fields of one fact as it stands now.';

-- +goose StatementBegin
CREATE FUNCTION audit_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  x bigint;
  y bigint;
  key text := TG_TABLE_NAME || '/';
  kept text;
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'case_members' THEN x := OLD.case_id; y := OLD.user_id;
    WHEN 'referral_items' THEN x := OLD.referral_id; y := OLD.item_no;
    WHEN 'referral_packages' THEN x := OLD.referral_id; y := OLD.version;
    WHEN 'handover_items' THEN x := OLD.handover_id; y := OLD.evidence_id;
    ELSE x := OLD.id;
  END CASE;
  key := key || x || coalesce('.' || y, '');
  IF position(',' || key || ',' IN coalesce(current_setting('ts.touched', true), '')) = 0 THEN
    kept := 'ts.before_' || (hashtext(key) & 63);
    PERFORM set_config(kept, coalesce(current_setting(kept, true), '') || key || E'\t' || audit_fact(TG_TABLE_NAME, x, y) || E'\n', true);
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
COMMENT ON FUNCTION audit_before() IS 'Notes what a fact was before this transaction changed it.';

-- +goose StatementBegin
CREATE FUNCTION audit_noted() RETURNS TABLE (key text, fields jsonb) LANGUAGE sql STABLE AS $$
  SELECT split_part(l, E'\t', 1), split_part(l, E'\t', 2)::jsonb
  FROM generate_series(0, 63) i, string_to_table(current_setting('ts.before_' || i, true), E'\n') l WHERE l <> ''
$$;
-- +goose StatementEnd
COMMENT ON FUNCTION audit_noted() IS 'What the facts that this transaction has changed were before.';

-- The columns are those of the triggers that note the change.
-- +goose StatementBegin
DO $$
DECLARE
  t record;
BEGIN
  FOR t IN SELECT c.relname AS tab, pg_get_triggerdef(g.oid) AS def FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid WHERE g.tgname = c.relname || '_fact_changed' LOOP
    EXECUTE replace(replace(replace(t.def, '_fact_changed AFTER', '_fact_before BEFORE'), 'public.audit_touch()', 'audit_before()'), 'audit_touch()', 'audit_before()');
    EXECUTE format('CREATE TRIGGER %1$I BEFORE DELETE ON %2$I FOR EACH ROW WHEN (current_user <> ''ts_migrate'') EXECUTE FUNCTION audit_before()', t.tab || '_fact_going', t.tab);
  END LOOP;
END $$;
-- +goose StatementEnd
