// write/finish: counts the batch on its source, keeps its ledger entry, makes the graph one
// version newer, unlocks it.
// parameters
//   source_id (string): the dataset being loaded
//   evidence (integer): how many evidence records of this batch the source newly mentions
//   terms (integer): how many entities it newly describes
//   entries (list of map): the batch's ledger entry with its id; empty for none
// returns one record
//   version (integer): the graph's version after the commit
MATCH (g:Graph {id: 'graph'}), (s:Source {id: $source_id})
SET s.evidence_count = s.evidence_count + $evidence,
    s.term_count = coalesce(s.term_count, 0) + $terms,
    s.loaded_at = datetime(), g.version = g.version + 1
REMOVE g.locked
FOREACH (entry IN $entries |
  MERGE (b:LoadedBatch {id: entry.id})
  SET b = entry
  MERGE (b)-[:OF]->(s)
)
RETURN g.version AS version
