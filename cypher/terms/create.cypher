// terms/create: creates entities that a source is the first to speak of.
// parameters
//   source_id (string): the dataset
//   rows (list of map): type, properties to set, and said (what the source says)
// returns nothing
MATCH (s:Source {id: $source_id})
UNWIND $rows AS row
CREATE (n:Entity:$(row.type))
SET n = row.properties
CREATE (n)-[r:FROM_SOURCE]->(s)
SET r = row.said
