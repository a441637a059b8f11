-- The whole schema after all migrations; a test compares. Rewrite it with: make schema
CREATE SCHEMA informant;
ALTER SCHEMA informant OWNER TO ts_migrate;
ALTER SCHEMA public OWNER TO ts_migrate;
CREATE TYPE public.river_job_state AS ENUM (
    'available',
    'cancelled',
    'completed',
    'discarded',
    'pending',
    'retryable',
    'running',
    'scheduled'
);
ALTER TYPE public.river_job_state OWNER TO ts_migrate;
CREATE FUNCTION informant.erase(p_tip bigint, p_actor bigint, p_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'informant', 'pg_temp'
    AS $$
BEGIN
  DELETE FROM identities WHERE tip_id = p_tip;
  INSERT INTO accesses (tip_id, actor_id, action, at) VALUES (p_tip, p_actor, 'erase', p_at);
END $$;
ALTER FUNCTION informant.erase(p_tip bigint, p_actor bigint, p_at timestamp with time zone) OWNER TO ts_migrate;
CREATE FUNCTION informant.get(p_tip bigint, p_agency bigint, p_actor bigint, p_at timestamp with time zone) RETURNS TABLE(kek_id text, wrapped_key bytea, nonce bytea, ciphertext bytea)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'informant', 'pg_temp'
    AS $$
BEGIN
  INSERT INTO accesses (tip_id, actor_id, action, at) VALUES (p_tip, p_actor, 'get', p_at);
  RETURN QUERY SELECT i.kek_id, i.wrapped_key, i.nonce, i.ciphertext FROM identities i WHERE i.tip_id = p_tip AND i.agency_id = p_agency;
END $$;
ALTER FUNCTION informant.get(p_tip bigint, p_agency bigint, p_actor bigint, p_at timestamp with time zone) OWNER TO ts_migrate;
CREATE FUNCTION informant.put(p_tip bigint, p_agency bigint, p_kek text, p_key bytea, p_nonce bytea, p_text bytea, p_actor bigint, p_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'informant', 'pg_temp'
    AS $$
BEGIN
  INSERT INTO identities (tip_id, agency_id, kek_id, wrapped_key, nonce, ciphertext, created_at) VALUES (p_tip, p_agency, p_kek, p_key, p_nonce, p_text, p_at);
  INSERT INTO accesses (tip_id, actor_id, action, at) VALUES (p_tip, p_actor, 'put', p_at);
END $$;
ALTER FUNCTION informant.put(p_tip bigint, p_agency bigint, p_kek text, p_key bytea, p_nonce bytea, p_text bytea, p_actor bigint, p_at timestamp with time zone) OWNER TO ts_migrate;
CREATE FUNCTION informant.rewrap(p_tip bigint, p_kek text, p_key bytea, p_actor bigint, p_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'informant', 'pg_temp'
    AS $$
BEGIN
  UPDATE identities SET kek_id = p_kek, wrapped_key = p_key WHERE tip_id = p_tip;
  INSERT INTO accesses (tip_id, actor_id, action, at) VALUES (p_tip, p_actor, 'rewrap', p_at);
END $$;
ALTER FUNCTION informant.rewrap(p_tip bigint, p_kek text, p_key bytea, p_actor bigint, p_at timestamp with time zone) OWNER TO ts_migrate;
CREATE FUNCTION public.audit_before() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  x bigint;
  y bigint;
  tab text := coalesce(TG_ARGV[0], TG_TABLE_NAME);
  key text := tab || '/';
  kept text;
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'case_members' THEN x := OLD.case_id; y := OLD.user_id;
    WHEN 'case_pointers' THEN x := OLD.case_id; y := OLD.agency_id;
    WHEN 'referral_items' THEN x := OLD.referral_id; y := OLD.item_no;
    WHEN 'referral_packages' THEN x := OLD.referral_id; y := OLD.version;
    WHEN 'handover_items' THEN x := OLD.handover_id; y := OLD.evidence_id;
    WHEN 'settings' THEN x := audit_number(OLD.key);
    ELSE x := OLD.id;
  END CASE;
  key := key || x || coalesce('.' || y, '');
  IF position(',' || key || ',' IN coalesce(current_setting('ts.touched', true), '')) = 0 THEN
    kept := 'ts.before_' || (hashtext(key) & 63);
    PERFORM set_config(kept, coalesce(current_setting(kept, true), '') || key || E'\t' || coalesce(audit_fact(tab, x, y)::text, '') || E'\n', true);
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
ALTER FUNCTION public.audit_before() OWNER TO ts_migrate;
COMMENT ON FUNCTION public.audit_before() IS 'Notes what a fact was before this transaction changed it.';
CREATE FUNCTION public.audit_fact(name text, x bigint, y bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET enable_seqscan TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
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
    WHEN 'clocks' THEN RETURN (SELECT f.fields FROM audit_facts_clocks f WHERE f.a = x);
    WHEN 'tasks' THEN RETURN (SELECT f.fields FROM audit_facts_tasks f WHERE f.a = x);
    WHEN 'evidence_checks' THEN RETURN (SELECT f.fields FROM audit_facts_evidence_checks f WHERE f.a = x);
    WHEN 'case_pointers' THEN RETURN (SELECT f.fields FROM audit_facts_case_pointers f WHERE f.a = x AND f.b = y);
    WHEN 'persons' THEN RETURN (SELECT f.fields FROM audit_facts_persons f WHERE f.a = x);
    WHEN 'records' THEN RETURN (SELECT f.fields FROM audit_facts_records f WHERE f.a = x);
    WHEN 'agencies' THEN RETURN (SELECT f.fields FROM audit_facts_agencies f WHERE f.a = x);
    WHEN 'org_units' THEN RETURN (SELECT f.fields FROM audit_facts_org_units f WHERE f.a = x);
    WHEN 'settings' THEN RETURN (SELECT f.fields FROM audit_facts_settings f WHERE f.a = x);
    WHEN 'approval_scopes' THEN RETURN (SELECT f.fields FROM audit_facts_approval_scopes f WHERE f.a = x);
  END CASE;
END $$;
ALTER FUNCTION public.audit_fact(name text, x bigint, y bigint) OWNER TO ts_migrate;
COMMENT ON FUNCTION public.audit_fact(name text, x bigint, y bigint) IS 'The fields of one fact as it stands now.';
CREATE FUNCTION public.audit_grams(mg numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT trim_scale(mg * 0.001) $$;
ALTER FUNCTION public.audit_grams(mg numeric) OWNER TO ts_migrate;
COMMENT ON FUNCTION public.audit_grams(mg numeric) IS 'A mass in milligrams as the ledger spells it: in grams.';
CREATE FUNCTION public.audit_heads_follow() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.n < OLD.n OR NEW.stream <> OLD.stream
     OR NOT EXISTS (SELECT FROM audit_events e WHERE e.stream = NEW.stream AND e.n = NEW.n AND e.hash = NEW.hash) THEN
    RAISE EXCEPTION 'the head of a chain moves only to an entry that is there' USING ERRCODE = 'TS001';
  END IF;
  RETURN NEW;
END $$;
ALTER FUNCTION public.audit_heads_follow() OWNER TO ts_migrate;
CREATE FUNCTION public.audit_noted() RETURNS TABLE(key text, fields jsonb)
    LANGUAGE sql STABLE
    AS $$
  SELECT split_part(l, E'\t', 1), nullif(split_part(l, E'\t', 2), '')::jsonb
  FROM generate_series(0, 63) i, string_to_table(current_setting('ts.before_' || i, true), E'\n') l WHERE l <> ''
$$;
ALTER FUNCTION public.audit_noted() OWNER TO ts_migrate;
COMMENT ON FUNCTION public.audit_noted() IS 'What the facts that this transaction has changed were before.';
CREATE FUNCTION public.audit_number(key text) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT ('x' || left(md5(key), 14))::bit(56)::bigint $$;
ALTER FUNCTION public.audit_number(key text) OWNER TO ts_migrate;
COMMENT ON FUNCTION public.audit_number(key text) IS 'The number under which the ledger knows a row whose key is text.';
CREATE FUNCTION public.audit_touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  r record;
  touched text := coalesce(current_setting('ts.touched', true), '');
  key text := coalesce(TG_ARGV[0], TG_TABLE_NAME) || '/';
BEGIN
  IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;
  CASE TG_TABLE_NAME
    WHEN 'case_members' THEN key := key || r.case_id || '.' || r.user_id;
    WHEN 'case_pointers' THEN key := key || r.case_id || '.' || r.agency_id;
    WHEN 'referral_items' THEN key := key || r.referral_id || '.' || r.item_no;
    WHEN 'referral_packages' THEN key := key || r.referral_id || '.' || r.version;
    WHEN 'handover_items' THEN key := key || r.handover_id || '.' || r.evidence_id;
    WHEN 'settings' THEN key := key || audit_number(r.key);
    ELSE key := key || r.id;
  END CASE;
  IF position(',' || key || ',' IN touched) = 0 THEN
    PERFORM set_config('ts.touched', CASE touched WHEN '' THEN ',' ELSE touched END || key || ',', true);
  END IF;
  RETURN NULL;
END $$;
ALTER FUNCTION public.audit_touch() OWNER TO ts_migrate;
COMMENT ON FUNCTION public.audit_touch() IS 'Notes the key of a fact that was written, for the event of the same transaction. Bulk loading by ts_migrate binds its rows itself.';
CREATE FUNCTION public.audit_touched() RETURNS TABLE(tab text, row_id text, stream text, fields jsonb)
    LANGUAGE plpgsql STABLE
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET enable_seqscan TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
DECLARE
  t record;
BEGIN
  FOR t IN SELECT split_part(k, '/', 1) AS name, array_agg(split_part(k, '/', 2)) AS rows
           FROM string_to_table(current_setting('ts.touched', true), ',') k WHERE k <> '' GROUP BY 1 ORDER BY 1 LOOP
    CASE t.name
      WHEN 'acts' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_acts f ON f.a = u.k::bigint;
      WHEN 'approvals' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_approvals f ON f.a = u.k::bigint;
      WHEN 'documents' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_documents f ON f.a = u.k::bigint;
      WHEN 'attachments' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_attachments f ON f.a = u.k::bigint;
      WHEN 'evidence_items' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_evidence_items f ON f.a = u.k::bigint;
      WHEN 'evidence_files' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_evidence_files f ON f.a = u.k::bigint;
      WHEN 'custody_entries' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_custody_entries f ON f.a = u.k::bigint;
      WHEN 'decisions' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_decisions f ON f.a = u.k::bigint;
      WHEN 'receipts' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_receipts f ON f.a = u.k::bigint;
      WHEN 'cases' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_cases f ON f.a = u.k::bigint;
      WHEN 'case_members' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_case_members f ON f.a = split_part(u.k, '.', 1)::bigint AND f.b = split_part(u.k, '.', 2)::bigint;
      WHEN 'parties' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_parties f ON f.a = u.k::bigint;
      WHEN 'party_links' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_party_links f ON f.a = u.k::bigint;
      WHEN 'goods_items' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_goods_items f ON f.a = u.k::bigint;
      WHEN 'goods_routes' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_goods_routes f ON f.a = u.k::bigint;
      WHEN 'referrals' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_referrals f ON f.a = u.k::bigint;
      WHEN 'referral_items' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_referral_items f ON f.a = split_part(u.k, '.', 1)::bigint AND f.b = split_part(u.k, '.', 2)::bigint;
      WHEN 'referral_packages' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_referral_packages f ON f.a = split_part(u.k, '.', 1)::bigint AND f.b = split_part(u.k, '.', 2)::bigint;
      WHEN 'mss_handovers' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_mss_handovers f ON f.a = u.k::bigint;
      WHEN 'handovers' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_handovers f ON f.a = u.k::bigint;
      WHEN 'handover_items' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_handover_items f ON f.a = split_part(u.k, '.', 1)::bigint AND f.b = split_part(u.k, '.', 2)::bigint;
      WHEN 'tips' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_tips f ON f.a = u.k::bigint;
      WHEN 'access_requests' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_access_requests f ON f.a = u.k::bigint;
      WHEN 'users' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_users f ON f.a = u.k::bigint;
      WHEN 'role_grants' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_role_grants f ON f.a = u.k::bigint;
      WHEN 'clocks' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_clocks f ON f.a = u.k::bigint;
      WHEN 'tasks' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_tasks f ON f.a = u.k::bigint;
      WHEN 'evidence_checks' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_evidence_checks f ON f.a = u.k::bigint;
      WHEN 'case_pointers' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_case_pointers f ON f.a = split_part(u.k, '.', 1)::bigint AND f.b = split_part(u.k, '.', 2)::bigint;
      WHEN 'persons' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_persons f ON f.a = u.k::bigint;
      WHEN 'records' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_records f ON f.a = u.k::bigint;
      WHEN 'agencies' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_agencies f ON f.a = u.k::bigint;
      WHEN 'org_units' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_org_units f ON f.a = u.k::bigint;
      WHEN 'settings' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_settings f ON f.a = u.k::bigint;
      WHEN 'approval_scopes' THEN RETURN QUERY SELECT t.name, u.k, f.stream, f.fields FROM unnest(t.rows) u(k) LEFT JOIN audit_facts_approval_scopes f ON f.a = u.k::bigint;
    END CASE;
  END LOOP;
END $$;
ALTER FUNCTION public.audit_touched() OWNER TO ts_migrate;
COMMENT ON FUNCTION public.audit_touched() IS 'The facts that this transaction has written, as they stand now; one that is gone has no fields.';
CREATE FUNCTION public.ledger_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION 'ledger table % is append-only', TG_TABLE_NAME USING ERRCODE = 'TS001';
END $$;
ALTER FUNCTION public.ledger_refuse() OWNER TO ts_migrate;
CREATE FUNCTION public.name_key(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
SELECT CASE WHEN name ~ '^[\u4E00-\u9FFF]*$' THEN name
  WHEN name ~ '^[ -~]*$' THEN translate(name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ .', 'abcdefghijklmnopqrstuvwxyz')
  ELSE normalize(replace(translate(regexp_replace(normalize(name, NFKC), '[\u0001-\u0020\u002E\u007F-\u00A0\u00AD\u00B7\u034F\u0600-\u0605\u061C\u06DD\u070F\u0890-\u0891\u08E2\u115F-\u1160\u1427\u1680\u16EB\u17B4-\u17B5\u180B-\u180F\u2000-\u200F\u2022\u2027-\u202F\u205F-\u206F\u2219\u22C5\u25CF\u25E6\u2800\u2E31\u2E33\u3000\u3002\u30FB\u3164\uA78F\uFE00-\uFE0F\uFEFF\uFF61\uFF65\uFFA0\uFFF0-\uFFFB\U000110BD\U000110CD\U00013430-\U0001343F\U00016FE4\U0001BCA0-\U0001BCA3\U0001D159\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]', '', 'g'),
    U&'\0041\0042\0043\0044\0045\0046\0047\0048\0049\004A\004B\004C\004D\004E\004F\0050\0051\0052\0053\0054\0055\0056\0057\0058\0059\005A\00C0\00C1\00C2\00C3\00C4\00C5\00C6\00C7\00C8\00C9\00CA\00CB\00CC\00CD\00CE\00CF\00D0\00D1\00D2\00D3\00D4\00D5\00D6\00D8\00D9\00DA\00DB\00DC\00DD\00DE\0100\0102\0104\0106\0108\010A\010C\010E\0110\0112\0114\0116\0118\011A\011C\011E\0120\0122\0124\0126\0128\012A\012C\012E\0130\0134\0136\0139\013B\013D\0141\0143\0145\0147\014A\014C\014E\0150\0152\0154\0156\0158\015A\015C\015E\0160\0162\0164\0166\0168\016A\016C\016E\0170\0172\0174\0176\0178\0179\017B\017D\0181\0182\0184\0186\0187\0189\018A\018B\018E\018F\0190\0191\0193\0194\0196\0197\0198\019C\019D\019F\01A0\01A2\01A4\01A6\01A7\01A9\01AC\01AE\01AF\01B1\01B2\01B3\01B5\01B7\01B8\01BC\01CD\01CF\01D1\01D3\01D5\01D7\01D9\01DB\01DE\01E0\01E2\01E4\01E6\01E8\01EA\01EC\01EE\01F4\01F6\01F7\01F8\01FA\01FC\01FE\0200\0202\0204\0206\0208\020A\020C\020E\0210\0212\0214\0216\0218\021A\021C\021E\0220\0222\0224\0226\0228\022A\022C\022E\0230\0232\023A\023B\023D\023E\0241\0243\0244\0245\0246\0248\024A\024C\024E\0370\0372\0376\037F\0386\0388\0389\038A\038C\038E\038F\0391\0392\0393\0394\0395\0396\0397\0398\0399\039A\039B\039C\039D\039E\039F\03A0\03A1\03A3\03A4\03A5\03A6\03A7\03A8\03A9\03AA\03AB\03B9\03BC\03C2\03CF\03D8\03DA\03DC\03DE\03E0\03E2\03E4\03E6\03E8\03EA\03EC\03EE\03F7\03FA\03FD\03FE\03FF\0400\0401\0402\0403\0404\0405\0406\0407\0408\0409\040A\040B\040C\040D\040E\040F\0410\0411\0412\0413\0414\0415\0416\0417\0418\0419\041A\041B\041C\041D\041E\041F\0420\0421\0422\0423\0424\0425\0426\0427\0428\0429\042A\042B\042C\042D\042E\042F\0460\0462\0464\0466\0468\046A\046C\046E\0470\0472\0474\0476\0478\047A\047C\047E\0480\048A\048C\048E\0490\0492\0494\0496\0498\049A\049C\049E\04A0\04A2\04A4\04A6\04A8\04AA\04AC\04AE\04B0\04B2\04B4\04B6\04B8\04BA\04BC\04BE\04C0\04C1\04C3\04C5\04C7\04C9\04CB\04CD\04D0\04D2\04D4\04D6\04D8\04DA\04DC\04DE\04E0\04E2\04E4\04E6\04E8\04EA\04EC\04EE\04F0\04F2\04F4\04F6\04F8\04FA\04FC\04FE\0500\0502\0504\0506\0508\050A\050C\050E\0510\0512\0514\0516\0518\051A\051C\051E\0520\0522\0524\0526\0528\052A\052C\052E\0531\0532\0533\0534\0535\0536\0537\0538\0539\053A\053B\053C\053D\053E\053F\0540\0541\0542\0543\0544\0545\0546\0547\0548\0549\054A\054B\054C\054D\054E\054F\0550\0551\0552\0553\0554\0555\0556\10A0\10A1\10A2\10A3\10A4\10A5\10A6\10A7\10A8\10A9\10AA\10AB\10AC\10AD\10AE\10AF\10B0\10B1\10B2\10B3\10B4\10B5\10B6\10B7\10B8\10B9\10BA\10BB\10BC\10BD\10BE\10BF\10C0\10C1\10C2\10C3\10C4\10C5\10C7\10CD\13A0\13A1\13A2\13A3\13A4\13A5\13A6\13A7\13A8\13A9\13AA\13AB\13AC\13AD\13AE\13AF\13B0\13B1\13B2\13B3\13B4\13B5\13B6\13B7\13B8\13B9\13BA\13BB\13BC\13BD\13BE\13BF\13C0\13C1\13C2\13C3\13C4\13C5\13C6\13C7\13C8\13C9\13CA\13CB\13CC\13CD\13CE\13CF\13D0\13D1\13D2\13D3\13D4\13D5\13D6\13D7\13D8\13D9\13DA\13DB\13DC\13DD\13DE\13DF\13E0\13E1\13E2\13E3\13E4\13E5\13E6\13E7\13E8\13E9\13EA\13EB\13EC\13ED\13EE\13EF\13F0\13F1\13F2\13F3\13F4\13F5\1C80\1C81\1C82\1C83\1C84\1C85\1C86\1C87\1C90\1C91\1C92\1C93\1C94\1C95\1C96\1C97\1C98\1C99\1C9A\1C9B\1C9C\1C9D\1C9E\1C9F\1CA0\1CA1\1CA2\1CA3\1CA4\1CA5\1CA6\1CA7\1CA8\1CA9\1CAA\1CAB\1CAC\1CAD\1CAE\1CAF\1CB0\1CB1\1CB2\1CB3\1CB4\1CB5\1CB6\1CB7\1CB8\1CB9\1CBA\1CBD\1CBE\1CBF\1E00\1E02\1E04\1E06\1E08\1E0A\1E0C\1E0E\1E10\1E12\1E14\1E16\1E18\1E1A\1E1C\1E1E\1E20\1E22\1E24\1E26\1E28\1E2A\1E2C\1E2E\1E30\1E32\1E34\1E36\1E38\1E3A\1E3C\1E3E\1E40\1E42\1E44\1E46\1E48\1E4A\1E4C\1E4E\1E50\1E52\1E54\1E56\1E58\1E5A\1E5C\1E5E\1E60\1E62\1E64\1E66\1E68\1E6A\1E6C\1E6E\1E70\1E72\1E74\1E76\1E78\1E7A\1E7C\1E7E\1E80\1E82\1E84\1E86\1E88\1E8A\1E8C\1E8E\1E90\1E92\1E94\1E9E\1EA0\1EA2\1EA4\1EA6\1EA8\1EAA\1EAC\1EAE\1EB0\1EB2\1EB4\1EB6\1EB8\1EBA\1EBC\1EBE\1EC0\1EC2\1EC4\1EC6\1EC8\1ECA\1ECC\1ECE\1ED0\1ED2\1ED4\1ED6\1ED8\1EDA\1EDC\1EDE\1EE0\1EE2\1EE4\1EE6\1EE8\1EEA\1EEC\1EEE\1EF0\1EF2\1EF4\1EF6\1EF8\1EFA\1EFC\1EFE\1F08\1F09\1F0A\1F0B\1F0C\1F0D\1F0E\1F0F\1F18\1F19\1F1A\1F1B\1F1C\1F1D\1F28\1F29\1F2A\1F2B\1F2C\1F2D\1F2E\1F2F\1F38\1F39\1F3A\1F3B\1F3C\1F3D\1F3E\1F3F\1F48\1F49\1F4A\1F4B\1F4C\1F4D\1F59\1F5B\1F5D\1F5F\1F68\1F69\1F6A\1F6B\1F6C\1F6D\1F6E\1F6F\1F88\1F89\1F8A\1F8B\1F8C\1F8D\1F8E\1F8F\1F98\1F99\1F9A\1F9B\1F9C\1F9D\1F9E\1F9F\1FA8\1FA9\1FAA\1FAB\1FAC\1FAD\1FAE\1FAF\1FB8\1FB9\1FBA\1FBC\1FC8\1FCA\1FCC\1FD8\1FD9\1FDA\1FE8\1FE9\1FEA\1FEC\1FF8\1FFA\1FFC\2132\2183\2C00\2C01\2C02\2C03\2C04\2C05\2C06\2C07\2C08\2C09\2C0A\2C0B\2C0C\2C0D\2C0E\2C0F\2C10\2C11\2C12\2C13\2C14\2C15\2C16\2C17\2C18\2C19\2C1A\2C1B\2C1C\2C1D\2C1E\2C1F\2C20\2C21\2C22\2C23\2C24\2C25\2C26\2C27\2C28\2C29\2C2A\2C2B\2C2C\2C2D\2C2E\2C2F\2C60\2C62\2C63\2C64\2C67\2C69\2C6B\2C6D\2C6E\2C6F\2C70\2C72\2C75\2C7E\2C7F\2C80\2C82\2C84\2C86\2C88\2C8A\2C8C\2C8E\2C90\2C92\2C94\2C96\2C98\2C9A\2C9C\2C9E\2CA0\2CA2\2CA4\2CA6\2CA8\2CAA\2CAC\2CAE\2CB0\2CB2\2CB4\2CB6\2CB8\2CBA\2CBC\2CBE\2CC0\2CC2\2CC4\2CC6\2CC8\2CCA\2CCC\2CCE\2CD0\2CD2\2CD4\2CD6\2CD8\2CDA\2CDC\2CDE\2CE0\2CE2\2CEB\2CED\2CF2\A640\A642\A644\A646\A648\A64A\A64B\A64C\A64E\A650\A652\A654\A656\A658\A65A\A65C\A65E\A660\A662\A664\A666\A668\A66A\A66C\A680\A682\A684\A686\A688\A68A\A68C\A68E\A690\A692\A694\A696\A698\A69A\A722\A724\A726\A728\A72A\A72C\A72E\A732\A734\A736\A738\A73A\A73C\A73E\A740\A742\A744\A746\A748\A74A\A74C\A74E\A750\A752\A754\A756\A758\A75A\A75C\A75E\A760\A762\A764\A766\A768\A76A\A76C\A76E\A779\A77B\A77D\A77E\A780\A782\A784\A786\A78B\A78D\A790\A792\A796\A798\A79A\A79C\A79E\A7A0\A7A2\A7A4\A7A6\A7A8\A7AA\A7AB\A7AC\A7AD\A7AE\A7B0\A7B1\A7B2\A7B3\A7B4\A7B6\A7B8\A7BA\A7BC\A7BE\A7C0\A7C2\A7C4\A7C5\A7C6\A7C7\A7C9\A7D0\A7D6\A7D8\A7F5\+010400\+010401\+010402\+010403\+010404\+010405\+010406\+010407\+010408\+010409\+01040A\+01040B\+01040C\+01040D\+01040E\+01040F\+010410\+010411\+010412\+010413\+010414\+010415\+010416\+010417\+010418\+010419\+01041A\+01041B\+01041C\+01041D\+01041E\+01041F\+010420\+010421\+010422\+010423\+010424\+010425\+010426\+010427\+0104B0\+0104B1\+0104B2\+0104B3\+0104B4\+0104B5\+0104B6\+0104B7\+0104B8\+0104B9\+0104BA\+0104BB\+0104BC\+0104BD\+0104BE\+0104BF\+0104C0\+0104C1\+0104C2\+0104C3\+0104C4\+0104C5\+0104C6\+0104C7\+0104C8\+0104C9\+0104CA\+0104CB\+0104CC\+0104CD\+0104CE\+0104CF\+0104D0\+0104D1\+0104D2\+0104D3\+010570\+010571\+010572\+010573\+010574\+010575\+010576\+010577\+010578\+010579\+01057A\+01057C\+01057D\+01057E\+01057F\+010580\+010581\+010582\+010583\+010584\+010585\+010586\+010587\+010588\+010589\+01058A\+01058C\+01058D\+01058E\+01058F\+010590\+010591\+010592\+010594\+010595\+010C80\+010C81\+010C82\+010C83\+010C84\+010C85\+010C86\+010C87\+010C88\+010C89\+010C8A\+010C8B\+010C8C\+010C8D\+010C8E\+010C8F\+010C90\+010C91\+010C92\+010C93\+010C94\+010C95\+010C96\+010C97\+010C98\+010C99\+010C9A\+010C9B\+010C9C\+010C9D\+010C9E\+010C9F\+010CA0\+010CA1\+010CA2\+010CA3\+010CA4\+010CA5\+010CA6\+010CA7\+010CA8\+010CA9\+010CAA\+010CAB\+010CAC\+010CAD\+010CAE\+010CAF\+010CB0\+010CB1\+010CB2\+0118A0\+0118A1\+0118A2\+0118A3\+0118A4\+0118A5\+0118A6\+0118A7\+0118A8\+0118A9\+0118AA\+0118AB\+0118AC\+0118AD\+0118AE\+0118AF\+0118B0\+0118B1\+0118B2\+0118B3\+0118B4\+0118B5\+0118B6\+0118B7\+0118B8\+0118B9\+0118BA\+0118BB\+0118BC\+0118BD\+0118BE\+0118BF\+016E40\+016E41\+016E42\+016E43\+016E44\+016E45\+016E46\+016E47\+016E48\+016E49\+016E4A\+016E4B\+016E4C\+016E4D\+016E4E\+016E4F\+016E50\+016E51\+016E52\+016E53\+016E54\+016E55\+016E56\+016E57\+016E58\+016E59\+016E5A\+016E5B\+016E5C\+016E5D\+016E5E\+016E5F\+01E900\+01E901\+01E902\+01E903\+01E904\+01E905\+01E906\+01E907\+01E908\+01E909\+01E90A\+01E90B\+01E90C\+01E90D\+01E90E\+01E90F\+01E910\+01E911\+01E912\+01E913\+01E914\+01E915\+01E916\+01E917\+01E918\+01E919\+01E91A\+01E91B\+01E91C\+01E91D\+01E91E\+01E91F\+01E920\+01E921',
    U&'\0061\0062\0063\0064\0065\0066\0067\0068\0069\006A\006B\006C\006D\006E\006F\0070\0071\0072\0073\0074\0075\0076\0077\0078\0079\007A\00E0\00E1\00E2\00E3\00E4\00E5\00E6\00E7\00E8\00E9\00EA\00EB\00EC\00ED\00EE\00EF\00F0\00F1\00F2\00F3\00F4\00F5\00F6\00F8\00F9\00FA\00FB\00FC\00FD\00FE\0101\0103\0105\0107\0109\010B\010D\010F\0111\0113\0115\0117\0119\011B\011D\011F\0121\0123\0125\0127\0129\012B\012D\012F\0069\0135\0137\013A\013C\013E\0142\0144\0146\0148\014B\014D\014F\0151\0153\0155\0157\0159\015B\015D\015F\0161\0163\0165\0167\0169\016B\016D\016F\0171\0173\0175\0177\00FF\017A\017C\017E\0253\0183\0185\0254\0188\0256\0257\018C\01DD\0259\025B\0192\0260\0263\0269\0268\0199\026F\0272\0275\01A1\01A3\01A5\0280\01A8\0283\01AD\0288\01B0\028A\028B\01B4\01B6\0292\01B9\01BD\01CE\01D0\01D2\01D4\01D6\01D8\01DA\01DC\01DF\01E1\01E3\01E5\01E7\01E9\01EB\01ED\01EF\01F5\0195\01BF\01F9\01FB\01FD\01FF\0201\0203\0205\0207\0209\020B\020D\020F\0211\0213\0215\0217\0219\021B\021D\021F\019E\0223\0225\0227\0229\022B\022D\022F\0231\0233\2C65\023C\019A\2C66\0242\0180\0289\028C\0247\0249\024B\024D\024F\0371\0373\0377\03F3\03AC\03AD\03AE\03AF\03CC\03CD\03CE\03B1\03B2\03B3\03B4\03B5\03B6\03B7\03B8\0345\03BA\03BB\00B5\03BD\03BE\03BF\03C0\03C1\03C3\03C4\03C5\03C6\03C7\03C8\03C9\03CA\03CB\0345\00B5\03C3\03D7\03D9\03DB\03DD\03DF\03E1\03E3\03E5\03E7\03E9\03EB\03ED\03EF\03F8\03FB\037B\037C\037D\0450\0451\0452\0453\0454\0455\0456\0457\0458\0459\045A\045B\045C\045D\045E\045F\0430\0431\0432\0433\0434\0435\0436\0437\0438\0439\043A\043B\043C\043D\043E\043F\0440\0441\0442\0443\0444\0445\0446\0447\0448\0449\044A\044B\044C\044D\044E\044F\0461\0463\0465\0467\0469\046B\046D\046F\0471\0473\0475\0477\0479\047B\047D\047F\0481\048B\048D\048F\0491\0493\0495\0497\0499\049B\049D\049F\04A1\04A3\04A5\04A7\04A9\04AB\04AD\04AF\04B1\04B3\04B5\04B7\04B9\04BB\04BD\04BF\04CF\04C2\04C4\04C6\04C8\04CA\04CC\04CE\04D1\04D3\04D5\04D7\04D9\04DB\04DD\04DF\04E1\04E3\04E5\04E7\04E9\04EB\04ED\04EF\04F1\04F3\04F5\04F7\04F9\04FB\04FD\04FF\0501\0503\0505\0507\0509\050B\050D\050F\0511\0513\0515\0517\0519\051B\051D\051F\0521\0523\0525\0527\0529\052B\052D\052F\0561\0562\0563\0564\0565\0566\0567\0568\0569\056A\056B\056C\056D\056E\056F\0570\0571\0572\0573\0574\0575\0576\0577\0578\0579\057A\057B\057C\057D\057E\057F\0580\0581\0582\0583\0584\0585\0586\2D00\2D01\2D02\2D03\2D04\2D05\2D06\2D07\2D08\2D09\2D0A\2D0B\2D0C\2D0D\2D0E\2D0F\2D10\2D11\2D12\2D13\2D14\2D15\2D16\2D17\2D18\2D19\2D1A\2D1B\2D1C\2D1D\2D1E\2D1F\2D20\2D21\2D22\2D23\2D24\2D25\2D27\2D2D\AB70\AB71\AB72\AB73\AB74\AB75\AB76\AB77\AB78\AB79\AB7A\AB7B\AB7C\AB7D\AB7E\AB7F\AB80\AB81\AB82\AB83\AB84\AB85\AB86\AB87\AB88\AB89\AB8A\AB8B\AB8C\AB8D\AB8E\AB8F\AB90\AB91\AB92\AB93\AB94\AB95\AB96\AB97\AB98\AB99\AB9A\AB9B\AB9C\AB9D\AB9E\AB9F\ABA0\ABA1\ABA2\ABA3\ABA4\ABA5\ABA6\ABA7\ABA8\ABA9\ABAA\ABAB\ABAC\ABAD\ABAE\ABAF\ABB0\ABB1\ABB2\ABB3\ABB4\ABB5\ABB6\ABB7\ABB8\ABB9\ABBA\ABBB\ABBC\ABBD\ABBE\ABBF\13F8\13F9\13FA\13FB\13FC\13FD\0432\0434\043E\0441\0442\0442\044A\0463\10D0\10D1\10D2\10D3\10D4\10D5\10D6\10D7\10D8\10D9\10DA\10DB\10DC\10DD\10DE\10DF\10E0\10E1\10E2\10E3\10E4\10E5\10E6\10E7\10E8\10E9\10EA\10EB\10EC\10ED\10EE\10EF\10F0\10F1\10F2\10F3\10F4\10F5\10F6\10F7\10F8\10F9\10FA\10FD\10FE\10FF\1E01\1E03\1E05\1E07\1E09\1E0B\1E0D\1E0F\1E11\1E13\1E15\1E17\1E19\1E1B\1E1D\1E1F\1E21\1E23\1E25\1E27\1E29\1E2B\1E2D\1E2F\1E31\1E33\1E35\1E37\1E39\1E3B\1E3D\1E3F\1E41\1E43\1E45\1E47\1E49\1E4B\1E4D\1E4F\1E51\1E53\1E55\1E57\1E59\1E5B\1E5D\1E5F\1E61\1E63\1E65\1E67\1E69\1E6B\1E6D\1E6F\1E71\1E73\1E75\1E77\1E79\1E7B\1E7D\1E7F\1E81\1E83\1E85\1E87\1E89\1E8B\1E8D\1E8F\1E91\1E93\1E95\00DF\1EA1\1EA3\1EA5\1EA7\1EA9\1EAB\1EAD\1EAF\1EB1\1EB3\1EB5\1EB7\1EB9\1EBB\1EBD\1EBF\1EC1\1EC3\1EC5\1EC7\1EC9\1ECB\1ECD\1ECF\1ED1\1ED3\1ED5\1ED7\1ED9\1EDB\1EDD\1EDF\1EE1\1EE3\1EE5\1EE7\1EE9\1EEB\1EED\1EEF\1EF1\1EF3\1EF5\1EF7\1EF9\1EFB\1EFD\1EFF\1F00\1F01\1F02\1F03\1F04\1F05\1F06\1F07\1F10\1F11\1F12\1F13\1F14\1F15\1F20\1F21\1F22\1F23\1F24\1F25\1F26\1F27\1F30\1F31\1F32\1F33\1F34\1F35\1F36\1F37\1F40\1F41\1F42\1F43\1F44\1F45\1F51\1F53\1F55\1F57\1F60\1F61\1F62\1F63\1F64\1F65\1F66\1F67\1F80\1F81\1F82\1F83\1F84\1F85\1F86\1F87\1F90\1F91\1F92\1F93\1F94\1F95\1F96\1F97\1FA0\1FA1\1FA2\1FA3\1FA4\1FA5\1FA6\1FA7\1FB0\1FB1\1F70\1FB3\1F72\1F74\1FC3\1FD0\1FD1\1F76\1FE0\1FE1\1F7A\1FE5\1F78\1F7C\1FF3\214E\2184\2C30\2C31\2C32\2C33\2C34\2C35\2C36\2C37\2C38\2C39\2C3A\2C3B\2C3C\2C3D\2C3E\2C3F\2C40\2C41\2C42\2C43\2C44\2C45\2C46\2C47\2C48\2C49\2C4A\2C4B\2C4C\2C4D\2C4E\2C4F\2C50\2C51\2C52\2C53\2C54\2C55\2C56\2C57\2C58\2C59\2C5A\2C5B\2C5C\2C5D\2C5E\2C5F\2C61\026B\1D7D\027D\2C68\2C6A\2C6C\0251\0271\0250\0252\2C73\2C76\023F\0240\2C81\2C83\2C85\2C87\2C89\2C8B\2C8D\2C8F\2C91\2C93\2C95\2C97\2C99\2C9B\2C9D\2C9F\2CA1\2CA3\2CA5\2CA7\2CA9\2CAB\2CAD\2CAF\2CB1\2CB3\2CB5\2CB7\2CB9\2CBB\2CBD\2CBF\2CC1\2CC3\2CC5\2CC7\2CC9\2CCB\2CCD\2CCF\2CD1\2CD3\2CD5\2CD7\2CD9\2CDB\2CDD\2CDF\2CE1\2CE3\2CEC\2CEE\2CF3\A641\A643\A645\A647\A649\1C88\1C88\A64D\A64F\A651\A653\A655\A657\A659\A65B\A65D\A65F\A661\A663\A665\A667\A669\A66B\A66D\A681\A683\A685\A687\A689\A68B\A68D\A68F\A691\A693\A695\A697\A699\A69B\A723\A725\A727\A729\A72B\A72D\A72F\A733\A735\A737\A739\A73B\A73D\A73F\A741\A743\A745\A747\A749\A74B\A74D\A74F\A751\A753\A755\A757\A759\A75B\A75D\A75F\A761\A763\A765\A767\A769\A76B\A76D\A76F\A77A\A77C\1D79\A77F\A781\A783\A785\A787\A78C\0265\A791\A793\A797\A799\A79B\A79D\A79F\A7A1\A7A3\A7A5\A7A7\A7A9\0266\025C\0261\026C\026A\029E\0287\029D\AB53\A7B5\A7B7\A7B9\A7BB\A7BD\A7BF\A7C1\A7C3\A794\0282\1D8E\A7C8\A7CA\A7D1\A7D7\A7D9\A7F6\+010428\+010429\+01042A\+01042B\+01042C\+01042D\+01042E\+01042F\+010430\+010431\+010432\+010433\+010434\+010435\+010436\+010437\+010438\+010439\+01043A\+01043B\+01043C\+01043D\+01043E\+01043F\+010440\+010441\+010442\+010443\+010444\+010445\+010446\+010447\+010448\+010449\+01044A\+01044B\+01044C\+01044D\+01044E\+01044F\+0104D8\+0104D9\+0104DA\+0104DB\+0104DC\+0104DD\+0104DE\+0104DF\+0104E0\+0104E1\+0104E2\+0104E3\+0104E4\+0104E5\+0104E6\+0104E7\+0104E8\+0104E9\+0104EA\+0104EB\+0104EC\+0104ED\+0104EE\+0104EF\+0104F0\+0104F1\+0104F2\+0104F3\+0104F4\+0104F5\+0104F6\+0104F7\+0104F8\+0104F9\+0104FA\+0104FB\+010597\+010598\+010599\+01059A\+01059B\+01059C\+01059D\+01059E\+01059F\+0105A0\+0105A1\+0105A3\+0105A4\+0105A5\+0105A6\+0105A7\+0105A8\+0105A9\+0105AA\+0105AB\+0105AC\+0105AD\+0105AE\+0105AF\+0105B0\+0105B1\+0105B3\+0105B4\+0105B5\+0105B6\+0105B7\+0105B8\+0105B9\+0105BB\+0105BC\+010CC0\+010CC1\+010CC2\+010CC3\+010CC4\+010CC5\+010CC6\+010CC7\+010CC8\+010CC9\+010CCA\+010CCB\+010CCC\+010CCD\+010CCE\+010CCF\+010CD0\+010CD1\+010CD2\+010CD3\+010CD4\+010CD5\+010CD6\+010CD7\+010CD8\+010CD9\+010CDA\+010CDB\+010CDC\+010CDD\+010CDE\+010CDF\+010CE0\+010CE1\+010CE2\+010CE3\+010CE4\+010CE5\+010CE6\+010CE7\+010CE8\+010CE9\+010CEA\+010CEB\+010CEC\+010CED\+010CEE\+010CEF\+010CF0\+010CF1\+010CF2\+0118C0\+0118C1\+0118C2\+0118C3\+0118C4\+0118C5\+0118C6\+0118C7\+0118C8\+0118C9\+0118CA\+0118CB\+0118CC\+0118CD\+0118CE\+0118CF\+0118D0\+0118D1\+0118D2\+0118D3\+0118D4\+0118D5\+0118D6\+0118D7\+0118D8\+0118D9\+0118DA\+0118DB\+0118DC\+0118DD\+0118DE\+0118DF\+016E60\+016E61\+016E62\+016E63\+016E64\+016E65\+016E66\+016E67\+016E68\+016E69\+016E6A\+016E6B\+016E6C\+016E6D\+016E6E\+016E6F\+016E70\+016E71\+016E72\+016E73\+016E74\+016E75\+016E76\+016E77\+016E78\+016E79\+016E7A\+016E7B\+016E7C\+016E7D\+016E7E\+016E7F\+01E922\+01E923\+01E924\+01E925\+01E926\+01E927\+01E928\+01E929\+01E92A\+01E92B\+01E92C\+01E92D\+01E92E\+01E92F\+01E930\+01E931\+01E932\+01E933\+01E934\+01E935\+01E936\+01E937\+01E938\+01E939\+01E93A\+01E93B\+01E93C\+01E93D\+01E93E\+01E93F\+01E940\+01E941\+01E942\+01E943'), U&'\00DF', 'ss'), NFKC) END
$_$;
ALTER FUNCTION public.name_key(name text) OWNER TO ts_migrate;
COMMENT ON FUNCTION public.name_key(name text) IS 'The key by which names are compared (names.Key of the program).';
CREATE FUNCTION public.party_keys(name text, name_latin text, former_names text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
SELECT array_remove(ARRAY(SELECT public.name_key(x) FROM unnest(ARRAY[name, name_latin, former_names] || regexp_split_to_array(former_names, '[、，；;\n]+')) AS x), '')
$$;
ALTER FUNCTION public.party_keys(name text, name_latin text, former_names text) OWNER TO ts_migrate;
COMMENT ON FUNCTION public.party_keys(name text, name_latin text, former_names text) IS 'The keys of all names of a party (procedure.Party.Names of the program).';
CREATE FUNCTION public.river_job_state_in_bitmask(bitmask bit, state public.river_job_state) RETURNS boolean
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
ALTER FUNCTION public.river_job_state_in_bitmask(bitmask bit, state public.river_job_state) OWNER TO ts_migrate;
CREATE TABLE informant.accesses (
    id bigint NOT NULL,
    tip_id bigint NOT NULL,
    actor_id bigint NOT NULL,
    action text NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE informant.accesses OWNER TO ts_migrate;
ALTER TABLE informant.accesses ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME informant.accesses_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE informant.identities (
    id bigint NOT NULL,
    tip_id bigint NOT NULL,
    agency_id bigint NOT NULL,
    kek_id text NOT NULL,
    wrapped_key bytea NOT NULL,
    nonce bytea NOT NULL,
    ciphertext bytea NOT NULL,
    created_at timestamp with time zone NOT NULL
);
ALTER TABLE informant.identities OWNER TO ts_migrate;
COMMENT ON TABLE informant.identities IS 'Who gave a tip (ECL 31). Encrypted in the program with a data key wrapped by a key file outside the database; reached only through the four functions below by role ts_informant.';
ALTER TABLE informant.identities ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME informant.identities_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_requests (
    id bigint NOT NULL,
    ref text NOT NULL,
    requester_id bigint NOT NULL,
    purpose text NOT NULL,
    days integer NOT NULL,
    state text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    decided_by bigint,
    decided_at timestamp with time zone,
    case_ref text NOT NULL,
    answer_by timestamp with time zone NOT NULL,
    told_at timestamp with time zone,
    CONSTRAINT access_requests_case_ref_check CHECK (((char_length(case_ref) >= 1) AND (char_length(case_ref) <= 40))),
    CONSTRAINT access_requests_days_check CHECK (((days >= 1) AND (days <= 180))),
    CONSTRAINT access_requests_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'GRANTED'::text, 'REFUSED'::text]))),
    CONSTRAINT access_requests_told_check CHECK (((told_at IS NULL) OR (state = 'REFUSED'::text)))
);
ALTER TABLE public.access_requests OWNER TO ts_migrate;
COMMENT ON COLUMN public.access_requests.case_ref IS 'The reference as it was typed, written as references are. Real, hidden and invented ones are kept alike.';
COMMENT ON COLUMN public.access_requests.answer_by IS 'End of the working days after which who asked is told that he gets no access, whether it was decided or not.';
COMMENT ON COLUMN public.access_requests.told_at IS 'When who asked was told that he gets no access. Until then a refusal is known to the deciders alone.';
ALTER TABLE public.access_requests ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.access_requests_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.acts (
    id bigint NOT NULL,
    matter_id bigint NOT NULL,
    case_id bigint NOT NULL,
    entity text NOT NULL,
    root_kind text NOT NULL,
    root_id bigint NOT NULL,
    target_kind text NOT NULL,
    target_id bigint NOT NULL,
    row_id text NOT NULL,
    event text NOT NULL,
    variant text DEFAULT ''::text NOT NULL,
    from_state text DEFAULT ''::text NOT NULL,
    to_state text DEFAULT ''::text NOT NULL,
    round integer DEFAULT 1 NOT NULL,
    actor_id bigint NOT NULL,
    actor_name text NOT NULL,
    actor_role text NOT NULL,
    agency_id bigint NOT NULL,
    proposer_id bigint,
    proposer_name text DEFAULT ''::text NOT NULL,
    proposer_role text DEFAULT ''::text NOT NULL,
    approval_id bigint,
    twin_of bigint,
    from_paper boolean DEFAULT false NOT NULL,
    also text[] DEFAULT '{}'::text[] NOT NULL,
    notes text[] DEFAULT '{}'::text[] NOT NULL,
    input jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    edition text NOT NULL,
    CONSTRAINT acts_edition_check CHECK ((edition ~ '^\d{4}-\d\d-\d\d( [0-9a-f]{64})?$'::text))
);
ALTER TABLE public.acts OWNER TO ts_migrate;
COMMENT ON TABLE public.acts IS 'Every act of the procedure tables that happened, append-only. case_id is the file on whose timeline it stands; input is the decoded form as the law row defines it.';
COMMENT ON COLUMN public.acts.also IS 'Further event names fired by the same act (emits self:).';
COMMENT ON COLUMN public.acts.edition IS 'The edition of the tables under which it was done, and by which its input is read: day of effect, and the SHA-256 of its text.';
ALTER TABLE public.acts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.acts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.agencies (
    id bigint NOT NULL,
    code text NOT NULL,
    kind text NOT NULL,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    short_zh text NOT NULL,
    region text DEFAULT ''::text NOT NULL,
    own_penalty_power boolean DEFAULT false NOT NULL,
    accounts boolean DEFAULT true NOT NULL,
    CONSTRAINT agencies_kind_check CHECK ((kind = ANY (ARRAY['commerce'::text, 'customs'::text, 'public_security'::text, 'customs_anti_smuggling'::text, 'state_security'::text, 'coordination'::text, 'system'::text, 'procuratorate'::text, 'court'::text, 'other'::text])))
);
ALTER TABLE public.agencies OWNER TO ts_migrate;
COMMENT ON COLUMN public.agencies.own_penalty_power IS 'May impose penalties in its own name (ECL 40, DUR 45); otherwise a commission instrument is needed.';
COMMENT ON COLUMN public.agencies.accounts IS 'false: an organ without accounts; its acts are recorded from the paper received.';
ALTER TABLE public.agencies ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.agencies_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.approvals (
    id bigint NOT NULL,
    ref text NOT NULL,
    matter_id bigint NOT NULL,
    case_id bigint NOT NULL,
    entity text NOT NULL,
    root_kind text NOT NULL,
    root_id bigint NOT NULL,
    target_kind text NOT NULL,
    target_id bigint NOT NULL,
    row_id text NOT NULL,
    event text NOT NULL,
    variant text DEFAULT ''::text NOT NULL,
    decider_roles text[] NOT NULL,
    agency_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    proposer_id bigint NOT NULL,
    proposer_role text NOT NULL,
    input jsonb NOT NULL,
    shown jsonb NOT NULL,
    digest text NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    state text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    opening_act_id bigint,
    clock text DEFAULT ''::text NOT NULL,
    due_at timestamp with time zone,
    decided_at timestamp with time zone,
    decided_by bigint,
    decision text DEFAULT ''::text NOT NULL,
    reason_code text DEFAULT ''::text NOT NULL,
    opinion text DEFAULT ''::text NOT NULL,
    act_id bigint,
    case_due timestamp with time zone DEFAULT '9999-12-31 00:00:00+00'::timestamp with time zone NOT NULL,
    case_marking smallint DEFAULT 32767 NOT NULL,
    case_agency_id bigint DEFAULT 0 NOT NULL,
    edition text NOT NULL,
    CONSTRAINT approvals_case_marking_check CHECK ((((case_marking >= 0) AND (case_marking <= 3)) OR (case_marking = 32767))),
    CONSTRAINT approvals_edition_check CHECK ((edition ~ '^\d{4}-\d\d-\d\d( [0-9a-f]{64})?$'::text)),
    CONSTRAINT approvals_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'DECIDED'::text, 'RETURNED'::text, 'REFUSED'::text, 'WITHDRAWN'::text])))
);
ALTER TABLE public.approvals OWNER TO ts_migrate;
COMMENT ON TABLE public.approvals IS 'A proposal waiting for another person''s decision. shown is what the approver will see, digest binds the signature to it; revision counts resubmissions of the same event on the same target.';
COMMENT ON COLUMN public.approvals.opening_act_id IS 'The act that is the proposal (proposal_act of the table); NULL = stored by the engine.';
COMMENT ON COLUMN public.approvals.case_due IS 'Copies of the case''s next_due, marking and lead agency, kept by cases.Project while the proposal is open.';
COMMENT ON COLUMN public.approvals.edition IS 'The edition of the tables under which it was proposed, and by which its input is read.';
ALTER TABLE public.approvals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.approvals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.attachment_readings (
    file_id bigint NOT NULL,
    altered boolean NOT NULL,
    missing boolean NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.attachment_readings OWNER TO ts_migrate;
COMMENT ON TABLE public.attachment_readings IS 'How the bytes of a file of an act or a proposal were last found; the findings themselves are events.';
COMMENT ON COLUMN public.attachment_readings.altered IS 'Other bytes were found, and not since the right ones.';
CREATE TABLE public.attachments (
    id bigint NOT NULL,
    ref text NOT NULL,
    agency_id bigint NOT NULL,
    case_id bigint NOT NULL,
    act_id bigint DEFAULT 0 NOT NULL,
    document_id bigint,
    field text DEFAULT ''::text NOT NULL,
    name text NOT NULL,
    size bigint NOT NULL,
    digest text NOT NULL,
    media text NOT NULL,
    created_by bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    approval_id bigint
);
ALTER TABLE public.attachments OWNER TO ts_migrate;
COMMENT ON TABLE public.attachments IS 'Files that belong to an act or a document (proof of service, rendition), as opposed to evidence.';
COMMENT ON COLUMN public.attachments.approval_id IS 'The proposal that the file came with; act_id is 0 until that is decided.';
ALTER TABLE public.attachments ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.attachments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.audit_checkpoints (
    size bigint NOT NULL,
    note text NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.audit_checkpoints OWNER TO ts_migrate;
CREATE TABLE public.audit_events (
    stream text NOT NULL,
    n bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id bigint NOT NULL,
    actor_name text NOT NULL,
    agency text NOT NULL,
    unit text NOT NULL,
    action text NOT NULL,
    kind text NOT NULL,
    target_id bigint NOT NULL,
    target_ref text NOT NULL,
    target_name text NOT NULL,
    case_id bigint DEFAULT 0 NOT NULL,
    details jsonb NOT NULL,
    request_key text DEFAULT ''::text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    encoding text NOT NULL,
    prev bytea NOT NULL,
    hash bytea NOT NULL
);
ALTER TABLE public.audit_events OWNER TO ts_migrate;
COMMENT ON TABLE public.audit_events IS 'Append-only ledger: hash = SHA-256(encoding(fields) || prev). Ids and names, no foreign keys.';
CREATE TABLE public.audit_requests (
    actor_id bigint NOT NULL,
    route text NOT NULL,
    target text NOT NULL,
    nonce text NOT NULL,
    stream text NOT NULL,
    n bigint NOT NULL,
    location text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL,
    content bytea
);
ALTER TABLE public.audit_requests OWNER TO ts_migrate;
COMMENT ON TABLE public.audit_requests IS 'One-time form keys already used (security D9): a repeat finds the first act.';
COMMENT ON COLUMN public.audit_requests.content IS 'SHA-256 of the form that was sent with the key, without secrets; NULL = used before this was kept.';
CREATE TABLE public.case_members (
    case_id bigint NOT NULL,
    user_id bigint NOT NULL,
    part text NOT NULL,
    lead boolean DEFAULT false NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone DEFAULT '9999-12-31 00:00:00+00'::timestamp with time zone NOT NULL,
    granted_by bigint NOT NULL,
    basis text DEFAULT ''::text NOT NULL,
    next_due timestamp with time zone DEFAULT '9999-12-31 00:00:00+00'::timestamp with time zone NOT NULL,
    marking smallint DEFAULT 1 NOT NULL,
    handled text DEFAULT ''::text NOT NULL,
    CONSTRAINT case_members_handled_check CHECK ((handled = ANY (ARRAY[''::text, 'handler'::text, 'support'::text]))),
    CONSTRAINT case_members_marking_check CHECK (((marking >= 0) AND (marking <= 3))),
    CONSTRAINT case_members_part_check CHECK ((part = ANY (ARRAY['handler'::text, 'support'::text, 'reader'::text])))
);
ALTER TABLE public.case_members OWNER TO ts_migrate;
COMMENT ON TABLE public.case_members IS 'Who handles, supports or reads a case by name. next_due and marking are copies kept by cases.Project so that a list by membership has its own order.';
COMMENT ON COLUMN public.case_members.handled IS 'The part, handler or support, that this person once had on the file; empty if never. It outlives the part: a duty by appointment does not end with the appointment.';
CREATE TABLE public.cases (
    id bigint NOT NULL,
    ref text NOT NULL,
    machine text NOT NULL,
    matter_id bigint NOT NULL,
    lead_agency_id bigint NOT NULL,
    org_unit_id bigint NOT NULL,
    state text NOT NULL,
    round integer DEFAULT 1 NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    title text NOT NULL,
    summary text DEFAULT ''::text NOT NULL,
    mineral text DEFAULT ''::text NOT NULL,
    lead_basis text DEFAULT ''::text NOT NULL,
    typology text DEFAULT ''::text NOT NULL,
    source_kind text DEFAULT ''::text NOT NULL,
    marking smallint DEFAULT 1 NOT NULL,
    compartmented boolean DEFAULT false NOT NULL,
    tip_id bigint,
    public_case text DEFAULT ''::text NOT NULL,
    source_referral_id bigint,
    violation_ended_on date,
    competence_basis text DEFAULT ''::text NOT NULL,
    complex_or_major boolean DEFAULT false NOT NULL,
    economic_crime boolean DEFAULT false NOT NULL,
    quantity_mg numeric(30,0),
    value_fen numeric(30,0),
    registered_at timestamp with time zone NOT NULL,
    filed_at timestamp with time zone,
    decided_at timestamp with time zone,
    closed_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL,
    created_by bigint NOT NULL,
    next_due timestamp with time zone DEFAULT '9999-12-31 00:00:00+00'::timestamp with time zone NOT NULL,
    next_clock text DEFAULT ''::text NOT NULL,
    handlers_owed_at timestamp with time zone,
    CONSTRAINT cases_machine_check CHECK ((machine = ANY (ARRAY['admin_case'::text, 'criminal_case'::text]))),
    CONSTRAINT cases_marking_check CHECK (((marking >= 0) AND (marking <= 3)))
);
ALTER TABLE public.cases OWNER TO ts_migrate;
COMMENT ON TABLE public.cases IS 'One agency''s file on one track. state is written by procedure only.';
COMMENT ON COLUMN public.cases.round IS 'Raised by each return to INVESTIGATING; DOC-A24..A30 count only in their round.';
COMMENT ON COLUMN public.cases.quantity_mg IS 'Net mass of all goods rows in milligrams; NULL = unknown, which differs from 0.';
COMMENT ON COLUMN public.cases.value_fen IS 'Value of all goods rows in fen (1/100 CNY); NULL = unknown.';
COMMENT ON COLUMN public.cases.next_due IS 'Earliest running clock this agency owes on the file, its items, persons and referrals; 9999-12-31 = none. Kept by cases.Project.';
COMMENT ON COLUMN public.cases.handlers_owed_at IS 'Since when the case, which had two handlers, has fewer; NULL = it lacks nobody.';
CREATE VIEW public.audit_copies AS
 SELECT 'case_members'::text AS tab,
    ((m.case_id || '.'::text) || m.user_id) AS "row",
    ('case:'::text || m.case_id) AS stream,
    (0)::bigint AS n
   FROM (public.case_members m
     JOIN public.cases c ON ((c.id = m.case_id)))
  WHERE ((m.marking IS DISTINCT FROM c.marking) OR (m.next_due IS DISTINCT FROM c.next_due))
UNION ALL
 SELECT 'approvals'::text AS tab,
    (a.id)::text AS "row",
    ((a.root_kind || ':'::text) || a.root_id) AS stream,
    0 AS n
   FROM (public.approvals a
     JOIN public.cases c ON ((c.id = a.case_id)))
  WHERE ((a.state = 'OPEN'::text) AND (a.case_marking <> 32767) AND ((a.case_marking IS DISTINCT FROM c.marking) OR (a.case_agency_id IS DISTINCT FROM c.lead_agency_id) OR (a.case_due IS DISTINCT FROM c.next_due)))
UNION ALL
 SELECT 'audit_requests'::text AS tab,
    ((r.actor_id || ' '::text) || r.nonce) AS "row",
    r.stream,
    r.n
   FROM (public.audit_requests r
     LEFT JOIN public.audit_events e ON (((e.stream = r.stream) AND (e.n = r.n))))
  WHERE (((r.actor_id IS DISTINCT FROM e.actor_id) OR (r.nonce IS DISTINCT FROM e.request_key)) AND ((e.n IS NOT NULL) OR (r.at >= ( SELECT min(b.at) AS min
           FROM public.audit_events b
          WHERE ((b.stream = 'unit:0'::text) AND (b.action = 'schema.bound'::text))))));
ALTER TABLE public.audit_copies OWNER TO ts_migrate;
COMMENT ON VIEW public.audit_copies IS 'Rows whose copies are not what they are copied from; verification names them.';
CREATE VIEW public.audit_facts_access_requests AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    NULL::text AS stream,
    jsonb_build_object('ref', t.ref, 'requester_id', t.requester_id, 'days', t.days, 'state', t.state, 'decided_by', t.decided_by, 'created_at', (t.created_at AT TIME ZONE 'UTC'::text), 'answer_by', (t.answer_by AT TIME ZONE 'UTC'::text), 'decided_at', (t.decided_at AT TIME ZONE 'UTC'::text), 'told_at', (t.told_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.case_ref, t.purpose, t.reason))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.access_requests t;
ALTER TABLE public.audit_facts_access_requests OWNER TO ts_migrate;
CREATE VIEW public.audit_facts_acts AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ((t.root_kind || ':'::text) || t.root_id) AS stream,
    (jsonb_build_object('matter_id', t.matter_id, 'case_id', t.case_id, 'entity', t.entity, 'root_kind', t.root_kind, 'root_id', t.root_id, 'target_kind', t.target_kind, 'target_id', t.target_id, 'row_id', t.row_id, 'event', t.event, 'variant', t.variant, 'from_state', t.from_state, 'to_state', t.to_state, 'round', t.round, 'actor_id', t.actor_id, 'actor_role', t.actor_role, 'agency_id', t.agency_id, 'proposer_id', t.proposer_id, 'proposer_role', t.proposer_role, 'approval_id', t.approval_id, 'twin_of', t.twin_of, 'from_paper', t.from_paper, 'also', t.also, 'at', (t.at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.actor_name, t.proposer_name, t.notes, t.input))::text, 'UTF8'::name)), 'hex'::text)) ||
        CASE t.edition
            WHEN '2004-11-01'::text THEN '{}'::jsonb
            ELSE jsonb_build_object('edition', t.edition)
        END) AS fields
   FROM public.acts t;
