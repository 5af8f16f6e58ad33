// terms/vocabularies: the ontologies whose names may be used.
// returns one record
//   found (list of list): id and sha256 of each
MATCH (g:Graph {id: 'graph'})
RETURN COLLECT {
  MATCH (s:Source)
  WHERE s.id > '' AND s.vocabulary AND s.complete
  RETURN [s.id, s.sha256] AS found ORDER BY s.id
} AS found
