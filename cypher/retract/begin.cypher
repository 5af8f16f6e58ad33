// retract/begin: takes the writers' lock and marks a source as not whole.
// parameters
//   source_id (string): the dataset
// returns one record
//   terms (string): digest of the ontologies whose names map what facts say, null for none
//   source (map): what its node said before, or null where there is none
MATCH (g:Graph {id: 'graph'})
SET g.locked = true
WITH g
OPTIONAL MATCH (s:Source {id: $source_id})
WITH g, s, s {
  .id, .name, .sha256, .contents, .version, .vocabulary, .complete, .evidence_count, .term_count
} AS source
FOREACH (x IN CASE WHEN s IS NULL THEN [] ELSE [s] END | SET x.complete = false)
RETURN g.terms AS terms, source
