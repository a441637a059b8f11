-- +goose Up
GRANT USAGE ON SCHEMA public TO ts_app, ts_seal, ts_audit, ts_report, ts_backup, ts_informant;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO ts_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ts_app;
REVOKE INSERT ON audit_tree, audit_checkpoints FROM ts_app;
GRANT UPDATE (n, hash) ON audit_heads TO ts_app;
GRANT UPDATE, DELETE ON user_sessions TO ts_app;
GRANT UPDATE ON settings, agencies, org_units, users, role_grants, tips, cases, case_members, case_facts, approvals, tasks, clocks, document_series, attachments, records, notices,
  parties, party_links, goods_items, goods_routes, persons, referrals, referral_items, mss_handovers, handovers, handover_items, access_requests, case_pointers TO ts_app;
REVOKE UPDATE ON settings FROM ts_app;
GRANT UPDATE (state, version, measure, finding, exclusion_reason, holder_agency_id, holder_user_id, holder_text, giver_id, to_agency_id, custody_case_id, seal_no, storage_place, net_g, gross_g, flagged) ON evidence_items TO ts_app;
GRANT DELETE ON referral_items TO ts_app;

GRANT SELECT ON audit_heads, audit_tree, audit_checkpoints TO ts_seal;
GRANT UPDATE (sealed) ON audit_heads TO ts_seal;
GRANT INSERT ON audit_tree, audit_checkpoints TO ts_seal;
GRANT SELECT ON audit_events, audit_heads, audit_tree, audit_checkpoints TO ts_audit;
GRANT SELECT ON case_facts, agencies, settings TO ts_report;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO ts_backup;
GRANT USAGE ON SCHEMA informant TO ts_informant, ts_backup;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA informant FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA informant TO ts_informant;
GRANT SELECT ON ALL TABLES IN SCHEMA informant TO ts_backup;
