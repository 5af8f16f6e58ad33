// schema/09_claim_object: claims by predicate and object, whatever their condition.
// returns nothing
CREATE INDEX claim_object IF NOT EXISTS FOR (c:Claim) ON (c.predicate, c.object_id)
