// terms/change: notes what a source says about entities that are there, and what they are now.
// parameters
//   source_id (string): the dataset
//   rows (list of map): id, types (labels), properties to set, and said (what the source says)
// returns nothing
MATCH (s:Source {id: $source_id})
UNWIND $rows AS row
MATCH (n:Entity {id: row.id})
SET n = row.properties, n:$(row.types)
MERGE (n)-[r:FROM_SOURCE]->(s)
SET r = row.said
