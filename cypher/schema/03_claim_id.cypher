// schema/03_claim_id: one claim per id.
// returns nothing
CREATE CONSTRAINT claim_id IF NOT EXISTS FOR (n:Claim) REQUIRE n.id IS UNIQUE
