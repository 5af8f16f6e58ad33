// schema/23_direct_has_adverse_event: the direct relationship of a claim, found by the claim's id.
// returns nothing
CREATE INDEX direct_has_adverse_event IF NOT EXISTS FOR ()-[r:HAS_ADVERSE_EVENT]-() ON (r.claim_id)
