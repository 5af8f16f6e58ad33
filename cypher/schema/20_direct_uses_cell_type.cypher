// schema/20_direct_uses_cell_type: the direct relationship of a claim, found by the claim's id.
// returns nothing
CREATE INDEX direct_uses_cell_type IF NOT EXISTS FOR ()-[r:USES_CELL_TYPE]-() ON (r.claim_id)
