// terms/hierarchy: adds IS_A steps to broader entities that are described themselves.
// parameters
//   rows (list of map): id, and parents (list of ids)
// returns nothing
UNWIND $rows AS row
MATCH (n:Entity {id: row.id})
UNWIND row.parents AS parent_id
MATCH (parent:Entity {id: parent_id})
WHERE parent.origin IS NOT NULL
MERGE (n)-[:IS_A]->(parent)
