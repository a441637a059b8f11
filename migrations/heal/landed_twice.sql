-- Migrations that were changed or renumbered after they had landed. A database of before has the number and not the content;
-- later files build on the content, so it is looked at before they run, each time, and mended where something is missing.
DO $$
BEGIN
  IF to_regclass('public.goose_db_version') IS NULL THEN
    RETURN;
  END IF;
  -- 00012 counted handovers first; since then it also has the listed item of goods, and the indexes of open handovers.
  IF EXISTS (SELECT FROM goose_db_version WHERE version_id = 12 AND is_applied) THEN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'goods_items'::regclass AND attname = 'listed_item' AND NOT attisdropped) THEN
      ALTER TABLE goods_items ADD COLUMN listed_item text NOT NULL DEFAULT '';
      COMMENT ON COLUMN goods_items.listed_item IS 'Chinese name of an item of policies/items that an officer picked; empty = found by name, customs code or form.';
    END IF;
    CREATE INDEX IF NOT EXISTS handovers_open_to_idx ON handovers (to_agency_id, offered_at DESC, id DESC) WHERE state = 'OFFERED';
    CREATE INDEX IF NOT EXISTS handovers_open_from_idx ON handovers (from_agency_id, offered_at DESC, id DESC) WHERE state = 'OFFERED';
  END IF;
  -- 00018 was number 00016 first, whose number another file has now: that one is still to come, and this one is there.
  IF to_regclass('public.referrals_unsent_idx') IS NOT NULL AND NOT EXISTS (SELECT FROM goose_db_version WHERE version_id = 18 AND is_applied) THEN
    DELETE FROM goose_db_version WHERE version_id = 16;
    INSERT INTO goose_db_version (version_id, is_applied) VALUES (18, true);
  END IF;
  -- What was added to it later.
  IF EXISTS (SELECT FROM goose_db_version WHERE version_id = 18 AND is_applied) THEN
    CREATE INDEX IF NOT EXISTS referrals_to_case_id_idx ON referrals (to_case_id) WHERE to_case_id IS NOT NULL;
    CREATE INDEX IF NOT EXISTS approvals_case_id_idx ON approvals (case_id, state);
    CREATE INDEX IF NOT EXISTS approvals_matter_id_idx ON approvals (matter_id, id);
    CREATE INDEX IF NOT EXISTS mss_handovers_case_id_idx ON mss_handovers (case_id);
  END IF;
END $$;
