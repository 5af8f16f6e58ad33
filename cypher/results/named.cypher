// results/named: entities that summaries of results are about.
// parameters
//   ids (list of string): entities, by id
// returns one record
//   version (string): the graph's version
//   items (list of map): id, name, type
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  UNWIND $ids AS id
  MATCH (entity:Entity {id: id})
  RETURN entity {.id, .name, .type} AS entity
} AS items
