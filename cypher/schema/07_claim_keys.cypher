// schema/07_claim_keys: claims by what makes them unique; the headline question's way in.
// returns nothing
CREATE INDEX claim_keys IF NOT EXISTS FOR (c:Claim) ON (c.predicate, c.object_id, c.effect_direction, c.condition_id)
