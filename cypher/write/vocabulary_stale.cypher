// write/vocabulary_stale: takes out terms that this edition of the vocabulary no longer has.
// A term that claims speak of stays, as an entity that only facts name.
// parameters
//   ids (list of string): ids of all terms of this edition
// returns nothing
MATCH (n:Entity)
WHERE n.id > '' AND n.origin IS NOT NULL AND NOT n.id IN $ids
SET n.origin = null
WITH n
WHERE NOT EXISTS { (n)<-[:SUBJECT|OBJECT|IN_CONDITION]-() }
DETACH DELETE n