ALTER TABLE public.audit_facts_acts OWNER TO ts_migrate;
CREATE VIEW public.audit_facts_agencies AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    'unit:0'::text AS stream,
    jsonb_build_object('code', t.code, 'kind', t.kind, 'region', t.region, 'own_penalty_power', t.own_penalty_power, 'accounts', t.accounts, 'words', encode(sha256(convert_to((jsonb_build_array(t.name_zh, t.name_en, t.short_zh))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.agencies t;
ALTER TABLE public.audit_facts_agencies OWNER TO ts_migrate;
CREATE VIEW public.audit_facts_approval_scopes AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ((t.root_kind || ':'::text) || t.root_id) AS stream,
    jsonb_build_object('case_marking', t.case_marking, 'case_agency_id', t.case_agency_id) AS fields
   FROM public.approvals t
  WHERE (t.state <> 'OPEN'::text);
ALTER TABLE public.audit_facts_approval_scopes OWNER TO ts_migrate;
CREATE VIEW public.audit_facts_approvals AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ((t.root_kind || ':'::text) || t.root_id) AS stream,
    (jsonb_build_object('ref', t.ref, 'matter_id', t.matter_id, 'case_id', t.case_id, 'entity', t.entity, 'root_kind', t.root_kind, 'root_id', t.root_id, 'target_kind', t.target_kind, 'target_id', t.target_id, 'row_id', t.row_id, 'event', t.event, 'variant', t.variant, 'decider_roles', t.decider_roles, 'agency_id', t.agency_id, 'unit_id', t.unit_id, 'proposer_id', t.proposer_id, 'proposer_role', t.proposer_role, 'digest', t.digest, 'revision', t.revision, 'state', t.state, 'opening_act_id', t.opening_act_id, 'clock', t.clock, 'decided_by', t.decided_by, 'decision', t.decision, 'reason_code', t.reason_code, 'act_id', t.act_id, 'opened_at', (t.opened_at AT TIME ZONE 'UTC'::text), 'due_at', (t.due_at AT TIME ZONE 'UTC'::text), 'decided_at', (t.decided_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.input, t.shown, t.opinion))::text, 'UTF8'::name)), 'hex'::text)) ||
        CASE t.edition
            WHEN '2004-11-01'::text THEN '{}'::jsonb
            ELSE jsonb_build_object('edition', t.edition)
        END) AS fields
   FROM public.approvals t;
