// build/entities: a page of all entities with labels and broader entities, in the order of ids.
// parameters
//   after (string): the last id of the page before; empty for the first page
//   limit (integer): how many
// returns one record
//   items (list of list): [properties, labels beside Entity, ids of broader entities]
//   last (string): the last id, null where there are no more
MATCH (n:Entity)
WHERE n.id > $after
WITH n
ORDER BY n.id
LIMIT $limit
WITH collect([
  properties(n),
  [label IN labels(n) WHERE label <> 'Entity'],
  COLLECT { MATCH (n)-[:IS_A]->(parent) RETURN parent.id }
]) AS items
RETURN items, items[-1][0].id AS last
