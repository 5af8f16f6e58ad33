// entities/near: entities of given types whose words come near a text, closest first.
// parameters
//   words (string): the text as a fuzzy full-text query
//   types (list of string): labels to consider
// returns one record
//   version (string): the graph's version
//   candidates (list of map): id, name, type, synonyms
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  CALL db.index.fulltext.queryNodes('entity_search', $words, {limit: 60}) YIELD node AS n, score
  WHERE any(label IN labels(n) WHERE label IN $types)
  RETURN n {.id, .name, .type, synonyms: coalesce(n.synonyms, [])} AS found
  ORDER BY score DESC, n.id
} AS candidates
