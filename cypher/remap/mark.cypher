// remap/mark: claims wait to be mapped again: those that call an entity so, and given ones.
// parameters
//   rows (list of map): id of an entity, and said (list of list: name and id in facts, the id
//     empty where there is none)
//   claims (list of string): claims
// returns nothing
MATCH (g:Graph {id: 'graph'})
CALL () {
  UNWIND $rows AS row
  MATCH (n:Entity {id: row.id})<-[:SUBJECT]-(c:Claim)<-[:SUPPORTS|REFUTES]-(e:Evidence)
  USING INDEX SEEK n:Entity(id)
  WHERE [e.subject_said, coalesce(e.subject_said_id, '')] IN row.said
  RETURN c
  UNION
  UNWIND $rows AS row
  MATCH (n:Entity {id: row.id})<-[:OBJECT]-(c:Claim)<-[:SUPPORTS|REFUTES]-(e:Evidence)
  USING INDEX SEEK n:Entity(id)
  WHERE [e.object_said, coalesce(e.object_said_id, '')] IN row.said
  RETURN c
  UNION
  UNWIND $rows AS row
  MATCH (n:Entity {id: row.id})<-[:IN_CONDITION]-(c:Claim)<-[:SUPPORTS|REFUTES]-(e:Evidence)
  USING INDEX SEEK n:Entity(id)
  WHERE [e.condition_said, coalesce(e.condition_said_id, '')] IN row.said
  RETURN c
  UNION
  UNWIND $claims AS id
  MATCH (c:Claim {id: id})
  RETURN c
}
MERGE (g)-[:REMAPS]->(c)
