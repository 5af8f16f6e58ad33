// entities/search: entities that answer to a text exactly, then those whose words match it.
// Of both, the ones that the packaged vocabulary knows by it come first, then the closest, then
// those with the shortest name, then those that most claims speak of.
// parameters
//   key (string): the text in the form names are compared in
//   phrase (string): the key quoted for the keyword index
//   words (string): the text as a full-text query
//   exact (list of string): ids of packaged entities that answer to it by their own names
//   packaged (list of string): ids of packaged entities with all its words, these included
//   types (list of string): labels to consider
//   skip (integer): how many to leave out
//   limit (integer): how many to give
// returns one record
//   version (string): the graph's version
//   total (integer): how many match, some 1,000 at most
//   items (list of map): id, name, type, keys_match (whether it answers to the text exactly),
//     claim_count
MATCH (g:Graph {id: 'graph'})
CALL () {
  CALL () {
    CALL db.index.fulltext.queryNodes('entity_keys', $phrase, {limit: 100}) YIELD node AS n
    WHERE $key IN n.keys
    RETURN n, 0.0 AS score
    UNION ALL
    UNWIND $packaged AS id
    MATCH (n:Entity {id: id})
    RETURN n, 0.0 AS score
    UNION ALL
    CALL db.index.fulltext.queryNodes('entity_search', $words, {limit: 1000})
      YIELD node AS n, score
    RETURN n, score
  }
  WITH n, max(score) AS score
  WHERE any(label IN labels(n) WHERE label IN $types)
  WITH n, score, $key IN n.keys AS exact, COUNT { (n)<-[:SUBJECT|OBJECT|IN_CONDITION]-() } AS claims
  WITH n, claims,
    CASE WHEN n.id IN $exact THEN 0 WHEN exact THEN 1 WHEN n.id IN $packaged THEN 2 ELSE 3 END
      AS rank,
    CASE WHEN exact THEN 0.0 ELSE score END AS score
  ORDER BY rank, score DESC, size(n.name), claims DESC, n.id
  RETURN collect({node: n, claims: claims}) AS found
}
RETURN g.instance + '-' + toString(g.version) AS version, size(found) AS total, COLLECT {
  UNWIND found[$skip..$skip + $limit] AS hit
  WITH hit.node AS n, hit.claims AS claims
  RETURN n {.id, .name, .type, keys_match: $key IN n.keys, claim_count: claims}
} AS items
