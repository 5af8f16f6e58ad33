// schema/24_direct_treats: the direct relationship of a claim, found by the claim's id.
// returns nothing
CREATE INDEX direct_treats IF NOT EXISTS FOR ()-[r:TREATS]-() ON (r.claim_id)
