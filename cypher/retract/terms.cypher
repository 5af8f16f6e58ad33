// retract/terms: forgets what a source says about given entities.
// parameters
//   source_id (string): the dataset
//   ids (list of string): entities
// returns nothing
MATCH (s:Source {id: $source_id})
UNWIND $ids AS id
MATCH (n:Entity {id: id})-[r:FROM_SOURCE]->(s)
USING INDEX SEEK n:Entity(id)
DELETE r
