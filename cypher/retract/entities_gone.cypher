// retract/entities_gone: deletes entities that nothing speaks of any more.
// parameters
//   ids (list of string): entities
// returns nothing
UNWIND $ids AS id
MATCH (n:Entity {id: id})
DETACH DELETE n
