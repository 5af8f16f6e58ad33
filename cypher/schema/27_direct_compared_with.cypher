// schema/27_direct_compared_with: the direct relationship of a claim, found by the claim's id.
// returns nothing
CREATE INDEX direct_compared_with IF NOT EXISTS FOR ()-[r:COMPARED_WITH]-() ON (r.claim_id)
