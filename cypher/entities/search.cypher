// entities/search: entities that answer to a text exactly, then those whose words match it.
// parameters
//   key (string): the text in the form names are compared in
//   phrase (string): the key quoted for the keyword index
//   words (string): the text as a full-text query
//   types (list of string): labels to consider
//   skip (integer): how many to leave out
//   limit (integer): how many to give
// returns one record
//   version (string): the graph's version
//   total (integer): how many match, 1,000 at most
//   items (list of map): id, name, type, keys_match (whether it answers to the text exactly),
//     claim_count
MATCH (g:Graph {id: 'graph'})
CALL () {
  CALL () {
    CALL db.index.fulltext.queryNodes('entity_keys', $phrase, {limit: 100}) YIELD node AS n
    WHERE $key IN n.keys
    RETURN n, 1000.0 AS score
    UNION ALL
    CALL db.index.fulltext.queryNodes('entity_search', $words, {limit: 1000})
      YIELD node AS n, score
    RETURN n, score
  }
  WITH n, max(score) AS score
  WHERE any(label IN labels(n) WHERE label IN $types)
  WITH n, score ORDER BY score DESC, size(n.name), n.id
  RETURN collect(n) AS found
}
RETURN g.instance + '-' + toString(g.version) AS version, size(found) AS total, COLLECT {
  UNWIND found[$skip..$skip + $limit] AS n
  RETURN n {
    .id, .name, .type,
    keys_match: $key IN n.keys,
    claim_count: COUNT { (n)<-[:SUBJECT|OBJECT|IN_CONDITION]-() }
  }
} AS items
