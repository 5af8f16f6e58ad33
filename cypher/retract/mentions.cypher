// retract/mentions: some of the evidence that a source states.
// parameters
//   source_id (string): the dataset
//   limit (integer): how many at most
// returns one record
//   ids (list of string): evidence ids
MATCH (g:Graph {id: 'graph'})
RETURN COLLECT {
  MATCH (s:Source {id: $source_id})<-[:FROM_SOURCE]-(e:Evidence)
  RETURN e.id AS id LIMIT $limit
} AS ids
