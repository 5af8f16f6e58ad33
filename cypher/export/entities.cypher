// export/entities: a page of all entities, in the order of their ids.
// parameters
//   after (string): the last id of the page before; empty for the first page
//   limit (integer): how many to look at
//   keep (string): all; named for those that are subject, object or condition of a claim; ends for
//     those that are subject or object
// returns one record
//   version (string): the graph's version
//   items (list of map): id, type, name, synonyms, xrefs, description, origin, phase, status,
//     enrollment, claim_count, parents (list of ids)
//   last (string): the last id looked at, null where there are no more
MATCH (g:Graph {id: 'graph'})
CALL () {
  MATCH (n:Entity)
  USING INDEX SEEK n:Entity(id)
  WHERE n.id > $after
  WITH n
  ORDER BY n.id
  LIMIT $limit
  RETURN collect(n) AS seen
}
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  UNWIND seen AS n
  WITH n, COUNT { (n)<-[:SUBJECT]-() } + COUNT { (n)<-[:OBJECT]-() } AS claim_count
  WHERE $keep = 'all' OR claim_count > 0
    OR ($keep = 'named' AND EXISTS { (n)<-[:IN_CONDITION]-() })
  RETURN n {
    .id, .type, .name, .synonyms, .xrefs, .description, .origin, .phase, .status, .enrollment,
    claim_count: claim_count,
    parents: COLLECT { MATCH (n)-[:IS_A]->(parent:Entity) RETURN parent.id ORDER BY parent.id }
  }
  ORDER BY n.id
} AS items,
  seen[-1].id AS last
