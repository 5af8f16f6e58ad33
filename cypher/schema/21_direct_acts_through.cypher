// schema/21_direct_acts_through: the direct relationship of a claim, found by the claim's id.
// returns nothing
CREATE INDEX direct_acts_through IF NOT EXISTS FOR ()-[r:ACTS_THROUGH]-() ON (r.claim_id)
