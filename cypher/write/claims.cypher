// write/claims: creates claims that are not there yet, with their direct relationships.
// parameters
//   rows (list of map): predicate, properties of the claim, properties of the direct relationship
// returns one record
//   created (integer): how many were created
UNWIND $rows AS row
MATCH (subject:Entity {id: row.properties.subject_id})
MATCH (object:Entity {id: row.properties.object_id})
OPTIONAL MATCH (condition:Entity {id: row.properties.condition_id})
CREATE (c:Claim)
SET c = row.properties
CREATE (c)-[:SUBJECT]->(subject)
CREATE (c)-[:OBJECT]->(object)
CREATE (subject)-[direct:$(row.predicate)]->(object)
SET direct = row.direct
FOREACH (x IN CASE WHEN condition IS NULL THEN [] ELSE [condition] END |
  CREATE (c)-[:IN_CONDITION]->(x)
)
RETURN count(c) AS created
