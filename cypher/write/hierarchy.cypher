// write/hierarchy: replaces the IS_A steps of the given entities; those above are described.
// parameters
//   rows (list of map): id, and parents (list of ids)
// returns nothing
UNWIND $rows AS row
MATCH (n:Entity {id: row.id})
CALL (n) {
  OPTIONAL MATCH (n)-[old:IS_A]->()
  DELETE old
}
WITH n, row
UNWIND row.parents AS parent_id
MATCH (parent:Entity {id: parent_id})
WHERE parent.origin IS NOT NULL
MERGE (n)-[:IS_A]->(parent)
