// schema/26_direct_differentiates_into: the direct relationship of a claim, found by the claim's id.
// returns nothing
CREATE INDEX direct_differentiates_into IF NOT EXISTS FOR ()-[r:DIFFERENTIATES_INTO]-() ON (r.claim_id)
