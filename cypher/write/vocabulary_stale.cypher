// write/vocabulary_stale: entities that are described but no longer by this edition.
// parameters
//   ids (list of string): ids of all terms of this edition
// returns one record
//   ids (list of string): those that no source describes either
MATCH (g:Graph {id: 'graph'})
RETURN COLLECT {
  MATCH (n:Entity)
  WHERE n.id > '' AND n.origin IS NOT NULL AND NOT n.id IN $ids
    AND NOT EXISTS { (n)-[:FROM_SOURCE]->() }
  RETURN n.id AS id
} AS ids