ALTER TABLE public.audit_facts_approvals OWNER TO ts_migrate;
CREATE VIEW public.audit_facts_attachments AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('case:'::text || t.case_id) AS stream,
    (jsonb_build_object('ref', t.ref, 'agency_id', t.agency_id, 'case_id', t.case_id, 'act_id', t.act_id, 'document_id', t.document_id, 'field', t.field, 'size', t.size, 'digest', t.digest, 'media', t.media, 'created_by', t.created_by, 'created_at', (t.created_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.name))::text, 'UTF8'::name)), 'hex'::text)) ||
        CASE
            WHEN (t.approval_id IS NULL) THEN '{}'::jsonb
            ELSE jsonb_build_object('approval_id', t.approval_id)
        END) AS fields
   FROM public.attachments t;
ALTER TABLE public.audit_facts_attachments OWNER TO ts_migrate;
CREATE VIEW public.audit_facts_case_members AS
 SELECT t.case_id AS a,
    t.user_id AS b,
    ('case:'::text || t.case_id) AS stream,
    jsonb_build_object('case_id', t.case_id, 'user_id', t.user_id, 'part', t.part, 'handled', t.handled, 'lead', t.lead, 'granted_by', t.granted_by, 'basis', t.basis, 'from_at', (t.from_at AT TIME ZONE 'UTC'::text), 'to_at', (t.to_at AT TIME ZONE 'UTC'::text)) AS fields
   FROM public.case_members t;
ALTER TABLE public.audit_facts_case_members OWNER TO ts_migrate;
CREATE TABLE public.case_pointers (
    case_id bigint NOT NULL,
    agency_id bigint NOT NULL,
    because text NOT NULL
);
ALTER TABLE public.case_pointers OWNER TO ts_migrate;
COMMENT ON TABLE public.case_pointers IS 'Known-but-closed (P39): this agency may know that the case exists, and nothing else.';
CREATE VIEW public.audit_facts_case_pointers AS
 SELECT t.case_id AS a,
    t.agency_id AS b,
    ('case:'::text || t.case_id) AS stream,
    jsonb_build_object('case_id', t.case_id, 'agency_id', t.agency_id, 'words', encode(sha256(convert_to((jsonb_build_array(t.because))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.case_pointers t;
ALTER TABLE public.audit_facts_case_pointers OWNER TO ts_migrate;
CREATE VIEW public.audit_facts_cases AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('case:'::text || t.id) AS stream,
    jsonb_build_object('ref', t.ref, 'machine', t.machine, 'matter_id', t.matter_id, 'lead_agency_id', t.lead_agency_id, 'org_unit_id', t.org_unit_id, 'state', t.state, 'round', t.round, 'mineral', t.mineral, 'lead_basis', t.lead_basis, 'typology', t.typology, 'source_kind', t.source_kind, 'marking', t.marking, 'compartmented', t.compartmented, 'tip_id', t.tip_id, 'public_case', t.public_case, 'source_referral_id', t.source_referral_id, 'violation_ended_on', t.violation_ended_on, 'competence_basis', t.competence_basis, 'complex_or_major', t.complex_or_major, 'economic_crime', t.economic_crime, 'quantity_g', public.audit_grams(t.quantity_mg), 'value_fen', t.value_fen, 'created_by', t.created_by, 'registered_at', (t.registered_at AT TIME ZONE 'UTC'::text), 'filed_at', (t.filed_at AT TIME ZONE 'UTC'::text), 'decided_at', (t.decided_at AT TIME ZONE 'UTC'::text), 'closed_at', (t.closed_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.title, t.summary))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.cases t;
ALTER TABLE public.audit_facts_cases OWNER TO ts_migrate;
CREATE TABLE public.clocks (
    id bigint NOT NULL,
    matter_id bigint NOT NULL,
    case_id bigint NOT NULL,
    entity text NOT NULL,
    target_kind text NOT NULL,
    target_id bigint NOT NULL,
    code text NOT NULL,
    state text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    minimum boolean DEFAULT false NOT NULL,
    provisional boolean DEFAULT false NOT NULL,
    owner_role text DEFAULT ''::text NOT NULL,
    owner_agency_id bigint NOT NULL,
    basis text DEFAULT ''::text NOT NULL,
    steps jsonb DEFAULT '{}'::jsonb NOT NULL,
    paused_at timestamp with time zone,
    pause_basis text DEFAULT ''::text NOT NULL,
    extensions integer DEFAULT 0 NOT NULL,
    start_act_id bigint NOT NULL,
    close_act_id bigint,
    closed_at timestamp with time zone,
    edition text NOT NULL,
    CONSTRAINT clocks_edition_check CHECK ((edition ~ '^\d{4}-\d\d-\d\d( [0-9a-f]{64})?$'::text)),
    CONSTRAINT clocks_state_check CHECK ((state = ANY (ARRAY['RUNNING'::text, 'PAUSED'::text, 'MET'::text, 'LATE'::text, 'LAPSED'::text])))
);
ALTER TABLE public.clocks OWNER TO ts_migrate;
COMMENT ON TABLE public.clocks IS 'Statutory clocks. case_id is the owing agency''s file, whose next_due this clock may set; steps holds how the end was computed, extensions and pauses included.';
COMMENT ON COLUMN public.clocks.edition IS 'The edition of the tables under which it was started, and by which its end is counted.';
CREATE VIEW public.audit_facts_clocks AS
 SELECT t.id AS a,
    (0)::bigint AS b,
        CASE
            WHEN (t.target_kind = ANY (ARRAY['referral'::text, 'mss'::text])) THEN ((t.target_kind || ':'::text) || t.target_id)
            ELSE ('case:'::text || t.case_id)
        END AS stream,
    (jsonb_build_object('matter_id', t.matter_id, 'case_id', t.case_id, 'entity', t.entity, 'target_kind', t.target_kind, 'target_id', t.target_id, 'code', t.code, 'state', t.state, 'minimum', t.minimum, 'provisional', t.provisional, 'owner_role', t.owner_role, 'owner_agency_id', t.owner_agency_id, 'extensions', t.extensions, 'start_act_id', t.start_act_id, 'close_act_id', t.close_act_id, 'started_at', (t.started_at AT TIME ZONE 'UTC'::text), 'due_at', (t.due_at AT TIME ZONE 'UTC'::text), 'paused_at', (t.paused_at AT TIME ZONE 'UTC'::text), 'closed_at', (t.closed_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.basis, t.steps, t.pause_basis))::text, 'UTF8'::name)), 'hex'::text)) ||
        CASE t.edition
            WHEN '2004-11-01'::text THEN '{}'::jsonb
            ELSE jsonb_build_object('edition', t.edition)
        END) AS fields
   FROM public.clocks t;
