// graph/source: one dataset as it is now.
// parameters
//   id (string): its id
// returns one record
//   terms (string): digest of the ontologies whose names map what facts say, null for none
//   source (map): what its node says, or null where there is none
MATCH (g:Graph {id: 'graph'})
OPTIONAL MATCH (s:Source {id: $id})
RETURN g.terms AS terms, s {
  .id, .name, .version, .licence, .loader, .sha256, .contents, .vocabulary, .complete,
  .evidence_count, .term_count
} AS source
