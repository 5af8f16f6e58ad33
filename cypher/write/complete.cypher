// write/complete: notes that all of a source has been loaded.
// parameters
//   source_id (string): the dataset
//   details (map): what its node is to say
// returns nothing
MATCH (s:Source {id: $source_id})
SET s += $details, s.complete = true, s.loaded_at = datetime()
