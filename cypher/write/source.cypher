// write/source: makes a dataset known, or brings its details up to date.
// parameters
//   id (string): the source's id
//   details (map): name, loader, and where known version, licence, sha256
// returns nothing
MERGE (s:Source {id: $id})
ON CREATE SET s.evidence_count = 0
SET s += $details