ALTER TABLE public.audit_facts_clocks OWNER TO ts_migrate;
CREATE TABLE public.custody_entries (
    id bigint NOT NULL,
    evidence_id bigint NOT NULL,
    n integer NOT NULL,
    action text NOT NULL,
    from_holder text DEFAULT ''::text NOT NULL,
    to_holder text NOT NULL,
    place text DEFAULT ''::text NOT NULL,
    method text DEFAULT ''::text NOT NULL,
    giver_id bigint,
    giver_name text DEFAULT ''::text NOT NULL,
    receiver_id bigint,
    receiver_name text DEFAULT ''::text NOT NULL,
    seal_no text DEFAULT ''::text NOT NULL,
    hash_state text DEFAULT ''::text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    act_id bigint NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.custody_entries OWNER TO ts_migrate;
COMMENT ON TABLE public.custody_entries IS 'The custody chain: who had the item, from collection to now. Append-only.';
CREATE TABLE public.evidence_items (
    id bigint NOT NULL,
    ref text NOT NULL,
    case_id bigint NOT NULL,
    matter_id bigint NOT NULL,
    no integer NOT NULL,
    state text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    track text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    collected_at timestamp with time zone NOT NULL,
    place text NOT NULL,
    method text NOT NULL,
    collector_id bigint NOT NULL,
    co_collector_id bigint NOT NULL,
    source_person text DEFAULT ''::text NOT NULL,
    original_or_copy text DEFAULT 'original'::text NOT NULL,
    original_location text DEFAULT ''::text NOT NULL,
    quantity numeric,
    unit text DEFAULT ''::text NOT NULL,
    net_mg bigint,
    gross_mg bigint,
    seal_no text DEFAULT ''::text NOT NULL,
    storage_place text DEFAULT ''::text NOT NULL,
    measure text DEFAULT ''::text NOT NULL,
    finding text DEFAULT 'unverified'::text NOT NULL,
    exclusion_reason text DEFAULT ''::text NOT NULL,
    holder_agency_id bigint NOT NULL,
    holder_user_id bigint,
    holder_text text DEFAULT ''::text NOT NULL,
    giver_id bigint,
    to_agency_id bigint,
    custody_case_id bigint,
    parent_id bigint,
    goods_item_id bigint,
    flagged boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT evidence_items_finding_check CHECK ((finding = ANY (ARRAY['unverified'::text, 'verified'::text, 'excluded'::text]))),
    CONSTRAINT evidence_items_gross_mg_check CHECK (((gross_mg >= 0) AND (gross_mg <= '1000000000000000'::bigint))),
    CONSTRAINT evidence_items_measure_check CHECK ((measure = ANY (ARRAY[''::text, 'admin'::text, 'criminal'::text]))),
    CONSTRAINT evidence_items_net_mg_check CHECK (((net_mg >= 0) AND (net_mg <= '1000000000000000'::bigint))),
    CONSTRAINT evidence_items_track_check CHECK ((track = ANY (ARRAY['administrative'::text, 'criminal'::text]))),
    CONSTRAINT evidence_items_two_collectors_check CHECK ((collector_id <> co_collector_id))
);
ALTER TABLE public.evidence_items OWNER TO ts_migrate;
COMMENT ON TABLE public.evidence_items IS 'Machine evidence_item. measure is the legal measure beside the custody state; custody_case_id the receiving case after an accepted handover; giver_id who gave an item that is in transit.';
COMMENT ON COLUMN public.evidence_items.flagged IS 'Content judged dangerous: attachment only, never rendered (security D14).';
CREATE VIEW public.audit_facts_custody_entries AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('case:'::text || p.case_id) AS stream,
    jsonb_build_object('evidence_id', t.evidence_id, 'n', t.n, 'action', t.action, 'method', t.method, 'giver_id', t.giver_id, 'receiver_id', t.receiver_id, 'seal_no', t.seal_no, 'hash_state', t.hash_state, 'act_id', t.act_id, 'at', (t.at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.from_holder, t.to_holder, t.place, t.giver_name, t.receiver_name, t.note))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM (public.custody_entries t
     LEFT JOIN public.evidence_items p ON ((p.id = t.evidence_id)));
ALTER TABLE public.audit_facts_custody_entries OWNER TO ts_migrate;
CREATE TABLE public.decisions (
    id bigint NOT NULL,
    case_id bigint NOT NULL,
    act_id bigint NOT NULL,
    kind text NOT NULL,
    violation text DEFAULT ''::text NOT NULL,
    sanctions text[] DEFAULT '{}'::text[] NOT NULL,
    fine_fen bigint DEFAULT 0 NOT NULL,
    confiscated_fen bigint DEFAULT 0 NOT NULL,
    calculation jsonb DEFAULT '{}'::jsonb NOT NULL,
    deviation text DEFAULT ''::text NOT NULL,
    reasons text DEFAULT ''::text NOT NULL,
    made_at timestamp with time zone NOT NULL
);
ALTER TABLE public.decisions OWNER TO ts_migrate;
COMMENT ON TABLE public.decisions IS 'Administrative decisions with the calculator''s input, rule and range beside what was decided (procedure.md 4.3 rule 10). Append-only.';
CREATE VIEW public.audit_facts_decisions AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('case:'::text || t.case_id) AS stream,
    jsonb_build_object('case_id', t.case_id, 'act_id', t.act_id, 'kind', t.kind, 'violation', t.violation, 'sanctions', t.sanctions, 'fine_fen', t.fine_fen, 'confiscated_fen', t.confiscated_fen, 'made_at', (t.made_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.calculation, t.deviation, t.reasons))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.decisions t;
ALTER TABLE public.audit_facts_decisions OWNER TO ts_migrate;
CREATE TABLE public.documents (
    id bigint NOT NULL,
    ref text NOT NULL,
    matter_id bigint NOT NULL,
    case_id bigint NOT NULL,
    target_kind text NOT NULL,
    target_id bigint NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    number text DEFAULT ''::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    round integer DEFAULT 1 NOT NULL,
    direction text NOT NULL,
    template_version text NOT NULL,
    data jsonb NOT NULL,
    digest text NOT NULL,
    act_id bigint NOT NULL,
    agency_id bigint NOT NULL,
    issued_by bigint NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    number_rule smallint DEFAULT 2 NOT NULL,
    CONSTRAINT documents_direction_check CHECK ((direction = ANY (ARRAY['out'::text, 'in'::text, 'internal'::text])))
);
ALTER TABLE public.documents OWNER TO ts_migrate;
COMMENT ON TABLE public.documents IS 'Official documents as frozen snapshots: number, template version, canonical data and their digest. Append-only; a newer version is a new row.';
COMMENT ON COLUMN public.documents.number_rule IS '1: numbered before numbers were unique in an agency; an equal number may exist. 2: unique.';
CREATE VIEW public.audit_facts_documents AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('case:'::text || t.case_id) AS stream,
    jsonb_build_object('ref', t.ref, 'matter_id', t.matter_id, 'case_id', t.case_id, 'target_kind', t.target_kind, 'target_id', t.target_id, 'code', t.code, 'number', t.number, 'number_rule', t.number_rule, 'version', t.version, 'round', t.round, 'direction', t.direction, 'template_version', t.template_version, 'digest', t.digest, 'act_id', t.act_id, 'agency_id', t.agency_id, 'issued_by', t.issued_by, 'issued_at', (t.issued_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.title, t.data))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.documents t;
ALTER TABLE public.audit_facts_documents OWNER TO ts_migrate;
CREATE TABLE public.evidence_checks (
    id bigint NOT NULL,
    file_id bigint NOT NULL,
    algorithm text NOT NULL,
    digest text NOT NULL,
    ok boolean NOT NULL,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    missing boolean DEFAULT false NOT NULL,
    CONSTRAINT evidence_checks_missing_check CHECK (((NOT missing) OR ((NOT ok) AND (digest = ''::text))))
);
ALTER TABLE public.evidence_checks OWNER TO ts_migrate;
COMMENT ON TABLE public.evidence_checks IS 'Results of verifying stored bytes; the SM3 digest arrives here as a check of algorithm sm3.';
COMMENT ON COLUMN public.evidence_checks.missing IS 'There were no bytes to read at the address, or they could not be read; says nothing about what they are.';
CREATE TABLE public.evidence_files (
    id bigint NOT NULL,
    ref text NOT NULL,
    evidence_id bigint NOT NULL,
    agency_id bigint NOT NULL,
    case_id bigint NOT NULL,
    digest text NOT NULL,
    declared_digest text DEFAULT ''::text NOT NULL,
    name text NOT NULL,
    size bigint NOT NULL,
    media text NOT NULL,
    media_claimed text DEFAULT ''::text NOT NULL,
    uploaded_by bigint NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    looked_inside boolean DEFAULT false NOT NULL
);
ALTER TABLE public.evidence_files OWNER TO ts_migrate;
COMMENT ON TABLE public.evidence_files IS 'Bytes of an item at the blob address (agency, case, digest) (security D2). digest is ours, "sha256:hex"; declared_digest what the provider stated. Append-only.';
COMMENT ON COLUMN public.evidence_files.looked_inside IS 'The kind of the content was told by what is in it, where it is a container; else by its first bytes alone.';
CREATE VIEW public.audit_facts_evidence_checks AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('case:'::text || p.case_id) AS stream,
    jsonb_build_object('file_id', t.file_id, 'algorithm', t.algorithm, 'digest', t.digest, 'ok', t.ok, 'missing', t.missing, 'at', (t.at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.by_name))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM ((public.evidence_checks t
     LEFT JOIN public.evidence_files q ON ((q.id = t.file_id)))
     LEFT JOIN public.evidence_items p ON ((p.id = q.evidence_id)));
ALTER TABLE public.audit_facts_evidence_checks OWNER TO ts_migrate;
CREATE VIEW public.audit_facts_evidence_files AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('case:'::text || p.case_id) AS stream,
    jsonb_build_object('ref', t.ref, 'evidence_id', t.evidence_id, 'agency_id', t.agency_id, 'case_id', t.case_id, 'digest', t.digest, 'declared_digest', t.declared_digest, 'size', t.size, 'media', t.media, 'media_claimed', t.media_claimed, 'uploaded_by', t.uploaded_by, 'uploaded_at', (t.uploaded_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.name))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM (public.evidence_files t
     LEFT JOIN public.evidence_items p ON ((p.id = t.evidence_id)));
ALTER TABLE public.audit_facts_evidence_files OWNER TO ts_migrate;
CREATE VIEW public.audit_facts_evidence_items AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('case:'::text || t.case_id) AS stream,
    jsonb_build_object('ref', t.ref, 'case_id', t.case_id, 'matter_id', t.matter_id, 'no', t.no, 'state', t.state, 'track', t.track, 'kind', t.kind, 'collector_id', t.collector_id, 'co_collector_id', t.co_collector_id, 'original_or_copy', t.original_or_copy, 'quantity', t.quantity, 'unit', t.unit, 'net_g', public.audit_grams((t.net_mg)::numeric), 'gross_g', public.audit_grams((t.gross_mg)::numeric), 'seal_no', t.seal_no, 'measure', t.measure, 'finding', t.finding, 'holder_agency_id', t.holder_agency_id, 'holder_user_id', t.holder_user_id, 'giver_id', t.giver_id, 'to_agency_id', t.to_agency_id, 'custody_case_id', t.custody_case_id, 'parent_id', t.parent_id, 'goods_item_id', t.goods_item_id, 'flagged', t.flagged, 'collected_at', (t.collected_at AT TIME ZONE 'UTC'::text), 'created_at', (t.created_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.name, t.place, t.method, t.source_person, t.original_location, t.storage_place, t.exclusion_reason, t.holder_text))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.evidence_items t;
ALTER TABLE public.audit_facts_evidence_items OWNER TO ts_migrate;
CREATE TABLE public.goods_items (
    id bigint NOT NULL,
    ref text NOT NULL,
    case_id bigint NOT NULL,
    name text NOT NULL,
    mineral text NOT NULL,
    form text DEFAULT ''::text NOT NULL,
    purity text DEFAULT ''::text NOT NULL,
    act_on date,
    control_code text DEFAULT ''::text NOT NULL,
    control_basis text DEFAULT ''::text NOT NULL,
    control_state text DEFAULT ''::text NOT NULL,
    hs_declared text DEFAULT ''::text NOT NULL,
    hs_found text DEFAULT ''::text NOT NULL,
    quantity numeric,
    unit text DEFAULT ''::text NOT NULL,
    net_mg bigint,
    value_fen bigint,
    value_method text DEFAULT ''::text NOT NULL,
    licence_state text DEFAULT ''::text NOT NULL,
    licence_note text DEFAULT ''::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_by bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    listed_item text DEFAULT ''::text NOT NULL,
    CONSTRAINT goods_items_net_mg_check CHECK (((net_mg >= 0) AND (net_mg <= '1000000000000000'::bigint)))
);
ALTER TABLE public.goods_items OWNER TO ts_migrate;
COMMENT ON COLUMN public.goods_items.control_code IS 'Control code looked up from policies/items by the date of the act (procedure.md finding 11), empty = not controlled or not determined (control_state says which).';
COMMENT ON COLUMN public.goods_items.listed_item IS 'Chinese name of an item of policies/items that an officer picked; empty = found by name, customs code or form.';
CREATE VIEW public.audit_facts_goods_items AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('case:'::text || t.case_id) AS stream,
    jsonb_build_object('ref', t.ref, 'case_id', t.case_id, 'mineral', t.mineral, 'purity', t.purity, 'act_on', t.act_on, 'control_code', t.control_code, 'control_basis', t.control_basis, 'control_state', t.control_state, 'hs_declared', t.hs_declared, 'hs_found', t.hs_found, 'quantity', t.quantity, 'unit', t.unit, 'net_g', public.audit_grams((t.net_mg)::numeric), 'value_fen', t.value_fen, 'value_method', t.value_method, 'licence_state', t.licence_state, 'listed_item', t.listed_item, 'created_by', t.created_by, 'created_at', (t.created_at AT TIME ZONE 'UTC'::text), 'removed_at', (t.removed_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.name, t.form, t.licence_note))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.goods_items t;
ALTER TABLE public.audit_facts_goods_items OWNER TO ts_migrate;
CREATE TABLE public.goods_routes (
    id bigint NOT NULL,
    case_id bigint NOT NULL,
    item_id bigint,
    origin text DEFAULT ''::text NOT NULL,
    exit_port text DEFAULT ''::text NOT NULL,
    transit text DEFAULT ''::text NOT NULL,
    destination text DEFAULT ''::text NOT NULL,
    net_mg bigint,
    status text DEFAULT 'suspected'::text NOT NULL,
    source text DEFAULT ''::text NOT NULL,
    created_by bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    CONSTRAINT goods_routes_net_mg_check CHECK (((net_mg >= 0) AND (net_mg <= '1000000000000000'::bigint))),
    CONSTRAINT goods_routes_status_check CHECK ((status = ANY (ARRAY['confirmed'::text, 'suspected'::text])))
);
ALTER TABLE public.goods_routes OWNER TO ts_migrate;
COMMENT ON TABLE public.goods_routes IS 'One flow: origin, exit port, transit, destination; an empty leg is unknown.';
CREATE VIEW public.audit_facts_goods_routes AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('case:'::text || t.case_id) AS stream,
    jsonb_build_object('case_id', t.case_id, 'item_id', t.item_id, 'net_g', public.audit_grams((t.net_mg)::numeric), 'status', t.status, 'created_by', t.created_by, 'created_at', (t.created_at AT TIME ZONE 'UTC'::text), 'removed_at', (t.removed_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.origin, t.exit_port, t.transit, t.destination, t.source))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.goods_routes t;
ALTER TABLE public.audit_facts_goods_routes OWNER TO ts_migrate;
CREATE TABLE public.handover_items (
    handover_id bigint NOT NULL,
    evidence_id bigint NOT NULL,
    outcome text DEFAULT ''::text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    listed_quantity numeric,
    listed_mg bigint,
    listed_seal text,
    counted_quantity numeric,
    counted_mg bigint,
    counted_seal text,
    CONSTRAINT handover_items_counted_mg_check CHECK (((counted_mg >= 0) AND (counted_mg <= '1000000000000000'::bigint))),
    CONSTRAINT handover_items_listed_mg_check CHECK (((listed_mg >= 0) AND (listed_mg <= '1000000000000000'::bigint))),
    CONSTRAINT handover_items_outcome_check CHECK ((outcome = ANY (ARRAY[''::text, 'match'::text, 'difference'::text, 'refused'::text])))
);
ALTER TABLE public.handover_items OWNER TO ts_migrate;
COMMENT ON COLUMN public.handover_items.listed_quantity IS 'As listed when the item was offered, in the unit of the item; NULL on a list closed before this was kept.';
COMMENT ON COLUMN public.handover_items.counted_quantity IS 'As the receiver counted it; NULL until accepted.';
CREATE TABLE public.handovers (
    id bigint NOT NULL,
    ref text NOT NULL,
    matter_id bigint NOT NULL,
    case_id bigint NOT NULL,
    referral_id bigint,
    from_agency_id bigint NOT NULL,
    to_agency_id bigint,
    to_text text DEFAULT ''::text NOT NULL,
    state text NOT NULL,
    carrier text DEFAULT ''::text NOT NULL,
    offered_by bigint NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    CONSTRAINT handovers_state_check CHECK ((state = ANY (ARRAY['OFFERED'::text, 'CLOSED'::text])))
);
ALTER TABLE public.handovers OWNER TO ts_migrate;
COMMENT ON TABLE public.handovers IS 'A handover list (DOC-R15): items that move together from one custodian to another.';
COMMENT ON COLUMN public.handovers.offered_by IS 'Who gives: the custodian in whose keeping the things are.';
CREATE VIEW public.audit_facts_handover_items AS
 SELECT t.handover_id AS a,
    t.evidence_id AS b,
    ('case:'::text || p.case_id) AS stream,
    jsonb_build_object('handover_id', t.handover_id, 'evidence_id', t.evidence_id, 'outcome', t.outcome, 'listed_quantity', t.listed_quantity, 'listed_g', public.audit_grams((t.listed_mg)::numeric), 'listed_seal', t.listed_seal, 'counted_quantity', t.counted_quantity, 'counted_g', public.audit_grams((t.counted_mg)::numeric), 'counted_seal', t.counted_seal, 'words', encode(sha256(convert_to((jsonb_build_array(t.note))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM (public.handover_items t
     LEFT JOIN public.handovers p ON ((p.id = t.handover_id)));
ALTER TABLE public.audit_facts_handover_items OWNER TO ts_migrate;
CREATE VIEW public.audit_facts_handovers AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('case:'::text || t.case_id) AS stream,
    jsonb_build_object('ref', t.ref, 'matter_id', t.matter_id, 'case_id', t.case_id, 'referral_id', t.referral_id, 'from_agency_id', t.from_agency_id, 'to_agency_id', t.to_agency_id, 'state', t.state, 'offered_by', t.offered_by, 'offered_at', (t.offered_at AT TIME ZONE 'UTC'::text), 'closed_at', (t.closed_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.to_text, t.carrier))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.handovers t;
ALTER TABLE public.audit_facts_handovers OWNER TO ts_migrate;
CREATE TABLE public.mss_handovers (
    id bigint NOT NULL,
    ref text NOT NULL,
    matter_id bigint NOT NULL,
    case_id bigint NOT NULL,
    from_agency_id bigint NOT NULL,
    to_agency_id bigint,
    state text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    marking smallint DEFAULT 3 NOT NULL,
    compartmented boolean DEFAULT true NOT NULL,
    indicators text[] DEFAULT '{}'::text[] NOT NULL,
    register_no text DEFAULT ''::text NOT NULL,
    holder text DEFAULT ''::text NOT NULL,
    channel text DEFAULT ''::text NOT NULL,
    external_ref text DEFAULT ''::text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    next_due timestamp with time zone DEFAULT '9999-12-31 00:00:00+00'::timestamp with time zone NOT NULL,
    CONSTRAINT mss_handovers_marking_check CHECK (((marking >= 0) AND (marking <= 3)))
);
ALTER TABLE public.mss_handovers OWNER TO ts_migrate;
COMMENT ON TABLE public.mss_handovers IS 'Pointer only: where the content lies, never the content (SSL 31; procedure.md 7.1).';
CREATE VIEW public.audit_facts_mss_handovers AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('mss:'::text || t.id) AS stream,
    jsonb_build_object('ref', t.ref, 'matter_id', t.matter_id, 'case_id', t.case_id, 'from_agency_id', t.from_agency_id, 'to_agency_id', t.to_agency_id, 'state', t.state, 'marking', t.marking, 'compartmented', t.compartmented, 'indicators', t.indicators, 'register_no', t.register_no, 'channel', t.channel, 'external_ref', t.external_ref, 'opened_at', (t.opened_at AT TIME ZONE 'UTC'::text), 'sent_at', (t.sent_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.holder))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.mss_handovers t;
ALTER TABLE public.audit_facts_mss_handovers OWNER TO ts_migrate;
CREATE TABLE public.org_units (
    id bigint NOT NULL,
    agency_id bigint NOT NULL,
    code text NOT NULL,
    name_zh text NOT NULL,
    name_en text NOT NULL
);
ALTER TABLE public.org_units OWNER TO ts_migrate;
CREATE VIEW public.audit_facts_org_units AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    'unit:0'::text AS stream,
    jsonb_build_object('agency_id', t.agency_id, 'code', t.code, 'words', encode(sha256(convert_to((jsonb_build_array(t.name_zh, t.name_en))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.org_units t;
ALTER TABLE public.audit_facts_org_units OWNER TO ts_migrate;
CREATE TABLE public.parties (
    id bigint NOT NULL,
    ref text NOT NULL,
    case_id bigint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    name_latin text DEFAULT ''::text NOT NULL,
    former_names text DEFAULT ''::text NOT NULL,
    part text DEFAULT ''::text NOT NULL,
    id_kind text DEFAULT ''::text NOT NULL,
    id_number text DEFAULT ''::text NOT NULL,
    country text DEFAULT ''::text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    subject boolean DEFAULT false NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_by bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    CONSTRAINT parties_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'organisation'::text])))
);
ALTER TABLE public.parties OWNER TO ts_migrate;
COMMENT ON TABLE public.parties IS 'A person or organisation as one case knows it; party facts are rows per case, never shared (security K06).';
COMMENT ON COLUMN public.parties.subject IS 'The suspected offender, to whom notices and decisions are addressed.';
CREATE VIEW public.audit_facts_parties AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('case:'::text || t.case_id) AS stream,
    jsonb_build_object('ref', t.ref, 'case_id', t.case_id, 'kind', t.kind, 'part', t.part, 'id_kind', t.id_kind, 'country', t.country, 'subject', t.subject, 'created_by', t.created_by, 'created_at', (t.created_at AT TIME ZONE 'UTC'::text), 'removed_at', (t.removed_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.name, t.name_latin, t.former_names, t.id_number, t.address, t.note))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.parties t;
ALTER TABLE public.audit_facts_parties OWNER TO ts_migrate;
CREATE TABLE public.party_links (
    id bigint NOT NULL,
    case_id bigint NOT NULL,
    from_id bigint NOT NULL,
    to_id bigint NOT NULL,
    relation text NOT NULL,
    status text NOT NULL,
    source text NOT NULL,
    evidence_id bigint,
    created_by bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    CONSTRAINT party_links_ends_check CHECK ((from_id <> to_id)),
    CONSTRAINT party_links_status_check CHECK ((status = ANY (ARRAY['confirmed'::text, 'suspected'::text])))
);
ALTER TABLE public.party_links OWNER TO ts_migrate;
COMMENT ON COLUMN public.party_links.source IS 'Where the link is known from; a link without a source is not stored.';
CREATE VIEW public.audit_facts_party_links AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('case:'::text || t.case_id) AS stream,
    jsonb_build_object('case_id', t.case_id, 'from_id', t.from_id, 'to_id', t.to_id, 'relation', t.relation, 'status', t.status, 'evidence_id', t.evidence_id, 'created_by', t.created_by, 'created_at', (t.created_at AT TIME ZONE 'UTC'::text), 'removed_at', (t.removed_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.source))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.party_links t;
ALTER TABLE public.audit_facts_party_links OWNER TO ts_migrate;
CREATE TABLE public.persons (
    id bigint NOT NULL,
    ref text NOT NULL,
    case_id bigint NOT NULL,
    matter_id bigint NOT NULL,
    party_id bigint,
    name text NOT NULL,
    state text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL
);
ALTER TABLE public.persons OWNER TO ts_migrate;
COMMENT ON TABLE public.persons IS 'Machine person_in_criminal_case.';
CREATE VIEW public.audit_facts_persons AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('case:'::text || t.case_id) AS stream,
    jsonb_build_object('ref', t.ref, 'case_id', t.case_id, 'matter_id', t.matter_id, 'party_id', t.party_id, 'state', t.state, 'created_at', (t.created_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.name))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.persons t;
ALTER TABLE public.audit_facts_persons OWNER TO ts_migrate;
CREATE TABLE public.receipts (
    id bigint NOT NULL,
    referral_id bigint NOT NULL,
    act_id bigint NOT NULL,
    signed_by bigint NOT NULL,
    signed_name text NOT NULL,
    package_digest text NOT NULL,
    reservation text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.receipts OWNER TO ts_migrate;
CREATE VIEW public.audit_facts_receipts AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('referral:'::text || t.referral_id) AS stream,
    jsonb_build_object('referral_id', t.referral_id, 'act_id', t.act_id, 'signed_by', t.signed_by, 'package_digest', t.package_digest, 'at', (t.at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.signed_name, t.reservation))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.receipts t;
ALTER TABLE public.audit_facts_receipts OWNER TO ts_migrate;
CREATE TABLE public.records (
    id bigint NOT NULL,
    ref text NOT NULL,
    entity text NOT NULL,
    matter_id bigint NOT NULL,
    case_id bigint NOT NULL,
    label text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_by bigint NOT NULL,
    created_at timestamp with time zone NOT NULL
);
ALTER TABLE public.records OWNER TO ts_migrate;
COMMENT ON TABLE public.records IS 'Bearers of recorded events without a machine: trade_record, customs_matter, frozen_asset, classified_matter.';
CREATE VIEW public.audit_facts_records AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('case:'::text || t.case_id) AS stream,
    jsonb_build_object('ref', t.ref, 'entity', t.entity, 'matter_id', t.matter_id, 'case_id', t.case_id, 'created_by', t.created_by, 'created_at', (t.created_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.label))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.records t;
ALTER TABLE public.audit_facts_records OWNER TO ts_migrate;
CREATE TABLE public.referral_items (
    referral_id bigint NOT NULL,
    item_no smallint NOT NULL,
    document_id bigint,
    evidence_ids bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    not_applicable text DEFAULT ''::text NOT NULL,
    set_by bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT referral_items_item_no_check CHECK (((item_no >= 1) AND (item_no <= 5)))
);
ALTER TABLE public.referral_items OWNER TO ts_migrate;
COMMENT ON TABLE public.referral_items IS 'The five items of D310 art. 6 as chosen in the draft; frozen into referral_packages when the report is submitted and again when sent.';
CREATE VIEW public.audit_facts_referral_items AS
 SELECT t.referral_id AS a,
    (t.item_no)::bigint AS b,
    ('referral:'::text || t.referral_id) AS stream,
    jsonb_build_object('referral_id', t.referral_id, 'item_no', t.item_no, 'document_id', t.document_id, 'evidence_ids', t.evidence_ids, 'set_by', t.set_by, 'set_at', (t.set_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.note, t.not_applicable))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.referral_items t;
ALTER TABLE public.audit_facts_referral_items OWNER TO ts_migrate;
CREATE TABLE public.referral_packages (
    referral_id bigint NOT NULL,
    version integer NOT NULL,
    data jsonb NOT NULL,
    digest text NOT NULL,
    frozen_at timestamp with time zone NOT NULL,
    act_id bigint NOT NULL
);
ALTER TABLE public.referral_packages OWNER TO ts_migrate;
CREATE VIEW public.audit_facts_referral_packages AS
 SELECT t.referral_id AS a,
    (t.version)::bigint AS b,
    ('referral:'::text || t.referral_id) AS stream,
    jsonb_build_object('referral_id', t.referral_id, 'version', t.version, 'digest', t.digest, 'act_id', t.act_id, 'frozen_at', (t.frozen_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.data))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.referral_packages t;
ALTER TABLE public.audit_facts_referral_packages OWNER TO ts_migrate;
CREATE TABLE public.referrals (
    id bigint NOT NULL,
    ref text NOT NULL,
    matter_id bigint NOT NULL,
    from_case_id bigint NOT NULL,
    from_agency_id bigint NOT NULL,
    from_unit_id bigint NOT NULL,
    to_agency_id bigint,
    to_text text DEFAULT ''::text NOT NULL,
    destination text NOT NULL,
    state text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    offence text NOT NULL,
    facts text NOT NULL,
    team bigint[] NOT NULL,
    parent_id bigint,
    to_case_id bigint,
    marking smallint DEFAULT 1 NOT NULL,
    compartmented boolean DEFAULT false NOT NULL,
    package_version integer DEFAULT 0 NOT NULL,
    package_digest text DEFAULT ''::text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    received_at timestamp with time zone,
    received_by bigint,
    reservation text DEFAULT ''::text NOT NULL,
    next_due timestamp with time zone DEFAULT '9999-12-31 00:00:00+00'::timestamp with time zone NOT NULL,
    CONSTRAINT referrals_marking_check CHECK (((marking >= 0) AND (marking <= 3)))
);
ALTER TABLE public.referrals OWNER TO ts_migrate;
COMMENT ON TABLE public.referrals IS 'A transfer of a suspected crime between two cases (D310). The addressee sees it only once sent_at is set.';
COMMENT ON COLUMN public.referrals.compartmented IS 'Copy of the mark of the case it comes from, as marking is; kept by cases.Project.';
CREATE VIEW public.audit_facts_referrals AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('referral:'::text || t.id) AS stream,
    jsonb_build_object('ref', t.ref, 'matter_id', t.matter_id, 'from_case_id', t.from_case_id, 'from_agency_id', t.from_agency_id, 'from_unit_id', t.from_unit_id, 'to_agency_id', t.to_agency_id, 'destination', t.destination, 'state', t.state, 'offence', t.offence, 'team', t.team, 'parent_id', t.parent_id, 'to_case_id', t.to_case_id, 'marking', t.marking, 'compartmented', t.compartmented, 'package_version', t.package_version, 'package_digest', t.package_digest, 'received_by', t.received_by, 'opened_at', (t.opened_at AT TIME ZONE 'UTC'::text), 'sent_at', (t.sent_at AT TIME ZONE 'UTC'::text), 'received_at', (t.received_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.to_text, t.facts, t.reservation))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.referrals t;
ALTER TABLE public.audit_facts_referrals OWNER TO ts_migrate;
CREATE TABLE public.role_grants (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    role text NOT NULL,
    agency_id bigint NOT NULL,
    presiding boolean DEFAULT false NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone NOT NULL,
    granted_by bigint,
    confirmed_by bigint,
    revoked_at timestamp with time zone,
    CONSTRAINT role_grants_period_check CHECK ((valid_to > valid_from)),
    CONSTRAINT role_grants_two_admins_check CHECK (((confirmed_by IS NULL) OR (confirmed_by <> granted_by)))
);
ALTER TABLE public.role_grants OWNER TO ts_migrate;
COMMENT ON COLUMN public.role_grants.presiding IS 'The holder is the principal head or presides over the work (D310 art. 5).';
CREATE TABLE public.users (
    id bigint NOT NULL,
    ref text NOT NULL,
    agency_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    username text NOT NULL,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    certificate_no text DEFAULT ''::text NOT NULL,
    certificate_to date,
    reviewer_qualified boolean DEFAULT false NOT NULL,
    clearance smallint DEFAULT 1 NOT NULL,
    credential_kind text DEFAULT 'password'::text NOT NULL,
    password_hash text DEFAULT ''::text NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    locked_until timestamp with time zone,
    lang text DEFAULT 'zh'::text NOT NULL,
    theme text DEFAULT 'auto'::text NOT NULL,
    density text DEFAULT 'compact'::text NOT NULL,
    shortcuts boolean DEFAULT true NOT NULL,
    last_sign_in_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    disabled_at timestamp with time zone,
    case_view text DEFAULT ''::text NOT NULL,
    sign_failures integer DEFAULT 0 NOT NULL,
    sign_locked_until timestamp with time zone,
    posted_at timestamp with time zone DEFAULT '1970-01-01 00:00:00+00'::timestamp with time zone NOT NULL,
    CONSTRAINT users_clearance_check CHECK (((clearance >= 0) AND (clearance <= 3))),
    CONSTRAINT users_credential_kind_check CHECK ((credential_kind = ANY (ARRAY['password'::text, 'demo'::text]))),
    CONSTRAINT users_density_check CHECK ((density = ANY (ARRAY['compact'::text, 'comfortable'::text]))),
    CONSTRAINT users_lang_check CHECK ((lang ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'::text)),
    CONSTRAINT users_theme_check CHECK ((theme = ANY (ARRAY['auto'::text, 'light'::text, 'dark'::text])))
);
ALTER TABLE public.users OWNER TO ts_migrate;
COMMENT ON COLUMN public.users.certificate_no IS 'Law-enforcement certificate; acts that need qualified officers refuse an empty or expired one (APL 42, 55).';
COMMENT ON COLUMN public.users.reviewer_qualified IS 'Holds the national legal qualification asked of first-time legal reviewers (APL 58).';
COMMENT ON COLUMN public.users.failures IS 'Wrong credentials in a row at the sign-in.';
COMMENT ON COLUMN public.users.case_view IS 'The view with which the case list opens: a built-in one by its code, a saved one by its reference; empty or gone = what fits the role.';
COMMENT ON COLUMN public.users.sign_failures IS 'Wrong credentials in a row while signing; apart from failures.';
COMMENT ON COLUMN public.users.posted_at IS 'Since when the person is in this unit; written by a move of post.';
CREATE VIEW public.audit_facts_role_grants AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('unit:'::text || p.unit_id) AS stream,
    jsonb_build_object('user_id', t.user_id, 'role', t.role, 'agency_id', t.agency_id, 'presiding', t.presiding, 'granted_by', t.granted_by, 'confirmed_by', t.confirmed_by, 'valid_from', (t.valid_from AT TIME ZONE 'UTC'::text), 'valid_to', (t.valid_to AT TIME ZONE 'UTC'::text), 'revoked_at', (t.revoked_at AT TIME ZONE 'UTC'::text)) AS fields
   FROM (public.role_grants t
     LEFT JOIN public.users p ON ((p.id = t.user_id)));
ALTER TABLE public.audit_facts_role_grants OWNER TO ts_migrate;
CREATE TABLE public.settings (
    key text NOT NULL,
    value text NOT NULL,
    CONSTRAINT settings_kind_check CHECK (((key <> 'kind'::text) OR (value = ANY (ARRAY['demo'::text, 'production'::text])))),
    CONSTRAINT settings_small_cells_check CHECK (((key <> 'small_cells'::text) OR ((value)::integer >= 3))),
    CONSTRAINT settings_store_check CHECK (((key <> 'store'::text) OR (value ~ '^[0-9a-f]{32}$'::text)))
);
ALTER TABLE public.settings OWNER TO ts_migrate;
COMMENT ON TABLE public.settings IS 'One row per parameter of the installation. kind = demo|production is written once at first start and never changed; small_cells is the one threshold under which counts are withheld (security D7).';
CREATE VIEW public.audit_facts_settings AS
 SELECT public.audit_number(t.key) AS a,
    (0)::bigint AS b,
    'unit:0'::text AS stream,
    jsonb_build_object('key', t.key, 'words', encode(sha256(convert_to((jsonb_build_array(t.value))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.settings t
  WHERE ((t.key <> 'small_cells'::text) OR (t.value <> '5'::text));
ALTER TABLE public.audit_facts_settings OWNER TO ts_migrate;
CREATE TABLE public.tasks (
    id bigint NOT NULL,
    matter_id bigint NOT NULL,
    case_id bigint NOT NULL,
    entity text NOT NULL,
    target_kind text NOT NULL,
    target_id bigint NOT NULL,
    event text NOT NULL,
    roles text[] NOT NULL,
    agency_id bigint NOT NULL,
    origin_act_id bigint NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    done_act_id bigint,
    done_at timestamp with time zone
);
ALTER TABLE public.tasks OWNER TO ts_migrate;
COMMENT ON TABLE public.tasks IS 'An act that another act asks for (emits task:); nothing happens by itself.';
CREATE VIEW public.audit_facts_tasks AS
 SELECT t.id AS a,
    (0)::bigint AS b,
        CASE
            WHEN (t.target_kind = ANY (ARRAY['referral'::text, 'mss'::text])) THEN ((t.target_kind || ':'::text) || t.target_id)
            ELSE ('case:'::text || t.case_id)
        END AS stream,
    jsonb_build_object('matter_id', t.matter_id, 'case_id', t.case_id, 'entity', t.entity, 'target_kind', t.target_kind, 'target_id', t.target_id, 'event', t.event, 'roles', t.roles, 'agency_id', t.agency_id, 'origin_act_id', t.origin_act_id, 'done_act_id', t.done_act_id, 'opened_at', (t.opened_at AT TIME ZONE 'UTC'::text), 'done_at', (t.done_at AT TIME ZONE 'UTC'::text)) AS fields
   FROM public.tasks t;
ALTER TABLE public.audit_facts_tasks OWNER TO ts_migrate;
CREATE TABLE public.tips (
    id bigint NOT NULL,
    ref text NOT NULL,
    agency_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    channel text NOT NULL,
    source_kind text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    subject text NOT NULL,
    summary text NOT NULL,
    party_name text DEFAULT ''::text NOT NULL,
    mineral text DEFAULT ''::text NOT NULL,
    has_informant boolean DEFAULT false NOT NULL,
    public_case text DEFAULT ''::text NOT NULL,
    state text NOT NULL,
    marking smallint DEFAULT 1 NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    case_id bigint,
    version integer DEFAULT 1 NOT NULL,
    created_by bigint NOT NULL,
    triaged_by bigint,
    triaged_at timestamp with time zone,
    CONSTRAINT tips_marking_check CHECK (((marking >= 0) AND (marking <= 3))),
    CONSTRAINT tips_state_check CHECK ((state = ANY (ARRAY['NEW'::text, 'TRIAGED'::text, 'USED'::text, 'DISMISSED'::text])))
);
ALTER TABLE public.tips OWNER TO ts_migrate;
COMMENT ON TABLE public.tips IS 'Information received before any case exists. Who gave it stands in the schema informant, never here.';
COMMENT ON COLUMN public.tips.public_case IS 'Code of the public-record entry this matter was opened from, else empty.';
CREATE VIEW public.audit_facts_tips AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('unit:'::text || t.unit_id) AS stream,
    jsonb_build_object('ref', t.ref, 'agency_id', t.agency_id, 'unit_id', t.unit_id, 'channel', t.channel, 'source_kind', t.source_kind, 'mineral', t.mineral, 'has_informant', t.has_informant, 'public_case', t.public_case, 'state', t.state, 'marking', t.marking, 'case_id', t.case_id, 'created_by', t.created_by, 'triaged_by', t.triaged_by, 'received_at', (t.received_at AT TIME ZONE 'UTC'::text), 'triaged_at', (t.triaged_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.subject, t.summary, t.party_name, t.reason))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.tips t;
ALTER TABLE public.audit_facts_tips OWNER TO ts_migrate;
CREATE VIEW public.audit_facts_users AS
 SELECT t.id AS a,
    (0)::bigint AS b,
    ('unit:'::text || t.unit_id) AS stream,
    jsonb_build_object('ref', t.ref, 'agency_id', t.agency_id, 'unit_id', t.unit_id, 'username', t.username, 'certificate_no', t.certificate_no, 'certificate_to', t.certificate_to, 'reviewer_qualified', t.reviewer_qualified, 'clearance', t.clearance, 'credential_kind', t.credential_kind, 'created_at', (t.created_at AT TIME ZONE 'UTC'::text), 'posted_at', (t.posted_at AT TIME ZONE 'UTC'::text), 'disabled_at', (t.disabled_at AT TIME ZONE 'UTC'::text), 'words', encode(sha256(convert_to((jsonb_build_array(t.name_zh, t.name_en, t.password_hash))::text, 'UTF8'::name)), 'hex'::text)) AS fields
   FROM public.users t;
ALTER TABLE public.audit_facts_users OWNER TO ts_migrate;
CREATE VIEW public.audit_facts AS
 SELECT 'acts'::text AS tab,
    (audit_facts_acts.a)::text AS "row",
    audit_facts_acts.stream,
    audit_facts_acts.fields
   FROM public.audit_facts_acts
UNION ALL
 SELECT 'approvals'::text AS tab,
    (audit_facts_approvals.a)::text AS "row",
    audit_facts_approvals.stream,
    audit_facts_approvals.fields
   FROM public.audit_facts_approvals
UNION ALL
 SELECT 'documents'::text AS tab,
    (audit_facts_documents.a)::text AS "row",
    audit_facts_documents.stream,
    audit_facts_documents.fields
   FROM public.audit_facts_documents
UNION ALL
 SELECT 'attachments'::text AS tab,
    (audit_facts_attachments.a)::text AS "row",
    audit_facts_attachments.stream,
    audit_facts_attachments.fields
   FROM public.audit_facts_attachments
UNION ALL
 SELECT 'evidence_items'::text AS tab,
    (audit_facts_evidence_items.a)::text AS "row",
    audit_facts_evidence_items.stream,
    audit_facts_evidence_items.fields
   FROM public.audit_facts_evidence_items
UNION ALL
 SELECT 'evidence_files'::text AS tab,
    (audit_facts_evidence_files.a)::text AS "row",
    audit_facts_evidence_files.stream,
    audit_facts_evidence_files.fields
   FROM public.audit_facts_evidence_files
UNION ALL
 SELECT 'custody_entries'::text AS tab,
    (audit_facts_custody_entries.a)::text AS "row",
    audit_facts_custody_entries.stream,
    audit_facts_custody_entries.fields
   FROM public.audit_facts_custody_entries
UNION ALL
 SELECT 'decisions'::text AS tab,
    (audit_facts_decisions.a)::text AS "row",
    audit_facts_decisions.stream,
    audit_facts_decisions.fields
   FROM public.audit_facts_decisions
UNION ALL
 SELECT 'receipts'::text AS tab,
    (audit_facts_receipts.a)::text AS "row",
    audit_facts_receipts.stream,
    audit_facts_receipts.fields
   FROM public.audit_facts_receipts
UNION ALL
 SELECT 'cases'::text AS tab,
    (audit_facts_cases.a)::text AS "row",
    audit_facts_cases.stream,
    audit_facts_cases.fields
   FROM public.audit_facts_cases
UNION ALL
 SELECT 'case_members'::text AS tab,
    ((audit_facts_case_members.a || '.'::text) || audit_facts_case_members.b) AS "row",
    audit_facts_case_members.stream,
    audit_facts_case_members.fields
   FROM public.audit_facts_case_members
UNION ALL
 SELECT 'parties'::text AS tab,
    (audit_facts_parties.a)::text AS "row",
    audit_facts_parties.stream,
    audit_facts_parties.fields
   FROM public.audit_facts_parties
UNION ALL
 SELECT 'party_links'::text AS tab,
    (audit_facts_party_links.a)::text AS "row",
    audit_facts_party_links.stream,
    audit_facts_party_links.fields
   FROM public.audit_facts_party_links
UNION ALL
 SELECT 'goods_items'::text AS tab,
    (audit_facts_goods_items.a)::text AS "row",
    audit_facts_goods_items.stream,
    audit_facts_goods_items.fields
   FROM public.audit_facts_goods_items
UNION ALL
 SELECT 'goods_routes'::text AS tab,
    (audit_facts_goods_routes.a)::text AS "row",
    audit_facts_goods_routes.stream,
    audit_facts_goods_routes.fields
   FROM public.audit_facts_goods_routes
UNION ALL
 SELECT 'referrals'::text AS tab,
    (audit_facts_referrals.a)::text AS "row",
    audit_facts_referrals.stream,
    audit_facts_referrals.fields
   FROM public.audit_facts_referrals
UNION ALL
 SELECT 'referral_items'::text AS tab,
    ((audit_facts_referral_items.a || '.'::text) || audit_facts_referral_items.b) AS "row",
    audit_facts_referral_items.stream,
    audit_facts_referral_items.fields
   FROM public.audit_facts_referral_items
UNION ALL
 SELECT 'referral_packages'::text AS tab,
    ((audit_facts_referral_packages.a || '.'::text) || audit_facts_referral_packages.b) AS "row",
    audit_facts_referral_packages.stream,
    audit_facts_referral_packages.fields
   FROM public.audit_facts_referral_packages
UNION ALL
 SELECT 'mss_handovers'::text AS tab,
    (audit_facts_mss_handovers.a)::text AS "row",
    audit_facts_mss_handovers.stream,
    audit_facts_mss_handovers.fields
   FROM public.audit_facts_mss_handovers
UNION ALL
 SELECT 'handovers'::text AS tab,
    (audit_facts_handovers.a)::text AS "row",
    audit_facts_handovers.stream,
    audit_facts_handovers.fields
   FROM public.audit_facts_handovers
UNION ALL
 SELECT 'handover_items'::text AS tab,
    ((audit_facts_handover_items.a || '.'::text) || audit_facts_handover_items.b) AS "row",
    audit_facts_handover_items.stream,
    audit_facts_handover_items.fields
   FROM public.audit_facts_handover_items
UNION ALL
 SELECT 'tips'::text AS tab,
    (audit_facts_tips.a)::text AS "row",
    audit_facts_tips.stream,
    audit_facts_tips.fields
   FROM public.audit_facts_tips
UNION ALL
 SELECT 'access_requests'::text AS tab,
    (audit_facts_access_requests.a)::text AS "row",
    audit_facts_access_requests.stream,
    audit_facts_access_requests.fields
   FROM public.audit_facts_access_requests
UNION ALL
 SELECT 'users'::text AS tab,
    (audit_facts_users.a)::text AS "row",
    audit_facts_users.stream,
    audit_facts_users.fields
   FROM public.audit_facts_users
UNION ALL
 SELECT 'role_grants'::text AS tab,
    (audit_facts_role_grants.a)::text AS "row",
    audit_facts_role_grants.stream,
    audit_facts_role_grants.fields
   FROM public.audit_facts_role_grants
UNION ALL
 SELECT 'clocks'::text AS tab,
    (audit_facts_clocks.a)::text AS "row",
    audit_facts_clocks.stream,
    audit_facts_clocks.fields
   FROM public.audit_facts_clocks
UNION ALL
 SELECT 'tasks'::text AS tab,
    (audit_facts_tasks.a)::text AS "row",
    audit_facts_tasks.stream,
    audit_facts_tasks.fields
   FROM public.audit_facts_tasks
UNION ALL
 SELECT 'evidence_checks'::text AS tab,
    (audit_facts_evidence_checks.a)::text AS "row",
    audit_facts_evidence_checks.stream,
    audit_facts_evidence_checks.fields
   FROM public.audit_facts_evidence_checks
UNION ALL
 SELECT 'case_pointers'::text AS tab,
    ((audit_facts_case_pointers.a || '.'::text) || audit_facts_case_pointers.b) AS "row",
    audit_facts_case_pointers.stream,
    audit_facts_case_pointers.fields
   FROM public.audit_facts_case_pointers
UNION ALL
 SELECT 'persons'::text AS tab,
    (audit_facts_persons.a)::text AS "row",
    audit_facts_persons.stream,
    audit_facts_persons.fields
   FROM public.audit_facts_persons
UNION ALL
 SELECT 'records'::text AS tab,
    (audit_facts_records.a)::text AS "row",
    audit_facts_records.stream,
    audit_facts_records.fields
   FROM public.audit_facts_records
UNION ALL
 SELECT 'agencies'::text AS tab,
    (audit_facts_agencies.a)::text AS "row",
    audit_facts_agencies.stream,
    audit_facts_agencies.fields
   FROM public.audit_facts_agencies
UNION ALL
 SELECT 'org_units'::text AS tab,
    (audit_facts_org_units.a)::text AS "row",
    audit_facts_org_units.stream,
    audit_facts_org_units.fields
   FROM public.audit_facts_org_units
UNION ALL
 SELECT 'settings'::text AS tab,
    (audit_facts_settings.a)::text AS "row",
    audit_facts_settings.stream,
    audit_facts_settings.fields
   FROM public.audit_facts_settings
UNION ALL
 SELECT 'approval_scopes'::text AS tab,
    (audit_facts_approval_scopes.a)::text AS "row",
    audit_facts_approval_scopes.stream,
    audit_facts_approval_scopes.fields
   FROM public.audit_facts_approval_scopes;
ALTER TABLE public.audit_facts OWNER TO ts_migrate;
COMMENT ON VIEW public.audit_facts IS 'Every fact that the ledger binds, as it stands now. details->facts of an event holds "tab/row": digest; verification compares.';
CREATE TABLE public.audit_heads (
    stream text NOT NULL,
    n bigint NOT NULL,
    hash bytea NOT NULL,
    sealed bigint DEFAULT 0 NOT NULL
);
ALTER TABLE public.audit_heads OWNER TO ts_migrate;
COMMENT ON TABLE public.audit_heads IS 'The last entry of each chain. Locked in the same statement as the root an act changes. sealed = the n that the last sealing round took.';
CREATE TABLE public.audit_texts (
    stream text NOT NULL,
    n bigint NOT NULL,
    field text NOT NULL,
    salt bytea NOT NULL,
    body text NOT NULL,
    CONSTRAINT audit_texts_body_json CHECK (((body)::jsonb IS NOT NULL))
);
ALTER TABLE public.audit_texts OWNER TO ts_migrate;
COMMENT ON TABLE public.audit_texts IS 'The words that belong to an event of the ledger (notes, reasons, names): append-only, shown to those who may read the file of the event. The ledger holds their digest alone.';
COMMENT ON COLUMN public.audit_texts.body IS 'JSON of the value; the ledger''s digest is SHA-256(salt || body). Rows with an empty salt were carried from events that hold the words themselves.';
CREATE VIEW public.audit_text_digests AS
 SELECT audit_texts.stream,
    audit_texts.n,
    audit_texts.field,
    ('sha256:'::text || encode(sha256((audit_texts.salt || convert_to(audit_texts.body, 'UTF8'::name))), 'hex'::text)) AS digest,
    (audit_texts.body ~ '[0-9A-Za-z]{3}[*]{3,}[0-9A-Za-z]{2}'::text) AS masked,
    octet_length(audit_texts.salt) AS salted
   FROM public.audit_texts;
ALTER TABLE public.audit_text_digests OWNER TO ts_migrate;
COMMENT ON VIEW public.audit_text_digests IS 'What verification needs of audit_texts: digests, no words. The auditor''s role reads this and not the table.';
CREATE TABLE public.audit_tree (
    idx bigint NOT NULL,
    hash bytea NOT NULL
);
ALTER TABLE public.audit_tree OWNER TO ts_migrate;
CREATE TABLE public.case_facts (
    case_id bigint NOT NULL,
    agency_id bigint NOT NULL,
    machine text NOT NULL,
    mineral text NOT NULL,
    typology text NOT NULL,
    stage text NOT NULL,
    terminal boolean NOT NULL,
    registered_on date NOT NULL,
    filed_on date,
    proposed_on date,
    approved_on date,
    received_on date,
    criminal_filed_on date,
    decided_on date,
    closed_on date,
    seized_mg numeric(30,0) DEFAULT 0 NOT NULL,
    goods_mg numeric(30,0) DEFAULT 0 NOT NULL,
    value_fen numeric(30,0) DEFAULT 0 NOT NULL,
    fine_fen bigint DEFAULT 0 NOT NULL,
    clocks_ok integer DEFAULT 0 NOT NULL,
    clocks_late integer DEFAULT 0 NOT NULL,
    next_due timestamp with time zone DEFAULT '9999-12-31 00:00:00+00'::timestamp with time zone NOT NULL,
    route text DEFAULT ''::text NOT NULL
);
ALTER TABLE public.case_facts OWNER TO ts_migrate;
COMMENT ON TABLE public.case_facts IS 'One narrow row per case for reports, written by cases.Project in the transaction of the act. Holds no name and no text.';
CREATE TABLE public.case_views (
    id bigint NOT NULL,
    ref text NOT NULL,
    user_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    name text NOT NULL,
    query text NOT NULL,
    shared boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT case_views_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 40))),
    CONSTRAINT case_views_query_check CHECK ((char_length(query) <= 400))
);
ALTER TABLE public.case_views OWNER TO ts_migrate;
COMMENT ON TABLE public.case_views IS 'A name for a filter of the case list. It holds a question, never an answer: what it shows is decided by access when it is read. A name is unique among its owner''s own only (security K11).';
COMMENT ON COLUMN public.case_views.query IS 'The filter as the address of the list writes it; read by the list''s own parser, which ignores and names what it does not know.';
COMMENT ON COLUMN public.case_views.shared IS 'Offered to everybody of unit_id, the unit in which the owner saved it.';
ALTER TABLE public.case_views ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.case_views_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.cases ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.cases_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.clocks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.clocks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.custody_entries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.custody_entries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.decisions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.decisions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.document_series (
    agency_id bigint NOT NULL,
    series text NOT NULL,
    year integer NOT NULL,
    n integer NOT NULL,
    mark text,
    CONSTRAINT document_series_mark_check CHECK ((mark ~ '^[0-9A-HJKMNP-TV-Z]{2,3}$'::text))
);
ALTER TABLE public.document_series OWNER TO ts_migrate;
COMMENT ON TABLE public.document_series IS 'Official document numbers (文号) per agency, series and year; compartmented cases use their own series (security D8).';
COMMENT ON COLUMN public.document_series.mark IS 'Of the row that keeps the mark of a compartmented matter (series MARK/matter, year 0): two characters, random and used once in an agency. No other row has one.';
ALTER TABLE public.documents ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.documents_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.evidence_checks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.evidence_checks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.evidence_files ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.evidence_files_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.evidence_items ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.evidence_items_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.goods_items ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.goods_items_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.goods_routes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.goods_routes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.goose_db_version (
    id integer NOT NULL,
    version_id bigint NOT NULL,
    is_applied boolean NOT NULL,
    tstamp timestamp without time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.goose_db_version OWNER TO ts_migrate;
ALTER TABLE public.goose_db_version ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.goose_db_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.handovers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.handovers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE VIEW public.installation AS
 SELECT ( SELECT COALESCE(max(goose_db_version.version_id), (0)::bigint) AS "coalesce"
           FROM public.goose_db_version
          WHERE goose_db_version.is_applied) AS version,
    ( SELECT settings.value
           FROM public.settings
          WHERE (settings.key = 'kind'::text)) AS kind,
    ( SELECT settings.value
           FROM public.settings
          WHERE (settings.key = 'store'::text)) AS store;
ALTER TABLE public.installation OWNER TO ts_migrate;
COMMENT ON VIEW public.installation IS 'Version of the schema, kind of the installation and the id that its store of files bears, for whoever verifies without other rights.';
CREATE TABLE public.kept_texts (
    user_id bigint NOT NULL,
    path text NOT NULL,
    nonce bytea NOT NULL,
    ciphertext bytea NOT NULL,
    until timestamp with time zone NOT NULL,
    CONSTRAINT kept_texts_ciphertext_check CHECK (((octet_length(ciphertext) >= 16) AND (octet_length(ciphertext) <= 2097152))),
    CONSTRAINT kept_texts_nonce_check CHECK ((octet_length(nonce) = 12)),
    CONSTRAINT kept_texts_path_check CHECK (((path ~~ '/%'::text) AND (length(path) <= 1024)))
);
ALTER TABLE public.kept_texts OWNER TO ts_migrate;
COMMENT ON TABLE public.kept_texts IS 'Drafts by accident (security F14): never passwords, files or who gave a tip; gone when the form is sent, at the latest after 24 h.';
CREATE TABLE public.matters (
    id bigint NOT NULL,
    ref text NOT NULL,
    opened_at timestamp with time zone NOT NULL
);
ALTER TABLE public.matters OWNER TO ts_migrate;
COMMENT ON TABLE public.matters IS 'What hangs together: the files of several agencies about the same goods or people, with the referrals between them. The engine reads one matter as one family.';
ALTER TABLE public.matters ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.matters_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.mss_handovers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.mss_handovers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notices (
    id bigint NOT NULL,
    agency_id bigint NOT NULL,
    user_id bigint NOT NULL,
    kind text NOT NULL,
    target_kind text NOT NULL,
    target_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone
);
ALTER TABLE public.notices OWNER TO ts_migrate;
COMMENT ON TABLE public.notices IS 'For information (待阅). Stores only kind and target; the text is made at reading time through access (security K16).';
ALTER TABLE public.notices ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.notices_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.org_units ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.org_units_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.parties ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.parties_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.party_links ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.party_links_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.persons ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.persons_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.receipts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.receipts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.records ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.records_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.referrals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.referrals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reverifications (
    id bigint NOT NULL,
    everything boolean NOT NULL,
    by_name text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    last_file bigint NOT NULL,
    total integer NOT NULL,
    cursor_id bigint DEFAULT 0 NOT NULL,
    done integer DEFAULT 0 NOT NULL,
    altered integer DEFAULT 0 NOT NULL,
    missing integer DEFAULT 0 NOT NULL,
    thawed integer DEFAULT 0 NOT NULL,
    moved_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    last_paper bigint DEFAULT 0 NOT NULL,
    paper_cursor bigint DEFAULT 0 NOT NULL,
    by_command boolean DEFAULT false NOT NULL
);
ALTER TABLE public.reverifications OWNER TO ts_migrate;
COMMENT ON TABLE public.reverifications IS 'Runs of touchstone evidence reverify and of its page: which files were to be read (all, or those due) and how far it got.';
COMMENT ON COLUMN public.reverifications.last_file IS 'The newest file when the run began; later ones are not its business.';
COMMENT ON COLUMN public.reverifications.last_paper IS 'The newest file of an act or a proposal when the run began.';
COMMENT ON COLUMN public.reverifications.by_command IS 'A command carries it on, which holds an advisory lock while it lives; else jobs do.';
ALTER TABLE public.reverifications ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.reverifications_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.river_job (
    id bigint NOT NULL,
    state public.river_job_state DEFAULT 'available'::public.river_job_state NOT NULL,
    attempt smallint DEFAULT 0 NOT NULL,
    max_attempts smallint DEFAULT 25 NOT NULL,
    attempted_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finalized_at timestamp with time zone,
    scheduled_at timestamp with time zone DEFAULT now() NOT NULL,
    priority smallint DEFAULT 1 NOT NULL,
    args jsonb NOT NULL,
    attempted_by text[],
    errors jsonb[],
    kind text NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    queue text DEFAULT 'default'::text NOT NULL,
    tags character varying(255)[] DEFAULT '{}'::character varying[] NOT NULL,
    unique_key bytea,
    unique_states bit(8),
    CONSTRAINT finalized_or_finalized_at_null CHECK ((((finalized_at IS NULL) AND (state <> ALL (ARRAY['cancelled'::public.river_job_state, 'completed'::public.river_job_state, 'discarded'::public.river_job_state]))) OR ((finalized_at IS NOT NULL) AND (state = ANY (ARRAY['cancelled'::public.river_job_state, 'completed'::public.river_job_state, 'discarded'::public.river_job_state]))))),
    CONSTRAINT kind_length CHECK (((char_length(kind) > 0) AND (char_length(kind) < 128))),
    CONSTRAINT max_attempts_is_positive CHECK ((max_attempts > 0)),
    CONSTRAINT priority_in_range CHECK (((priority >= 1) AND (priority <= 4))),
    CONSTRAINT queue_length CHECK (((char_length(queue) > 0) AND (char_length(queue) < 128)))
);
ALTER TABLE public.river_job OWNER TO ts_migrate;
COMMENT ON TABLE public.river_job IS 'Work after commit: rendering, sealing, notices. Holds ids, never personal data.';
CREATE SEQUENCE public.river_job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.river_job_id_seq OWNER TO ts_migrate;
ALTER SEQUENCE public.river_job_id_seq OWNED BY public.river_job.id;
CREATE UNLOGGED TABLE public.river_leader (
    elected_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    leader_id text NOT NULL,
    name text DEFAULT 'default'::text NOT NULL,
    CONSTRAINT leader_id_length CHECK (((char_length(leader_id) > 0) AND (char_length(leader_id) < 128))),
    CONSTRAINT name_length CHECK ((name = 'default'::text))
);
ALTER TABLE public.river_leader OWNER TO ts_migrate;
COMMENT ON TABLE public.river_leader IS 'Which process runs the periodic jobs.';
CREATE TABLE public.river_migration (
    line text NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT line_length CHECK (((char_length(line) > 0) AND (char_length(line) < 128))),
    CONSTRAINT version_gte_1 CHECK ((version >= 1))
);
ALTER TABLE public.river_migration OWNER TO ts_migrate;
COMMENT ON TABLE public.river_migration IS 'Which of river''s own migrations this file stands for.';
CREATE TABLE public.river_notification (
    id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    payload text NOT NULL,
    topic text NOT NULL,
    CONSTRAINT topic_length CHECK (((length(topic) > 0) AND (length(topic) < 128)))
);
ALTER TABLE public.river_notification OWNER TO ts_migrate;
COMMENT ON TABLE public.river_notification IS 'Notifications for runners that cannot listen.';
CREATE SEQUENCE public.river_notification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.river_notification_id_seq OWNER TO ts_migrate;
ALTER SEQUENCE public.river_notification_id_seq OWNED BY public.river_notification.id;
CREATE TABLE public.river_queue (
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    paused_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);
ALTER TABLE public.river_queue OWNER TO ts_migrate;
COMMENT ON TABLE public.river_queue IS 'The queues and whether they are paused.';
ALTER TABLE public.role_grants ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.role_grants_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE VIEW public.stored_files AS
 SELECT evidence_files.agency_id,
    evidence_files.case_id,
    evidence_files.digest,
    evidence_files.size
   FROM public.evidence_files
UNION ALL
 SELECT attachments.agency_id,
    attachments.case_id,
    attachments.digest,
    attachments.size
   FROM public.attachments;
ALTER TABLE public.stored_files OWNER TO ts_migrate;
COMMENT ON VIEW public.stored_files IS 'The address (agency, case, digest) and the size of all that rows say is stored. A table that comes to refer to bytes is added here.';
ALTER TABLE public.tasks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.tasks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.tips ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.tips_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.user_sessions (
    token_hash bytea NOT NULL,
    user_id bigint NOT NULL,
    data bytea NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    agent text DEFAULT ''::text NOT NULL,
    step_up_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
ALTER TABLE public.user_sessions OWNER TO ts_migrate;
COMMENT ON TABLE public.user_sessions IS 'What an administrator lists or revokes is the session. Only the SHA-256 of the token is stored.';
ALTER TABLE public.users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.river_job ALTER COLUMN id SET DEFAULT nextval('public.river_job_id_seq'::regclass);
ALTER TABLE ONLY public.river_notification ALTER COLUMN id SET DEFAULT nextval('public.river_notification_id_seq'::regclass);
ALTER TABLE ONLY informant.accesses
    ADD CONSTRAINT accesses_pkey PRIMARY KEY (id);
ALTER TABLE ONLY informant.identities
    ADD CONSTRAINT identities_pkey PRIMARY KEY (id);
ALTER TABLE ONLY informant.identities
    ADD CONSTRAINT identities_tip_id_key UNIQUE (tip_id);
ALTER TABLE ONLY public.access_requests
    ADD CONSTRAINT access_requests_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_requests
    ADD CONSTRAINT access_requests_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.acts
    ADD CONSTRAINT acts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.agencies
    ADD CONSTRAINT agencies_code_key UNIQUE (code);
ALTER TABLE ONLY public.agencies
    ADD CONSTRAINT agencies_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.approvals
    ADD CONSTRAINT approvals_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.approvals
    ADD CONSTRAINT approvals_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.attachment_readings
    ADD CONSTRAINT attachment_readings_pkey PRIMARY KEY (file_id);
ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.audit_checkpoints
    ADD CONSTRAINT audit_checkpoints_pkey PRIMARY KEY (size);
ALTER TABLE ONLY public.audit_events
    ADD CONSTRAINT audit_events_pkey PRIMARY KEY (stream, n);
ALTER TABLE ONLY public.audit_heads
    ADD CONSTRAINT audit_heads_pkey PRIMARY KEY (stream);
ALTER TABLE ONLY public.audit_requests
    ADD CONSTRAINT audit_requests_pkey PRIMARY KEY (actor_id, route, target, nonce);
ALTER TABLE ONLY public.audit_texts
    ADD CONSTRAINT audit_texts_pkey PRIMARY KEY (stream, n, field);
ALTER TABLE public.audit_texts
    ADD CONSTRAINT audit_texts_salt_check CHECK ((octet_length(salt) = ANY (ARRAY[0, 16]))) NOT VALID;
ALTER TABLE ONLY public.audit_tree
    ADD CONSTRAINT audit_tree_pkey PRIMARY KEY (idx);
ALTER TABLE ONLY public.case_facts
    ADD CONSTRAINT case_facts_pkey PRIMARY KEY (case_id);
ALTER TABLE ONLY public.case_members
    ADD CONSTRAINT case_members_pkey PRIMARY KEY (case_id, user_id);
ALTER TABLE ONLY public.case_pointers
    ADD CONSTRAINT case_pointers_pkey PRIMARY KEY (case_id, agency_id);
ALTER TABLE ONLY public.case_views
    ADD CONSTRAINT case_views_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.case_views
    ADD CONSTRAINT case_views_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.case_views
    ADD CONSTRAINT case_views_user_id_name_key UNIQUE (user_id, name);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.clocks
    ADD CONSTRAINT clocks_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.custody_entries
    ADD CONSTRAINT custody_entries_evidence_id_n_key UNIQUE (evidence_id, n);
ALTER TABLE ONLY public.custody_entries
    ADD CONSTRAINT custody_entries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.decisions
    ADD CONSTRAINT decisions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.document_series
    ADD CONSTRAINT document_series_pkey PRIMARY KEY (agency_id, series, year);
ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.evidence_checks
    ADD CONSTRAINT evidence_checks_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.evidence_files
    ADD CONSTRAINT evidence_files_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.evidence_files
    ADD CONSTRAINT evidence_files_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.evidence_items
    ADD CONSTRAINT evidence_items_case_id_no_key UNIQUE (case_id, no);
ALTER TABLE ONLY public.evidence_items
    ADD CONSTRAINT evidence_items_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.evidence_items
    ADD CONSTRAINT evidence_items_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.goods_items
    ADD CONSTRAINT goods_items_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.goods_items
    ADD CONSTRAINT goods_items_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.goods_routes
    ADD CONSTRAINT goods_routes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.goose_db_version
    ADD CONSTRAINT goose_db_version_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.handover_items
    ADD CONSTRAINT handover_items_pkey PRIMARY KEY (handover_id, evidence_id);
ALTER TABLE ONLY public.handovers
    ADD CONSTRAINT handovers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.handovers
    ADD CONSTRAINT handovers_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.kept_texts
    ADD CONSTRAINT kept_texts_pkey PRIMARY KEY (user_id, path);
ALTER TABLE ONLY public.matters
    ADD CONSTRAINT matters_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.matters
    ADD CONSTRAINT matters_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.mss_handovers
    ADD CONSTRAINT mss_handovers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mss_handovers
    ADD CONSTRAINT mss_handovers_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.notices
    ADD CONSTRAINT notices_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.org_units
    ADD CONSTRAINT org_units_agency_id_code_key UNIQUE (agency_id, code);
ALTER TABLE ONLY public.org_units
    ADD CONSTRAINT org_units_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.parties
    ADD CONSTRAINT parties_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.parties
    ADD CONSTRAINT parties_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.party_links
    ADD CONSTRAINT party_links_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.persons
    ADD CONSTRAINT persons_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.persons
    ADD CONSTRAINT persons_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.receipts
    ADD CONSTRAINT receipts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.records
    ADD CONSTRAINT records_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.records
    ADD CONSTRAINT records_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.referral_items
    ADD CONSTRAINT referral_items_pkey PRIMARY KEY (referral_id, item_no);
ALTER TABLE ONLY public.referral_packages
    ADD CONSTRAINT referral_packages_pkey PRIMARY KEY (referral_id, version);
ALTER TABLE ONLY public.referrals
    ADD CONSTRAINT referrals_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.referrals
    ADD CONSTRAINT referrals_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.reverifications
    ADD CONSTRAINT reverifications_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.river_job
    ADD CONSTRAINT river_job_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.river_leader
    ADD CONSTRAINT river_leader_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.river_migration
    ADD CONSTRAINT river_migration_pkey1 PRIMARY KEY (line, version);
ALTER TABLE ONLY public.river_notification
    ADD CONSTRAINT river_notification_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.river_queue
    ADD CONSTRAINT river_queue_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.role_grants
    ADD CONSTRAINT role_grants_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.settings
    ADD CONSTRAINT settings_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tips
    ADD CONSTRAINT tips_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tips
    ADD CONSTRAINT tips_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.user_sessions
    ADD CONSTRAINT user_sessions_pkey PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_username_key UNIQUE (username);
CREATE INDEX access_requests_case_ref_idx ON public.access_requests USING btree (case_ref, created_at DESC);
CREATE INDEX access_requests_open_idx ON public.access_requests USING btree (created_at DESC) WHERE (state = 'OPEN'::text);
CREATE INDEX access_requests_requester_idx ON public.access_requests USING btree (requester_id, created_at DESC);
CREATE INDEX access_requests_untold_idx ON public.access_requests USING btree (answer_by) WHERE ((told_at IS NULL) AND (state <> 'GRANTED'::text));
CREATE INDEX acts_case_id_idx ON public.acts USING btree (case_id, at DESC, id DESC);
CREATE INDEX acts_matter_id_idx ON public.acts USING btree (matter_id, id);
CREATE INDEX approvals_case_id_idx ON public.approvals USING btree (case_id, state);
CREATE INDEX approvals_decided_by_idx ON public.approvals USING btree (decided_by, decided_at DESC) WHERE (decided_by IS NOT NULL);
CREATE INDEX approvals_deciding_idx ON public.approvals USING btree (agency_id, case_due, case_id) INCLUDE (case_marking, case_agency_id, unit_id, proposer_id, decider_roles) WHERE (state = 'OPEN'::text);
CREATE INDEX approvals_inbox_idx ON public.approvals USING btree (agency_id, state, due_at, id);
CREATE INDEX approvals_matter_id_idx ON public.approvals USING btree (matter_id, id);
CREATE UNIQUE INDEX approvals_open_key ON public.approvals USING btree (target_kind, target_id, event) WHERE (state = 'OPEN'::text);
CREATE INDEX approvals_proposer_idx ON public.approvals USING btree (proposer_id, state, opened_at DESC);
CREATE INDEX approvals_target_idx ON public.approvals USING btree (target_kind, target_id, id);
CREATE INDEX attachment_readings_missing_idx ON public.attachment_readings USING btree (file_id) WHERE missing;
CREATE INDEX attachments_act_id_idx ON public.attachments USING btree (act_id, id) WHERE (act_id <> 0);
CREATE INDEX attachments_address_idx ON public.attachments USING btree (case_id, digest) INCLUDE (size);
CREATE INDEX attachments_approval_id_idx ON public.attachments USING btree (approval_id, id) WHERE (approval_id IS NOT NULL);
CREATE INDEX attachments_case_id_idx ON public.attachments USING btree (case_id, id);
CREATE INDEX attachments_created_idx ON public.attachments USING btree (created_by, created_at) INCLUDE (size);
CREATE INDEX audit_events_actor_id_idx ON public.audit_events USING btree (actor_id, at);
CREATE INDEX audit_events_at_idx ON public.audit_events USING btree (at);
CREATE INDEX audit_events_case_id_idx ON public.audit_events USING btree (case_id, at DESC) WHERE (case_id <> 0);
CREATE INDEX case_facts_registered_on_idx ON public.case_facts USING btree (registered_on);
CREATE INDEX case_members_ended_idx ON public.case_members USING btree (to_at) WHERE ((part = 'handler'::text) AND (to_at < '9999-12-31 00:00:00+00'::timestamp with time zone));
CREATE INDEX case_members_list_idx ON public.case_members USING btree (user_id, next_due, case_id) INCLUDE (marking, from_at, to_at, part, lead);
CREATE INDEX case_views_shared_idx ON public.case_views USING btree (unit_id, id) WHERE shared;
CREATE INDEX cases_agency_list_idx ON public.cases USING btree (lead_agency_id, next_due, id) INCLUDE (compartmented, marking);
CREATE INDEX cases_agency_state_idx ON public.cases USING btree (lead_agency_id, state, next_due, id);
CREATE INDEX cases_handlers_owed_idx ON public.cases USING btree (org_unit_id, next_due, id) WHERE (handlers_owed_at IS NOT NULL);
CREATE INDEX cases_matter_id_idx ON public.cases USING btree (matter_id);
CREATE INDEX cases_next_due_idx ON public.cases USING btree (next_due, id);
CREATE INDEX cases_source_referral_id_idx ON public.cases USING btree (source_referral_id) WHERE (source_referral_id IS NOT NULL);
CREATE INDEX cases_unit_list_idx ON public.cases USING btree (org_unit_id, next_due, id) INCLUDE (compartmented, marking);
CREATE INDEX cases_unit_state_idx ON public.cases USING btree (org_unit_id, state, next_due, id);
CREATE INDEX clocks_board_idx ON public.clocks USING btree (owner_agency_id, due_at, id) INCLUDE (case_id, owner_role, minimum, target_kind) WHERE (state = 'RUNNING'::text);
CREATE INDEX clocks_case_id_idx ON public.clocks USING btree (case_id, state, due_at) INCLUDE (id, owner_agency_id, owner_role, minimum, target_kind);
CREATE INDEX clocks_lapse_idx ON public.clocks USING btree (due_at) WHERE (state = 'RUNNING'::text);
CREATE INDEX clocks_matter_id_idx ON public.clocks USING btree (matter_id);
CREATE UNIQUE INDEX clocks_running_key ON public.clocks USING btree (target_kind, target_id, code) WHERE (state = ANY (ARRAY['RUNNING'::text, 'PAUSED'::text]));
CREATE INDEX decisions_case_id_idx ON public.decisions USING btree (case_id, id);
CREATE UNIQUE INDEX document_series_mark_key ON public.document_series USING btree (agency_id, mark) WHERE (mark IS NOT NULL);
CREATE INDEX documents_case_id_idx ON public.documents USING btree (case_id, issued_at DESC, id DESC);
CREATE INDEX documents_matter_id_idx ON public.documents USING btree (matter_id);
CREATE INDEX documents_number_idx ON public.documents USING btree (agency_id, number) WHERE (number <> ''::text);
CREATE UNIQUE INDEX documents_number_key ON public.documents USING btree (agency_id, number) WHERE ((number <> ''::text) AND (number_rule >= 2));
CREATE INDEX evidence_checks_file_id_idx ON public.evidence_checks USING btree (file_id, id DESC);
CREATE INDEX evidence_checks_missing_idx ON public.evidence_checks USING btree (file_id, id) WHERE missing;
CREATE INDEX evidence_files_address_idx ON public.evidence_files USING btree (case_id, digest) INCLUDE (size);
CREATE INDEX evidence_files_evidence_id_idx ON public.evidence_files USING btree (evidence_id, id);
CREATE INDEX evidence_files_uploaded_idx ON public.evidence_files USING btree (uploaded_by, uploaded_at) INCLUDE (size);
CREATE INDEX evidence_items_case_id_idx ON public.evidence_items USING btree (case_id, id);
CREATE INDEX evidence_items_custody_case_id_idx ON public.evidence_items USING btree (custody_case_id) WHERE (custody_case_id IS NOT NULL);
CREATE INDEX evidence_items_matter_id_idx ON public.evidence_items USING btree (matter_id);
CREATE INDEX goods_items_case_id_idx ON public.goods_items USING btree (case_id, id);
CREATE INDEX goods_routes_case_id_idx ON public.goods_routes USING btree (case_id, id);
CREATE INDEX handover_items_evidence_id_idx ON public.handover_items USING btree (evidence_id);
CREATE INDEX handovers_from_agency_idx ON public.handovers USING btree (from_agency_id, offered_at DESC, id DESC);
CREATE INDEX handovers_open_from_idx ON public.handovers USING btree (from_agency_id, offered_at DESC, id DESC) WHERE (state = 'OFFERED'::text);
CREATE INDEX handovers_open_to_idx ON public.handovers USING btree (to_agency_id, offered_at DESC, id DESC) WHERE (state = 'OFFERED'::text);
CREATE INDEX handovers_to_agency_idx ON public.handovers USING btree (to_agency_id, offered_at DESC, id DESC);
CREATE INDEX kept_texts_until_idx ON public.kept_texts USING btree (until);
CREATE INDEX mss_handovers_case_id_idx ON public.mss_handovers USING btree (case_id);
CREATE INDEX mss_handovers_matter_id_idx ON public.mss_handovers USING btree (matter_id);
CREATE INDEX notices_reader_idx ON public.notices USING btree (user_id, created_at DESC, id DESC);
CREATE INDEX notices_unread_idx ON public.notices USING btree (user_id) WHERE (read_at IS NULL);
CREATE INDEX parties_by_names ON public.parties USING gin (public.party_keys(name, name_latin, former_names)) WHERE (removed_at IS NULL);
CREATE INDEX parties_case_id_idx ON public.parties USING btree (case_id, id);
CREATE INDEX party_links_case_id_idx ON public.party_links USING btree (case_id, id);
CREATE INDEX persons_matter_id_idx ON public.persons USING btree (matter_id);
CREATE INDEX records_case_id_idx ON public.records USING btree (case_id);
CREATE INDEX referrals_from_agency_idx ON public.referrals USING btree (from_agency_id, next_due, id);
CREATE INDEX referrals_from_case_id_idx ON public.referrals USING btree (from_case_id);
CREATE INDEX referrals_matter_id_idx ON public.referrals USING btree (matter_id);
CREATE INDEX referrals_to_agency_idx ON public.referrals USING btree (to_agency_id, next_due, id) WHERE (sent_at IS NOT NULL);
CREATE INDEX referrals_to_case_id_idx ON public.referrals USING btree (to_case_id) WHERE (to_case_id IS NOT NULL);
CREATE INDEX referrals_unsent_idx ON public.referrals USING btree (from_agency_id) INCLUDE (from_case_id, compartmented) WHERE (state = ANY (ARRAY['DRAFT'::text, 'REPORT_SUBMITTED'::text, 'APPROVED'::text]));
CREATE INDEX referrals_unsigned_idx ON public.referrals USING btree (to_agency_id, next_due, id) WHERE ((sent_at IS NOT NULL) AND (state = 'SENT'::text));
CREATE UNIQUE INDEX reverifications_one_key ON public.reverifications USING btree ((true)) WHERE (finished_at IS NULL);
CREATE INDEX river_job_args_index ON public.river_job USING gin (args);
CREATE INDEX river_job_kind ON public.river_job USING btree (kind);
CREATE INDEX river_job_metadata_index ON public.river_job USING gin (metadata);
CREATE INDEX river_job_prioritized_fetching_index ON public.river_job USING btree (state, queue, priority, scheduled_at, id);
CREATE INDEX river_job_state_and_finalized_at_index ON public.river_job USING btree (state, finalized_at) WHERE (finalized_at IS NOT NULL);
CREATE UNIQUE INDEX river_job_unique_idx ON public.river_job USING btree (unique_key) WHERE ((unique_key IS NOT NULL) AND (unique_states IS NOT NULL) AND public.river_job_state_in_bitmask(unique_states, state));
CREATE INDEX river_notification_created_at_idx ON public.river_notification USING btree (created_at);
CREATE INDEX river_notification_topic_id_idx ON public.river_notification USING btree (topic, id);
CREATE INDEX role_grants_user_id_idx ON public.role_grants USING btree (user_id) INCLUDE (role, valid_from, valid_to, revoked_at);
CREATE INDEX tasks_inbox_idx ON public.tasks USING btree (agency_id, opened_at, id) WHERE (done_at IS NULL);
CREATE INDEX tasks_matter_idx ON public.tasks USING btree (matter_id) WHERE (done_at IS NULL);
CREATE INDEX tips_list_idx ON public.tips USING btree (agency_id, state, received_at DESC, id DESC);
CREATE INDEX user_sessions_expires_at_idx ON public.user_sessions USING btree (expires_at);
CREATE INDEX user_sessions_user_id_idx ON public.user_sessions USING btree (user_id);
CREATE TRIGGER access_requests_fact AFTER INSERT OR DELETE ON public.access_requests FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER access_requests_fact_before BEFORE UPDATE OF ref, case_ref, requester_id, days, state, decided_by, created_at, answer_by, decided_at, told_at, purpose, reason ON public.access_requests FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER access_requests_fact_changed AFTER UPDATE OF ref, case_ref, requester_id, days, state, decided_by, created_at, answer_by, decided_at, told_at, purpose, reason ON public.access_requests FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER access_requests_fact_going BEFORE DELETE ON public.access_requests FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER acts_fact AFTER INSERT OR DELETE ON public.acts FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER acts_fact_before BEFORE UPDATE OF matter_id, case_id, entity, root_kind, root_id, target_kind, target_id, row_id, event, variant, from_state, to_state, round, actor_id, actor_role, agency_id, proposer_id, proposer_role, approval_id, twin_of, from_paper, also, at, actor_name, proposer_name, notes, input, edition ON public.acts FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER acts_fact_changed AFTER UPDATE OF matter_id, case_id, entity, root_kind, root_id, target_kind, target_id, row_id, event, variant, from_state, to_state, round, actor_id, actor_role, agency_id, proposer_id, proposer_role, approval_id, twin_of, from_paper, also, at, actor_name, proposer_name, notes, input, edition ON public.acts FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER acts_fact_going BEFORE DELETE ON public.acts FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER acts_ledger BEFORE DELETE OR UPDATE OR TRUNCATE ON public.acts FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();
CREATE TRIGGER agencies_fact AFTER INSERT OR DELETE ON public.agencies FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER agencies_fact_before BEFORE UPDATE OF code, kind, region, own_penalty_power, accounts, name_zh, name_en, short_zh ON public.agencies FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER agencies_fact_changed AFTER UPDATE OF code, kind, region, own_penalty_power, accounts, name_zh, name_en, short_zh ON public.agencies FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER agencies_fact_going BEFORE DELETE ON public.agencies FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER approval_scopes_fact AFTER INSERT ON public.approvals FOR EACH ROW WHEN (((CURRENT_USER <> 'ts_migrate'::name) AND (new.state <> 'OPEN'::text))) EXECUTE FUNCTION public.audit_touch('approval_scopes');
CREATE TRIGGER approval_scopes_fact_before BEFORE UPDATE OF state, case_marking, case_agency_id ON public.approvals FOR EACH ROW WHEN ((((old.state <> new.state) OR (old.case_marking <> new.case_marking) OR (old.case_agency_id <> new.case_agency_id)) AND ((old.state <> 'OPEN'::text) OR (new.state <> 'OPEN'::text)))) EXECUTE FUNCTION public.audit_before('approval_scopes');
CREATE TRIGGER approval_scopes_fact_changed AFTER UPDATE OF state, case_marking, case_agency_id ON public.approvals FOR EACH ROW WHEN ((((old.state <> new.state) OR (old.case_marking <> new.case_marking) OR (old.case_agency_id <> new.case_agency_id)) AND ((old.state <> 'OPEN'::text) OR (new.state <> 'OPEN'::text)))) EXECUTE FUNCTION public.audit_touch('approval_scopes');
CREATE TRIGGER approval_scopes_fact_going BEFORE DELETE ON public.approvals FOR EACH ROW WHEN (((CURRENT_USER <> 'ts_migrate'::name) AND (old.state <> 'OPEN'::text))) EXECUTE FUNCTION public.audit_before('approval_scopes');
CREATE TRIGGER approval_scopes_fact_gone AFTER DELETE ON public.approvals FOR EACH ROW WHEN (((CURRENT_USER <> 'ts_migrate'::name) AND (old.state <> 'OPEN'::text))) EXECUTE FUNCTION public.audit_touch('approval_scopes');
CREATE TRIGGER approvals_fact AFTER INSERT OR DELETE ON public.approvals FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER approvals_fact_before BEFORE UPDATE OF ref, matter_id, case_id, entity, root_kind, root_id, target_kind, target_id, row_id, event, variant, decider_roles, agency_id, unit_id, proposer_id, proposer_role, digest, revision, state, opening_act_id, clock, decided_by, decision, reason_code, act_id, opened_at, due_at, decided_at, input, shown, opinion, edition ON public.approvals FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER approvals_fact_changed AFTER UPDATE OF ref, matter_id, case_id, entity, root_kind, root_id, target_kind, target_id, row_id, event, variant, decider_roles, agency_id, unit_id, proposer_id, proposer_role, digest, revision, state, opening_act_id, clock, decided_by, decision, reason_code, act_id, opened_at, due_at, decided_at, input, shown, opinion, edition ON public.approvals FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER approvals_fact_going BEFORE DELETE ON public.approvals FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER attachments_fact AFTER INSERT OR DELETE ON public.attachments FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER attachments_fact_before BEFORE UPDATE OF ref, agency_id, case_id, act_id, document_id, approval_id, field, size, digest, media, created_by, created_at, name ON public.attachments FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER attachments_fact_changed AFTER UPDATE OF ref, agency_id, case_id, act_id, document_id, approval_id, field, size, digest, media, created_by, created_at, name ON public.attachments FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER attachments_fact_going BEFORE DELETE ON public.attachments FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER audit_checkpoints_ledger BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_checkpoints FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();
CREATE TRIGGER audit_events_ledger BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_events FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();
CREATE TRIGGER audit_heads_follow BEFORE UPDATE OF stream, n, hash ON public.audit_heads FOR EACH ROW EXECUTE FUNCTION public.audit_heads_follow();
CREATE TRIGGER audit_heads_ledger BEFORE DELETE OR TRUNCATE ON public.audit_heads FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();
CREATE TRIGGER audit_requests_ledger BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_requests FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();
CREATE TRIGGER audit_texts_ledger BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_texts FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();
CREATE TRIGGER audit_tree_ledger BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_tree FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();
CREATE TRIGGER case_members_fact AFTER INSERT OR DELETE ON public.case_members FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER case_members_fact_before BEFORE UPDATE OF case_id, user_id, part, handled, lead, granted_by, basis, from_at, to_at ON public.case_members FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER case_members_fact_changed AFTER UPDATE OF case_id, user_id, part, handled, lead, granted_by, basis, from_at, to_at ON public.case_members FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER case_members_fact_going BEFORE DELETE ON public.case_members FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER case_pointers_fact AFTER INSERT OR DELETE ON public.case_pointers FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER case_pointers_fact_before BEFORE UPDATE OF case_id, agency_id, because ON public.case_pointers FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER case_pointers_fact_changed AFTER UPDATE OF case_id, agency_id, because ON public.case_pointers FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER case_pointers_fact_going BEFORE DELETE ON public.case_pointers FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER cases_fact AFTER INSERT OR DELETE ON public.cases FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER cases_fact_before BEFORE UPDATE OF ref, machine, matter_id, lead_agency_id, org_unit_id, state, round, mineral, lead_basis, typology, source_kind, marking, compartmented, tip_id, public_case, source_referral_id, violation_ended_on, competence_basis, complex_or_major, economic_crime, quantity_mg, value_fen, created_by, registered_at, filed_at, decided_at, closed_at, title, summary ON public.cases FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER cases_fact_changed AFTER UPDATE OF ref, machine, matter_id, lead_agency_id, org_unit_id, state, round, mineral, lead_basis, typology, source_kind, marking, compartmented, tip_id, public_case, source_referral_id, violation_ended_on, competence_basis, complex_or_major, economic_crime, quantity_mg, value_fen, created_by, registered_at, filed_at, decided_at, closed_at, title, summary ON public.cases FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER cases_fact_going BEFORE DELETE ON public.cases FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER clocks_fact AFTER INSERT OR DELETE ON public.clocks FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER clocks_fact_before BEFORE UPDATE OF matter_id, case_id, entity, target_kind, target_id, code, state, minimum, provisional, owner_role, owner_agency_id, extensions, start_act_id, close_act_id, started_at, due_at, paused_at, closed_at, basis, steps, pause_basis, edition ON public.clocks FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER clocks_fact_changed AFTER UPDATE OF matter_id, case_id, entity, target_kind, target_id, code, state, minimum, provisional, owner_role, owner_agency_id, extensions, start_act_id, close_act_id, started_at, due_at, paused_at, closed_at, basis, steps, pause_basis, edition ON public.clocks FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER clocks_fact_going BEFORE DELETE ON public.clocks FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER custody_entries_fact AFTER INSERT OR DELETE ON public.custody_entries FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER custody_entries_fact_before BEFORE UPDATE OF evidence_id, n, action, method, giver_id, receiver_id, seal_no, hash_state, act_id, at, from_holder, to_holder, place, giver_name, receiver_name, note ON public.custody_entries FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER custody_entries_fact_changed AFTER UPDATE OF evidence_id, n, action, method, giver_id, receiver_id, seal_no, hash_state, act_id, at, from_holder, to_holder, place, giver_name, receiver_name, note ON public.custody_entries FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER custody_entries_fact_going BEFORE DELETE ON public.custody_entries FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER custody_entries_ledger BEFORE DELETE OR UPDATE OR TRUNCATE ON public.custody_entries FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();
CREATE TRIGGER decisions_fact AFTER INSERT OR DELETE ON public.decisions FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER decisions_fact_before BEFORE UPDATE OF case_id, act_id, kind, violation, sanctions, fine_fen, confiscated_fen, made_at, calculation, deviation, reasons ON public.decisions FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER decisions_fact_changed AFTER UPDATE OF case_id, act_id, kind, violation, sanctions, fine_fen, confiscated_fen, made_at, calculation, deviation, reasons ON public.decisions FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER decisions_fact_going BEFORE DELETE ON public.decisions FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER decisions_ledger BEFORE DELETE OR UPDATE OR TRUNCATE ON public.decisions FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();
CREATE TRIGGER documents_fact AFTER INSERT OR DELETE ON public.documents FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER documents_fact_before BEFORE UPDATE OF ref, matter_id, case_id, target_kind, target_id, code, number, number_rule, version, round, direction, template_version, digest, act_id, agency_id, issued_by, issued_at, title, data ON public.documents FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER documents_fact_changed AFTER UPDATE OF ref, matter_id, case_id, target_kind, target_id, code, number, number_rule, version, round, direction, template_version, digest, act_id, agency_id, issued_by, issued_at, title, data ON public.documents FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER documents_fact_going BEFORE DELETE ON public.documents FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER documents_ledger BEFORE DELETE OR UPDATE OR TRUNCATE ON public.documents FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();
CREATE TRIGGER evidence_checks_fact AFTER INSERT OR DELETE ON public.evidence_checks FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER evidence_checks_fact_before BEFORE UPDATE OF file_id, algorithm, digest, ok, missing, at, by_name ON public.evidence_checks FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER evidence_checks_fact_changed AFTER UPDATE OF file_id, algorithm, digest, ok, missing, at, by_name ON public.evidence_checks FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER evidence_checks_fact_going BEFORE DELETE ON public.evidence_checks FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER evidence_files_fact AFTER INSERT OR DELETE ON public.evidence_files FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER evidence_files_fact_before BEFORE UPDATE OF ref, evidence_id, agency_id, case_id, digest, declared_digest, size, media, media_claimed, uploaded_by, uploaded_at, name ON public.evidence_files FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER evidence_files_fact_changed AFTER UPDATE OF ref, evidence_id, agency_id, case_id, digest, declared_digest, size, media, media_claimed, uploaded_by, uploaded_at, name ON public.evidence_files FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER evidence_files_fact_going BEFORE DELETE ON public.evidence_files FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER evidence_files_ledger BEFORE DELETE OR UPDATE OR TRUNCATE ON public.evidence_files FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();
CREATE TRIGGER evidence_items_fact AFTER INSERT OR DELETE ON public.evidence_items FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER evidence_items_fact_before BEFORE UPDATE OF ref, case_id, matter_id, no, state, track, kind, collector_id, co_collector_id, original_or_copy, quantity, unit, net_mg, gross_mg, seal_no, measure, finding, holder_agency_id, holder_user_id, giver_id, to_agency_id, custody_case_id, parent_id, goods_item_id, flagged, collected_at, created_at, name, place, method, source_person, original_location, storage_place, exclusion_reason, holder_text ON public.evidence_items FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER evidence_items_fact_changed AFTER UPDATE OF ref, case_id, matter_id, no, state, track, kind, collector_id, co_collector_id, original_or_copy, quantity, unit, net_mg, gross_mg, seal_no, measure, finding, holder_agency_id, holder_user_id, giver_id, to_agency_id, custody_case_id, parent_id, goods_item_id, flagged, collected_at, created_at, name, place, method, source_person, original_location, storage_place, exclusion_reason, holder_text ON public.evidence_items FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER evidence_items_fact_going BEFORE DELETE ON public.evidence_items FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER goods_items_fact AFTER INSERT OR DELETE ON public.goods_items FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER goods_items_fact_before BEFORE UPDATE OF ref, case_id, mineral, purity, act_on, control_code, control_basis, control_state, hs_declared, hs_found, quantity, unit, net_mg, value_fen, value_method, licence_state, listed_item, created_by, created_at, removed_at, name, form, licence_note ON public.goods_items FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER goods_items_fact_changed AFTER UPDATE OF ref, case_id, mineral, purity, act_on, control_code, control_basis, control_state, hs_declared, hs_found, quantity, unit, net_mg, value_fen, value_method, licence_state, listed_item, created_by, created_at, removed_at, name, form, licence_note ON public.goods_items FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER goods_items_fact_going BEFORE DELETE ON public.goods_items FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER goods_routes_fact AFTER INSERT OR DELETE ON public.goods_routes FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER goods_routes_fact_before BEFORE UPDATE OF case_id, item_id, net_mg, status, created_by, created_at, removed_at, origin, exit_port, transit, destination, source ON public.goods_routes FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER goods_routes_fact_changed AFTER UPDATE OF case_id, item_id, net_mg, status, created_by, created_at, removed_at, origin, exit_port, transit, destination, source ON public.goods_routes FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER goods_routes_fact_going BEFORE DELETE ON public.goods_routes FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER handover_items_fact AFTER INSERT OR DELETE ON public.handover_items FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER handover_items_fact_before BEFORE UPDATE OF handover_id, evidence_id, outcome, listed_quantity, listed_mg, listed_seal, counted_quantity, counted_mg, counted_seal, note ON public.handover_items FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER handover_items_fact_changed AFTER UPDATE OF handover_id, evidence_id, outcome, listed_quantity, listed_mg, listed_seal, counted_quantity, counted_mg, counted_seal, note ON public.handover_items FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER handover_items_fact_going BEFORE DELETE ON public.handover_items FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER handovers_fact AFTER INSERT OR DELETE ON public.handovers FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER handovers_fact_before BEFORE UPDATE OF ref, matter_id, case_id, referral_id, from_agency_id, to_agency_id, state, offered_by, offered_at, closed_at, to_text, carrier ON public.handovers FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER handovers_fact_changed AFTER UPDATE OF ref, matter_id, case_id, referral_id, from_agency_id, to_agency_id, state, offered_by, offered_at, closed_at, to_text, carrier ON public.handovers FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER handovers_fact_going BEFORE DELETE ON public.handovers FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER mss_handovers_fact AFTER INSERT OR DELETE ON public.mss_handovers FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER mss_handovers_fact_before BEFORE UPDATE OF ref, matter_id, case_id, from_agency_id, to_agency_id, state, marking, compartmented, indicators, register_no, channel, external_ref, opened_at, sent_at, holder ON public.mss_handovers FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER mss_handovers_fact_changed AFTER UPDATE OF ref, matter_id, case_id, from_agency_id, to_agency_id, state, marking, compartmented, indicators, register_no, channel, external_ref, opened_at, sent_at, holder ON public.mss_handovers FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER mss_handovers_fact_going BEFORE DELETE ON public.mss_handovers FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER org_units_fact AFTER INSERT OR DELETE ON public.org_units FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER org_units_fact_before BEFORE UPDATE OF agency_id, code, name_zh, name_en ON public.org_units FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER org_units_fact_changed AFTER UPDATE OF agency_id, code, name_zh, name_en ON public.org_units FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER org_units_fact_going BEFORE DELETE ON public.org_units FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER parties_fact AFTER INSERT OR DELETE ON public.parties FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER parties_fact_before BEFORE UPDATE OF ref, case_id, kind, part, id_kind, country, subject, created_by, created_at, removed_at, name, name_latin, former_names, id_number, address, note ON public.parties FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER parties_fact_changed AFTER UPDATE OF ref, case_id, kind, part, id_kind, country, subject, created_by, created_at, removed_at, name, name_latin, former_names, id_number, address, note ON public.parties FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER parties_fact_going BEFORE DELETE ON public.parties FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER party_links_fact AFTER INSERT OR DELETE ON public.party_links FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER party_links_fact_before BEFORE UPDATE OF case_id, from_id, to_id, relation, status, evidence_id, created_by, created_at, removed_at, source ON public.party_links FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER party_links_fact_changed AFTER UPDATE OF case_id, from_id, to_id, relation, status, evidence_id, created_by, created_at, removed_at, source ON public.party_links FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER party_links_fact_going BEFORE DELETE ON public.party_links FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER persons_fact AFTER INSERT OR DELETE ON public.persons FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER persons_fact_before BEFORE UPDATE OF ref, case_id, matter_id, party_id, state, created_at, name ON public.persons FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER persons_fact_changed AFTER UPDATE OF ref, case_id, matter_id, party_id, state, created_at, name ON public.persons FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER persons_fact_going BEFORE DELETE ON public.persons FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER receipts_fact AFTER INSERT OR DELETE ON public.receipts FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER receipts_fact_before BEFORE UPDATE OF referral_id, act_id, signed_by, package_digest, at, signed_name, reservation ON public.receipts FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER receipts_fact_changed AFTER UPDATE OF referral_id, act_id, signed_by, package_digest, at, signed_name, reservation ON public.receipts FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER receipts_fact_going BEFORE DELETE ON public.receipts FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER receipts_ledger BEFORE DELETE OR UPDATE OR TRUNCATE ON public.receipts FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();
CREATE TRIGGER records_fact AFTER INSERT OR DELETE ON public.records FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER records_fact_before BEFORE UPDATE OF ref, entity, matter_id, case_id, created_by, created_at, label ON public.records FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER records_fact_changed AFTER UPDATE OF ref, entity, matter_id, case_id, created_by, created_at, label ON public.records FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER records_fact_going BEFORE DELETE ON public.records FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER referral_items_fact AFTER INSERT OR DELETE ON public.referral_items FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER referral_items_fact_before BEFORE UPDATE OF referral_id, item_no, document_id, evidence_ids, set_by, set_at, note, not_applicable ON public.referral_items FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER referral_items_fact_changed AFTER UPDATE OF referral_id, item_no, document_id, evidence_ids, set_by, set_at, note, not_applicable ON public.referral_items FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER referral_items_fact_going BEFORE DELETE ON public.referral_items FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER referral_packages_fact AFTER INSERT OR DELETE ON public.referral_packages FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER referral_packages_fact_before BEFORE UPDATE OF referral_id, version, digest, act_id, frozen_at, data ON public.referral_packages FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER referral_packages_fact_changed AFTER UPDATE OF referral_id, version, digest, act_id, frozen_at, data ON public.referral_packages FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER referral_packages_fact_going BEFORE DELETE ON public.referral_packages FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER referral_packages_ledger BEFORE DELETE OR UPDATE OR TRUNCATE ON public.referral_packages FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();
CREATE TRIGGER referrals_fact AFTER INSERT OR DELETE ON public.referrals FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER referrals_fact_before BEFORE UPDATE OF ref, matter_id, from_case_id, from_agency_id, from_unit_id, to_agency_id, destination, state, offence, team, parent_id, to_case_id, marking, compartmented, package_version, package_digest, received_by, opened_at, sent_at, received_at, to_text, facts, reservation ON public.referrals FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER referrals_fact_changed AFTER UPDATE OF ref, matter_id, from_case_id, from_agency_id, from_unit_id, to_agency_id, destination, state, offence, team, parent_id, to_case_id, marking, compartmented, package_version, package_digest, received_by, opened_at, sent_at, received_at, to_text, facts, reservation ON public.referrals FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER referrals_fact_going BEFORE DELETE ON public.referrals FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER role_grants_fact AFTER INSERT OR DELETE ON public.role_grants FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER role_grants_fact_before BEFORE UPDATE OF user_id, role, agency_id, presiding, granted_by, confirmed_by, valid_from, valid_to, revoked_at ON public.role_grants FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER role_grants_fact_changed AFTER UPDATE OF user_id, role, agency_id, presiding, granted_by, confirmed_by, valid_from, valid_to, revoked_at ON public.role_grants FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER role_grants_fact_going BEFORE DELETE ON public.role_grants FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER settings_fact AFTER INSERT OR DELETE ON public.settings FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER settings_fact_before BEFORE UPDATE OF key, value ON public.settings FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER settings_fact_changed AFTER UPDATE OF key, value ON public.settings FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER settings_fact_going BEFORE DELETE ON public.settings FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER tasks_fact AFTER INSERT OR DELETE ON public.tasks FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER tasks_fact_before BEFORE UPDATE OF matter_id, case_id, entity, target_kind, target_id, event, roles, agency_id, origin_act_id, done_act_id, opened_at, done_at ON public.tasks FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER tasks_fact_changed AFTER UPDATE OF matter_id, case_id, entity, target_kind, target_id, event, roles, agency_id, origin_act_id, done_act_id, opened_at, done_at ON public.tasks FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER tasks_fact_going BEFORE DELETE ON public.tasks FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER tips_fact AFTER INSERT OR DELETE ON public.tips FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER tips_fact_before BEFORE UPDATE OF ref, agency_id, unit_id, channel, source_kind, mineral, has_informant, public_case, state, marking, case_id, created_by, triaged_by, received_at, triaged_at, subject, summary, party_name, reason ON public.tips FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER tips_fact_changed AFTER UPDATE OF ref, agency_id, unit_id, channel, source_kind, mineral, has_informant, public_case, state, marking, case_id, created_by, triaged_by, received_at, triaged_at, subject, summary, party_name, reason ON public.tips FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER tips_fact_going BEFORE DELETE ON public.tips FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER users_fact AFTER INSERT OR DELETE ON public.users FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER users_fact_before BEFORE UPDATE OF ref, agency_id, unit_id, username, certificate_no, certificate_to, reviewer_qualified, clearance, credential_kind, created_at, posted_at, disabled_at, name_zh, name_en, password_hash ON public.users FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_before();
CREATE TRIGGER users_fact_changed AFTER UPDATE OF ref, agency_id, unit_id, username, certificate_no, certificate_to, reviewer_qualified, clearance, credential_kind, created_at, posted_at, disabled_at, name_zh, name_en, password_hash ON public.users FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.audit_touch();
CREATE TRIGGER users_fact_going BEFORE DELETE ON public.users FOR EACH ROW WHEN ((CURRENT_USER <> 'ts_migrate'::name)) EXECUTE FUNCTION public.audit_before();
ALTER TABLE ONLY public.access_requests
    ADD CONSTRAINT access_requests_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.access_requests
    ADD CONSTRAINT access_requests_requester_id_fkey FOREIGN KEY (requester_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.approvals
    ADD CONSTRAINT approvals_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.approvals
    ADD CONSTRAINT approvals_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.approvals
    ADD CONSTRAINT approvals_proposer_id_fkey FOREIGN KEY (proposer_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.approvals
    ADD CONSTRAINT approvals_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.org_units(id);
ALTER TABLE ONLY public.attachment_readings
    ADD CONSTRAINT attachment_readings_file_id_fkey FOREIGN KEY (file_id) REFERENCES public.attachments(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_approval_id_fkey FOREIGN KEY (approval_id) REFERENCES public.approvals(id);
ALTER TABLE ONLY public.case_facts
    ADD CONSTRAINT case_facts_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.case_members
    ADD CONSTRAINT case_members_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.case_members
    ADD CONSTRAINT case_members_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.case_members
    ADD CONSTRAINT case_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.case_pointers
    ADD CONSTRAINT case_pointers_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.case_pointers
    ADD CONSTRAINT case_pointers_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.case_views
    ADD CONSTRAINT case_views_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.org_units(id);
ALTER TABLE ONLY public.case_views
    ADD CONSTRAINT case_views_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_lead_agency_id_fkey FOREIGN KEY (lead_agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES public.matters(id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_org_unit_id_fkey FOREIGN KEY (org_unit_id) REFERENCES public.org_units(id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_tip_id_fkey FOREIGN KEY (tip_id) REFERENCES public.tips(id);
ALTER TABLE ONLY public.clocks
    ADD CONSTRAINT clocks_owner_agency_id_fkey FOREIGN KEY (owner_agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.custody_entries
    ADD CONSTRAINT custody_entries_evidence_id_fkey FOREIGN KEY (evidence_id) REFERENCES public.evidence_items(id);
ALTER TABLE ONLY public.decisions
    ADD CONSTRAINT decisions_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.document_series
    ADD CONSTRAINT document_series_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.evidence_checks
    ADD CONSTRAINT evidence_checks_file_id_fkey FOREIGN KEY (file_id) REFERENCES public.evidence_files(id);
ALTER TABLE ONLY public.evidence_files
    ADD CONSTRAINT evidence_files_evidence_id_fkey FOREIGN KEY (evidence_id) REFERENCES public.evidence_items(id);
ALTER TABLE ONLY public.evidence_items
    ADD CONSTRAINT evidence_items_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.evidence_items
    ADD CONSTRAINT evidence_items_co_collector_id_fkey FOREIGN KEY (co_collector_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.evidence_items
    ADD CONSTRAINT evidence_items_collector_id_fkey FOREIGN KEY (collector_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.evidence_items
    ADD CONSTRAINT evidence_items_custody_case_id_fkey FOREIGN KEY (custody_case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.evidence_items
    ADD CONSTRAINT evidence_items_giver_id_fkey FOREIGN KEY (giver_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.evidence_items
    ADD CONSTRAINT evidence_items_goods_item_id_fkey FOREIGN KEY (goods_item_id) REFERENCES public.goods_items(id);
ALTER TABLE ONLY public.evidence_items
    ADD CONSTRAINT evidence_items_holder_agency_id_fkey FOREIGN KEY (holder_agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.evidence_items
    ADD CONSTRAINT evidence_items_holder_user_id_fkey FOREIGN KEY (holder_user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.evidence_items
    ADD CONSTRAINT evidence_items_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.evidence_items(id);
ALTER TABLE ONLY public.evidence_items
    ADD CONSTRAINT evidence_items_to_agency_id_fkey FOREIGN KEY (to_agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.goods_items
    ADD CONSTRAINT goods_items_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.goods_routes
    ADD CONSTRAINT goods_routes_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.goods_routes
    ADD CONSTRAINT goods_routes_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.goods_items(id);
ALTER TABLE ONLY public.handover_items
    ADD CONSTRAINT handover_items_evidence_id_fkey FOREIGN KEY (evidence_id) REFERENCES public.evidence_items(id);
ALTER TABLE ONLY public.handover_items
    ADD CONSTRAINT handover_items_handover_id_fkey FOREIGN KEY (handover_id) REFERENCES public.handovers(id);
ALTER TABLE ONLY public.handovers
    ADD CONSTRAINT handovers_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.handovers
    ADD CONSTRAINT handovers_from_agency_id_fkey FOREIGN KEY (from_agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.handovers
    ADD CONSTRAINT handovers_offered_by_fkey FOREIGN KEY (offered_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.handovers
    ADD CONSTRAINT handovers_referral_id_fkey FOREIGN KEY (referral_id) REFERENCES public.referrals(id);
ALTER TABLE ONLY public.handovers
    ADD CONSTRAINT handovers_to_agency_id_fkey FOREIGN KEY (to_agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.kept_texts
    ADD CONSTRAINT kept_texts_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.mss_handovers
    ADD CONSTRAINT mss_handovers_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.mss_handovers
    ADD CONSTRAINT mss_handovers_from_agency_id_fkey FOREIGN KEY (from_agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.mss_handovers
    ADD CONSTRAINT mss_handovers_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES public.matters(id);
ALTER TABLE ONLY public.mss_handovers
    ADD CONSTRAINT mss_handovers_to_agency_id_fkey FOREIGN KEY (to_agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.org_units
    ADD CONSTRAINT org_units_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.parties
    ADD CONSTRAINT parties_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.party_links
    ADD CONSTRAINT party_links_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.party_links
    ADD CONSTRAINT party_links_from_id_fkey FOREIGN KEY (from_id) REFERENCES public.parties(id);
ALTER TABLE ONLY public.party_links
    ADD CONSTRAINT party_links_to_id_fkey FOREIGN KEY (to_id) REFERENCES public.parties(id);
ALTER TABLE ONLY public.persons
    ADD CONSTRAINT persons_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.persons
    ADD CONSTRAINT persons_party_id_fkey FOREIGN KEY (party_id) REFERENCES public.parties(id);
ALTER TABLE ONLY public.receipts
    ADD CONSTRAINT receipts_referral_id_fkey FOREIGN KEY (referral_id) REFERENCES public.referrals(id);
ALTER TABLE ONLY public.records
    ADD CONSTRAINT records_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.referral_items
    ADD CONSTRAINT referral_items_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id);
ALTER TABLE ONLY public.referral_items
    ADD CONSTRAINT referral_items_referral_id_fkey FOREIGN KEY (referral_id) REFERENCES public.referrals(id);
ALTER TABLE ONLY public.referral_packages
    ADD CONSTRAINT referral_packages_referral_id_fkey FOREIGN KEY (referral_id) REFERENCES public.referrals(id);
ALTER TABLE ONLY public.referrals
    ADD CONSTRAINT referrals_from_agency_id_fkey FOREIGN KEY (from_agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.referrals
    ADD CONSTRAINT referrals_from_case_id_fkey FOREIGN KEY (from_case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.referrals
    ADD CONSTRAINT referrals_from_unit_id_fkey FOREIGN KEY (from_unit_id) REFERENCES public.org_units(id);
ALTER TABLE ONLY public.referrals
    ADD CONSTRAINT referrals_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES public.matters(id);
ALTER TABLE ONLY public.referrals
    ADD CONSTRAINT referrals_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.referrals(id);
ALTER TABLE ONLY public.referrals
    ADD CONSTRAINT referrals_received_by_fkey FOREIGN KEY (received_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.referrals
    ADD CONSTRAINT referrals_to_agency_id_fkey FOREIGN KEY (to_agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.referrals
    ADD CONSTRAINT referrals_to_case_id_fkey FOREIGN KEY (to_case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.role_grants
    ADD CONSTRAINT role_grants_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.role_grants
    ADD CONSTRAINT role_grants_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.role_grants
    ADD CONSTRAINT role_grants_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.role_grants
    ADD CONSTRAINT role_grants_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.tips
    ADD CONSTRAINT tips_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.tips
    ADD CONSTRAINT tips_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.tips
    ADD CONSTRAINT tips_triaged_by_fkey FOREIGN KEY (triaged_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.tips
    ADD CONSTRAINT tips_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.org_units(id);
ALTER TABLE ONLY public.user_sessions
    ADD CONSTRAINT user_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.org_units(id);
GRANT USAGE ON SCHEMA informant TO ts_informant;
GRANT USAGE ON SCHEMA informant TO ts_backup;
GRANT USAGE ON SCHEMA public TO ts_app;
GRANT USAGE ON SCHEMA public TO ts_seal;
GRANT USAGE ON SCHEMA public TO ts_audit;
GRANT USAGE ON SCHEMA public TO ts_report;
GRANT USAGE ON SCHEMA public TO ts_backup;
GRANT USAGE ON SCHEMA public TO ts_informant;
REVOKE ALL ON FUNCTION informant.erase(p_tip bigint, p_actor bigint, p_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION informant.erase(p_tip bigint, p_actor bigint, p_at timestamp with time zone) TO ts_informant;
REVOKE ALL ON FUNCTION informant.get(p_tip bigint, p_agency bigint, p_actor bigint, p_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION informant.get(p_tip bigint, p_agency bigint, p_actor bigint, p_at timestamp with time zone) TO ts_informant;
REVOKE ALL ON FUNCTION informant.put(p_tip bigint, p_agency bigint, p_kek text, p_key bytea, p_nonce bytea, p_text bytea, p_actor bigint, p_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION informant.put(p_tip bigint, p_agency bigint, p_kek text, p_key bytea, p_nonce bytea, p_text bytea, p_actor bigint, p_at timestamp with time zone) TO ts_informant;
REVOKE ALL ON FUNCTION informant.rewrap(p_tip bigint, p_kek text, p_key bytea, p_actor bigint, p_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION informant.rewrap(p_tip bigint, p_kek text, p_key bytea, p_actor bigint, p_at timestamp with time zone) TO ts_informant;
GRANT SELECT ON TABLE informant.accesses TO ts_backup;
GRANT SELECT ON TABLE informant.identities TO ts_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.access_requests TO ts_app;
GRANT SELECT ON TABLE public.access_requests TO ts_backup;
GRANT USAGE ON SEQUENCE public.access_requests_id_seq TO ts_app;
GRANT SELECT,INSERT ON TABLE public.acts TO ts_app;
GRANT SELECT ON TABLE public.acts TO ts_backup;
GRANT USAGE ON SEQUENCE public.acts_id_seq TO ts_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.agencies TO ts_app;
GRANT SELECT ON TABLE public.agencies TO ts_report;
GRANT SELECT ON TABLE public.agencies TO ts_backup;
GRANT USAGE ON SEQUENCE public.agencies_id_seq TO ts_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.approvals TO ts_app;
GRANT SELECT ON TABLE public.approvals TO ts_backup;
GRANT USAGE ON SEQUENCE public.approvals_id_seq TO ts_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.attachment_readings TO ts_app;
GRANT SELECT ON TABLE public.attachment_readings TO ts_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.attachments TO ts_app;
GRANT SELECT ON TABLE public.attachments TO ts_backup;
GRANT USAGE ON SEQUENCE public.attachments_id_seq TO ts_app;
GRANT SELECT ON TABLE public.audit_checkpoints TO ts_app;
GRANT SELECT,INSERT ON TABLE public.audit_checkpoints TO ts_seal;
GRANT SELECT ON TABLE public.audit_checkpoints TO ts_audit;
GRANT SELECT ON TABLE public.audit_checkpoints TO ts_backup;
GRANT SELECT,INSERT ON TABLE public.audit_events TO ts_app;
GRANT SELECT ON TABLE public.audit_events TO ts_audit;
GRANT SELECT ON TABLE public.audit_events TO ts_backup;
GRANT SELECT,INSERT ON TABLE public.audit_requests TO ts_app;
GRANT SELECT ON TABLE public.audit_requests TO ts_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.case_members TO ts_app;
GRANT SELECT ON TABLE public.case_members TO ts_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.cases TO ts_app;
GRANT SELECT ON TABLE public.cases TO ts_backup;
GRANT SELECT ON TABLE public.audit_copies TO ts_app;
GRANT SELECT ON TABLE public.audit_copies TO ts_audit;
GRANT SELECT ON TABLE public.audit_facts_access_requests TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_access_requests TO ts_audit;
GRANT SELECT ON TABLE public.audit_facts_acts TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_acts TO ts_audit;
GRANT SELECT ON TABLE public.audit_facts_agencies TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_agencies TO ts_audit;
GRANT SELECT ON TABLE public.audit_facts_approval_scopes TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_approval_scopes TO ts_audit;
GRANT SELECT ON TABLE public.audit_facts_approvals TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_approvals TO ts_audit;
GRANT SELECT ON TABLE public.audit_facts_attachments TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_attachments TO ts_audit;
GRANT SELECT ON TABLE public.audit_facts_case_members TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_case_members TO ts_audit;
GRANT SELECT,INSERT,UPDATE ON TABLE public.case_pointers TO ts_app;
GRANT SELECT ON TABLE public.case_pointers TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_case_pointers TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_case_pointers TO ts_audit;
GRANT SELECT ON TABLE public.audit_facts_cases TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_cases TO ts_audit;
GRANT SELECT,INSERT,UPDATE ON TABLE public.clocks TO ts_app;
GRANT SELECT ON TABLE public.clocks TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_clocks TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_clocks TO ts_audit;
GRANT SELECT,INSERT ON TABLE public.custody_entries TO ts_app;
GRANT SELECT ON TABLE public.custody_entries TO ts_backup;
GRANT SELECT,INSERT ON TABLE public.evidence_items TO ts_app;
GRANT SELECT ON TABLE public.evidence_items TO ts_backup;
GRANT UPDATE(state) ON TABLE public.evidence_items TO ts_app;
GRANT UPDATE(version) ON TABLE public.evidence_items TO ts_app;
GRANT UPDATE(quantity) ON TABLE public.evidence_items TO ts_app;
GRANT UPDATE(net_mg) ON TABLE public.evidence_items TO ts_app;
GRANT UPDATE(gross_mg) ON TABLE public.evidence_items TO ts_app;
GRANT UPDATE(seal_no) ON TABLE public.evidence_items TO ts_app;
GRANT UPDATE(storage_place) ON TABLE public.evidence_items TO ts_app;
GRANT UPDATE(measure) ON TABLE public.evidence_items TO ts_app;
GRANT UPDATE(finding) ON TABLE public.evidence_items TO ts_app;
GRANT UPDATE(exclusion_reason) ON TABLE public.evidence_items TO ts_app;
GRANT UPDATE(holder_agency_id) ON TABLE public.evidence_items TO ts_app;
GRANT UPDATE(holder_user_id) ON TABLE public.evidence_items TO ts_app;
GRANT UPDATE(holder_text) ON TABLE public.evidence_items TO ts_app;
GRANT UPDATE(giver_id) ON TABLE public.evidence_items TO ts_app;
GRANT UPDATE(to_agency_id) ON TABLE public.evidence_items TO ts_app;
GRANT UPDATE(custody_case_id) ON TABLE public.evidence_items TO ts_app;
GRANT UPDATE(flagged) ON TABLE public.evidence_items TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_custody_entries TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_custody_entries TO ts_audit;
GRANT SELECT,INSERT ON TABLE public.decisions TO ts_app;
GRANT SELECT ON TABLE public.decisions TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_decisions TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_decisions TO ts_audit;
GRANT SELECT,INSERT ON TABLE public.documents TO ts_app;
GRANT SELECT ON TABLE public.documents TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_documents TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_documents TO ts_audit;
GRANT SELECT,INSERT ON TABLE public.evidence_checks TO ts_app;
GRANT SELECT ON TABLE public.evidence_checks TO ts_backup;
GRANT SELECT,INSERT ON TABLE public.evidence_files TO ts_app;
GRANT SELECT ON TABLE public.evidence_files TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_evidence_checks TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_evidence_checks TO ts_audit;
GRANT SELECT ON TABLE public.audit_facts_evidence_files TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_evidence_files TO ts_audit;
GRANT SELECT ON TABLE public.audit_facts_evidence_items TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_evidence_items TO ts_audit;
GRANT SELECT,INSERT,UPDATE ON TABLE public.goods_items TO ts_app;
GRANT SELECT ON TABLE public.goods_items TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_goods_items TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_goods_items TO ts_audit;
GRANT SELECT,INSERT,UPDATE ON TABLE public.goods_routes TO ts_app;
GRANT SELECT ON TABLE public.goods_routes TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_goods_routes TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_goods_routes TO ts_audit;
GRANT SELECT,INSERT,UPDATE ON TABLE public.handover_items TO ts_app;
GRANT SELECT ON TABLE public.handover_items TO ts_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.handovers TO ts_app;
GRANT SELECT ON TABLE public.handovers TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_handover_items TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_handover_items TO ts_audit;
GRANT SELECT ON TABLE public.audit_facts_handovers TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_handovers TO ts_audit;
GRANT SELECT,INSERT,UPDATE ON TABLE public.mss_handovers TO ts_app;
GRANT SELECT ON TABLE public.mss_handovers TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_mss_handovers TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_mss_handovers TO ts_audit;
GRANT SELECT,INSERT,UPDATE ON TABLE public.org_units TO ts_app;
GRANT SELECT ON TABLE public.org_units TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_org_units TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_org_units TO ts_audit;
GRANT SELECT,INSERT,UPDATE ON TABLE public.parties TO ts_app;
GRANT SELECT ON TABLE public.parties TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_parties TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_parties TO ts_audit;
GRANT SELECT,INSERT,UPDATE ON TABLE public.party_links TO ts_app;
GRANT SELECT ON TABLE public.party_links TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_party_links TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_party_links TO ts_audit;
GRANT SELECT,INSERT,UPDATE ON TABLE public.persons TO ts_app;
GRANT SELECT ON TABLE public.persons TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_persons TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_persons TO ts_audit;
GRANT SELECT,INSERT ON TABLE public.receipts TO ts_app;
GRANT SELECT ON TABLE public.receipts TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_receipts TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_receipts TO ts_audit;
GRANT SELECT,INSERT,UPDATE ON TABLE public.records TO ts_app;
GRANT SELECT ON TABLE public.records TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_records TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_records TO ts_audit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.referral_items TO ts_app;
GRANT SELECT ON TABLE public.referral_items TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_referral_items TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_referral_items TO ts_audit;
GRANT SELECT,INSERT ON TABLE public.referral_packages TO ts_app;
GRANT SELECT ON TABLE public.referral_packages TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_referral_packages TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_referral_packages TO ts_audit;
GRANT SELECT,INSERT,UPDATE ON TABLE public.referrals TO ts_app;
GRANT SELECT ON TABLE public.referrals TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_referrals TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_referrals TO ts_audit;
GRANT SELECT,INSERT,UPDATE ON TABLE public.role_grants TO ts_app;
GRANT SELECT ON TABLE public.role_grants TO ts_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.users TO ts_app;
GRANT SELECT ON TABLE public.users TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_role_grants TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_role_grants TO ts_audit;
GRANT SELECT,INSERT ON TABLE public.settings TO ts_app;
GRANT SELECT ON TABLE public.settings TO ts_report;
GRANT SELECT ON TABLE public.settings TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_settings TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_settings TO ts_audit;
GRANT SELECT,INSERT,UPDATE ON TABLE public.tasks TO ts_app;
GRANT SELECT ON TABLE public.tasks TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_tasks TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_tasks TO ts_audit;
GRANT SELECT,INSERT,UPDATE ON TABLE public.tips TO ts_app;
GRANT SELECT ON TABLE public.tips TO ts_backup;
GRANT SELECT ON TABLE public.audit_facts_tips TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_tips TO ts_audit;
GRANT SELECT ON TABLE public.audit_facts_users TO ts_app;
GRANT SELECT ON TABLE public.audit_facts_users TO ts_audit;
GRANT SELECT ON TABLE public.audit_facts TO ts_app;
GRANT SELECT ON TABLE public.audit_facts TO ts_audit;
GRANT SELECT,INSERT ON TABLE public.audit_heads TO ts_app;
GRANT SELECT ON TABLE public.audit_heads TO ts_seal;
GRANT SELECT ON TABLE public.audit_heads TO ts_audit;
GRANT SELECT ON TABLE public.audit_heads TO ts_backup;
GRANT UPDATE(n) ON TABLE public.audit_heads TO ts_app;
GRANT UPDATE(hash) ON TABLE public.audit_heads TO ts_app;
GRANT UPDATE(sealed) ON TABLE public.audit_heads TO ts_seal;
GRANT SELECT,INSERT ON TABLE public.audit_texts TO ts_app;
GRANT SELECT ON TABLE public.audit_texts TO ts_backup;
GRANT SELECT ON TABLE public.audit_text_digests TO ts_app;
GRANT SELECT ON TABLE public.audit_text_digests TO ts_audit;
GRANT SELECT ON TABLE public.audit_text_digests TO ts_backup;
GRANT SELECT ON TABLE public.audit_tree TO ts_app;
GRANT SELECT,INSERT ON TABLE public.audit_tree TO ts_seal;
GRANT SELECT ON TABLE public.audit_tree TO ts_audit;
GRANT SELECT ON TABLE public.audit_tree TO ts_backup;
GRANT SELECT,INSERT,UPDATE ON TABLE public.case_facts TO ts_app;
GRANT SELECT ON TABLE public.case_facts TO ts_report;
GRANT SELECT ON TABLE public.case_facts TO ts_backup;
GRANT SELECT,INSERT,DELETE ON TABLE public.case_views TO ts_app;
GRANT SELECT ON TABLE public.case_views TO ts_backup;
GRANT USAGE ON SEQUENCE public.cases_id_seq TO ts_app;
GRANT USAGE ON SEQUENCE public.clocks_id_seq TO ts_app;
GRANT USAGE ON SEQUENCE public.custody_entries_id_seq TO ts_app;
GRANT USAGE ON SEQUENCE public.decisions_id_seq TO ts_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.document_series TO ts_app;
GRANT SELECT ON TABLE public.document_series TO ts_backup;
GRANT USAGE ON SEQUENCE public.documents_id_seq TO ts_app;
GRANT USAGE ON SEQUENCE public.evidence_checks_id_seq TO ts_app;
GRANT USAGE ON SEQUENCE public.evidence_files_id_seq TO ts_app;
GRANT USAGE ON SEQUENCE public.evidence_items_id_seq TO ts_app;
GRANT USAGE ON SEQUENCE public.goods_items_id_seq TO ts_app;
GRANT USAGE ON SEQUENCE public.goods_routes_id_seq TO ts_app;
GRANT SELECT ON TABLE public.goose_db_version TO ts_backup;
GRANT SELECT ON TABLE public.goose_db_version TO ts_app;
GRANT USAGE ON SEQUENCE public.goose_db_version_id_seq TO ts_app;
GRANT USAGE ON SEQUENCE public.handovers_id_seq TO ts_app;
GRANT SELECT ON TABLE public.installation TO ts_app;
GRANT SELECT ON TABLE public.installation TO ts_audit;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.kept_texts TO ts_app;
GRANT SELECT ON TABLE public.kept_texts TO ts_backup;
GRANT SELECT,INSERT ON TABLE public.matters TO ts_app;
GRANT SELECT ON TABLE public.matters TO ts_backup;
GRANT USAGE ON SEQUENCE public.matters_id_seq TO ts_app;
GRANT USAGE ON SEQUENCE public.mss_handovers_id_seq TO ts_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.notices TO ts_app;
GRANT SELECT ON TABLE public.notices TO ts_backup;
GRANT USAGE ON SEQUENCE public.notices_id_seq TO ts_app;
GRANT USAGE ON SEQUENCE public.org_units_id_seq TO ts_app;
GRANT USAGE ON SEQUENCE public.parties_id_seq TO ts_app;
GRANT USAGE ON SEQUENCE public.party_links_id_seq TO ts_app;
GRANT USAGE ON SEQUENCE public.persons_id_seq TO ts_app;
GRANT USAGE ON SEQUENCE public.receipts_id_seq TO ts_app;
GRANT USAGE ON SEQUENCE public.records_id_seq TO ts_app;
GRANT USAGE ON SEQUENCE public.referrals_id_seq TO ts_app;
GRANT SELECT,INSERT ON TABLE public.reverifications TO ts_app;
GRANT SELECT ON TABLE public.reverifications TO ts_backup;
GRANT UPDATE(cursor_id) ON TABLE public.reverifications TO ts_app;
GRANT UPDATE(done) ON TABLE public.reverifications TO ts_app;
GRANT UPDATE(altered) ON TABLE public.reverifications TO ts_app;
GRANT UPDATE(missing) ON TABLE public.reverifications TO ts_app;
GRANT UPDATE(thawed) ON TABLE public.reverifications TO ts_app;
GRANT UPDATE(moved_at) ON TABLE public.reverifications TO ts_app;
GRANT UPDATE(finished_at) ON TABLE public.reverifications TO ts_app;
GRANT UPDATE(paper_cursor) ON TABLE public.reverifications TO ts_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.river_job TO ts_app;
GRANT SELECT ON TABLE public.river_job TO ts_backup;
GRANT USAGE ON SEQUENCE public.river_job_id_seq TO ts_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.river_leader TO ts_app;
GRANT SELECT ON TABLE public.river_migration TO ts_app;
GRANT SELECT ON TABLE public.river_migration TO ts_backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.river_notification TO ts_app;
GRANT USAGE ON SEQUENCE public.river_notification_id_seq TO ts_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.river_queue TO ts_app;
GRANT SELECT ON TABLE public.river_queue TO ts_backup;
GRANT USAGE ON SEQUENCE public.role_grants_id_seq TO ts_app;
GRANT SELECT ON TABLE public.stored_files TO ts_app;
GRANT SELECT ON TABLE public.stored_files TO ts_backup;
GRANT USAGE ON SEQUENCE public.tasks_id_seq TO ts_app;
GRANT USAGE ON SEQUENCE public.tips_id_seq TO ts_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.user_sessions TO ts_app;
GRANT SELECT ON TABLE public.user_sessions TO ts_backup;
GRANT USAGE ON SEQUENCE public.users_id_seq TO ts_app;
