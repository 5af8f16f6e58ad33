// graph/sources: the loaded datasets, by name.
// returns one record
//   version (string): the graph's version
//   items (list of map): id, name, version, licence, sha256, loader, evidence_count, term_count,
//     vocabulary, complete, loaded_at
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  MATCH (s:Source)
  WHERE s.id > ''
  RETURN s {
    .id, .name, .version, .licence, .sha256, .loader, .evidence_count,
    term_count: coalesce(s.term_count, 0), vocabulary: coalesce(s.vocabulary, false),
    complete: coalesce(s.complete, true), loaded_at: toString(s.loaded_at)
  } AS found
  ORDER BY s.name, s.id
} AS items
