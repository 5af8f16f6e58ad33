// write/records: brings the numbers of records in their source up to date.
// parameters
//   source_id (string): the dataset
//   rows (list of map): evidence_id and record
// returns nothing
MATCH (s:Source {id: $source_id})
UNWIND $rows AS row
MATCH (e:Evidence {id: row.evidence_id})-[mention:FROM_SOURCE]->(s)
USING INDEX SEEK e:Evidence(id)
SET mention.record = row.record
