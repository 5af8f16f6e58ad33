// build/entities: every entity with its labels and broader entities, by id.
// returns rows
//   labels (list of string): its labels, sorted
//   properties (map): its properties
//   parents (list of string): ids of its broader entities, sorted
MATCH (n:Entity)
WHERE n.id > ''
RETURN COLLECT { UNWIND labels(n) AS label RETURN label ORDER BY label } AS labels,
       properties(n) AS properties,
       COLLECT { MATCH (n)-[:IS_A]->(parent) RETURN parent.id AS id ORDER BY id } AS parents
ORDER BY n.id
