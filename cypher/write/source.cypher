// write/source: makes the source known, or brings its details up to date.
// parameters
//   id (string): the source's id
//   details (map): name, version, licence, sha256, loader
// returns nothing
MERGE (s:Source {id: $id})
ON CREATE SET s.evidence_count = 0
SET s += $details, s.loaded_at = datetime()
