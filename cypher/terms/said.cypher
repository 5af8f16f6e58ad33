// terms/said: what the nodes of given entities hold, and what each source says about them.
// parameters
//   ids (list of string): entities, there or not
// returns one record
//   found (list of map): of those that are there id, labels, details that facts gave, and said
//     (list of list: source id and what it says)
UNWIND $ids AS id
MATCH (n:Entity {id: id})
WITH n, COLLECT {
  MATCH (n)-[r:FROM_SOURCE]->(s:Source)
  RETURN [s.id, properties(r)] AS one ORDER BY s.id
} AS said
RETURN collect({
  id: n.id, labels: labels(n), said: said,
  details: n {.phase, .enrollment, .status, .why_stopped}
}) AS found
