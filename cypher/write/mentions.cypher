// write/mentions: notes that a source mentions evidence another source brought before.
// parameters
//   source_id (string): the dataset that mentions it
//   rows (list of map): evidence_id and record
// returns nothing
MATCH (source:Source {id: $source_id})
UNWIND $rows AS row
MATCH (e:Evidence {id: row.evidence_id})
MERGE (e)-[mention:FROM_SOURCE]->(source)
ON CREATE SET mention.record = row.record
