// write/totals: sets the totals of claims and of their direct relationships.
// parameters
//   rows (list of map): id, predicate, properties of the claim, properties of the relationship
// returns nothing
UNWIND $rows AS row
MATCH (subject)<-[:SUBJECT]-(c:Claim {id: row.id})-[:OBJECT]->(object)
SET c += row.properties
WITH subject, object, row
MATCH (subject)-[direct:$(row.predicate) {claim_id: row.id}]->(object)
SET direct += row.direct
