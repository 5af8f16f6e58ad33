// entities/page: one entity with what stands around it.
// parameters
//   id (string): the entity
// returns one record
//   version (string): the graph's version
//   entity (map): id, name, type, synonyms, xrefs, description, origin, minimum, maximum, unit,
//     parents (list of id, name, type), children_count, claim_count; or null
MATCH (g:Graph {id: 'graph'})
OPTIONAL MATCH (n:Entity {id: $id})
RETURN g.instance + '-' + toString(g.version) AS version, n {
  .id, .name, .type, .description, .origin, .minimum, .maximum, .unit,
  synonyms: coalesce(n.synonyms, []), xrefs: coalesce(n.xrefs, []),
  parents: COLLECT {
    MATCH (n)-[:IS_A]->(parent:Entity)
    RETURN parent {.id, .name, .type} AS found ORDER BY parent.id
  },
  children_count: COUNT { (n)<-[:IS_A]-() },
  claim_count: COUNT { (n)<-[:SUBJECT|OBJECT|IN_CONDITION]-() }
} AS entity
