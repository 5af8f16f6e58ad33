// schema/02_publication_id: one publication per id.
// returns nothing
CREATE CONSTRAINT publication_id IF NOT EXISTS FOR (n:Publication) REQUIRE n.id IS UNIQUE
