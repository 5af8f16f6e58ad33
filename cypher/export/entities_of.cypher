// export/entities_of: entities by their ids, in the order of these.
// parameters
//   ids (list of string): the entities
// returns one record
//   version (string): the graph's version
//   items (list of map): as export/entities has them
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  UNWIND $ids AS id
  MATCH (n:Entity {id: id})
  USING INDEX SEEK n:Entity(id)
  RETURN n {
    .id, .type, .name, .synonyms, .xrefs, .description, .origin, .phase, .status, .enrollment,
    claim_count: COUNT { (n)<-[:SUBJECT]-() } + COUNT { (n)<-[:OBJECT]-() },
    parents: COLLECT { MATCH (n)-[:IS_A]->(parent:Entity) RETURN parent.id ORDER BY parent.id }
  }
  ORDER BY n.id
} AS items
