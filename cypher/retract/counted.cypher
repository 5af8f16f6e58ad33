// retract/counted: counts what a source no longer says.
// parameters
//   source_id (string): the dataset
//   evidence (integer): evidence that it no longer states
//   terms (integer): entities that it no longer describes
// returns nothing
MATCH (s:Source {id: $source_id})
SET s.evidence_count = s.evidence_count - $evidence, s.term_count = s.term_count - $terms
