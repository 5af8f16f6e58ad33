// write/finish: counts the batch on its source, makes the graph one version newer, unlocks it.
// parameters
//   source_id (string): the dataset being loaded
//   evidence (integer): how many evidence records of this batch the source newly mentions
// returns one record
//   version (integer): the graph's version after the commit
MATCH (g:Graph {id: 'graph'}), (s:Source {id: $source_id})
SET s.evidence_count = s.evidence_count + $evidence, s.loaded_at = datetime(),
    g.version = g.version + 1
REMOVE g.locked
RETURN g.version AS version
