// remap/spoken_of: every entity that claims speak of.
// returns rows
//   id (string): the entity
//   keys (list of string): what it answers to
//   described (boolean): whether a vocabulary or a source describes it, so that facts may call it
//     what it does not answer to
MATCH (n:Entity)
WHERE n.id > '' AND EXISTS { (n)<-[:SUBJECT|OBJECT|IN_CONDITION]-() }
RETURN n.id AS id, n.keys AS keys, n.origin IS NOT NULL AS described
