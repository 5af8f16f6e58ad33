// retract/entities_anew: sets what entities are, and takes out IS_A steps that no longer hold.
// parameters
//   rows (list of map): id, properties to set, types (labels to have), lost (labels to take off),
//     parents (ids of broader entities), described (whether it may stand above others)
// returns nothing
UNWIND $rows AS row
MATCH (n:Entity {id: row.id})
SET n = row.properties, n:$(row.types)
REMOVE n:$(row.lost)
WITH n, row
CALL (n, row) {
  MATCH (n)-[up:IS_A]->(parent)
  WHERE NOT parent.id IN row.parents
  RETURN up AS step
  UNION
  MATCH (n)<-[down:IS_A]-()
  WHERE NOT row.described
  RETURN down AS step
}
DELETE step
