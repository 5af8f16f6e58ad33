// write/source: makes a dataset known, or brings its details up to date.
// parameters
//   id (string): the source's id
//   details (map): name, loader, complete, and where known version, licence, sha256, contents,
//     vocabulary
// returns nothing
MERGE (s:Source {id: $id})
ON CREATE SET s.evidence_count = 0, s.term_count = 0, s.vocabulary = false
SET s += $details
