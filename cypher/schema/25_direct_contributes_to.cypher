// schema/25_direct_contributes_to: the direct relationship of a claim, found by the claim's id.
// returns nothing
CREATE INDEX direct_contributes_to IF NOT EXISTS FOR ()-[r:CONTRIBUTES_TO]-() ON (r.claim_id)
