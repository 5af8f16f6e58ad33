// schema/04_evidence_id: one evidence per id.
// returns nothing
CREATE CONSTRAINT evidence_id IF NOT EXISTS FOR (n:Evidence) REQUIRE n.id IS UNIQUE
