-- +goose Up
-- The referrals that wait for the signature stand first on the receiving desk's list.
CREATE INDEX referrals_unsigned_idx ON referrals (to_agency_id, next_due, id) WHERE sent_at IS NOT NULL AND state = 'SENT';
