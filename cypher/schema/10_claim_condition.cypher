// schema/10_claim_condition: claims by predicate and condition.
// returns nothing
CREATE INDEX claim_condition IF NOT EXISTS FOR (c:Claim) ON (c.predicate, c.condition_id)
