-- +goose Up
-- What a handover list says of an item, and what the receiver counted, weighed and read: a difference stays on record
-- beside what was listed (D310 12; MPS 185). Lists that are still open say what is recorded now.
ALTER TABLE handover_items
  ADD COLUMN listed_quantity  numeric,
  ADD COLUMN listed_g         bigint,
  ADD COLUMN listed_seal      text,
  ADD COLUMN counted_quantity numeric,
  ADD COLUMN counted_g        bigint,
  ADD COLUMN counted_seal     text;
COMMENT ON COLUMN handover_items.listed_quantity IS 'As listed when the item was offered, in the unit of the item; NULL on a list closed before this was kept.';
COMMENT ON COLUMN handover_items.counted_quantity IS 'As the receiver counted it; NULL until accepted.';
UPDATE handover_items i SET listed_quantity = e.quantity, listed_g = e.gross_g, listed_seal = e.seal_no FROM evidence_items e WHERE e.id = i.evidence_id AND i.outcome = '';
-- The giver of a list is who gives the things out of the store, not the head who decided that they go.
UPDATE handovers h SET offered_by = c.giver_id FROM handover_items i, custody_entries c
WHERE i.handover_id = h.id AND c.evidence_id = i.evidence_id AND c.action = 'offered' AND c.at = h.offered_at AND c.giver_id <> h.offered_by;
COMMENT ON COLUMN handovers.offered_by IS 'Who gives: the custodian in whose keeping the things are.';
CREATE INDEX handover_items_evidence_id_idx ON handover_items (evidence_id);
