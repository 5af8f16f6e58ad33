// remap/fold: evidence is there already as it is mapped now: whoever states the old states that.
// parameters
//   rows (list of map): old (id of the evidence to go) and id (of the one that stays)
// returns nothing
UNWIND $rows AS row
MATCH (old:Evidence {id: row.old})-[before:FROM_SOURCE]->(s:Source)
USING INDEX SEEK old:Evidence(id)
MATCH (e:Evidence {id: row.id})
USING INDEX SEEK e:Evidence(id)
WITH row, old, s, before.record AS record, e, EXISTS { (e)-[:FROM_SOURCE]->(s) } AS twice
SET s.evidence_count = s.evidence_count - CASE WHEN twice THEN 1 ELSE 0 END
MERGE (e)-[mention:FROM_SOURCE]->(s)
ON CREATE SET mention.record = record
WITH DISTINCT old
DETACH DELETE old
