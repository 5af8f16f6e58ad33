// retract/some_terms: some of the entities that a source describes.
// parameters
//   source_id (string): the dataset
//   limit (integer): how many at most
// returns one record
//   ids (list of string): entities
MATCH (g:Graph {id: 'graph'})
RETURN COLLECT {
  MATCH (s:Source {id: $source_id})<-[:FROM_SOURCE]-(n:Entity)
  RETURN n.id AS id LIMIT $limit
} AS ids
