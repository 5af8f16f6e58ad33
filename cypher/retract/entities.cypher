// retract/entities: all that given entities are made of: what sources and facts say of them.
// parameters
//   ids (list of string): entities
// returns one record
//   found (list of map): id, labels, said (list of list: source id and what it says), named (list
//     of list: name and type in facts), studies (list of list: name, phase, enrollment, status,
//     why_stopped)
UNWIND $ids AS id
MATCH (n:Entity {id: id})
WITH n, COLLECT {
  MATCH (n)-[r:FROM_SOURCE]->(s:Source)
  RETURN [s.id, properties(r)] AS one
} AS said, COLLECT {
  MATCH (n)<-[:SUBJECT]-(:Claim)<-[:SUPPORTS|REFUTES]-(e:Evidence)
  RETURN DISTINCT [e.subject_said, e.subject_said_type] AS one
} + COLLECT {
  MATCH (n)<-[:OBJECT]-(:Claim)<-[:SUPPORTS|REFUTES]-(e:Evidence)
  RETURN DISTINCT [e.object_said, e.object_said_type] AS one
} + COLLECT {
  MATCH (n)<-[:IN_CONDITION]-(:Claim)<-[:SUPPORTS|REFUTES]-(e:Evidence)
  RETURN DISTINCT [e.condition_said, e.condition_said_type] AS one
} AS named, COLLECT {
  MATCH (n)<-[:FROM_STUDY]-(e:Evidence)
  RETURN DISTINCT [
    e.study_name, e.study_phase, e.study_enrollment, e.study_status, e.study_why_stopped
  ] AS one
} AS studies
RETURN collect({
  id: n.id, labels: labels(n), said: said, named: named, studies: studies
}) AS found
