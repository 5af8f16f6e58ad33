// schema/01_entity_id: one entity per id; also the index every lookup by id uses.
// returns nothing
CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE
