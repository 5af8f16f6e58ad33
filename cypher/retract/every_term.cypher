// retract/every_term: all that a source says about entities.
// parameters
//   source_id (string): the dataset
// returns rows
//   id (string): the entity
//   said (map): what the source says about it
MATCH (s:Source {id: $source_id})<-[r:FROM_SOURCE]-(n:Entity)
RETURN n.id AS id, properties(r) AS said
