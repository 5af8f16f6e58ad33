// write/evidence: creates evidence that is not there yet, on claims that are.
// parameters
//   source_id (string): the dataset that mentions it
//   rows (list of map): claim_id, side (SUPPORTS or REFUTES), publication_id, study_id, record,
//     and the properties of the evidence
// returns one record
//   created (integer): how many were created
MATCH (source:Source {id: $source_id})
UNWIND $rows AS row
MATCH (c:Claim {id: row.claim_id})
OPTIONAL MATCH (publication:Publication {id: row.publication_id})
OPTIONAL MATCH (study:Entity {id: row.study_id})
CREATE (e:Evidence)
SET e = row.properties
CREATE (e)-[:$(row.side)]->(c)
CREATE (e)-[:FROM_SOURCE {record: row.record}]->(source)
FOREACH (x IN CASE WHEN publication IS NULL THEN [] ELSE [publication] END |
  CREATE (e)-[:REPORTED_IN]->(x)
)
FOREACH (x IN CASE WHEN study IS NULL THEN [] ELSE [study] END |
  CREATE (e)-[:FROM_STUDY]->(x)
)
RETURN count(e) AS created
