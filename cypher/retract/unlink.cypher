// retract/unlink: forgets that a source states given evidence.
// parameters
//   source_id (string): the dataset
//   ids (list of string): evidence ids
// returns one record
//   alone (list of string): those that no other source states
MATCH (s:Source {id: $source_id})
UNWIND $ids AS id
MATCH (e:Evidence {id: id})-[mention:FROM_SOURCE]->(s)
USING INDEX SEEK e:Evidence(id)
DELETE mention
WITH DISTINCT e
WHERE NOT EXISTS { (e)-[:FROM_SOURCE]->() }
RETURN collect(e.id) AS alone
