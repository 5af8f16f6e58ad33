// schema/22_direct_reports_outcome: the direct relationship of a claim, found by the claim's id.
// returns nothing
CREATE INDEX direct_reports_outcome IF NOT EXISTS FOR ()-[r:REPORTS_OUTCOME]-() ON (r.claim_id)
