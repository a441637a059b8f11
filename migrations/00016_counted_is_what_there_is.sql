-- +goose Up
-- What a receiver counted is what there is from then on: the next list starts from it, and the list on which the difference
-- was found keeps both figures (D310 12; MPS 185).
GRANT UPDATE (quantity) ON evidence_items TO ts_app;
-- The quantity never changed until now: lists from before the figures were kept said what the item says.
UPDATE handover_items i SET listed_quantity = e.quantity FROM evidence_items e WHERE e.id = i.evidence_id AND i.listed_quantity IS NULL;
UPDATE evidence_items e SET quantity = i.counted_quantity,
  net_g = round(i.counted_quantity * CASE e.unit WHEN 'g' THEN 1 WHEN 'kg' THEN 1000 WHEN 't' THEN 1000000 END)
FROM (SELECT DISTINCT ON (evidence_id) evidence_id, counted_quantity FROM handover_items WHERE counted_quantity IS NOT NULL ORDER BY evidence_id, handover_id DESC) i
WHERE e.id = i.evidence_id AND coalesce(e.quantity, 1) <> i.counted_quantity;
