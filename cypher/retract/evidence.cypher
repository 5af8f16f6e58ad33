// retract/evidence: deletes evidence.
// parameters
//   ids (list of string): evidence ids
// returns nothing
UNWIND $ids AS id
MATCH (e:Evidence {id: id})
DETACH DELETE e
