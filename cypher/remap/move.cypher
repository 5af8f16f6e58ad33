// remap/move: evidence now speaks of another claim, and has another id; who states it stays.
// parameters
//   rows (list of map): old (its id before), claim_id, side (SUPPORTS or REFUTES), properties
// returns nothing
UNWIND $rows AS row
MATCH (e:Evidence {id: row.old})-[before:SUPPORTS|REFUTES]->()
USING INDEX SEEK e:Evidence(id)
MATCH (c:Claim {id: row.claim_id})
DELETE before
SET e = row.properties
CREATE (e)-[:$(row.side)]->(c)
