// entities/resolve: entities of given types that answer to a name or an identifier exactly.
// parameters
//   id (string): the text as an identifier in its normal spelling, or null
//   key (string): the text in the form names are compared in
//   phrase (string): the key quoted for the keyword index
//   types (list of string): labels to consider
// returns one record
//   version (string): the graph's version
//   candidates (list of map): id, name, type, synonyms, xrefs
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  CALL () {
    MATCH (n:Entity {id: $id})
    RETURN n
    UNION
    CALL db.index.fulltext.queryNodes('entity_keys', $phrase, {limit: 100}) YIELD node AS n
    WHERE $key IN n.keys
    RETURN n
  }
  WITH n
  WHERE any(label IN labels(n) WHERE label IN $types)
  RETURN n {
    .id, .name, .type, synonyms: coalesce(n.synonyms, []), xrefs: coalesce(n.xrefs, [])
  }
} AS candidates
