// entities/narrower: everything below an entity in its hierarchy, each with one shortest way.
// parameters
//   id (string): the entity
// returns one record
//   version (string): the graph's version
//   narrower (list of map): id, name, type, and via (list of id, name, type: the steps from the
//     entity asked for down to the one before)
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  MATCH (root:Entity {id: $id})
  MATCH way = SHORTEST 1 (root)<-[:IS_A]-{1,30}(n:Entity)
  RETURN n {
    .id, .name, .type,
    via: [step IN nodes(way)[..-1] | step {.id, .name, .type}]
  } AS found
  ORDER BY n.id
} AS narrower
