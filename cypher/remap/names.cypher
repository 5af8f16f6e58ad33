// remap/names: what facts call given entities.
// parameters
//   ids (list of string): entities
// returns rows
//   id (string): the entity
//   name (string): one of its names in facts
//   said_id (string): the id that the fact gave, or null
//   type (string): its type in the fact
UNWIND $ids AS id
MATCH (n:Entity {id: id})
CALL (n) {
  MATCH (n)<-[:SUBJECT]-(:Claim)<-[:SUPPORTS|REFUTES]-(e:Evidence)
  RETURN e.subject_said AS name, e.subject_said_id AS said_id, e.subject_said_type AS type
  UNION
  MATCH (n)<-[:OBJECT]-(:Claim)<-[:SUPPORTS|REFUTES]-(e:Evidence)
  RETURN e.object_said AS name, e.object_said_id AS said_id, e.object_said_type AS type
  UNION
  MATCH (n)<-[:IN_CONDITION]-(:Claim)<-[:SUPPORTS|REFUTES]-(e:Evidence)
  RETURN e.condition_said AS name, e.condition_said_id AS said_id, e.condition_said_type AS type
}
RETURN id, name, said_id, type
